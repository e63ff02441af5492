//! Configuration snapshots by canonical key.

use crate::Fact;
use crate::bindings::sekisho::policy::settings as host;
use crate::places::{Places, hash, hash_of, is_same};
use crate::views::SettingsFacts;
use crate::views::settings as view;
use std::cell::OnceCell;

/// Where the canonical settings of each snapshot stand, for all subjects of a call: a key is looked at as a text once,
/// however many subjects have it.
#[derive(Debug)]
pub struct Index {
    /// The keys by their texts.
    keys: Places,
    /// The code of each key.
    codes: Vec<u32>,
    rows: Vec<Row>,
    /// Rows of a snapshot with a key: the first one, from 1, at the place of a hash of both; 0 where there is none. As
    /// many places as a power of two says.
    chains: Vec<u32>,
}

/// A row of the table, with places in the columns of all subjects.
#[derive(Debug, Clone, Copy)]
struct Row {
    snapshot: u32,
    key: u32,
    at: u32,
    /// The next row at the same place, from 1.
    next: u32,
}

/// All snapshots of a subject. The index is made when a setting is first looked up by its key: a check that walks the
/// raw table does not pay for it.
#[derive(Debug, Clone, Copy)]
pub struct Settings<'a> {
    tables: &'a SettingsFacts,
    index: &'a OnceCell<Index>,
}

/// Keys for which room is made at the beginning, at most.
const KEYS: usize = 256;

impl Index {
    fn of(columns: &view::Columns) -> Self {
        let codes = columns.setting_key.all(host::setting_key);
        let snapshots = columns.setting_snapshot.all(host::setting_snapshot);
        columns.texts.fetch(codes, host::text);
        Self::by_text(codes, snapshots, |code| columns.texts.get(code).unwrap_or_default())
    }

    /// Of the columns with key and snapshot of each row. A key may have several codes.
    fn by_text<'t>(all: &[u32], snapshots: &[u32], text: impl Fn(u32) -> &'t str) -> Self {
        let filled = all.iter().filter(|code| **code != 0).count();
        let mut rows = Vec::with_capacity(filled);
        let (mut keys, mut codes) = (
            Places::with_room(filled.min(KEYS)),
            Vec::with_capacity(filled.min(KEYS)),
        );
        // The number of each key, from 1, by its code.
        let mut numbers = vec![0u32; all.iter().max().map_or(0, |code| *code as usize + 1)];
        for ((at, code), snapshot) in (0..).zip(all).zip(snapshots) {
            let Some(number) = numbers.get_mut(*code as usize).filter(|_| *code != 0) else {
                continue;
            };
            if *number == 0 {
                let key = text(*code);
                let hash = hash(key.as_bytes());
                let is = |number: u32| {
                    codes
                        .get(number as usize)
                        .is_some_and(|code| is_same(text(*code).as_bytes(), key.as_bytes()))
                };
                let known = keys.find(hash, is);
                *number = 1 + known.unwrap_or_else(|| {
                    codes.push(*code);
                    keys.add(hash)
                });
            }
            rows.push(Row {
                snapshot: *snapshot,
                key: *number - 1,
                at,
                next: 0,
            });
        }
        let mut chains = vec![0; rows.len().saturating_mul(2).next_power_of_two()];
        // From the last to the first: a chain then runs in the order of the rows.
        let mask = chains.len() - 1;
        for at in (0..rows.len()).rev() {
            if let Some(row) = rows.get_mut(at)
                && let Some(first) = chains.get_mut(hash_of(row.snapshot, row.key) as usize & mask)
            {
                row.next = std::mem::replace(first, u32::try_from(at + 1).unwrap_or(0));
            }
        }
        Self {
            keys,
            codes,
            rows,
            chains,
        }
    }

    /// Where the rows with a key stand in the columns; the snapshot is given by its own place there.
    fn rows<'i, 't, T: Fn(u32) -> Option<&'t str>>(
        &'i self,
        text: T,
        snapshot: u32,
        key: &str,
    ) -> impl Iterator<Item = u32> + use<'i, 't, T> {
        let is = |number: u32| {
            let text = self.codes.get(number as usize).and_then(|code| text(*code));
            text.is_some_and(|text| is_same(text.as_bytes(), key.as_bytes()))
        };
        let at = |place: u32| self.rows.get((place as usize).checked_sub(1)?);
        let key = self.keys.find(hash(key.as_bytes()), is);
        let first = key.and_then(|key| {
            let place = hash_of(snapshot, key) as usize & self.chains.len().wrapping_sub(1);
            at(*self.chains.get(place)?)
        });
        std::iter::successors(first, move |row| at(row.next))
            .filter(move |row| Some(row.key) == key && row.snapshot == snapshot)
            .map(|row| row.at)
    }
}

