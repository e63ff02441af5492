//! Names and media types of the parts of a kit: a contract, so they never change their meaning.

/// Artifact type of a kit's manifest.
pub const KIT: &str = "application/vnd.sekisho.audit-kit.v1+json";
/// The directory: [`super::Config`] as canonical JSON.
pub const CONFIG: &str = "application/vnd.sekisho.audit-kit.config.v1+json";
/// The record.
pub const RECORD: (&str, &str) = ("assessment.json", "application/vnd.sekisho.assessment.v1+json");
/// Contents of inputs and evidence: a tar of files that are named by their SHA-256.
pub const CONTENTS: (&str, &str) = ("contents.tar", "application/vnd.sekisho.audit-kit.contents.v1.tar");
/// What was told while the scan ran, one JSON object per line.
pub const LOG: (&str, &str) = ("run.jsonl", "application/vnd.sekisho.audit-kit.log.v1+jsonl");
/// The secret from which the salts of disclosures come: 32 bytes. Whoever has it can open every disclosure of this record.
pub const SECRET: (&str, &str) = ("disclosure.secret", "application/vnd.sekisho.audit-kit.secret.v1");
/// The in-toto statement about the record.
pub const STATEMENT: (&str, &str) = ("statement.json", "application/vnd.in-toto+json");
/// The SLSA verification summaries, one per policy: `vsa/<n>.json`.
pub const SUMMARY: (&str, &str) = ("vsa/", "application/vnd.in-toto+json");
