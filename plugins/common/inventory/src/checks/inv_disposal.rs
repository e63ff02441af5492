//! IN-13 `inv.disposal`: what was disposed of was erased, and that is on record (domain.md, IN-13).
//!
//! Predicate: each asset with status `disposed` has an erase record with a method other than `format`, a day, and an
//! operator or certificate. The record may stand on the asset or in the register `disposals`; one complete record is
//! enough. Rows of that register are judged as well where the asset has left the inventory.

use crate::age::{Age, age};
use crate::cells::Cells;
use crate::inventory::{Inventory, Item, classes};
use crate::words::{fold, some};
use sekisho_sdk::prelude::*;

const METHODS: &[&str] = &[
    "overwrite",
    "crypto-erase",
    "secure-erase",
    "degauss",
    "destroy",
    "factory-reset",
    "format",
    "none",
    "other",
];

/// The check.
#[derive(Debug)]
pub(crate) struct Disposal;

/// What a record lacks: nothing is met, `fails` and `odd` name fields.
#[derive(Debug, Default)]
struct Verdict<'a> {
    missing: Vec<&'static str>,
    odd: Vec<&'static str>,
    weak: Option<&'a str>,
}

impl Check for Disposal {
    fn spec(&self) -> Spec {
        Spec::new("inv.disposal")
            .reads("assets")
            .reads("registers")
            .parameter(Parameter::texts("classes", &[]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let classes = classes(cx)?;
        let inventory = Inventory::load(cx);
        let register = cx.registers().get("disposals");
        if inventory.is_missing() && register.is_none() {
            out.unknown("no-inventory");
            return Ok(());
        }
        let rows: Vec<Entry<'_>> = cx.registers().rows("disposals").collect();
        let owners: Vec<Option<u32>> = rows.iter().map(|row| owner(&inventory, row).map(Fact::fact)).collect();
        let chosen = inventory.choose(classes, |item| item.asset.status() == Some("disposed"));
        if !chosen.unclear.is_empty() {
            crate::inventory::unclear(out, "class-unclear", &chosen.unclear);
        }
        let (mut judged, mut cited) = (0_usize, Vec::new());
        for item in &chosen.inside {
            judged += 1;
            let own: Vec<Entry<'_>> = rows
                .iter()
                .zip(&owners)
                .filter(|(_, fact)| **fact == Some(item.fact()))
                .map(|(row, _)| *row)
                .collect();
            let mut verdicts = vec![verdict(cx.today(), *item, "erase_certificate")];
            verdicts.extend(own.iter().map(|row| verdict(cx.today(), row, "certificate")));
            tell(out, &item.label(), best(verdicts), |finding| {
                finding.cite(*item).cite_all(&own);
            });
            cited.extend(own);
        }
        // Rows about assets that the inventory has no more; a filter by class cannot be put to those.
        for (row, fact) in rows.iter().zip(&owners) {
            if fact.is_none() && classes.is_empty() {
                judged += 1;
                tell(
                    out,
                    &row.text("asset").map_or_else(|| Entry::label(row), ToOwned::to_owned),
                    verdict(cx.today(), row, "certificate"),
                    |finding| {
                        finding.cite(row);
                    },
                );
                cited.push(*row);
            }
        }
        if judged == 0 {
            if chosen.unclear.is_empty() {
                let finding = out
                    .not_applicable("none-disposed")
                    .arg("count", inventory.items.len())
                    .cite_all(&inventory.sheets);
                finding.cite_all(&register);
            }
        } else if let Some(finding) = out.pass_if_clean("erased") {
            finding
                .arg("count", judged)
                .cite_all(&inventory.sheets)
                .cite_all(&cited);
        }
        Ok(())
    }
}

fn owner<'s, 'a>(inventory: &'s Inventory<'a>, row: &Entry<'_>) -> Option<&'s Item<'a>> {
    if let Some(item) = row.text("asset").and_then(|name| inventory.find(name)) {
        return Some(item);
    }
    let serial = fold(row.text("serial")?);
    inventory
        .items
        .iter()
        .find(|item| item.text("serial").map(fold).as_ref() == Some(&serial))
}

fn verdict<'a>(today: Date, record: &impl Cells<'a>, certificate: &'static str) -> Verdict<'a> {
    let mut found = Verdict::default();
    match record.text("erase_method") {
        None => found.missing.push("erase_method"),
        Some(method @ ("format" | "none")) => found.weak = Some(method),
        Some(method) if !METHODS.contains(&method) => found.odd.push("erase_method"),
        Some(_) => {}
    }
    match age(record.stated("erased_at"), today, i64::MAX) {
        Age::Nothing => found.missing.push("erased_at"),
        Age::Odd(_) | Age::Ahead(_) => found.odd.push("erased_at"),
        Age::Old(_) | Age::Fresh => {}
    }
    if record.some_text("erased_by").is_none() && record.some_text(certificate).is_none() {
        found.missing.push(if certificate == "certificate" {
            "erased_by|certificate"
        } else {
            "erased_by|erase_certificate"
        });
    }
    found
}

/// The record that comes nearest to being complete.
fn best(verdicts: Vec<Verdict<'_>>) -> Verdict<'_> {
    let weight = |v: &Verdict<'_>| {
        (
            v.missing.len() + v.odd.len() + usize::from(v.weak.is_some()),
            usize::from(v.weak.is_some()),
        )
    };
    verdicts.into_iter().min_by_key(weight).unwrap_or_default()
}

fn tell(out: &mut Findings, label: &str, verdict: Verdict<'_>, cite: impl Fn(&mut sekisho_sdk::findings::Finding)) {
    if let Some(method) = verdict.weak {
        cite(out.fail("weak-method").arg("entry", label).arg("method", method));
    }
    if !verdict.missing.is_empty() {
        cite(
            out.fail("record-incomplete")
                .arg("entry", label)
                .arg("fields", some(&verdict.missing)),
        );
    }
    if !verdict.odd.is_empty() {
        cite(
            out.unknown("fields-unclear")
                .arg("entry", label)
                .arg("fields", some(&verdict.odd)),
        );
    }
}
