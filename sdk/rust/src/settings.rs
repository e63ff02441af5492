//! Configuration snapshots by canonical key.

use crate::Fact;
use crate::bindings::sekisho::policy::{settings as host, types};
use crate::places::{hash_of_end, is_same};
use crate::views::SettingsFacts;
use crate::views::settings as view;
use std::cell::OnceCell;

/// Where the canonical settings of each snapshot stand, for all subjects of a call. It is made anew for every call, mostly
/// for one small snapshot that is asked for twenty keys: a row is put where its key is found again by its end alone, and
/// the key is compared as a whole when somebody asks for it.
#[derive(Debug)]
pub struct Index {
    /// The texts of the keys, fetched for the index alone.
    text: String,
    /// The key of each code that is one. A key may have several codes.
    keys: Vec<Key>,
    /// The next row of the same chain for each row, and the first of each chain, both from 1; 0 where there is none. There
    /// are as many chains as a power of two says.
    next: Vec<u32>,
    chains: Vec<u32>,
}

/// A key, by where its text begins and ends.
#[derive(Debug, Default, Clone, Copy)]
struct Key {
    start: u32,
    /// 0 for a code that is no key.
    end: u32,
    hash: u32,
}

/// The columns of all rows of the call.
#[derive(Debug, Clone, Copy)]
struct KeyColumns<'a> {
    keys: &'a [u32],
    snapshots: &'a [u32],
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
/// Rows that are looked at in one round of a loop, since counting fuel makes every round cost as much again.
const ROUND: usize = 4;

impl<'a> KeyColumns<'a> {
    fn of(columns: &'a view::Columns) -> Self {
        Self {
            keys: columns.setting_key.all(host::setting_key),
            snapshots: columns.setting_snapshot.all(host::setting_snapshot),
        }
    }
}

impl Index {
    fn of(columns: KeyColumns<'_>, fetch: impl FnOnce(&[u32]) -> types::Texts) -> Self {
        let room = columns.keys.len().min(KEYS);
        let mut seen = Seen {
            keys: vec![Key::default(); room],
            codes: Vec::with_capacity(room),
        };
        let (rounds, rest) = columns.keys.as_chunks::<ROUND>();
        for round in rounds {
            round.iter().for_each(|code| seen.add(*code));
        }
        rest.iter().for_each(|code| seen.add(*code));
        let Seen { mut keys, codes } = seen;
        let texts = if codes.is_empty() { NO_TEXTS } else { fetch(&codes) };
        let mut start = 0;
        for (code, end) in codes.iter().zip(&texts.ends) {
            let end = *end;
            let hash = hash_of_end(text_at(&texts.text, start, end));
            if let Some(key) = keys.get_mut(*code as usize) {
                *key = Key { start, end, hash };
            }
            start = end;
        }
        let mut index = Self {
            text: texts.text,
            keys,
            next: vec![0; columns.keys.len()],
            chains: vec![0; columns.keys.len().saturating_mul(2).next_power_of_two()],
        };
        index.chain(columns);
        index
    }

    /// Puts the rows into their chains, from the last to the first: a chain then runs in the order of the rows.
    fn chain(&mut self, columns: KeyColumns<'_>) {
        let mask = self.chains.len() - 1;
        let (keys, chains) = (&self.keys, &mut self.chains);
        let mut put = |at: u32, next: &mut u32, code: u32, snapshot: u32| {
            if code != 0
                && let Some(key) = keys.get(code as usize)
                && let Some(first) = chains.get_mut(place(snapshot, key.hash) & mask)
            {
                *next = std::mem::replace(first, at);
            }
        };
        let rows = self.next.len().min(columns.snapshots.len());
        let (codes, snapshots) = (columns.keys.get(..rows), columns.snapshots.get(..rows));
        let (first_codes, codes) = codes.unwrap_or_default().as_rchunks::<ROUND>();
        let (first_snapshots, snapshots) = snapshots.unwrap_or_default().as_rchunks::<ROUND>();
        let (first_next, next) = self.next.get_mut(..rows).unwrap_or_default().as_rchunks_mut::<ROUND>();
        // INVARIANT: rows are numbered in 32 bits. Here from 1.
        let mut at = rows as u32;
        for ((next, codes), snapshots) in next.iter_mut().zip(codes).zip(snapshots).rev() {
            for ((next, code), snapshot) in next.iter_mut().zip(codes).zip(snapshots).rev() {
                put(at, next, *code, *snapshot);
                at = at.wrapping_sub(1);
            }
        }
        for ((next, code), snapshot) in first_next.iter_mut().zip(first_codes).zip(first_snapshots).rev() {
            put(at, next, *code, *snapshot);
            at = at.wrapping_sub(1);
        }
    }

    /// The rows of a snapshot with a key; the snapshot is given by its own place in the columns.
    fn rows<'i>(&'i self, columns: KeyColumns<'i>, snapshot: u32, key: &'i str) -> Rows<'i> {
        let mask = self.chains.len().wrapping_sub(1);
        let first = self.chains.get(place(snapshot, hash_of_end(key.as_bytes())) & mask);
        Rows {
            index: self,
            columns,
            snapshot,
            key: key.as_bytes(),
            next: first.copied().unwrap_or(0),
        }
    }

    fn text(&self, code: u32) -> Option<&[u8]> {
        let key = self.keys.get(code as usize)?;
        Some(text_at(&self.text, key.start, key.end))
    }
}

