//! The same result in the words of SLSA: a Verification Summary Attestation v1 for each policy, for tools that know nothing of
//! assessments and ask only "did these files pass that policy".

use crate::kit::Config;
use crate::statement::object;
use sekisho_bundle::sign::{FormatError, Statement, Subject};
use sekisho_model::assessment::{Assessment, PolicyRecord};
use sekisho_model::diagnostic::Level;
use sekisho_model::{Digest, Status};
use serde_json::json;
use std::collections::BTreeSet;

/// The predicate's type (SLSA 1.0 and 1.1).
pub const PREDICATE_TYPE: &str = "https://slsa.dev/verification_summary/v1";
/// Who verified.
const VERIFIER: &str = "https://example.invalid/sekisho";
/// As many things as one statement may be about.
const SUBJECTS: usize = 1024;

/// Makes one summary per policy, in the order of the record.
///
/// They are about the files of evidence; where there are more than a statement may name, about the record, in which they
/// all stand.
pub fn summaries(record: &Assessment, kit: &Config) -> Result<Vec<Statement>, FormatError> {
    let subjects = subjects(record, &kit.record.digest);
    let of = |policy: &PolicyRecord| {
        let passed = has_passed(record, &policy.id);
        let level = level(policy);
        let predicate = json!({
            "verifier": { "id": VERIFIER, "version": { "sekisho": kit.tool.version } },
            "timeVerified": kit.created,
            "resourceUri": format!("pkg:generic/assessment.json@{}?checksum={}", record.as_of, kit.record.digest),
            "policy": {
                "uri": format!("{VERIFIER}/policy/{}/{}", policy.id, policy.version),
                "digest": { "sha256": policy.digest.hex() },
            },
            "inputAttestations": [],
            "verificationResult": if passed { "PASSED" } else { "FAILED" },
            "verifiedLevels": [if passed { level } else { "FAILED".to_owned() }],
            "slsaVersion": "1.1",
        });
        Statement::new(subjects.clone(), PREDICATE_TYPE, object(&predicate)?)
    };
    record.policies.iter().map(of).collect()
}

fn subjects(record: &Assessment, digest: &Digest) -> Vec<Subject> {
    let files: BTreeSet<(String, Digest)> = record
        .evidence
        .iter()
        .map(|file| (format!("{}/{}", file.subject, file.path), file.digest))
        .collect();
    if files.is_empty() || files.len() > SUBJECTS {
        return vec![Subject::new("assessment.json", digest)];
    }
    files
        .iter()
        .map(|(name, digest)| Subject::new(name.as_str(), digest))
        .collect()
}

/// Whether every control of a policy is met for every subject. A waiver does not make a failure met, and what is undecided, by
/// a check or by evidence that could not be read, is no pass.
fn has_passed(record: &Assessment, policy: &str) -> bool {
    let mut statuses = record
        .statuses
        .iter()
        .filter(|status| status.policy == policy)
        .peekable();
    let is_met = |status: Status| matches!(status, Status::Satisfied | Status::Attested | Status::NotApplicable);
    let is_readable = record.diagnostics.iter().all(|remark| remark.level != Level::Error);
    let are_waivers_fine = record.waivers.iter().all(|waiver| waiver.state == "applied");
    statuses.peek().is_some() && statuses.all(|status| is_met(status.status)) && is_readable && are_waivers_fine
}

/// What was reached, as a word that SLSA leaves to others: `SEKISHO_SCS_STAR3_LV1`.
fn level(policy: &PolicyRecord) -> String {
    let parts = [Some(policy.id.as_str()), policy.profile.as_deref()];
    let words = parts.into_iter().flatten().map(|part| {
        let plain = |c: char| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_uppercase()
            } else {
                '_'
            }
        };
        part.chars().map(plain).collect::<String>()
    });
    format!("SEKISHO_{}", words.collect::<Vec<_>>().join("_"))
}
