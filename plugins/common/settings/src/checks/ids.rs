//! CF-31 `ids`: intrusion detection or prevention, or its equivalent on endpoints, at each boundary, with somebody who
//! is alerted.
//!
//! Source: rule catalogue CF-31. The rule's own parts are `detect` and `alert`; `block` and `first-report` are judged
//! where the policy names them. One sensor at a boundary that does a part is enough for it.

use crate::boundaries::{BOUNDARIES, Boundary, named, outer};
use crate::sensors::{Sensor, load};
use crate::statements::{Mark, Said, filled, said};
use sekisho_sdk::parts::Parts;
use sekisho_sdk::prelude::*;

pub(crate) struct Detection;

const PARTS: &[&str] = &["detect", "alert", "block", "first-report"];
const DIRECTIONS: &[&str] = &["inbound", "outbound", "internal"];

impl Check for Detection {
    fn spec(&self) -> Spec {
        Spec::new("ids")
            .reads("settings")
            .reads("registers")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::texts("boundaries", &[]))
            .parameter(Parameter::texts("directions", &[]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let asked = Parts::read(cx, PARTS)?;
        let boundaries = cx.known_texts("boundaries", BOUNDARIES)?;
        let directions = cx.known_texts("directions", DIRECTIONS)?;
        let sensors = load(cx);
        let spoken: Vec<&str> = sensors.iter().map(|sensor| sensor.boundary).collect();
        let places = if boundaries.is_empty() {
            outer(cx)
        } else {
            named(cx, boundaries, &spoken)
        };
        let zones: Vec<Mark> = cx.registers().rows("zones").map(|zone| Mark::of(&zone)).collect();
        if places.is_empty() && (!boundaries.is_empty() || (sensors.is_empty() && !zones.is_empty())) {
            out.not_applicable("no-boundary").cite_all(&zones);
            return Ok(());
        }
        if sensors.is_empty() && cx.registers().get("ids-sensors").is_none() {
            out.unknown("no-evidence");
            return Ok(());
        }
        let work = Work {
            asked,
            directions,
            rules: Rules::load(cx),
        };
        let mut marks = Vec::new();
        let groups = grouped(&places, &sensors);
        for (name, mark, here) in &groups {
            marks.extend(*mark);
            work.place(name, *mark, here, &mut marks, out);
        }
        if groups.is_empty() {
            out.fail("no-sensor-anywhere")
                .cite_all(cx.registers().get("ids-sensors").as_ref());
        } else if let Some(finding) = out.pass_if_clean("watched") {
            finding.arg("count", groups.len()).cite_all(&marks);
        }
        Ok(())
    }
}

/// The sensors at each boundary; where no boundary is known, at each one that a sensor names.
fn grouped<'s, 'a>(places: &[Boundary], sensors: &'s [Sensor<'a>]) -> Vec<(String, Option<Mark>, Vec<&'s Sensor<'a>>)> {
    if !places.is_empty() {
        let here = |place: &Boundary| sensors.iter().filter(|s| place.is_meant(s.boundary)).collect();
        return places
            .iter()
            .map(|place| (place.name.clone(), place.mark, here(place)))
            .collect();
    }
    let mut groups: Vec<(String, Option<Mark>, Vec<&'s Sensor<'a>>)> = Vec::new();
    for sensor in sensors {
        match groups
            .iter_mut()
            .find(|(name, _, _)| name.eq_ignore_ascii_case(sensor.boundary))
        {
            Some((_, _, here)) => here.push(sensor),
            None => groups.push((sensor.boundary.to_owned(), None, vec![sensor])),
        }
    }
    groups
}

/// Active alert rules for the log of intrusion detection, which stand in for the sensor's own alert target.
struct Rules {
    alert: Option<Mark>,
    report: Option<Mark>,
}

impl Rules {
    fn load(cx: &Context<'_>) -> Self {
        let mut rules = Self {
            alert: None,
            report: None,
        };
        for row in cx.registers().rows("alert-rules") {
            if row.get("source") != Some("ids") || said(&row, "active") != Said::Yes || filled(&row, "target").is_none()
            {
                continue;
            }
            rules.alert = rules.alert.or(Some(Mark::of(&row)));
            if said(&row, "report") == Said::Yes {
                rules.report = rules.report.or(Some(Mark::of(&row)));
            }
        }
        rules
    }
}

struct Work<'a> {
    asked: Parts<'a>,
    directions: &'a [String],
    rules: Rules,
}

impl Work<'_> {
    fn place(&self, name: &str, mark: Option<Mark>, here: &[&Sensor<'_>], marks: &mut Vec<Mark>, out: &mut Findings) {
        let at: Vec<Mark> = here.iter().flat_map(|sensor| sensor.marks.iter().copied()).collect();
        let tell = |finding: &mut sekisho_sdk::Finding| {
            finding.arg("boundary", name).cite_all(&at).cite_all(mark.as_ref());
        };
        let on: Vec<&&Sensor<'_>> = here.iter().filter(|sensor| sensor.enabled == Said::Yes).collect();
        if on.is_empty() {
            match (here.is_empty(), here.iter().any(|sensor| sensor.enabled != Said::No)) {
                (true, _) => tell(out.fail("no-sensor")),
                (false, true) => tell(out.unknown("unclear").arg("part", "detect")),
                (false, false) => tell(out.fail("off")),
            }
            return;
        }
        marks.extend(&at);
        for direction in self.directions {
            // Where the column is empty, nobody says that this direction is watched.
            let stated: Vec<_> = on.iter().map(|sensor| sensor.watches(direction)).collect();
            if stated.contains(&Some(true)) {
                continue;
            }
            if stated.contains(&None) {
                tell(out.unknown("direction-unclear").arg("direction", direction));
            } else {
                tell(out.fail("direction-missing").arg("direction", direction));
            }
        }
        let parts: [(&str, bool, Vec<Said>, Option<Mark>); 3] = [
            (
                "alert",
                self.asked.asks("alert"),
                on.iter().map(|s| s.alerts).collect(),
                self.rules.alert,
            ),
            (
                "block",
                self.asked.names("block"),
                on.iter().map(|s| s.blocks).collect(),
                None,
            ),
            (
                "first-report",
                self.asked.names("first-report"),
                on.iter().map(|s| s.reports).collect(),
                self.rules.report,
            ),
        ];
        for (part, _, stated, rule) in parts.into_iter().filter(|(_, asked, _, _)| *asked) {
            if stated.contains(&Said::Yes) {
                continue;
            }
            match rule {
                Some(rule) => marks.push(rule),
                None if stated.contains(&Said::Odd) || stated.contains(&Said::Empty) => {
                    tell(out.unknown("unclear").arg("part", part));
                }
                None => tell(out.fail("part-missing").arg("part", part)),
            }
        }
    }
}
