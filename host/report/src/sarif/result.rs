//! A result of a finding, and where it was found.

use super::Context;
use crate::view::clean;
use sekisho_model::finding::{EvidenceReference, Finding};
use sekisho_model::text::Language;
use sekisho_model::{Outcome, Severity};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

pub(super) fn nonempty(text: &str) -> &str {
    if text.is_empty() { "–" } else { text }
}

pub(super) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "note",
    }
}

pub(super) fn text(finding: &Finding, l: Language) -> String {
    clean(match l {
        Language::Ja => &finding.message.ja,
        Language::En => &finding.message.en,
    })
}

pub(super) fn result(context: &Context<'_>, finding: &Finding, rule_id: &str, rule: usize) -> Value {
    let l = context.language;
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
        .map(|e| location(&finding.subject, e, &context.places))
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
        let waiver = context.assessment.waivers.iter().find(|w| w.id == *id);
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

pub(super) fn location(subject: &str, reference: &EvidenceReference, places: &BTreeMap<(&str, &str), usize>) -> Value {
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
pub(super) fn uri(subject: &str, path: &str) -> String {
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

pub(super) fn set(value: &mut Value, key: &str, item: Value) {
    if let Some(object) = value.as_object_mut() {
        object.insert(key.to_owned(), item);
    }
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn uris_are_encoded() {
        assert_eq!(uri("工場", "a b.csv"), "%E5%B7%A5%E5%A0%B4/a%20b.csv");
    }
}
