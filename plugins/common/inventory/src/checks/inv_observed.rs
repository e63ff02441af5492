//! IN-05 `inv.observed`: the inventory is what is really there (domain.md, IN-05).
//!
//! Predicate: every observed host and every installed software stands in the inventory, and no asset at work in a
//! network stays unobserved for more than 90 days. Parts: `hosts`, `unseen` (both need `observed-hosts`), `software`
//! (needs `installed-software` and an inventory that lists software).

mod software;

use crate::cells::Cells;
use crate::hosts::Addresses;
use crate::inventory::{Inventory, Item};
use sekisho_sdk::parts::Parts;
use sekisho_sdk::prelude::*;
use std::collections::BTreeMap;

/// The check.
#[derive(Debug)]
pub(crate) struct Observed;

impl Check for Observed {
    fn spec(&self) -> Spec {
        Spec::new("inv.observed")
            .reads("assets")
            .reads("registers")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::integer("max_unseen_days", 1, 3650, 90))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, &["hosts", "software", "unseen"])?;
        let limit = cx.integer("max_unseen_days")?;
        let inventory = Inventory::load(cx);
        if inventory.is_missing() {
            out.unknown("no-inventory");
            return Ok(());
        }
        let (hosts, software) = (
            cx.registers().get("observed-hosts"),
            cx.registers().get("installed-software"),
        );
        let nothing_networked =
            !inventory.items.is_empty() && !inventory.items.iter().any(|i| i.is_live() && i.is_networked());
        if hosts.is_none() && software.is_none() {
            if nothing_networked {
                out.not_applicable("nothing-networked")
                    .arg("count", inventory.items.len())
                    .cite_all(&inventory.sheets);
            } else {
                out.unknown("no-observation").cite_all(&inventory.sheets);
            }
            return Ok(());
        }
        if parts.asks("hosts") || parts.asks("unseen") {
            match &hosts {
                Some(register) => compare(cx, &inventory, register, (parts, limit), out),
                // Where only software was observed, that is what the evidence is about.
                None if !parts.asks("software") => {
                    out.unknown("no-observation").cite_all(&inventory.sheets);
                }
                None => {
                    out.unknown("no-hosts");
                }
            }
        }
        if parts.asks("software") {
            match &software {
                Some(register) => software::compare(&inventory, register, out),
                // Either observation will do, unless the policy asks for this one.
                None if hosts.is_some() && !parts.names("software") => {}
                None => {
                    out.unknown("no-software");
                }
            }
        }
        Ok(())
    }
}

fn compare(
    cx: &Context<'_>,
    inventory: &Inventory<'_>,
    register: &Register<'_>,
    asked: (Parts<'_>, i64),
    out: &mut Findings,
) {
    let (parts, limit) = asked;
    let (today, before) = (cx.today(), out.len());
    let addresses = Addresses::new(inventory);
    let mut seen: BTreeMap<usize, Option<Date>> = BTreeMap::new();
    for host in register.rows() {
        let day = host
            .day("last_seen")
            .or_else(|| host.day("first_seen"))
            .filter(|day| *day <= today);
        match addresses
            .find(&host)
            .and_then(|at| inventory.items.get(at).map(|item| (at, item)))
        {
            Some((at, item)) => {
                let last = seen.entry(at).or_default();
                *last = (*last).max(day);
                if parts.asks("hosts") && !item.is_kept() {
                    out.fail("disposed-seen")
                        .arg("entry", item.label())
                        .arg("host", name(&host))
                        .cite(&host)
                        .cite(item);
                }
            }
            None if parts.asks("hosts") => {
                out.fail("not-in-inventory")
                    .arg("host", name(&host))
                    .cite(&host)
                    .cite_all(&inventory.sheets);
            }
            None => {}
        }
    }
    if parts.asks("unseen") {
        unseen(inventory, register, &seen, (today, limit), out);
    }
    // Only what is wrong was added so far.
    if out.len() == before {
        let finding = out.pass("hosts-match").arg("hosts", register.len()).arg("days", limit);
        finding.cite(register).cite_all(&inventory.sheets);
    }
}

fn unseen(
    inventory: &Inventory<'_>,
    register: &Register<'_>,
    seen: &BTreeMap<usize, Option<Date>>,
    time: (Date, i64),
    out: &mut Findings,
) {
    let (today, limit) = time;
    let newest = register
        .rows()
        .filter_map(|host| host.day("last_seen").or_else(|| host.day("first_seen")))
        .filter(|d| *d <= today)
        .max();
    if newest.is_none_or(|day| today.days_since(day) > limit) {
        out.unknown("observation-old").arg("days", limit).cite(register);
        return;
    }
    for (at, item) in inventory
        .items
        .iter()
        .enumerate()
        .filter(|(_, item)| item.is_live() && item.is_networked())
    {
        if !is_observable(item) {
            continue;
        }
        let own = item.day("last_seen").filter(|day| *day <= today);
        let last = seen.get(&at).copied().flatten().max(own);
        let new = item
            .day("installed_at")
            .is_some_and(|day| today.days_since(day) <= limit);
        match last {
            Some(day) if today.days_since(day) > limit => {
                out.fail("unseen")
                    .arg("entry", item.label())
                    .arg("date", day)
                    .arg("days", limit)
                    .cite(item);
            }
            None if seen.contains_key(&at) => {
                out.unknown("seen-undated").arg("entry", item.label()).cite(item);
            }
            None if !new => {
                out.fail("never-seen")
                    .arg("entry", item.label())
                    .arg("days", limit)
                    .cite(item)
                    .cite(register);
            }
            _ => {}
        }
    }
}

/// Whether it has anything by which a tool could see it.
fn is_observable(item: &Item<'_>) -> bool {
    ["ip", "mac", "hostname", "network"]
        .iter()
        .any(|field| item.some_text(field).is_some())
}

fn name(host: &Entry<'_>) -> String {
    let named = ["hostname", "asset"].into_iter().find_map(|field| host.text(field));
    let address = ["ip", "mac"]
        .into_iter()
        .find_map(|field| host.items(field).first().copied());
    match (named, address) {
        (Some(name), Some(address)) if name != address => format!("{name} ({address})"),
        (Some(name), _) => name.to_owned(),
        (None, Some(address)) => address.to_owned(),
        (None, None) => Entry::label(host),
    }
}
