//! Decides whether an answer can be believed: columns that fit together, known messages, fitting arguments, citations of
//! facts that were given.

use crate::bindings::sekisho::policy::types as wit;
use crate::error::RunError;
use crate::limits::Limits;
use crate::plugin::Plugin;
use crate::run::{CheckRun, Selected, call};
use sekisho_model::check::Argument;
use sekisho_model::facts::{Batch, BatchTable};
use sekisho_model::finding::RawFinding;
use sekisho_model::{Date, Facts, Outcome, Read, ReadSet};
use std::collections::BTreeMap;
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
    /// Of the first texts those that were found to be messages.
    messages: Vec<Option<&'f Arc<str>>>,
    outcomes: std::slice::Iter<'f, wit::Outcome>,
    message_codes: std::slice::Iter<'f, u32>,
    argument_counts: std::slice::Iter<'f, u32>,
    fact_counts: std::slice::Iter<'f, u32>,
    arguments: &'f [wit::Argument],
    facts: &'f [u32],
    /// The table that was cited last, and whether it was asked for: as a rule the next citation is of the same one.
    cited: Option<(BatchTable, bool)>,
    /// Bytes of text that may still be handed on: a text stands once in the answer and may be used often.
    text_left: u64,
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
            _ => Ok(Vec::with_capacity(count as usize)),
        };
        for _ in 0..count {
            let finding = self.finding(subject, columns, result.is_ok());
            match (&mut result, finding) {
                (Ok(list), Ok(Some(finding))) => list.push(finding),
                (Ok(_), Err(wrong)) => result = Err(wrong),
                _ => {}
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

    /// The next finding; only passed over where it is not wanted any more.
    fn finding<'f>(
        &'f self,
        subject: u32,
        columns: &mut Columns<'f>,
        is_wanted: bool,
    ) -> Result<Option<RawFinding>, Wrong> {
        // INVARIANT: the columns were measured in `misfit`.
        let short = || Wrong::Nonsense("its columns end early".to_owned());
        let outcome = *columns.outcomes.next().ok_or_else(short)?;
        let message = *columns.message_codes.next().ok_or_else(short)?;
        let argument_count = *columns.argument_counts.next().ok_or_else(short)?;
        let fact_count = *columns.fact_counts.next().ok_or_else(short)?;
        let arguments = front(&mut columns.arguments, argument_count).ok_or_else(short)?;
        let facts = front(&mut columns.facts, fact_count).ok_or_else(short)?;
        if !is_wanted {
            return Ok(None);
        }
        let message = self.message(message, columns)?;
        let own = facts.iter().map(|fact| self.own(subject, *fact, &mut columns.cited));
        let facts: Result<Vec<u32>, Wrong> = own.collect();
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
        Ok(Some(RawFinding {
            outcome: outcome_of(outcome),
            message,
            arguments: named,
            facts: facts?,
        }))
    }

    /// A message that was described.
    fn message<'f>(&'f self, code: u32, columns: &mut Columns<'f>) -> Result<Arc<str>, Wrong> {
        let text = columns.text(code)?;
        if let Some(Some(known)) = columns.messages.get(code as usize) {
            return Ok(Arc::clone(known));
        }
        let Some(message) = self.plugin.inner.messages.get(text) else {
            let reason = format!("message `{}` was never described", printable(text));
            return Err(Wrong::Nonsense(reason));
        };
        if let Some(place) = columns.messages.get_mut(code as usize) {
            *place = Some(message);
        }
        Ok(Arc::clone(message))
    }

    /// A cited fact by its number in its own subject: it must be this subject's, and of a table that was asked for.
    fn own(&self, subject: u32, fact: u32, cited: &mut Option<(BatchTable, bool)>) -> Result<u32, Wrong> {
        let refuse = || Wrong::Nonsense(format!("it cites fact {fact}, which it was not given"));
        let is_there = |(table, _): &(BatchTable, bool)| table.facts.contains(&fact);
        if !cited.as_ref().is_some_and(is_there) {
            let table = self.batch.table(fact).ok_or_else(refuse)?;
            let is_asked = self.reads.has(Read::Rows(table.kind, table.table));
            *cited = Some((table, is_asked));
        }
        let (table, _) = cited.as_ref().filter(|(_, is_asked)| *is_asked).ok_or_else(refuse)?;
        let rows = self.batch.part(table.kind, table.table, subject);
        let row = fact - table.facts.start;
        if !rows.contains(&row) {
            return Err(refuse());
        }
        let part = self.parts.get(subject as usize).ok_or_else(refuse)?;
        let own = part.kind(table.kind).tables().get(table.table).ok_or_else(refuse)?;
        Ok(own.first() + (row - rows.start))
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
        let left = self.text_left.checked_sub(text.len() as u64);
        self.text_left = left.ok_or(Wrong::Limit("output_bytes"))?;
        Ok(text)
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
