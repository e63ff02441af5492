//! `fields.compared`: where an event touches more than one country, the fields of each are named, and shown side by side.
//!
//! Source: data management framework, purpose 2 (conditions for data to flow, gaps between rules).

use crate::world::{Named, countries, events, filled, label, list};
use sekisho_sdk::countries::code;
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The check.
#[derive(Debug)]
pub(crate) struct Compared;

impl Check for Compared {
    fn spec(&self) -> Spec {
        Spec::new("fields.compared").reads("registers")
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some(register) = cx.registers().get("data-events") else {
            out.unknown("no-register");
            return Ok(());
        };
        let items = Named::read(cx, "data-items");
        let parties = Named::read(cx, "data-parties");
        let fields = Named::read(cx, "protections");
        let mut groups = Groups::default();
        for event in events(cx, &items) {
            let row = &event.row;
            let mut touched: BTreeSet<String> = filled(row, "country").map(code).into_iter().collect();
            let to = filled(row, "counterparty").and_then(|name| parties.get(name));
            touched.extend(to.and_then(|party| filled(party, "country")).map(code));
            let used = event.inputs.iter().chain(&event.outputs);
            for item in used.filter_map(|item| items.get(item)) {
                touched.extend(countries(item, "country"));
            }
            let is_blank = event.kind == Some("transfer") && filled(row, "country").is_none() && to.is_none();
            if is_blank {
                groups.add(Tone::Unknown, "country-unclear", Vec::new(), event.label(), row);
                continue;
            }
            if touched.len() < 2 {
                continue;
            }
            let mut by_country: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
            for field in list(row, "protections").iter().filter_map(|name| fields.get(name)) {
                for country in countries(field, "countries") {
                    by_country.entry(country).or_default().insert(told(field));
                }
            }
            let lost: Vec<&str> = touched
                .iter()
                .filter(|country| !by_country.contains_key(*country))
                .map(String::as_str)
                .collect();
            if lost.is_empty() {
                let sides = by_country.iter().filter(|(country, _)| touched.contains(*country));
                let sides: Vec<String> = sides
                    .map(|(country, names)| {
                        let names: Vec<&str> = names.iter().map(String::as_str).collect();
                        format!("{country}: {}", names.join(", "))
                    })
                    .collect();
                groups.add(
                    Tone::Pass,
                    "side-by-side",
                    vec![("sides", sides.join(" | "))],
                    event.label(),
                    row,
                );
            } else {
                groups.add(
                    Tone::Fail,
                    "gap",
                    vec![("countries", lost.join(", "))],
                    event.label(),
                    row,
                );
            }
        }
        if groups.is_empty() {
            out.not_applicable("none-in-scope")
                .arg("count", register.len())
                .cite(&register);
        }
        groups.tell(out);
        Ok(())
    }
}

/// A field and what it asks for.
fn told(field: &Entry<'_>) -> String {
    let asks = list(field, "requirements").join("; ");
    match asks.is_empty() {
        true => label(field),
        false => format!("{} ({asks})", label(field)),
    }
}
