//! `cert.legacy`: certificates of the scheme before (SOG-IS) count until their end, and none is issued after the transition.
//!
//! Source: EUCC replaced SOG-IS. The day of the transition is the policy's to say.

use crate::certificate::judge_each;
use sekisho_sdk::groups::Tone;
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Legacy;

impl Check for Legacy {
    fn spec(&self) -> Spec {
        Spec::new("cert.legacy")
            .reads("registers")
            .parameter(Parameter::texts("schemes", &["sog-is"]))
            .parameter(Parameter::text("transition", 10, "").required())
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let schemes = cx.texts("schemes")?;
        let text = cx.text("transition")?;
        let Some(transition) = Date::parse(text) else {
            return Err(CheckError::BadParameter(format!("`transition` is no day: `{text}`")));
        };
        judge_each(cx, schemes, out, |row, say| {
            let (tone, message) = match (row.date("issued_at"), row.date("valid_until")) {
                (Some(issued), _) if issued >= transition => (Tone::Fail, "issued-after"),
                (_, Some(until)) if until < cx.today() => (Tone::Fail, "ended"),
                (None, _) | (_, None) => (Tone::Unknown, "days-open"),
                (Some(_), Some(_)) => (Tone::Pass, "legacy"),
            };
            let args = match message {
                "issued-after" => vec![("transition", text.to_owned())],
                _ => Vec::new(),
            };
            say(tone, message, args);
        });
        Ok(())
    }
}
