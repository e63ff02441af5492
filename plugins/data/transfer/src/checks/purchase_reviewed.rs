//! `purchase.reviewed`: a purchase that is flagged for a cybersecurity review has the reference of one.
//!
//! Source: the Chinese measures on cybersecurity review (in force since February 2022). Who flags a purchase is the buyer.

use crate::cells::filled;
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Reviewed;

impl Check for Reviewed {
    fn spec(&self) -> Spec {
        Spec::new("purchase.reviewed").reads("registers")
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some(register) = cx.registers().get("purchases") else {
            out.unknown("no-register");
            return Ok(());
        };
        let mut groups = Groups::default();
        for row in register.rows() {
            let label = filled(&row, "name").map_or_else(|| row.label(), |name| format!("{} {name}", row.label()));
            let day = row.date("reviewed_at");
            let (tone, message) = match row.flag("review_required") {
                Some(false) => continue,
                None => (Tone::Unknown, "flag-missing"),
                Some(true) if filled(&row, "review_ref").is_none() => (Tone::Fail, "no-review"),
                Some(true) if day.is_some_and(|day| day > cx.today()) => (Tone::Fail, "day-ahead"),
                Some(true) if filled(&row, "review_result") == Some("rejected") => (Tone::Fail, "rejected"),
                Some(true) if filled(&row, "review_result") == Some("open") => (Tone::Unknown, "review-open"),
                Some(true) => (Tone::Pass, "reviewed"),
            };
            groups.add(tone, message, Vec::new(), label, &row);
        }
        if groups.is_empty() {
            out.not_applicable("none-in-scope")
                .arg("count", register.len())
                .cite(&register);
        }
        groups.tell(out);
        Ok(())
    }
}
