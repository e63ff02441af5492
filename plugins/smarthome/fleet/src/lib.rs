//! The plugin `smarthome/fleet`: what holds of a fleet of home devices as a whole (README.md has the table).
//!
//! Reading order: `words`, `share` (a share against a limit), `devices` (the fleet), `order` (which firmware is newer),
//! `releases` and `models` (the firmware of each model), `defaults` (what a safe setting is), then one file per check.

mod checks;
mod defaults;
mod devices;
mod models;
mod order;
mod releases;
mod share;
mod words;

use checks::{fleet_default, fleet_firmware, fleet_owner, fleet_safe};

sekisho_sdk::plugin! {
    id: "smarthome/fleet",
    messages: { ja: include_str!("../messages.ja.ftl"), en: include_str!("../messages.en.ftl") },
    checks: [
        fleet_default::Passwords,
        fleet_firmware::Firmware,
        fleet_owner::Owner,
        fleet_safe::Safe,
    ],
}
