//! `safety.standards`: which safety standards a product refers to, kept and shown. Nothing is said about whether it meets them.
//!
//! Source: ISO 13482 (personal care robots) as the example of early standardisation.

use crate::rows::{label, list};
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Kept;

impl Check for Kept {
    fn spec(&self) -> Spec {
        Spec::new("safety.standards").reads("registers")
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some(register) = cx.registers().get("product-declarations") else {
            out.unknown("no-register");
            return Ok(());
        };
        let mut groups = Groups::default();
        for row in register.rows() {
            let standards = list(&row, "safety_standards");
            if standards.is_empty() {
                let tone = if row.has("safety_standards") {
                    Tone::NotApplicable
                } else {
                    Tone::Unknown
                };
                let message = if row.has("safety_standards") {
                    "said-none"
                } else {
                    "open"
                };
                groups.add(tone, message, Vec::new(), label(&row), &row);
                continue;
            }
            let is_number = |text: &&str| text.chars().any(|c| c.is_ascii_digit());
            let odd: Vec<&str> = standards.iter().filter(|text| !is_number(text)).copied().collect();
            if odd.is_empty() {
                let args = vec![("standards", standards.join(", "))];
                groups.add(Tone::Pass, "refers", args, label(&row), &row);
            } else {
                let args = vec![("text", odd.join(", "))];
                groups.add(Tone::Fail, "no-number", args, label(&row), &row);
            }
        }
        if groups.is_empty() {
            out.not_applicable("none-listed").cite(&register);
        }
        groups.tell(out);
        Ok(())
    }
}
