//! What must hold inside a disclosure, one function for each check. An error is the place and the reason, for people.

use super::commit::leaf;
use super::decide::{impossible, outcome};
use super::document::{Controlled, Disclosed, Disclosure, Evident, Named};
use sekisho_model::ledger::{Entry, State};
use sekisho_model::merkle::Head;
use sekisho_model::{Outcome, canonical, merkle};
use std::collections::{BTreeMap, BTreeSet};

pub(super) type Outcomes = Result<(), String>;

pub(super) fn is<T: PartialEq + std::fmt::Display>(found: &T, expected: &T) -> Outcomes {
    if found == expected {
        Ok(())
    } else {
        Err(format!("it says {found}, signed is {expected}"))
    }
}

pub(super) fn commitment(d: &Disclosure, expected: &Head) -> Outcomes {
    is(&d.commitment.leaves, &expected.leaves)?;
    is(&d.commitment.root, &expected.root)
}

pub(super) fn each(entries: &[Disclosed], check: impl Fn(&Disclosed) -> Outcomes) -> Outcomes {
    let of = |e: &Disclosed| check(e).map_err(|detail| format!("entry {}: {detail}", e.index));
    entries.iter().try_for_each(of)
}

pub(super) fn order(entries: &[Disclosed]) -> Outcomes {
    if entries.is_empty() {
        return Err("it discloses nothing".to_owned());
    }
    let mut seen = BTreeSet::new();
    let mut last = None;
    for Disclosed { index, entry, .. } in entries {
        if last.is_some_and(|last| *index <= last) {
            return Err(format!("entry {index} stands after entry {}", last.unwrap_or_default()));
        }
        last = Some(*index);
        let Entry {
            subject,
            policy,
            control,
            plugin,
            check,
            instance,
            ..
        } = entry;
        if !seen.insert((subject, policy, control, plugin, check, instance)) {
            return Err(format!(
                "entry {index}: `{plugin}:{check}` of control `{control}` stands in it before"
            ));
        }
    }
    Ok(())
}

/// Each entry by its leaf: with its control and the files that its findings cite, as the document has them.
pub(super) fn inclusion(d: &Disclosure, controls: &OfControls<'_>) -> Outcomes {
    let files = d.evidence.iter().map(|e| ((&*e.subject, &*e.path), e));
    let files: BTreeMap<(&str, &str), &Evident> = files.collect();
    for (control, entries) in controls {
        for disclosed in *entries {
            let references = disclosed.findings.iter().flat_map(|f| &f.evidence);
            let paths: BTreeSet<&str> = references.map(|r| r.path.as_str()).collect();
            let subject = disclosed.entry.subject.as_str();
            let evidence = paths.iter().filter_map(|path| files.get(&(subject, path)).copied());
            let leaf = leaf(control, &disclosed.entry, evidence, &disclosed.salt);
            let proven = leaf.map_err(|e| e.to_string()).and_then(|leaf| {
                let Head { leaves, root } = d.commitment;
                merkle::verify_inclusion(&leaf, disclosed.index, leaves, &disclosed.proof, &root)
                    .map_err(|e| e.to_string())
            });
            proven.map_err(|detail| format!("entry {}: {detail}", disclosed.index))?;
        }
    }
    Ok(())
}

pub(super) fn findings(disclosed: &Disclosed) -> Outcomes {
    let Disclosed { entry, findings, .. } = disclosed;
    if findings.len() as u64 != u64::from(entry.findings) {
        return Err(format!(
            "it has {} findings, the ledger says {}",
            findings.len(),
            entry.findings
        ));
    }
    let digest = canonical::digest(findings).map_err(|e| e.to_string())?;
    if digest != entry.findings_digest {
        return Err(format!(
            "its findings have the digest {digest}, the ledger says {}",
            entry.findings_digest
        ));
    }
    let belongs = |f: &sekisho_model::finding::Finding| {
        (&f.subject, &f.policy, &f.control, &f.plugin, &f.check)
            == (
                &entry.subject,
                &entry.policy,
                &entry.control,
                &entry.plugin,
                &entry.check,
            )
            && f.waived.as_ref() == entry.waived.as_ref().map(|w| &w.id)
    };
    if findings.iter().all(belongs) {
        Ok(())
    } else {
        Err("a finding of it is about something else".to_owned())
    }
}

pub(super) fn outcomes(d: &Disclosure, disclosed: &Disclosed) -> Outcomes {
    let Disclosed { entry, findings, .. } = disclosed;
    match &entry.state {
        State::NotRun(_) if !findings.is_empty() => return Err("it was not run and has findings".to_owned()),
        State::NotRun(_) => {}
        State::Outcome(said) => {
            let found = outcome(findings);
            if found != *said {
                return Err(format!(
                    "its outcome is `{}`, its findings say `{}`",
                    said.name(),
                    found.name()
                ));
            }
        }
    }
    let Some(waiver) = &entry.waived else { return Ok(()) };
    if !matches!(entry.state, State::Outcome(Outcome::Fail | Outcome::Unknown)) {
        return Err(format!(
            "waiver `{}` stands beside something that is not to be waived",
            waiver.id
        ));
    }
    if waiver.until < d.as_of {
        return Err(format!(
            "waiver `{}` ended on {}, before {}",
            waiver.id, waiver.until, d.as_of
        ));
    }
    Ok(())
}

