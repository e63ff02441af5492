//! An object as a row: its fields become cells, those of objects inside it under both names with a dot between.

use super::super::grid::Value;
use super::super::left_out::LeftOut;
use super::{Entries, escape, scalar};
use crate::config::tree::{Node, Value as Tree};

/// How deep objects inside a row are flattened.
const ROW_DEPTH: usize = 3;

/// The cells of a row, by the names of their columns; what becomes none is added to what is left out.
pub(super) fn cells(row: Entries<'_, '_>, pointer: &str, left_out: &mut LeftOut) -> Vec<(String, Value)> {
    let mut flat = Flat {
        pointer,
        left_out,
        names: Vec::new(),
        cells: Vec::new(),
    };
    flat.object(row);
    flat.cells
}

struct Flat<'r, 'n> {
    pointer: &'r str,
    left_out: &'r mut LeftOut,
    /// The names of the objects around.
    names: Vec<&'n str>,
    cells: Vec<(String, Value)>,
}

impl<'n> Flat<'_, 'n> {
    fn object(&mut self, entries: Entries<'n, '_>) {
        for (name, child) in entries {
            self.names.push(name);
            self.value(child);
            self.names.pop();
        }
    }

    fn value(&mut self, value: &'n Node<'_>) {
        match &value.value {
            // Exports of service desks wrap each value with what is shown for it.
            Tree::Map(fields) => match value.get("display_value").and_then(scalar) {
                Some(shown) => self.put(shown),
                None if self.names.len() <= ROW_DEPTH => self.object(fields),
                None => self.left_out.value(value.line, || place(self.pointer, &self.names)),
            },
            Tree::List(items) => {
                let mut texts = Vec::with_capacity(items.len());
                for (n, item) in items.iter().enumerate().filter(|(_, item)| !is_nothing(item)) {
                    match item_text(item) {
                        Some(text) => texts.push(text),
                        None => {
                            let pointer = || match place(self.pointer, &self.names) {
                                list if list.is_empty() => list,
                                list => format!("{list}/{n}"),
                            };
                            self.left_out.item(item.line, pointer);
                        }
                    }
                }
                self.put(Value::List(texts));
            }
            _ => {
                if let Some(value) = scalar(value) {
                    self.put(value);
                }
            }
        }
    }

    fn put(&mut self, value: Value) {
        self.cells.push((self.names.join("."), value));
    }
}

/// The pointer of a field; none where its row has none.
fn place(pointer: &str, names: &[&str]) -> String {
    if pointer.is_empty() {
        return String::new();
    }
    let names = names.iter().flat_map(|name| ["/".to_owned(), escape(name)]);
    std::iter::once(pointer.to_owned()).chain(names).collect()
}

/// An item that says nothing: nothing is left out with it.
pub(crate) fn is_nothing(item: &Node<'_>) -> bool {
    match &item.value {
        Tree::Null => true,
        Tree::Text(text) => text.trim().is_empty(),
        Tree::Map(entries) => entries.is_empty(),
        Tree::List(items) => items.is_empty(),
        _ => false,
    }
}

/// An item of a list as text: an object stands for its name.
pub(crate) fn item_text(item: &Node<'_>) -> Option<String> {
    let named = || ["name", "value", "id"].iter().find_map(|name| item.get(name));
    let value = if item.is_map() { scalar(named()?) } else { scalar(item) };
    value.map(|value| value.text()).filter(|text| !text.is_empty())
}
