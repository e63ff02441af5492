//! From a record and a choice to a disclosure. What is not chosen is never copied: the document is built up, not cut down.

use super::commit;
use super::document::{Disclosed, Disclosure, Evident, FORMAT, Named, Whole};
use super::error::DiscloseError;
use super::secret::Secret;
use super::whole;
use sekisho_model::Digest;
use sekisho_model::assessment::Assessment;
use sekisho_model::ledger::Entry;
use std::collections::BTreeSet;

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

/// A policy and a control of it.
type Key<'a> = (&'a str, &'a str);

/// Discloses. `digest` is that of the record's bytes, `secret` the one that the commitment was made with: both as the signed statement has them.
///
/// The record is held against itself first: a disclosure from a record that was changed would be refused, and better here.
pub fn disclose(
    record: &Assessment,
    digest: Digest,
    secret: &Secret,
    choice: &Choice,
) -> Result<Disclosure, DiscloseError> {
    let items = whole::items(record)?;
    let subjects = subjects(record, choice)?;
    let chosen = controls(record, choice)?;
    if subjects.is_empty() || chosen.is_empty() {
        return Err(DiscloseError::Nothing);
    }
    let tree = commit::tree(&items, &record.ledger.root, secret)?;
    let is_chosen = |entry: &Entry| {
        subjects.contains(entry.subject.as_str()) && chosen.contains(&(entry.policy.as_str(), entry.control.as_str()))
    };
    let mut entries = Vec::new();
    let mut controls = Vec::new();
    let mut evidence: BTreeSet<Evident> = BTreeSet::new();
    for (index, item) in (0..).zip(&items).filter(|(_, item)| is_chosen(item.entry)) {
        let control = item.control();
        if controls.last() != Some(&control) {
            controls.push(control);
        }
        evidence.extend(item.evidence());
        entries.push(Disclosed {
            index,
            entry: item.entry.clone(),
            findings: item.findings.to_vec(),
            salt: secret.salt(&record.ledger.root, index),
            // INVARIANT: the tree was made of these entries.
            proof: tree.prove_inclusion(index).unwrap_or_default(),
        });
    }
    let is_there = |(policy, control): &&Key<'_>| {
        controls
            .iter()
            .any(|c| (&*c.policy, &*c.control) == (*policy, *control))
    };
    if let Some((_, control)) = chosen.iter().find(|key| !is_there(key)) {
        return Err(DiscloseError::NoEntry((*control).to_owned()));
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
        commitment: tree.head(),
        policies: used(policies, |policy| entries.iter().any(|e| e.entry.policy == policy.id)),
        plugins: used(plugins, |plugin| entries.iter().any(|e| e.entry.plugin == plugin.id)),
        evidence: evidence.into_iter().collect(),
        controls,
        entries,
    })
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

fn controls<'a>(record: &'a Assessment, choice: &Choice) -> Result<BTreeSet<Key<'a>>, DiscloseError> {
    let mut chosen = BTreeSet::new();
    for wish in &choice.controls {
        let policies = record.policies.iter();
        let policies = policies.filter(|p| wish.policy.as_ref().is_none_or(|id| p.id == *id));
        let found = policies.filter_map(|p| Some((p, p.controls.iter().find(|c| c.id == wish.control)?)));
        let found: Vec<_> = found.collect();
        match found.as_slice() {
            [(policy, control)] => {
                chosen.insert((policy.id.as_str(), control.id.as_str()));
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
