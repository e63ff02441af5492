//! The answer of one call in the making: findings as columns, every text once.

use crate::Findings;
use crate::bindings::sekisho::policy::types;
use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::rc::Rc;

/// Texts numbered in order of first use.
#[derive(Debug, Default)]
pub struct Texts(RefCell<Table>);

#[derive(Debug, Default)]
struct Table {
    codes: HashMap<Box<str>, u32, BuildHasherDefault<Fnv>>,
    list: Vec<String>,
    scratch: String,
}

impl Texts {
    /// The number of a text given in parts.
    pub fn code(&self, parts: &[&str]) -> u32 {
        let mut table = self.0.borrow_mut();
        let Table { codes, list, scratch } = &mut *table;
        scratch.clear();
        parts.iter().for_each(|part| scratch.push_str(part));
        if let Some(code) = codes.get(scratch.as_str()) {
            return *code;
        }
        let code = u32::try_from(list.len()).unwrap_or(u32::MAX);
        codes.insert(scratch.as_str().into(), code);
        list.push(scratch.clone());
        code
    }
}

/// FNV-1a. The standard map's hasher starts from a number of its own in every map, so that what a plugin does would
/// depend on what it did before.
#[derive(Debug)]
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
        }
    }
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
