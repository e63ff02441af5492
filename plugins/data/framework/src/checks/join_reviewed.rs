//! `join.reviewed`: where sets of data that name nobody are put together, persons may be told again. Such an event needs somebody
//! who looked into that, and what is done about it.
//!
//! Source: data management framework, example of an online service (step 4, risks of processing).

use crate::world::{Named, events, filled};
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;

/// Categories of data that names nobody by itself.
const NAMELESS: &[&str] = &["anonymous", "pseudonymous", "person-related"];

/// The check.
#[derive(Debug)]
pub(crate) struct Reviewed;

impl Check for Reviewed {
    fn spec(&self) -> Spec {
        Spec::new("join.reviewed").reads("registers")
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some(register) = cx.registers().get("data-events") else {
            out.unknown("no-register");
            return Ok(());
        };
        let items = Named::read(cx, "data-items");
        let mut groups = Groups::default();
        let mut reviewed = Vec::new();
        for event in events(cx, &items) {
            if event.kind != Some("process") || event.inputs.len() < 2 {
                continue;
            }
            let category = |item: &String| items.get(item).and_then(|row| filled(row, "category"));
            let categories: Vec<Option<&str>> = event.inputs.iter().map(category).collect();
            let is_nameless = |category: &&Option<&str>| category.is_some_and(|word| NAMELESS.contains(&word));
            let nameless = categories.iter().filter(is_nameless).count();
            let unclear = categories.iter().filter(|category| category.is_none()).count();
            let (tone, message) = match () {
                () if nameless < 2 && nameless + unclear >= 2 => (Tone::Unknown, "category-unclear"),
                () if nameless < 2 => continue,
                () if filled(&event.row, "risk_confidentiality").is_none() => (Tone::Fail, "check-needed"),
                () if filled(&event.row, "measure").is_none() => (Tone::Fail, "no-measure"),
                () => {
                    reviewed.push(event.row);
                    continue;
                }
            };
            groups.add(tone, message, Vec::new(), event.label(), &event.row);
        }
        if groups.is_empty() && reviewed.is_empty() {
            out.not_applicable("none-in-scope")
                .arg("count", register.len())
                .cite(&register);
            return Ok(());
        }
        groups.tell(out);
        if let Some(finding) = out.pass_if_clean("reviewed") {
            finding.arg("count", reviewed.len()).cite_all(&reviewed);
        }
        Ok(())
    }
}
