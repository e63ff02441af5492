//! The devices of the fleet: what the inventory lists, of the classes asked for, at work.
//!
//! A fleet may have a hundred thousand devices, so a device is its row and nothing else: columns are read where they are
//! needed, and names are put in order only where another register has to find a device by its name.

use crate::words::{fold, some};
use sekisho_sdk::findings::Finding;
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::assets::{Asset, Inventory};
use sekisho_sdk::words::{ASSET_CLASSES, ASSET_IDLE};
use std::collections::BTreeMap;

/// Classes that are no devices.
const NO_DEVICES: &[&str] = &["cloud", "software", "media", "facility"];
/// How many devices a message names.
const NAMED: usize = 20;
/// How many rows a finding cites: enough to look into, less than a record can bear.
const CITED: usize = 1000;

/// The devices in scope.
#[derive(Debug)]
pub(crate) struct Fleet<'a> {
    pub(crate) devices: Vec<Asset<'a>>,
    pub(crate) sheets: Vec<Inventory<'a>>,
    /// Position in `devices` by row of the inventory.
    places: Vec<Option<u32>>,
}

/// Whether a device is of one of some classes: `None` where its class is not understood.
pub(crate) fn is_of(class: Option<&str>, classes: &[String]) -> Option<bool> {
    let known = class.filter(|class| ASSET_CLASSES.contains(class));
    match known {
        _ if classes.is_empty() => Some(known.is_none_or(|class| !NO_DEVICES.contains(&class))),
        Some(class) => Some(classes.iter().any(|wanted| wanted == class)),
        None => None,
    }
}

/// Reads the parameter `classes`.
pub(crate) fn classes<'a>(cx: &Context<'a>) -> Result<&'a [String], CheckError> {
    cx.known_texts("classes", ASSET_CLASSES)
}

impl<'a> Fleet<'a> {
    /// Opens the inventory. Says `no-inventory`, `inventory-empty`, `class-unclear` and `none-in-scope` where it must;
    /// nothing is handed back where there is no device to judge.
    pub(crate) fn open(cx: &Context<'a>, out: &mut Findings) -> Result<Option<Self>, CheckError> {
        let classes = classes(cx)?;
        let facts = cx.assets();
        let sheets: Vec<Inventory<'a>> = facts.inventories().collect();
        let rows = facts.assets();
        if sheets.is_empty() && rows.is_empty() {
            out.unknown("no-inventory");
            return Ok(None);
        }
        if rows.is_empty() {
            out.fail("inventory-empty").cite_all(&sheets);
            return Ok(None);
        }
        let mut fleet = Self {
            devices: Vec::with_capacity(rows.len()),
            sheets,
            places: vec![None; rows.len()],
        };
        let (count, mut unclear) = (rows.len(), Vec::new());
        for asset in rows {
            if asset.status().is_some_and(|status| ASSET_IDLE.contains(&status)) {
                continue;
            }
            match is_of(asset.class(), classes) {
                Some(true) => {
                    if let Some(place) = fleet.places.get_mut(asset.row() as usize) {
                        *place = u32::try_from(fleet.devices.len()).ok();
                    }
                    fleet.devices.push(asset);
                }
                Some(false) => {}
                None => unclear.push(asset),
            }
        }
        if !unclear.is_empty() {
            name(out.unknown("class-unclear").arg("count", unclear.len()), &unclear);
        } else if fleet.devices.is_empty() {
            out.not_applicable("none-in-scope")
                .arg("count", count)
                .cite_all(&fleet.sheets);
        }
        Ok((!fleet.devices.is_empty()).then_some(fleet))
    }

    /// How many devices there are.
    pub(crate) fn len(&self) -> usize {
        self.devices.len()
    }

    /// The position of the device that stands in a row of the inventory.
    pub(crate) fn place(&self, asset: &Asset<'a>) -> Option<usize> {
        let place = self.places.get(asset.row() as usize).copied().flatten();
        place.map(|place| place as usize)
    }

    /// Positions by every name: number, host name, name, in this order of weight.
    pub(crate) fn names(&self) -> BTreeMap<String, usize> {
        let mut names = BTreeMap::new();
        let readings: [fn(&Asset<'a>) -> Option<&'a str>; 3] = [|a| a.id(), |a| a.hostname(), |a| a.name()];
        for read in readings {
            for (at, device) in self.devices.iter().enumerate() {
                if let Some(name) = read(device) {
                    names.entry(fold(name)).or_insert(at);
                }
            }
        }
        names
    }

    /// Those devices for which something holds.
    pub(crate) fn those(&self, holds: impl Fn(usize) -> bool) -> Vec<Asset<'a>> {
        let chosen = self.devices.iter().enumerate().filter(|(at, _)| holds(*at));
        chosen.map(|(_, device)| *device).collect()
    }
}

/// What messages call a device.
pub(crate) fn label<'a>(device: &Asset<'a>) -> String {
    let name = device.id().or_else(|| device.hostname()).or_else(|| device.name());
    name.map_or_else(|| format!("#{}", device.row() + 1), ToOwned::to_owned)
}

/// Names devices in a finding (`devices`) and cites them.
pub(crate) fn name<'f>(finding: &'f mut Finding, devices: &[Asset<'_>]) -> &'f mut Finding {
    finding
        .arg("devices", some(devices.iter().map(label), NAMED))
        .cite_all(devices.iter().take(CITED))
}

/// The models of some devices, the most frequent first, for a message.
pub(crate) fn models(devices: &[Asset<'_>]) -> String {
    const SHOWN: usize = 5;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for device in devices {
        *counts.entry(device.model().unwrap_or("?")).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(model, count)| (std::cmp::Reverse(*count), *model));
    some(counts.iter().map(|(model, count)| format!("{model} ({count})")), SHOWN)
}
