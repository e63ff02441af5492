//! `flow.disposed` (step 1): an item whose time is over has an event that disposes of it.

use crate::world::{Named, events, filled, label};
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;
use std::collections::BTreeSet;

/// The check.
#[derive(Debug)]
pub(crate) struct Disposed;

impl Check for Disposed {
    fn spec(&self) -> Spec {
        Spec::new("flow.disposed").reads("registers")
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some(register) = cx.registers().get("data-items") else {
            out.unknown("no-register");
            return Ok(());
        };
        let today = cx.today();
        let named = Named::read(cx, "data-items");
        // An event without a day is one that happened.
        let done = events(cx, &named).into_iter().filter(|event| {
            let is_over = event.row.date("at").is_none_or(|day| day <= today);
            event.kind == Some("dispose") && is_over
        });
        let gone: BTreeSet<String> = done
            .flat_map(|event| event.inputs.into_iter().chain(event.outputs))
            .collect();
        let mut groups = Groups::default();
        let mut kept = 0usize;
        for item in register.rows() {
            let is_gone = item.key().is_some_and(|key| gone.contains(&named.same(key)));
            match (item.date("retention_until"), filled(&item, "event")) {
                _ if is_gone => kept += 1,
                (_, Some("dispose")) => kept += 1,
                (Some(day), _) if day < today => {
                    let until = filled(&item, "retention_until").unwrap_or_default();
                    let args = vec![("until", until.to_owned())];
                    groups.add(Tone::Fail, "overdue", args, label(&item), &item);
                }
                (Some(_), _) => kept += 1,
                (None, _) => groups.add(Tone::Unknown, "no-limit", Vec::new(), label(&item), &item),
            }
        }
        if register.is_empty() {
            out.not_applicable("none-listed").cite(&register);
            return Ok(());
        }
        groups.tell(out);
        if let Some(finding) = out.pass_if_clean("in-time") {
            finding.arg("count", kept).cite(&register);
        }
        Ok(())
    }
}
