//! A template as a workbook: the table, and a second sheet that explains its fields.

use super::{Cells, LEVEL, TemplateError};
use crate::table::vocabulary::{Field, FieldType, Register};
use crate::table::workbook::explanation;
use rust_xlsxwriter::{DataValidation, Format as CellFormat, Workbook, Worksheet, XlsxError};
use sekisho_model::text::Language;

pub(super) fn xlsx(
    register: &Register,
    rows: &[Cells],
    columns: &[(&str, String)],
    language: Language,
) -> Result<Vec<u8>, TemplateError> {
    let bold = CellFormat::new().set_bold().set_text_wrap();
    // Everything is entered as text: a spreadsheet program would make a date of the control 1-2.
    let text = CellFormat::new().set_num_format("@").set_text_wrap();
    let mut book = Workbook::new();
    // The same template is the same bytes, whenever it is written.
    let moment = rust_xlsxwriter::ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&moment));
    let sheet = book.add_worksheet();
    sheet.set_name(sheet_name(register.title.get(language)))?;
    for (column, (_, title)) in (0_u16..).zip(columns) {
        sheet.set_column_format(column, &text)?;
        sheet.set_column_width(column, 18)?;
        sheet.write_with_format(0, column, title.as_str(), &bold)?;
    }
    choose(sheet, register, rows, columns, language)?;
    sheet.set_freeze_panes(1, 0)?;
    for (row, cells) in (1_u32..).zip(rows) {
        for (column, (id, _)) in (0_u16..).zip(columns) {
            if let Some(cell) = cells.get(id).filter(|cell| !cell.is_empty()) {
                sheet.write_string_with_format(row, column, cell, &text)?;
            }
        }
    }
    explain(book.add_worksheet(), register, language, &bold)?;
    Ok(book.save_to_buffer()?)
}

/// Lets a spreadsheet program offer the levels of measures.
fn choose(
    sheet: &mut Worksheet,
    register: &Register,
    rows: &[Cells],
    columns: &[(&str, String)],
    language: Language,
) -> Result<(), XlsxError> {
    let field = register
        .fields
        .iter()
        .find(|f| f.id == LEVEL && f.ty == FieldType::Choice);
    let at = columns.iter().position(|(id, _)| *id == LEVEL);
    let (Some(field), Some(at), Ok(last)) = (field, at, u32::try_from(rows.len())) else {
        return Ok(());
    };
    let words: Vec<&str> = field
        .choices
        .iter()
        .map(|c| {
            if language == Language::Ja {
                c.ja.as_str()
            } else {
                c.en.as_str()
            }
        })
        .collect();
    let (column, last) = (u16::try_from(at).unwrap_or(u16::MAX), last.max(1));
    let offered = DataValidation::new().allow_list_strings(&words)?;
    sheet.add_data_validation(1, column, last, column, &offered)?;
    Ok(())
}

fn explain(sheet: &mut Worksheet, register: &Register, language: Language, bold: &CellFormat) -> Result<(), XlsxError> {
    let ja = language == Language::Ja;
    sheet.set_name(explanation(ja))?;
    let wrap = CellFormat::new().set_text_wrap();
    sheet.write_with_format(0, 0, register.title.get(language), bold)?;
    sheet.write_with_format(1, 0, register.description.get(language), &wrap)?;
    let heads = if ja {
        ["見出し", "項目ID", "書き方", "必須"]
    } else {
        ["Header", "Field", "How to write it", "Required"]
    };
    for (column, head) in (0_u16..).zip(heads) {
        sheet.write_with_format(3, column, head, bold)?;
        sheet.set_column_width(column, if column == 2 { 60 } else { 24 })?;
    }
    for (row, field) in (4_u32..).zip(&register.fields) {
        sheet.write(row, 0, field.title.get(language))?;
        sheet.write(row, 1, field.id.as_str())?;
        sheet.write_with_format(row, 2, how(field, language), &wrap)?;
        sheet.write(
            row,
            3,
            if field.required {
                if ja { "必須" } else { "required" }
            } else {
                ""
            },
        )?;
    }
    Ok(())
}

fn how(field: &Field, language: Language) -> String {
    let ja = language == Language::Ja;
    let unit = field.unit.as_deref().map(|u| format!(" ({u})")).unwrap_or_default();
    match field.ty {
        FieldType::Text => (if ja { "文字列" } else { "text" }).to_owned(),
        FieldType::Flag => (if ja { "はい / いいえ" } else { "yes / no" }).to_owned(),
        FieldType::Integer => format!("{}{unit}", if ja { "整数" } else { "whole number" }),
        FieldType::Decimal => format!("{}{unit}", if ja { "数値" } else { "number" }),
        FieldType::Date => (if ja { "日付 YYYY-MM-DD" } else { "date, YYYY-MM-DD" }).to_owned(),
        FieldType::List => (if ja {
            "複数可。; または改行で区切る"
        } else {
            "several, separated by ; or line breaks"
        })
        .to_owned(),
        FieldType::Choice => {
            let words = field
                .choices
                .iter()
                .map(|c| if ja { c.ja.as_str() } else { c.en.as_str() });
            words.collect::<Vec<_>>().join(" / ")
        }
    }
}

/// Sheet names have at most 31 characters and none of `[]:*?/\`.
fn sheet_name(title: &str) -> String {
    let name = title.chars().map(|c| if "[]:*?/\\".contains(c) { '・' } else { c });
    name.take(31).collect()
}
