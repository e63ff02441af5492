//! IN-01 `inv.fields`: the inventory exists and says what must be known of each asset (domain.md, IN-01).
//!
//! Predicate: at least one row per class in scope; each required field is filled. `classes` is a filter: a class that
//! the company does not have fails nothing. Assets disposed of are not judged. A required field that is empty, or for
//! which there is no column, is not met.

use crate::fields::ASSETS;
use crate::inventory::{Inventory, Item, classes};
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Fields;

impl Check for Fields {
    fn spec(&self) -> Spec {
        Spec::new("inv.fields")
            .reads("assets")
            .parameter(Parameter::texts("classes", &[]))
            .parameter(Parameter::texts("fields", &["id", "name", "class", "owner"]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let classes = classes(cx)?;
        let fields = ASSETS.read(cx, "fields")?;
        let Some(inventory) = Inventory::open(cx, out) else {
            return Ok(());
        };
        let chosen = inventory.choose(classes, Item::is_kept);
        if !inventory.announce(&chosen, out) {
            return Ok(());
        }
        for item in &chosen.inside {
            ASSETS
                .gaps(*item, &fields)
                .tell(out, &crate::cells::Cells::label(*item), *item);
        }
        if let Some(finding) = out.pass_if_clean("complete") {
            finding
                .arg("count", chosen.inside.len())
                .arg("fields", fields.join(", "))
                .cite_all(&inventory.sheets);
        }
        Ok(())
    }
}
