//! One file per check.

pub(crate) mod cert_assurance;
pub(crate) mod cert_current;
pub(crate) mod cert_information;
pub(crate) mod cert_legacy;
pub(crate) mod cert_presumed;
pub(crate) mod cert_version;
pub(crate) mod declaration_complete;
pub(crate) mod report_clock;
pub(crate) mod risk_cyber;
pub(crate) mod safety_standards;
pub(crate) mod scheme_elements;
