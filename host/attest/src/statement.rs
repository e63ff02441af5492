//! What an assessor signs: an in-toto statement about a record and about the kit that it rests on.
//!
//! Everything in it follows from the record and the directory of the kit, so a verifier makes it again and compares: there is
//! nothing in a statement that could be said and not checked. The predicate is described in docs/attestation.md.

use crate::disclose::Named;
use crate::kit::Config;
use crate::kit::form::Part;
use sekisho_bundle::sign::{FormatError, Statement, Subject};
use sekisho_model::assessment::{Assessment, BundleRecord};
use sekisho_model::merkle::Head;
use sekisho_model::{Bilingual, Date, Digest, Outcome, Status, Verdict};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The type of the predicate. It changes when the meaning of a member does.
pub const PREDICATE_TYPE: &str = "https://example.invalid/sekisho/attestation/assessment/v1";

/// What is said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Predicate {
    /// Who assessed, as they call themselves; who signed is told by the signatures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assessor: Option<Bilingual>,
    /// The program, its version and the SHA-256 of its file.
    pub tool: crate::kit::ToolBuild,
    /// When the kit was made, as its maker says.
    pub created: String,
    /// The day as of which was assessed.
    pub as_of: Date,
    /// The verdict.
    pub verdict: Verdict,
    /// The record.
    pub record: Part,
    /// Number of entries of the ledger, and its root.
    pub ledger: Head,
    /// The salted tree that disclosures are held against.
    pub disclosures: Head,
    /// The policies.
    pub policies: Vec<Named>,
    /// The plugins.
    pub plugins: Vec<Named>,
    /// The bundles beside the standard one, and who vouched for them.
    pub bundles: Vec<BundleRecord>,
    /// How many subjects.
    pub subjects: u64,
    /// How many files of evidence were read, and the digest of their list as the record has it.
    pub evidence: Evident,
    /// Entries of the ledger by outcome; `not-run` for those that a profile left out.
    pub outcomes: BTreeMap<String, u64>,
    /// Controls by status, over all subjects.
    pub statuses: BTreeMap<String, u64>,
    /// How many waivers stood beside entries.
    pub waived: u64,
}

/// Evidence in two words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evident {
    /// Number of files.
    pub files: u64,
    /// SHA-256 of the record's list in canonical JSON.
    pub digest: Digest,
    /// Whether the files lie in the kit.
    pub included: bool,
}

/// Makes the statement about a record and its kit.
pub fn statement(record: &Assessment, kit: &Config, disclosures: Head) -> Result<Statement, FormatError> {
    let config = Digest::of(&kit.to_bytes().map_err(unwritten)?);
    let predicate = predicate(record, kit, disclosures)?;
    let subjects = vec![
        Subject::new(crate::kit::parts::RECORD.0, &kit.record.digest),
        Subject::new("kit.json", &config),
    ];
    Statement::new(subjects, PREDICATE_TYPE, object(&predicate)?)
}

/// What a statement says.
pub fn read(statement: &Statement) -> Result<Predicate, FormatError> {
    serde_json::from_value(Value::Object(statement.predicate().clone())).map_err(unwritten)
}

fn predicate(record: &Assessment, kit: &Config, disclosures: Head) -> Result<Predicate, FormatError> {
    let named = |id: &str, version: &str, digest: Digest| Named {
        id: id.to_owned(),
        version: version.to_owned(),
        digest,
    };
    let mut outcomes = BTreeMap::new();
    for entry in &record.ledger.entries {
        let word = match &entry.state {
            sekisho_model::ledger::State::Outcome(outcome) => Outcome::name(*outcome),
            sekisho_model::ledger::State::NotRun(_) => "not-run",
        };
        *outcomes.entry(word.to_owned()).or_default() += 1;
    }
    let mut statuses = BTreeMap::new();
    for status in &record.statuses {
        *statuses.entry(Status::name(status.status).to_owned()).or_default() += 1;
    }
    let plugins = record.plugins.iter().map(|p| named(&p.id, &p.version, p.digest));
    let policies = record.policies.iter().map(|p| named(&p.id, &p.version, p.digest));
    Ok(Predicate {
        assessor: kit.assessor.clone(),
        tool: kit.tool.clone(),
        created: kit.created.clone(),
        as_of: record.as_of,
        verdict: record.verdict,
        record: kit.record,
        ledger: Head {
            leaves: record.ledger.leaves,
            root: record.ledger.root,
        },
        disclosures,
        policies: policies.collect(),
        plugins: plugins.collect(),
        bundles: record.bundles.clone(),
        subjects: record.subjects.len() as u64,
        evidence: Evident {
            files: record.evidence.len() as u64,
            digest: sekisho_model::canonical::digest(&record.evidence).map_err(unwritten)?,
            included: kit.evidence_included,
        },
        outcomes,
        statuses,
        waived: record
            .ledger
            .entries
            .iter()
            .filter(|entry| entry.waived.is_some())
            .count() as u64,
    })
}

/// A predicate as the members of an object.
pub(crate) fn object(predicate: &impl Serialize) -> Result<Map<String, Value>, FormatError> {
    match serde_json::to_value(predicate).map_err(unwritten)? {
        Value::Object(members) => Ok(members),
        _ => Err(unwritten("it is no object")),
    }
}

fn unwritten(reason: impl ToString) -> FormatError {
    FormatError::Value {
        what: "statement",
        at: "predicate".to_owned(),
        reason: reason.to_string(),
    }
}
