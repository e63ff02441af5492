//! Configuration snapshots by canonical key.

use crate::Fact;
use crate::bindings::sekisho::policy::{settings as host, types};
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
    /// The texts of the keys, fetched for the index alone, and where each of them stands.
    text: String,
    spans: Vec<(u32, u32)>,
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
        Self::by_text(codes, snapshots, host::text)
    }

    /// Of the columns with key and snapshot of each row. A key may have several codes.
    fn by_text(all: &[u32], snapshots: &[u32], fetch: impl FnOnce(&[u32]) -> types::Texts) -> Self {
        let room = all.len().min(KEYS);
        // The number of each code, from 1, in the order of their appearance.
        let mut numbers = vec![0u32; room];
        let mut codes = Vec::with_capacity(room);
        // The last thing that grows: it does so where it is.
        let mut rows = Vec::with_capacity(room);
        for ((at, code), snapshot) in (0..).zip(all).zip(snapshots) {
            if *code == 0 {
                continue;
            }
            let place = *code as usize;
            if place >= numbers.len() {
                numbers.resize((place + 1).next_power_of_two(), 0);
            }
            let Some(number) = numbers.get_mut(place) else {
                continue;
            };
            if *number == 0 {
                codes.push(*code);
                *number = length(codes.len());
            }
            rows.push(Row {
                snapshot: *snapshot,
                key: *number - 1,
                at,
                next: 0,
            });
        }
        let texts = if codes.is_empty() { NO_TEXTS } else { fetch(&codes) };
        let mut index = Self {
            keys: Places::with_room(codes.len()),
            text: texts.text,
            spans: Vec::with_capacity(codes.len()),
            rows,
            chains: Vec::new(),
        };
        index.name(&texts.ends);
        index.chain();
        index
    }

    /// Makes the keys found by the texts of their codes, and gives one number to codes of one text.
    fn name(&mut self, ends: &[u32]) {
        let Self { text, spans, keys, .. } = self;
        let mut numbers = Vec::with_capacity(ends.len());
        let mut start = 0;
        for end in ends {
            let span = (start, *end);
            start = *end;
            let key = text_at(text, span);
            let is = |number: u32| {
                spans
                    .get(number as usize)
                    .is_some_and(|span| is_same(text_at(text, *span), key))
            };
            let number = keys.find_or_add(hash(key), is);
            if number as usize == spans.len() {
                spans.push(span);
            }
            numbers.push(number);
        }
        if spans.len() < numbers.len() {
            for row in &mut self.rows {
                row.key = numbers.get(row.key as usize).copied().unwrap_or(row.key);
            }
        }
    }

    /// Puts the rows into their chains, from the last to the first: a chain then runs in the order of the rows.
    fn chain(&mut self) {
        self.chains = vec![0; self.rows.len().saturating_mul(2).next_power_of_two()];
        let mask = self.chains.len() - 1;
        for (at, row) in self.rows.iter_mut().enumerate().rev() {
            if let Some(first) = self.chains.get_mut(hash_of(row.snapshot, row.key) as usize & mask) {
                row.next = std::mem::replace(first, length(at + 1));
            }
        }
    }

    /// The first row with a key; the snapshot is given by its own place in the columns.
    fn first(&self, snapshot: u32, key: &str) -> Option<&Row> {
        let is = |number: u32| {
            let span = self.spans.get(number as usize);
            span.is_some_and(|span| is_same(text_at(&self.text, *span), key.as_bytes()))
        };
        let key = self.keys.find(hash(key.as_bytes()), is)?;
        let place = hash_of(snapshot, key) as usize & self.chains.len().wrapping_sub(1);
        self.of_chain(*self.chains.get(place)?, snapshot, key)
    }

    /// The next row with the same key.
    fn following(&self, row: &Row) -> Option<&Row> {
        self.of_chain(row.next, row.snapshot, row.key)
    }

    /// The first row of a snapshot with a key from a row, given from 1, on.
    fn of_chain(&self, mut place: u32, snapshot: u32, key: u32) -> Option<&Row> {
        loop {
            let row = self.rows.get((place as usize).checked_sub(1)?)?;
            if row.key == key && row.snapshot == snapshot {
                return Some(row);
            }
            place = row.next;
        }
    }
}

/// A text by where it begins and ends.
fn text_at(text: &str, (start, end): (u32, u32)) -> &[u8] {
    text.as_bytes().get(start as usize..end as usize).unwrap_or_default()
}

const NO_TEXTS: types::Texts = types::Texts {
    text: String::new(),
    ends: Vec::new(),
};

/// INVARIANT: rows are numbered in 32 bits, and there are no more keys than rows.
fn length(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
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
        let (settings, index) = (self.tables.settings(), self.index());
        let rows = std::iter::successors(index.first(self.snapshot.at, key), |row| index.following(row));
        rows.filter_map(|row| settings.in_columns(row.at)).collect()
    }

    /// The first setting with a canonical key.
    pub fn get(&self, key: &str) -> Option<view::Setting<'a>> {
        let (settings, index) = (self.tables.settings(), self.index());
        let mut row = index.first(self.snapshot.at, key)?;
        loop {
            let setting = settings.in_columns(row.at);
            if setting.is_some() {
                return setting;
            }
            row = index.following(row)?;
        }
    }

    fn index(&self) -> &'a Index {
        match self.index.get() {
            Some(index) => index,
            None => self.make_index(),
        }
    }

    #[cold]
    #[inline(never)]
    fn make_index(&self) -> &'a Index {
        self.index.get_or_init(|| Index::of(&self.tables.columns))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "tests")]
    use super::*;

    #[test]
    fn a_key_is_found_in_its_snapshot_in_the_order_of_rows_whatever_its_code() {
        let texts = ["", "a.key", "another.key", "a.key", "a.key.that.is.not.asked"];
        let fetch = |codes: &[u32]| {
            let mut fetched = NO_TEXTS;
            for code in codes {
                fetched.text += texts[*code as usize];
                fetched.ends.push(length(fetched.text.len()));
            }
            fetched
        };
        let codes = [1, 0, 2, 3, 1, 4, 3];
        let snapshots = [0, 0, 0, 0, 1, 1, 0];
        let index = Index::by_text(&codes, &snapshots, fetch);
        let rows = |snapshot, key| -> Vec<u32> {
            let rows = std::iter::successors(index.first(snapshot, key), |row| index.following(row));
            rows.map(|row| row.at).collect()
        };
        assert_eq!(rows(0, "a.key"), [0, 3, 6], "two codes are one key");
        assert_eq!(rows(1, "a.key"), [4]);
        assert_eq!(rows(0, "another.key"), [2]);
        assert!(rows(1, "another.key").is_empty() && rows(0, "").is_empty() && rows(2, "a.key").is_empty());
        assert!(Index::by_text(&[], &[], fetch).first(0, "a.key").is_none());
    }
}
