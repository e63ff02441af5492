//! The checks, one file each.

pub(crate) mod data_class;
pub(crate) mod data_localised;
pub(crate) mod law_current;
pub(crate) mod law_table;
pub(crate) mod party_ciio;
pub(crate) mod product_certified;
pub(crate) mod purchase_reviewed;
pub(crate) mod system_mlps;
pub(crate) mod transfer_allowed;
