//! A comparison at a terminal: the totals, the chapters as bars, what to do first, then every control.

use super::{average, count, firms, percent, signed};
use crate::compare::{Comparison, Line};
use crate::words;
use sekisho_model::text::Language;
use std::fmt::Write as _;

/// Characters of a full bar.
const WIDTH: usize = 20;

pub(super) fn render(c: &Comparison, l: Language) -> String {
    let mut out = String::new();
    // INVARIANT: writing to a String cannot fail.
    let _ = writeln!(out, "{}: {} ({})", words::title(l), c.title.get(l), c.policy);
    let _ = writeln!(out, "{}: {}", words::others(l), firms(c, l));
    let _ = writeln!(out, "{} {}", words::all(l), line(&c.all, l));
    let _ = writeln!(out, "\n{}", words::by_group(l));
    for group in &c.groups {
        let _ = writeln!(out, "  {} {}", group.id, group.title.get(l));
        let _ = writeln!(out, "    {} {}", bar(group.line.beside()), line(&group.line, l));
    }
    let _ = writeln!(out, "\n{}\n  {}", words::first(l), words::first_note(l));
    if c.priorities.is_empty() {
        let _ = writeln!(out, "  {}", words::nothing_first(l));
    }
    for (number, control) in (1..).zip(c.first()) {
        let _ = writeln!(
            out,
            "  {number}. {} [{} · {}] {}: {}  {}",
            control.id,
            words::standing(control.own, l),
            words::severity(control.severity, l),
            words::average(l),
            average(control.average, l),
            control.title.get(l)
        );
    }
    let _ = writeln!(out, "\n{}", words::by_control(l));
    for control in &c.controls {
        let _ = writeln!(
            out,
            "  {} {}: {}, {}: {}  {}",
            control.id,
            words::own(l),
            words::standing(control.own, l),
            words::average(l),
            average(control.average, l),
            control.title.get(l)
        );
        let cells = control.cells.iter().filter(|cell| cell.firms != Some(0));
        let cells: Vec<String> = cells
            .map(|cell| format!("{} {}", words::standings(&cell.standings, l), count(cell, l)))
            .collect();
        let _ = writeln!(out, "    {}", cells.join(", "));
    }
    let _ = writeln!(out, "\n{}", words::share_note(l));
    let _ = writeln!(out, "{}", words::compared(c.all.own, l));
    let _ = writeln!(out, "{}", words::suppressed(c.suppressed, c.untold, c.min_cell, l));
    out
}

fn line(line: &Line, l: Language) -> String {
    let mut text = format!(
        "{} {}, {} {}",
        words::own(l),
        percent(line.beside()),
        words::average(l),
        average(line.average, l)
    );
    if let Some(difference) = line.difference {
        let _ = write!(
            text,
            ", {} {} {}",
            words::difference(l),
            signed(difference),
            words::points(l)
        );
    }
    text
}

fn bar(share: f64) -> String {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share of a few characters"
    )]
    let full = ((share * WIDTH as f64).round() as usize).min(WIDTH);
    format!("{}{}", "█".repeat(full), "░".repeat(WIDTH - full))
}
