//! `trust.recorded`: each data item of the given categories has a trust record (signer, time stamp, hash), and nothing about it is broken:
//! the hash that was signed is the current one, and the verification did not fail.
//!
//! Source: digital trust in the concept of the third-layer task force. The verification itself is done by whoever keeps the record.

use crate::world::{Named, filled, label};
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;
use sekisho_sdk::words::squash;
use std::collections::BTreeSet;

/// The check.
#[derive(Debug)]
pub(crate) struct Recorded;

/// Hash algorithms whose collisions can be made.
const BROKEN: [&str; 4] = ["md5", "sha1", "md4", "md2"];

impl Check for Recorded {
    fn spec(&self) -> Spec {
        Spec::new("trust.recorded")
            .reads("registers")
            .parameter(Parameter::texts("categories", &[]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let categories: BTreeSet<String> = cx.texts("categories")?.iter().map(|word| squash(word)).collect();
        let Some(register) = cx.registers().get("data-trust") else {
            out.unknown("no-register");
            return Ok(());
        };
        let items = Named::read(cx, "data-items");
        let mut groups = Groups::default();
        let mut signed: BTreeSet<String> = BTreeSet::new();
        for row in register.rows() {
            let mut add = |tone, message, args| groups.add(tone, message, args, label(&row), &row);
            let Some(item) = filled(&row, "item") else {
                add(Tone::Unknown, "no-item", Vec::new());
                continue;
            };
            signed.insert(items.same(item));
            let args = || vec![("item", item.to_owned())];
            let open: Vec<&str> = ["signer", "stamped_at", "signed_hash", "current_hash", "verification"]
                .into_iter()
                .filter(|field| filled(&row, field).is_none())
                .collect();
            let hash = |field: &str| filled(&row, field).map(bare);
            let algorithm = filled(&row, "algorithm").map(|text| squash(text).replace('-', ""));
            let differs = hash("signed_hash")
                .zip(hash("current_hash"))
                .is_some_and(|(signed, now)| signed != now);
            let ahead = filled(&row, "stamped_at")
                .and_then(Date::parse)
                .is_some_and(|day| day > cx.today());
            if filled(&row, "verification") == Some("invalid") {
                add(Tone::Fail, "invalid", args());
            } else if differs {
                add(Tone::Fail, "hash-differs", args());
            } else if ahead {
                add(Tone::Fail, "stamp-ahead", args());
            } else if algorithm.is_some_and(|own| BROKEN.contains(&own.as_str())) {
                add(Tone::Fail, "weak", args());
            } else if !open.is_empty() {
                add(Tone::Unknown, "open", vec![("fields", open.join(", "))]);
            } else if filled(&row, "verification") == Some("not-verified") {
                add(Tone::Unknown, "not-verified", Vec::new());
            } else {
                add(Tone::Pass, "trusted", Vec::new());
            }
        }
        for row in cx.registers().rows("data-items") {
            let own = filled(&row, "category").map(squash);
            let is_asked = categories.is_empty() || own.is_some_and(|own| categories.contains(&own));
            let is_signed = row.key().is_some_and(|key| signed.contains(&squash(key)));
            if is_asked && !is_signed {
                groups.add(Tone::Fail, "unsigned", Vec::new(), label(&row), &row);
            }
        }
        if groups.is_empty() {
            out.not_applicable("none-listed").cite(&register);
        }
        groups.tell(out);
        Ok(())
    }
}

/// A hash as it is compared: `sha256:AB CD` is `abcd`.
fn bare(text: &str) -> String {
    let digits = text.rsplit(':').next().unwrap_or(text);
    digits
        .chars()
        .filter(char::is_ascii_hexdigit)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}
