//! From a record and a choice to a disclosure. What is not chosen is never copied: the document is built up, not cut down.

use super::document::{Controlled, Disclosed, Disclosure, Evident, FORMAT, Named, Whole};
use super::error::DiscloseError;
use sekisho_model::assessment::{self, Assessment};
use sekisho_model::finding::Finding;
use sekisho_model::ledger::Entry;
use sekisho_model::merkle::Tree;
use sekisho_model::{Digest, canonical};
use std::collections::{BTreeMap, BTreeSet};

/// What to disclose: these controls of these subjects, with all checks of each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// Ids of subjects.
    pub subjects: Vec<String>,
    /// The controls.
    pub controls: Vec<ControlChoice>,
}

/// A control.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControlChoice {
    /// Its policy; may be left out where only one policy has a control of this id.
    pub policy: Option<String>,
    /// Its id.
    pub control: String,
}

/// A control with its policy.
type Key<'a> = (&'a str, &'a str);

/// Discloses. `digest` is that of the record's bytes, as the signed statement has it.
///
/// The record is held against itself first: a disclosure from a record that was changed would be refused, and better here.
pub fn disclose(record: &Assessment, digest: Digest, choice: &Choice) -> Result<Disclosure, DiscloseError> {
    if record.format != assessment::FORMAT {
        return Err(DiscloseError::NotARecord(record.format.clone()));
    }
    let (tree, findings) = whole(record)?;
    let subjects = subjects(record, choice)?;
    let controls = controls(record, choice)?;
    if subjects.is_empty() || controls.is_empty() {
        return Err(DiscloseError::Nothing);
    }
    let is_chosen = |entry: &Entry| {
        subjects.contains(entry.subject.as_str())
            && controls.contains_key(&(entry.policy.as_str(), entry.control.as_str()))
    };
    let mut entries = Vec::new();
    for ((index, entry), findings) in (0..).zip(&record.ledger.entries).zip(findings) {
        if is_chosen(entry) {
            // INVARIANT: the tree was made of these entries.
            let proof = tree.prove_inclusion(index).unwrap_or_default();
            entries.push(Disclosed {
                index,
                entry: entry.clone(),
                findings: findings.to_vec(),
                proof,
            });
        }
    }
    let controlled = controlled(record, &entries, &controls);
    for (_, control) in controls.keys() {
        if controlled.iter().all(|c| c.control != *control) {
            return Err(DiscloseError::NoEntry((*control).to_owned()));
        }
    }
    let policies = record.policies.iter().map(|p| named(&p.id, &p.version, p.digest));
    let plugins = record.plugins.iter().map(|p| named(&p.id, &p.version, p.digest));
    Ok(Disclosure {
        format: FORMAT.to_owned(),
        record: Whole {
            format: record.format.clone(),
            digest,
        },
        as_of: record.as_of,
        ledger: tree.head(),
        policies: used(policies, |policy| entries.iter().any(|e| e.entry.policy == policy.id)),
        plugins: used(plugins, |plugin| entries.iter().any(|e| e.entry.plugin == plugin.id)),
        evidence: evidence(record, &entries)?,
        controls: controlled,
        entries,
    })
}

/// The ledger's tree and the findings of every entry, if all of it fits together.
fn whole(record: &Assessment) -> Result<(Tree, Vec<&[Finding]>), DiscloseError> {
    let broken = |what: String| Err(DiscloseError::Broken(what));
    let mut rest = record.findings.as_slice();
    let mut leaves = Vec::with_capacity(record.ledger.entries.len());
    let mut findings = Vec::with_capacity(record.ledger.entries.len());
    for (index, entry) in record.ledger.entries.iter().enumerate() {
        let Some((mine, after)) = rest.split_at_checked(entry.findings as usize) else {
            return broken(format!("ledger entry {index} has findings that are not there"));
        };
        if canonical::digest(mine)? != entry.findings_digest {
            return broken(format!(
                "the findings of ledger entry {index} are not those it was made with"
            ));
        }
        rest = after;
        findings.push(mine);
        leaves.push(entry.leaf()?);
    }
    if !rest.is_empty() {
        return broken(format!("{} findings belong to no ledger entry", rest.len()));
    }
    let tree = Tree::of(leaves);
    let head = tree.head();
    if (head.leaves, head.root) != (record.ledger.leaves, record.ledger.root) {
        return broken(format!(
            "its ledger says {} entries and {}, the entries are {} and lead to {}",
            record.ledger.leaves, record.ledger.root, head.leaves, head.root
        ));
    }
    Ok((tree, findings))
}

