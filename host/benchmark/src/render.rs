//! A comparison for people and machines: text, canonical JSON, a page.

mod html;
mod text;

use crate::compare::{Average, Comparison};
use crate::words;
use crate::{BenchmarkError, score::Standing};
use sekisho_model::canonical;
use sekisho_model::text::Language;

/// The forms of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// For a person at a terminal.
    Text,
    /// Canonical JSON.
    Json,
    /// One self-contained page.
    Html,
}

impl Form {
    /// All forms with the words used after `-o`.
    pub const ALL: [(&'static str, Self); 3] = [("text", Self::Text), ("json", Self::Json), ("html", Self::Html)];
}

/// Renders.
pub fn render(comparison: &Comparison, form: Form, l: Language) -> Result<Vec<u8>, BenchmarkError> {
    match form {
        Form::Text => Ok(text::render(comparison, l).into_bytes()),
        Form::Json => canonical::to_vec(comparison).map_err(|e| BenchmarkError::Render(e.to_string())),
        Form::Html => html::render(comparison, l).map(String::into_bytes),
    }
}

/// `72.4%`
pub(crate) fn percent(share: f64) -> String {
    format!("{:.1}%", share * 100.0)
}

/// `+3.1`, in points of a hundred.
fn signed(difference: f64) -> String {
    format!("{:+.1}", difference * 100.0)
}

/// An average, with both ends where it is not one number.
fn average(average: Option<Average>, l: Language) -> String {
    match average {
        None => words::untold(l).to_owned(),
        Some(a) if (a.high - a.low).abs() < 1e-9 => percent(a.about),
        Some(a) => format!("{}–{}", percent(a.low), percent(a.high)),
    }
}

/// `21社 (70.0%)`, `5社未満`, or nothing.
fn count(cell: &crate::cells::Cell, l: Language) -> String {
    match (cell.firms, cell.rate, cell.fewer_than) {
        (Some(firms), Some(rate), _) => format!("{} ({})", words::firms(firms, l), percent(rate)),
        (_, _, Some(bound)) => words::fewer(bound, l),
        _ => words::untold(l).to_owned(),
    }
}

/// Which firms, in one line.
fn firms(c: &Comparison, l: Language) -> String {
    let mut line = format!("{} · {}–{}", words::firms(c.firms, l), c.months.0, c.months.1);
    if !c.of.is_empty() {
        let of: Vec<&str> = c.of.iter().map(|title| title.get(l)).collect();
        line = format!("{line} · {}", of.join(", "));
    }
    line
}

fn class(standings: &[Standing]) -> &'static str {
    match standings {
        [one] => one.name(),
        [Standing::Met, Standing::Attested] => "fulfilled",
        [Standing::Unknown, Standing::Open] => "not-done",
        [Standing::Met, Standing::Attested, Standing::NotApplicable] => "done",
        _ => "untold",
    }
}
