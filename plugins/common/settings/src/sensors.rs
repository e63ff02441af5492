//! Sensors of intrusion detection: rows of the register, and devices whose snapshot has it switched on or off.

use crate::scope::fold;
use crate::statements::{Mark, Said, filled, said};
use sekisho_sdk::prelude::*;

/// One sensor.
#[derive(Debug)]
pub(crate) struct Sensor<'a> {
    pub(crate) boundary: &'a str,
    pub(crate) enabled: Said,
    pub(crate) blocks: Said,
    pub(crate) alerts: Said,
    pub(crate) reports: Said,
    directions: Vec<String>,
    pub(crate) marks: Vec<Mark>,
}

const BOTH: &[&str] = &["both", "bidirectional", "双方向", "両方向", "両方", "in/out", "内外"];
const INBOUND: &[&str] = &[
    "inbound",
    "in",
    "ingress",
    "incoming",
    "受信",
    "内向き",
    "インバウンド",
    "流入",
    "外から内",
    "外部から",
    "入",
];
const OUTBOUND: &[&str] = &[
    "outbound",
    "out",
    "egress",
    "outgoing",
    "送信",
    "外向き",
    "アウトバウンド",
    "流出",
    "内から外",
    "外部へ",
    "出",
];
const INTERNAL: &[&str] = &["internal", "lateral", "east-west", "内部", "水平", "内部間"];

impl Sensor<'_> {
    /// Whether it watches a direction; nothing where it does not say which ones it watches.
    pub(crate) fn watches(&self, direction: &str) -> Option<bool> {
        let words = match direction {
            "inbound" => INBOUND,
            "outbound" => OUTBOUND,
            _ => INTERNAL,
        };
        let known = |word: &String, list: &[&str]| list.contains(&word.as_str());
        let both = direction != "internal" && self.directions.iter().any(|word| known(word, BOTH));
        if both || self.directions.iter().any(|word| known(word, words)) {
            return Some(true);
        }
        let understood = |word: &String| [BOTH, INBOUND, OUTBOUND, INTERNAL].iter().any(|list| known(word, list));
        (!self.directions.is_empty() && self.directions.iter().all(understood)).then_some(false)
    }
}

/// All sensors. What a snapshot of the same device says counts beside the row: the worse of the two.
pub(crate) fn load<'a>(cx: &Context<'a>) -> Vec<Sensor<'a>> {
    let mut sensors: Vec<(Option<&'a str>, Sensor<'a>)> = cx
        .registers()
        .rows("ids-sensors")
        .map(|row| (row.key(), of_row(&row)))
        .collect();
    for snapshot in cx.settings().snapshots() {
        let (enabled, blocking) = (snapshot.all("ids.enabled"), snapshot.all("ids.blocking"));
        if enabled.is_empty() && blocking.is_empty() {
            continue;
        }
        let flags = |settings: &[sekisho_sdk::views::settings::Setting<'a>]| {
            settings
                .iter()
                .map(|s| s.flag().map_or(Said::Odd, |on| if on { Said::Yes } else { Said::No }))
                .reduce(worse)
        };
        let (is_on, blocks) = (flags(&enabled), flags(&blocking));
        let target = snapshot
            .all("alert.target")
            .into_iter()
            .find(|s| s.value().is_some_and(|v| !v.trim().is_empty()));
        let marks = enabled.iter().chain(&blocking).chain(&target).map(Mark::of);
        let same = |name: &Option<&str>| name.is_some_and(|name| fold(name) == fold(snapshot.asset()));
        if let Some((_, sensor)) = sensors.iter_mut().find(|(name, _)| same(name)) {
            sensor.enabled = is_on.map_or(sensor.enabled, |on| worse(on, sensor.enabled));
            sensor.blocks = blocks.map_or(sensor.blocks, |on| worse(on, sensor.blocks));
            sensor.marks.extend(marks);
            continue;
        }
        let sensor = Sensor {
            boundary: snapshot.asset(),
            // What blocks is on.
            enabled: is_on.or(blocks.filter(|b| *b == Said::Yes)).unwrap_or(Said::Empty),
            blocks: blocks.unwrap_or(Said::Empty),
            alerts: if target.is_some() { Said::Yes } else { Said::Empty },
            reports: Said::Empty,
            directions: Vec::new(),
            marks: marks.collect(),
        };
        sensors.push((None, sensor));
    }
    sensors.into_iter().map(|(_, sensor)| sensor).collect()
}

fn of_row<'a>(row: &Entry<'a>) -> Sensor<'a> {
    Sensor {
        boundary: filled(row, "boundary").unwrap_or("?"),
        enabled: said(row, "enabled"),
        blocks: said(row, "blocking"),
        // The register asks for a target: an empty field means that there is none.
        alerts: if filled(row, "alert_target").is_some() {
            Said::Yes
        } else {
            Said::No
        },
        reports: said(row, "report"),
        directions: row.list("directions").into_iter().map(fold).collect(),
        marks: vec![Mark::of(row)],
    }
}

fn worse(left: Said, right: Said) -> Said {
    let rank = |said: Said| match said {
        Said::No => 0,
        Said::Odd => 1,
        Said::Yes => 2,
        Said::Empty => 3,
    };
    if rank(left) <= rank(right) { left } else { right }
}
