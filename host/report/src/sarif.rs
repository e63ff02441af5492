//! SARIF 2.1.0 (OASIS, 2020): one run, a rule per control and check, a result per finding.
//!
//! Kinds: pass → `pass`, fail → `fail`, not-applicable → `notApplicable`, informational → `informational`,
//! unknown → `open`, attested → `review`; a check that broke is a result of kind `open` and an execution notification
//! (§3.20.21), since it says something about the tool. A waiver becomes an external suppression (§3.27.23).

use crate::ReportError;
use crate::view::clean;
use sekisho_model::finding::{EvidenceReference, Finding};
use sekisho_model::text::Language;
use sekisho_model::{Assessment, Bilingual, Outcome, Severity};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule<'a> {
    id: String,
    name: String,
    short_description: Value,
    full_description: Value,
    default_configuration: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_uri: Option<&'a str>,
    properties: Value,
}

/// Renders.
pub fn render(assessment: &Assessment, l: Language) -> Result<Vec<u8>, ReportError> {
    let mut rules: Vec<Rule<'_>> = Vec::new();
    let mut index: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    let artifacts: Vec<Value> = assessment
        .evidence
        .iter()
        .map(|e| {
            json!({
                "location": { "uri": uri(&e.subject, &e.path), "uriBaseId": "EVIDENCE" },
                "length": e.size,
                "hashes": { "sha-256": e.digest.hex() },
                "properties": { "kind": e.kind.name(), "format": e.format },
            })
        })
        .collect();
    let places: BTreeMap<(&str, &str), usize> = assessment
        .evidence
        .iter()
        .enumerate()
        .map(|(i, e)| ((e.subject.as_str(), e.path.as_str()), i))
        .collect();
    let mut results = Vec::with_capacity(assessment.findings.len());
    let mut notifications = Vec::new();
    for finding in &assessment.findings {
        let key = (
            finding.policy.clone(),
            finding.control.clone(),
            format!("{}:{}", finding.plugin, finding.check),
        );
        let rule = match index.get(&key) {
            Some(at) => *at,
            None => {
                rules.push(rule(assessment, finding, l));
                index.insert(key, rules.len() - 1);
                rules.len() - 1
            }
        };
        let rule_id = rules.get(rule).map(|r| r.id.clone()).unwrap_or_default();
        if finding.outcome == Outcome::Error {
            notifications.push(json!({
                "level": "error",
                "message": { "text": text(finding, l) },
                "associatedRule": { "id": rule_id, "index": rule },
                "descriptor": { "id": finding.message.id },
            }));
        }
        results.push(result(assessment, finding, &rule_id, rule, &places, l));
    }
    for diagnostic in &assessment.diagnostics {
        let level = match diagnostic.level {
            sekisho_model::diagnostic::Level::Error => "error",
            sekisho_model::diagnostic::Level::Warning => "warning",
            sekisho_model::diagnostic::Level::Note => "note",
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
            set(
                &mut notification,
                "locations",
                json!([location(subject, &reference, &places)]),
            );
        }
        notifications.push(notification);
    }
    let broke = assessment.findings.iter().any(|f| f.outcome == Outcome::Error);
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "sekisho",
                "version": assessment.tool.version,
                "language": match l { Language::Ja => "ja", Language::En => "en" },
                "rules": rules,
            }},
            "language": match l { Language::Ja => "ja", Language::En => "en" },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { "EVIDENCE": { "description": { "text": "The directory of evidence, one folder per subject." } } },
            "artifacts": artifacts,
            "invocations": [{ "executionSuccessful": !broke, "toolExecutionNotifications": notifications }],
            "results": results,
            "properties": {
                "verdict": assessment.verdict.name(),
                "asOf": assessment.as_of.to_string(),
                "ledgerRoot": assessment.ledger.root.to_string(),
                "ledgerLeaves": assessment.ledger.leaves,
            },
        }],
    });
    serde_json::to_vec_pretty(&log).map_err(|e| ReportError::new("sarif", e))
}

