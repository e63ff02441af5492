//! Boundaries where intrusion detection belongs: by the words of a policy, or the outer zones of the zone register.

use crate::scope::fold;
use crate::statements::{Mark, Said, said};
use sekisho_sdk::prelude::*;

/// Words that a policy can use for a boundary.
pub(crate) const BOUNDARIES: &[&str] = &[
    "internet",
    "information-system",
    "remote-access",
    "cloud",
    "control-system",
];

/// For each word: kinds of zone, and what people write in the column of boundaries.
const WORDS: &[(&str, &[&str], &[&str])] = &[
    (
        "internet",
        &["internet", "dmz"],
        &[
            "internet",
            "インターネット",
            "wan",
            "dmz",
            "社外",
            "外部",
            "outside",
            "external",
            "perimeter",
        ],
    ),
    (
        "information-system",
        &["it"],
        &[
            "information",
            "情報システム",
            "情報系",
            "社内ネットワーク",
            "オフィス",
            "office",
            "corporate",
            "it-ot",
            "it/ot",
            "ot-it",
            "ot/it",
            "it・ot",
        ],
    ),
    ("remote-access", &["remote"], &["remote", "リモート", "遠隔", "vpn"]),
    ("cloud", &["cloud"], &["cloud", "クラウド"]),
    (
        "control-system",
        &["ot", "safety"],
        &[
            "control", "制御", "工場", "factory", "plant", "it-ot", "it/ot", "ot-it", "ot/it", "scada",
        ],
    ),
];

/// One boundary and the names it goes by.
#[derive(Debug, Clone)]
pub(crate) struct Boundary {
    /// What messages call it.
    pub(crate) name: String,
    /// What tells that it exists.
    pub(crate) mark: Option<Mark>,
    /// Whole names, folded.
    names: Vec<String>,
    /// Words that may stand inside a longer name.
    words: &'static [&'static str],
}

impl Boundary {
    /// Whether the column of boundaries means this one.
    pub(crate) fn is_meant(&self, text: &str) -> bool {
        let text = fold(text);
        self.names.contains(&text)
            || text
                .split([',', '、', ';'])
                .any(|part| self.names.iter().any(|name| name == part.trim()))
            || self.words.iter().any(|word| text.contains(word))
    }
}

fn words_of(word: &str) -> Option<&'static (&'static str, &'static [&'static str], &'static [&'static str])> {
    WORDS.iter().find(|(known, _, _)| *known == word)
}

/// The boundaries a policy names. Where a zone register exists and has no zone of that kind and no sensor speaks of
/// it, the boundary does not exist.
pub(crate) fn named(cx: &Context<'_>, asked: &[String], spoken: &[&str]) -> Vec<Boundary> {
    let zones: Vec<Entry<'_>> = cx.registers().rows("zones").collect();
    let mut found = Vec::new();
    for word in asked {
        let Some((_, kinds, words)) = words_of(word) else {
            continue;
        };
        let here: Vec<&Entry<'_>> = zones
            .iter()
            .filter(|zone| zone.get("kind").is_some_and(|kind| kinds.contains(&kind)))
            .collect();
        let mut names = vec![fold(word)];
        names.extend(
            here.iter()
                .flat_map(|zone| [zone.get("id"), zone.get("name")])
                .flatten()
                .map(fold),
        );
        let boundary = Boundary {
            name: word.clone(),
            mark: here.first().map(|zone| Mark::of(*zone)),
            names,
            words,
        };
        if zones.is_empty() || !here.is_empty() || spoken.iter().any(|text| boundary.is_meant(text)) {
            found.push(boundary);
        }
    }
    found
}

/// The zones that the register calls an outer boundary.
pub(crate) fn outer(cx: &Context<'_>) -> Vec<Boundary> {
    let zones = cx
        .registers()
        .rows("zones")
        .filter(|zone| said(zone, "outside_boundary") == Said::Yes);
    zones
        .map(|zone| {
            let names = [zone.get("id"), zone.get("name")]
                .into_iter()
                .flatten()
                .map(fold)
                .collect();
            let kind = zone.get("kind").unwrap_or_default();
            let words = WORDS
                .iter()
                .find(|(_, kinds, _)| kinds.contains(&kind))
                .map_or(&[][..], |(_, _, words)| *words);
            let name = zone.get("name").map_or_else(|| zone.label(), str::to_owned);
            Boundary {
                name,
                mark: Some(Mark::of(&zone)),
                names,
                words,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Boundary, words_of};

    #[test]
    fn boundaries_by_word_and_by_name() {
        let words = words_of("information-system")
            .map(|(_, _, words)| *words)
            .unwrap_or_default();
        let boundary = Boundary {
            name: "x".into(),
            mark: None,
            names: vec!["z-01".into()],
            words,
        };
        assert!(
            boundary.is_meant("情報システムとの境界")
                && boundary.is_meant("Z-01")
                && boundary.is_meant("IT/OT boundary")
        );
        assert!(!boundary.is_meant("インターネット境界") && !boundary.is_meant("z-011"));
    }
}
