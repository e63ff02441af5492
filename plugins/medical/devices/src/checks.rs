//! The checks, one file each.

pub(crate) mod component_support;
pub(crate) mod device_eos;
pub(crate) mod device_sbom;
pub(crate) mod device_stage;
pub(crate) mod device_transfer;
pub(crate) mod device_vulnerable;
