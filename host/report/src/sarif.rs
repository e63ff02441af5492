//! SARIF 2.1.0 (OASIS, 2020): one run, a rule per control and check, a result per finding.
//!
//! Kinds: pass → `pass`, fail → `fail`, not-applicable → `notApplicable`, informational → `informational`,
//! unknown → `open`, attested → `review`; a check that broke is a result of kind `open` and an execution notification
//! (§3.20.21), since it says something about the tool. A waiver becomes an external suppression (§3.27.23).

mod result;

use crate::ReportError;
use crate::each::Each;
use crate::view::clean;
use result::{level, location, nonempty, result, set, text, uri};
use sekisho_model::diagnostic::Level;
use sekisho_model::finding::{EvidenceReference, Finding};
use sekisho_model::text::Language;
use sekisho_model::{Assessment, Bilingual, Evidence, Outcome};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule<'a> {
    default_configuration: Value,
    full_description: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_uri: Option<&'a str>,
    id: String,
    name: String,
    properties: Value,
    short_description: Value,
}

/// Its members stand in the order of their names.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    runs: [Run<'a>; 1],
    version: &'static str,
}

/// Its members stand in the order of their names.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    artifacts: Each<'a, Value>,
    column_kind: &'static str,
    invocations: Value,
    language: &'static str,
    original_uri_base_ids: Value,
    properties: Value,
    results: Each<'a, Value>,
    tool: Tool<'a>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
struct Driver<'a> {
    language: &'static str,
    name: &'static str,
    rules: &'a [Rule<'a>],
    version: &'a str,
}

/// What every result refers to.
struct Context<'a> {
    assessment: &'a Assessment,
    rules: Vec<Rule<'a>>,
    /// The rule of each finding.
    rule_of: Vec<usize>,
    /// The place of each file in the list of artifacts.
    places: BTreeMap<(&'a str, &'a str), usize>,
    language: Language,
}

impl<'a> Context<'a> {
    fn new(assessment: &'a Assessment, l: Language) -> Self {
        let mut rules: Vec<Rule<'_>> = Vec::new();
        let mut index: BTreeMap<(&str, &str, &str, &str), usize> = BTreeMap::new();
        let rule_of = assessment.findings.iter().map(|finding| {
            let key = (
                finding.policy.as_str(),
                finding.control.as_str(),
                finding.plugin.as_str(),
                finding.check.as_str(),
            );
            *index.entry(key).or_insert_with(|| {
                rules.push(rule(assessment, finding, l));
                rules.len() - 1
            })
        });
        let rule_of = rule_of.collect();
        let files = assessment.evidence.iter().enumerate();
        Self {
            assessment,
            rules,
            rule_of,
            places: files
                .map(|(at, e)| ((e.subject.as_str(), e.path.as_str()), at))
                .collect(),
            language: l,
        }
    }

    /// The findings, each with its rule.
    fn findings(&self) -> impl Iterator<Item = (&'a Finding, usize, &str)> {
        let findings = self.assessment.findings.iter().zip(&self.rule_of);
        findings.map(|(finding, at)| (finding, *at, self.rules.get(*at).map_or("", |rule| &rule.id)))
    }
}

/// Renders.
pub fn render(assessment: &Assessment, l: Language) -> Result<Vec<u8>, ReportError> {
    let context = Context::new(assessment, l);
    let language = match l {
        Language::Ja => "ja",
        Language::En => "en",
    };
    let artifact = |e: &Evidence| {
        json!({
            "location": { "uri": uri(&e.subject, &e.path), "uriBaseId": "EVIDENCE" },
            "length": e.size,
            "hashes": { "sha-256": e.digest.hex() },
            "properties": { "kind": e.kind.name(), "format": e.format },
        })
    };
    let broke = assessment.findings.iter().any(|f| f.outcome == Outcome::Error);
    let run = Run {
        artifacts: Each::new(|| assessment.evidence.iter().map(artifact)),
        column_kind: "unicodeCodePoints",
        invocations: json!([{ "executionSuccessful": !broke, "toolExecutionNotifications": notifications(&context) }]),
        language,
        original_uri_base_ids: json!({
            "EVIDENCE": { "description": { "text": "The directory of evidence, one folder per subject." } },
        }),
        properties: json!({
            "verdict": assessment.verdict.name(),
            "asOf": assessment.as_of.to_string(),
            "ledgerRoot": assessment.ledger.root.to_string(),
            "ledgerLeaves": assessment.ledger.leaves,
        }),
        results: Each::new(|| {
            context
                .findings()
                .map(|(finding, at, id)| result(&context, finding, id, at))
        }),
        tool: Tool {
            driver: Driver {
                language,
                name: "sekisho",
                rules: &context.rules,
                version: &assessment.tool.version,
            },
        },
    };
    let log = Log {
        schema: SCHEMA,
        runs: [run],
        version: "2.1.0",
    };
    serde_json::to_vec_pretty(&log).map_err(|e| ReportError::new("sarif", e))
}

/// What the tool has to say of itself and of its inputs: checks that broke, then remarks.
fn notifications(context: &Context<'_>) -> Vec<Value> {
    let mut notifications = Vec::new();
    for (finding, at, id) in context.findings().filter(|(f, ..)| f.outcome == Outcome::Error) {
        notifications.push(json!({
            "level": "error",
            "message": { "text": text(finding, context.language) },
            "associatedRule": { "id": id, "index": at },
            "descriptor": { "id": finding.message.id },
        }));
    }
    for diagnostic in &context.assessment.diagnostics {
        let level = match diagnostic.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "note",
        };
        let mut notification = json!({
            "level": level,
            "message": { "text": clean(&diagnostic.message) },
            "descriptor": { "id": diagnostic.code },
        });
        if let Some(path) = &diagnostic.path {
            let reference = EvidenceReference {
                path: path.clone(),
                locator: diagnostic.locator.clone().unwrap_or_default(),
                line: diagnostic.line,
            };
            let subject = diagnostic.subject.as_deref().unwrap_or("");
            let location = location(subject, &reference, &context.places);
            set(&mut notification, "locations", json!([location]));
        }
        notifications.push(notification);
    }
    notifications
}

fn rule<'a>(assessment: &'a Assessment, finding: &Finding, l: Language) -> Rule<'a> {
    let policy = assessment.policies.iter().find(|p| p.id == finding.policy);
    let control = policy.and_then(|p| p.controls.iter().find(|c| c.id == finding.control));
    let empty = Bilingual::default();
    let title = control.map_or(&empty, |c| &c.title);
    let clause = control.map_or("", |c| c.clause.as_str());
    let document = policy.map_or("", |p| p.source.document.get(l));
    Rule {
        id: format!(
            "{}/{}/{}:{}",
            finding.policy, finding.control, finding.plugin, finding.check
        ),
        name: format!("{} {}", finding.control, finding.check),
        short_description: json!({ "text": nonempty(title.get(l)) }),
        full_description: json!({ "text": format!("{} ({document}, {clause})", title.get(l)) }),
        default_configuration: json!({ "level": level(finding.severity) }),
        help_uri: policy.and_then(|p| p.source.url.as_deref()),
        properties: json!({
            "policy": finding.policy,
            "control": finding.control,
            "clause": clause,
            "plugin": finding.plugin,
            "check": finding.check,
            "severity": finding.severity.name(),
            "titleJa": title.ja,
            "titleEn": title.en,
        }),
    }
}
