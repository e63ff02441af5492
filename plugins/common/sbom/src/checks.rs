//! The checks of this plugin, one file each, in the order of the rule library.

pub(crate) mod cisa2025d;
pub(crate) mod contact;
pub(crate) mod crypto;
pub(crate) mod deps;
pub(crate) mod eol;
pub(crate) mod fresh;
pub(crate) mod integrity;
pub(crate) mod kev;
pub(crate) mod license;
pub(crate) mod ntia7;
pub(crate) mod origin;
pub(crate) mod present;
pub(crate) mod vex;
pub(crate) mod vuln;
