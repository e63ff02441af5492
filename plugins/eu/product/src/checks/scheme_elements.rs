//! `scheme.elements`: a certification scheme says something on every element of Article 54(1), a to v. What it says is for people to read.
//!
//! Source: Regulation (EU) 2019/881, Article 54(1).

use crate::rows::filled;
use sekisho_sdk::prelude::*;
use sekisho_sdk::words::squash;
use std::collections::BTreeSet;

/// The check.
#[derive(Debug)]
pub(crate) struct Elements;

const ALL: [&str; 22] = [
    "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v",
];

impl Check for Elements {
    fn spec(&self) -> Spec {
        Spec::new("scheme.elements")
            .reads("registers")
            .parameter(Parameter::text("document", 200, "").required())
            .parameter(Parameter::texts("elements", &ALL))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let (document, elements) = (squash(cx.text("document")?), cx.texts("elements")?);
        let Some(register) = cx.registers().get("document-sections") else {
            out.unknown("no-register");
            return Ok(());
        };
        if register.is_empty() {
            out.not_applicable("none-listed").cite(&register);
            return Ok(());
        }
        let is_of = |row: &Entry<'_>| filled(row, "document").is_some_and(|own| squash(own) == document);
        let sections: Vec<Entry<'_>> = register.rows().filter(is_of).collect();
        if sections.is_empty() {
            out.unknown("no-document")
                .arg("document", cx.text("document")?)
                .cite(&register);
            return Ok(());
        }
        let said: BTreeSet<String> = sections
            .iter()
            .flat_map(|row| row.list("topic"))
            .flat_map(|topic| {
                topic
                    .split([',', ';', '、', ' ', '\n'])
                    .map(element)
                    .collect::<Vec<_>>()
            })
            .collect();
        let missing: Vec<&str> = elements
            .iter()
            .map(String::as_str)
            .filter(|own| !said.contains(&element(own)))
            .collect();
        if missing.is_empty() {
            out.pass("addressed").arg("count", elements.len()).cite_all(&sections);
        } else {
            out.fail("missing")
                .arg("count", missing.len())
                .arg("elements", missing.join(", "))
                .cite_all(&sections);
        }
        Ok(())
    }
}

/// `(r)`, `54(1)(r)` and `R` are `r`.
fn element(text: &str) -> String {
    let text = text.trim().trim_end_matches(')');
    let text = text.rsplit('(').next().unwrap_or(text);
    squash(text)
}
