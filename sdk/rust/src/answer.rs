//! The answer of one call in the making: findings as columns, every text once.

use crate::bindings::sekisho::policy::types;
use crate::places::{Places, hash, is_same};
use std::cell::RefCell;
use std::rc::Rc;

/// Texts numbered in order of first use.
#[derive(Debug, Default)]
pub struct Texts(RefCell<Table>);

#[derive(Debug, Default)]
struct Table {
    list: Vec<String>,
    places: Places,
    /// Where a text is put together.
    whole: Vec<u8>,
}

impl Texts {
    fn with_room(texts: usize) -> Self {
        Self(RefCell::new(Table {
            list: Vec::with_capacity(texts),
            places: Places::with_room(texts),
            whole: Vec::with_capacity(64),
        }))
    }

    /// The number of a text that is written byte by byte.
    pub(crate) fn written(&self, write: impl FnOnce(&mut Vec<u8>)) -> u32 {
        let mut table = self.0.borrow_mut();
        let mut whole = std::mem::take(&mut table.whole);
        whole.clear();
        write(&mut whole);
        // INVARIANT: it is put together of whole texts.
        let number = table.code(std::str::from_utf8(&whole).unwrap_or_default());
        table.whole = whole;
        number
    }

    /// The number of a text given in parts.
    pub fn code(&self, parts: &[&str]) -> u32 {
        if let [whole] = parts {
            return self.0.borrow_mut().code(whole);
        }
        self.written(|text| parts.iter().for_each(|part| text.extend_from_slice(part.as_bytes())))
    }

    /// Whether a text has this number and is so from here on.
    pub(crate) fn ends(&self, number: u32, from: usize, end: &str) -> bool {
        let table = self.0.borrow();
        let text = table.list.get(number as usize);
        text.and_then(|text| text.get(from..))
            .is_some_and(|rest| is_same(rest, end))
    }
}

impl Table {
    fn code(&mut self, text: &str) -> u32 {
        let hash = hash(text);
        let is = |number: u32| self.list.get(number as usize).is_some_and(|known| is_same(known, text));
        self.places.find(hash, is).unwrap_or_else(|| {
            self.list.push(text.to_owned());
            self.places.add(hash)
        })
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
    /// An empty answer with room for so many findings and texts.
    pub(crate) fn with_room(findings: usize, texts: usize) -> Self {
        let mut answer = Self::default();
        let columns = &mut answer.findings;
        for column in [
            &mut columns.counts,
            &mut columns.messages,
            &mut columns.argument_counts,
            &mut columns.fact_counts,
            &mut columns.facts,
        ] {
            column.reserve(findings);
        }
        columns.outcomes.reserve(findings);
        answer.texts = Rc::new(Texts::with_room(texts));
        answer
    }

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

    /// How many findings there are of all checks.
    pub(crate) fn outcomes(&self) -> &[types::Outcome] {
        &self.findings.outcomes
    }

    /// Adds a finding without argument and citation to the check that was opened last.
    pub(crate) fn begin(&mut self, outcome: types::Outcome, message: u32) {
        self.finding(outcome, message, Vec::new(), &[]);
    }

    /// Adds an argument to the finding that was added last.
    pub(crate) fn argument(&mut self, argument: types::Argument) {
        if let Some(count) = self.findings.argument_counts.last_mut() {
            *count = count.saturating_add(1);
            self.findings.arguments.push(argument);
        }
    }

    /// Adds a citation to the finding that was added last.
    pub(crate) fn cite(&mut self, fact: u32) {
        if let Some(count) = self.findings.fact_counts.last_mut() {
            *count = count.saturating_add(1);
            self.findings.facts.push(fact);
        }
    }

    /// The check that was opened last cannot conclude: what it has found is no answer.
    pub(crate) fn give_up(&mut self, error: types::CheckError) {
        let findings = &mut self.findings;
        let found = findings.counts.pop().unwrap_or(0);
        for _ in 0..found {
            findings.outcomes.pop();
            findings.messages.pop();
            let arguments = findings.argument_counts.pop().unwrap_or(0) as usize;
            let facts = findings.fact_counts.pop().unwrap_or(0) as usize;
            findings
                .arguments
                .truncate(findings.arguments.len().saturating_sub(arguments));
            findings.facts.truncate(findings.facts.len().saturating_sub(facts));
        }
        self.failed(error);
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
    use crate::{Fact, Findings};

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
        let mut findings = Findings::new(["a", "b.c"].into_iter(), 2);
        for subject in 0..2 {
            findings.open(0);
            findings.fail("x").arg("name", "zlib").arg("count", 2u32);
            findings.pass("y").cite(&Seven);
            assert_eq!((findings.len(), findings.is_clean()), (2, false));
            findings.close(Ok(()));
            findings.open(1);
            assert!(findings.is_empty() && findings.is_clean(), "{subject}");
            findings.fail("x").arg("name", "lost").cite(&Seven);
            findings.close(Err(types::CheckError::Internal("no".to_owned())));
        }
        let columns = findings.finish();
        assert_eq!(columns.counts, [2, u32::MAX, 2, u32::MAX]);
        assert_eq!(columns.errors.len(), 2);
        assert_eq!(columns.argument_counts, [2, 0, 2, 0]);
        assert_eq!((columns.arguments.len(), columns.facts.as_slice()), (4, &[7, 7][..]));
        assert_eq!(columns.texts, ["a-x", "zlib", "name", "count", "a-y", "b-c-x", "lost"]);
        assert_eq!(columns.messages, [0, 4, 0, 4]);
    }

    struct Seven;

    impl Fact for Seven {
        fn fact(&self) -> u32 {
            7
        }
    }
}
