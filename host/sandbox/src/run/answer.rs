//! Decides whether an answer can be believed: columns that fit together, known messages, fitting arguments, citations of
//! facts that were given.

use crate::bindings::sekisho::policy::types as wit;
use crate::error::RunError;
use crate::limits::Limits;
use crate::plugin::Plugin;
use crate::run::{CheckRun, Selected, call};
use sekisho_model::check::{Argument, MessageNumber};
use sekisho_model::facts::{Batch, BatchTable};
use sekisho_model::finding::{CitedFacts, RawFinding, RawFindings};
use sekisho_model::{Date, Facts, Outcome, Read, ReadSet};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// What the plugin was given in this call.
pub(super) struct Given<'a> {
    pub(super) plugin: &'a Plugin,
    /// The facts of each subject.
    pub(super) parts: &'a [Arc<Facts>],
    /// The same as the plugin saw them.
    pub(super) batch: &'a Batch,
    pub(super) reads: &'a ReadSet,
    pub(super) selected: &'a [Selected],
    pub(super) limits: &'a Limits,
}

/// The entry of `counts` for a check that cannot conclude.
const FAILED: u32 = u32::MAX;

/// The columns on their way to findings.
struct Columns<'f> {
    texts: &'f wit::Texts,
    /// Of the first texts those that were found to be messages, and how long they are.
    messages: Vec<Option<(MessageNumber, usize)>>,
    outcomes: std::slice::Iter<'f, wit::Outcome>,
    message_codes: std::slice::Iter<'f, u32>,
    argument_counts: std::slice::Iter<'f, u32>,
    fact_counts: std::slice::Iter<'f, u32>,
    arguments: &'f [wit::Argument],
    facts: &'f [u32],
    /// What was cited last: as a rule the next citation is of the same table.
    cited: Option<Cited>,
    /// Bytes of text that may still be handed on: a text stands once in the answer and may be used often.
    text_left: u64,
}

/// The rows of one subject in a table that was asked for.
struct Cited {
    subject: u32,
    /// As they are numbered in the call.
    facts: Range<u32>,
    /// The number of the first one in the subject itself.
    own: u32,
}

/// More texts than a plugin has messages; what stands behind them is looked up each time.
const MESSAGES: usize = 4_096;

/// What is wrong with one check's findings.
enum Wrong {
    Nonsense(String),
    Limit(&'static str),
}

impl Given<'_> {
    /// Accepts or refuses an answer: for each subject, one result per selected check.
    pub(super) fn accept(&self, findings: wit::Findings) -> Result<Vec<Vec<CheckRun>>, RunError> {
        if let Some(reason) = self.misfit(&findings) {
            return Err(RunError::Nonsense {
                plugin: self.plugin.info().id.clone(),
                checks: call::names(self.plugin.info(), self.selected),
                reason,
            });
        }
        let mut errors = findings.errors.into_iter();
        let mut counts = findings.counts.iter();
        let mut columns = Columns {
            texts: &findings.texts,
            messages: vec![None; findings.texts.ends.len().min(MESSAGES)],
            outcomes: findings.outcomes.iter(),
            message_codes: findings.messages.iter(),
            argument_counts: findings.argument_counts.iter(),
            fact_counts: findings.fact_counts.iter(),
            arguments: &findings.arguments,
            facts: &findings.facts,
            cited: None,
            text_left: self.limits.output_bytes,
        };
        let subjects = (0..self.batch.subjects()).map(|subject| {
            let checks = self.selected.iter().map(|selected| match counts.next() {
                None | Some(&FAILED) => Err(self.declined(selected, errors.next())),
                Some(count) => self.check(selected, subject, *count, &mut columns),
            });
            checks.collect()
        });
        Ok(subjects.collect())
    }

