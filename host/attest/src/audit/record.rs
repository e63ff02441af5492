//! What must hold inside a record, whoever wrote it.

use crate::kit::{Config, RootForm};
use sekisho_model::assessment::{Assessment, FORMAT};
use sekisho_model::ledger::Entry;
use sekisho_model::merkle::{self, Head};
use sekisho_model::{Digest, canonical};
use std::collections::{BTreeMap, BTreeSet};

/// Reads a record; there is one way to write each.
pub(super) fn read(bytes: &[u8]) -> Result<Assessment, String> {
    let record: Assessment = serde_json::from_slice(bytes).map_err(|e| e.to_string())?;
    if record.format != FORMAT {
        return Err(format!("its format is `{}`", record.format));
    }
    // A record as a file ends with a line break.
    let mut again = canonical::to_vec(&record).map_err(|e| e.to_string())?;
    if bytes.last() == Some(&b'\n') {
        again.push(b'\n');
    }
    match again == bytes {
        true => Ok(record),
        false => Err("it is no canonical JSON, or has members that records do not have".to_owned()),
    }
}

/// Findings belong to entries, in order; entries lead to the root.
pub(super) fn ledger(record: &Assessment) -> Result<Head, String> {
    let mut rest = record.findings.as_slice();
    let mut leaves = Vec::with_capacity(record.ledger.entries.len());
    for (index, entry) in record.ledger.entries.iter().enumerate() {
        let Some((mine, after)) = rest.split_at_checked(entry.findings as usize) else {
            return Err(format!("entry {index} has findings that are not there"));
        };
        let digest = canonical::digest(mine).map_err(|e| e.to_string())?;
        if digest != entry.findings_digest {
            return Err(format!("the findings of entry {index} are not those it was made with"));
        }
        leaves.push(entry.leaf().map_err(|e| e.to_string())?);
        rest = after;
    }
    if !rest.is_empty() {
        return Err(format!("{} findings belong to no entry", rest.len()));
    }
    let head = Head {
        leaves: leaves.len() as u64,
        root: merkle::root(&leaves),
    };
    match (head.leaves, head.root) == (record.ledger.leaves, record.ledger.root) {
        true => Ok(head),
        false => Err(format!(
            "it says {} entries and {}, its entries are {} and lead to {}",
            record.ledger.leaves, record.ledger.root, head.leaves, head.root
        )),
    }
}

/// Exactly one entry for every subject, control and check; how many that are.
pub(super) fn plan(record: &Assessment) -> Result<u64, String> {
    type Key<'a> = (&'a str, &'a str, &'a str);
    let mut entries: BTreeMap<Key<'_>, Vec<&Entry>> = BTreeMap::new();
    for entry in &record.ledger.entries {
        let key = (entry.subject.as_str(), entry.policy.as_str(), entry.control.as_str());
        entries.entry(key).or_default().push(entry);
    }
    let mut planned = 0;
    for subject in &record.subjects {
        for policy in &record.policies {
            for control in &policy.controls {
                let key = (subject.id.as_str(), policy.id.as_str(), control.id.as_str());
                let mine = entries.remove(&key).unwrap_or_default();
                let checks = mine.iter().map(|entry| format!("{}:{}", entry.plugin, entry.check));
                if !checks.eq(control.checks.iter().cloned()) {
                    return Err(format!(
                        "control `{}` of `{}` has {} entries for `{}`, its policy binds {} checks",
                        control.id,
                        policy.id,
                        mine.len(),
                        subject.id,
                        control.checks.len()
                    ));
                }
                planned += mine.len() as u64;
            }
        }
    }
    match entries.keys().next() {
        None => Ok(planned),
        Some((subject, policy, control)) => Err(format!(
            "an entry is about control `{control}` of `{policy}` for `{subject}`, which the record does not have"
        )),
    }
}

/// How much of the evidence lies in the kit under its own digest.
pub(super) enum Evidence {
    /// All files.
    Whole(u64),
    /// Some only inside of archives, which nobody has opened yet.
    Packed {
        /// Those under their own digests.
        found: u64,
        /// The others.
        packed: u64,
    },
}

/// Every file that the record names is in the directory of the kit, in full or as a digest.
pub(super) fn evidence(record: &Assessment, kit: &Config) -> Result<Evidence, String> {
    let files = kit.evidence.iter().flat_map(|root| &root.files);
    let known: BTreeSet<Digest> = files.map(|file| file.digest).collect();
    let is_archive = |name: &str| {
        [".zip", ".tar", ".gz", ".tgz"]
            .iter()
            .any(|end| name.to_lowercase().ends_with(end))
    };
    let has_archive = kit
        .evidence
        .iter()
        .any(|root| root.form == RootForm::File && is_archive(&root.name));
    let missing: Vec<_> = record
        .evidence
        .iter()
        .filter(|file| !known.contains(&file.digest))
        .collect();
    match missing.first() {
        None => Ok(Evidence::Whole(record.evidence.len() as u64)),
        Some(_) if has_archive => Ok(Evidence::Packed {
            found: (record.evidence.len() - missing.len()) as u64,
            packed: missing.len() as u64,
        }),
        Some(file) => Err(format!(
            "`{}` of `{}` with {} is not in it",
            file.path, file.subject, file.digest
        )),
    }
}
