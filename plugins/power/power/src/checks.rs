//! The checks of this plugin, one file each.

pub(crate) mod generation_isolated;
pub(crate) mod generation_scope;
pub(crate) mod grid_notified;
pub(crate) mod supplier_country;
