//! The binary end to end: exit codes, the record, the reports, waivers and profiles, what it shows of evidence, policies
//! and plugins. One module per promise.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::expect_used,
    reason = "tests"
)]

#[path = "e2e/alone.rs"]
mod alone;
#[path = "e2e/answers.rs"]
mod answers;
#[path = "e2e/archives.rs"]
mod archives;
#[path = "e2e/audit.rs"]
mod audit;
#[path = "e2e/benchmark.rs"]
mod benchmark;
#[path = "e2e/bundle.rs"]
mod bundle;
#[path = "e2e/code_cache.rs"]
mod code_cache;
#[path = "e2e/distribution.rs"]
mod distribution;
#[path = "e2e/excerpt.rs"]
mod excerpt;
#[path = "e2e/exit_codes.rs"]
mod exit_codes;
#[path = "e2e/fragments.rs"]
mod fragments;
#[path = "e2e/looking.rs"]
mod looking;
#[path = "e2e/many.rs"]
mod many;
#[path = "e2e/oscal.rs"]
mod oscal;
#[path = "e2e/outputs.rs"]
mod outputs;
#[path = "e2e/procure.rs"]
mod procure;
#[path = "e2e/record.rs"]
mod record;
#[path = "e2e/reports.rs"]
mod reports;
#[path = "e2e/screen.rs"]
mod screen;
#[path = "e2e/store.rs"]
mod store;
#[path = "e2e/tailoring.rs"]
mod tailoring;
#[path = "e2e/trust.rs"]
mod trust;
