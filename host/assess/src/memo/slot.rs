//! What is kept of one subject, and how it is written.

use super::{Answered, columns};
use crate::cost::Cost;
use crate::subject::{Cited, SubjectFacts};
use sekisho_model::check::{Argument, Messages};
use sekisho_model::facts::FactsBuilder;
use sekisho_model::finding::{CitedFacts, RawFinding, RawFindings};
use sekisho_model::schema::Kind;
use sekisho_model::{Bilingual, Date, Diagnostic, Digest, Evidence, Facts, Outcome, Read, ReadSet};
use sekisho_sandbox::CheckRun;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The first byte of a slot.
const VERSION: u8 = 1;
/// Calls of other scans that stay in a slot.
pub(super) const OTHER_CALLS: usize = 16;

/// What is known of one subject.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Slot {
    pub(super) subject: String,
    /// The files from which it was read.
    pub(super) stamp: Digest,
    /// How many facts they gave.
    pub(crate) facts: u32,
    name: Bilingual,
    evidence: Vec<Evidence>,
    diagnostics: Vec<Diagnostic>,
    pub(super) calls: Vec<CallMemory>,
}

/// What one call concluded.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct CallMemory {
    pub(super) recipe: Digest,
    /// The files on which its citations were looked up.
    pub(super) stamp: Digest,
    /// The day, where it was asked for.
    pub(super) day: Option<Date>,
    /// Kind, table, and column after it; none for the table's rows.
    reads: Vec<(u8, u8, Option<u8>)>,
    pub(super) read_digest: Digest,
    answers: Vec<Answer>,
    #[serde(default)]
    pub(super) cost: Option<Cost>,
}

/// What one check answered.
type Answer = Vec<Told>;

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Told(Outcome, String, Vec<(String, Value)>, Vec<Place>);

/// A number keeps its bits: texts of numbers are rounded by readers.
#[derive(Debug, Clone, Serialize, Deserialize)]
enum Value {
    I(i64),
    D(u64),
    T(String),
}

/// A cited row: kind, table, row, and where it stood in the evidence.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Place(u8, u8, u32, u32, u32, String);

impl Slot {
    pub(super) fn of(subject: &SubjectFacts, stamp: Digest, calls: Vec<CallMemory>) -> Self {
        Self {
            subject: subject.id.clone(),
            stamp,
            facts: subject.facts.count(),
            name: subject.name.clone(),
            evidence: subject.evidence.clone(),
            diagnostics: subject.diagnostics.clone(),
            calls,
        }
    }

    pub(super) fn encode(&self) -> Option<Vec<u8>> {
        let mut bytes = vec![VERSION];
        serde_json::to_writer(&mut bytes, self).ok()?;
        Some(bytes)
    }

    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        match bytes.split_first() {
            Some((&VERSION, json)) => serde_json::from_slice(json).ok(),
            _ => None,
        }
    }

    /// The subject as it was read, without its facts.
    pub(super) fn subject(&self) -> SubjectFacts {
        SubjectFacts {
            id: self.subject.clone(),
            name: self.name.clone(),
            evidence: self.evidence.clone(),
            facts: Arc::new(FactsBuilder::new().finish()),
            diagnostics: self.diagnostics.clone(),
            stamp: None,
            at: 0,
            known: None,
            cited: Some(Vec::new()),
        }
    }
}

impl CallMemory {
    /// What to keep of a call; nothing where a check broke, since that may be otherwise the next time.
    pub(super) fn of(
        recipe: Digest,
        stamp: Digest,
        as_of: Date,
        reads: &ReadSet,
        answered: &Answered,
        subject: &SubjectFacts,
        messages: &Messages,
    ) -> Option<Self> {
        let facts = &subject.facts;
        let answers: Option<Vec<Answer>> = answered
            .answers
            .iter()
            .map(|answer| {
                answer
                    .as_ref()
                    .ok()?
                    .iter()
                    .map(|finding| told(finding, facts, messages))
                    .collect()
            })
            .collect();
        let small = |n: usize| u8::try_from(n).ok();
        let encoded: Option<Vec<(u8, u8, Option<u8>)>> = reads
            .iter()
            .filter_map(|read| match read {
                Read::Day => None,
                Read::Rows(kind, table) => Some(small(table).map(|t| (kind as u8, t, None))),
                Read::Column(kind, table, column) => {
                    Some(small(table).zip(small(column)).map(|(t, c)| (kind as u8, t, Some(c))))
                }
            })
            .collect();
        Some(Self {
            recipe,
            stamp,
            day: reads.has(Read::Day).then_some(as_of),
            reads: encoded?,
            read_digest: columns::digest(reads, facts),
            answers: answers?,
            cost: answered.cost.clone(),
        })
    }

