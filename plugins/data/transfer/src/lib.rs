//! The plugin `data/transfer`: whether data may cross a border and where it has to stay, by rules that are data
//! (`../rules.toml`; README.md has the table of checks).
//!
//! Reading order: `table` (the file's syntax), `rules` (what a rule is and which version holds on a day), `needs` (conditions and
//! means), `words` and `cells` (what registers say), `world` (items, parties, copies, flows), `volume` (how many persons), `inventory`,
//! `scope` (which rule binds whom), `verdict` (one flow under one rule), then one file per check.

mod cells;
mod checks;
mod inventory;
mod needs;
mod rules;
mod scope;
mod table;
mod verdict;
mod volume;
mod words;
mod world;

use checks::{
    data_class, data_localised, law_current, law_table, party_ciio, product_certified, purchase_reviewed, system_mlps,
    transfer_allowed,
};

sekisho_sdk::plugin! {
    id: "data/transfer",
    messages: { ja: include_str!("../messages.ja.ftl"), en: include_str!("../messages.en.ftl") },
    checks: [
        transfer_allowed::Allowed,
        data_localised::Localised,
        law_current::Current,
        law_table::Listed,
        data_class::Classified,
        party_ciio::Designated,
        system_mlps::Graded,
        product_certified::Certified,
        purchase_reviewed::Reviewed,
    ],
}
