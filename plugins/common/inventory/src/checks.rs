//! The checks of this plugin, one file each.

pub(crate) mod asset_placed;
pub(crate) mod data_register;
pub(crate) mod device_roles;
pub(crate) mod exposure;
pub(crate) mod ext_register;
pub(crate) mod info_register;
pub(crate) mod inv_class;
pub(crate) mod inv_disposal;
pub(crate) mod inv_fields;
pub(crate) mod inv_genuine;
pub(crate) mod inv_label;
pub(crate) mod inv_observed;
pub(crate) mod inv_owner;
pub(crate) mod inv_redundancy;
pub(crate) mod inv_review;
pub(crate) mod inv_support;
pub(crate) mod inv_trace;
pub(crate) mod media_register;
pub(crate) mod net_diagram;
pub(crate) mod net_register;
pub(crate) mod net_zones;
pub(crate) mod partner_register;
