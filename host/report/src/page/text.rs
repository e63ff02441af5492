//! A page for a person at a terminal.

use super::{Page, Table};
use crate::view::clean;
use std::fmt::Write as _;

pub(super) fn render(page: &Page) -> String {
    let mut out = format!("{}\n", clean(&page.title));
    // INVARIANT: writing to a String cannot fail.
    for line in &page.lead {
        let _ = writeln!(out, "{}", clean(line));
    }
    for section in &page.sections {
        out.push('\n');
        if !section.heading.is_empty() {
            let _ = writeln!(out, "{}", clean(&section.heading));
        }
        for line in &section.text {
            let _ = writeln!(out, "{}", clean(line));
        }
        if let Some(table) = &section.table {
            write(&mut out, table);
        }
        for line in &section.notes {
            let _ = writeln!(out, "{}", clean(line));
        }
    }
    out
}

/// Columns as wide as their widest cell; the last one runs on.
fn write(out: &mut String, table: &Table) {
    let titles: Vec<String> = table.columns.iter().map(|c| clean(c)).collect();
    let rows: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|row| row.iter().map(|c| clean(&c.text)).collect())
        .collect();
    let all = || std::iter::once(&titles).chain(&rows);
    let widths: Vec<usize> = (0..titles.len())
        .map(|at| all().filter_map(|row| row.get(at)).map(|c| width(c)).max().unwrap_or(0))
        .collect();
    for row in all() {
        let mut line = String::from(" ");
        for (at, cell) in row.iter().enumerate() {
            line.push(' ');
            line.push_str(cell);
            if at + 1 < row.len() {
                let pad = widths.get(at).copied().unwrap_or(0).saturating_sub(width(cell));
                line.push_str(&" ".repeat(pad + 1));
            }
        }
        let _ = writeln!(out, "{}", line.trim_end());
    }
}

/// Columns of a terminal: Japanese letters take two.
fn width(text: &str) -> usize {
    text.chars()
        .map(|c| {
            if (c as u32) >= 0x1100 && !('\u{2010}'..='\u{2e7f}').contains(&c) {
                2
            } else {
                1
            }
        })
        .sum()
}
