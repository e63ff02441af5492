//! What the inventory says of an asset beside its own columns: the country it stands in, its level, the record of that.

use crate::words::{is_none, says};
use sekisho_sdk::prelude::*;
use std::collections::BTreeMap;

/// Values of some fields, by asset.
#[derive(Debug)]
pub(crate) struct Beside<'a>(BTreeMap<(u32, &'a str), &'a str>);

impl<'a> Beside<'a> {
    /// Reads these fields of all assets; the first value of each counts.
    pub(crate) fn read(cx: &Context<'a>, fields: &[&str]) -> Self {
        let mut values = BTreeMap::new();
        for attribute in cx.assets().attributes() {
            let (Some(asset), Some(field), Some(value)) = (attribute.asset(), attribute.field(), attribute.value())
            else {
                continue;
            };
            if fields.contains(&field) && says(value) && !is_none(value) {
                values.entry((asset.row(), field)).or_insert(value);
            }
        }
        Self(values)
    }

    /// The value of a field.
    pub(crate) fn get(&self, asset: u32, field: &'a str) -> Option<&'a str> {
        self.0.get(&(asset, field)).copied()
    }
}
