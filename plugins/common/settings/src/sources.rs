//! What the evidence says about one device, from all sources: inventory row, snapshots, rows of registers.
//!
//! Where several sources speak about the same setting, the worse one decides and all of them are cited; only an older
//! snapshot of the same format gives way to a newer one.

use crate::scope::{Inventory, Item, fold};
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::settings::Setting;
use std::collections::BTreeMap;

/// One device and what speaks about it.
#[derive(Debug, Clone)]
pub(crate) struct Device<'a> {
    pub(crate) name: String,
    pub(crate) item: Option<Item<'a>>,
    pub(crate) snapshots: Vec<SnapshotSettings<'a>>,
    pub(crate) rows: Vec<Entry<'a>>,
}

/// All values of one setting of one device.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reading<'a>(pub(crate) Vec<Setting<'a>>);

/// A setting as yes or no; formats that know texts only have the canonical word as their value.
fn flag(setting: &Setting<'_>) -> Option<bool> {
    setting.flag().or(match setting.value() {
        Some("true") => Some(true),
        Some("false") => Some(false),
        _ => None,
    })
}

impl Reading<'_> {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A flag that must be on everywhere: `None` where nothing is said or something is not understood.
    pub(crate) fn all(&self) -> Option<bool> {
        self.judge(false)
    }

    /// A flag that must be off everywhere.
    pub(crate) fn any(&self) -> Option<bool> {
        self.judge(true)
    }

    fn judge(&self, worse: bool) -> Option<bool> {
        let flags: Vec<Option<bool>> = self.0.iter().map(flag).collect();
        if flags.contains(&Some(worse)) {
            return Some(worse);
        }
        (!flags.is_empty() && flags.iter().all(|flag| *flag == Some(!worse))).then_some(!worse)
    }

    /// The smallest number; `None` where nothing is said or something is not a number.
    pub(crate) fn smallest(&self) -> Option<f64> {
        self.fold_numbers(f64::min)
    }

    /// The largest number.
    pub(crate) fn largest(&self) -> Option<f64> {
        self.fold_numbers(f64::max)
    }

    fn fold_numbers(&self, pick: fn(f64, f64) -> f64) -> Option<f64> {
        let numbers: Option<Vec<f64>> = self.0.iter().map(|s| s.number()).collect();
        numbers?.into_iter().reduce(pick)
    }

    /// The values as text, lower case.
    pub(crate) fn words(&self) -> Vec<String> {
        self.0.iter().filter_map(|s| s.value()).map(fold).collect()
    }
}

impl<'a> Device<'a> {
    /// Class by the inventory, else by a snapshot.
    pub(crate) fn class(&self) -> Option<&'a str> {
        let stated = self.item.as_ref().and_then(Item::class);
        stated.or_else(|| self.snapshots.iter().find_map(|s| s.snapshot().class()))
    }

    /// Whether it is at work and of one of these classes (none given: any). A device of unknown class is in scope
    /// unless the format of its snapshots rules every one of the classes out.
    pub(crate) fn is_in(&self, classes: &[&str]) -> bool {
        if self.item.as_ref().is_some_and(|item| !item.is_live()) {
            return false;
        }
        match self.class() {
            _ if classes.is_empty() => true,
            Some(class) => classes.contains(&class),
            None => {
                let mut formats = self.snapshots.iter().filter_map(|s| s.snapshot().format()).peekable();
                formats.peek().is_none()
                    || formats.any(|format| may_be(format).is_none_or(|of| of.iter().any(|c| classes.contains(c))))
            }
        }
    }

    /// The values of a setting: of several snapshots of one format only the newest that has it.
    pub(crate) fn reading(&self, key: &str) -> Reading<'a> {
        let mut newest: BTreeMap<&str, Date> = BTreeMap::new();
        let holders: Vec<_> = self.snapshots.iter().filter(|s| s.get(key).is_some()).collect();
        for holder in &holders {
            if let (Some(format), Some(day)) = (holder.snapshot().format(), holder.snapshot().collected()) {
                newest
                    .entry(format)
                    .and_modify(|known| *known = day.max(*known))
                    .or_insert(day);
            }
        }
        let current = holders.into_iter().filter(|holder| {
            let (format, day) = (holder.snapshot().format(), holder.snapshot().collected());
            match (format.and_then(|f| newest.get(f)), day) {
                (Some(newest), Some(day)) => day >= *newest,
                _ => true,
            }
        });
        Reading(current.flat_map(|holder| holder.all(key)).collect())
    }

    /// Whether any snapshot has one of these settings.
    pub(crate) fn has_any(&self, keys: &[&str]) -> bool {
        self.snapshots
            .iter()
            .any(|s| keys.iter().any(|key| s.get(key).is_some()))
    }
}

