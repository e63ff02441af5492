//! IN-12 `inv.support`: nothing out of support is in use without an exception (domain.md, IN-12).
//!
//! Predicate: the end of support is not before the day of assessment, or there is an exception with a day of renewal
//! to come and a compensating measure. Parts: `support`, and `license` (software has a license), which the predicate
//! does not ask for and which is judged only where a policy does. `exceptions` says what is accepted after the end:
//! `plan`, `removed` (stopped or in stock), `internet-blocked`. A missing end of support is looked up in
//! `support-lifecycle`; where it is not known, nobody can tell.

use crate::cells::{Cells, Stated};
use crate::inventory::{Inventory, Item, classes, unclear};
use crate::support::{EXCEPTIONS, Excuse, end, excuse};
use sekisho_sdk::parts::{Parts, holds};
use sekisho_sdk::prelude::*;

/// Assets that have no support in this sense, unless a policy names their class.
const WITHOUT: &[&str] = &["cloud", "media", "facility"];

/// The check.
#[derive(Debug)]
pub(crate) struct Support;

impl Check for Support {
    fn spec(&self) -> Spec {
        Spec::new("inv.support")
            .reads("assets")
            .reads("registers")
            .parameter(Parameter::texts("require", &["support"]))
            .parameter(Parameter::texts("exceptions", &["plan", "removed"]))
            .parameter(Parameter::texts("classes", &[]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, &["support", "license"])?;
        let accepted = cx.known_texts("exceptions", EXCEPTIONS)?;
        let classes = classes(cx)?;
        let Some(inventory) = Inventory::open(cx, out) else {
            return Ok(());
        };
        let chosen = inventory.choose(classes, |item| {
            let gone = matches!(item.asset.status(), Some("disposed" | "lost" | "planned"));
            !gone && (!classes.is_empty() || !item.is_class(WITHOUT))
        });
        if !inventory.announce(&chosen, out) {
            return Ok(());
        }
        let mut tally = Tally::default();
        if parts.asks("support") {
            let mut open = Vec::new();
            for item in &chosen.inside {
                supported(cx, &inventory, item, accepted, (&mut tally, &mut open), out);
            }
            unclear(out, "no-support-end", &open);
        }
        if parts.asks("license") {
            licensed(&chosen.inside, &inventory, out);
        }
        if let Some(finding) = out.pass_if_clean("supported") {
            finding
                .arg("count", chosen.inside.len())
                .arg("excused", tally.excused)
                .cite_all(&inventory.sheets);
            finding.cite_all(&tally.rows);
        }
        Ok(())
    }
}

#[derive(Debug, Default)]
struct Tally<'a> {
    excused: usize,
    rows: Vec<Entry<'a>>,
}

fn supported<'a, 's>(
    cx: &Context<'a>,
    inventory: &Inventory<'a>,
    item: &'s Item<'a>,
    accepted: &[String],
    found: (&mut Tally<'a>, &mut Vec<&'s Item<'a>>),
    out: &mut Findings,
) {
    let (tally, open) = found;
    let (stated, row) = end(cx, item);
    let last = match stated {
        Stated::Day(day) if day >= cx.today() => {
            tally.rows.extend(row);
            return;
        }
        Stated::Day(day) => day,
        Stated::Text(value) => {
            let finding = out
                .unknown("date-unclear")
                .arg("entry", item.label())
                .arg("field", "support_end");
            finding.arg("value", value).cite(item).cite_all(&row);
            return;
        }
        _ if holds(accepted, "removed") && matches!(item.asset.status(), Some("stopped" | "stock")) => {
            tally.excused += 1;
            return;
        }
        _ => {
            open.push(item);
            return;
        }
    };
    match excuse(cx, inventory, item, accepted) {
        Excuse::Valid(rows) => {
            tally.excused += 1;
            tally.rows.extend(rows);
        }
        Excuse::Incomplete(missing, rows) => {
            let finding = out
                .fail("exception-incomplete")
                .arg("entry", item.label())
                .arg("date", last);
            finding.arg("fields", missing.join(", ")).cite(item).cite_all(&rows);
        }
        Excuse::None => {
            out.fail("out-of-support")
                .arg("entry", item.label())
                .arg("date", last)
                .cite(item)
                .cite_all(&row);
        }
    }
}

/// Software, and whatever else the inventory states a license for. That none is needed is an answer, too.
fn licensed(items: &[&Item<'_>], inventory: &Inventory<'_>, out: &mut Findings) {
    let (mut open, mut any) = (Vec::new(), false);
    for item in items {
        let license = item.text("license");
        any |= license.is_some() || item.is_class(&["software"]);
        match license {
            Some(text) if is_unlicensed(text) => {
                out.fail("no-license")
                    .arg("entry", item.label())
                    .arg("value", text)
                    .cite(*item);
            }
            None if item.is_class(&["software"]) && !says_not_needed(item) => open.push(*item),
            _ => {}
        }
    }
    unclear(out, "license-missing", &open);
    if !any {
        out.unknown("license-unstated").cite_all(&inventory.sheets);
    }
}

fn is_unlicensed(text: &str) -> bool {
    let word = crate::words::squash(text);
    crate::words::is_none(text)
        || [
            "期限切",
            "失効",
            "体験版",
            "試用版",
            "未購入",
            "無許諾",
            "不正",
            "expired",
            "trial",
            "unlicensed",
            "pirated",
        ]
        .iter()
        .any(|bad| word.contains(bad))
}

fn says_not_needed(item: &Item<'_>) -> bool {
    let cells = item.items("license");
    cells.iter().any(|text| ["不要", "対象外"].contains(text))
}
