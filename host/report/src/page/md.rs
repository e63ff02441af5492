//! A page as Markdown.

use super::{Page, Table};
use crate::view::clean;
use std::fmt::Write as _;

pub(super) fn render(page: &Page) -> String {
    let mut out = format!("# {}\n", escape(&page.title));
    // INVARIANT: writing to a String cannot fail.
    for line in &page.lead {
        let _ = writeln!(out, "\n{}", escape(line));
    }
    for section in &page.sections {
        if !section.heading.is_empty() {
            let _ = writeln!(out, "\n## {}", escape(&section.heading));
        }
        for line in &section.text {
            let _ = writeln!(out, "\n{}", escape(line));
        }
        if let Some(table) = &section.table {
            write(&mut out, table);
        }
        for line in &section.notes {
            let _ = writeln!(out, "\n{}", escape(line));
        }
    }
    out
}

fn write(out: &mut String, table: &Table) {
    let titles: Vec<String> = table.columns.iter().map(|c| escape(c)).collect();
    let _ = writeln!(
        out,
        "\n| {} |\n|{}",
        titles.join(" | "),
        "---|".repeat(table.columns.len())
    );
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(|c| escape(&c.text)).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
}

/// Texts of evidence are anybody's: nothing in them is markup.
fn escape(text: &str) -> String {
    let mut out = String::new();
    for c in clean(text).chars() {
        if matches!(c, '|' | '*' | '_' | '`' | '<' | '>' | '[' | ']' | '#' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
