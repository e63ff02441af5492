//! `attributes.kept` (step 3): disclosure, purpose and countries of an item stay within what is allowed for it. Its countries are
//! those of the item, of every copy of it, and of the events that use it: a provider's provider counts too.
//!
//! Source: data management framework, step 3 (the attributes are made concrete), use case of layered clouds.

use crate::world::{Named, countries, events, filled, label, list};
use sekisho_sdk::countries::code;
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::parts::Parts;
use sekisho_sdk::prelude::*;
use sekisho_sdk::words::squash;
use std::collections::{BTreeMap, BTreeSet};

const PARTS: &[&str] = &["disclosure", "purpose", "country"];

/// The check.
#[derive(Debug)]
pub(crate) struct Kept;

impl Check for Kept {
    fn spec(&self) -> Spec {
        Spec::new("attributes.kept")
            .reads("registers")
            .parameter(Parameter::texts("require", &[]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, PARTS)?;
        let Some(register) = cx.registers().get("data-items") else {
            out.unknown("no-register");
            return Ok(());
        };
        if register.is_empty() {
            out.not_applicable("none-listed").cite(&register);
            return Ok(());
        }
        let named = Named::read(cx, "data-items");
        let abroad = places(cx, &named);
        let mut groups = Groups::default();
        for item in register.rows() {
            for (part, is, may) in [
                ("disclosure", "disclosure", "allowed_disclosure"),
                ("purpose", "purpose", "allowed_purpose"),
            ] {
                if !parts.asks(part) {
                    continue;
                }
                let allowed: BTreeSet<String> = list(&item, may).into_iter().map(squash).collect();
                let wider: Vec<&str> = list(&item, is)
                    .into_iter()
                    .filter(|text| !allowed.contains(&squash(text)))
                    .collect();
                judge(&mut groups, part, &item, &wider, allowed.is_empty());
            }
            if parts.asks("country") {
                let allowed = countries(&item, "allowed_countries");
                let mut all: BTreeMap<String, String> = countries(&item, "country")
                    .into_iter()
                    .map(|c| (c, String::new()))
                    .collect();
                let key = item.key().map(|key| named.same(key)).unwrap_or_default();
                for (country, place) in abroad.get(&key).into_iter().flatten() {
                    all.entry(country.clone()).or_insert_with(|| place.clone());
                }
                let wider: Vec<String> = all
                    .iter()
                    .filter(|(country, _)| !allowed.contains(*country))
                    .map(|(country, place)| match place.is_empty() {
                        true => country.clone(),
                        false => format!("{country} ({place})"),
                    })
                    .collect();
                let wider: Vec<&str> = wider.iter().map(String::as_str).collect();
                judge(&mut groups, "country", &item, &wider, allowed.is_empty());
            }
        }
        groups.tell(out);
        if let Some(finding) = out.pass_if_clean("kept") {
            finding
                .arg("count", register.len())
                .arg("parts", parts.told(PARTS))
                .cite(&register);
        }
        Ok(())
    }
}

fn judge(groups: &mut Groups, part: &'static str, item: &Entry<'_>, wider: &[&str], is_open: bool) {
    let message = match (part, is_open) {
        _ if wider.is_empty() => return,
        ("disclosure", true) => "disclosure-open",
        ("disclosure", false) => "disclosure-wider",
        ("purpose", true) => "purpose-open",
        ("purpose", false) => "purpose-wider",
        (_, true) => "country-open",
        (_, false) => "country-wider",
    };
    match is_open {
        // Nobody said what is allowed.
        true => groups.add(Tone::Unknown, message, Vec::new(), label(item), item),
        false => groups.add(
            Tone::Fail,
            message,
            vec![("wider", wider.join(", "))],
            label(item),
            item,
        ),
    }
}

/// Countries of copies and events, by item, each with the row that says so.
fn places<'a>(cx: &Context<'a>, named: &Named<'a>) -> BTreeMap<String, Vec<(String, String)>> {
    let mut places: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for copy in cx.registers().rows("data-copies") {
        if filled(&copy, "status") == Some("deleted") {
            continue;
        }
        if let (Some(item), Some(country)) = (filled(&copy, "item"), filled(&copy, "country")) {
            places
                .entry(named.same(item))
                .or_default()
                .push((code(country), label(&copy)));
        }
    }
    for event in events(cx, named) {
        let Some(country) = filled(&event.row, "country") else {
            continue;
        };
        for item in event.inputs.iter().chain(&event.outputs) {
            places
                .entry(item.clone())
                .or_default()
                .push((code(country), event.label()));
        }
    }
    places
}
