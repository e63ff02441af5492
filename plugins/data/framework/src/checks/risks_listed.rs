//! `risks.listed` (step 4): for each event somebody wrote down what may happen to confidentiality, integrity, availability and
//! compliance, if only that nothing may, and what is done about it.
//!
//! Source: data management framework, step 4 (risks are brought out, event by event).

use crate::world::label;
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;
use sekisho_sdk::words::{is_none, says};

const CELLS: &[(&str, &str)] = &[
    ("risk_confidentiality", "confidentiality"),
    ("risk_integrity", "integrity"),
    ("risk_availability", "availability"),
    ("risk_compliance", "compliance"),
];

/// The check.
#[derive(Debug)]
pub(crate) struct Listed;

impl Check for Listed {
    fn spec(&self) -> Spec {
        Spec::new("risks.listed").reads("registers").parameter(Parameter::texts(
            "require",
            &["confidentiality", "integrity", "availability", "compliance", "measure"],
        ))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let known: Vec<&str> = CELLS.iter().map(|(_, word)| *word).chain(["measure"]).collect();
        let wanted = cx.known_texts("require", &known)?;
        let asks = |word: &str| wanted.is_empty() || wanted.iter().any(|own| own == word);
        let Some(register) = cx.registers().get("data-events") else {
            out.unknown("no-register");
            return Ok(());
        };
        if register.is_empty() {
            out.not_applicable("none-listed").cite(&register);
            return Ok(());
        }
        let mut groups = Groups::default();
        for event in register.rows() {
            let empty: Vec<&str> = CELLS
                .iter()
                .filter(|(field, word)| asks(word) && !event.get(field).is_some_and(says))
                .map(|(_, word)| *word)
                .collect();
            if !empty.is_empty() {
                let args = vec![("cells", empty.join(", "))];
                groups.add(Tone::Fail, "cells-empty", args, label(&event), &event);
                continue;
            }
            let has_risk = CELLS
                .iter()
                .any(|(field, _)| event.get(field).is_some_and(|text| says(text) && !is_none(text)));
            if has_risk && asks("measure") && !event.get("measure").is_some_and(says) {
                groups.add(Tone::Fail, "no-measure", Vec::new(), label(&event), &event);
            }
        }
        groups.tell(out);
        if let Some(finding) = out.pass_if_clean("listed") {
            finding.arg("count", register.len()).cite(&register);
        }
        Ok(())
    }
}
