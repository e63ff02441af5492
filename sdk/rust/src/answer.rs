//! The answer of one call in the making: findings as columns, every text once.

use crate::Findings;
use crate::bindings::sekisho::policy::types;
use std::cell::RefCell;
use std::rc::Rc;

/// Texts numbered in order of first use.
#[derive(Debug, Default)]
pub struct Texts(RefCell<Table>);

/// The texts, each with its hash, and where they are found again: numbers from 1 at the place of their hash or behind it.
/// As many places as a power of two says, at most half of them taken.
#[derive(Debug, Default)]
struct Table {
    list: Vec<String>,
    hashes: Vec<u32>,
    places: Vec<u32>,
}

impl Texts {
    /// The number of a text given in parts.
    pub fn code(&self, parts: &[&str]) -> u32 {
        self.0.borrow_mut().code(parts)
    }
}

impl Table {
    fn code(&mut self, parts: &[&str]) -> u32 {
        let hash = fnv(parts);
        if self.list.len() * 2 >= self.places.len() {
            self.grow();
        }
        let mut at = hash as usize;
        loop {
            let mask = self.places.len().wrapping_sub(1);
            match self.places.get(at & mask) {
                // A free place: the text is new.
                Some(0) | None => break,
                Some(number) => {
                    let number = number - 1;
                    let known = self.hashes.get(number as usize) == Some(&hash);
                    if known && self.list.get(number as usize).is_some_and(|text| is(text, parts)) {
                        return number;
                    }
                }
            }
            at += 1;
        }
        let number = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.list.push(parts.concat());
        self.hashes.push(hash);
        let mask = self.places.len().wrapping_sub(1);
        if let Some(place) = self.places.get_mut(at & mask) {
            *place = number.saturating_add(1);
        }
        number
    }

    fn grow(&mut self) {
        let places = (self.places.len() * 2).max(64);
        let mut all = vec![0; places];
        for (number, hash) in (1..).zip(&self.hashes) {
            let mut at = *hash as usize & (places - 1);
            while all.get(at).is_some_and(|place| *place != 0) {
                at = (at + 1) & (places - 1);
            }
            if let Some(place) = all.get_mut(at) {
                *place = number;
            }
        }
        self.places = all;
    }
}

/// Whether a text is these parts one after the other.
fn is(text: &str, parts: &[&str]) -> bool {
    let mut rest = text;
    parts.iter().all(|part| {
        rest.strip_prefix(part).is_some_and(|behind| {
            rest = behind;
            true
        })
    }) && rest.is_empty()
}

/// FNV-1a. The standard map's hasher starts from a number of its own in every map, so that what a plugin does would
/// depend on what it did before.
fn fnv(parts: &[&str]) -> u32 {
    let bytes = parts.iter().flat_map(|part| part.bytes());
    bytes.fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

/// The answer of one call.
#[derive(Debug)]
pub struct Answer {
    texts: Rc<Texts>,
    findings: types::Findings,
}

impl Default for Answer {
    fn default() -> Self {
        Self {
            texts: Rc::default(),
            findings: types::Findings {
                texts: Vec::new(),
                counts: Vec::new(),
                errors: Vec::new(),
                outcomes: Vec::new(),
                messages: Vec::new(),
                argument_counts: Vec::new(),
                fact_counts: Vec::new(),
                arguments: Vec::new(),
                facts: Vec::new(),
            },
        }
    }
}

impl Answer {
    /// The texts, for those who make findings.
    pub fn texts(&self) -> &Rc<Texts> {
        &self.texts
    }

    /// Opens the findings of the next check.
    pub fn check(&mut self) {
        self.findings.counts.push(0);
    }

    /// Adds one finding to the check that was opened last.
    pub fn finding(&mut self, outcome: types::Outcome, message: u32, arguments: Vec<types::Argument>, facts: &[u32]) {
        let length = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let findings = &mut self.findings;
        if let Some(count) = findings.counts.last_mut() {
            *count = count.saturating_add(1);
        }
        findings.outcomes.push(outcome);
        findings.messages.push(message);
        findings.argument_counts.push(length(arguments.len()));
        findings.fact_counts.push(length(facts.len()));
        findings.arguments.extend(arguments);
        findings.facts.extend_from_slice(facts);
    }

    /// Adds what the next check concluded.
    pub(crate) fn concluded(&mut self, result: Result<Findings, types::CheckError>) {
        match result {
            Ok(findings) => {
                self.check();
                for one in findings.list {
                    self.finding(one.outcome, one.message, one.arguments, &one.facts);
                }
            }
            Err(error) => self.failed(error),
        }
    }

    /// The next check cannot conclude.
    pub fn failed(&mut self, error: types::CheckError) {
        self.findings.counts.push(u32::MAX);
        self.findings.errors.push(error);
    }

    /// The answer as it goes to the host.
    pub fn finish(mut self) -> types::Findings {
        self.findings.texts = std::mem::take(&mut self.texts.0.borrow_mut().list);
        self.findings
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;

    #[test]
    fn every_text_stands_once_however_it_is_put_together() {
        let texts = Texts::default();
        let first = texts.code(&["auth-mfa-", "missing"]);
        assert_eq!(texts.code(&["auth-mfa-missing"]), first);
        assert_ne!(texts.code(&["auth-mfa-", ""]), first);
        assert_eq!(texts.0.borrow().list, ["auth-mfa-missing", "auth-mfa-"]);
        for round in 0..2 {
            for number in 0..1_000u32 {
                assert_eq!(texts.code(&["text ", &number.to_string()]), number + 2, "{round}");
            }
        }
        assert_eq!(texts.0.borrow().list.len(), 1_002);
    }

    #[test]
    fn columns_say_whose_findings_they_are() {
        let mut answer = Answer::default();
        let prefix: Rc<str> = "a-".into();
        let mut findings = Findings::new(&prefix, answer.texts());
        findings.fail("x").arg("name", "zlib").arg("count", 2u32);
        findings.pass("y");
        answer.concluded(Ok(findings));
        answer.concluded(Err(types::CheckError::Internal("no".to_owned())));
        let columns = answer.finish();
        assert_eq!(columns.counts, [2, u32::MAX]);
        assert_eq!(columns.errors.len(), 1);
        assert_eq!(columns.argument_counts, [2, 0]);
        assert_eq!(columns.texts, ["a-x", "zlib", "name", "count", "a-y"]);
        assert_eq!(columns.messages, [0, 4]);
    }
}