/// Classes that a device whose snapshot has this format can be of; `None` where the format tells nothing.
fn may_be(format: &str) -> Option<&'static [&'static str]> {
    Some(match format {
        "secedit" | "reg" => &["pc", "thin-client", "server", "virtual-server", "hmi", "scada"],
        "sshd" | "sysctl" => &[
            "pc",
            "server",
            "virtual-server",
            "hypervisor",
            "storage",
            "iot",
            "hmi",
            "scada",
        ],
        "network-device" => &["network-device", "firewall"],
        "kubernetes" | "terraform" => &["cloud", "server", "virtual-server", "hypervisor"],
        _ => return None,
    })
}

/// All devices: first the inventory's, then those that only a snapshot or a register knows.
#[derive(Debug, Default)]
pub(crate) struct Devices<'a> {
    pub(crate) list: Vec<Device<'a>>,
    strangers: BTreeMap<String, usize>,
}

impl<'a> Devices<'a> {
    /// Gathers assets, snapshots and the rows of some registers, each given with the field that names the device.
    pub(crate) fn gather(cx: &Context<'a>, inventory: &Inventory<'a>, registers: &[(&str, &str)]) -> Self {
        let of_inventory = inventory.items.iter().map(|item| Device {
            name: item.label().to_owned(),
            item: Some(item.clone()),
            snapshots: Vec::new(),
            rows: Vec::new(),
        });
        let mut devices = Self {
            list: of_inventory.collect(),
            strangers: BTreeMap::new(),
        };
        for snapshot in cx.settings().snapshots() {
            if let Some(device) = devices.named(inventory, snapshot.asset()) {
                device.snapshots.push(snapshot);
            }
        }
        for (register, field) in registers {
            for row in cx.registers().rows(register) {
                for name in row.list(field) {
                    if let Some(device) = devices.named(inventory, name) {
                        device.rows.push(row);
                    }
                }
            }
        }
        devices
    }

    fn named(&mut self, inventory: &Inventory<'a>, name: &str) -> Option<&mut Device<'a>> {
        let at = match inventory.position(name) {
            Some(at) => at,
            None => match self.strangers.get(&fold(name)) {
                Some(at) => *at,
                None => {
                    let at = self.list.len();
                    self.strangers.insert(fold(name), at);
                    let name = name.trim().to_owned();
                    self.list.push(Device {
                        name,
                        item: None,
                        snapshots: Vec::new(),
                        rows: Vec::new(),
                    });
                    at
                }
            },
        };
        self.list.get_mut(at)
    }

    /// The device of some name, for registers that are walked row by row.
    pub(crate) fn find(&self, inventory: &Inventory<'a>, name: &str) -> Option<&Device<'a>> {
        let at = inventory
            .position(name)
            .or_else(|| self.strangers.get(&fold(name)).copied())?;
        self.list.get(at)
    }

    /// Devices at work of some classes (none given: any).
    pub(crate) fn of<'s>(&'s self, classes: &'s [&'s str]) -> impl Iterator<Item = &'s Device<'a>> {
        self.list.iter().filter(move |device| device.is_in(classes))
    }
}

/// A list parameter as plain words.
pub(crate) fn borrowed(words: &[String]) -> Vec<&str> {
    words.iter().map(String::as_str).collect()
}
