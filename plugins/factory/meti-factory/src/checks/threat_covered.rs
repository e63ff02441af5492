//! `threat.covered`: step 2, every threat is met (domain-rows 144, domain.md 2.2).
//!
//! Predicate: each zone of the model has at least one threat examined (`examined`); each pair of zone and threat has a
//! measure in force, or somebody named bears it until a day that has not passed (`covered`). A measure that is planned
//! or in place only in part does not count, and is named where nothing else is there.

use crate::loss::LOSSES;
use crate::measures::{self, Measure, State, labels};
use crate::threats::{Acceptance, Threat};
use crate::words::{Word, some, word};
use crate::zones::{Zones, outside_kinds};
use sekisho_sdk::parts::Parts;
use sekisho_sdk::prelude::*;

const PARTS: &[&str] = &["examined", "covered"];

/// The check.
#[derive(Debug)]
pub(crate) struct Covered;

impl Check for Covered {
    fn spec(&self) -> Spec {
        Spec::new("threat.covered")
            .reads("registers")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::texts("impacts", &[]))
            .parameter(Parameter::texts("outside_kinds", &["internet"]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, PARTS)?;
        let impacts = cx.known_texts("impacts", LOSSES)?;
        let outside = outside_kinds(cx)?;
        let Some(register) = cx.registers().get("threats") else {
            out.unknown("no-threats");
            return Ok(());
        };
        let zones = Zones::load(cx);
        let threats = Threat::load(cx, &zones);
        let own = zones.own(outside).count();
        if threats.is_empty() && own == 0 {
            out.not_applicable("no-zones").cite(&register);
            return Ok(());
        }
        if parts.asks("examined") {
            if own == 0 {
                out.unknown("no-zone-model").cite(&register);
            }
            for zone in zones.own(outside) {
                if !threats.iter().any(|threat| threat.zones.contains(&zone.id)) {
                    out.fail("zone-unexamined")
                        .arg("zone", &zone.id)
                        .cite(zone)
                        .cite(&register);
                }
            }
        }
        let chosen: Vec<&Threat<'_>> = threats.iter().filter(|threat| is_chosen(threat, impacts)).collect();
        let mut tally = Tally::default();
        if parts.asks("covered") {
            if chosen.is_empty() && out.is_empty() && !threats.is_empty() {
                out.not_applicable("none-in-scope")
                    .arg("count", threats.len())
                    .cite(&register);
                return Ok(());
            }
            let measures = measures::load(cx, &zones);
            tally.judge(cx, &zones, &chosen, measures.as_deref(), out);
            strays(&threats, measures.as_deref().unwrap_or_default(), out);
        }
        if let Some(finding) = out.pass_if_clean("all-covered") {
            finding
                .arg("parts", parts.told(PARTS))
                .arg("zones", own)
                .arg("threats", threats.len())
                .arg("pairs", tally.met + tally.borne)
                .arg("accepted", tally.borne)
                .cite(&register);
            cx.registers().get("measures").map(|register| finding.cite(&register));
        }
        Ok(())
    }
}

/// An impact that is not stated or not understood might be meant.
fn is_chosen(threat: &Threat<'_>, impacts: &[String]) -> bool {
    match word(&threat.row, "impact", LOSSES) {
        Word::One(impact) => impacts.is_empty() || impacts.iter().any(|word| word == impact),
        _ => true,
    }
}

/// How many pairs of zone and threat are met, and how many borne.
#[derive(Debug, Default)]
struct Tally {
    met: usize,
    borne: usize,
}

impl Tally {
    fn judge(
        &mut self,
        cx: &Context<'_>,
        zones: &Zones<'_>,
        threats: &[&Threat<'_>],
        measures: Option<&[Measure<'_>]>,
        out: &mut Findings,
    ) {
        let mut open = Vec::new();
        for threat in threats {
            if threat.zones.is_empty() {
                out.unknown("threat-unplaced")
                    .arg("threat", threat.label())
                    .cite(*threat);
            }
            for zone in &threat.zones {
                if zones.is_strange(zone) {
                    let finding = out.fail("zone-unknown").arg("threat", threat.label());
                    finding.arg("zone", zone).cite(*threat);
                    continue;
                }
                match measures {
                    Some(measures) => self.judge_pair(cx, threat, zone, measures, out),
                    None if threat.acceptance(cx.today()) == Acceptance::InForce => self.borne += 1,
                    None => open.push(*threat),
                }
            }
        }
        if !open.is_empty() {
            out.unknown("no-measures").arg("count", open.len()).cite_all(open);
        }
    }

    fn judge_pair(
        &mut self,
        cx: &Context<'_>,
        threat: &Threat<'_>,
        zone: &str,
        measures: &[Measure<'_>],
        out: &mut Findings,
    ) {
        let against: Vec<&Measure<'_>> = measures.iter().filter(|m| m.meets(threat, zone)).collect();
        if against.iter().any(|measure| measure.state == State::InForce) {
            self.met += 1;
            return;
        }
        let (unclear, not_yet) = (labels(&against, State::Unclear), labels(&against, State::NotYet));
        let acceptance = threat.acceptance(cx.today());
        let finding = match acceptance {
            Acceptance::InForce => {
                self.borne += 1;
                return;
            }
            Acceptance::Open(by) => out.unknown("acceptance-open").arg("by", by),
            Acceptance::Ahead(by, day) => out.unknown("acceptance-ahead").arg("by", by).arg("date", day),
            _ if !unclear.is_empty() => out.unknown("state-unclear").arg("measures", some(&unclear)),
            Acceptance::Over(by, day) => out.fail("acceptance-over").arg("by", by).arg("date", day),
            Acceptance::Unnamed => out.fail("acceptance-unnamed"),
            Acceptance::Missing if !not_yet.is_empty() => out.fail("uncovered-yet").arg("measures", some(&not_yet)),
            Acceptance::Missing => out.fail("uncovered"),
        };
        finding.arg("threat", threat.label()).arg("zone", zone);
        finding.cite(threat).cite_all(against);
    }
}

/// Measures that name a threat which nobody examined: a slip of the pen hides a gap.
fn strays(threats: &[Threat<'_>], measures: &[Measure<'_>], out: &mut Findings) {
    for measure in measures.iter().filter(|measure| measure.state != State::Retired) {
        let names = measure.threats.iter().copied();
        let strange: Vec<&str> = names.filter(|name| !threats.iter().any(|t| t.is(name))).collect();
        if !strange.is_empty() {
            let finding = out.informational("measure-strays").arg("measure", measure.row.label());
            finding.arg("threats", some(&strange)).cite(measure);
        }
    }
}
