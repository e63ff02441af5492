//! The checks of this plugin, one file each, and the lessons of incidents.

pub(crate) mod attest;
pub(crate) mod audit_ok;
pub(crate) mod contract_ok;
pub(crate) mod doc_ok;
pub(crate) mod doc_spread;
pub(crate) mod ex_ok;
pub(crate) mod incident_lessons;
pub(crate) mod law_ok;
pub(crate) mod mgmt_ok;
pub(crate) mod nda_ok;
pub(crate) mod phys_ok;
pub(crate) mod proc_ok;
pub(crate) mod reg_ok;
pub(crate) mod risk_ok;
pub(crate) mod role_ok;
pub(crate) mod train_ok;
