//! IN-11 `info.register`: information assets are registered with what must be known of them (domain.md, IN-11).
//!
//! Predicate: information, manager, department, storage place, retention limit, disclosure, contact and classification
//! are filled. `classifications` is a filter for controls that ask for a list of sensitive information only.

use crate::cells::Cells;
use crate::fields::INFORMATION;
use crate::registers::{Empty, open};
use crate::words::some;
use sekisho_sdk::parts::holds;
use sekisho_sdk::prelude::*;

const CLASSIFICATIONS: &[&str] = &["secret", "confidential", "internal", "personal", "public"];

/// The check.
#[derive(Debug)]
pub(crate) struct Information;

impl Check for Information {
    fn spec(&self) -> Spec {
        let fields = [
            "name",
            "manager",
            "department",
            "storage",
            "retention_until",
            "disclosed_to",
            "contact",
            "classification",
        ];
        Spec::new("info.register")
            .reads("registers")
            .parameter(Parameter::texts("fields", &fields))
            .parameter(Parameter::texts("classifications", &[]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let fields = INFORMATION.read(cx, "fields")?;
        let asked = cx.known_texts("classifications", CLASSIFICATIONS)?;
        let Some(register) = open(cx, out, "information-assets", Empty::Fails) else {
            return Ok(());
        };
        let (mut judged, mut open_rows) = (Vec::new(), Vec::new());
        for row in register.rows() {
            match row.text("classification").filter(|word| CLASSIFICATIONS.contains(word)) {
                _ if asked.is_empty() => judged.push(row),
                Some(word) if holds(asked, word) => judged.push(row),
                Some(_) => {}
                None => open_rows.push(row),
            }
        }
        if !open_rows.is_empty() {
            let labels: Vec<String> = open_rows.iter().map(Entry::label).collect();
            out.unknown("classification-unclear")
                .arg("count", open_rows.len())
                .arg("entries", some(&labels))
                .cite_all(&open_rows);
        } else if judged.is_empty() {
            out.not_applicable("none-in-scope")
                .arg("count", register.len())
                .cite(&register);
            return Ok(());
        }
        for row in &judged {
            INFORMATION.gaps(row, &fields).tell(out, &Entry::label(row), row);
        }
        if let Some(finding) = out.pass_if_clean("complete") {
            finding
                .arg("count", judged.len())
                .arg("fields", fields.join(", "))
                .cite(&register);
        }
        Ok(())
    }
}
