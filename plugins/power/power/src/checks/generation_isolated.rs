//! `generation.isolated`: power conditioner and gateway of a generating facility cannot be reached from the internet.
//!
//! Source: duty ① of the grid-code requirement (from 1 October 2020): the influence of networks outside is kept minimal.
//! Signs that somebody can get in, in this order: a firewall rule, the inventory, a snapshot, an address of the internet.

use crate::addresses::is_public;
use crate::equipment::{Directory, Equipment};
use crate::facilities::{Facility, Limits, in_scope, open};
use crate::firewall::{Passage, Rules};
use sekisho_sdk::prelude::*;
use std::collections::BTreeSet;

/// The check.
#[derive(Debug)]
pub(crate) struct Isolated;

impl Check for Isolated {
    fn spec(&self) -> Spec {
        let spec = Spec::new("generation.isolated")
            .reads("registers")
            .reads("assets")
            .reads("settings")
            .parameter(Parameter::choice("scope", &["small", "all"], "all"));
        Limits::describe(spec)
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some((register, list)) = open(cx, out) else {
            return Ok(());
        };
        let list = in_scope(cx, &register, list, out)?;
        let (rules, directory) = (Rules::load(cx), Directory::load(cx));
        let mut judged = 0;
        // One gateway may serve many facilities: it is told once, with the first of them.
        let mut told: BTreeSet<&str> = BTreeSet::new();
        for facility in &list {
            let ways = facility.ways_in();
            if ways.is_empty() {
                without_gateway(*facility, out);
            }
            for name in ways {
                if told.insert(name) {
                    judged += 1;
                    judge(cx, &rules, *facility, &Equipment::find(cx, &directory, name), out);
                }
            }
        }
        if !list.is_empty()
            && let Some(finding) = out.pass_if_clean("isolated")
        {
            finding
                .arg("count", list.len())
                .arg("equipment", judged)
                .cite_all(&list);
        }
        Ok(())
    }
}

/// Without a connection there need be none; otherwise nobody can tell what to look at.
fn without_gateway(facility: Facility<'_>, out: &mut Findings) {
    if facility.connection() != Some("none") {
        out.unknown("no-gateway")
            .arg("facility", facility.label())
            .cite(&facility);
    }
}

fn judge<'a>(cx: &Context<'a>, rules: &Rules<'a>, facility: Facility<'a>, one: &Equipment<'a>, out: &mut Findings) {
    let passage = rules.passage(one);
    let snapshot = one.states_public(cx);
    let stated = one.asset.and_then(|asset| asset.public());
    let is_closed = matches!(passage, Passage::Closed);
    let public = one
        .addresses
        .iter()
        .find(|address| is_public(**address))
        .filter(|_| !is_closed);
    let finding = if let Passage::Open(rule) = passage {
        out.fail("rule").arg("rule", rule.label()).cite(&rule)
    } else if stated == Some(true) {
        out.fail("public")
    } else if let Some((true, snapshot)) = snapshot {
        out.fail("setting").cite(&snapshot)
    } else if let Some(address) = public {
        out.fail("address").arg("address", address.to_string())
    } else {
        let is_shown = is_closed || stated == Some(false) || matches!(snapshot, Some((false, _)));
        match facility.connection() {
            Some("none" | "closed" | "vpn") => return,
            Some("mobile" | "internet") if is_shown => return,
            Some(connection) => out.unknown("not-shown").arg("connection", connection),
            None if is_shown => return,
            None => out.unknown("connection-unclear"),
        }
    };
    finding
        .arg("facility", facility.label())
        .arg("asset", one.label)
        .cite(&facility)
        .cite_all(one.asset.as_ref());
}
