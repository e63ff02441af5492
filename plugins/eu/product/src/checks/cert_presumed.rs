//! `cert.presumed`: conformity is presumed where each product has a certificate that holds; without one, evidence is needed.
//!
//! Source: draft of the Machinery Regulation of 2021, Article 17(5): presumption by a certificate of a scheme under the Cybersecurity Act.

use crate::certificate::{REGISTER, of_schemes, over};
use crate::rows::{filled, label};
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;
use sekisho_sdk::words::squash;
use std::collections::BTreeSet;

/// The check.
#[derive(Debug)]
pub(crate) struct Presumed;

impl Check for Presumed {
    fn spec(&self) -> Spec {
        Spec::new("cert.presumed")
            .reads("registers")
            .parameter(Parameter::texts("schemes", &["eucc"]))
            .parameter(Parameter::integer("years", 1, 50, 5))
            .parameter(Parameter::text("clause", 100, ""))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let (schemes, years, clause) = (cx.texts("schemes")?, cx.integer("years")?, cx.text("clause")?);
        let Some(register) = cx.registers().get(REGISTER) else {
            out.unknown("no-register");
            return Ok(());
        };
        let mut groups = Groups::default();
        let mut certified = BTreeSet::new();
        for row in of_schemes(&register, schemes) {
            if filled(&row, "activity") == Some("self") {
                groups.add(Tone::Fail, "self-assessed", Vec::new(), label(&row), &row);
                continue;
            }
            let holds = over(&row, cx.today(), years).is_ok();
            if let Some(product) = filled(&row, "product").filter(|_| holds) {
                certified.insert(squash(product));
                let args = vec![("clause", clause.to_owned())];
                groups.add(Tone::Pass, "presumed", args, label(&row), &row);
            }
        }
        // A product of the declarations, or of a certificate that does not hold, that nothing stands for.
        let declared = cx.registers().rows("product-declarations");
        for row in declared.chain(of_schemes(&register, schemes)) {
            let product = filled(&row, "product").map(squash);
            let is_self = filled(&row, "activity") == Some("self");
            if !is_self && product.is_none_or(|product| !certified.contains(&product)) {
                groups.add(Tone::Unknown, "needs-evidence", Vec::new(), label(&row), &row);
            }
        }
        if groups.is_empty() && register.is_empty() {
            out.not_applicable("none-listed").cite(&register);
        } else if groups.is_empty() {
            out.unknown("no-certificate")
                .arg("count", register.len())
                .cite(&register);
        }
        groups.tell(out);
        Ok(())
    }
}
