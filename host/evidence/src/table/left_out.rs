//! What a list of objects holds and its table does not: texts among the objects, values too deep inside one, items of a list
//! that have no text. It is left out, and told.

use crate::Reading;
use crate::config::tree::{Node, Value};
use sekisho_model::Diagnostic;

/// What is left out of a table.
#[derive(Debug, Clone, Default)]
pub struct LeftOut {
    rows: Things,
    values: Things,
    items: Things,
    columns: Things,
}

/// How many there are, and line and pointer of the first.
#[derive(Debug, Clone, Default)]
struct Things {
    count: usize,
    line: u32,
    pointer: String,
}

impl Things {
    fn add(&mut self, line: u32, pointer: impl FnOnce() -> String) {
        if self.count == 0 {
            (self.line, self.pointer) = (line, pointer());
        }
        self.count += 1;
    }

    fn tell(&self, code: &'static str, what: &str, hint: &str, reading: &mut Reading<'_>) {
        if self.count == 0 {
            return;
        }
        let text = format!("{what} are left out: {}; this is the first", self.count);
        let mut remark = Diagnostic::warning(code, text).at_line(self.line);
        if !self.pointer.is_empty() {
            remark = remark.at(self.pointer.clone());
        }
        reading.note(remark.hint(hint));
    }
}

impl LeftOut {
    /// Whether an item of the list is none of its objects. Nothing is left out with one that is empty.
    pub(super) fn is_no_row(&mut self, item: &Node<'_>, line: u32, pointer: impl FnOnce() -> String) -> bool {
        let is_row = item.is_map();
        if !is_row && !matches!(item.value, Value::Null) {
            self.rows.add(line, pointer);
        }
        !is_row
    }

    /// An object inside a row that is deeper than columns are made for.
    pub(super) fn value(&mut self, line: u32, pointer: impl FnOnce() -> String) {
        self.values.add(line, pointer);
    }

    /// An item of a list inside a row that has neither a text nor a name.
    pub(crate) fn item(&mut self, line: u32, pointer: impl FnOnce() -> String) {
        self.items.add(line, pointer);
    }

    /// A value in a column that the table has no room for.
    pub(crate) fn column(&mut self, line: u32, pointer: impl FnOnce() -> String) {
        self.columns.add(line, pointer);
    }

    /// Says that they are left out.
    pub(super) fn tell(&self, reading: &mut Reading<'_>) {
        self.rows.tell(
            "item-not-a-row",
            "items of a list of objects that are no objects",
            "write it as an object with the fields of the others, or take it out",
            reading,
        );
        self.values.tell(
            "value-too-deep",
            "objects that lie too deep inside a row",
            "move its fields up, so that they lie in at most three objects inside the row",
            reading,
        );
        self.items.tell(
            "item-without-text",
            "items of lists inside rows that have neither a text nor a field `name`, `value` or `id`",
            "give it a name, or write the list as a text",
            reading,
        );
        self.columns.tell(
            "too-many-columns",
            "values of rows that have more different fields than a table has columns",
            "split the list, or leave out fields that nobody asks for",
            reading,
        );
    }
}
