//! IN-04 `inv.class`: each asset is rated, and the rating of those that matter was approved (domain.md, IN-04).
//!
//! Predicate: each asset has a criticality of the scale; critical assets have a day of approval that has come. Which
//! ratings count as critical is the parameter `critical`: the upper two of the usual four.

use crate::age::{Age, age, unclear};
use crate::cells::Cells;
use crate::inventory::{Inventory, Item, classes};
use sekisho_sdk::parts::{Parts, holds};
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Class;

impl Check for Class {
    fn spec(&self) -> Spec {
        Spec::new("inv.class")
            .reads("assets")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::texts("classes", &[]))
            .parameter(Parameter::texts("scale", &["critical", "high", "medium", "low"]))
            .parameter(Parameter::texts("critical", &["critical", "high"]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, &["rated", "approved"])?;
        let (classes, scale, critical) = (classes(cx)?, cx.texts("scale")?, cx.texts("critical")?);
        if scale.is_empty() || critical.iter().any(|level| !holds(scale, level)) {
            return Err(CheckError::BadParameter(
                "parameter `critical` must name ratings of the parameter `scale`".to_owned(),
            ));
        }
        let Some(inventory) = Inventory::open(cx, out) else {
            return Ok(());
        };
        let chosen = inventory.choose(classes, Item::is_kept);
        if !inventory.announce(&chosen, out) {
            return Ok(());
        }
        let mut weighty = 0_usize;
        for item in &chosen.inside {
            let label = item.label();
            let rating = item.text("criticality");
            match rating {
                _ if !parts.asks("rated") => {}
                None => {
                    out.fail("not-rated").arg("entry", &label).cite(*item);
                }
                Some(rating) if !holds(scale, rating) => {
                    let finding = out.fail("not-in-scale").arg("entry", &label).arg("rating", rating);
                    finding.arg("scale", scale.join(", ")).cite(*item);
                }
                Some(_) => {}
            }
            if !rating.is_some_and(|rating| holds(critical, rating)) || !parts.asks("approved") {
                continue;
            }
            weighty += 1;
            match age(item.stated("criticality_approved_at"), cx.today(), i64::MAX) {
                Age::Nothing => {
                    out.fail("not-approved")
                        .arg("entry", label)
                        .arg("rating", rating.unwrap_or_default())
                        .cite(*item);
                }
                odd => {
                    unclear(out, &label, "criticality_approved_at", odd).map(|finding| finding.cite(*item));
                }
            }
        }
        if let Some(finding) = out.pass_if_clean("rated") {
            finding
                .arg("count", chosen.inside.len())
                .arg("critical", weighty)
                .cite_all(&inventory.sheets);
        }
        Ok(())
    }
}
