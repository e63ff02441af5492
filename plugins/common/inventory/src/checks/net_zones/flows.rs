//! Flows between zones against the list of allowed conduits.

use crate::cells::{Cells, Stated};
use crate::inventory::Inventory;
use crate::ports::in_range;
use crate::words::fold;
use crate::zones::Zones;
use sekisho_sdk::prelude::*;

/// Judges every conduit by itself, then every flow that was let through between two zones.
pub(super) fn judge(cx: &Context<'_>, inventory: &Inventory<'_>, zones: &Zones, out: &mut Findings) {
    let conduits: Vec<Entry<'_>> = cx.registers().rows("conduits").collect();
    for conduit in &conduits {
        let missing: Vec<&str> = ["purpose", "owner"]
            .into_iter()
            .filter(|f| conduit.some_text(f).is_none())
            .collect();
        if !missing.is_empty() {
            out.fail("conduit-incomplete")
                .arg("conduit", Entry::label(conduit))
                .arg("fields", missing.join(", "))
                .cite(conduit);
        }
    }
    let Some(flows) = cx.registers().get("flows") else {
        out.unknown("no-flows");
        return;
    };
    let listed = cx.registers().get("conduits").is_some();
    let mut unlisted = Vec::new();
    for flow in flows.rows().filter(|flow| flow.get("action") != Some("deny")) {
        let from = zones.of_end(inventory, flow.text("from_zone"), flow.text("from_asset"));
        let to = zones.of_end(inventory, flow.text("to_zone"), flow.text("to_asset"));
        let (Some(from), Some(to)) = (from, to) else {
            out.unknown("flow-unclear").arg("flow", Entry::label(&flow)).cite(&flow);
            continue;
        };
        if from == to {
            continue;
        }
        if !listed {
            unlisted.push(flow);
            continue;
        }
        let fitting: Vec<&Entry<'_>> = conduits
            .iter()
            .filter(|c| is_allowed(c, zones, (&from, &to), &flow))
            .collect();
        let route = format!("{from} → {to}");
        if fitting.is_empty() {
            out.fail("flow-not-allowed")
                .arg("flow", Entry::label(&flow))
                .arg("route", route)
                .cite(&flow);
        } else if fitting.iter().all(|conduit| is_over(conduit, cx.today())) {
            let finding = out
                .fail("conduit-over")
                .arg("flow", Entry::label(&flow))
                .arg("route", route);
            finding.cite(&flow).cite_all(fitting);
        }
    }
    if !unlisted.is_empty() {
        out.unknown("no-conduits")
            .arg("count", unlisted.len())
            .cite_all(&unlisted);
    }
}

fn is_over(conduit: &Entry<'_>, today: Date) -> bool {
    match conduit.stated("expires_at") {
        Stated::Nothing => false,
        Stated::Day(day) => day < today,
        _ => true,
    }
}

fn is_allowed(conduit: &Entry<'_>, zones: &Zones, ends: (&str, &str), flow: &Entry<'_>) -> bool {
    let zone = |field| conduit.text(field).map(|zone| fold(&zones.id(zone)));
    let (from, to) = (Some(fold(ends.0)), Some(fold(ends.1)));
    let (start, end) = (zone("from_zone"), zone("to_zone"));
    let along = start == from && end == to;
    let back = conduit.get("direction") == Some("two-way") && start == to && end == from;
    (along || back)
        && allows(&conduit.items("protocol"), flow.text("protocol"), |own, asked| {
            own == asked
        })
        && allows(&conduit.items("port"), flow.text("port"), in_range)
}

/// An empty list allows everything; a flow that does not say is not held against it.
fn allows(listed: &[&str], asked: Option<&str>, fits: fn(&str, &str) -> bool) -> bool {
    let Some(asked) = asked.map(fold) else { return true };
    listed.is_empty()
        || listed
            .iter()
            .map(|own| fold(own))
            .any(|own| matches!(own.as_str(), "any" | "all" | "*" | "全て" | "すべて") || fits(&own, &asked))
}
