//! The checks, one file each.

pub(crate) mod product_components;
pub(crate) mod product_conformity;
