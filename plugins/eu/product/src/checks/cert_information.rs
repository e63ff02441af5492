//! `cert.information`: nobody certified the product themselves, and the certificate says where flaws are reported and where its
//! supplementary information stands.
//!
//! Sources: EUCC (no self-assessment); Regulation (EU) 2019/881, Article 55 (supplementary information).

use crate::certificate::{REGISTER, of_schemes};
use crate::rows::{filled, label};
use sekisho_sdk::groups::{Groups, Tone};
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
        let Some(register) = cx.registers().get(REGISTER) else {
            out.unknown("no-register");
            return Ok(());
        };
        let mut groups = Groups::default();
        for row in of_schemes(&register, schemes) {
            let mut add = |tone, message, args| groups.add(tone, message, args, label(&row), &row);
            let mut is_whole = true;
            match filled(&row, "activity") {
                Some("self") => {
                    is_whole = false;
                    add(Tone::Fail, "self-assessed", Vec::new());
                }
                Some("third-party") => {}
                _ => {
                    is_whole = false;
                    add(Tone::Unknown, "activity-open", Vec::new());
                }
            }
            for field in ["contact", "information_url"] {
                if filled(&row, field).is_none() {
                    is_whole = false;
                    add(Tone::Fail, "missing", vec![("field", field.to_owned())]);
                }
            }
            if is_whole {
                add(Tone::Pass, "given", Vec::new());
            }
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
