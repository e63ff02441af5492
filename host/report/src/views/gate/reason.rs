//! Reasons of a gate: what the findings of a control come to for somebody who has to take a product or not.

use crate::view::Row;
use sekisho_model::finding::Finding;
use sekisho_model::{Outcome, Severity};
use serde_json::{Value, json};

/// Checks of whether something was delivered: a failure says nothing of the product, so it is held and not refused.
const DELIVERY: [&str; 1] = ["sbom.present"];

/// Why a product is not taken, or what stands beside a decision.
#[derive(Debug)]
pub(super) struct Reason {
    /// The check, or the control where no check spoke.
    pub(super) code: String,
    pub(super) policy: String,
    pub(super) control: String,
    pub(super) severity: Severity,
    pub(super) because: &'static str,
    pub(super) message: Option<(String, String)>,
}

impl Reason {
    pub(super) fn json(&self) -> Value {
        json!({
            "code": self.code, "policy": self.policy, "control": self.control, "severity": self.severity,
            "because": self.because, "message": self.message.as_ref().map(|(ja, en)| json!({ "ja": ja, "en": en })),
        })
    }
}

/// A reason that no control gives.
pub(super) fn bare(code: &str, because: &'static str, message: Option<&str>) -> Reason {
    Reason {
        code: code.to_owned(),
        policy: String::new(),
        control: String::new(),
        severity: Severity::High,
        because,
        message: message.map(|text| (text.to_owned(), text.to_owned())),
    }
}

/// Why a control is not satisfied.
pub(super) fn failures(row: &Row<'_>) -> Vec<Reason> {
    let because = |finding: &Finding| match finding.waived {
        Some(_) => "waived",
        None if DELIVERY.contains(&finding.check.as_str()) => "not-delivered",
        None => "not-satisfied",
    };
    let mut reasons = told(row, Outcome::Fail, because);
    if reasons.is_empty() {
        reasons.push(silent(row, "not-satisfied"));
    }
    reasons
}

/// What is undecided about a control; `must` where the control as a whole is.
pub(super) fn undecided(row: &Row<'_>, must: bool) -> Vec<Reason> {
    let mut reasons = told(row, Outcome::Unknown, |_| "unknown");
    reasons.extend(told(row, Outcome::Error, |_| "error"));
    if reasons.is_empty() && must {
        reasons.push(silent(row, "unknown"));
    }
    reasons
}

/// The findings of an outcome: one for each check and why, in the words of the first.
fn told(row: &Row<'_>, outcome: Outcome, because: impl Fn(&Finding) -> &'static str) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = Vec::new();
    for finding in row.findings.iter().filter(|f| f.outcome == outcome) {
        let because = because(finding);
        let known = reasons
            .iter_mut()
            .find(|r| r.code == finding.check && r.because == because);
        match known {
            Some(known) => known.severity = known.severity.max(finding.severity),
            None => reasons.push(of(row, finding, because)),
        }
    }
    reasons
}

fn of(row: &Row<'_>, finding: &Finding, because: &'static str) -> Reason {
    Reason {
        code: finding.check.clone(),
        policy: row.policy.id.clone(),
        control: row.control.id.clone(),
        severity: finding.severity,
        because,
        message: Some((finding.message.ja.clone(), finding.message.en.clone())),
    }
}

/// A control without a finding: nobody answered.
fn silent(row: &Row<'_>, because: &'static str) -> Reason {
    Reason {
        code: row.control.id.clone(),
        policy: row.policy.id.clone(),
        control: row.control.id.clone(),
        severity: row.control.severity,
        because,
        message: None,
    }
}
