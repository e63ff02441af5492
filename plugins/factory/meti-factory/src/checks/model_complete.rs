//! `model.complete`: step 1, the model of the plant is whole (domain-rows 143, domain.md 2.2).
//!
//! Predicate: each process has an owner (`processes`) and an importance (`process-importance`); each protected object has
//! a kind (`objects`), serves a process that exists (`process-link`), has an importance (`importance`) and lies in a zone
//! that exists (`zone-link`). An object without a zone of its own lies in that of its asset. Processes and zones that hold
//! no object are remarked on, not failed: there may be none.

use crate::words::{Word, fold, items, named, some, word};
use crate::zones::{Zones, outside_kinds};
use sekisho_sdk::parts::Parts;
use sekisho_sdk::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const PARTS: &[&str] = &[
    "processes",
    "process-importance",
    "objects",
    "process-link",
    "importance",
    "zone-link",
];
const SCALE: &[&str] = &["critical", "high", "medium", "low"];
const KINDS: &[&str] = &[
    "network", "device", "program", "service", "data", "facility", "product", "other",
];

/// The check.
#[derive(Debug)]
pub(crate) struct Model;

impl Check for Model {
    fn spec(&self) -> Spec {
        Spec::new("model.complete")
            .reads("registers")
            .reads("assets")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::texts("kinds", &[]))
            .parameter(Parameter::texts("outside_kinds", &["internet"]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, PARTS)?;
        let kinds = cx.known_texts("kinds", KINDS)?;
        let outside = outside_kinds(cx)?;
        let asks_objects = PARTS.iter().skip(2).any(|part| parts.asks(part));
        let processes = Processes::load(cx);
        if parts.asks("processes") || parts.asks("process-importance") {
            processes.judge(cx, parts, out);
        }
        let mut count = 0_usize;
        if asks_objects {
            let Some(register) = cx.registers().get("protected-objects") else {
                out.unknown("no-objects");
                return Ok(());
            };
            if register.is_empty() {
                out.fail("objects-empty").cite(&register);
                return Ok(());
            }
            let rows: Vec<Entry<'_>> = register.rows().filter(|row| is_in_scope(row, kinds)).collect();
            if rows.is_empty() && out.is_empty() {
                out.not_applicable("none-in-scope")
                    .arg("count", register.len())
                    .cite(&register);
                return Ok(());
            }
            count = rows.len();
            let (zones, places) = (Zones::load(cx), places(cx));
            let mut linked = Linked::default();
            for row in &rows {
                linked.judge(&processes, &zones, &places, parts, row, out);
            }
            linked.tell(out);
            if kinds.is_empty() {
                processes.remark(&linked.processes, parts, out);
                remark_zones(&zones, outside, &linked.zones, parts, out);
            }
        }
        if let Some(finding) = out.pass_if_clean("complete") {
            finding
                .arg("parts", parts.told(PARTS))
                .arg("objects", count)
                .arg("processes", processes.rows.len());
            for id in ["protected-objects", "processes", "zones"] {
                cx.registers().get(id).map(|register| finding.cite(&register));
            }
        }
        Ok(())
    }
}

/// A kind that is not stated or not understood might be meant.
fn is_in_scope(row: &Entry<'_>, kinds: &[String]) -> bool {
    match word(row, "kind", KINDS) {
        Word::One(kind) => kinds.is_empty() || kinds.iter().any(|word| word == kind),
        _ => true,
    }
}

/// The zones of the inventory's assets, by every name of an asset.
fn places<'a>(cx: &Context<'a>) -> BTreeMap<String, &'a str> {
    let mut found = BTreeMap::new();
    for asset in cx.assets().assets() {
        for name in [asset.id(), asset.hostname(), asset.name()].into_iter().flatten() {
            if let Some(zone) = asset.zone() {
                found.entry(fold(name)).or_insert(zone);
            }
        }
    }
    found
}

/// The register of processes.
struct Processes<'a> {
    is_there: bool,
    rows: Vec<Entry<'a>>,
    /// Id or name, folded → place in the list.
    names: BTreeMap<String, usize>,
}

impl<'a> Processes<'a> {
    fn load(cx: &Context<'a>) -> Self {
        let register = cx.registers().get("processes");
        let rows: Vec<Entry<'a>> = register.iter().flat_map(|r| r.rows()).collect();
        let mut names = BTreeMap::new();
        for field in ["id", "name"] {
            for (at, row) in rows.iter().enumerate() {
                named(row, field).map(|name| names.entry(fold(name)).or_insert(at));
            }
        }
        Self {
            is_there: register.is_some(),
            rows,
            names,
        }
    }

    fn judge(&self, cx: &Context<'_>, parts: Parts<'_>, out: &mut Findings) {
        if !self.is_there {
            out.unknown("no-processes");
        } else if self.rows.is_empty() {
            out.fail("processes-empty")
                .cite_all(cx.registers().get("processes").as_ref());
        }
        for row in &self.rows {
            let label = titled(row, "name");
            let mut missing = Vec::new();
            if parts.asks("processes") && named(row, "owner").is_none() {
                missing.push("owner");
            }
            match word(row, "importance", SCALE) {
                _ if !parts.asks("process-importance") => {}
                Word::Empty => missing.push("importance"),
                Word::Odd(text) => {
                    out.unknown("importance-unclear")
                        .arg("entry", &label)
                        .arg("value", text)
                        .cite(row);
                }
                Word::One(_) => {}
            }
            if !missing.is_empty() {
                let finding = out.fail("process-incomplete").arg("entry", label);
                finding.arg("fields", missing.join(", ")).cite(row);
            }
        }
    }

