//! IN-03 `inv.owner`: each asset has an owner and an administrator whom the company knows (domain.md, IN-03).
//!
//! Predicate: both fields are filled and name somebody of the role register (a person, a number, a role or a
//! department). Somebody who has left answers for nothing. Without a role register the names cannot be checked.

use crate::cells::Cells;
use crate::inventory::{Inventory, Item, classes};
use crate::roles::Roles;
use crate::words::squash;
use sekisho_sdk::prelude::*;
use std::collections::BTreeMap;

/// The check.
#[derive(Debug)]
pub(crate) struct Owner;

impl Check for Owner {
    fn spec(&self) -> Spec {
        Spec::new("inv.owner")
            .reads("assets")
            .reads("registers")
            .parameter(Parameter::texts("classes", &[]))
            .parameter(Parameter::texts("fields", &["owner", "administrator"]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let classes = classes(cx)?;
        let fields = cx.known_texts("fields", &["owner", "administrator", "user", "department"])?;
        let Some(inventory) = Inventory::open(cx, out) else {
            return Ok(());
        };
        let chosen = inventory.choose(classes, Item::is_kept);
        if !inventory.announce(&chosen, out) {
            return Ok(());
        }
        // One finding per person, not per asset: a name that is not known stands on many rows.
        let mut named: BTreeMap<String, (&str, Vec<&Item<'_>>)> = BTreeMap::new();
        for item in &chosen.inside {
            let mut missing = Vec::new();
            for field in fields {
                match item.some_text(field) {
                    Some(person) => named
                        .entry(squash(person))
                        .or_insert_with(|| (person, Vec::new()))
                        .1
                        .push(item),
                    None => missing.push(field.as_str()),
                }
            }
            if !missing.is_empty() {
                out.fail("fields-missing")
                    .arg("entry", item.label())
                    .arg("fields", missing.join(", "))
                    .cite(*item);
            }
        }
        let Some(register) = cx.registers().get("roles") else {
            if !named.is_empty() {
                out.unknown("no-roles")
                    .arg("people", named.len())
                    .cite_all(&inventory.sheets);
            }
            return Ok(());
        };
        let roles = Roles::load(cx);
        for (person, items) in named.values() {
            if let Some(day) = roles.left(person) {
                let finding = out
                    .fail("left")
                    .arg("person", *person)
                    .arg("date", day)
                    .arg("count", items.len());
                finding.cite_all(items.iter().copied());
            } else if !roles.has(person) {
                let finding = out
                    .fail("not-in-roles")
                    .arg("person", *person)
                    .arg("count", items.len());
                finding.cite_all(items.iter().copied()).cite(&register);
            }
        }
        if let Some(finding) = out.pass_if_clean("named") {
            finding
                .arg("count", chosen.inside.len())
                .arg("people", named.len())
                .cite_all(&inventory.sheets)
                .cite(&register);
        }
        Ok(())
    }
}
