//! IN-02 `inv.review`: the inventory is reviewed in time (domain.md, IN-02).
//!
//! Predicate: last reviewed no more than 365 days ago. Two kinds of proof: a record that the whole inventory was
//! checked (register `register-checks`), or the day on each asset. An asset without a day, where others have one, was
//! not reviewed; where no asset has one and there is no record, nobody can tell.

use crate::age::{Age, age, unclear};
use crate::cells::{Cells, Stated};
use crate::inventory::{Inventory, Item, classes};
use crate::words::squash;
use sekisho_sdk::prelude::*;

const NAMES: &[&str] = &[
    "assets",
    "資産台帳",
    "資産管理台帳",
    "it資産台帳",
    "it資産管理台帳",
    "機器台帳",
    "情報機器台帳",
    "機器一覧",
    "資産一覧",
    "assetinventory",
    "assetregister",
    "assetlist",
    "inventory",
    "hardwareinventory",
    "cmdb",
];

/// The check.
#[derive(Debug)]
pub(crate) struct Review;

impl Check for Review {
    fn spec(&self) -> Spec {
        Spec::new("inv.review")
            .reads("assets")
            .reads("registers")
            .parameter(Parameter::integer("max_age_days", 1, 3650, 365))
            .parameter(Parameter::texts("classes", &[]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let (today, limit) = (cx.today(), cx.integer("max_age_days")?);
        let classes = classes(cx)?;
        let Some(inventory) = Inventory::open(cx, out) else {
            return Ok(());
        };
        let chosen = inventory.choose(classes, Item::is_kept);
        if !inventory.announce(&chosen, out) {
            return Ok(());
        }
        let records: Vec<Entry<'_>> = cx.registers().rows("register-checks").filter(is_of_inventory).collect();
        let done = |row: &&Entry<'_>| {
            row.get("result") != Some("unknown") && age(row.stated("checked_at"), today, limit) == Age::Fresh
        };
        if let Some(record) = records.iter().find(done) {
            if let Some(finding) = out.pass_if_clean("reviewed-whole") {
                finding
                    .arg("count", chosen.inside.len())
                    .arg("record", record.label())
                    .cite(record)
                    .cite_all(&inventory.sheets);
            }
            return Ok(());
        }
        if chosen
            .inside
            .iter()
            .all(|item| item.stated("last_reviewed") == Stated::Nothing)
        {
            match records
                .iter()
                .filter_map(|row| row.day("checked_at"))
                .filter(|day| *day <= today)
                .max()
            {
                Some(day) => out
                    .fail("record-old")
                    .arg("date", day)
                    .arg("days", limit)
                    .cite_all(&records),
                None => out.unknown("no-review").cite_all(&inventory.sheets).cite_all(&records),
            };
            return Ok(());
        }
        for item in &chosen.inside {
            let label = item.label();
            match age(item.stated("last_reviewed"), today, limit) {
                Age::Fresh => {}
                Age::Nothing => {
                    out.fail("never-reviewed").arg("entry", label).cite(*item);
                }
                Age::Old(day) => {
                    out.fail("review-old")
                        .arg("entry", label)
                        .arg("date", day)
                        .arg("days", limit)
                        .cite(*item);
                }
                odd => {
                    unclear(out, &label, "last_reviewed", odd).map(|finding| finding.cite(*item));
                }
            }
        }
        if let Some(finding) = out.pass_if_clean("reviewed") {
            finding
                .arg("count", chosen.inside.len())
                .arg("days", limit)
                .cite_all(&inventory.sheets);
        }
        Ok(())
    }
}

fn is_of_inventory(row: &Entry<'_>) -> bool {
    row.text("register")
        .map(squash)
        .is_some_and(|name| NAMES.iter().any(|known| *known == name))
}
