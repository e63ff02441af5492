//! One line per finding, UTF-8 with a byte order mark so that spreadsheets open it rightly (RFC 4180 otherwise).
//!
//! A cell that a spreadsheet would take for a formula (`=`, `+`, `-`, `@`, tab, carriage return in front) gets an
//! apostrophe: evidence is hostile, and this file is opened by people. The last column names bundles for which nobody known
//! vouches, on every line: lines get separated from the record that says so.

use crate::view::{View, place, unsigned};
use crate::{ReportError, words};
use sekisho_model::Assessment;
use sekisho_model::text::Language;

/// Renders.
pub fn render(assessment: &Assessment, l: Language) -> Result<Vec<u8>, ReportError> {
    let fault = |e: csv::Error| ReportError::new("csv", e);
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(b"\xef\xbb\xbf".to_vec());
    let header = [
        words::subject(l),
        words::policy(l),
        words::control(l),
        words::clause(l),
        words::requirement(l),
        words::status_label(l),
        words::check(l),
        words::outcome_label(l),
        words::severity_label(l),
        words::finding(l),
        words::remediation(l),
        words::evidence(l),
        words::waiver(l),
        words::class_label(l),
        words::unsigned_label(l),
    ];
    let unsigned = unsigned(assessment).join("\n");
    writer.write_record(header).map_err(fault)?;
    for row in View::new(assessment).rows() {
        for finding in &row.findings {
            let evidence: Vec<String> = finding.evidence.iter().map(place).collect();
            let record = [
                row.status.subject.as_str(),
                &row.policy.id,
                &row.control.id,
                &row.control.clause,
                row.control.title.get(l),
                words::status(row.status.status, l),
                &format!("{}:{}", finding.plugin, finding.check),
                words::outcome(finding.outcome, l),
                words::severity(finding.severity, l),
                match l {
                    Language::Ja => &finding.message.ja,
                    Language::En => &finding.message.en,
                },
                finding.message.hint.as_ref().map_or("", |h| h.get(l)),
                &evidence.join("\n"),
                finding.waived.as_deref().unwrap_or(""),
                &words::class(&row.control.class, l),
                &unsigned,
            ]
            .map(harmless);
            writer.write_record(record).map_err(fault)?;
        }
    }
    writer.into_inner().map_err(|e| ReportError::new("csv", e))
}

/// A cell that no spreadsheet runs.
pub fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}
