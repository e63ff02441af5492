//! The plugin `defence/sp800-171`: what makes a system security plan, a plan of action and a score by the rules around
//! NIST SP 800-171 (README.md has the table).
//!
//! Reading order: `words` and `cells` (what a cell says), `systems` (which systems there are), `plans` (system security
//! plans), `requirements` (what is implemented), `actions` (plans of action), `weights` (of the score), then one file per
//! check.

mod actions;
mod cells;
mod checks;
mod plans;
mod requirements;
mod systems;
mod weights;
mod words;

use checks::{poam_tracked, sprs_score, ssp_complete};

sekisho_sdk::plugin! {
    id: "defence/sp800-171",
    messages: { ja: include_str!("../messages.ja.ftl"), en: include_str!("../messages.en.ftl") },
    checks: [
        ssp_complete::Complete,
        poam_tracked::Tracked,
        sprs_score::Score,
    ],
}
