//! IN-16 `media.register`: removable media are numbered, held by somebody, approved and checked (domain.md, IN-16).
//!
//! Predicate: each medium has id, holder, approval and last check. A day of approval stands for its number. A medium
//! used beyond its permitted time is not approved. `max_age_days` bounds the age of the last check (0: not judged).

use crate::age::{Age, age, unclear};
use crate::cells::Cells;
use crate::fields::MEDIA;
use crate::inventory::{Inventory, Item};
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Media;

impl Check for Media {
    fn spec(&self) -> Spec {
        Spec::new("media.register")
            .reads("registers")
            .reads("assets")
            .parameter(Parameter::texts(
                "fields",
                &["id", "holder", "approval|approved_at", "last_checked"],
            ))
            .parameter(Parameter::integer("max_age_days", 0, 3650, 0))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let (fields, limit) = (MEDIA.read(cx, "fields")?, cx.integer("max_age_days")?);
        let Some(register) = cx.registers().get("media") else {
            without(cx, out);
            return Ok(());
        };
        let rows: Vec<Entry<'_>> = register
            .rows()
            .filter(|row| row.get("status") != Some("disposed"))
            .collect();
        if rows.is_empty() {
            out.not_applicable("none-in-use")
                .arg("count", register.len())
                .cite(&register);
            return Ok(());
        }
        for row in &rows {
            let label = Entry::label(row);
            MEDIA.gaps(row, &fields).tell(out, &label, row);
            let longest = if limit == 0 { i64::MAX } else { limit };
            match age(row.stated("last_checked"), cx.today(), longest) {
                Age::Old(day) => {
                    out.fail("check-old")
                        .arg("entry", &label)
                        .arg("date", day)
                        .arg("days", limit)
                        .cite(row);
                }
                ahead @ Age::Ahead(_) => {
                    unclear(out, &label, "last_checked", ahead).map(|finding| finding.cite(row));
                }
                _ => {}
            }
            let over = row.day("expires_at").filter(|day| *day < cx.today());
            if let Some(day) = over.filter(|_| row.get("status") != Some("stock")) {
                out.fail("approval-over")
                    .arg("entry", &label)
                    .arg("date", day)
                    .cite(row);
            }
        }
        if let Some(finding) = out.pass_if_clean("complete") {
            finding.arg("count", rows.len()).cite(&register);
        }
        Ok(())
    }
}

/// No register is needed where the inventory says of every asset at work that it uses no media.
fn without(cx: &Context<'_>, out: &mut Findings) {
    let inventory = Inventory::load(cx);
    let live: Vec<&Item<'_>> = inventory
        .items
        .iter()
        .filter(|item| item.is_live() && item.is_networked())
        .collect();
    if !live.is_empty() && live.iter().all(|item| item.yes("uses_media") == Some(false)) {
        out.not_applicable("media-not-used")
            .arg("count", live.len())
            .cite_all(&inventory.sheets);
    } else {
        out.unknown("no-register");
    }
}
