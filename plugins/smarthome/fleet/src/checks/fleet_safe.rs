//! `fleet.safe`: settings of home devices that differ from the safe default, each with what to do about it.
//!
//! Source: threat ③ of the smart home guideline 1.0 (mistakes of users); which setting is safe is ours (`defaults`). A
//! resident may have a reason, so a policy binds it with severity `low`: it warns.

use crate::defaults::{SafeDefault, Stated, chosen, ids, parse};
use crate::devices::{Fleet, classes, is_of, label};
use crate::share::{Share, Verdict};
use crate::words::{fold, some};
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::assets::Inventory;
use sekisho_sdk::views::settings::Snapshot;
use std::collections::{BTreeMap, BTreeSet};

const NAMED: usize = 20;
const CITED: usize = 1000;

/// The check.
#[derive(Debug)]
pub(crate) struct Safe;

impl Check for Safe {
    fn spec(&self) -> Spec {
        Spec::new("fleet.safe")
            .reads("assets")
            .reads("settings")
            .parameter(Parameter::texts("classes", &[]))
            .parameter(Parameter::texts("settings", &[]))
            .parameter(Parameter::texts("also", &[]))
            .parameter(Parameter::decimal("max_percent", 0.0, 100.0, 0.0))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let (wanted, max) = (wanted(cx)?, cx.decimal("max_percent")?);
        let Some(units) = Units::open(cx, out)? else {
            return Ok(());
        };
        let mut readings = units.readings(cx, &wanted);
        if units.places.is_empty() && readings.iter().all(Vec::is_empty) {
            out.unknown("no-snapshot").cite_all(units.sheets());
            return Ok(());
        }
        let mut spoken = vec![false; units.len()];
        let mut judged = 0;
        for (number, default) in wanted.iter().enumerate() {
            let own = readings.get_mut(number).map(std::mem::take).unwrap_or_default();
            let result = judge(default, own, &mut spoken);
            judged += usize::from(result.total > 0);
            result.tell(&units, default, max, out);
        }
        let silent: Vec<usize> = (0..units.len())
            .filter(|unit| spoken.get(*unit) != Some(&true))
            .collect();
        if !silent.is_empty() {
            out.unknown("unstated")
                .arg("count", silent.len())
                .arg("total", units.len())
                .arg("devices", some(silent.iter().map(|unit| units.label(*unit)), NAMED))
                .cite_all(units.sheets());
        }
        if let Some(finding) = out.pass_if_clean("safe") {
            finding
                .arg("total", units.len())
                .arg("settings", judged)
                .cite_all(units.snapshots.iter().take(CITED));
        }
        Ok(())
    }
}

/// The settings to judge.
fn wanted(cx: &Context<'_>) -> Result<Vec<SafeDefault>, CheckError> {
    let names = cx.texts("settings")?;
    if let Some(odd) = names.iter().find(|name| !ids().contains(&name.as_str())) {
        let what = format!("parameter `settings` knows no `{odd}`; it takes {}", ids().join(", "));
        return Err(CheckError::BadParameter(what));
    }
    let mut wanted = chosen(names);
    for text in cx.texts("also")? {
        let default = parse(text).ok_or_else(|| {
            CheckError::BadParameter(format!(
                "parameter `also` takes texts such as `key=value|value`, not `{text}`"
            ))
        })?;
        wanted.push(default);
    }
    Ok(wanted)
}

/// What is judged: the devices of the inventory, and those that only a snapshot knows.
struct Units<'a> {
    fleet: Option<Fleet<'a>>,
    /// How many devices the inventory has in scope; units from there on are those of `others`.
    count: usize,
    others: Vec<&'a str>,
    snapshots: Vec<Snapshot<'a>>,
    /// Unit and day of each snapshot, by its row.
    places: Vec<Option<(u32, Option<Date>)>>,
}

/// One statement about one setting of one device.
#[derive(Debug, Clone, Copy)]
struct Reading<'a> {
    unit: u32,
    /// Nothing for a column of the inventory: a snapshot outweighs it.
    day: Option<Date>,
    stated: Stated<'a>,
    fact: u32,
}

impl Fact for Reading<'_> {
    fn fact(&self) -> u32 {
        self.fact
    }
}

impl<'a> Units<'a> {
    fn open(cx: &Context<'a>, out: &mut Findings) -> Result<Option<Self>, CheckError> {
        let classes = classes(cx)?;
        let rows = cx.settings().raw().snapshots();
        let has_inventory = !cx.assets().assets().is_empty();
        let fleet = if has_inventory { Fleet::open(cx, out)? } else { None };
        if rows.is_empty() && !has_inventory {
            out.unknown("no-snapshot");
            return Ok(None);
        }
        let mut units = Self {
            count: fleet.as_ref().map_or(0, Fleet::len),
            fleet,
            others: Vec::new(),
            snapshots: Vec::new(),
            places: vec![None; rows.len()],
        };
        // Names are put in order only where a snapshot has to find its device.
        let (mut names, mut listed) = (BTreeMap::new(), BTreeSet::new());
        if !rows.is_empty() {
            names = units.fleet.as_ref().map(Fleet::names).unwrap_or_default();
            let assets = cx.assets().assets();
            let all = assets.flat_map(|asset| [asset.id(), asset.hostname(), asset.name()]);
            listed.extend(all.flatten().map(fold));
        }
        for snapshot in rows {
            let Some(asset) = snapshot.asset() else { continue };
            let name = fold(asset);
            let unit = match names.get(&name) {
                Some(unit) => *unit,
                // The inventory has it, but not in scope.
                None if listed.contains(&name) || is_of(snapshot.class(), classes) == Some(false) => continue,
                None if !classes.is_empty() && snapshot.class().is_none() => continue,
                None => {
                    units.others.push(asset);
                    names.insert(name, units.len() - 1);
                    units.len() - 1
                }
            };
            if let (Some(place), Ok(unit)) = (units.places.get_mut(snapshot.row() as usize), u32::try_from(unit)) {
                *place = Some((unit, snapshot.collected()));
                units.snapshots.push(snapshot);
            }
        }
        if units.len() == 0 {
            if out.is_empty() {
                out.not_applicable("none-in-scope").arg("count", units.places.len());
            }
            return Ok(None);
        }
        Ok(Some(units))
    }

