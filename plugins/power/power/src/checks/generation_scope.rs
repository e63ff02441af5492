//! `generation.scope`: which generating facilities there are, which of them are small, and whether the register says what
//! the other checks need.
//!
//! Source: the power working group's example of measures for small generation (photovoltaics below 50 kW, wind below
//! 20 kW, cogeneration below 10 kW).

use crate::cells::filled;
use crate::equipment::Directory;
use crate::facilities::{Facility, Limits, open};
use crate::words::some;
use sekisho_sdk::prelude::*;

const FIELDS: &[&str] = &[
    "kind",
    "capacity_kw",
    "external_connection",
    "gateway",
    "operator",
    "place",
];

/// The check.
#[derive(Debug)]
pub(crate) struct Scope;

impl Check for Scope {
    fn spec(&self) -> Spec {
        let spec = Spec::new("generation.scope").reads("registers").reads("assets");
        Limits::describe(spec).parameter(Parameter::texts(
            "fields",
            &["kind", "capacity_kw", "external_connection", "gateway"],
        ))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let (limits, fields) = (Limits::read(cx)?, cx.known_texts("fields", FIELDS)?);
        let Some((register, list)) = open(cx, out) else {
            return Ok(());
        };
        let directory = Directory::load(cx);
        for facility in &list {
            gaps(*facility, fields, out);
            let strangers = facility.ways_in().into_iter().filter(|name| !directory.has(name));
            for name in strangers.filter(|_| !directory.is_empty()) {
                out.fail("not-in-inventory")
                    .arg("facility", facility.label())
                    .arg("asset", name)
                    .cite(facility);
            }
        }
        let of = |wanted: Option<bool>| -> Vec<String> {
            let own = list.iter().filter(|facility| facility.is_small(limits) == wanted);
            own.map(|facility| facility.label()).collect()
        };
        let (small, others, unclear) = (of(Some(true)), of(Some(false)), of(None));
        out.informational("sorted")
            .arg("count", list.len())
            .arg("small", small.len())
            .arg("others", others.len())
            .arg("unclear", unclear.len())
            .arg("names", if small.is_empty() { "-".to_owned() } else { some(&small) })
            .cite(&register);
        if let Some(finding) = out.pass_if_clean("complete") {
            finding.arg("count", list.len()).cite(&register);
        }
        Ok(())
    }
}

/// Fields that are empty, and those whose content is not understood.
fn gaps(facility: Facility<'_>, fields: &[String], out: &mut Findings) {
    let (mut missing, mut odd) = (Vec::new(), Vec::new());
    for field in fields {
        let stated = facility.0.get(field).is_some_and(crate::words::says);
        let is_full = match field.as_str() {
            "kind" => facility.kind().is_some(),
            "capacity_kw" => facility.capacity().is_some(),
            "external_connection" => facility.connection().is_some(),
            // What is not connected has no gateway.
            "gateway" => facility.connection() == Some("none") || !facility.ways_in().is_empty(),
            _ => filled(&facility.0, field).is_some(),
        };
        match (is_full, stated) {
            (true, _) => {}
            (false, true) if field != "gateway" => odd.push(field.as_str()),
            (false, _) => missing.push(field.as_str()),
        }
    }
    if !missing.is_empty() {
        out.fail("fields-missing")
            .arg("facility", facility.label())
            .arg("fields", missing.join(", "))
            .cite(&facility);
    }
    if !odd.is_empty() {
        out.unknown("fields-unclear")
            .arg("facility", facility.label())
            .arg("fields", odd.join(", "))
            .cite(&facility);
    }
}
