//! CF-14 `net.segment`: networks are divided by what they protect (domain.md, CF-14, with IN-08 for conduits).
//!
//! Predicate: public servers and critical servers stand in segments of their own; operating technology and office zones
//! have no direct allow path; traffic between zones runs through listed conduits. A path that an approved conduit names
//! is no direct path, except from the internet or a guest zone.

use crate::cited::Numbered;
use crate::scope::Inventory;
use sekisho_sdk::parts::Parts;
use sekisho_sdk::prelude::*;

mod paths;
mod servers;

const PARTS: &[&str] = &["public-servers", "critical-servers", "ot-it", "conduits"];

/// The check.
#[derive(Debug)]
pub(crate) struct Segment;

impl Check for Segment {
    fn spec(&self) -> Spec {
        Spec::new("net.segment")
            .reads("assets")
            .reads("registers")
            .reads("settings")
            .parameter(Parameter::texts("require", &[]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, PARTS)?;
        let inventory = Inventory::load(cx);
        let mut judged: Vec<u32> = Vec::new();
        let mut missing = 0_usize;
        for part in ["public-servers", "critical-servers"]
            .into_iter()
            .filter(|part| parts.asks(part))
        {
            if inventory.is_empty() {
                missing += 1;
            } else {
                judged.extend(servers::judge(cx, &inventory, part == "public-servers", out));
            }
        }
        if missing > 0 {
            out.unknown("no-inventory");
        }
        if parts.asks("ot-it") || parts.asks("conduits") {
            judged.extend(paths::judge(cx, parts, out));
        }
        if !judged.is_empty() {
            if let Some(finding) = out.pass_if_clean("ok") {
                finding.arg("count", judged.len());
                for fact in judged {
                    finding.cite(&Numbered(fact));
                }
            }
        } else if out.is_empty() {
            match inventory.items.first() {
                Some(first) => _ = out.not_applicable("none-in-scope").cite(first),
                None => _ = out.unknown("no-inventory"),
            }
        }
        Ok(())
    }
}
