//! The devices by model, and their firmware against the newest one of the model.

use crate::order::compare;
use crate::releases::Known;
use crate::words::{fold, is_nothing};
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::assets::Asset;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// One model of one vendor.
#[derive(Debug)]
pub(crate) struct Model<'a> {
    pub(crate) vendor: &'a str,
    pub(crate) name: &'a str,
    /// Positions of devices by firmware.
    pub(crate) firmware: BTreeMap<&'a str, Vec<usize>>,
    /// Devices whose firmware is not stated.
    pub(crate) silent: Vec<usize>,
}

/// A firmware against the newest of its model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The newest, or newer than what must be there.
    Current,
    Behind,
    /// Its number cannot be compared with another's.
    Unordered,
}

/// The firmware of a device.
fn firmware<'a>(device: &Asset<'a>) -> Option<&'a str> {
    let stated = device.firmware().or_else(|| device.product_version());
    stated.map(str::trim).filter(|text| !is_nothing(text))
}

/// All models, and the devices that name none.
pub(crate) fn group<'a>(devices: &[Asset<'a>]) -> (Vec<Model<'a>>, Vec<usize>) {
    let (mut models, mut nameless): (Vec<Model<'a>>, Vec<usize>) = (Vec::new(), Vec::new());
    // As written first: folding a hundred thousand names would cost more than everything else.
    let mut written: BTreeMap<(&'a str, &'a str), usize> = BTreeMap::new();
    let mut folded: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (at, device) in devices.iter().enumerate() {
        let Some(name) = device.model().filter(|name| !is_nothing(name)) else {
            nameless.push(at);
            continue;
        };
        let vendor = device.vendor().unwrap_or("");
        let number = *written.entry((vendor, name)).or_insert_with(|| {
            *folded.entry((fold(vendor), fold(name))).or_insert_with(|| {
                models.push(Model {
                    vendor,
                    name,
                    firmware: BTreeMap::new(),
                    silent: Vec::new(),
                });
                models.len() - 1
            })
        });
        if let Some(model) = models.get_mut(number) {
            match firmware(device) {
                Some(version) => model.firmware.entry(version).or_default().push(at),
                None => model.silent.push(at),
            }
        }
    }
    (models, nameless)
}

impl<'a> Model<'a> {
    /// The newest firmware that must be there, and each firmware against it. A release counts once it is older than the
    /// days of grace; a version that no register dates counts as soon as one device has it.
    pub(crate) fn places(&self, known: &Known<'a>, today: Date, grace: i64) -> (Option<&'a str>, Vec<Place>) {
        let releases = known.releases(self.vendor, self.name);
        let is_due = |version: &str| {
            let own = releases
                .iter()
                .filter(|(other, _)| compare(other, version) == Some(Ordering::Equal));
            let days: Vec<Option<Date>> = own.map(|(_, day)| *day).collect();
            days.is_empty()
                || days
                    .iter()
                    .any(|day| day.is_none_or(|day| today.days_since(day) >= grace))
        };
        let released = releases.iter().map(|(version, _)| *version);
        let mut newest: Option<&'a str> = None;
        let mut is_ordered = true;
        for version in self
            .firmware
            .keys()
            .copied()
            .chain(released)
            .filter(|version| is_due(version))
        {
            match newest.map(|best| compare(version, best)) {
                None | Some(Some(Ordering::Greater)) => newest = Some(version),
                Some(Some(_)) => {}
                Some(None) => is_ordered = false,
            }
        }
        let place = |version: &&'a str| match newest.map(|best| compare(version, best)) {
            _ if !is_ordered => Place::Unordered,
            Some(Some(Ordering::Less)) => Place::Behind,
            Some(None) => Place::Unordered,
            _ => Place::Current,
        };
        (newest.filter(|_| is_ordered), self.firmware.keys().map(place).collect())
    }

    /// The most frequent firmware and how many devices have it.
    pub(crate) fn most(&self) -> Option<(&'a str, usize)> {
        let counts = self.firmware.iter().map(|(version, devices)| (*version, devices.len()));
        counts.max_by_key(|(version, count)| (*count, std::cmp::Reverse(*version)))
    }
}
