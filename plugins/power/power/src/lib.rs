//! The plugin `power/power`: what generating facilities owe the network they are connected to, and where what they are
//! made of comes from (README.md has the table).
//!
//! Reading order: `words` and `cells` (what a cell says), `facilities` (which there are and which are small), `addresses`,
//! `equipment` and `firewall` (who can reach a gateway), `tally` (how much comes from where), then one file
//! per check.

mod addresses;
mod cells;
mod checks;
mod equipment;
mod facilities;
mod firewall;
mod tally;
mod words;

use checks::{generation_isolated, generation_scope, grid_notified, supplier_country};

sekisho_sdk::plugin! {
    id: "power/power",
    messages: { ja: include_str!("../messages.ja.ftl"), en: include_str!("../messages.en.ftl") },
    checks: [
        generation_scope::Scope,
        generation_isolated::Isolated,
        grid_notified::Notified,
        supplier_country::Countries,
    ],
}
