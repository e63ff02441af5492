//! Configuration snapshots by canonical key.

use crate::Fact;
use crate::views::SettingsFacts;
use crate::views::settings as view;
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// Where the canonical settings of each snapshot stand.
#[derive(Debug, Default)]
pub struct Index {
    by_snapshot: Vec<BTreeMap<String, Vec<u32>>>,
}

/// All snapshots of a subject.
#[derive(Debug, Clone, Copy)]
pub struct Settings<'a> {
    tables: &'a SettingsFacts,
    index: &'a Index,
}

impl<'a> Settings<'a> {
    pub(crate) fn new(tables: &'a SettingsFacts, index: &'a OnceCell<Index>) -> Self {
        let index = index.get_or_init(|| {
            let mut by_snapshot: Vec<BTreeMap<String, Vec<u32>>> =
                tables.snapshots().map(|_| BTreeMap::new()).collect();
            for setting in tables.settings() {
                if let (Some(snapshot), Some(key)) = (setting.snapshot(), setting.key())
                    && let Some(keys) = by_snapshot.get_mut(snapshot.row() as usize)
                {
                    keys.entry(key.to_owned()).or_default().push(setting.row());
                }
            }
            Index { by_snapshot }
        });
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
    index: &'a Index,
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
        let rows = self
            .index
            .by_snapshot
            .get(self.snapshot.row() as usize)
            .and_then(|keys| keys.get(key));
        rows.map_or(&[][..], Vec::as_slice)
            .iter()
            .filter_map(|row| self.tables.settings().at(*row))
            .collect()
    }

    /// The first setting with a canonical key.
    pub fn get(&self, key: &str) -> Option<view::Setting<'a>> {
        let rows = self.index.by_snapshot.get(self.snapshot.row() as usize)?.get(key)?;
        self.tables.settings().at(*rows.first()?)
    }
}
