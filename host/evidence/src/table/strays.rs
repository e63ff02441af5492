//! What stands among the rows of a list and is none: a text or a number where objects are. It is left out, and told.

use crate::Reading;
use crate::config::tree::{Node, Value};
use sekisho_model::Diagnostic;

/// Items of a list that are no rows.
#[derive(Debug, Clone, Default)]
pub struct Strays {
    count: usize,
    /// Line and pointer of the first.
    first: (u32, String),
}

impl Strays {
    /// Looks at what is to be a row. Nothing is left out with an item that is empty.
    pub(super) fn look(&mut self, item: &Node<'_>, line: u32, pointer: impl FnOnce() -> String) {
        if item.is_map() || matches!(item.value, Value::Null) {
            return;
        }
        if self.count == 0 {
            self.first = (line, pointer());
        }
        self.count += 1;
    }

    /// Says that they are left out.
    pub(super) fn tell(&self, reading: &mut Reading<'_>) {
        if self.count == 0 {
            return;
        }
        let (line, pointer) = &self.first;
        let text = format!(
            "items of a list of objects that are no objects are left out: {}; this is the first",
            self.count
        );
        let mut remark = Diagnostic::warning("item-not-a-row", text).at_line(*line);
        if !pointer.is_empty() {
            remark = remark.at(pointer.clone());
        }
        reading.note(remark.hint("write it as an object with the fields of the others, or take it out"));
    }
}
