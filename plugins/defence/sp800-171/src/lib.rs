//! The plugin `defence/sp800-171`: what makes a system security plan, a plan of action and a score by the rules around
//! NIST SP 800-171 (README.md has the table).
//!
//! Reading order: `words` and `cells` (what a cell says), `systems` (which systems there are), `plans` (system security
//! plans), `requirements` (what is implemented), then one file per check.

mod cells;
mod checks;
mod parts;
mod plans;
mod requirements;
mod systems;
mod words;

use checks::ssp_complete;

sekisho_sdk::plugin! {
    id: "defence/sp800-171",
    messages: { ja: include_str!("../messages.ja.ftl"), en: include_str!("../messages.en.ftl") },
    checks: [
        ssp_complete::Complete,
    ],
}