    /// Whether the columns fit together.
    fn misfit(&self, findings: &wit::Findings) -> Option<String> {
        let checks = self.selected.len();
        let wanted = self.batch.subjects() as usize * checks;
        if findings.counts.len() != wanted {
            return Some(format!("{} answers for {wanted} checks", findings.counts.len()));
        }
        let failed = findings.counts.iter().filter(|count| **count == FAILED).count();
        let sum = |counts: &[u32]| counts.iter().map(|n| u64::from(*n)).sum::<u64>();
        let found = sum(&findings.counts) - failed as u64 * u64::from(FAILED);
        let lengths = [
            ("errors", findings.errors.len(), failed as u64),
            ("outcomes", findings.outcomes.len(), found),
            ("messages", findings.messages.len(), found),
            ("argument-counts", findings.argument_counts.len(), found),
            ("fact-counts", findings.fact_counts.len(), found),
            ("arguments", findings.arguments.len(), sum(&findings.argument_counts)),
            ("facts", findings.facts.len(), sum(&findings.fact_counts)),
        ];
        lengths
            .iter()
            .find(|(_, length, wanted)| *length as u64 != *wanted)
            .map(|(name, length, wanted)| format!("column `{name}` has {length} entries, the others call for {wanted}"))
    }

    fn id(&self, selected: &Selected) -> &str {
        let checks = &self.plugin.info().checks;
        checks.get(selected.check).map_or("?", |c| c.id.as_str())
    }

    fn declined(&self, selected: &Selected, error: Option<wit::CheckError>) -> RunError {
        let reason = match error {
            Some(wit::CheckError::MissingFact(text)) => format!("a fact is missing: {text}"),
            Some(wit::CheckError::BadParameter(text)) => format!("a parameter cannot be used: {text}"),
            Some(wit::CheckError::Unsupported(text)) => format!("not supported: {text}"),
            Some(wit::CheckError::Internal(text)) => text,
            None => "it gave no reason".to_owned(),
        };
        RunError::Declined {
            plugin: self.plugin.info().id.clone(),
            checks: self.id(selected).to_owned(),
            reason: printable(&reason),
        }
    }

