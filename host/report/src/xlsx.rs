//! A workbook an association would accept: summary, controls, findings, waivers, remarks on inputs, evidence, one sheet
//! each.
//!
//! Every text is written as a text cell, never as a formula. A sheet holds 1,048,576 rows at most; a record with more
//! findings goes on in a further sheet, so that nothing is lost.

mod lists;

use crate::by_subject::BySubject;
use crate::view::{Row, View, places};
use crate::{ReportError, words};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};
use sekisho_model::text::Language;
use sekisho_model::{Assessment, Outcome, Status};

/// Rows of one sheet that hold findings; below the format's bound of 1,048,576.
const SHEET_ROWS: usize = 1_000_000;
/// Characters that one cell can hold.
const CELL_CHARACTERS: usize = 32_767;

struct Style {
    head: Format,
    text: Format,
    title: Format,
    status: [Format; 5],
}

impl Style {
    fn new() -> Self {
        let base = Format::new()
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(0x00D9_DCE0));
        let colored = |rgb| base.clone().set_background_color(Color::RGB(rgb)).set_bold();
        Self {
            head: base.clone().set_bold().set_background_color(Color::RGB(0x00E9_EBEE)),
            title: Format::new().set_bold().set_font_size(16),
            status: [
                colored(0x00F4_C7C3),
                colored(0x00FC_E8B2),
                colored(0x00CF_DCF2),
                colored(0x00C6_E7D3),
                colored(0x00E3_E5E8),
            ],
            text: base,
        }
    }
}

/// Renders.
pub fn render(assessment: &Assessment, l: Language) -> Result<Vec<u8>, ReportError> {
    render_marked(assessment, l, None)
}

/// Renders with a marking on every sheet: in a cell that is seen on the screen, and above every page that is printed.
pub fn render_marked(assessment: &Assessment, l: Language, mark: Option<&str>) -> Result<Vec<u8>, ReportError> {
    workbook(assessment, l, mark).map_err(|e| ReportError::new("xlsx", e))
}

fn workbook(assessment: &Assessment, l: Language, mark: Option<&str>) -> Result<Vec<u8>, XlsxError> {
    let view = View::new(assessment);
    let rows = view.rows();
    let style = Style::new();
    let mut book = Workbook::new();
    // The creation date would make two workbooks of one record differ.
    let epoch = rust_xlsxwriter::ExcelDateTime::from_ymd(1980, 1, 1)?;
    let properties = rust_xlsxwriter::DocProperties::new()
        .set_title(words::title(l))
        .set_author("Sekisho")
        .set_creation_datetime(&epoch);
    book.set_properties(&properties);
    summary(
        book.add_worksheet().set_name(words::summary(l))?,
        assessment,
        &BySubject::rows(&rows),
        &style,
        l,
    )?;
    controls(book.add_worksheet().set_name(words::controls(l))?, &rows, &style, l)?;
    findings(&mut book, &rows, &style, l)?;
    lists::waivers(&mut book, assessment, &style, l)?;
    lists::remarks(&mut book, assessment, &style, l)?;
    lists::evidence(&mut book, assessment, &style, l)?;
    if let Some(mark) = mark {
        for sheet in book.worksheets_mut() {
            sheet.set_header(format!("&C&\"Arial,Bold\"{mark}"));
        }
        let first = book.worksheet_from_index(0)?;
        first.write_string_with_format(0, 3, mark, &style.title)?;
    }
    book.save_to_buffer()
}

/// Text that fits into a cell; what does not is cut with a mark (the record holds it whole).
fn fit(text: &str) -> String {
    if text.chars().count() <= CELL_CHARACTERS {
        return text.to_owned();
    }
    text.chars().take(CELL_CHARACTERS - 1).chain(['…']).collect()
}

/// Writes a row; it becomes as high as its longest cell, which not every program works out by itself.
fn line(
    sheet: &mut Worksheet,
    row: u32,
    cells: &[&str],
    columns: &[(&str, f64)],
    format: &Format,
) -> Result<(), XlsxError> {
    let mut points: f64 = 15.0;
    for (column, cell) in (0u16..).zip(cells) {
        sheet.write_string_with_format(row, column, fit(cell), format)?;
        let width = columns.get(usize::from(column)).map_or(14.0, |(_, width)| *width);
        points = points.max(height(cell, width));
    }
    high(sheet, row, points)
}