fn subjects<'a>(record: &'a Assessment, choice: &Choice) -> Result<BTreeSet<&'a str>, DiscloseError> {
    let find = |id: &String| {
        let subject = record.subjects.iter().find(|s| s.id == *id);
        subject
            .map(|s| s.id.as_str())
            .ok_or_else(|| DiscloseError::NoSubject(id.clone()))
    };
    choice.subjects.iter().map(find).collect()
}

/// The chosen controls, each with the checks that its policy names.
fn controls<'a>(record: &'a Assessment, choice: &Choice) -> Result<BTreeMap<Key<'a>, &'a [String]>, DiscloseError> {
    let mut chosen = BTreeMap::new();
    for wish in &choice.controls {
        let policies = record.policies.iter();
        let policies = policies.filter(|p| wish.policy.as_ref().is_none_or(|id| p.id == *id));
        let found = policies.filter_map(|p| Some((p, p.controls.iter().find(|c| c.id == wish.control)?)));
        let found: Vec<_> = found.collect();
        match found.as_slice() {
            [(policy, control)] => {
                chosen.insert((policy.id.as_str(), control.id.as_str()), control.checks.as_slice());
            }
            [] => return Err(DiscloseError::NoControl(wish.control.clone())),
            many => {
                let policies: Vec<&str> = many.iter().map(|(policy, _)| policy.id.as_str()).collect();
                return Err(DiscloseError::Ambiguous {
                    control: wish.control.clone(),
                    policies: policies.join(", "),
                });
            }
        }
    }
    Ok(chosen)
}

fn controlled(record: &Assessment, entries: &[Disclosed], controls: &BTreeMap<Key<'_>, &[String]>) -> Vec<Controlled> {
    let mut list: Vec<Controlled> = Vec::new();
    for Disclosed { entry, .. } in entries {
        let is_same =
            |c: &Controlled| (&c.subject, &c.policy, &c.control) == (&entry.subject, &entry.policy, &entry.control);
        if list.last().is_some_and(is_same) {
            continue;
        }
        let status = record.statuses.iter();
        let mut status = status.filter(|s| s.subject == entry.subject && s.policy == entry.policy);
        let status = status.find(|s| s.control == entry.control);
        let checks = controls.get(&(entry.policy.as_str(), entry.control.as_str()));
        list.push(Controlled {
            subject: entry.subject.clone(),
            policy: entry.policy.clone(),
            control: entry.control.clone(),
            checks: checks.map(|checks| checks.to_vec()).unwrap_or_default(),
            status: status.map(|s| s.status),
            waived: status.is_some_and(|s| s.waived),
        });
    }
    list
}

/// The files that the findings cite, each once.
fn evidence(record: &Assessment, entries: &[Disclosed]) -> Result<Vec<Evident>, DiscloseError> {
    let findings = entries.iter().flat_map(|e| &e.findings);
    let cited = findings.flat_map(|f| {
        f.evidence
            .iter()
            .map(|reference| (f.subject.as_str(), reference.path.as_str()))
    });
    let cited: BTreeSet<(&str, &str)> = cited.collect();
    let files = record.evidence.iter();
    let files: BTreeMap<_, _> = files
        .map(|e| ((e.subject.as_str(), e.path.as_str()), e.digest))
        .collect();
    let find = |key: (&str, &str)| match files.get(&key) {
        Some(digest) => Ok(Evident {
            subject: key.0.to_owned(),
            path: key.1.to_owned(),
            digest: *digest,
        }),
        None => Err(DiscloseError::Broken(format!(
            "a finding of `{}` cites `{}`, which is no evidence of the record",
            key.0, key.1
        ))),
    };
    cited.into_iter().map(find).collect()
}

fn named(id: &str, version: &str, digest: Digest) -> Named {
    Named {
        id: id.to_owned(),
        version: version.to_owned(),
        digest,
    }
}

fn used(all: impl Iterator<Item = Named>, is_used: impl Fn(&Named) -> bool) -> Vec<Named> {
    all.filter(is_used).collect::<BTreeSet<_>>().into_iter().collect()
}