    /// Takes the findings of one check off the columns, even if they are not believed.
    fn check<'f>(&'f self, selected: &Selected, subject: u32, count: u32, columns: &mut Columns<'f>) -> CheckRun {
        let mut result = match u64::from(count) {
            0 => Err(Wrong::Nonsense("no finding at all".to_owned())),
            n if n > self.limits.findings => Err(Wrong::Limit("findings")),
            // No more than there are: the columns were measured in `misfit`.
            _ => Ok(RawFindings::with_capacity(count as usize)),
        };
        for _ in 0..count {
            if let Err(wrong) = self.finding(subject, columns, result.as_mut().ok()) {
                result = Err(wrong);
            }
        }
        result.map_err(|wrong| {
            let plugin = self.plugin.info().id.clone();
            let checks = format!("check `{}`", self.id(selected));
            match wrong {
                Wrong::Nonsense(reason) => RunError::Nonsense { plugin, checks, reason },
                Wrong::Limit(limit) => RunError::Limit {
                    plugin,
                    checks,
                    limit,
                    value: self.limits.get(limit).unwrap_or(0),
                    unit: crate::limits::unit(limit),
                },
            }
        })
    }

    /// Adds the next finding to a list; only passed over where there is none, since it is not wanted any more.
    fn finding<'f>(
        &'f self,
        subject: u32,
        columns: &mut Columns<'f>,
        list: Option<&mut RawFindings>,
    ) -> Result<(), Wrong> {
        // INVARIANT: the columns were measured in `misfit`.
        let short = || Wrong::Nonsense("its columns end early".to_owned());
        let outcome = *columns.outcomes.next().ok_or_else(short)?;
        let message = *columns.message_codes.next().ok_or_else(short)?;
        let argument_count = *columns.argument_counts.next().ok_or_else(short)?;
        let fact_count = *columns.fact_counts.next().ok_or_else(short)?;
        let arguments = front(&mut columns.arguments, argument_count).ok_or_else(short)?;
        let cited = front(&mut columns.facts, fact_count).ok_or_else(short)?;
        let Some(list) = list else {
            return Ok(());
        };
        let message = self.message(message, columns)?;
        let mut facts = CitedFacts::with_capacity(cited.len());
        for fact in cited {
            facts.push(self.own(subject, *fact, &mut columns.cited)?);
        }
        let mut named = BTreeMap::new();
        for argument in arguments {
            let value = match argument.value {
                wit::ArgumentValue::Text(code) => Argument::Text(columns.text(code)?.to_owned()),
                wit::ArgumentValue::Integer(n) => Argument::Integer(n),
                wit::ArgumentValue::Decimal(n) if n.is_finite() => Argument::Decimal(n),
                wit::ArgumentValue::Decimal(_) => Argument::Text("–".to_owned()),
                wit::ArgumentValue::Date(days) => {
                    Argument::Text(Date::from_days(days.clamp(-135_140, 2_932_896)).to_string())
                }
            };
            named.insert(columns.text(argument.name)?.to_owned(), value);
        }
        list.push(RawFinding {
            outcome: outcome_of(outcome),
            message,
            arguments: named,
            facts,
        });
        Ok(())
    }

    /// A message that was described.
    fn message(&self, code: u32, columns: &mut Columns<'_>) -> Result<MessageNumber, Wrong> {
        if let Some(Some((known, length))) = columns.messages.get(code as usize).copied() {
            columns.use_up(length)?;
            return Ok(known);
        }
        let text = columns.text(code)?;
        let Some(message) = self.plugin.inner.messages.get(text).copied() else {
            let reason = format!("message `{}` was never described", printable(text));
            return Err(Wrong::Nonsense(reason));
        };
        if let Some(place) = columns.messages.get_mut(code as usize) {
            *place = Some((message, text.len()));
        }
        Ok(message)
    }

    /// A cited fact by its number in its own subject: it must be this subject's, and of a table that was asked for.
    fn own(&self, subject: u32, fact: u32, cited: &mut Option<Cited>) -> Result<u32, Wrong> {
        let is_there = |cited: &&Cited| cited.subject == subject && cited.facts.contains(&fact);
        let known = match cited.as_ref().filter(is_there) {
            Some(known) => known,
            None => cited.insert(
                self.look_up(subject, fact)
                    .ok_or_else(|| Wrong::Nonsense(format!("it cites fact {fact}, which it was not given")))?,
            ),
        };
        Ok(known.own + (fact - known.facts.start))
    }

    /// The subject's rows of the table with a fact; none where it is another subject's or of a table nobody asked for.
    fn look_up(&self, subject: u32, fact: u32) -> Option<Cited> {
        let BatchTable { kind, table, facts } = self.batch.table(fact)?;
        let rows = self.batch.part(kind, table, subject);
        let facts = facts.start + rows.start..facts.start + rows.end;
        if !facts.contains(&fact) || !self.reads.has(Read::Rows(kind, table)) {
            return None;
        }
        let own = self.parts.get(subject as usize)?.kind(kind).tables().get(table)?;
        Some(Cited {
            subject,
            facts,
            own: own.first(),
        })
    }
}

/// Takes so many off the front, if there are so many.
fn front<'f, T>(column: &mut &'f [T], count: u32) -> Option<&'f [T]> {
    let (front, rest) = column.split_at_checked(count as usize)?;
    *column = rest;
    Some(front)
}

impl<'f> Columns<'f> {
    fn text(&mut self, code: u32) -> Result<&'f str, Wrong> {
        let wit::Texts { text, ends } = self.texts;
        let end = |code: u32| ends.get(code as usize).map(|end| *end as usize);
        let start = code.checked_sub(1).map_or(Some(0), end);
        let text = start.zip(end(code)).and_then(|(start, end)| text.get(start..end));
        let text = text.ok_or_else(|| Wrong::Nonsense(format!("it uses text {code}, which it does not list")))?;
        self.use_up(text.len())?;
        Ok(text)
    }

    fn use_up(&mut self, bytes: usize) -> Result<(), Wrong> {
        let left = self.text_left.checked_sub(bytes as u64);
        self.text_left = left.ok_or(Wrong::Limit("output_bytes"))?;
        Ok(())
    }
}

fn outcome_of(outcome: wit::Outcome) -> Outcome {
    match outcome {
        wit::Outcome::Pass => Outcome::Pass,
        wit::Outcome::Fail => Outcome::Fail,
        wit::Outcome::Attested => Outcome::Attested,
        wit::Outcome::NotApplicable => Outcome::NotApplicable,
        wit::Outcome::Unknown => Outcome::Unknown,
        wit::Outcome::Informational => Outcome::Informational,
    }
}

fn printable(text: &str) -> String {
    text.chars()
        .take(300)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
