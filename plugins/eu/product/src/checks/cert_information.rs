//! `cert.information`: nobody certified the product themselves, and the certificate says where flaws are reported and where its
//! supplementary information stands.
//!
//! Sources: EUCC (no self-assessment); Regulation (EU) 2019/881, Article 55 (supplementary information).

use crate::certificate::judge_each;
use crate::rows::filled;
use sekisho_sdk::groups::Tone;
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Information;

impl Check for Information {
    fn spec(&self) -> Spec {
        Spec::new("cert.information")
            .reads("registers")
            .parameter(Parameter::texts("schemes", &["eucc"]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let schemes = cx.texts("schemes")?;
        judge_each(cx, schemes, out, |row, say| {
            let mut is_whole = true;
            match filled(row, "activity") {
                Some("self") => {
                    is_whole = false;
                    say(Tone::Fail, "self-assessed", Vec::new());
                }
                Some("third-party") => {}
                _ => {
                    is_whole = false;
                    say(Tone::Unknown, "activity-open", Vec::new());
                }
            }
            for field in ["contact", "information_url"] {
                if filled(row, field).is_none() {
                    is_whole = false;
                    say(Tone::Fail, "missing", vec![("field", field.to_owned())]);
                }
            }
            if is_whole {
                say(Tone::Pass, "given", Vec::new());
            }
        });
        Ok(())
    }
}
