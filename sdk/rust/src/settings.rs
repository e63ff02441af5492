//! Configuration snapshots by canonical key.

use crate::Fact;
use crate::views::SettingsFacts;
use crate::views::settings as view;
use std::cell::OnceCell;

/// Where the canonical settings of each snapshot stand: the rows of the table, by snapshot, key and number.
#[derive(Debug, Default)]
pub struct Index {
    rows: Vec<Row>,
}

#[derive(Debug, Clone, Copy)]
struct Row {
    snapshot: u32,
    number: u32,
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
        let mut keyed: Vec<(u32, &str, u32)> = tables
            .settings()
            .filter_map(|setting| Some((setting.snapshot()?.row(), setting.key()?, setting.row())))
            .collect();
        keyed.sort_unstable();
        let row = |(snapshot, _, number)| Row { snapshot, number };
        Self {
            rows: keyed.into_iter().map(row).collect(),
        }
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
        let key_of = {
            let settings = settings.clone();
            move |row: &Row| settings.at(row.number).and_then(view::Setting::key)
        };
        let rows = &self.index.get_or_init(|| Index::of(self.tables)).rows;
        let from = rows.partition_point(|row| (row.snapshot, key_of(row)) < (snapshot, Some(key)));
        let rows = rows.get(from..).unwrap_or_default().iter();
        rows.take_while(move |row| (row.snapshot, key_of(row)) == (snapshot, Some(key)))
            .filter_map(move |row| settings.at(row.number))
    }
}
