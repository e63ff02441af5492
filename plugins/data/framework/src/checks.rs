//! One file per check.

pub(crate) mod attributes_kept;
pub(crate) mod fields_assigned;
pub(crate) mod fields_compared;
pub(crate) mod flow_disposed;
pub(crate) mod flow_joined;
pub(crate) mod interface_separated;
pub(crate) mod join_reviewed;
pub(crate) mod providers_bound;
pub(crate) mod risks_listed;
pub(crate) mod trust_recorded;