    fn remark(&self, linked: &BTreeSet<usize>, parts: Parts<'_>, out: &mut Findings) {
        let idle = self.rows.iter().enumerate().filter(|(at, _)| !linked.contains(at));
        let idle: Vec<&Entry<'_>> = idle.map(|(_, row)| row).collect();
        if parts.asks("process-link") && !idle.is_empty() {
            let labels: Vec<String> = idle.iter().map(|row| titled(row, "name")).collect();
            let finding = out.informational("process-without-object").arg("count", labels.len());
            finding.arg("entries", some(&labels)).cite_all(idle);
        }
    }
}

fn remark_zones(
    zones: &Zones<'_>,
    outside: &[String],
    linked: &BTreeSet<String>,
    parts: Parts<'_>,
    out: &mut Findings,
) {
    let idle: Vec<_> = zones.own(outside).filter(|zone| !linked.contains(&zone.id)).collect();
    if parts.asks("zone-link") && !idle.is_empty() {
        let labels: Vec<&str> = idle.iter().map(|zone| zone.id.as_str()).collect();
        let finding = out.informational("zone-without-object").arg("count", labels.len());
        finding.arg("entries", some(&labels)).cite_all(idle);
    }
}

/// What the objects are tied to, and what could not be looked up.
#[derive(Debug, Default)]
struct Linked {
    processes: BTreeSet<usize>,
    zones: BTreeSet<String>,
    without_processes: Vec<u32>,
    without_zones: Vec<u32>,
}

struct Cited(u32);

impl Fact for Cited {
    fn fact(&self) -> u32 {
        self.0
    }
}

impl Linked {
    fn judge(
        &mut self,
        processes: &Processes<'_>,
        zones: &Zones<'_>,
        places: &BTreeMap<String, &str>,
        parts: Parts<'_>,
        row: &Entry<'_>,
        out: &mut Findings,
    ) {
        let label = titled(row, "name");
        if parts.asks("objects") {
            match word(row, "kind", KINDS) {
                Word::One(_) => {}
                Word::Empty => _ = out.fail("no-kind").arg("entry", &label).cite(row),
                Word::Odd(text) => {
                    let finding = out.unknown("kind-unclear").arg("entry", &label);
                    finding.arg("value", text).cite(row);
                }
            }
        }
        let served = items(row, "process");
        let found = served
            .iter()
            .filter_map(|name| processes.names.get(&fold(name)).copied());
        self.processes.extend(found);
        if parts.asks("process-link") {
            let strange: Vec<&str> = served
                .iter()
                .copied()
                .filter(|name| !processes.names.contains_key(&fold(name)))
                .collect();
            if served.is_empty() {
                out.fail("no-process").arg("entry", &label).cite(row);
            } else if !processes.is_there {
                self.without_processes.push(row.fact());
            } else if !strange.is_empty() {
                let finding = out.fail("process-unknown").arg("entry", &label);
                finding.arg("processes", some(&strange)).cite(row);
            }
        }
        if parts.asks("importance") {
            match word(row, "importance", SCALE) {
                Word::One(_) => {}
                Word::Empty => _ = out.fail("no-importance").arg("entry", &label).cite(row),
                Word::Odd(text) => {
                    out.unknown("importance-unclear")
                        .arg("entry", &label)
                        .arg("value", text)
                        .cite(row);
                }
            }
        }
        let mut own = items(row, "zone");
        if own.is_empty() {
            let assets = items(row, "asset");
            own.extend(assets.iter().filter_map(|asset| places.get(&fold(asset)).copied()));
        }
        self.zones.extend(own.iter().map(|zone| zones.id(zone)));
        if parts.asks("zone-link") {
            let strange: Vec<&str> = own.iter().copied().filter(|zone| zones.is_strange(zone)).collect();
            if own.is_empty() {
                out.fail("no-zone").arg("entry", &label).cite(row);
            } else if !zones.has_register() {
                self.without_zones.push(row.fact());
            } else if !strange.is_empty() {
                let finding = out.fail("zone-unknown").arg("entry", &label);
                finding.arg("zones", some(&strange)).cite(row);
            }
        }
    }

    /// Says once what is missing to look the links up.
    fn tell(&self, out: &mut Findings) {
        for (message, facts) in [
            ("no-process-register", &self.without_processes),
            ("no-zone-register", &self.without_zones),
        ] {
            if !facts.is_empty() {
                let cited: Vec<Cited> = facts.iter().copied().map(Cited).collect();
                out.unknown(message).arg("count", cited.len()).cite_all(&cited);
            }
        }
    }
}

/// Key and name of a row.
fn titled(row: &Entry<'_>, field: &str) -> String {
    match named(row, field) {
        Some(name) if row.key() != Some(name) => format!("{} {name}", row.label()),
        _ => row.label(),
    }
}
