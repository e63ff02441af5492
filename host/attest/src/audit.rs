//! Verifying a kit without executing anything of it: every link from the signature down to the bytes, in a fixed order, each by
//! name. A link that could not be checked, since the verifier was not given what to compare with, is called open and is no pass.
//!
//! What is checked here follows from the kit alone. Whoever opens bundles and knows whom to trust adds the links that need it.

mod checks;
mod record;

pub use checks::{Check, Code, Report, State};

use crate::kit::Kit;
use crate::statement::{self, Predicate};
use crate::{disclose, summary};
use sekisho_bundle::sign::{Content, SigstoreBundle, Statement};
use sekisho_model::Assessment;
use std::io::{Read, Seek};

/// A kit that holds together.
#[derive(Debug)]
pub struct Sound {
    /// The record.
    pub record: Assessment,
    /// Its bytes.
    pub record_bytes: Vec<u8>,
    /// What was stated.
    pub predicate: Predicate,
    /// The statement's bytes, and its digest: what each signature must be over.
    pub statement: Vec<u8>,
    /// The bytes of the summaries.
    pub summaries: Vec<Vec<u8>>,
}

/// Checks what follows from the kit alone, up to the first link that fails. Opening the kit was the first of all.
pub fn verify<R: Read + Seek>(kit: &mut Kit<R>, report: &mut Report) -> Option<Sound> {
    report.held(Code::Kit, kit.manifest.digest.to_string());
    let record_bytes = kit.record().map_err(|e| e.to_string());
    let record_bytes = report.take(Code::Record, record_bytes)?;
    let record = report.take(Code::Record, record::read(&record_bytes))?;
    report.held(Code::Record, kit.config.record.digest.to_string());
    let tree = report.take(Code::Ledger, record::ledger(&record))?;
    report.held(Code::Ledger, format!("{} {}", tree.leaves, tree.root));
    let planned = report.take(Code::Plan, record::plan(&record))?;
    report.held(Code::Plan, planned.to_string());
    let evidence = report.take(Code::Evidence, record::evidence(&record, &kit.config))?;
    match evidence {
        record::Evidence::Whole(files) => report.held(Code::Evidence, files.to_string()),
        record::Evidence::Packed { found, packed } => {
            report.open(
                Code::Evidence,
                format!("{found} + {packed} in archives: `audit replay` opens them"),
            );
        }
    }
    let secret = kit.secret().map_err(|e| e.to_string());
    let secret = secret.and_then(|bytes| secret_of(&bytes).ok_or_else(|| "it is no secret".to_owned()));
    let secret = report.take(Code::Disclosures, secret)?;
    let salted = disclose::commitment(&record, &secret).map_err(|e| e.to_string());
    let salted = report.take(Code::Disclosures, salted)?;
    report.held(Code::Disclosures, salted.root.to_string());
    let stated = kit.statement().map_err(|e| e.to_string());
    let stated = report.take(Code::Statement, stated)?;
    let made = statement::statement(&record, &kit.config, salted).and_then(|statement| statement.to_json());
    let predicate = same(&stated, made.map_err(|e| e.to_string()))
        .and_then(|statement| statement::read(&statement).map_err(|e| e.to_string()));
    let predicate = report.take(Code::Statement, predicate)?;
    report.held(Code::Statement, statement::PREDICATE_TYPE);
    let summaries = kit.summaries().map_err(|e| e.to_string());
    let summaries = report.take(Code::Summaries, summaries)?;
    report.take(Code::Summaries, compare_summaries(&record, kit, &summaries))?;
    report.held(Code::Summaries, summaries.len().to_string());
    Some(Sound {
        record,
        record_bytes,
        predicate,
        statement: stated,
        summaries,
    })
}

/// The secret of a kit's disclosures, as it stands in the kit.
pub fn secret_of(bytes: &[u8]) -> Option<disclose::Secret> {
    disclose::Secret::parse(std::str::from_utf8(bytes).ok()?)
}

/// The statement that was found is the one that follows from the record and the directory.
fn same(found: &[u8], made: Result<Vec<u8>, String>) -> Result<Statement, String> {
    let made = made?;
    let statement = Statement::parse(found).map_err(|e| e.to_string())?;
    if found == made {
        return Ok(statement);
    }
    let value = |bytes: &[u8]| serde_json::from_slice(bytes).unwrap_or_default();
    let at = crate::differ::pointer(&value(found), &value(&made), String::new());
    let (at, says, follows) = at.unwrap_or_default();
    Err(format!("at `{at}` it says {says}, from the record follows {follows}"))
}

fn compare_summaries<R: Read + Seek>(record: &Assessment, kit: &Kit<R>, found: &[Vec<u8>]) -> Result<(), String> {
    let made = summary::summaries(record, &kit.config).map_err(|e| e.to_string())?;
    if made.len() != found.len() {
        return Err(format!("there are {}, not {}", found.len(), made.len()));
    }
    for (index, (found, made)) in found.iter().zip(made).enumerate() {
        same(found, made.to_json().map_err(|e| e.to_string())).map_err(|e| format!("summary {index}: {e}"))?;
    }
    Ok(())
}

/// Whether a signature beside a kit says the statement, one of the summaries, or something else. What it says is not verified.
pub fn says(signature: &SigstoreBundle, sound: &Sound) -> Said {
    match signature.content() {
        Content::Dsse(envelope) if envelope.unverified_payload() == sound.statement => Said::Statement,
        Content::Dsse(envelope)
            if sound
                .summaries
                .iter()
                .any(|s| envelope.unverified_payload() == s.as_slice()) =>
        {
            Said::Summary
        }
        _ => Said::Other,
    }
}

/// What a signature is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// The statement about this record.
    Statement,
    /// One of its summaries.
    Summary,
    /// Something else.
    Other,
}
