//! The plugin `common/answers`: what people state and what registers record (README.md has the table).
//!
//! Nothing here can be more than a statement: a record that meets a rule gives `attested`, never `pass`.
//!
//! Shared words: [`heard`] compares texts, [`aliases`] knows what registers call things, [`ages`] compares days,
//! [`parts`] reads the `require` parameter, [`problem`] keeps what stands against a record; [`documents`], [`people`] and
//! [`partners`] read the registers that several checks need.

mod ages;
mod aliases;
mod checks;
mod documents;
mod heard;
mod partners;
mod parts;
mod people;
mod problem;

use checks::{
    attest, audit_ok, contract_ok, doc_ok, doc_spread, ex_ok, incident_lessons, law_ok, mgmt_ok, nda_ok, phys_ok,
    proc_ok, reg_ok, risk_ok, role_ok, train_ok,
};

sekisho_sdk::plugin! {
    id: "common/answers",
    messages: { ja: include_str!("../messages.ja.ftl"), en: include_str!("../messages.en.ftl") },
    checks: [
        doc_ok::Documents,
        doc_spread::Spread,
        role_ok::Roles,
        train_ok::Training,
        contract_ok::Contracts,
        reg_ok::Registers,
        mgmt_ok::Reports,
        ex_ok::Exercises,
        attest::Attestation,
        risk_ok::Risks,
        proc_ok::Procedures,
        audit_ok::Audits,
        law_ok::Laws,
        nda_ok::Pledges,
        phys_ok::Inspections,
        incident_lessons::Lessons,
    ],
}
