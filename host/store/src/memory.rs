//! A store that lasts as long as the process: for tests, and as the yardstick of the one on disk.

use crate::StoreError;
use crate::kv::{Store, Table, Visit, Write};
use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

type Entries = BTreeMap<(Table, Vec<u8>), Vec<u8>>;

/// Entries in memory.
#[derive(Debug, Default)]
pub struct MemoryStore(RwLock<Entries>);

impl Store for MemoryStore {
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let entries = self.0.read().unwrap_or_else(PoisonError::into_inner);
        Ok(entries.get(&(table, key.to_vec())).cloned())
    }

    fn put_batch(&self, batch: &[Write]) -> Result<(), StoreError> {
        let mut entries = self.0.write().unwrap_or_else(PoisonError::into_inner);
        for write in batch {
            let key = (write.table, write.key.clone());
            match &write.value {
                Some(value) => entries.insert(key, value.clone()),
                None => entries.remove(&key),
            };
        }
        Ok(())
    }

    fn range(&self, table: Table, from: &[u8], to: Option<&[u8]>, visit: Visit<'_>) -> Result<(), StoreError> {
        let entries = self.0.read().unwrap_or_else(PoisonError::into_inner);
        for ((of, key), value) in entries.range((table, from.to_vec())..) {
            let is_over = *of != table || to.is_some_and(|to| key.as_slice() >= to);
            if is_over || !visit(key, value) {
                break;
            }
        }
        Ok(())
    }

    fn flush_durable(&self) -> Result<(), StoreError> {
        Ok(())
    }

    fn size(&self) -> Result<u64, StoreError> {
        let entries = self.0.read().unwrap_or_else(PoisonError::into_inner);
        Ok(entries.iter().map(|((_, k), v)| (k.len() + v.len()) as u64).sum())
    }
}
