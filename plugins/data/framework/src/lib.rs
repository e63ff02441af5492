//! The plugin `data/framework`: the data management framework of METI's third-layer task force. Data goes from event to event
//! (`data-events`), each event stands in fields that protect it (`protections`), and each item has attributes (`data-items`).
//!
//! Reading order: `world` (items, fields and events, joined), then one file per check, in the order of the four steps.

mod checks;
mod told;
mod world;

use checks::{
    attributes_kept, fields_assigned, fields_compared, flow_disposed, flow_joined, interface_separated, join_reviewed,
    providers_bound, risks_listed, trust_recorded,
};

sekisho_sdk::plugin! {
    id: "data/framework",
    messages: { ja: include_str!("../messages.ja.ftl"), en: include_str!("../messages.en.ftl") },
    checks: [
        flow_joined::Joined,
        flow_disposed::Disposed,
        fields_assigned::Assigned,
        attributes_kept::Kept,
        risks_listed::Listed,
        providers_bound::Bound,
        join_reviewed::Reviewed,
        fields_compared::Compared,
        trust_recorded::Recorded,
        interface_separated::Separated,
    ],
}
