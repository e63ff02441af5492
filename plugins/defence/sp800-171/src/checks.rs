//! The checks of this plugin, one file each.

pub(crate) mod ssp_complete;
