//! The plugin `iot/ssf`: the IoT security safety framework. Risks of a device in a use, as each stakeholder meets them, mapped on two axes;
//! what their places ask for; who decided which measure, and why not another (README.md has the table of checks).
//!
//! Reading order: `model` (axes, viewpoints, known requirements), `cells` and `scale` (what registers say), `criteria` (what levels
//! mean for whom), `world` (uses, risks, treatments, places), `devices` (safety fields of the inventory), then one file per check.

mod cells;
mod checks;
mod criteria;
mod devices;
mod model;
mod scale;
mod world;

use checks::{
    safety_conflict, safety_fields, ssf_criteria, ssf_item, ssf_mapped, ssf_place, ssf_process, ssf_record,
    ssf_treatment, ssf_viewpoints,
};

sekisho_sdk::plugin! {
    id: "iot/ssf",
    messages: { ja: include_str!("../messages.ja.ftl"), en: include_str!("../messages.en.ftl") },
    checks: [
        ssf_criteria::Agreed,
        ssf_mapped::Mapped,
        ssf_place::Placed,
        ssf_viewpoints::Covered,
        ssf_item::Decided,
        ssf_treatment::Treated,
        ssf_process::InOrder,
        ssf_record::Recorded,
        safety_fields::Described,
        safety_conflict::Compatible,
    ],
}
