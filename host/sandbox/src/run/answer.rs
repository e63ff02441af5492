//! Decides whether an answer can be believed: columns that fit together, known messages, fitting arguments, citations of
//! facts that were given.

use crate::bindings::sekisho::policy::types as wit;
use crate::error::RunError;
use crate::limits::Limits;
use crate::run::{CheckRun, Selected, call};
use sekisho_model::check::{Argument, PluginInfo};
use sekisho_model::facts::Batch;
use sekisho_model::finding::RawFinding;
use sekisho_model::{Date, Facts, Outcome, Read, ReadSet};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the plugin was given in this call.
pub(super) struct Given<'a> {
    pub(super) plugin: &'a PluginInfo,
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
struct Columns {
    texts: Vec<String>,
    outcomes: std::vec::IntoIter<wit::Outcome>,
    messages: std::vec::IntoIter<u32>,
    argument_counts: std::vec::IntoIter<u32>,
    fact_counts: std::vec::IntoIter<u32>,
    arguments: std::vec::IntoIter<wit::Argument>,
    facts: std::vec::IntoIter<u32>,
    /// Bytes of text that may still be handed on: a text stands once in the answer and may be used often.
    text_left: u64,
}

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
                plugin: self.plugin.id.clone(),
                checks: call::names(self.plugin, self.selected),
                reason,
            });
        }
        let mut errors = findings.errors.into_iter();
        let mut counts = findings.counts.into_iter();
        let mut columns = Columns {
            texts: findings.texts,
            outcomes: findings.outcomes.into_iter(),
            messages: findings.messages.into_iter(),
            argument_counts: findings.argument_counts.into_iter(),
            fact_counts: findings.fact_counts.into_iter(),
            arguments: findings.arguments.into_iter(),
            facts: findings.facts.into_iter(),
            text_left: self.limits.output_bytes,
        };
        let subjects = (0..self.batch.subjects()).map(|subject| {
            let checks = self.selected.iter().map(|selected| match counts.next() {
                None | Some(FAILED) => Err(self.declined(selected, errors.next())),
                Some(count) => self.check(selected, subject, count, &mut columns),
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
        self.plugin.checks.get(selected.check).map_or("?", |c| c.id.as_str())
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
            plugin: self.plugin.id.clone(),
            checks: self.id(selected).to_owned(),
            reason: printable(&reason),
        }
    }

    /// Takes the findings of one check off the columns, even if they are not believed.
    fn check(&self, selected: &Selected, subject: u32, count: u32, columns: &mut Columns) -> CheckRun {
        let mut result = match u64::from(count) {
            0 => Err(Wrong::Nonsense("no finding at all".to_owned())),
            n if n > self.limits.findings => Err(Wrong::Limit("findings")),
            _ => Ok(Vec::new()),
        };
        for _ in 0..count {
            let finding = self.finding(subject, columns, result.is_ok());
            match (&mut result, finding) {
                (Ok(list), Ok(Some(finding))) => list.push(finding),
                (Ok(_), Err(wrong)) => result = Err(wrong),
                _ => {}
            }
        }
        let plugin = self.plugin.id.clone();
        let checks = format!("check `{}`", self.id(selected));
        result.map_err(|wrong| match wrong {
            Wrong::Nonsense(reason) => RunError::Nonsense { plugin, checks, reason },
            Wrong::Limit(limit) => RunError::Limit {
                plugin,
                checks,
                limit,
                value: self.limits.get(limit).unwrap_or(0),
                unit: crate::limits::unit(limit),
            },
        })
    }

    /// The next finding; only passed over where it is not wanted any more.
    fn finding(&self, subject: u32, columns: &mut Columns, is_wanted: bool) -> Result<Option<RawFinding>, Wrong> {
        let nonsense = |reason: &str| Wrong::Nonsense(reason.to_owned());
        // INVARIANT: the columns were measured in `misfit`.
        let short = || nonsense("its columns end early");
        let outcome = columns.outcomes.next().ok_or_else(short)?;
        let message = columns.messages.next().ok_or_else(short)?;
        let argument_count = columns.argument_counts.next().ok_or_else(short)? as usize;
        let fact_count = columns.fact_counts.next().ok_or_else(short)? as usize;
        let arguments: Vec<wit::Argument> = columns.arguments.by_ref().take(argument_count).collect();
        let facts: Vec<u32> = columns.facts.by_ref().take(fact_count).collect();
        if !is_wanted {
            return Ok(None);
        }
        let message = columns.text(message)?;
        if !self.plugin.messages.contains_key(&message) {
            let reason = format!("message `{}` was never described", printable(&message));
            return Err(Wrong::Nonsense(reason));
        }
        let facts: Result<Vec<u32>, Wrong> = facts.into_iter().map(|fact| self.own(subject, fact)).collect();
        let mut named = BTreeMap::new();
        for argument in arguments {
            let value = match argument.value {
                wit::ArgumentValue::Text(code) => Argument::Text(columns.text(code)?),
                wit::ArgumentValue::Integer(n) => Argument::Integer(n),
                wit::ArgumentValue::Decimal(n) if n.is_finite() => Argument::Decimal(n),
                wit::ArgumentValue::Decimal(_) => Argument::Text("–".to_owned()),
                wit::ArgumentValue::Date(days) => {
                    Argument::Text(Date::from_days(days.clamp(-135_140, 2_932_896)).to_string())
                }
            };
            named.insert(columns.text(argument.name)?, value);
        }
        Ok(Some(RawFinding {
            outcome: outcome_of(outcome),
            message,
            arguments: named,
            facts: facts?,
        }))
    }

    /// A cited fact by its number in its own subject: it must be this subject's, and of a table that was asked for.
    fn own(&self, subject: u32, fact: u32) -> Result<u32, Wrong> {
        let refuse = || Wrong::Nonsense(format!("it cites fact {fact}, which it was not given"));
        let own = self.batch.own(fact).filter(|own| own.subject == subject);
        let own = own
            .filter(|own| self.reads.has(Read::Rows(own.kind, own.table)))
            .ok_or_else(refuse)?;
        let part = self.parts.get(subject as usize).ok_or_else(refuse)?;
        let table = part.kind(own.kind).tables().get(own.table).ok_or_else(refuse)?;
        Ok(table.first() + own.row)
    }
}

impl Columns {
    fn text(&mut self, code: u32) -> Result<String, Wrong> {
        let text = self.texts.get(code as usize);
        let text = text.ok_or_else(|| Wrong::Nonsense(format!("it uses text {code}, which it does not list")))?;
        let left = self.text_left.checked_sub(text.len() as u64);
        self.text_left = left.ok_or(Wrong::Limit("output_bytes"))?;
        Ok(text.clone())
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
