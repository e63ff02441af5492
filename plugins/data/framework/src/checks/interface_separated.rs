//! `interface.separated`: an interface says its API and its protocol, each in a field of its own.
//!
//! Source: comment of members of the third-layer task force: an API is not a protocol.

use crate::world::{filled, label};
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;
use sekisho_sdk::words::squash;

/// The check.
#[derive(Debug)]
pub(crate) struct Separated;

impl Check for Separated {
    fn spec(&self) -> Spec {
        Spec::new("interface.separated").reads("registers")
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some(register) = cx.registers().get("interfaces") else {
            out.unknown("no-register");
            return Ok(());
        };
        let mut groups = Groups::default();
        for row in register.rows() {
            let (tone, message) = match (filled(&row, "api"), filled(&row, "protocol")) {
                (Some(_), None) => (Tone::Fail, "no-protocol"),
                (Some(api), Some(protocol)) if squash(api) == squash(protocol) => (Tone::Fail, "same-text"),
                (None, None) => (Tone::Unknown, "open"),
                (None, Some(_)) => (Tone::Pass, "protocol-only"),
                (Some(_), Some(_)) => (Tone::Pass, "separated"),
            };
            groups.add(tone, message, Vec::new(), label(&row), &row);
        }
        if groups.is_empty() {
            out.not_applicable("none-listed").cite(&register);
        }
        groups.tell(out);
        Ok(())
    }
}