    /// Its read set.
    pub(super) fn reads(&self) -> Option<ReadSet> {
        let mut set = ReadSet::default();
        if self.day.is_some() {
            set.add(Read::Day);
        }
        for (kind, table, column) in &self.reads {
            let kind = *Kind::ALL.get(usize::from(*kind))?;
            set.add(match column {
                None => Read::Rows(kind, usize::from(*table)),
                Some(column) => Read::Column(kind, usize::from(*table), usize::from(*column)),
            });
        }
        Some(set)
    }

    /// The answers, citing the facts of now.
    pub(super) fn answers_on(&self, facts: &Facts, messages: &Messages) -> Option<Vec<CheckRun>> {
        let fact = |place: &Place| {
            let kind = *Kind::ALL.get(usize::from(place.0))?;
            let table = facts.kind(kind).tables().get(usize::from(place.1))?;
            (place.2 < table.rows()).then(|| table.first() + place.2)
        };
        let answers = self.answers.iter().map(|answer| {
            let findings = answer.iter().map(|told| {
                let cited: Option<CitedFacts> = told.3.iter().map(fact).collect();
                told.finding(cited?, messages)
            });
            findings.collect::<Option<RawFindings>>().map(Ok)
        });
        answers.collect()
    }

    /// The answers where nobody reads the facts: they cite by number what is added to the list of places.
    pub(super) fn answers_without_facts(
        &self,
        cited: &mut Option<Vec<Cited>>,
        messages: &Messages,
    ) -> Option<Vec<CheckRun>> {
        let cited = cited.get_or_insert_default();
        let answers = self.answers.iter().map(|answer| {
            let findings = answer.iter().map(|told| {
                let first = cited.len();
                cited.extend(told.3.iter().map(|place| Cited {
                    file: place.3,
                    line: place.4,
                    locator: place.5.clone(),
                }));
                let numbers = (first..cited.len()).map(|n| u32::try_from(n).unwrap_or(u32::MAX));
                told.finding(numbers.collect(), messages)
            });
            findings.collect::<Option<RawFindings>>().map(Ok)
        });
        answers.collect()
    }
}

fn told(finding: &RawFinding, facts: &Facts, messages: &Messages) -> Option<Told> {
    let arguments = finding.arguments.iter().map(|(name, value)| {
        let value = match value {
            Argument::Integer(n) => Value::I(*n),
            Argument::Decimal(n) => Value::D(n.to_bits()),
            Argument::Text(text) => Value::T(text.clone()),
        };
        (name.clone(), value)
    });
    let places: Option<Vec<Place>> = finding
        .facts
        .iter()
        .map(|fact| {
            let place = facts.find(*fact)?;
            let table = u8::try_from(place.table).ok()?;
            Some(Place(
                place.kind as u8,
                table,
                place.row,
                place.file,
                place.line,
                place.locator.into_owned(),
            ))
        })
        .collect();
    Some(Told(
        finding.outcome,
        messages.at(finding.message)?.0.to_owned(),
        arguments.collect(),
        places?,
    ))
}

impl Told {
    /// None where the plugin has no such message, which then is not the one that said this.
    fn finding(&self, facts: CitedFacts, messages: &Messages) -> Option<RawFinding> {
        let arguments = self.2.iter().map(|(name, value)| {
            let value = match value {
                Value::I(n) => Argument::Integer(*n),
                Value::D(bits) => Argument::Decimal(f64::from_bits(*bits)),
                Value::T(text) => Argument::Text(text.clone()),
            };
            (name.clone(), value)
        });
        Some(RawFinding {
            outcome: self.0,
            message: messages.number(&self.1)?,
            arguments: arguments.collect(),
            facts,
        })
    }
}
