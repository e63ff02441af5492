//! The answers of one or several sheets, by control: for who works on sheets themselves. Checks see facts.

use sekisho_model::schema::Kind;
use sekisho_model::{Date, Facts};
use std::collections::{BTreeMap, BTreeSet};

const TABLE: &str = "answers";

/// One answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// `yes`, `partial`, `no` or `n/a`; nothing where it was not understood.
    pub word: Option<&'static str>,
    /// As written.
    pub raw: String,
    /// Who answered.
    pub by: String,
    /// Role of who answered.
    pub role: String,
    /// When.
    pub at: Option<Date>,
    /// Where the proof is.
    pub evidence: String,
    /// Why not, or why not applicable.
    pub reason: String,
    /// Last day on which it holds.
    pub until: Option<Date>,
    /// Level of the measure that was chosen.
    pub level: String,
}

impl Answer {
    /// The least favorable one first.
    pub fn rank(&self) -> usize {
        let order = [Some("no"), None, Some("partial"), Some("n/a"), Some("yes")];
        order.iter().position(|word| *word == self.word).unwrap_or_default()
    }
}

/// Answers by control, as the sheets name it.
#[derive(Debug, Default)]
pub struct Sheet {
    answers: BTreeMap<String, Vec<Answer>>,
    names: BTreeMap<String, String>,
}

impl Sheet {
    /// Adds the answers of a subject that are about a policy, or about none that is named.
    pub fn add(&mut self, facts: &Facts, policy: &str) {
        for row in 0..facts.rows(Kind::Answers, TABLE) {
            let text = |column: &str| facts.text(Kind::Answers, TABLE, column, row).unwrap_or_default().trim();
            let own = text("policy");
            let control = text("control");
            let control = control
                .strip_prefix(policy)
                .and_then(|rest| rest.strip_prefix(':'))
                .unwrap_or(control);
            let raw = text("raw");
            let is_other = !own.is_empty() && key(own) != key(policy);
            if is_other || control.is_empty() {
                continue;
            }
            self.names.entry(key(control)).or_insert_with(|| control.to_owned());
            let list = self.answers.entry(key(control)).or_default();
            let word = match text("answer") {
                "yes" => Some("yes"),
                "partial" => Some("partial"),
                "no" => Some("no"),
                "not-applicable" => Some("n/a"),
                _ => None,
            };
            if word.is_none() && raw.is_empty() {
                continue;
            }
            let date = |column: &str| facts.date(Kind::Answers, TABLE, column, row);
            list.push(Answer {
                word,
                raw: raw.to_owned(),
                by: text("answered_by").to_owned(),
                role: text("role").to_owned(),
                at: date("answered_at"),
                evidence: text("evidence").to_owned(),
                reason: text("reason").to_owned(),
                until: date("valid_until"),
                level: text("level").to_owned(),
            });
        }
    }

    /// Whether no control is named at all.
    pub fn is_empty(&self) -> bool {
        self.answers.is_empty()
    }

    /// The answers to a control that say something.
    pub fn of(&self, control: &str) -> &[Answer] {
        self.answers.get(&key(control)).map_or(&[], Vec::as_slice)
    }

    /// Controls that are answered and not known.
    pub fn strangers<'k>(&self, known: impl Iterator<Item = &'k str>) -> Vec<&str> {
        let known: BTreeSet<String> = known.map(key).collect();
        let answered = self.answers.iter().filter(|(_, list)| !list.is_empty());
        let strange = answered.filter(|(control, _)| !known.contains(*control));
        strange
            .filter_map(|(control, _)| self.names.get(control).map(String::as_str))
            .collect()
    }
}

/// As the check that reads answers tells ids apart: width, case and white space do not count, and all dashes are one. The
/// reader has made widths one already.
fn key(id: &str) -> String {
    let plain = id.chars().filter(|c| !c.is_whitespace() && !c.is_control());
    let dash = |c: char| {
        if matches!(c, '‐' | '‑' | '‒' | '–' | '—' | '−' | '―') {
            '-'
        } else {
            c
        }
    };
    plain.map(dash).flat_map(char::to_lowercase).collect()
}
