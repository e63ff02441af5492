//! `asset.placed`: each asset has its place in a model (domain-rows 14 and 138): the layer and element of CPSF, the
//! subsystem of a space system, its role.
//!
//! Predicate: each asset says something in each of the fields asked for; layer and element are words of CPSF; where
//! `values` limits a field, it says one of these. Those that do not are listed as not placed. How the placed ones
//! spread over the words is told beside, so that nobody takes an unplaced asset as covered.

use crate::cells::{Cells, Stated};
use crate::fields::{ASSETS, Filled};
use crate::inventory::{Inventory, Item, classes};
use crate::words::{is_nothing, some, squash};
use sekisho_sdk::model::{Element, Layer};
use sekisho_sdk::prelude::*;
use std::collections::BTreeMap;

/// The three layers and six elements of CPSF, with what people write for them (squashed).
const LAYERS: &[(Layer, &[&str])] = &[
    (
        Layer::First,
        &[
            "1",
            "l1",
            "layer1",
            "第1層",
            "第一層",
            "1層",
            "firstlayer",
            "企業間のつながり",
        ],
    ),
    (
        Layer::Second,
        &["2", "l2", "layer2", "第2層", "第二層", "2層", "secondlayer", "転写"],
    ),
    (
        Layer::Third,
        &[
            "3",
            "l3",
            "layer3",
            "第3層",
            "第三層",
            "3層",
            "thirdlayer",
            "サイバ空間におけるつながり",
        ],
    ),
];
const ELEMENTS: &[(Element, &[&str])] = &[
    (
        Element::Organization,
        &["organization", "organisation", "ソシキ", "組織"],
    ),
    (Element::People, &["people", "person", "ヒト", "人", "人員"]),
    (
        Element::Components,
        &["components", "component", "things", "モノ", "物", "機器"],
    ),
    (Element::Data, &["data", "デタ", "情報"]),
    (
        Element::Procedure,
        &["procedure", "procedures", "プロシジャ", "手続き", "手順"],
    ),
    (Element::System, &["system", "systems", "システム", "仕組み"]),
];

/// The check.
#[derive(Debug)]
pub(crate) struct Placed;

impl Check for Placed {
    fn spec(&self) -> Spec {
        Spec::new("asset.placed")
            .reads("assets")
            .parameter(Parameter::texts("fields", &["layer", "element"]))
            .parameter(Parameter::texts("values", &[]))
            .parameter(Parameter::texts("classes", &[]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let fields = ASSETS.read(cx, "fields")?;
        let values = Values::read(cx, &fields)?;
        let classes = classes(cx)?;
        let Some(inventory) = Inventory::open(cx, out) else {
            return Ok(());
        };
        let chosen = inventory.choose(classes, Item::is_kept);
        if !inventory.announce(&chosen, out) {
            return Ok(());
        }
        let mut spread: BTreeMap<(&str, String), usize> = BTreeMap::new();
        let mut placed = 0_usize;
        for item in &chosen.inside {
            let mut missing = Vec::new();
            let mut is_whole = true;
            for field in &fields {
                if ASSETS.judge(*item, field) == Filled::Empty {
                    missing.push(*field);
                    continue;
                }
                for text in texts(item, field) {
                    match values.judge(field, text) {
                        Fit::Known(word) => *spread.entry((field, word)).or_default() += 1,
                        Fit::Outside => {
                            is_whole = false;
                            let finding = out.fail("value-outside").arg("entry", item.label());
                            finding.arg("field", *field).arg("value", text).cite(*item);
                        }
                        Fit::Odd => {
                            is_whole = false;
                            let finding = out.unknown("value-unclear").arg("entry", item.label());
                            finding.arg("field", *field).arg("value", text).cite(*item);
                        }
                    }
                }
            }
            if !missing.is_empty() {
                let finding = out.fail("not-placed").arg("entry", item.label());
                finding.arg("fields", missing.join(", ")).cite(*item);
            } else if is_whole {
                placed += 1;
            }
        }
        for field in &fields {
            let own = spread.iter().filter(|((name, _), _)| name == field);
            let words: Vec<String> = own.map(|((_, word), count)| format!("{word}: {count}")).collect();
            if !words.is_empty() {
                let finding = out.informational("spread").arg("field", *field);
                finding.arg("values", some(&words)).cite_all(&inventory.sheets);
            }
        }
        if let Some(finding) = out.pass_if_clean("placed") {
            finding
                .arg("count", placed)
                .arg("fields", fields.join(", "))
                .cite_all(&inventory.sheets);
        }
        Ok(())
    }
}

/// What stands in a field (in the first filled one of `a|b`).
fn texts<'a>(item: &Item<'a>, field: &str) -> Vec<&'a str> {
    let filled = field.split('|').map(|name| {
        let items = item.items(name);
        match item.stated(name) {
            Stated::Text(text) if items.is_empty() => vec![text],
            _ => items,
        }
    });
    let mut filled = filled.filter(|items| !items.is_empty());
    filled.next().unwrap_or_default()
}

