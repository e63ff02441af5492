//! The checks, one file each.

pub(crate) mod safety_conflict;
pub(crate) mod safety_fields;
pub(crate) mod ssf_criteria;
pub(crate) mod ssf_item;
pub(crate) mod ssf_mapped;
pub(crate) mod ssf_place;
pub(crate) mod ssf_process;
pub(crate) mod ssf_record;
pub(crate) mod ssf_treatment;
pub(crate) mod ssf_viewpoints;