/// Points that a text takes in a column so many characters wide. Japanese characters are two wide, and their lines higher
/// than the 15 points of a row.
fn height(text: &str, width: f64) -> f64 {
    let is_wide = |c: char| c >= '\u{1100}';
    let of_line = |line: &str| {
        let wide: f64 = line.chars().map(|c| if is_wide(c) { 2.1 } else { 1.0 }).sum();
        (wide / (width - 1.0).max(1.0)).ceil().max(1.0)
    };
    let each = if text.chars().any(is_wide) { 18.75 } else { 15.0 };
    text.lines().map(of_line).sum::<f64>() * each
}

/// 409 points are the most that the format allows.
fn high(sheet: &mut Worksheet, row: u32, points: f64) -> Result<(), XlsxError> {
    if points > 15.0 {
        sheet.set_row_height(row, points.min(409.0))?;
    }
    Ok(())
}

fn head(sheet: &mut Worksheet, cells: &[(&str, f64)], style: &Style) -> Result<(), XlsxError> {
    for (column, (cell, width)) in (0u16..).zip(cells) {
        sheet.write_string_with_format(0, column, *cell, &style.head)?;
        sheet.set_column_width(column, *width)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0)
        .set_repeat_rows(0, 0)?;
    Ok(())
}

fn summary(
    sheet: &mut Worksheet,
    assessment: &Assessment,
    rows: &BySubject<'_, Row<'_>>,
    style: &Style,
    l: Language,
) -> Result<(), XlsxError> {
    sheet.write_string_with_format(0, 0, words::title(l), &style.title)?;
    sheet.set_column_width(0, 24)?.set_column_width(1, 80)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    let mut at = 2;
    let mut pair = |sheet: &mut Worksheet, name: &str, value: &str| -> Result<(), XlsxError> {
        sheet.write_string_with_format(at, 0, name, &style.head)?;
        sheet.write_string_with_format(at, 1, fit(value), &style.text)?;
        high(sheet, at, height(value, 80.0))?;
        at += 1;
        Ok(())
    };
    pair(sheet, words::verdict_label(l), words::verdict(assessment.verdict, l))?;
    pair(sheet, words::as_of(l), &assessment.as_of.to_string())?;
    for policy in &assessment.policies {
        pair(
            sheet,
            words::policy(l),
            &format!("{} {} {}", policy.title.get(l), policy.id, policy.version),
        )?;
        pair(sheet, words::issuer(l), policy.issuer.get(l))?;
        pair(
            sheet,
            words::source(l),
            &format!("{} {}", policy.source.document.get(l), policy.source.version),
        )?;
        for body in &policy.source.bodies {
            pair(sheet, words::source(l), &body.line(l))?;
        }
        pair(sheet, words::note(l), policy.source.note.get(l))?;
    }
    pair(sheet, words::ledger_entries(l), &assessment.ledger.leaves.to_string())?;
    pair(sheet, words::ledger_root(l), &assessment.ledger.root.to_string())?;
    pair(
        sheet,
        words::note(l),
        &format!("{} {}", words::attested_note(l), words::paraphrase_note(l)),
    )?;
    at += 1;
    let mut header = vec![words::subject(l), words::policy(l)];
    header.extend(Status::WORST_FIRST.iter().map(|s| words::status(*s, l)));
    line(sheet, at, &header, &[("", 24.0), ("", 80.0)], &style.head)?;
    for subject in &assessment.subjects {
        for policy in &assessment.policies {
            at += 1;
            line(
                sheet,
                at,
                &[&subject.id, &policy.id],
                &[("", 24.0), ("", 80.0)],
                &style.text,
            )?;
            let counts = View::counts(rows.under(&subject.id, &policy.id));
            for ((column, count), format) in (2u16..).zip(counts).zip(&style.status) {
                #[allow(clippy::cast_precision_loss, reason = "a count of controls is far below 2^53")]
                sheet.write_number_with_format(at, column, count as f64, format)?;
                sheet.set_column_width(column, 14)?;
            }
        }
    }
    Ok(())
}

