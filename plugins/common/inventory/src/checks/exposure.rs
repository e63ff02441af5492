//! `exposure`: protocols of plants and buildings cannot be reached from zones of strangers (domain-rows 110 and 102).
//!
//! Predicate: no firewall rule, allowed conduit or observed flow lets one of `protocols` pass from a zone that `from_zones`
//! means to one that `to_zones` means (any other zone, where none is named). Rules of one device stand in their order:
//! what an earlier rule denies as a whole, a later one does not allow. `net.segment` asks whether zones are divided at all;
//! this asks who can speak what to whom.

mod hosts;
mod places;
mod services;

use crate::cells::Cells;
use crate::words::{fold, some};
use hosts::Known;
use places::{Cover, Place, cover};
use sekisho_sdk::prelude::*;
use services::{Lets, Protocol, lets};
use std::collections::BTreeSet;

/// The check.
#[derive(Debug)]
pub(crate) struct Exposure;

impl Check for Exposure {
    fn spec(&self) -> Spec {
        Spec::new("exposure")
            .reads("registers")
            .reads("assets")
            .parameter(Parameter::texts("protocols", &["bacnet", "modbus", "opc-ua"]))
            .parameter(Parameter::texts("from_zones", &["tenant", "guest", "internet"]))
            .parameter(Parameter::texts("to_zones", &[]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let protocols = cx.texts("protocols")?.iter().map(|word| Protocol::read(word));
        let protocols: Vec<Protocol> = protocols.collect::<Result<_, _>>()?;
        let (from, to) = (cx.texts("from_zones")?, cx.texts("to_zones")?);
        if protocols.is_empty() || from.is_empty() {
            return Err(CheckError::BadParameter(
                "parameters `protocols` and `from_zones` must name something".to_owned(),
            ));
        }
        let all = places::load(cx);
        if all.is_empty() {
            out.unknown("no-zones");
            return Ok(());
        }
        let is_one = |place: &Place<'_>, words: &[String]| words.iter().any(|word| place.is(word));
        let sources: Vec<&Place<'_>> = all.iter().filter(|place| is_one(place, from)).collect();
        let targets: Vec<&Place<'_>> = all
            .iter()
            .filter(|place| !is_one(place, from) && (to.is_empty() || is_one(place, to)))
            .collect();
        if sources.is_empty() || targets.is_empty() {
            let finding = out.not_applicable(if sources.is_empty() { "no-source" } else { "no-target" });
            let words = if sources.is_empty() { from } else { to };
            finding
                .arg("zones", some(words))
                .cite_all(all.iter().map(|place| &place.row));
            return Ok(());
        }
        let world = World {
            known: Known::load(cx),
            places: &all,
            sources,
            targets,
            protocols,
        };
        let paths = Paths::load(cx);
        if paths.is_missing {
            out.unknown("no-paths")
                .cite_all(world.targets.iter().map(|place| &place.row));
        }
        let mut judged = 0_usize;
        for group in &paths.groups {
            judged += group.len();
            world.judge(group, out);
        }
        if let Some(finding) = out.pass_if_clean("closed") {
            let names: Vec<&str> = world.protocols.iter().map(|protocol| protocol.name.as_str()).collect();
            let sources: Vec<&str> = world.sources.iter().map(|place| place.id.as_str()).collect();
            finding
                .arg("protocols", some(&names))
                .arg("from", some(&sources))
                .arg("count", judged);
            for id in ["firewall-rules", "flows", "conduits"] {
                cx.registers().get(id).map(|register| finding.cite(&register));
            }
        }
        Ok(())
    }
}

/// Rows that stand in one order: the rules of one device; each conduit and flow stands alone.
struct Paths<'a> {
    groups: Vec<Vec<Entry<'a>>>,
    /// A list of what is allowed shows what is wanted, not what is.
    is_missing: bool,
}

impl<'a> Paths<'a> {
    fn load(cx: &Context<'a>) -> Self {
        let registers = cx.registers();
        let rules = registers
            .rows("firewall-rules")
            .filter(|row| row.flag("enabled") != Some(false));
        let mut devices: Vec<(String, Vec<Entry<'a>>)> = Vec::new();
        for row in rules {
            let device = row.text("device").map(fold).unwrap_or_default();
            match devices.iter_mut().find(|(name, _)| *name == device) {
                Some((_, rows)) => rows.push(row),
                None => devices.push((device, vec![row])),
            }
        }
        let order = |row: &Entry<'_>| row.number("order").unwrap_or(f64::MAX);
        let mut groups = Vec::new();
        for (_, mut rows) in devices {
            rows.sort_by(|a, b| order(a).total_cmp(&order(b)));
            groups.push(rows);
        }
        for id in ["flows", "conduits"] {
            groups.extend(registers.rows(id).map(|row| vec![row]));
        }
        Self {
            groups,
            is_missing: registers.get("firewall-rules").is_none() && registers.get("flows").is_none(),
        }
    }
}

/// From where, to where, and which protocol, by their places in the lists.
type Way = (usize, usize, usize);

struct World<'a, 'w> {
    known: Known<'a>,
    places: &'w [Place<'a>],
    sources: Vec<&'w Place<'a>>,
    targets: Vec<&'w Place<'a>>,
    protocols: Vec<Protocol>,
}

impl World<'_, '_> {
    fn judge(&self, rows: &[Entry<'_>], out: &mut Findings) {
        let mut blocked: BTreeSet<Way> = BTreeSet::new();
        for row in rows {
            let ways = self.ways(row);
            if row.get("action") == Some("deny") {
                let whole = ways
                    .iter()
                    .filter(|(_, end, lets)| *end == Cover::Full && *lets == Lets::Yes);
                blocked.extend(whole.map(|(way, _, _)| *way));
                continue;
            }
            let open: Vec<&(Way, Cover, Lets)> = ways.iter().filter(|(way, _, _)| !blocked.contains(way)).collect();
            let sure: Vec<Way> = open
                .iter()
                .filter(|(_, end, lets)| *end >= Cover::Part && *lets == Lets::Yes)
                .map(|(way, _, _)| *way)
                .collect();
            if !sure.is_empty() {
                self.tell(out.fail("exposed"), &sure, row);
                continue;
            }
            let by_service: Vec<Way> = open
                .iter()
                .filter(|(_, end, _)| *end >= Cover::Part)
                .map(|(way, _, _)| *way)
                .collect();
            let by_end: Vec<Way> = open.iter().map(|(way, _, _)| *way).collect();
            if !by_service.is_empty() {
                self.tell(out.unknown("service-unclear"), &by_service, row);
            } else if !by_end.is_empty() {
                self.tell(out.unknown("end-unclear"), &by_end, row);
            }
        }
    }

    /// The ways that a row may concern, with how surely it covers their ends and carries their protocol.
    fn ways(&self, row: &Entry<'_>) -> Vec<(Way, Cover, Lets)> {
        let ends = [
            (
                row.text("from_zone"),
                [row.items("source"), row.items("from_asset")].concat(),
            ),
            (
                row.text("to_zone"),
                [row.items("destination"), row.items("to_asset")].concat(),
            ),
        ];
        let cover = |place: &Place<'_>, (zone, addresses): &(Option<&str>, Vec<&str>)| {
            cover(self.places, &self.known, place, *zone, addresses)
        };
        let is_turned = row.get("direction") == Some("two-way");
        let [start, end] = &ends;
        let carried: Vec<Lets> = self.protocols.iter().map(|protocol| lets(row, protocol)).collect();
        let mut found = Vec::new();
        for (s, source) in self.sources.iter().enumerate() {
            for (t, target) in self.targets.iter().enumerate() {
                let mut both = cover(source, start).min(cover(target, end));
                if is_turned {
                    both = both.max(cover(source, end).min(cover(target, start)));
                }
                if both == Cover::No {
                    continue;
                }
                for (p, lets) in carried.iter().enumerate().filter(|(_, lets)| **lets != Lets::No) {
                    found.push(((s, t, p), both, *lets));
                }
            }
        }
        found
    }

    fn tell(&self, finding: &mut sekisho_sdk::Finding, ways: &[Way], row: &Entry<'_>) {
        let mut names: [Vec<&str>; 3] = [Vec::new(), Vec::new(), Vec::new()];
        for (s, t, p) in ways {
            let words = [
                self.sources.get(*s).map(|place| place.id.as_str()),
                self.targets.get(*t).map(|place| place.id.as_str()),
                self.protocols.get(*p).map(|protocol| protocol.name.as_str()),
            ];
            for (list, word) in names.iter_mut().zip(words) {
                list.extend(word.filter(|word| !list.contains(word)));
            }
        }
        let [from, to, protocols] = names;
        finding
            .arg("path", Entry::label(row))
            .arg("protocols", some(&protocols))
            .arg("from", some(&from))
            .arg("to", some(&to))
            .cite(row);
    }
}
