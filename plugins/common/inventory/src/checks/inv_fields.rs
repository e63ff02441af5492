//! IN-01 `inv.fields`: the inventory exists and says what must be known of each asset (domain.md, IN-01).
//!
//! Predicate: at least one row per class in scope; each required field is filled. `classes` is a filter: a class that
//! the company does not have fails nothing. Assets disposed of are not judged. A required field that is empty, or for
//! which there is no column, is not met. `criticality` limits the check to assets so rated; one that is not rated may be
//! one of them. `subsystems` limits it to assets of these subsystems in the same way.

use crate::cells::Cells;
use crate::fields::ASSETS;
use crate::inventory::{Inventory, Item, classes, unclear};
use crate::words::squash;
use sekisho_sdk::parts::holds;
use sekisho_sdk::prelude::*;

/// Words of the register's field.
const RATINGS: &[&str] = &["critical", "high", "medium", "low"];

/// The check.
#[derive(Debug)]
pub(crate) struct Fields;

impl Check for Fields {
    fn spec(&self) -> Spec {
        Spec::new("inv.fields")
            .reads("assets")
            .parameter(Parameter::texts("classes", &[]))
            .parameter(Parameter::texts("criticality", &[]))
            .parameter(Parameter::texts("fields", &["id", "name", "class", "owner"]))
            .parameter(Parameter::texts("subsystems", &[]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let classes = classes(cx)?;
        let ratings = cx.known_texts("criticality", RATINGS)?;
        let fields = ASSETS.read(cx, "fields")?;
        let subsystems: Vec<String> = cx.texts("subsystems")?.iter().map(|word| squash(word)).collect();
        let Some(inventory) = Inventory::open(cx, out) else {
            return Ok(());
        };
        let mut unrated = Vec::new();
        let mut chosen = inventory.choose(classes, Item::is_kept);
        if !ratings.is_empty() {
            chosen.retain(
                |item| match item.some_text("criticality").filter(|word| RATINGS.contains(word)) {
                    Some(word) => holds(ratings, word),
                    None => {
                        unrated.push(item);
                        false
                    }
                },
            );
        }
        unclear(out, "rating-unclear", &unrated);
        let mut unplaced = Vec::new();
        if !subsystems.is_empty() {
            chosen.retain(|item| match item.some_text("subsystem") {
                Some(word) => subsystems.contains(&squash(word)),
                None => {
                    unplaced.push(item);
                    false
                }
            });
        }
        unclear(out, "subsystem-unclear", &unplaced);
        let is_left_open = !unrated.is_empty() || !unplaced.is_empty();
        if chosen.inside.is_empty() && chosen.unclear.is_empty() && is_left_open {
            return Ok(());
        }
        if !inventory.announce(&chosen, out) {
            return Ok(());
        }
        for item in &chosen.inside {
            ASSETS.gaps(*item, &fields).tell(out, &item.label(), *item);
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