/// Codes of keys, each of them once.
struct Seen {
    /// The end of the text of each that was seen is not 0.
    keys: Vec<Key>,
    codes: Vec<u32>,
}

impl Seen {
    #[allow(
        clippy::inline_always,
        reason = "a call for each row would cost more than what it does"
    )]
    #[inline(always)]
    fn add(&mut self, code: u32) {
        let place = code as usize;
        if code != 0 && place >= self.keys.len() {
            self.make_room(place);
        }
        if let Some(key) = self.keys.get_mut(place)
            && key.end == 0
            && code != 0
        {
            key.end = 1;
            self.codes.push(code);
        }
    }

    #[cold]
    #[inline(never)]
    fn make_room(&mut self, place: usize) {
        self.keys.resize((place + 1).next_power_of_two(), Key::default());
    }
}

/// The rows of a snapshot with a key, in their order.
struct Rows<'i> {
    index: &'i Index,
    columns: KeyColumns<'i>,
    snapshot: u32,
    key: &'i [u8],
    next: u32,
}

impl Iterator for Rows<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        loop {
            let row = self.next.checked_sub(1)?;
            let at = row as usize;
            self.next = *self.index.next.get(at)?;
            let text = self.index.text(*self.columns.keys.get(at)?)?;
            if self.columns.snapshots.get(at) == Some(&self.snapshot) && is_same(text, self.key) {
                return Some(row);
            }
        }
    }
}

/// Where the chain of a snapshot's key is.
fn place(snapshot: u32, key: u32) -> usize {
    (snapshot.wrapping_mul(FACTOR) ^ key) as usize
}

/// Odd, and its bits look like noise.
const FACTOR: u32 = 0x9e37_79b1;

/// A text by where it begins and ends.
fn text_at(text: &str, start: u32, end: u32) -> &[u8] {
    text.as_bytes().get(start as usize..end as usize).unwrap_or_default()
}

const NO_TEXTS: types::Texts = types::Texts {
    text: String::new(),
    ends: Vec::new(),
};

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
        self.found(key).collect()
    }

    /// The first setting with a canonical key.
    pub fn get(&self, key: &str) -> Option<view::Setting<'a>> {
        self.found(key).next()
    }

    fn found<'k>(&self, key: &'k str) -> impl Iterator<Item = view::Setting<'a>> + use<'a, 'k>
    where
        'a: 'k,
    {
        let settings = self.tables.settings();
        let columns = KeyColumns::of(&self.tables.columns);
        let rows = self.index(columns).rows(columns, self.snapshot.at, key);
        rows.filter_map(move |row| settings.in_columns(row))
    }

    fn index(&self, columns: KeyColumns<'_>) -> &'a Index {
        match self.index.get() {
            Some(index) => index,
            None => self.make_index(columns),
        }
    }

    #[cold]
    #[inline(never)]
    fn make_index(&self, columns: KeyColumns<'_>) -> &'a Index {
        self.index.get_or_init(|| Index::of(columns, host::text))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_key_is_found_in_its_snapshot_in_the_order_of_rows_whatever_its_code() {
        let texts = ["", "a.key", "another.key", "a.key", "a.key.that.is.not.asked"];
        let fetch = |codes: &[u32]| {
            let mut fetched = NO_TEXTS;
            for code in codes {
                fetched.text += texts[*code as usize];
                fetched.ends.push(u32::try_from(fetched.text.len()).unwrap());
            }
            fetched
        };
        let columns = KeyColumns {
            keys: &[1, 0, 2, 3, 1, 4, 3],
            snapshots: &[0, 0, 0, 0, 1, 1, 0],
        };
        let index = Index::of(columns, fetch);
        let rows = |snapshot, key| -> Vec<u32> { index.rows(columns, snapshot, key).collect() };
        assert_eq!(rows(0, "a.key"), [0, 3, 6], "two codes are one key");
        assert_eq!(rows(1, "a.key"), [4]);
        assert_eq!(rows(0, "another.key"), [2]);
        assert!(rows(1, "another.key").is_empty() && rows(0, "").is_empty() && rows(2, "a.key").is_empty());
        // As many rows as there may be more or less than a round has.
        for length in 0..=columns.keys.len() {
            let columns = KeyColumns {
                keys: &columns.keys[..length],
                snapshots: &columns.snapshots[..length],
            };
            let index = Index::of(columns, fetch);
            for (snapshot, key) in [(0, "a.key"), (0, "another.key"), (1, "a.key"), (1, "another.key")] {
                let is = |at: &u32| {
                    let at = *at as usize;
                    columns.snapshots[at] == snapshot && texts[columns.keys[at] as usize] == key
                };
                let expected: Vec<u32> = (0..u32::try_from(length).unwrap()).filter(is).collect();
                let found: Vec<u32> = index.rows(columns, snapshot, key).collect();
                assert_eq!(found, expected, "{length} {snapshot} {key}");
            }
        }
        let nothing = KeyColumns {
            keys: &[],
            snapshots: &[],
        };
        assert!(Index::of(nothing, fetch).rows(nothing, 0, "a.key").next().is_none());
    }
}
