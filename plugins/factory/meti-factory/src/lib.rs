//! The plugin `factory/meti-factory`: the three steps of METI's factory guideline, read from the registers in which a
//! plant keeps its model (README.md has the table).
//!
//! Reading order: `words` (what a cell says), `parts` (the list parameters), `zones` (the zones of the model), `loss`
//! (the five values of a plant and how hard each is hit), `threats`, `measures` (and when one counts), `roles` (who may
//! own a measure), then one file per check.

mod checks;
mod loss;
mod measures;
mod roles;
mod threats;
mod words;
mod zones;

use checks::{measure_owner, model_complete, threat_covered, zone_impact};

sekisho_sdk::plugin! {
    id: "factory/meti-factory",
    messages: { ja: include_str!("../messages.ja.ftl"), en: include_str!("../messages.en.ftl") },
    checks: [
        model_complete::Model,
        zone_impact::Impact,
        threat_covered::Covered,
        measure_owner::Owned,
    ],
}
