//! `declaration.complete`: a declaration of conformity has the fields that product law asks for.
//!
//! Source: the New Legislative Framework of the EU. Which fields those are is general knowledge of its model declaration.

use crate::rows::{filled, label, list};
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Complete;

impl Check for Complete {
    fn spec(&self) -> Spec {
        Spec::new("declaration.complete")
            .reads("registers")
            .parameter(Parameter::texts(
                "fields",
                &[
                    "id",
                    "product",
                    "maker",
                    "address",
                    "sole_responsibility",
                    "legal_acts",
                    "standards",
                    "place",
                    "declared_at",
                    "signatory",
                ],
            ))
            .parameter(Parameter::texts("acts", &[]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let (fields, acts) = (cx.texts("fields")?, cx.texts("acts")?);
        let Some(register) = cx.registers().get("product-declarations") else {
            out.unknown("no-register");
            return Ok(());
        };
        if register.is_empty() {
            out.not_applicable("none-listed").cite(&register);
            return Ok(());
        }
        let mut groups = Groups::default();
        for row in register.rows() {
            let mut add = |tone, message, args| groups.add(tone, message, args, label(&row), &row);
            let mut is_whole = true;
            for field in fields {
                let is_there = match field.as_str() {
                    "sole_responsibility" => row.flag(field) == Some(true),
                    "declared_at" => row.date(field).is_some(),
                    // That no standard was applied is an answer.
                    "standards" => row.has(field),
                    field => filled(&row, field).is_some(),
                };
                if !is_there {
                    is_whole = false;
                    add(Tone::Fail, "missing", vec![("field", field.clone())]);
                }
            }
            let named = list(&row, "legal_acts");
            for act in acts {
                if !named.is_empty() && !named.iter().any(|own| own.contains(act.as_str())) {
                    is_whole = false;
                    add(Tone::Fail, "act-missing", vec![("act", act.clone())]);
                }
            }
            if row.date("declared_at").is_some_and(|day| day > cx.today()) {
                is_whole = false;
                add(Tone::Fail, "not-yet", Vec::new());
            }
            if is_whole {
                add(Tone::Pass, "complete", Vec::new());
            }
        }
        groups.tell(out);
        Ok(())
    }
}