    fn len(&self) -> usize {
        self.count + self.others.len()
    }

    fn label(&self, unit: usize) -> String {
        match self.fleet.as_ref().and_then(|fleet| fleet.devices.get(unit)) {
            Some(device) => label(device),
            None => {
                let other = unit.checked_sub(self.count).and_then(|at| self.others.get(at));
                other.copied().unwrap_or("?").to_owned()
            }
        }
    }

    fn sheets(&self) -> impl Iterator<Item = &Inventory<'a>> {
        self.fleet.iter().flat_map(|fleet| &fleet.sheets)
    }

    /// One walk over all settings and one over the columns of the inventory: by number of the setting wanted.
    fn readings(&self, cx: &Context<'a>, wanted: &[SafeDefault]) -> Vec<Vec<Reading<'a>>> {
        let numbers: BTreeMap<&str, usize> = wanted.iter().enumerate().map(|(n, d)| (d.key.as_str(), n)).collect();
        let mut readings = vec![Vec::new(); wanted.len()];
        for setting in cx.settings().raw().settings() {
            if let Some(own) = setting
                .key()
                .and_then(|key| numbers.get(key))
                .and_then(|n| readings.get_mut(*n))
                && let Some(snapshot) = setting.snapshot()
                && let Some((unit, day)) = self.places.get(snapshot.row() as usize).copied().flatten()
            {
                own.push(Reading {
                    unit,
                    day,
                    stated: Stated {
                        flag: setting.flag(),
                        value: setting.value(),
                    },
                    fact: setting.fact(),
                });
            }
        }
        let Some(fleet) = &self.fleet else { return readings };
        for attribute in cx.assets().attributes() {
            if let Some(own) = attribute
                .field()
                .and_then(|key| numbers.get(key))
                .and_then(|n| readings.get_mut(*n))
                && let Some(unit) = attribute.asset().and_then(|asset| fleet.place(&asset))
                && let Ok(unit) = u32::try_from(unit)
            {
                own.push(Reading {
                    unit,
                    day: None,
                    stated: Stated {
                        flag: attribute.flag(),
                        value: attribute.value(),
                    },
                    fact: attribute.fact(),
                });
            }
        }
        readings
    }
}

/// What one setting comes to.
#[derive(Debug, Default)]
struct Outcome<'a> {
    /// Devices that state it.
    total: usize,
    differs: Vec<Reading<'a>>,
    unclear: Vec<Reading<'a>>,
}

/// Of several statements about a device the newest count, and of those the worst.
fn judge<'a>(default: &SafeDefault, mut readings: Vec<Reading<'a>>, spoken: &mut [bool]) -> Outcome<'a> {
    readings.sort_by_key(|reading| (reading.unit, std::cmp::Reverse(reading.day)));
    let mut outcome = Outcome::default();
    for of_unit in readings.chunk_by(|a, b| a.unit == b.unit) {
        let Some(first) = of_unit.first() else { continue };
        if let Some(flag) = spoken.get_mut(first.unit as usize) {
            *flag = true;
        }
        outcome.total += 1;
        let newest = || of_unit.iter().take_while(|reading| reading.day == first.day);
        let find = |wanted: Option<bool>| newest().find(|reading| default.holds(reading.stated) == wanted);
        if let Some(reading) = find(Some(false)) {
            outcome.differs.push(*reading);
        } else if let Some(reading) = find(None) {
            outcome.unclear.push(*reading);
        }
    }
    outcome
}

impl Outcome<'_> {
    fn tell(&self, units: &Units<'_>, default: &SafeDefault, max: f64, out: &mut Findings) {
        let share = Share {
            count: self.differs.len(),
            unstated: self.unclear.len(),
            total: self.total,
        };
        let (finding, readings) = match share.against(max) {
            Verdict::Within => return,
            Verdict::Over => (out.fail(default.id), &self.differs),
            Verdict::Open => (out.unknown("unclear"), &self.unclear),
        };
        let values: BTreeSet<&str> = readings.iter().filter_map(|reading| reading.stated.value).collect();
        finding
            .arg("setting", &default.key)
            .arg("safe", default.text())
            .arg("value", some(values.iter(), 3))
            .arg("count", readings.len())
            .arg("total", share.total)
            .arg("percent", share.percent())
            .arg(
                "devices",
                some(readings.iter().map(|reading| units.label(reading.unit as usize)), NAMED),
            )
            .cite_all(readings.iter().take(CITED));
    }
}
