//! For a person at a terminal: summary first, then what is left to do, worst first.

use crate::by_subject::BySubject;
use crate::view::{Row, View, clean, place};
use crate::{Options, risks, words};
use sekisho_model::diagnostic::Level;
use sekisho_model::finding::Finding;
use sekisho_model::text::Language;
use sekisho_model::{Assessment, Outcome, Status, Verdict};
use std::fmt::Write as _;

/// How many findings of one control are shown; the rest is counted in a line, and stands in every other format.
const SHOWN: usize = 5;

struct Paint(bool);

impl Paint {
    fn put(&self, code: &str, text: &str) -> String {
        if self.0 {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    fn status(&self, status: Status, text: &str) -> String {
        let code = match status {
            Status::NotSatisfied => "1;31",
            Status::Indeterminate => "1;33",
            Status::Attested => "36",
            Status::Satisfied => "32",
            Status::NotApplicable => "2",
        };
        self.put(code, text)
    }
}

/// Renders.
pub fn render(assessment: &Assessment, options: Options) -> String {
    let l = options.language;
    let paint = Paint(options.color);
    let view = View::new(assessment);
    let rows = view.rows();
    let mut out = String::new();
    let verdict = words::verdict(assessment.verdict, l);
    let code = match assessment.verdict {
        Verdict::NonConformant => "1;37;41",
        Verdict::Indeterminate => "1;30;43",
        Verdict::Conformant => "1;30;42",
    };
    // INVARIANT: writing to a String cannot fail.
    let _ = writeln!(
        out,
        "{}: {}   {}: {}\n",
        words::verdict_label(l),
        paint.put(code, &format!(" {verdict} ")),
        words::as_of(l),
        assessment.as_of
    );
    summary(&mut out, &view, &BySubject::rows(&rows), &paint, l);
    let open = view.open_rows();
    let _ = writeln!(out, "\n{}", paint.put("1", words::worst_first(l)));
    if open.is_empty() {
        let _ = writeln!(out, "  {}", words::everything_met(l));
    }
    for row in &open {
        control(&mut out, row, &paint, l);
    }
    for risks in risks::of(&view) {
        let ids: Vec<String> = risks.open().map(|judged| clean(&judged.source.id)).collect();
        let _ = writeln!(
            out,
            "\n{} – {} {}: {}\n  {}",
            paint.put("1", words::open_risks(l)),
            clean(&risks.subject.id),
            risks.policy.id,
            risks.tally(l),
            if ids.is_empty() {
                words::no_open_risks(l).to_owned()
            } else {
                ids.join(", ")
            }
        );
    }
    remarks(&mut out, assessment, &paint, l);
    let _ = writeln!(
        out,
        "\n{}: {} {} · {}",
        words::ledger(l),
        words::ledger_entries(l),
        assessment.ledger.leaves,
        assessment.ledger.root
    );
    out
}

fn summary(out: &mut String, view: &View<'_>, rows: &BySubject<'_, Row<'_>>, paint: &Paint, l: Language) {
    for subject in &view.assessment.subjects {
        let name = match subject.name.get(l) {
            "" => subject.id.clone(),
            name => format!("{} ({name})", subject.id),
        };
        let _ = writeln!(
            out,
            "{}: {} – {}",
            words::subject(l),
            clean(&name),
            words::verdict(subject.verdict, l)
        );
        for policy in &view.assessment.policies {
            let mine = rows.under(&subject.id, &policy.id);
            let counts = View::counts(mine.iter().copied());
            let _ = writeln!(
                out,
                "  {} {}  {}",
                policy.id,
                policy.version,
                clean(policy.title.get(l))
            );
            let _ = writeln!(out, "    {}", bar(&counts, paint));
            let words: Vec<String> = Status::WORST_FIRST
                .iter()
                .zip(counts)
                .filter(|(_, count)| *count > 0)
                .map(|(status, count)| paint.status(*status, &format!("{} {count}", words::status(*status, l))))
                .collect();
            let _ = writeln!(out, "    {} / {} {}", words.join("  "), mine.len(), words::controls(l));
        }
    }
}

/// A bar of 50 columns: shares by status, every non-zero count at least one column.
fn bar(counts: &[usize; 5], paint: &Paint) -> String {
    let total: usize = counts.iter().sum();
    if total == 0 {
        return String::new();
    }
    let glyphs = ["█", "▒", "▚", "▬", "·"];
    let mut out = String::new();
    for ((count, glyph), status) in counts.iter().zip(glyphs).zip(Status::WORST_FIRST) {
        let width = (count * 50).div_ceil(total);
        out.push_str(&paint.status(status, &glyph.repeat(width)));
    }
    out
}

fn control(out: &mut String, row: &Row<'_>, paint: &Paint, l: Language) {
    let waived = if row.status.waived {
        format!(" [{}]", words::waived(l))
    } else {
        String::new()
    };
    let _ = writeln!(
        out,
        "\n  {} {} {}  {}{}",
        paint.status(row.status.status, words::status(row.status.status, l)),
        paint.put("1", &format!("{} {}", row.policy.id, clean(&row.control.id))),
        clean(&row.status.subject),
        words::severity(row.severity(), l),
        waived
    );
    let _ = writeln!(out, "    {}", clean(row.control.title.get(l)));
    let findings: Vec<&Finding> = row
        .findings_worst_first()
        .into_iter()
        .filter(|f| matches!(f.outcome, Outcome::Fail | Outcome::Error | Outcome::Unknown))
        .collect();
    let mut shown = None;
    for finding in findings.iter().take(SHOWN) {
        let text = match l {
            Language::Ja => &finding.message.ja,
            Language::En => &finding.message.en,
        };
        let _ = writeln!(out, "    - {}: {}", words::outcome(finding.outcome, l), clean(text));
        let places: Vec<String> = finding.evidence.iter().take(3).map(|e| clean(&place(e))).collect();
        if !places.is_empty() {
            let rest = finding.evidence.len().saturating_sub(3);
            let rest = if rest > 0 { format!(" +{rest}") } else { String::new() };
            let _ = writeln!(out, "      {}", paint.put("2", &format!("{}{rest}", places.join(", "))));
        }
        // Findings of one kind lie together; their hint is said once.
        let hint = finding.message.hint.as_ref().map(|h| h.get(l));
        if hint.is_some() && hint != shown {
            let _ = writeln!(out, "      → {}", clean(hint.unwrap_or_default()));
            shown = hint;
        }
    }
    if findings.len() > SHOWN {
        let _ = writeln!(out, "    … {} {}", words::more(l), findings.len() - SHOWN);
    }
}

fn remarks(out: &mut String, assessment: &Assessment, paint: &Paint, l: Language) {
    let serious: Vec<_> = assessment
        .diagnostics
        .iter()
        .filter(|d| d.level != Level::Note)
        .collect();
    if serious.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{} ({})", paint.put("1", words::diagnostics(l)), serious.len());
    for diagnostic in serious.iter().take(20) {
        let mut place = diagnostic.path.clone().unwrap_or_default();
        if let Some(line) = diagnostic.line {
            let _ = write!(place, ":{line}");
        }
        let code = if diagnostic.level == Level::Error { "31" } else { "33" };
        let _ = writeln!(
            out,
            "  {} {} {}",
            paint.put(code, &diagnostic.code),
            clean(&place),
            clean(&diagnostic.message)
        );
        if let Some(hint) = &diagnostic.hint {
            let _ = writeln!(out, "      hint: {}", clean(hint));
        }
    }
    if serious.len() > 20 {
        let _ = writeln!(out, "  … {} {}", words::more(l), serious.len() - 20);
    }
}