fn controls(sheet: &mut Worksheet, rows: &[Row<'_>], style: &Style, l: Language) -> Result<(), XlsxError> {
    let columns = [
        (words::subject(l), 18.0),
        (words::policy(l), 22.0),
        (words::group(l), 24.0),
        (words::control(l), 14.0),
        (words::clause(l), 18.0),
        (words::requirement(l), 60.0),
        (words::severity_label(l), 10.0),
        (words::status_label(l), 14.0),
        (words::findings(l), 60.0),
        (words::evidence(l), 40.0),
        (words::remediation(l), 48.0),
        (words::confidence(l), 16.0),
        (words::class_label(l), 24.0),
    ];
    head(sheet, &columns, style)?;
    for (at, row) in (1u32..).zip(rows) {
        let group = row
            .policy
            .groups
            .iter()
            .find(|g| g.id == row.control.group)
            .map_or("", |g| g.title.get(l));
        let worst = row.findings_worst_first();
        let texts: Vec<String> = worst
            .iter()
            .map(|f| format!("{}: {}", words::outcome(f.outcome, l), text(f, l)))
            .collect();
        let places: Vec<String> = worst.iter().flat_map(|f| places(&f.evidence)).collect();
        let hints: Vec<&str> = worst
            .iter()
            .filter(|f| matches!(f.outcome, Outcome::Fail | Outcome::Unknown | Outcome::Error))
            .filter_map(|f| f.message.hint.as_ref().map(|h| h.get(l)))
            .collect();
        let cells = [
            row.status.subject.as_str(),
            &row.policy.id,
            group,
            &row.control.id,
            &row.control.clause,
            row.control.title.get(l),
            words::severity(row.severity(), l),
            words::status(row.status.status, l),
            &unique(texts.iter().map(String::as_str)),
            &unique(places.iter().map(String::as_str)),
            &unique(hints.into_iter()),
            if row.control.confidence == "unverified" {
                words::unverified(l)
            } else {
                words::compared(l)
            },
            &words::class(&row.control.class, l),
        ];
        line(sheet, at, &cells, &columns, &style.text)?;
        let position = Status::WORST_FIRST.iter().position(|s| *s == row.status.status);
        if let Some(format) = position.and_then(|p| style.status.get(p)) {
            let waived = if row.status.waived {
                format!(" ({})", words::waived(l))
            } else {
                String::new()
            };
            sheet.write_string_with_format(
                at,
                7,
                format!("{}{waived}", words::status(row.status.status, l)),
                format,
            )?;
        }
    }
    let last = u32::try_from(rows.len()).unwrap_or(u32::MAX).max(1);
    sheet.autofilter(0, 0, last, 12)?;
    Ok(())
}

fn unique<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let mut seen = std::collections::BTreeSet::new();
    texts.filter(|t| seen.insert(*t)).collect::<Vec<_>>().join("\n")
}

fn text(finding: &sekisho_model::finding::Finding, l: Language) -> &str {
    match l {
        Language::Ja => &finding.message.ja,
        Language::En => &finding.message.en,
    }
}

fn findings(book: &mut Workbook, rows: &[Row<'_>], style: &Style, l: Language) -> Result<(), XlsxError> {
    let all: Vec<_> = rows
        .iter()
        .flat_map(|row| row.findings.iter().map(move |f| (row, *f)))
        .collect();
    let pages = all.len().div_ceil(SHEET_ROWS).max(1);
    let columns = [
        (words::subject(l), 18.0),
        (words::policy(l), 22.0),
        (words::control(l), 14.0),
        (words::check(l), 26.0),
        (words::outcome_label(l), 12.0),
        (words::severity_label(l), 10.0),
        (words::finding(l), 70.0),
        (words::evidence(l), 44.0),
        (words::remediation(l), 50.0),
        (words::waiver(l), 14.0),
    ];
    for page in 0..pages {
        let name = if page == 0 {
            words::findings(l).to_owned()
        } else {
            format!("{} {}", words::findings(l), page + 1)
        };
        let sheet = book.add_worksheet().set_name(name)?;
        head(sheet, &columns, style)?;
        for (at, (row, finding)) in (1u32..).zip(all.iter().skip(page * SHEET_ROWS).take(SHEET_ROWS)) {
            let cells = [
                row.status.subject.as_str(),
                &row.policy.id,
                &row.control.id,
                &format!("{}:{}", finding.plugin, finding.check),
                words::outcome(finding.outcome, l),
                words::severity(finding.severity, l),
                text(finding, l),
                &places(&finding.evidence).join("\n"),
                finding.message.hint.as_ref().map_or("", |h| h.get(l)),
                finding.waived.as_deref().unwrap_or(""),
            ];
            line(sheet, at, &cells, &columns, &style.text)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::height;

    #[test]
    fn japanese_lines_take_more_room_than_a_row_has() {
        for (text, points) in [
            ("one line", 15.0),
            ("two\nlines", 30.0),
            ("日本語", 18.75),
            ("日本語の十文字の行だ\n二行目", 56.25),
        ] {
            assert!((height(text, 20.0) - points).abs() < 0.01, "{text}");
        }
    }
}
