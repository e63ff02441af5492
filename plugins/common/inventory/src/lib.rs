//! The plugin `common/inventory`: what inventories and registers say about what a company has (README.md has the table).
//!
//! Reading order: `words` (what people write for "nothing" and "none"), `cells` (one way to look at a row of any
//! table), `age` (days between then and now), `fields` (is a field filled?), `parts` (the list parameters), `inventory`
//! (the assets and which of them are in scope), `ports`, `roles`, `zones`, `hosts`, `support` (one idea each, used by the check
//! of that name), then one file per check.

mod addresses;
mod age;
mod cells;
mod checks;
mod fields;
mod hosts;
mod inventory;
mod ports;
mod registers;
mod roles;
mod support;
mod words;
mod zones;

use checks::{
    asset_placed, data_register, device_roles, exposure, ext_register, info_register, inv_class, inv_disposal,
    inv_fields, inv_genuine, inv_label, inv_observed, inv_owner, inv_redundancy, inv_review, inv_support, inv_trace,
    media_register, net_diagram, net_register, net_zones, partner_register,
};

sekisho_sdk::plugin! {
    id: "common/inventory",
    messages: { ja: include_str!("../messages.ja.ftl"), en: include_str!("../messages.en.ftl") },
    checks: [
        inv_fields::Fields,
        inv_review::Review,
        inv_owner::Owner,
        inv_class::Class,
        inv_observed::Observed,
        net_register::Networks,
        net_diagram::Diagram,
        net_zones::Zoning,
        ext_register::ExternalSystems,
        partner_register::Partners,
        info_register::Information,
        inv_support::Support,
        inv_disposal::Disposal,
        inv_genuine::Genuine,
        inv_label::Label,
        media_register::Media,
        inv_redundancy::Redundancy,
        data_register::DataItems,
        inv_trace::Trace,
        asset_placed::Placed,
        device_roles::DeviceRoles,
        exposure::Exposure,
    ],
}
