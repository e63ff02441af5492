//! The events as findings for information, one each, by kind: what the picture of the flow is drawn from. Actors and data are spelled
//! as they first stand in the register, so that a reader of the record can join events by them.

use crate::world::{Event, filled, label};
use sekisho_sdk::prelude::*;
use sekisho_sdk::words::squash;
use std::collections::{BTreeMap, BTreeSet};

/// Events that are told; of more only their number.
const TOLD: usize = 150;

/// Tells each event, with the data whose chain is broken at it.
pub(crate) fn tell(
    cx: &Context<'_>,
    events: &[Event<'_>],
    broken: &BTreeMap<u32, BTreeSet<String>>,
    out: &mut Findings,
) {
    let names = names(cx, events);
    let name = |key: &str| names.get(key).map_or_else(|| key.to_owned(), |name| (*name).to_owned());
    let all = |items: &BTreeSet<String>| items.iter().map(|item| name(item)).collect::<Vec<_>>().join("; ");
    let whole = events
        .iter()
        .filter_map(|event| Some((event, event.kind?, event.actor.as_ref()?)));
    let mut told = 0;
    for (event, kind, actor) in whole {
        // INVARIANT: the reader of registers lets these five words through and no other is drawn.
        let message = match kind {
            "create" => "create",
            "process" => "process",
            "transfer" => "transfer",
            "store" => "store",
            "dispose" => "dispose",
            _ => continue,
        };
        told += 1;
        if told > TOLD {
            continue;
        }
        let finding = out.informational(message);
        finding
            .arg("event", label(&event.row))
            .arg("kind", message)
            .arg("actor", name(actor))
            .arg("inputs", all(&event.inputs))
            .arg("outputs", all(&event.outputs))
            .arg("to", event.counterparty.as_deref().map(name).unwrap_or_default())
            .arg("country", filled(&event.row, "country").unwrap_or_default())
            .arg("fields", crate::world::list(&event.row, "protections").join("; "));
        if let Some(items) = broken.get(&event.row.fact()) {
            finding.arg("broken", all(items));
        }
        finding.cite(&event.row);
    }
    if told > TOLD {
        out.informational("more").arg("count", told - TOLD);
    }
}

/// The spelling of each actor and item: its id in the data register, or how it first stands here.
fn names<'a>(cx: &Context<'a>, events: &[Event<'a>]) -> BTreeMap<String, &'a str> {
    let mut names = BTreeMap::new();
    for row in cx.registers().rows("data-items") {
        if let Some(key) = row.key() {
            names.entry(squash(key)).or_insert(key);
        }
    }
    for event in events {
        let parties = ["actor", "counterparty"]
            .into_iter()
            .filter_map(|field| filled(&event.row, field));
        let data = ["inputs", "outputs"].into_iter();
        let data = data.flat_map(|field| crate::world::list(&event.row, field));
        for text in parties.chain(data) {
            names.entry(squash(text)).or_insert(text);
        }
    }
    names
}
