//! Decides whether an answer can be believed: known message, fitting arguments, citations of facts that were given.

use crate::bindings::sekisho::policy::types as wit;
use crate::error::RunError;
use crate::limits::Limits;
use crate::run::CheckRun;
use sekisho_model::check::{Argument, PluginInfo};
use sekisho_model::finding::RawFinding;
use sekisho_model::schema::Kind;
use sekisho_model::{Date, Facts, Outcome};

/// What the plugin was given in this call.
pub(super) struct Given<'a> {
    pub(super) plugin: &'a PluginInfo,
    pub(super) facts: &'a Facts,
    pub(super) asked: [u32; Kind::ALL.len()],
    pub(super) limits: &'a Limits,
}

impl Given<'_> {
    /// Accepts or refuses the answer of one check.
    pub(super) fn accept(&self, check: usize, answer: Result<Vec<wit::Finding>, wit::CheckError>) -> CheckRun {
        let id = self.plugin.checks.get(check).map_or("?", |c| c.id.as_str());
        let findings = answer.map_err(|error| {
            let reason = match error {
                wit::CheckError::MissingFact(text) => format!("a fact is missing: {text}"),
                wit::CheckError::BadParameter(text) => format!("a parameter cannot be used: {text}"),
                wit::CheckError::Unsupported(text) => format!("not supported: {text}"),
                wit::CheckError::Internal(text) => text,
            };
            let reason = printable(&reason);
            RunError::Declined {
                plugin: self.plugin.id.clone(),
                checks: id.to_owned(),
                reason,
            }
        })?;
        let nonsense = |reason: String| RunError::Nonsense {
            plugin: self.plugin.id.clone(),
            checks: format!("check `{id}`"),
            reason,
        };
        if findings.is_empty() {
            return Err(nonsense("no finding at all".to_owned()));
        }
        if findings.len() as u64 > self.limits.findings {
            return Err(RunError::Limit {
                plugin: self.plugin.id.clone(),
                checks: format!("check `{id}`"),
                limit: "findings",
                value: self.limits.findings,
                unit: "findings",
            });
        }
        findings
            .into_iter()
            .map(|finding| self.finding(finding).map_err(nonsense))
            .collect()
    }

    fn finding(&self, finding: wit::Finding) -> Result<RawFinding, String> {
        if !self.plugin.messages.contains_key(&finding.message) {
            return Err(format!("message `{}` was never described", printable(&finding.message)));
        }
        if let Some(fact) = finding.facts.iter().find(|fact| !self.was_given(**fact)) {
            return Err(format!("it cites fact {fact}, which it was not given"));
        }
        let arguments = finding.arguments.into_iter().map(|argument| {
            let value = match argument.value {
                wit::ArgumentValue::Text(text) => Argument::Text(text),
                wit::ArgumentValue::Integer(n) => Argument::Integer(n),
                wit::ArgumentValue::Decimal(n) if n.is_finite() => Argument::Decimal(n),
                wit::ArgumentValue::Decimal(_) => Argument::Text("–".to_owned()),
                wit::ArgumentValue::Date(days) => {
                    Argument::Text(Date::from_days(days.clamp(-135_140, 2_932_896)).to_string())
                }
            };
            (argument.name, value)
        });
        Ok(RawFinding {
            outcome: outcome(finding.outcome),
            message: finding.message,
            arguments: arguments.collect(),
            facts: finding.facts,
        })
    }

    fn was_given(&self, fact: u32) -> bool {
        // Only tables that were asked for count: few comparisons even for many citations.
        Kind::ALL.iter().any(|kind| {
            let bits = self.asked.get(*kind as usize).copied().unwrap_or(0);
            bits != 0
                && self
                    .facts
                    .kind(*kind)
                    .tables()
                    .iter()
                    .enumerate()
                    .any(|(index, table)| bits & (1 << index) != 0 && table.facts().contains(&fact))
        })
    }
}

fn outcome(outcome: wit::Outcome) -> Outcome {
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
