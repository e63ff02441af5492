//! What a store can do: ordered keys and values in a few tables, written in batches that hold as a whole or not at all.

use crate::StoreError;

/// A table of a store. The number stands in front of every key, so that one batch may span tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Table {
    /// Remembered answers about subjects.
    Subjects = 1,
    /// Remembered scans.
    Scans = 2,
}

impl Table {
    /// All tables.
    pub const ALL: [Self; 2] = [Self::Subjects, Self::Scans];
}

/// One write of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Write {
    /// The table.
    pub table: Table,
    /// The key.
    pub key: Vec<u8>,
    /// The value, or none to remove it.
    pub value: Option<Vec<u8>>,
}

impl Write {
    /// Puts a value.
    pub fn put(table: Table, key: impl Into<Vec<u8>>, value: impl Into<Vec<u8>>) -> Self {
        Self {
            table,
            key: key.into(),
            value: Some(value.into()),
        }
    }

    /// Removes a value.
    pub fn remove(table: Table, key: impl Into<Vec<u8>>) -> Self {
        Self {
            table,
            key: key.into(),
            value: None,
        }
    }
}

/// Told of every entry; answers whether to go on.
pub type Visit<'a> = &'a mut dyn FnMut(&[u8], &[u8]) -> bool;

/// An ordered store of keys and values.
///
/// Whatever is read is exactly what was written under that key: a damaged value counts as absent.
pub trait Store: Send + Sync {
    /// The value of a key.
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError>;

    /// Writes all or nothing. Later writes of the same key win.
    fn put_batch(&self, batch: &[Write]) -> Result<(), StoreError>;

    /// Visits the entries from one key (included) to another (excluded), or to the end of the table, in order of keys.
    fn range(&self, table: Table, from: &[u8], to: Option<&[u8]>, visit: Visit<'_>) -> Result<(), StoreError>;

    /// Visits the entries whose keys begin with a prefix, in order of keys.
    fn prefix(&self, table: Table, prefix: &[u8], visit: Visit<'_>) -> Result<(), StoreError> {
        let mut go_on = true;
        self.range(table, prefix, None, &mut |key, value| {
            go_on = go_on && key.starts_with(prefix);
            go_on = go_on && visit(key, value);
            go_on
        })
    }

    /// Returns when everything written so far survives a loss of power.
    fn flush_durable(&self) -> Result<(), StoreError>;

    /// How many bytes it takes, roughly.
    fn size(&self) -> Result<u64, StoreError>;
}
