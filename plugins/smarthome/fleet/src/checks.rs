//! The checks of this plugin, one file each.

pub(crate) mod fleet_default;
pub(crate) mod fleet_firmware;
pub(crate) mod fleet_owner;
pub(crate) mod fleet_safe;
