//! Markdown for tickets, wikis and pull requests: summary, then what is left to do, then everything in tables.

use crate::by_subject::BySubject;
use crate::view::{Row, View, clean, places};
use crate::{risks, words};
use sekisho_model::text::Language;
use sekisho_model::{Assessment, Outcome, Status};
use std::fmt::Write as _;

/// Renders.
pub fn render(assessment: &Assessment, l: Language) -> String {
    let view = View::new(assessment);
    let mut out = String::new();
    let rows = view.rows();
    // INVARIANT: writing to a String cannot fail.
    let _ = writeln!(
        out,
        "# {}: {}\n",
        words::title(l),
        words::verdict(assessment.verdict, l)
    );
    let _ = writeln!(
        out,
        "{}: {} · {}: {}\n",
        words::as_of(l),
        assessment.as_of,
        words::ledger_entries(l),
        assessment.ledger.leaves
    );
    summary(&mut out, &view, &BySubject::rows(&rows), l);
    let _ = writeln!(out, "\n## {}\n", words::worst_first(l));
    let open = view.open_rows();
    if open.is_empty() {
        let _ = writeln!(out, "{}", words::everything_met(l));
    }
    for row in &open {
        open_control(&mut out, row, l);
    }
    open_risks(&mut out, &view, l);
    let _ = writeln!(out, "\n## {}\n", words::controls(l));
    let header = [
        words::subject(l),
        words::policy(l),
        words::control(l),
        words::requirement(l),
        words::status_label(l),
    ];
    let _ = writeln!(out, "| {} |\n|{}", header.join(" | "), "---|".repeat(header.len()));
    for row in &rows {
        let cells = [
            escape(&row.status.subject),
            escape(&row.policy.id),
            escape(&row.control.id),
            escape(row.control.title.get(l)),
            words::status(row.status.status, l).to_owned() + waived(row, l),
        ];
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
    let _ = writeln!(out, "\n{}\n{}", words::paraphrase_note(l), words::attested_note(l));
    for policy in &assessment.policies {
        let _ = writeln!(
            out,
            "- {}: {}",
            escape(policy.title.get(l)),
            escape(policy.source.note.get(l))
        );
        for body in &policy.source.bodies {
            let _ = writeln!(out, "  - {}", escape(&body.line(l)));
        }
    }
    exclusions(&mut out, assessment, l);
    scopes(&mut out, assessment, l);
    waivers(&mut out, assessment, l);
    remarks(&mut out, assessment, l);
    let _ = writeln!(out, "\n{}: `{}`", words::ledger_root(l), assessment.ledger.root);
    out
}

fn waived(row: &Row<'_>, l: Language) -> &'static str {
    match (row.status.waived, l) {
        (false, _) => "",
        (true, Language::Ja) => "(例外承認済み)",
        (true, Language::En) => " (waived)",
    }
}

fn open_risks(out: &mut String, view: &View<'_>, l: Language) {
    for risks in risks::of(view) {
        let _ = writeln!(
            out,
            "\n## {} – {} ({})\n\n{}\n{}\n",
            words::open_risks(l),
            escape(risks.policy.title.get(l)),
            escape(&risks.subject.id),
            words::risk_note(l),
            risks.tally(l)
        );
        if risks.open().next().is_none() {
            let _ = writeln!(out, "{}", words::no_open_risks(l));
        }
        for judged in &risks.left {
            let layer = match judged.source.layer.as_str() {
                "" => String::new(),
                layer => format!(" · {}", escape(layer)),
            };
            let _ = writeln!(
                out,
                "- **{}** ({}{layer}) {}\n  - {}",
                escape(&judged.source.id),
                words::standing(judged.standing, l),
                escape(&judged.source.text()),
                escape(&risks::controls(judged, l))
            );
        }
    }
}

fn exclusions(out: &mut String, assessment: &Assessment, l: Language) {
    let has_some = |p: &&sekisho_model::assessment::PolicyRecord| p.controls.iter().any(|c| c.excluded.is_some());
    for policy in assessment.policies.iter().filter(has_some) {
        let _ = writeln!(out, "\n## {} – {}\n", words::excluded(l), escape(policy.title.get(l)));
        for control in &policy.controls {
            let Some(reason) = &control.excluded else { continue };
            let _ = writeln!(
                out,
                "- **{}** {} – {}",
                escape(&control.id),
                escape(control.title.get(l)),
                escape(reason.get(l))
            );
        }
    }
}

fn scopes(out: &mut String, assessment: &Assessment, l: Language) {
    let scoped = |p: &&sekisho_model::assessment::PolicyRecord| p.controls.iter().any(|c| c.scope.is_some());
    for policy in assessment.policies.iter().filter(scoped) {
        let _ = writeln!(out, "\n## {} – {}\n", words::scopes(l), escape(policy.title.get(l)));
        for control in &policy.controls {
            let Some(scope) = &control.scope else { continue };
            let _ = writeln!(
                out,
                "- **{}** {}: {}",
                escape(&control.id),
                words::applies(scope, l),
                escape(scope.reason.get(l))
            );
        }
    }
}

fn waivers(out: &mut String, assessment: &Assessment, l: Language) {
    if assessment.waivers.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n## {}\n", words::waivers(l));
    for waiver in &assessment.waivers {
        let scope = [&waiver.policy, &waiver.control, &waiver.check, &waiver.subject].map(|part| escape(part));
        let _ = writeln!(
            out,
            "- **{}** ({} · {} {}) {}: {} · {}: {} · {}: {}",
            escape(&waiver.id),
            words::waiver_state(&waiver.state, l),
            words::entries(l),
            waiver.entries,
            scope.join(" "),
            escape(&waiver.justification),
            words::approver(l),
            escape(&waiver.approver),
            words::expires(l),
            waiver.expires
        );
    }
}

fn remarks(out: &mut String, assessment: &Assessment, l: Language) {
    if assessment.diagnostics.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n## {}\n", words::diagnostics(l));
    for remark in &assessment.diagnostics {
        let subject = remark.subject.as_deref().unwrap_or("");
        let path = remark.path.as_deref().unwrap_or("");
        let line = remark.line.map(|line| format!(":{line}")).unwrap_or_default();
        let locator = remark.locator.as_deref().unwrap_or("");
        let place = format!("{subject} {path}{line} {locator}");
        let _ = writeln!(
            out,
            "- `{}` {}: {}",
            remark.code,
            escape(place.trim()),
            escape(&remark.message)
        );
        if let Some(hint) = &remark.hint {
            let _ = writeln!(out, "  - {}: {}", words::remediation(l), escape(hint));
        }
    }
}

fn summary(out: &mut String, view: &View<'_>, rows: &BySubject<'_, Row<'_>>, l: Language) {
    let _ = write!(out, "| {} | {} |", words::subject(l), words::policy(l));
    for status in Status::WORST_FIRST {
        let _ = write!(out, " {} |", words::status(status, l));
    }
    let _ = writeln!(out, "\n|---|---|{}", "---:|".repeat(Status::WORST_FIRST.len()));
    for subject in &view.assessment.subjects {
        for policy in &view.assessment.policies {
            let counts = View::counts(rows.under(&subject.id, &policy.id));
            let _ = write!(out, "| {} | {} |", escape(&subject.id), escape(&policy.id));
            for count in counts {
                let _ = write!(out, " {count} |");
            }
            out.push('\n');
        }
    }
}

fn open_control(out: &mut String, row: &Row<'_>, l: Language) {
    let _ = writeln!(
        out,
        "- **{} {}** ({} · {} · {}{}) {}",
        escape(&row.policy.id),
        escape(&row.control.id),
        words::status(row.status.status, l),
        words::severity(row.severity(), l),
        escape(&row.status.subject),
        waived(row, l),
        escape(row.control.title.get(l))
    );
    for finding in row.findings_worst_first() {
        if !matches!(finding.outcome, Outcome::Fail | Outcome::Error | Outcome::Unknown) {
            continue;
        }
        let text = match l {
            Language::Ja => &finding.message.ja,
            Language::En => &finding.message.en,
        };
        let places: Vec<String> = places(&finding.evidence)
            .iter()
            .map(|place| format!("`{}`", clean(place).replace('`', "'")))
            .collect();
        let _ = writeln!(
            out,
            "  - {}: {} {}",
            words::outcome(finding.outcome, l),
            escape(text),
            places.join(", ")
        );
        if let Some(hint) = &finding.message.hint {
            let _ = writeln!(out, "    - {}: {}", words::remediation(l), escape(hint.get(l)));
        }
    }
}

/// Text that Markdown and embedded HTML take for nothing but text.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '!' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}
