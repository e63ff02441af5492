//! IN-15 `inv.label`: products carry the label or certificate that is asked for (domain.md, IN-15).
//!
//! Predicate: the product has a label of the scheme and level required, with a number, valid on the day of assessment.
//! `schemes` names those that count (any, where none is named), `min_level` the lowest level (0: not judged),
//! `classes` the assets that need one.

use crate::age::{Age, age};
use crate::cells::{Cells, Stated};
use crate::inventory::{Inventory, Item, classes};
use crate::words::fold;
use sekisho_sdk::parts::holds;
use sekisho_sdk::prelude::*;

const SCHEMES: &[&str] = &[
    "jc-star",
    "cc",
    "eucc",
    "isasecure",
    "cls",
    "us-cyber-trust-mark",
    "psti",
    "fips-140",
    "ccds",
    "other",
];

/// The check.
#[derive(Debug)]
pub(crate) struct Label;

impl Check for Label {
    fn spec(&self) -> Spec {
        Spec::new("inv.label")
            .reads("assets")
            .parameter(Parameter::texts("classes", &["iot", "product"]))
            .parameter(Parameter::texts("schemes", &[]))
            .parameter(Parameter::integer("min_level", 0, 7, 0))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let (classes, schemes) = (classes(cx)?, cx.known_texts("schemes", SCHEMES)?);
        let min_level = cx.integer("min_level")?;
        let Some(inventory) = Inventory::open(cx, out) else {
            return Ok(());
        };
        let chosen = inventory.choose(classes, Item::is_kept);
        if !inventory.announce(&chosen, out) {
            return Ok(());
        }
        for item in &chosen.inside {
            labelled(cx.today(), schemes, min_level, item, out);
        }
        if let Some(finding) = out.pass_if_clean("labelled") {
            finding.arg("count", chosen.inside.len()).cite_all(&inventory.sheets);
        }
        Ok(())
    }
}

fn labelled(today: Date, schemes: &[String], min_level: i64, item: &Item<'_>, out: &mut Findings) {
    let label = item.label();
    match item.some_text("label_scheme") {
        None => {
            out.fail("no-label").arg("entry", label).cite(item);
            return;
        }
        Some(scheme) if !SCHEMES.contains(&scheme) => {
            out.unknown("fields-unclear")
                .arg("entry", &label)
                .arg("fields", "label_scheme")
                .cite(item);
        }
        Some(scheme) if !schemes.is_empty() && !holds(schemes, scheme) => {
            out.fail("other-scheme")
                .arg("entry", &label)
                .arg("scheme", scheme)
                .arg("schemes", schemes.join(", "))
                .cite(item);
        }
        Some(_) => {}
    }
    if item.some_text("label_id").is_none() {
        out.fail("no-number").arg("entry", &label).cite(item);
    }
    if min_level > 0 {
        match item.text("label_level").map(|text| (text, level(text))) {
            None => {
                out.fail("no-level")
                    .arg("entry", &label)
                    .arg("level", min_level)
                    .cite(item);
            }
            Some((_, None)) => {
                out.unknown("fields-unclear")
                    .arg("entry", &label)
                    .arg("fields", "label_level")
                    .cite(item);
            }
            Some((text, Some(found))) if found < min_level => {
                out.fail("level-too-low")
                    .arg("entry", &label)
                    .arg("found", text)
                    .arg("level", min_level)
                    .cite(item);
            }
            Some(_) => {}
        }
    }
    match item.stated("label_valid_until") {
        Stated::Day(day) if day >= today => {}
        Stated::Day(day) => {
            out.fail("expired").arg("entry", &label).arg("date", day).cite(item);
        }
        _ => {
            out.unknown("fields-unclear")
                .arg("entry", &label)
                .arg("fields", "label_valid_until")
                .cite(item);
        }
    }
    if let Age::Ahead(day) = age(item.stated("label_issued_at"), today, i64::MAX) {
        out.fail("not-issued").arg("entry", &label).arg("date", day).cite(item);
    }
}

/// `2`, `★2`, `★★`, `レベル2`, `STAR-2`, `EAL4+`: the stars, or the only number.
fn level(text: &str) -> Option<i64> {
    let text = fold(text);
    let digits: Vec<&str> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    let stars = text.chars().filter(|c| matches!(c, '★' | '☆' | '⭐')).count();
    match digits.as_slice() {
        [one] if stars <= 1 => one.parse().ok(),
        [] if stars > 0 => i64::try_from(stars).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::level;

    #[test]
    fn levels_in_all_writings() {
        for (text, expected) in [
            ("★2", Some(2)),
            ("★★★", Some(3)),
            ("レベル１", Some(1)),
            ("STAR-1", Some(1)),
            ("EAL4+", Some(4)),
            ("高", None),
            ("1/2", None),
        ] {
            assert_eq!(level(text), expected, "{text}");
        }
    }
}
