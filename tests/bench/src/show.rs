//! The tables for people: on the terminal as they stand in `docs/benchmarks.md`.

use crate::goals::{Goal, Measured, ratio};
use sekisho_bench_worker::Cost;
use std::fmt::Write as _;
use std::time::Duration;

/// What the works are, in the order of the tables.
const WORKS: &[(&str, &str)] = &[
    ("W1", "W1: one CycloneDX document, four fields of every component"),
    (
        "W2",
        "W2: configuration snapshots of 2 kB as subjects of their own, twenty checks each",
    ),
    (
        "W3",
        "W3: one small subject, from the start of the program to its verdict",
    ),
    ("W4", "W4: scanning subjects again with a store"),
    ("W5", "W5: one inventory in CSV, ten checks"),
];

/// All tables, in Markdown.
pub(crate) fn tables(measured: &Measured) -> String {
    let mut out = String::from("## Goals\n\n");
    let figures = measured.figures().into_iter().map(|figure| {
        let goal = match figure.goal {
            Some(Goal::AtMost(bound)) => format!("≤ {}", number(bound)),
            Some(Goal::AtLeast(bound)) => format!("≥ {}", number(bound)),
            None => String::new(),
        };
        let met = match figure.is_met() {
            Some(true) => "met",
            Some(false) => "not met",
            None => "",
        };
        vec![
            figure.work.to_owned(),
            figure.what.to_owned(),
            number(figure.value),
            goal,
            met.to_owned(),
        ]
    });
    table(&["work", "figure", "measured", "goal", ""], figures.collect(), &mut out);
    for (work, title) in WORKS {
        let lines = measured.lines.get(work).map_or(&[][..], Vec::as_slice);
        let commands = measured.commands.get(work).map_or(&[][..], Vec::as_slice);
        if lines.is_empty() && commands.is_empty() {
            continue;
        }
        let _ = write!(out, "\n## {title}\n\n");
        let native = lines.iter().find(|line| line.name == "native").map(|line| line.cost);
        let rows = lines.iter().map(|line| {
            let [cpu, wall] = times(line.cost);
            let [of_cpu, of_wall] = native.map_or_else(Default::default, |native| {
                [ratio(line.cost.cpu, native.cpu), ratio(line.cost.wall, native.wall)].map(number)
            });
            let parts: Vec<String> = line
                .parts
                .iter()
                .map(|(name, time)| format!("{name} {}", milliseconds(*time)))
                .collect();
            let (findings, memory) = (line.findings.to_string(), megabytes(line.peak_kb));
            vec![
                line.label.to_owned(),
                cpu,
                of_cpu,
                wall,
                of_wall,
                memory,
                findings,
                parts.join(", "),
            ]
        });
        let mut rows: Vec<_> = rows.collect();
        rows.extend(commands.iter().map(|command| {
            let [cpu, wall] = times(command.cost);
            let none = String::new();
            let memory = match command.peak_kb {
                0 => none.clone(),
                kb => megabytes(kb),
            };
            // A whole program is not held against a part of the work.
            let [of_cpu, of_wall] = match native.filter(|_| command.is_limit()) {
                Some(native) => [
                    ratio(command.cost.cpu, native.cpu),
                    ratio(command.cost.wall, native.wall),
                ]
                .map(number),
                None => Default::default(),
            };
            vec![
                command.label.to_owned(),
                cpu,
                of_cpu,
                wall,
                of_wall,
                memory,
                none.clone(),
                none,
            ]
        }));
        let head = [
            "",
            "CPU ms",
            "× native",
            "wall ms",
            "× native",
            "peak MB",
            "findings",
            "parts (wall ms)",
        ];
        table(&head, rows, &mut out);
    }
    out
}

fn times(cost: Cost) -> [String; 2] {
    [milliseconds(cost.cpu), milliseconds(cost.wall)]
}

fn milliseconds(time: Duration) -> String {
    number(time.as_secs_f64() * 1e3)
}

fn megabytes(kb: u64) -> String {
    (kb / 1024).to_string()
}

/// Three digits that count.
fn number(value: f64) -> String {
    match value {
        value if value >= 100.0 => format!("{value:.0}"),
        value if value >= 10.0 => format!("{value:.1}"),
        value if value >= 1.0 => format!("{value:.2}"),
        value => format!("{value:.3}"),
    }
}

/// Columns of one width; the first two are words, the others numbers. A column without a word in it is left out.
fn table(head: &[&str], rows: Vec<Vec<String>>, out: &mut String) {
    let cell = |row: &[String], at: usize| row.get(at).cloned().unwrap_or_default();
    let kept: Vec<usize> = (0..head.len())
        .filter(|at| rows.iter().any(|row| !cell(row, *at).is_empty()))
        .collect();
    let mut all = vec![head.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>()];
    all.extend(rows);
    let widths: Vec<usize> = kept
        .iter()
        .map(|at| all.iter().map(|row| cell(row, *at).chars().count()).max().unwrap_or(0))
        .collect();
    for (index, row) in all.iter().enumerate() {
        for (at, width) in kept.iter().zip(&widths) {
            let _ = write!(out, "| {:<width$} ", cell(row, *at));
        }
        out.push_str("|\n");
        if index == 0 {
            for width in &widths {
                let _ = write!(out, "|{}", "-".repeat(width + 2));
            }
            out.push_str("|\n");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{number, table};

    #[test]
    fn numbers_keep_three_digits() {
        assert_eq!(
            [0.8765, 1.234, 12.34, 1234.5].map(number),
            ["0.876", "1.23", "12.3", "1234"]
        );
    }

    #[test]
    fn empty_columns_are_left_out() {
        let mut out = String::new();
        let row = |words: [&str; 3]| words.map(str::to_owned).to_vec();
        table(&["a", "b", "c"], vec![row(["x", "", "1"])], &mut out);
        assert_eq!(out, "| a | c |\n|---|---|\n| x | 1 |\n");
    }
}
