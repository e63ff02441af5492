//! The checks of this plugin, one file each.

pub(crate) mod poam_tracked;
pub(crate) mod sprs_score;
pub(crate) mod ssp_complete;
