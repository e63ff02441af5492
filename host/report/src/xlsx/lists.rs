//! The sheets that list what the findings rest on: waivers, remarks on inputs, evidence files.

use super::{Style, head, line};
use crate::words;
use rust_xlsxwriter::{Workbook, XlsxError};
use sekisho_model::Assessment;
use sekisho_model::text::Language;

/// One row per waiver; the sheet is left out where there is none.
pub(super) fn waivers(
    book: &mut Workbook,
    assessment: &Assessment,
    style: &Style,
    l: Language,
) -> Result<(), XlsxError> {
    if assessment.waivers.is_empty() {
        return Ok(());
    }
    let columns = [
        ("ID", 16.0),
        (words::policy(l), 24.0),
        (words::control(l), 16.0),
        (words::check(l), 24.0),
        (words::subject(l), 22.0),
        (words::justification(l), 60.0),
        (words::approver(l), 22.0),
        (words::expires(l), 14.0),
        (words::status_label(l), 14.0),
        (words::entries(l), 12.0),
    ];
    let sheet = book.add_worksheet().set_name(words::waivers(l))?;
    head(sheet, &columns, style)?;
    for (at, waiver) in (1u32..).zip(&assessment.waivers) {
        let cells = [
            waiver.id.as_str(),
            &waiver.policy,
            &waiver.control,
            &waiver.check,
            &waiver.subject,
            &waiver.justification,
            &waiver.approver,
            &waiver.expires.to_string(),
            words::waiver_state(&waiver.state, l),
            &waiver.entries.to_string(),
        ];
        line(sheet, at, &cells, &columns, &style.text)?;
    }
    Ok(())
}

/// One row per remark; the sheet is left out where there is none.
pub(super) fn remarks(
    book: &mut Workbook,
    assessment: &Assessment,
    style: &Style,
    l: Language,
) -> Result<(), XlsxError> {
    if assessment.diagnostics.is_empty() {
        return Ok(());
    }
    let columns = [
        (words::subject(l), 18.0),
        (words::kind(l), 26.0),
        (words::path(l), 44.0),
        (words::location(l), 24.0),
        (words::remark(l), 80.0),
        (words::remediation(l), 60.0),
    ];
    let sheet = book.add_worksheet().set_name(words::diagnostics(l))?;
    head(sheet, &columns, style)?;
    for (at, remark) in (1u32..).zip(&assessment.diagnostics) {
        let line_number = remark.line.map(|line| line.to_string());
        let place = [line_number.as_deref(), remark.locator.as_deref()];
        let place = place.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let cells = [
            remark.subject.as_deref().unwrap_or(""),
            &remark.code,
            remark.path.as_deref().unwrap_or(""),
            &place,
            &remark.message,
            remark.hint.as_deref().unwrap_or(""),
        ];
        line(sheet, at, &cells, &columns, &style.text)?;
    }
    Ok(())
}

/// One row per evidence file.
pub(super) fn evidence(
    book: &mut Workbook,
    assessment: &Assessment,
    style: &Style,
    l: Language,
) -> Result<(), XlsxError> {
    let columns = [
        (words::subject(l), 18.0),
        (words::path(l), 50.0),
        (words::kind(l), 14.0),
        (words::format(l), 24.0),
        (words::digest(l), 76.0),
    ];
    let sheet = book.add_worksheet().set_name(words::evidence(l))?;
    head(sheet, &columns, style)?;
    for (at, item) in (1u32..).zip(&assessment.evidence) {
        let cells = [
            item.subject.as_str(),
            &item.path,
            words::kind_of(item.kind, l),
            &item.format,
            &item.digest.to_string(),
        ];
        line(sheet, at, &cells, &columns, &style.text)?;
    }
    Ok(())
}
