//! The checks of this plugin, one file each.

pub(crate) mod measure_owner;
pub(crate) mod model_complete;
pub(crate) mod threat_covered;
pub(crate) mod zone_impact;