/// The entries of each control.
pub(super) type OfControls<'d> = Vec<(&'d Controlled, &'d [Disclosed])>;

pub(super) fn controls(d: &Disclosure) -> Result<OfControls<'_>, String> {
    let mut rest = d.entries.as_slice();
    let mut all = Vec::new();
    let mut seen = BTreeSet::new();
    for control in &d.controls {
        let name = format!("control `{}` of `{}`", control.control, control.subject);
        if !seen.insert((&control.subject, &control.policy, &control.control)) {
            return Err(format!("{name} stands in it twice"));
        }
        let belongs = |e: &&Disclosed| {
            (&e.entry.subject, &e.entry.policy, &e.entry.control)
                == (&control.subject, &control.policy, &control.control)
        };
        let count = rest.iter().take_while(belongs).count();
        let (mine, after) = rest.split_at_checked(count).unwrap_or_default();
        rest = after;
        if mine.is_empty() {
            return Err(format!("{name} has no entry where it should"));
        }
        let is_gapless = mine
            .iter()
            .zip(mine.iter().skip(1))
            .all(|(a, b)| a.index.checked_add(1) == Some(b.index));
        let checks = mine.iter().map(|e| format!("{}:{}", e.entry.plugin, e.entry.check));
        if !is_gapless || !checks.eq(control.checks.iter().cloned()) {
            return Err(format!(
                "{name} does not have one entry for each of its checks, one after the other"
            ));
        }
        all.push((control, mine));
    }
    match rest.first() {
        Some(entry) => Err(format!("entry {} belongs to no control of the list", entry.index)),
        None => Ok(all),
    }
}

pub(super) fn statuses(controls: &OfControls<'_>) -> Outcomes {
    for (control, entries) in controls {
        let states: Vec<&State> = entries.iter().map(|e| &e.entry.state).collect();
        let is_waived = entries.iter().any(|e| e.entry.waived.is_some());
        let reason = impossible(control.status, &states)
            .or_else(|| (control.waived && !is_waived).then(|| "it is called waived, and no entry is".to_owned()));
        if let Some(reason) = reason {
            return Err(format!(
                "control `{}` of `{}`: {reason}",
                control.control, control.subject
            ));
        }
    }
    Ok(())
}

/// What entries name must be listed, once and in order; what is listed must be named.
pub(super) fn names(d: &Disclosure) -> Outcomes {
    let entries = || d.entries.iter().map(|e| &e.entry);
    let ran = entries().filter(|e| matches!(e.state, State::Outcome(_)));
    list(
        "policy",
        &d.policies,
        |p| &p.id,
        entries().map(|e| &e.policy),
        entries().map(|e| &e.policy),
    )?;
    // The plugin of a check that was not run need not have been there.
    list(
        "plugin",
        &d.plugins,
        |p| &p.id,
        ran.map(|e| &e.plugin),
        entries().map(|e| &e.plugin),
    )?;
    let findings = || d.entries.iter().flat_map(|e| &e.findings);
    let cited = || findings().flat_map(|f| f.evidence.iter().map(|r| (&f.subject, &r.path)));
    list("evidence", &d.evidence, |e| (&e.subject, &e.path), cited(), cited())
}

fn list<'d, T, K: Ord + std::fmt::Debug>(
    what: &str,
    listed: &'d [T],
    key: impl Fn(&'d T) -> K,
    needed: impl Iterator<Item = K>,
    allowed: impl Iterator<Item = K>,
) -> Outcomes {
    let keys: Vec<K> = listed.iter().map(key).collect();
    if !keys.is_sorted_by(|a, b| a < b) {
        return Err(format!("the list of {what} is not in order, or has something twice"));
    }
    let keys: BTreeSet<K> = keys.into_iter().collect();
    let needed: BTreeSet<K> = needed.collect();
    let allowed: BTreeSet<K> = allowed.collect();
    if let Some(missing) = needed.difference(&keys).next() {
        return Err(format!("{what} {missing:?} is named and not listed"));
    }
    match keys.difference(&allowed).next() {
        Some(strange) => Err(format!("{what} {strange:?} is listed and not named")),
        None => Ok(()),
    }
}

pub(super) fn among(listed: &[Named], all: &[Named]) -> Outcomes {
    match listed.iter().find(|one| !all.contains(one)) {
        Some(one) => Err(format!(
            "`{}` {} {} is not among those that were signed",
            one.id, one.version, one.digest
        )),
        None => Ok(()),
    }
}
