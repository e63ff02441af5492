//! `cert.current`: certificates are no older than their scheme allows and have not run out.
//!
//! Source: EUCC, a certificate holds for five years at most.

use crate::certificate::{REGISTER, of_schemes, over};
use crate::rows::label;
use sekisho_sdk::groups::{Groups, Tone};
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
        let Some(register) = cx.registers().get(REGISTER) else {
            out.unknown("no-register");
            return Ok(());
        };
        let mut groups = Groups::default();
        for row in of_schemes(&register, schemes) {
            let (tone, message) = match over(&row, cx.today(), years) {
                Ok(()) => (Tone::Pass, "current"),
                Err(why @ ("no-day" | "no-end")) => (Tone::Unknown, why),
                Err(why) => (Tone::Fail, why),
            };
            let args = match message {
                "too-old" | "too-long" => vec![("years", years.to_string())],
                _ => Vec::new(),
            };
            groups.add(tone, message, args, label(&row), &row);
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
