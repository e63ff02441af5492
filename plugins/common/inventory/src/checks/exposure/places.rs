//! The places between which traffic runs: zones with their networks, networks without a zone, and what only a rule names;
//! and which of them one end of a rule covers.

use super::hosts::Known;
use crate::addresses::Range;
use crate::cells::Cells;
use crate::words::{fold, split, squash};
use sekisho_sdk::prelude::*;

/// Kinds of place, and words that mean them in a name.
const WORDS: &[(&str, &[&str])] = &[
    ("tenant", &["tenant", "テナント", "入居者"]),
    ("guest", &["guest", "ゲスト", "来客", "visitor"]),
    (
        "internet",
        &["internet", "インタネット", "untrust", "outside", "wan", "社外"],
    ),
    ("remote", &["remote", "リモト", "遠隔", "vpn"]),
    ("cloud", &["cloud", "クラウド"]),
    ("office", &["office", "オフィス", "事務", "oa"]),
    ("ot", &["制御", "control", "plant", "設備系", "bas", "bacs"]),
];
/// Those that stay apart from a zone of others.
const STRANGERS: &[&str] = &["tenant", "guest", "internet"];
const ANY: &[&str] = &[
    "any",
    "all",
    "*",
    "すべて",
    "全て",
    "全",
    "制限なし",
    "0.0.0.0/0",
    "::/0",
];

/// A zone with its networks, or a network of no zone.
#[derive(Debug, Clone)]
pub(super) struct Place<'a> {
    /// What messages call it.
    pub(super) id: String,
    kinds: Vec<&'a str>,
    names: Vec<String>,
    ranges: Vec<Range>,
    pub(super) row: Entry<'a>,
}

/// How much of a place one end of a rule covers, in rising order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cover {
    No,
    /// It names an address that nobody can place.
    Unclear,
    Part,
    Full,
}

impl Place<'_> {
    /// Whether a word of the parameters means it: its id or name, its kind, or a word in its name.
    pub(super) fn is(&self, word: &str) -> bool {
        let own = squash(word);
        let means = WORDS
            .iter()
            .find(|(id, _)| squash(id) == own)
            .map_or(&[][..], |(_, words)| *words);
        let in_name = |name: &String| means.iter().any(|mean| stands_in(name, mean));
        self.kinds.iter().any(|kind| squash(kind) == own)
            || self.names.iter().any(|name| squash(name) == own || in_name(name))
    }
}

/// A short Latin word must stand alone (`oa` is not in `load`); others may be part of a longer one.
fn stands_in(name: &str, word: &str) -> bool {
    if word.len() > 4 || !word.is_ascii() {
        return squash(name).contains(word);
    }
    name.split(|c: char| !c.is_ascii_alphanumeric())
        .any(|part| part == word)
}

/// Reads the registers of zones and networks.
pub(super) fn load<'a>(cx: &Context<'a>) -> Vec<Place<'a>> {
    let mut places: Vec<Place<'a>> = Vec::new();
    for row in cx.registers().rows("zones") {
        places.extend(place(row));
    }
    let zones = places.len();
    for row in cx.registers().rows("networks") {
        let Some(network) = place(row) else { continue };
        let by_zone = row.text("zone").map(fold);
        let owner = places.iter().take(zones).position(|zone| {
            let listed = zone.row.items("networks").into_iter().map(fold);
            by_zone.as_ref().is_some_and(|own| zone.names.contains(own))
                || listed.into_iter().any(|own| network.names.contains(&own))
        });
        match owner.and_then(|at| places.get_mut(at)) {
            // The guests' wireless inside a plant is no part of the plant.
            Some(zone) if STRANGERS.iter().all(|word| zone.is(word) || !network.is(word)) => {
                zone.kinds.extend(network.kinds);
                zone.names.extend(network.names);
                zone.ranges.extend(network.ranges);
            }
            _ => places.push(network),
        }
    }
    // Interfaces and zones that only a rule or flow names (untrust, wan).
    for register in ["firewall-rules", "flows", "conduits"] {
        for row in cx.registers().rows(register) {
            for name in ["from_zone", "to_zone"].iter().filter_map(|field| row.text(field)) {
                if !is_any(name) && !places.iter().any(|place| place.names.contains(&fold(name))) {
                    places.push(Place {
                        id: name.trim().to_owned(),
                        kinds: Vec::new(),
                        names: vec![fold(name)],
                        ranges: Vec::new(),
                        row,
                    });
                }
            }
        }
    }
    places
}

