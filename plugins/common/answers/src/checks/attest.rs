//! Q-09 `attest`: a person's answer to a control. Yes needs a named answerer, a day and a reference to proof; "does not
//! apply" needs a reason; partly and no are failures. Source: the answer sheets of self-assessment schemes.

use crate::ages::{LONGEST, is_over, too_old};
use crate::heard::{id, is_blank};
use crate::problem::{Mark, Problem, tell_all};
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::answers::Answer;

/// The check.
#[derive(Debug)]
pub(crate) struct Attestation;

/// What one row comes to.
#[derive(Debug)]
enum Word {
    Against(Vec<Problem>),
    Unclear(Problem),
    NotApplicable,
    Stated,
}

impl Word {
    /// The worst word of several rows counts.
    const fn rank(&self) -> u8 {
        match self {
            Self::Against(_) => 0,
            Self::Unclear(_) => 1,
            Self::NotApplicable => 2,
            Self::Stated => 3,
        }
    }
}

impl Check for Attestation {
    fn spec(&self) -> Spec {
        Spec::new("attest")
            .reads("answers")
            .parameter(Parameter::text("control", 300, "").required())
            .parameter(Parameter::integer("max_age_days", 0, LONGEST, 0))
            .parameter(Parameter::boolean("require_evidence", true))
            .parameter(Parameter::choice("unnamed", &["fail", "unknown"], "fail"))
            .parameter(Parameter::choice("unproven", &["fail", "unknown"], "fail"))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let asked = cx.text("control")?;
        let (policy, control) = asked
            .split_once(':')
            .map_or((None, asked), |(policy, control)| (Some(policy), control));
        let judge = Judge {
            today: cx.today(),
            limit: cx.integer("max_age_days")?,
            evidence: cx.boolean("require_evidence")?,
            needs_name: cx.text("unnamed")? == "unknown",
            needs_proof: cx.text("unproven")? == "unknown",
            control,
        };
        let means = |row: &Answer<'_>| {
            let named = row
                .control()
                .is_some_and(|text| [control, asked].iter().any(|name| id(name) == id(text)));
            let of_policy = match (row.policy().filter(|text| !is_blank(text)), policy) {
                (Some(text), Some(policy)) => id(text) == id(policy),
                _ => true,
            };
            named && of_policy
        };
        let rows: Vec<Answer<'_>> = cx.answers().answers().filter(means).collect();
        // A row left empty contradicts nobody; it only counts where nobody else said anything.
        let spoken: Vec<Answer<'_>> = rows.iter().copied().filter(|row| said(row).is_some()).collect();
        let counted = if spoken.is_empty() { rows } else { spoken };
        let words: Vec<(Answer<'_>, Word)> = counted.iter().map(|row| (*row, judge.word(row))).collect();
        let Some(worst) = words.iter().map(|(_, word)| word.rank()).min() else {
            out.unknown("missing").arg("control", control);
            return Ok(());
        };
        let marks: Vec<Mark> = counted.iter().map(Mark::of).collect();
        let mut told = false;
        for (row, word) in words.into_iter().filter(|(_, word)| word.rank() == worst) {
            match word {
                Word::Against(problems) => tell_all(
                    problems.into_iter().map(|p| p.cite_all(others(&marks, &row))).collect(),
                    out,
                ),
                Word::Unclear(problem) => problem.cite_all(others(&marks, &row)).tell(out),
                // Several good words are one statement.
                _ if told => {}
                Word::NotApplicable => {
                    let finding = out.not_applicable("not-applicable").arg("control", control);
                    finding
                        .arg("reason", row.reason().unwrap_or(""))
                        .cite(&row)
                        .cite_all(others(&marks, &row));
                }
                Word::Stated => {
                    let proof = row.evidence().filter(|text| !is_blank(text));
                    let finding = out.attested(if proof.is_some() { "stated" } else { "stated-bare" });
                    finding
                        .arg("control", control)
                        .arg("by", row.answered_by().unwrap_or(""));
                    finding.arg("date", row.answered_at().unwrap_or(judge.today));
                    if let Some(proof) = proof {
                        finding.arg("evidence", proof);
                    }
                    finding.cite(&row).cite_all(others(&marks, &row));
                }
            }
            told = true;
        }
        levels(&counted, control, out);
        Ok(())
    }
}

