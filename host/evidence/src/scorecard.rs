//! The result of OpenSSF Scorecard (JSON, version 2 of its result): the score of a project and of each check become rows of the
//! register `scorecards`, so that a copy of it in a spreadsheet is judged the same.

use crate::advisory::json;
use crate::table::Read;
use crate::{ReadError, Reading};
use sekisho_model::schema::rows::registers;
use sekisho_model::{Date, Diagnostic, EvidenceKind};
use serde_json::Value;

/// Results of one project are far smaller.
const LARGEST: usize = 8 << 20;
const REGISTER: &str = "scorecards";

/// Whether a text is such a result: told by members that no other document has together.
pub(crate) fn is_one(text: &str) -> bool {
    let head = text.trim_start_matches('\u{feff}').trim_start();
    head.starts_with('{')
        && text.len() <= LARGEST
        && ["\"scorecard\"", "\"checks\"", "\"repo\"", "\"score\""]
            .iter()
            .all(|member| memchr::memmem::find(text.as_bytes(), member.as_bytes()).is_some())
        && json::parse(text, "Scorecard").is_ok_and(|document| {
            let has = |path: &[&str]| !json::get(&document, path).is_null();
            has(&["scorecard", "version"]) && has(&["repo", "name"]) && json::get(&document, &["checks"]).is_array()
        })
}

/// Reads one.
pub(crate) fn read(text: &str, reading: &mut Reading<'_>) -> Result<Read, ReadError> {
    let document = json::parse(text, "Scorecard")?;
    let repository = json::text(&document, &["repo", "name"]).unwrap_or_default();
    let date = json::text(&document, &["date"]).and_then(|date| Date::parse(date.get(..10)?));
    let path = reading.path;
    let sheet = registers::Sheet {
        register: Some(REGISTER),
        name: Some(path),
        row_count: None,
    };
    let sheet = reading.push(&sheet, 0, "")?;
    let whole = Row {
        sheet,
        repository: &repository,
        date,
        check: None,
        score: json::get(&document, &["score"]).as_f64(),
        reason: None,
    };
    whole.push("", reading)?;
    for (at, check) in json::list(&document, &["checks"]).iter().enumerate() {
        let locator = format!("/checks/{at}");
        let Some(name) = json::text(check, &["name"]) else {
            let text = "a check is left out: it has no name";
            reading.note(Diagnostic::warning("scorecard-check", text).at(locator));
            continue;
        };
        let reason = json::text(check, &["reason"]);
        let row = Row {
            check: Some(&name),
            score: check.get("score").and_then(Value::as_f64),
            reason: reason.as_deref(),
            ..whole
        };
        row.push(&locator, reading)?;
    }
    let version = json::text(&document, &["scorecard", "version"]).unwrap_or_default();
    Ok(Read {
        kind: EvidenceKind::Register,
        format: format!(
            "scorecard-{}",
            version.trim_start_matches('v').chars().take(20).collect::<String>()
        ),
    })
}

#[derive(Clone, Copy)]
struct Row<'r> {
    sheet: u32,
    repository: &'r str,
    date: Option<Date>,
    check: Option<&'r str>,
    score: Option<f64>,
    reason: Option<&'r str>,
}

impl Row<'_> {
    fn push(&self, locator: &str, reading: &mut Reading<'_>) -> Result<(), ReadError> {
        let entry = registers::Entry {
            sheet: Some(self.sheet),
            register: Some(REGISTER),
            key: Some(self.repository),
        };
        let entry = reading.push(&entry, 0, locator)?;
        let mut cell = |field: &str, value: &str, number: Option<f64>, date: Option<Date>| {
            let cell = registers::RegisterCell {
                entry: Some(entry),
                field: Some(field),
                value: Some(value),
                number,
                date,
                flag: None,
                known: Some(true),
            };
            reading.push(&cell, 0, locator).map(|_| ())
        };
        cell("repository", self.repository, None, None)?;
        if let Some(check) = self.check {
            cell("check", check, None, None)?;
        }
        if let Some(score) = self.score {
            cell("score", &score.to_string(), Some(score), None)?;
        }
        if let Some(date) = self.date {
            cell("date", &date.to_string(), None, Some(date))?;
        }
        if let Some(reason) = self.reason {
            cell("reason", reason, None, None)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::is_one;

    #[test]
    fn only_a_result_is_one() {
        let result = r#"{"date":"2026-11-01","repo":{"name":"github.com/o/r"},"scorecard":{"version":"v5.0.0"},"score":7.1,"checks":[]}"#;
        assert!(is_one(result));
        assert!(!is_one(&result.replace("\"version\"", "\"edition\"")));
        assert!(!is_one(&result.replace("[]", "7")));
        assert!(!is_one(&format!("{result}x")));
        assert!(!is_one(r#"{"repo":{"name":"x"},"checks":[]}"#));
    }
}
