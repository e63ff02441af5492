//! `flow.joined` (step 1): whoever uses data made it or was given it. Where nobody brought it there, the chain is broken. Each event is
//! told too, for the picture of the flow.
//!
//! Source: data management framework, step 1 (the flow of data processing is made visible).

use crate::told;
use crate::world::{Event, Named, events, list};
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;
use sekisho_sdk::words::squash;
use std::collections::{BTreeMap, BTreeSet};

/// The check.
#[derive(Debug)]
pub(crate) struct Joined;

/// Who has an item, and by which event first.
#[derive(Default)]
struct Holders {
    by_actor: BTreeMap<String, u32>,
    first: Option<String>,
}

impl Check for Joined {
    fn spec(&self) -> Spec {
        Spec::new("flow.joined").reads("registers")
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some(register) = cx.registers().get("data-events") else {
            out.unknown("no-register");
            return Ok(());
        };
        if register.is_empty() {
            out.not_applicable("none-listed").cite(&register);
            return Ok(());
        }
        let events = events(cx, &Named::read(cx, "data-items"));
        let known: Vec<String> = events.iter().filter_map(|event| event.row.key()).map(squash).collect();
        let known: BTreeSet<&str> = known.iter().map(String::as_str).collect();
        let holders = holders(&events);
        let mut groups = Groups::default();
        let mut broken: BTreeMap<u32, BTreeSet<String>> = BTreeMap::new();
        for event in &events {
            let mut add = |tone, message, args| groups.add(tone, message, args, event.label(), &event.row);
            let (Some(kind), Some(actor)) = (event.kind, &event.actor) else {
                add(Tone::Unknown, "incomplete", Vec::new());
                continue;
            };
            for after in list(&event.row, "after") {
                if !known.contains(squash(after).as_str()) {
                    add(Tone::Fail, "no-such-event", vec![("after", after.to_owned())]);
                }
            }
            if kind == "transfer" && event.counterparty.is_none() {
                add(Tone::Unknown, "no-counterparty", Vec::new());
            }
            if event.inputs.is_empty() && event.outputs.is_empty() {
                add(Tone::Unknown, "no-data", Vec::new());
                continue;
            }
            let uses = event.inputs.iter().filter(|_| kind != "create");
            for item in uses {
                // What it makes itself does not count as brought.
                let own = u32::from(kind != "transfer" && gives(event).contains(&item));
                let holder = holders.get(item);
                let has = holder.and_then(|h| h.by_actor.get(actor)).copied().unwrap_or(0);
                let by_others = holder.is_some_and(|h| h.by_actor.values().sum::<u32>() > own);
                if has > own {
                    continue;
                }
                broken.entry(event.row.fact()).or_default().insert(item.clone());
                match by_others {
                    true => {
                        let last = holder.and_then(|h| h.first.clone()).unwrap_or_default();
                        add(Tone::Fail, "broken", vec![("data", item.clone()), ("last", last)]);
                    }
                    false => add(Tone::Fail, "no-source", vec![("data", item.clone())]),
                }
            }
        }
        groups.tell(out);
        if let Some(finding) = out.pass_if_clean("joined") {
            finding.arg("count", events.len()).cite(&register);
        }
        told::tell(cx, &events, &broken, out);
        Ok(())
    }
}

/// The items that an event makes for its actor: what comes of it, and for a creation whatever it names.
fn gives<'e>(event: &'e Event<'_>) -> Vec<&'e String> {
    let inputs = event.inputs.iter().filter(|_| event.kind == Some("create"));
    event.outputs.iter().chain(inputs).collect()
}

fn holders(events: &[Event<'_>]) -> BTreeMap<String, Holders> {
    let mut holders: BTreeMap<String, Holders> = BTreeMap::new();
    for event in events {
        let mut hold = |item: &String, actor: &Option<String>| {
            let entry = holders.entry(item.clone()).or_default();
            if let Some(actor) = actor {
                *entry.by_actor.entry(actor.clone()).or_default() += 1;
            }
            entry.first.get_or_insert_with(|| event.label());
        };
        match event.kind {
            Some("transfer") => {
                // What is handed over is with the recipient from then on.
                for item in event.inputs.iter().chain(&event.outputs) {
                    hold(item, &event.counterparty);
                }
            }
            _ => gives(event).into_iter().for_each(|item| hold(item, &event.actor)),
        }
    }
    holders
}