/// The levels of measures that were chosen, each once. They decide nothing: no guideline says which one must be reached.
fn levels(rows: &[Answer<'_>], control: &str, out: &mut Findings) {
    let mut told: Vec<&str> = Vec::new();
    for row in rows {
        let Some(level) = row.level().filter(|text| !is_blank(text)) else {
            continue;
        };
        if !told.contains(&level) {
            told.push(level);
            let finding = out.informational("level").arg("control", control);
            finding.arg("level", level).cite(row);
        }
    }
}

fn others<'m>(marks: &'m [Mark], row: &Answer<'_>) -> impl Iterator<Item = &'m Mark> {
    let own = Mark::of(row);
    marks.iter().filter(move |mark| **mark != own)
}

/// The answer as written, if anything was written.
fn said<'a>(row: &Answer<'a>) -> Option<&'a str> {
    row.answer().or_else(|| row.raw().filter(|text| !is_blank(text)))
}

#[derive(Debug, Clone, Copy)]
struct Judge<'a> {
    today: Date,
    limit: i64,
    evidence: bool,
    /// Whether a yes that nobody put a name to is no answer, rather than a bad one.
    needs_name: bool,
    /// Whether a yes without a reference to evidence is no answer, rather than a bad one.
    needs_proof: bool,
    control: &'a str,
}

impl Judge<'_> {
    fn word(self, row: &Answer<'_>) -> Word {
        let reason = row.reason().filter(|text| !is_blank(text));
        let fail = |message: &'static str| Problem::fail(message).arg("control", self.control).cite(row);
        match row.answer() {
            Some("yes") if self.needs_name && row.answered_by().is_none_or(is_blank) => {
                Word::Unclear(Problem::unknown("no-answerer").arg("control", self.control).cite(row))
            }
            Some("yes") => {
                let problems = self.against_yes(row);
                match problems.is_empty() {
                    false => Word::Against(problems),
                    true if self.is_bare(row) => {
                        Word::Unclear(Problem::unknown("no-evidence").arg("control", self.control).cite(row))
                    }
                    true => Word::Stated,
                }
            }
            Some("not-applicable") => match (reason, self.stale(row)) {
                (None, _) => Word::Against(vec![fail("unexplained")]),
                (_, Some(problem)) => Word::Against(vec![problem]),
                _ => Word::NotApplicable,
            },
            Some(word @ ("no" | "partial")) => {
                let problem = match (word, reason) {
                    ("no", Some(reason)) => fail("no").arg("reason", reason),
                    ("no", None) => fail("no-unexplained"),
                    (_, Some(reason)) => fail("partial").arg("reason", reason),
                    (_, None) => fail("partial-unexplained"),
                };
                Word::Against(vec![problem])
            }
            _ => Word::Unclear(
                match said(row) {
                    Some(text) => Problem::unknown("not-understood").arg("text", text),
                    None => Problem::unknown("empty"),
                }
                .arg("control", self.control)
                .cite(row),
            ),
        }
    }

    /// Whether the statement no longer holds.
    fn stale(self, row: &Answer<'_>) -> Option<Problem> {
        let fail = |message: &'static str| Problem::fail(message).arg("control", self.control).cite(row);
        if let Some(last) = row.valid_until().filter(|last| is_over(Some(*last), self.today)) {
            return Some(fail("expired").arg("date", last));
        }
        let day = row.answered_at().filter(|day| too_old(*day, self.today, self.limit))?;
        Some(
            fail("too-old")
                .arg("date", day)
                .arg("days", self.today.days_since(day))
                .arg("limit", self.limit),
        )
    }

    /// Whether evidence is owed and no reference to any is given.
    fn is_bare(self, row: &Answer<'_>) -> bool {
        self.evidence && row.evidence().is_none_or(is_blank)
    }

    fn against_yes(self, row: &Answer<'_>) -> Vec<Problem> {
        let fail = |message: &'static str| Problem::fail(message).arg("control", self.control).cite(row);
        let mut problems = Vec::new();
        if row.answered_by().is_none_or(is_blank) {
            problems.push(fail("no-answerer"));
        }
        match row.answered_at() {
            None => problems.push(fail("no-date")),
            Some(day) if day > self.today => problems.push(fail("future").arg("date", day)),
            Some(_) => {}
        }
        if !self.needs_proof && self.is_bare(row) {
            problems.push(fail("no-evidence"));
        }
        problems.extend(self.stale(row));
        problems
    }
}
