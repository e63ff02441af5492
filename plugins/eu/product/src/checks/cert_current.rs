//! `cert.current`: certificates are no older than their scheme allows and have not run out.
//!
//! Source: EUCC, a certificate holds for five years at most.

use crate::certificate::{judge_each, over};
use sekisho_sdk::groups::Tone;
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Current;

impl Check for Current {
    fn spec(&self) -> Spec {
        Spec::new("cert.current")
            .reads("registers")
            .parameter(Parameter::texts("schemes", &["eucc"]))
            .parameter(Parameter::integer("years", 1, 50, 5))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let (schemes, years) = (cx.texts("schemes")?, cx.integer("years")?);
        judge_each(cx, schemes, out, |row, say| {
            let (tone, message) = match over(row, cx.today(), years) {
                Ok(()) => (Tone::Pass, "current"),
                Err(why @ ("no-day" | "no-end")) => (Tone::Unknown, why),
                Err(why) => (Tone::Fail, why),
            };
            let args = match message {
                "too-old" | "too-long" => vec![("years", years.to_string())],
                _ => Vec::new(),
            };
            say(tone, message, args);
        });
        Ok(())
    }
}
