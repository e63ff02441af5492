//! `fields.assigned` (step 2): data about persons stands in a field (law, contract, rule) that protects it, and every field that is
//! named is in the list of fields.
//!
//! Source: data management framework, step 2 (the fields are put in order).

use crate::world::{Named, filled, label, list};
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Assigned;

impl Check for Assigned {
    fn spec(&self) -> Spec {
        Spec::new("fields.assigned")
            .reads("registers")
            .parameter(Parameter::texts(
                "categories",
                &["personal", "sensitive", "person-related", "pseudonymous", "anonymous"],
            ))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let categories = cx.texts("categories")?;
        let Some(register) = cx.registers().get("data-items") else {
            out.unknown("no-register");
            return Ok(());
        };
        let fields = Named::read(cx, "protections");
        let mut groups = Groups::default();
        let mut names = Vec::new();
        for item in register.rows() {
            let Some(category) = filled(&item, "category") else {
                groups.add(Tone::Unknown, "no-category", Vec::new(), label(&item), &item);
                continue;
            };
            if !categories.iter().any(|own| own == category) {
                continue;
            }
            let named = list(&item, "protections");
            if named.is_empty() {
                groups.add(Tone::Fail, "without-field", Vec::new(), label(&item), &item);
                continue;
            }
            let mut is_known = true;
            for field in named {
                if fields.get(field).is_none() {
                    is_known = false;
                    let tone = if fields.is_empty() { Tone::Unknown } else { Tone::Fail };
                    let message = if fields.is_empty() { "no-list" } else { "no-such-field" };
                    groups.add(tone, message, vec![("field", field.to_owned())], label(&item), &item);
                }
            }
            if is_known {
                names.push(label(&item));
            }
        }
        if groups.is_empty() && names.is_empty() {
            out.not_applicable("none-in-scope")
                .arg("count", register.len())
                .cite(&register);
            return Ok(());
        }
        groups.tell(out);
        if let Some(finding) = out.pass_if_clean("assigned") {
            finding.arg("count", names.len()).cite(&register);
        }
        Ok(())
    }
}