fn place<'a>(row: Entry<'a>) -> Option<Place<'a>> {
    let id = row.text("id").or_else(|| row.text("name"))?.trim().to_owned();
    let mut names: Vec<String> = ["id", "name"]
        .iter()
        .filter_map(|field| row.text(field))
        .map(fold)
        .collect();
    names.extend(
        row.text("vlan")
            .map(|vlan| format!("vlan{}", fold(vlan).trim_start_matches("vlan").trim())),
    );
    let addresses = row.items("cidr").into_iter().chain(row.text("id"));
    Some(Place {
        id,
        kinds: row.get("kind").into_iter().collect(),
        names,
        ranges: addresses.filter_map(Range::parse).collect(),
        row,
    })
}

/// How much of a place the end of a row covers: by its zone, and by its addresses or asset.
pub(super) fn cover(
    places: &[Place<'_>],
    known: &Known<'_>,
    place: &Place<'_>,
    zone: Option<&str>,
    addresses: &[&str],
) -> Cover {
    let by_zone = zone.map(|zone| {
        if is_any(zone) || place.names.contains(&fold(zone)) {
            Cover::Full
        } else {
            Cover::No
        }
    });
    let covers = addresses.iter().flat_map(|text| split(text)).map(|text| {
        if is_any(text) || place.names.contains(&fold(text)) {
            return Cover::Full;
        }
        if let Some(asked) = Range::parse(text) {
            return by_range(places, place, asked).unwrap_or_else(|| asset(places, known, place, text));
        }
        asset(places, known, place, text)
    });
    let by_address = covers.max();
    match (by_zone, by_address) {
        (Some(zone), Some(Cover::Unclear)) => zone.min(Cover::Part),
        (Some(zone), Some(address)) => zone.min(address),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => Cover::Unclear,
    }
}

/// How much of a place some addresses are; nothing where they are in no place.
fn by_range(places: &[Place<'_>], place: &Place<'_>, asked: Range) -> Option<Cover> {
    let inside = |own: &Place<'_>| own.ranges.iter().any(|range| asked.meets(*range));
    let whole = place.ranges.iter().all(|range| asked.holds(*range)) && !place.ranges.is_empty();
    match (whole, inside(place), places.iter().any(inside)) {
        (true, _, _) => Some(Cover::Full),
        (_, true, _) => Some(Cover::Part),
        (_, _, true) => Some(Cover::No),
        _ => None,
    }
}

/// Where the asset or the observed host of a name or address stands.
fn asset(places: &[Place<'_>], known: &Known<'_>, place: &Place<'_>, text: &str) -> Cover {
    let is_place = places.iter().any(|other| other.names.contains(&fold(text)));
    let Some(host) = known.find(text) else {
        return if is_place { Cover::No } else { Cover::Unclear };
    };
    let inside = |own: &Range| place.ranges.iter().any(|range| range.holds(*own));
    if host.names.iter().any(|name| place.names.contains(name)) || host.addresses.iter().any(inside) {
        Cover::Part
    } else if host.names.is_empty() && host.addresses.is_empty() {
        Cover::Unclear
    } else {
        Cover::No
    }
}

fn is_any(text: &str) -> bool {
    ANY.contains(&squash(text).as_str())
}

#[cfg(test)]
mod tests {
    use super::stands_in;

    #[test]
    fn words_in_names() {
        assert!(stands_in("テナント用vlan", "テナント") && stands_in("oa lan", "oa") && !stands_in("load", "oa"));
    }
}
