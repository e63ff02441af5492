//! Workbooks as people keep them: hidden sheets, and days that lost their format.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use rust_xlsxwriter::{Format, Workbook};
use sekisho_evidence::{Limits, Reading, table as tables};
use sekisho_model::facts::Column;
use sekisho_model::schema::{Kind, table};
use sekisho_model::{Date, Diagnostic, Facts, FactsBuilder};

fn read(book: &mut Workbook) -> (Facts, Vec<Diagnostic>) {
    let bytes = book.save_to_buffer().unwrap();
    let (mut builder, mut remarks, limits) = (FactsBuilder::new(), Vec::new(), Limits::default());
    let mut reading = Reading::new(&mut builder, &mut remarks, &limits, 0, "assets.xlsx");
    tables::read_workbook(&bytes, &tables::Statement::default(), &mut reading).unwrap();
    (builder.finish(), remarks)
}

fn sheet(book: &mut Workbook, name: &str, rows: &[&[&str]]) {
    let sheet = book.add_worksheet().set_name(name).unwrap();
    for (row, cells) in (0..).zip(rows) {
        for (column, text) in (0..).zip(*cells) {
            sheet.write(row, column, *text).unwrap();
        }
    }
}

const HEADER: &[&str] = &["資産ID", "名称", "分類"];

fn hide(book: &mut Workbook, name: &str, very: bool) {
    let sheet = book.worksheet_from_name(name).unwrap();
    if very {
        sheet.set_very_hidden(true);
    } else {
        sheet.set_hidden(true);
    }
}

#[test]
fn a_hidden_sheet_is_read_and_named() {
    for very in [false, true] {
        let mut book = Workbook::new();
        sheet(&mut book, "台帳", &[HEADER, &["A-1", "受注サーバー", "サーバー"]]);
        sheet(&mut book, "旧台帳", &[HEADER, &["A-2", "旧サーバー", "サーバー"]]);
        sheet(&mut book, "選択肢", &[&["サーバー"], &["PLC"]]);
        sheet(&mut book, "空", &[]);
        for name in ["旧台帳", "選択肢", "空"] {
            hide(&mut book, name, very);
        }
        let (facts, remarks) = read(&mut book);
        assert_eq!(facts.rows(Kind::Assets, "assets"), 2);
        let remarks: Vec<_> = remarks.iter().filter(|d| d.code == "hidden-sheet").collect();
        assert_eq!(remarks.len(), 2, "{remarks:?}");
        for (remark, name, words) in [
            (remarks[0], "旧台帳", "it is read like the others"),
            (remarks[1], "選択肢", "is not read"),
        ] {
            assert_eq!(remark.locator.as_deref(), Some(name));
            assert!(remark.message.contains(words) && remark.hint.is_some(), "{remark:?}");
        }
    }
}

/// The last days of support of all assets.
fn days(facts: &Facts) -> Vec<Option<Date>> {
    let table = table(Kind::Assets, 1).unwrap();
    let column = table.columns.iter().position(|c| c.name == "support_end").unwrap();
    let Some(Column::Date(days)) = facts.column(Kind::Assets, 1, column) else {
        panic!("no days")
    };
    let known = |day: &i32| (*day != i32::MIN).then(|| Date::from_days(*day));
    days.iter().map(known).collect()
}

#[test]
fn a_day_without_its_format_is_named_and_not_taken() {
    let mut book = Workbook::new();
    sheet(
        &mut book,
        "台帳",
        &[
            &["資産ID", "名称", "サポート終了日"],
            &["A-1", "x"],
            &["A-2", "x"],
            &["A-3", "x"],
        ],
    );
    let own = book.worksheet_from_name("台帳").unwrap();
    own.write_with_format(1, 2, 46_113, &Format::new().set_num_format("yyyy/m/d"))
        .unwrap();
    own.write(2, 2, 46_113).unwrap();
    own.write(3, 2, 20_260_401).unwrap();
    let (facts, remarks) = read(&mut book);
    let day = Date::parse("2026-04-01");
    assert_eq!(days(&facts), [day, None, day]);
    let odd: Vec<_> = remarks.iter().filter(|d| d.code == "value-not-understood").collect();
    assert_eq!(odd.len(), 1, "{odd:?}");
    assert_eq!(odd[0].locator.as_deref(), Some("台帳!C3"));
    assert!(
        odd[0].message.contains("46113") && odd[0].message.contains("2026-04-01"),
        "{odd:?}"
    );
}

#[test]
fn a_workbook_that_lost_its_end_is_said_to_be_cut_off() {
    let mut book = Workbook::new();
    sheet(&mut book, "台帳", &[HEADER]);
    let mut bytes = book.save_to_buffer().unwrap();
    bytes.truncate(bytes.len() - 100);
    let (mut builder, mut remarks, limits) = (FactsBuilder::new(), Vec::new(), Limits::default());
    let mut reading = Reading::new(&mut builder, &mut remarks, &limits, 0, "assets.xlsx");
    let error = tables::read_workbook(&bytes, &tables::Statement::default(), &mut reading).unwrap_err();
    assert!(error.to_string().contains("cut off"), "{error}");
}
