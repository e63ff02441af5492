//! Snapshots of one device over time: which one replaces which, and what differs between the two.

use crate::scope::fold;
use crate::sources::Device;
use crate::statements::Mark;
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::settings::Setting;
use std::collections::BTreeMap;

/// The settings of every snapshot, by path.
#[derive(Debug)]
pub(crate) struct Contents<'a>(Vec<BTreeMap<&'a str, Values<'a>>>);

/// Everything that stands at one path: usually one value.
#[derive(Debug, Default)]
pub(crate) struct Values<'a> {
    pub(crate) rows: Vec<Setting<'a>>,
    pub(crate) key: Option<&'a str>,
}

impl<'a> Contents<'a> {
    pub(crate) fn load(cx: &Context<'a>) -> Self {
        let mut contents: Vec<BTreeMap<&'a str, Values<'a>>> =
            cx.settings().snapshots().map(|_| BTreeMap::new()).collect();
        for setting in cx.settings().raw().settings() {
            let Some(place) = setting.snapshot().and_then(|s| contents.get_mut(s.row() as usize)) else {
                continue;
            };
            let Some(path) = setting.path() else { continue };
            let values = place.entry(path).or_default();
            values.key = values.key.or_else(|| setting.key());
            // The canonical reading of a value follows the value itself at the same path: it is not counted twice.
            let raw_known = values.rows.iter().any(|row| row.derived_from().is_none());
            if setting.derived_from().is_none() || !raw_known {
                values.rows.push(setting);
            }
        }
        Self(contents)
    }

    pub(crate) fn of(&self, snapshot: &SnapshotSettings<'a>) -> Option<&BTreeMap<&'a str, Values<'a>>> {
        self.0.get(snapshot.snapshot().row() as usize)
    }
}

/// Two snapshots of the same thing, one after the other.
#[derive(Debug)]
pub(crate) struct Step<'a> {
    pub(crate) newer: SnapshotSettings<'a>,
    pub(crate) older: SnapshotSettings<'a>,
    pub(crate) from: Date,
    pub(crate) to: Date,
}

/// One path at which two snapshots differ.
#[derive(Debug)]
pub(crate) struct Difference<'a> {
    pub(crate) path: &'a str,
    pub(crate) key: Option<&'a str>,
    pub(crate) before: String,
    pub(crate) after: String,
    pub(crate) marks: Vec<Mark>,
}

/// Paths that say what a snapshot is, not how the device is set.
const LABELS: &[&str] = &["asset", "hostname", "collected_at", "class"];
const LABEL_KEYS: &[&str] = &[
    "change.snapshot_id",
    "change.approved_id",
    "baseline.id",
    "baseline.compliant",
];

fn is_label(path: &str, key: Option<&str>) -> bool {
    LABELS.iter().any(|label| path.eq_ignore_ascii_case(label)) || key.is_some_and(|key| LABEL_KEYS.contains(&key))
}

/// Each dated snapshot with the newest older one of the same format that speaks of some of the same paths.
pub(crate) fn steps<'a>(device: &Device<'a>, contents: &Contents<'a>) -> Vec<Step<'a>> {
    let mut steps = Vec::new();
    for newer in &device.snapshots {
        let Some(to) = newer.snapshot().collected() else {
            continue;
        };
        let earlier = device.snapshots.iter().filter_map(|older| {
            let from = older.snapshot().collected().filter(|from| *from < to)?;
            (older.snapshot().format() == newer.snapshot().format() && overlap(older, newer, contents))
                .then_some((from, older))
        });
        if let Some((from, older)) = earlier.max_by_key(|(from, older)| (*from, older.fact())) {
            steps.push(Step {
                newer: *newer,
                older: *older,
                from,
                to,
            });
        }
    }
    steps
}

/// The snapshots that no newer one replaces.
pub(crate) fn current<'a>(device: &Device<'a>, contents: &Contents<'a>) -> Vec<SnapshotSettings<'a>> {
    let replaced = |older: &SnapshotSettings<'a>| {
        device.snapshots.iter().any(|newer| {
            let days = older.snapshot().collected().zip(newer.snapshot().collected());
            days.is_some_and(|(from, to)| from < to)
                && older.snapshot().format() == newer.snapshot().format()
                && overlap(older, newer, contents)
        })
    };
    device
        .snapshots
        .iter()
        .filter(|snapshot| !replaced(snapshot))
        .copied()
        .collect()
}

fn overlap<'a>(older: &SnapshotSettings<'a>, newer: &SnapshotSettings<'a>, contents: &Contents<'a>) -> bool {
    match (contents.of(older), contents.of(newer)) {
        (Some(older), Some(newer)) => older
            .iter()
            .any(|(path, values)| !is_label(path, values.key) && newer.contains_key(path)),
        _ => false,
    }
}

/// What differs, in the order of the paths. Paths that begin with one of `ignored` are left out.
pub(crate) fn differences<'a>(step: &Step<'a>, contents: &Contents<'a>, ignored: &[String]) -> Vec<Difference<'a>> {
    let (Some(older), Some(newer)) = (contents.of(&step.older), contents.of(&step.newer)) else {
        return Vec::new();
    };
    let nothing = Values::default();
    let mut paths: Vec<&'a str> = older.keys().chain(newer.keys()).copied().collect();
    paths.sort_unstable();
    paths.dedup();
    let mut differences = Vec::new();
    for path in paths {
        let (was, is) = (older.get(path).unwrap_or(&nothing), newer.get(path).unwrap_or(&nothing));
        let key = is.key.or(was.key);
        let ignored = ignored.iter().any(|start| fold(path).starts_with(&fold(start)));
        let (before, after) = (text(was), text(is));
        if before == after || ignored || is_label(path, key) {
            continue;
        }
        let marks = is.rows.iter().chain(&was.rows).map(Mark::of).collect();
        differences.push(Difference {
            path,
            key,
            before,
            after,
            marks,
        });
    }
    differences
}

fn text(values: &Values<'_>) -> String {
    let mut texts: Vec<&str> = values
        .rows
        .iter()
        .map(|row| row.value().or_else(|| row.value_type()).unwrap_or(""))
        .collect();
    texts.sort_unstable();
    if texts.is_empty() {
        "-".to_owned()
    } else {
        texts.join(", ")
    }
}
