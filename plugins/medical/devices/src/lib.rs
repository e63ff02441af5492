//! The plugin `medical/devices`: devices of a hospital, or models of a maker, joined to the SBOM of their model and version; the stage
//! of the life cycle they are in, whether its end was told, and who carries the risk after it (README.md has the table of checks).
//!
//! Reading order: `units` (what is judged: a device, or a model in a version), `boms` (which SBOM is about it), `stage` (life cycle),
//! `known` (vulnerabilities of what the SBOM names), `statements` (what makers state about them), then one file per check.

mod boms;
mod checks;
mod known;
mod stage;
mod statements;
mod units;

use checks::{component_support, device_eos, device_sbom, device_stage, device_transfer, device_vulnerable};

sekisho_sdk::plugin! {
    id: "medical/devices",
    messages: { ja: include_str!("../messages.ja.ftl"), en: include_str!("../messages.en.ftl") },
    checks: [
        device_sbom::Joined,
        device_stage::Staged,
        device_eos::Communicated,
        device_transfer::Transferred,
        device_vulnerable::Vulnerable,
        component_support::Stated,
    ],
}