fn set(value: &mut Value, key: &str, item: Value) {
    if let Some(object) = value.as_object_mut() {
        object.insert(key.to_owned(), item);
    }
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

fn nonempty(text: &str) -> &str {
    if text.is_empty() { "–" } else { text }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "note",
    }
}

fn text(finding: &Finding, l: Language) -> String {
    clean(match l {
        Language::Ja => &finding.message.ja,
        Language::En => &finding.message.en,
    })
}

fn result(
    assessment: &Assessment,
    finding: &Finding,
    rule_id: &str,
    rule: usize,
    places: &BTreeMap<(&str, &str), usize>,
    l: Language,
) -> Value {
    let kind = match finding.outcome {
        Outcome::Pass => "pass",
        Outcome::Fail => "fail",
        Outcome::NotApplicable => "notApplicable",
        Outcome::Informational => "informational",
        Outcome::Unknown | Outcome::Error => "open",
        Outcome::Attested => "review",
    };
    // §3.27.10: `level` other than `none` goes with kind `fail` only.
    let level = if finding.outcome == Outcome::Fail {
        level(finding.severity)
    } else {
        "none"
    };
    let locations: Vec<Value> = finding
        .evidence
        .iter()
        .map(|e| location(&finding.subject, e, places))
        .collect();
    let mut result = json!({
        "ruleId": rule_id,
        "ruleIndex": rule,
        "kind": kind,
        "level": level,
        "message": { "text": nonempty(&text(finding, l)) },
        "locations": locations,
        "partialFingerprints": { "sekisho/v1": finding.fingerprint },
        "properties": {
            "subject": finding.subject,
            "outcome": finding.outcome.name(),
            "severity": finding.severity.name(),
            "messageId": finding.message.id,
            "messageJa": finding.message.ja,
            "messageEn": finding.message.en,
        },
    });
    if let Some(hint) = &finding.message.hint
        && let Some(properties) = result.get_mut("properties")
    {
        set(properties, "remediation", json!(hint.get(l)));
    }
    if let Some(id) = &finding.waived {
        let waiver = assessment.waivers.iter().find(|w| w.id == *id);
        let justification = waiver.map_or_else(
            || id.clone(),
            |w| format!("{} ({}, – {})", w.justification, w.approver, w.expires),
        );
        set(
            &mut result,
            "suppressions",
            json!([{ "kind": "external", "status": "accepted", "justification": justification, "properties": { "waiver": id } }]),
        );
    }
    result
}

fn location(subject: &str, reference: &EvidenceReference, places: &BTreeMap<(&str, &str), usize>) -> Value {
    let mut artifact = json!({ "uri": uri(subject, &reference.path), "uriBaseId": "EVIDENCE" });
    if let Some(index) = places.get(&(subject, reference.path.as_str())) {
        set(&mut artifact, "index", json!(index));
    }
    let mut physical = json!({ "artifactLocation": artifact });
    if let Some(line) = reference.line {
        set(&mut physical, "region", json!({ "startLine": line }));
    }
    let mut location = Map::new();
    location.insert("physicalLocation".to_owned(), physical);
    if !reference.locator.is_empty() {
        location.insert(
            "logicalLocations".to_owned(),
            json!([{ "fullyQualifiedName": clean(&reference.locator) }]),
        );
    }
    Value::Object(location)
}

/// A relative URI reference (RFC 3986): everything but unreserved characters and `/` is percent-encoded.
fn uri(subject: &str, path: &str) -> String {
    let mut out = String::new();
    let full = if subject.is_empty() {
        path.to_owned()
    } else {
        format!("{subject}/{path}")
    };
    for byte in full.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn uris_are_encoded() {
        assert_eq!(uri("工場", "a b.csv"), "%E5%B7%A5%E5%A0%B4/a%20b.csv");
    }
}
