//! Configuration snapshots by canonical key.

use crate::Fact;
use crate::views::SettingsFacts;
use crate::views::settings as view;
use std::cell::OnceCell;

/// Where the canonical settings of each snapshot stand: rows of the table in chains, by a hash of snapshot and key.
#[derive(Debug, Default)]
pub struct Index {
    rows: Vec<Row>,
    /// The first row of each chain, from 1; 0 where there is none. As many chains as a power of two says.
    chains: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Row {
    hash: u32,
    snapshot: u32,
    number: u32,
    /// The next row of the chain, from 1.
    next: u32,
}

/// FNV-1a over the key, from a start that differs from snapshot to snapshot.
fn hash(snapshot: u32, key: &str) -> u32 {
    let start = 0x811c_9dc5 ^ snapshot.wrapping_mul(0x9e37_79b9);
    key.bytes()
        .fold(start, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// All snapshots of a subject. The index is made when a setting is first looked up by its key: a check that walks the
/// raw table does not pay for it.
#[derive(Debug, Clone, Copy)]
pub struct Settings<'a> {
    tables: &'a SettingsFacts,
    index: &'a OnceCell<Index>,
}

impl Index {
    fn of(tables: &SettingsFacts) -> Self {
        let row = |setting: view::Setting<'_>| {
            let snapshot = setting.snapshot()?.row();
            let hash = hash(snapshot, setting.key()?);
            let number = setting.row();
            Some(Row {
                hash,
                snapshot,
                number,
                next: 0,
            })
        };
        let mut rows: Vec<Row> = tables.settings().filter_map(row).collect();
        let mut chains = vec![0; rows.len().saturating_mul(2).next_power_of_two()];
        // From the last to the first: a chain then runs in the order of the rows.
        let mask = chains.len() - 1;
        for at in (0..rows.len()).rev() {
            if let Some(row) = rows.get_mut(at)
                && let Some(first) = chains.get_mut(row.hash as usize & mask)
            {
                row.next = std::mem::replace(first, u32::try_from(at + 1).unwrap_or(0));
            }
        }
        Self { rows, chains }
    }

    /// The rows of a chain.
    fn chain<'i>(&'i self, hash: u32) -> impl Iterator<Item = &'i Row> + use<'i> {
        let at = |place: u32| self.rows.get((place as usize).checked_sub(1)?);
        let first = self.chains.get(hash as usize & self.chains.len().wrapping_sub(1));
        std::iter::successors(first.and_then(|place| at(*place)), move |row| at(row.next))
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

    fn with<'k>(&self, key: &'k str) -> impl Iterator<Item = view::Setting<'a>> + use<'a, 'k> {
        let (settings, snapshot) = (self.tables.settings(), self.snapshot.row());
        let index = self.index.get_or_init(|| Index::of(self.tables));
        let hash = hash(snapshot, key);
        let same = move |row: &&Row| row.hash == hash && row.snapshot == snapshot;
        let rows = index.chain(hash).filter(same);
        rows.filter_map(move |row| settings.at(row.number))
            .filter(move |setting| setting.key() == Some(key))
    }
}
