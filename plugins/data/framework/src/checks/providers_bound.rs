//! `providers.bound`: data that goes to somebody else goes under a contract, and a service that rests on others says who answers for
//! what.
//!
//! Source: data management framework, use cases 2 (many stakeholders) and 3 (layered clouds); METI guidebook on cloud supply chains.

use crate::world::{Event, Named, countries, events, filled, label, list};
use sekisho_sdk::countries::code;
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::parts::Parts;
use sekisho_sdk::prelude::*;
use sekisho_sdk::words::squash;

const PARTS: &[&str] = &["contract", "split"];

/// The check.
#[derive(Debug)]
pub(crate) struct Bound;

impl Check for Bound {
    fn spec(&self) -> Spec {
        Spec::new("providers.bound")
            .reads("registers")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::boolean("access_is_transfer", false))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, PARTS)?;
        let registers = cx.registers();
        let (transfers, systems) = (registers.get("data-events"), registers.get("external-systems"));
        let is_missing = (parts.names("contract") && transfers.is_none())
            || (parts.names("split") && systems.is_none())
            || (transfers.is_none() && systems.is_none());
        if is_missing {
            out.unknown("no-register");
            return Ok(());
        }
        let mut groups = Groups::default();
        let mut bound = Vec::new();
        if parts.asks("contract") {
            let fields = Named::read(cx, "protections");
            let items = Named::read(cx, "data-items");
            let access_counts = cx.boolean("access_is_transfer")?;
            for event in events(cx, &items) {
                let is_access = access_counts && is_access_from_abroad(&event, &items);
                let is_transfer = event.kind == Some("transfer") && event.counterparty != event.actor;
                if !is_transfer && !is_access {
                    continue;
                }
                let named = list(&event.row, "protections");
                let rows = named.iter().filter_map(|name| fields.get(name));
                let kinds: Vec<Option<&str>> = rows.map(|row| filled(row, "kind")).collect();
                let (tone, message) = match () {
                    () if event.counterparty.is_none() && !is_access => (Tone::Unknown, "no-counterparty"),
                    () if kinds.contains(&Some("contract")) => {
                        bound.push(event.row);
                        continue;
                    }
                    () if kinds.len() < named.len() || kinds.contains(&None) => (Tone::Unknown, "field-unclear"),
                    () if is_access => (Tone::Fail, "no-contract-for-access"),
                    () => (Tone::Fail, "no-contract"),
                };
                groups.add(tone, message, Vec::new(), event.label(), &event.row);
            }
        }
        if parts.asks("split") {
            for system in registers.rows("external-systems") {
                if list(&system, "subcontractors").is_empty() {
                    continue;
                }
                match filled(&system, "responsibility_ref") {
                    Some(_) => bound.push(system),
                    None => {
                        let args = vec![("others", list(&system, "subcontractors").join(", "))];
                        groups.add(Tone::Fail, "no-split", args, label(&system), &system);
                    }
                }
            }
        }
        if groups.is_empty() && bound.is_empty() {
            out.not_applicable("none-in-scope");
            return Ok(());
        }
        groups.tell(out);
        if let Some(finding) = out.pass_if_clean("bound") {
            finding
                .arg("count", bound.len())
                .arg("parts", parts.told(PARTS))
                .cite_all(&bound);
        }
        Ok(())
    }
}

/// Whether somebody else than its owner uses an item from a country in which it does not lie.
fn is_access_from_abroad(event: &Event<'_>, items: &Named<'_>) -> bool {
    let Some(country) = filled(&event.row, "country").map(code) else {
        return false;
    };
    let uses = matches!(event.kind, Some("process" | "store"));
    let mut used = event.inputs.iter().filter_map(|item| items.get(item));
    uses && used.any(|item| {
        let is_own = filled(item, "owner").map(squash) == event.actor;
        let lies = countries(item, "country");
        !is_own && !lies.is_empty() && !lies.contains(&country)
    })
}
