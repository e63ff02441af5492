//! A record held against itself, and what of it belongs to each entry of its ledger.

use super::document::{Controlled, Evident};
use super::error::DiscloseError;
use sekisho_model::assessment::{self, Assessment, StatusRecord};
use sekisho_model::finding::Finding;
use sekisho_model::ledger::Entry;
use sekisho_model::{Digest, canonical, merkle};
use std::collections::{BTreeMap, HashMap};

/// An entry with everything that is bound to it.
pub(super) struct Item<'a> {
    pub(super) entry: &'a Entry,
    pub(super) findings: &'a [Finding],
    /// The checks of its control.
    checks: &'a [String],
    /// The status of its control; none where the profile leaves it out.
    status: Option<&'a StatusRecord>,
    /// The files that its findings cite, by path.
    files: BTreeMap<&'a str, Digest>,
}

impl Item<'_> {
    pub(super) fn control(&self) -> Controlled {
        Controlled {
            subject: self.entry.subject.clone(),
            policy: self.entry.policy.clone(),
            control: self.entry.control.clone(),
            checks: self.checks.to_vec(),
            status: self.status.map(|s| s.status),
            waived: self.status.is_some_and(|s| s.waived),
        }
    }

    pub(super) fn evidence(&self) -> Vec<Evident> {
        let files = self.files.iter().map(|(path, digest)| Evident {
            subject: self.entry.subject.clone(),
            path: (*path).to_owned(),
            digest: *digest,
        });
        files.collect()
    }
}

/// The entries of a record, if all of it fits together: findings and their digests, root and size of the ledger, files and controls that are named.
pub(super) fn items(record: &Assessment) -> Result<Vec<Item<'_>>, DiscloseError> {
    if record.format != assessment::FORMAT {
        return Err(DiscloseError::NotARecord(record.format.clone()));
    }
    let index = Index::of(record)?;
    let mut rest = record.findings.as_slice();
    let mut items = Vec::with_capacity(record.ledger.entries.len());
    let mut leaves = Vec::with_capacity(record.ledger.entries.len());
    for (number, entry) in record.ledger.entries.iter().enumerate() {
        let Some((findings, after)) = rest.split_at_checked(entry.findings as usize) else {
            return broken(format!("ledger entry {number} has findings that are not there"));
        };
        if canonical::digest(findings)? != entry.findings_digest {
            return broken(format!(
                "the findings of ledger entry {number} are not those it was made with"
            ));
        }
        rest = after;
        leaves.push(entry.leaf()?);
        items.push(index.item(entry, findings)?);
    }
    if !rest.is_empty() {
        return broken(format!("{} findings belong to no ledger entry", rest.len()));
    }
    let (found, said) = (merkle::root(&leaves), record.ledger.root);
    if (leaves.len() as u64, found) != (record.ledger.leaves, said) {
        return broken(format!(
            "its ledger says {} entries and {said}, the entries are {} and lead to {found}",
            record.ledger.leaves,
            leaves.len(),
        ));
    }
    Ok(items)
}

/// Subject and path, or policy and control.
type Two<'a> = (&'a str, &'a str);

struct Index<'a> {
    files: HashMap<Two<'a>, Digest>,
    checks: HashMap<Two<'a>, &'a [String]>,
    statuses: HashMap<(&'a str, &'a str, &'a str), &'a StatusRecord>,
}

impl<'a> Index<'a> {
    fn of(record: &'a Assessment) -> Result<Self, DiscloseError> {
        let mut files = HashMap::new();
        for file in &record.evidence {
            let place = (file.subject.as_str(), file.path.as_str());
            if files.insert(place, file.digest).is_some() {
                return broken(format!("`{}` of `{}` stands in it twice", file.path, file.subject));
            }
        }
        let mut checks = HashMap::new();
        for policy in &record.policies {
            for control in &policy.controls {
                let place = (policy.id.as_str(), control.id.as_str());
                if checks.insert(place, control.checks.as_slice()).is_some() {
                    return broken(format!(
                        "control `{}` of `{}` stands in it twice",
                        control.id, policy.id
                    ));
                }
            }
        }
        let mut statuses = HashMap::new();
        for status in &record.statuses {
            let place = (status.subject.as_str(), status.policy.as_str(), status.control.as_str());
            if statuses.insert(place, status).is_some() {
                return broken(format!(
                    "control `{}` of `{}` has two statuses for `{}`",
                    status.control, status.policy, status.subject
                ));
            }
        }
        Ok(Self {
            files,
            checks,
            statuses,
        })
    }

    fn item(&self, entry: &'a Entry, findings: &'a [Finding]) -> Result<Item<'a>, DiscloseError> {
        let Entry {
            subject,
            policy,
            control,
            ..
        } = entry;
        let mut files = BTreeMap::new();
        for reference in findings.iter().flat_map(|f| &f.evidence) {
            let path = reference.path.as_str();
            let Some(digest) = self.files.get(&(subject.as_str(), path)) else {
                return broken(format!(
                    "a finding of `{subject}` cites `{path}`, which is no evidence of the record"
                ));
            };
            files.insert(path, *digest);
        }
        let Some(checks) = self.checks.get(&(policy.as_str(), control.as_str())) else {
            return broken(format!(
                "its ledger has control `{control}` of `{policy}`, which is no control of the record"
            ));
        };
        let status = self
            .statuses
            .get(&(subject.as_str(), policy.as_str(), control.as_str()));
        Ok(Item {
            entry,
            findings,
            checks,
            status: status.copied(),
            files,
        })
    }
}

fn broken<T>(what: String) -> Result<T, DiscloseError> {
    Err(DiscloseError::Broken(what))
}
