//! The plugin `eu/product`: records that European product law asks for. Certificates of security evaluation, declarations of
//! conformity, assessments of risk, elements of a certification scheme, and the clock of reports.
//!
//! Reading order: `rows` (cells), `certificate` (what a certificate says), `time` (days with a time of day), then one file per check.

mod certificate;
mod checks;
mod rows;
mod time;

use checks::{
    cert_assurance, cert_current, cert_information, cert_legacy, cert_presumed, cert_version, declaration_complete,
    report_clock, risk_cyber, safety_standards, scheme_elements,
};

sekisho_sdk::plugin! {
    id: "eu/product",
    messages: { ja: include_str!("../messages.ja.ftl"), en: include_str!("../messages.en.ftl") },
    checks: [
        cert_current::Current,
        cert_legacy::Legacy,
        cert_assurance::Assurance,
        cert_version::Version,
        cert_information::Information,
        cert_presumed::Presumed,
        declaration_complete::Complete,
        safety_standards::Kept,
        risk_cyber::Assessed,
        scheme_elements::Elements,
        report_clock::Clock,
    ],
}