enum Fit {
    /// A word that counts, in the form it is counted in.
    Known(String),
    /// Understood, but none of those asked for.
    Outside,
    /// Not understood.
    Odd,
}

/// The parameter `values`: `word` for every field, `field=word` for one.
struct Values<'a> {
    limits: Vec<(Option<&'a str>, &'a str)>,
}

impl<'a> Values<'a> {
    fn read(cx: &Context<'a>, fields: &[&str]) -> Result<Self, CheckError> {
        let mut limits = Vec::new();
        for value in cx.texts("values")? {
            let limit = match value.split_once('=') {
                Some((field, _)) if !fields.contains(&field.trim()) => {
                    return Err(CheckError::BadParameter(format!(
                        "parameter `values` limits `{}`, which is none of `fields`",
                        field.trim()
                    )));
                }
                Some((field, word)) => (Some(field.trim()), word.trim()),
                None => (None, value.trim()),
            };
            if !is_nothing(limit.1) {
                limits.push(limit);
            }
        }
        Ok(Self { limits })
    }

    fn judge(&self, field: &str, text: &str) -> Fit {
        let (word, is_known) = canonical(field, text);
        let mut limits = self
            .limits
            .iter()
            .filter(|(own, _)| own.is_none_or(|own| own == field))
            .peekable();
        let is_limited = limits.peek().is_some();
        if limits.any(|(_, limit)| squash(&canonical(field, limit).0) == squash(&word)) {
            return Fit::Known(word);
        }
        match (is_known, is_limited) {
            (false, _) => Fit::Odd,
            (true, true) => Fit::Outside,
            (true, false) => Fit::Known(word),
        }
    }
}

/// A word as it is compared, and whether it is understood. Only layer and element have words of their own.
fn canonical(field: &str, text: &str) -> (String, bool) {
    let word = squash(text);
    let is_it = |words: &[&str]| words.contains(&word.as_str());
    let known = match field {
        "layer" => LAYERS
            .iter()
            .find(|(_, words)| is_it(words))
            .map(|(layer, _)| layer.word()),
        "element" => ELEMENTS
            .iter()
            .find(|(_, words)| is_it(words))
            .map(|(element, _)| element.word()),
        _ => return (text.trim().to_lowercase(), true),
    };
    match known {
        Some(id) => (id.to_owned(), true),
        None => (word, false),
    }
}

#[cfg(test)]
mod tests {
    use super::canonical;

    #[test]
    fn words_of_cpsf_in_all_writings() {
        for word in ["第２層", "Layer 2", "L2", "2"] {
            assert_eq!(canonical("layer", word), ("2".to_owned(), true));
        }
        assert_eq!(canonical("element", "データ"), ("data".to_owned(), true));
        assert_eq!(canonical("element", "プロシージャ"), ("procedure".to_owned(), true));
        assert!(!canonical("layer", "top").1);
        assert_eq!(
            canonical("subsystem", "Ground Station"),
            ("ground station".to_owned(), true)
        );
    }
}
