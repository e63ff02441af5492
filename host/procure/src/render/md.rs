//! An annex in Markdown, to be put into a specification.

use super::{deliverables, evidence, head, judged, place};
use crate::annex::Annex;
use crate::words;
use sekisho_model::text::Language;
use std::fmt::Write as _;

pub(super) fn render(annex: &Annex, l: Language) -> String {
    let mut out = String::new();
    // INVARIANT: writing to a String cannot fail.
    let _ = writeln!(out, "# {}\n", words::title(l));
    let _ = writeln!(out, "## {}\n\n{}\n", words::purpose(l), words::purpose_text(l));
    let _ = writeln!(out, "## {}\n\n{}\n", words::scope(l), words::scope_text(l));
    for (label, text) in head(annex, l) {
        let _ = writeln!(out, "- {label}: {}", escape(&text));
    }
    let _ = writeln!(out, "\n## {}\n", words::requirements(l));
    let columns = [
        words::id(l),
        words::requirement(l),
        words::evidence(l),
        words::acceptance(l),
    ];
    let _ = writeln!(out, "| {} |\n|{}", columns.join(" | "), "---|".repeat(columns.len()));
    for requirement in &annex.requirements {
        let mut text = format!("**{}**", escape(requirement.title.get(l)));
        if let Some(guidance) = &requirement.guidance {
            let _ = write!(text, "<br>{}", escape(guidance.get(l)));
        }
        let _ = write!(text, "<br>{}", escape(&place(requirement, l)));
        let mut acceptance = words::part(requirement.answer, l).to_owned();
        let judged = judged(requirement, l);
        if !judged.is_empty() {
            let _ = write!(acceptance, "<br>{}: {}", words::judged(l), escape(&judged));
        }
        let _ = writeln!(
            out,
            "| {} | {text} | {} | {acceptance} |",
            escape(&requirement.control),
            evidence(requirement, l)
        );
    }
    let _ = writeln!(
        out,
        "\n## {}\n\n{}\n",
        words::deliverables(l),
        words::deliverables_text(l)
    );
    for line in deliverables(annex, l) {
        let _ = writeln!(out, "- {line}");
    }
    let _ = writeln!(out, "\n## {}\n", words::acceptance_head(l));
    for (number, step) in (1..).zip(words::acceptance_steps(l)) {
        let _ = writeln!(out, "{number}. {step}");
    }
    let _ = writeln!(
        out,
        "\n## {}\n\n{}\n\n{}",
        words::source(l),
        words::source_text(l),
        escape(annex.note.get(l))
    );
    out
}

/// Text that Markdown takes for nothing but text.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_control() => {}
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '!' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}
