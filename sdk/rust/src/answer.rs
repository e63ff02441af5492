//! The answer of one call in the making: findings as columns, every text once.

use crate::bindings::sekisho::policy::types;
use crate::places::{Places, hash, is_same};
use std::cell::RefCell;
use std::rc::Rc;

/// Texts numbered in order of first use, each of them once but for what was only appended.
#[derive(Debug, Default)]
pub struct Texts(RefCell<Table>);

/// One after the other, and where each of them ends.
#[derive(Debug, Default)]
struct Table {
    text: Vec<u8>,
    ends: Vec<u32>,
    places: Places,
}

impl Texts {
    fn with_room(texts: usize) -> Self {
        Self(RefCell::new(Table {
            text: Vec::with_capacity(texts * 16),
            ends: Vec::with_capacity(texts),
            places: Places::with_room(texts),
        }))
    }

    /// The number of a text given in parts.
    pub fn code(&self, parts: &[&str]) -> u32 {
        self.written(|text| parts.iter().for_each(|part| text.extend_from_slice(part.as_bytes())))
    }

    /// The number of a text that is written to the end of something, byte by byte.
    pub(crate) fn written(&self, write: impl FnOnce(&mut Vec<u8>)) -> u32 {
        let mut table = self.0.borrow_mut();
        let start = table.text.len();
        write(&mut table.text);
        table.number(start)
    }

    /// The number of a text that nobody will ask for again, written in the same way.
    pub(crate) fn appended(&self, write: impl FnOnce(&mut Vec<u8>)) -> u32 {
        let Table { text, ends, places } = &mut *self.0.borrow_mut();
        write(text);
        let number = length(ends.len());
        ends.push(length(text.len()));
        places.pass();
        number
    }

    /// Whether a text has this number and is so from here on.
    pub(crate) fn ends(&self, number: u32, from: usize, end: &str) -> bool {
        let table = self.0.borrow();
        let text = get(&table.text, &table.ends, number).and_then(|text| text.get(from..));
        text.is_some_and(|rest| is_same(rest, end.as_bytes()))
    }

    fn finish(&self) -> types::Texts {
        let Table { text, ends, .. } = std::mem::take(&mut *self.0.borrow_mut());
        // INVARIANT: it is put together of whole texts.
        let text = String::from_utf8(text).unwrap_or_default();
        types::Texts { text, ends }
    }
}

impl Table {
    /// The number of the text that begins here and has just been written; it stays only if it is new.
    fn number(&mut self, start: usize) -> u32 {
        let Self { text, ends, places } = self;
        let written = text.get(start..).unwrap_or_default();
        let is = |number: u32| get(text, ends, number).is_some_and(|known| is_same(known, written));
        let number = places.find_or_add(hash(written), is);
        if number as usize == ends.len() {
            ends.push(length(text.len()));
        } else {
            text.truncate(start);
        }
        number
    }
}

/// INVARIANT: an answer is less than the 32 bits that a plugin's memory is addressed with.
fn length(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// A text by its number.
fn get<'t>(text: &'t [u8], ends: &[u32], number: u32) -> Option<&'t [u8]> {
    let end = |number: u32| ends.get(number as usize).map(|end| *end as usize);
    let start = number.checked_sub(1).map_or(Some(0), end)?;
    text.get(start..end(number)?)
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
                texts: types::Texts {
                    text: String::new(),
                    ends: Vec::new(),
                },
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
        self.findings.texts = self.texts.finish();
        self.findings
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::{Fact, Findings};

    #[test]
    fn what_is_appended_has_a_number_of_its_own_and_changes_no_other() {
        let texts = Texts::default();
        let write = |text: &mut Vec<u8>| text.extend_from_slice(b"check-met");
        let numbers = [
            texts.appended(write),
            texts.code(&["value"]),
            texts.appended(write),
            texts.code(&["value"]),
        ];
        assert_eq!(numbers, [0, 1, 2, 1]);
        assert!(texts.ends(2, 6, "met") && texts.ends(0, 0, "check-met") && !texts.ends(1, 0, "check-met"));
        let types::Texts { text, ends } = texts.finish();
        assert_eq!(
            (text.as_str(), ends.as_slice()),
            ("check-metvaluecheck-met", &[9, 14, 23][..])
        );
    }

    #[test]
    fn every_text_stands_once_however_it_is_put_together() {
        let texts = Texts::default();
        let first = texts.code(&["auth-mfa-", "missing"]);
        assert_eq!(texts.code(&["auth-mfa-missing"]), first);
        assert_ne!(texts.code(&["auth-mfa-", ""]), first);
        for round in 0..2 {
            for number in 0..1_000u32 {
                assert_eq!(texts.code(&["text ", &number.to_string()]), number + 2, "{round}");
            }
        }
        let all = texts.finish();
        assert!(all.text.starts_with("auth-mfa-missingauth-mfa-text 0text 1"));
        assert_eq!((all.ends.len(), all.ends.get(..3)), (1_002, Some(&[16, 25, 31][..])));
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
        assert_eq!(columns.texts.text, "a-xzlibnamecounta-yb-c-xlost");
        assert_eq!(columns.texts.ends, [3, 7, 11, 16, 19, 24, 28]);
        assert_eq!(columns.messages, [0, 4, 0, 4]);
    }

    struct Seven;

    impl Fact for Seven {
        fn fact(&self) -> u32 {
            7
        }
    }
}
