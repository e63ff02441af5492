//! The checks of this plugin, one file each; lib.rs has them in the order of the rule library.

pub(crate) mod agree;
pub(crate) mod approved;
pub(crate) mod cisa2025d;
pub(crate) mod confirmed;
pub(crate) mod contact;
pub(crate) mod contract_end;
pub(crate) mod crypto;
pub(crate) mod decided;
pub(crate) mod deps;
pub(crate) mod eol;
pub(crate) mod firmware;
pub(crate) mod fresh;
pub(crate) mod granularity;
pub(crate) mod integrity;
pub(crate) mod kev;
pub(crate) mod license;
pub(crate) mod matchable;
pub(crate) mod matches;
pub(crate) mod ntia7;
pub(crate) mod origin;
pub(crate) mod present;
pub(crate) mod relicensed;
pub(crate) mod score;
pub(crate) mod vex;
pub(crate) mod vuln;
pub(crate) mod without;