impl<'a> Settings<'a> {
    pub(crate) fn new(tables: &'a SettingsFacts, index: &'a OnceCell<Index>) -> Self {
        Self { tables, index }
    }

    /// The raw tables, for checks that look at paths as written.
    pub fn raw(&self) -> &'a SettingsFacts {
        self.tables
    }

    /// The snapshots.
    pub fn snapshots(&self) -> impl Iterator<Item = SnapshotSettings<'a>> + use<'a> {
        let (tables, index) = (self.tables, self.index);
        tables.snapshots().map(move |snapshot| SnapshotSettings {
            tables,
            index,
            snapshot,
        })
    }

    /// Whether there is no snapshot.
    pub fn is_empty(&self) -> bool {
        self.tables.snapshots().is_empty()
    }
}

/// The canonical settings of one snapshot.
#[derive(Debug, Clone, Copy)]
pub struct SnapshotSettings<'a> {
    tables: &'a SettingsFacts,
    index: &'a OnceCell<Index>,
    snapshot: view::Snapshot<'a>,
}

impl Fact for SnapshotSettings<'_> {
    fn fact(&self) -> u32 {
        self.snapshot.fact()
    }
}

impl<'a> SnapshotSettings<'a> {
    /// The asset it was taken from, or its path: for messages and grouping.
    pub fn asset(&self) -> &'a str {
        self.snapshot.asset().or_else(|| self.snapshot.path()).unwrap_or("?")
    }

    /// The snapshot itself.
    pub fn snapshot(&self) -> view::Snapshot<'a> {
        self.snapshot
    }

    /// All settings with a canonical key.
    pub fn all(&self, key: &str) -> Vec<view::Setting<'a>> {
        self.with(key).collect()
    }

    /// The first setting with a canonical key.
    pub fn get(&self, key: &str) -> Option<view::Setting<'a>> {
        self.with(key).next()
    }

    fn with(&self, key: &str) -> impl Iterator<Item = view::Setting<'a>> + use<'a> {
        let (settings, columns) = (self.tables.settings(), &self.tables.columns);
        let index = self.index.get_or_init(|| Index::of(columns));
        let rows = index.rows(move |code| columns.texts.get(code), self.snapshot.at, key);
        rows.filter_map(move |at| settings.in_columns(at))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "tests")]
    use super::*;

    #[test]
    fn a_key_is_found_in_its_snapshot_in_the_order_of_rows_whatever_its_code() {
        let texts = ["", "a.key", "another.key", "a.key", "a.key.that.is.not.asked"];
        let text = |code: u32| texts[code as usize];
        let codes = [1, 0, 2, 3, 1, 4, 3];
        let snapshots = [0, 0, 0, 0, 1, 1, 0];
        let index = Index::by_text(&codes, &snapshots, text);
        let rows = |snapshot, key| index.rows(|code| Some(text(code)), snapshot, key).collect::<Vec<u32>>();
        assert_eq!(rows(0, "a.key"), [0, 3, 6], "two codes are one key");
        assert_eq!(rows(1, "a.key"), [4]);
        assert_eq!(rows(0, "another.key"), [2]);
        assert!(rows(1, "another.key").is_empty() && rows(0, "").is_empty() && rows(2, "a.key").is_empty());
        assert!(
            Index::by_text(&[], &[], text)
                .rows(|_| None, 0, "a.key")
                .next()
                .is_none()
        );
    }
}
