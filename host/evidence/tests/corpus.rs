//! Tables and texts of other people: their own statements of what must come out are the oracle.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "tests"
)]

use sekisho_evidence::table::grid::Grid;
use sekisho_evidence::table::{delimited, workbook};
use sekisho_evidence::{Limits, ReadError, Reading, encoding};
use sekisho_model::FactsBuilder;
use std::io::Write as _;
use std::path::{Path, PathBuf};

fn corpus(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/data/corpus/4-config")
        .join(path)
}

fn bytes(path: &str) -> Vec<u8> {
    std::fs::read(corpus(path)).unwrap()
}

fn files(path: &str) -> Vec<PathBuf> {
    let mut files: Vec<_> = std::fs::read_dir(corpus(path))
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    files.sort();
    files
}

fn reading<T>(read: impl FnOnce(&mut Reading<'_>) -> T) -> T {
    let (mut builder, mut remarks, limits) = (FactsBuilder::new(), Vec::new(), Limits::default());
    read(&mut Reading::new(&mut builder, &mut remarks, &limits, 0, "x"))
}

fn texts(grid: &Grid) -> Vec<Vec<String>> {
    grid.lines
        .iter()
        .map(|l| l.cells.iter().map(|c| c.text()).collect())
        .collect()
}

fn book(bytes: &[u8]) -> Result<Vec<Grid>, ReadError> {
    reading(|r| workbook::read(bytes, r)).map(|book| book.grids)
}

fn csv(text: &str) -> Vec<Vec<String>> {
    let mut records = delimited::Records::new(text, delimited::sniff(text), &Limits::default());
    texts(&records.head(usize::MAX).unwrap())
}

#[test]
fn one_questionnaire_in_every_encoding_gives_the_same_rows() {
    let expected = csv(std::str::from_utf8(&bytes("japanese-reencoded/ot-questions.utf8.csv")).unwrap());
    assert!(expected.len() > 30);
    for (name, label) in [
        ("cp932", "shift_jis"),
        ("euc-jp", "euc-jp"),
        ("iso-2022-jp", "iso-2022-jp"),
        ("utf16-bom", "utf-16le"),
        ("utf16be-nobom", "utf-16be"),
        ("utf8-bom", "utf-8"),
    ] {
        let bytes = bytes(&format!("japanese-reencoded/ot-questions.{name}.csv"));
        let text = encoding::decode(&bytes, None).unwrap().unwrap();
        assert_eq!(text.encoding, label, "{name}");
        assert_eq!(csv(&text.text), expected, "{name}");
    }
    let sheet = &book(&bytes("japanese-reencoded/ot-questions.xlsx")).unwrap()[0];
    let width = expected[0].len();
    let padded: Vec<Vec<String>> = texts(sheet)
        .into_iter()
        .map(|mut row| {
            row.resize(width, String::new());
            row
        })
        .collect();
    assert_eq!(padded, expected);
}

#[test]
fn one_japanese_text_in_four_encodings() {
    let expected = String::from_utf8(bytes("encoding-js/tests/encoding-utf8.txt")).unwrap();
    for (name, own, label) in [
        ("sjis", "SJIS", "shift_jis"),
        ("eucjp", "EUC-JP", "euc-jp"),
        ("jis", "JIS", "iso-2022-jp"),
    ] {
        // Each file names its own encoding in the text.
        let expected = expected.replace("UTF-8", own);
        let bytes = bytes(&format!("encoding-js/tests/encoding-{name}.txt"));
        let text = encoding::decode(&bytes, None).unwrap().unwrap();
        assert_eq!(text.encoding, label);
        assert_eq!(text.text, expected, "{name}");
    }
}

#[test]
fn decode_vectors_under_a_stated_encoding() {
    for (input, output, label) in [
        ("shift_jis_in.txt", "shift_jis_in_ref.txt", "cp932"),
        ("jis0208_in.txt", "jis0208_in_ref.txt", "euc-jp"),
        ("jis0212_in.txt", "jis0212_in_ref.txt", "euc-jp"),
    ] {
        let (input, output) = (
            bytes(&format!("encoding-rs/tests/test_data/{input}")),
            bytes(&format!("encoding-rs/tests/test_data/{output}")),
        );
        let Ok(Some(text)) = encoding::decode(&input, Some(label)) else {
            // The vectors hold unmapped sequences as well: those must be an error with a line, never silent replacement.
            assert!(String::from_utf8(output).unwrap().contains('\u{fffd}'), "{label}");
            continue;
        };
        assert_eq!(text.text.as_bytes(), output, "{label}");
    }
}

#[test]
fn csv_as_the_spectrum_has_it() {
    for path in files("csv-spectrum/csvs") {
        let name = path.file_stem().unwrap().to_str().unwrap();
        // Its JSON is about another phone number than its CSV: only the shape can be compared.
        if name == "location_coordinates" {
            let rows = csv(&std::fs::read_to_string(&path).unwrap());
            assert_eq!((rows.len(), rows[1].len()), (2, 4));
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let rows = csv(&text);
        let expected: serde_json::Value =
            serde_json::from_slice(&bytes(&format!("csv-spectrum/json/{name}.json"))).unwrap();
        let expected = expected.as_array().cloned().unwrap_or_else(|| vec![expected]);
        assert_eq!(rows.len() - 1, expected.len(), "{name}");
        for (row, want) in rows[1..].iter().zip(&expected) {
            for (header, cell) in rows[0].iter().zip(row) {
                assert_eq!(cell, want[header].as_str().unwrap().trim(), "{name} {header}");
            }
        }
    }
}

#[test]
fn workbooks_that_are_hostile_end_in_one_error() {
    let refused = book(&bytes("calamine-xlsx/tests/pass_protected.xlsx")).unwrap_err();
    assert!(matches!(refused, ReadError::Refused { .. }), "{refused:?}");
    let mut failed = Vec::new();
    for path in files("calamine-xlsx/tests") {
        let bytes = std::fs::read(&path).unwrap();
        let start = std::time::Instant::now();
        let result = book(&bytes);
        assert!(start.elapsed().as_secs() < 10, "{path:?}");
        let name = path.file_name().unwrap().to_str().unwrap();
        if name.starts_with("OOM") {
            assert!(result.is_err(), "{name}");
        } else if let Err(error) = result {
            failed.push(format!("{name}: {error}"));
        }
    }
    // Found by fuzzing or under a password: everything else is read.
    let expected = ["issue252.xlsx", "pass_protected.xlsx"];
    assert!(
        failed.iter().map(|f| f.split(':').next().unwrap()).eq(expected),
        "{failed:#?}"
    );
}

#[test]
fn dates_are_days_in_both_epochs_and_readings_are_not_appended() {
    for name in ["date.xlsx", "date.xls", "date_1904.xls"] {
        let grids = book(&bytes(&format!("calamine-xlsx/tests/{name}"))).unwrap();
        assert_eq!(texts(&grids[0])[0][0], "2021-01-01", "{name}");
    }
    for name in ["calamine-xlsx/tests/rph.xlsx", "xlsx-japanese/phonetic_text.xlsx"] {
        let all = format!("{:?}", book(&bytes(name)).unwrap());
        assert!(all.contains("Text"), "{name}");
    }
}

/// One workbook saved in two formats by its authors.
#[test]
fn the_same_book_in_two_formats_has_the_same_cells() {
    let [old, new] = ["xls", "xlsx"].map(|e| book(&bytes(&format!("sheetjs-sample/minimal_112.{e}"))).unwrap());
    assert_eq!(texts(&old[0]), texts(&new[0]));
    assert!(book(&bytes("sheetjs-sample/defined_names_unicode.biff5.xls")).is_ok());
}

fn archive(entries: &[(&str, &[u8], usize)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, chunk, times) in entries {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        for _ in 0..*times {
            zip.write_all(chunk).unwrap();
        }
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn bombs_are_counted_before_they_are_opened() {
    let zeros = vec![b'0'; 1 << 20];
    let bomb = archive(&[
        ("[Content_Types].xml", b"<Types/>", 1),
        ("xl/workbook.xml", &zeros, 300),
    ]);
    assert!(bomb.len() < 1 << 20);
    assert!(matches!(
        book(&bomb),
        Err(ReadError::Limit {
            what: "expansion ratio",
            ..
        })
    ));
    let many: Vec<String> = (0..10_100).map(|n| format!("xl/{n}")).collect();
    let mut entries: Vec<(&str, &[u8], usize)> = vec![("[Content_Types].xml", b"", 1), ("xl/workbook.xml", b"", 1)];
    entries.extend(many.iter().map(|n| (n.as_str(), b"".as_slice(), 0)));
    assert!(matches!(book(&archive(&entries)), Err(ReadError::Limit { .. })));
    let content = br#"<office:document-content><table:table table:name="a"><table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16000" office:value-type="float" office:value="1"/></table:table-row></table:table></office:document-content>"#;
    let ods = archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet", 1),
        ("content.xml", content, 1),
    ]);
    assert!(matches!(
        book(&ods),
        Err(ReadError::Limit {
            what: "size of a sheet",
            ..
        })
    ));
}

#[test]
fn two_cells_in_the_corners_of_a_sheet_are_two_cells() {
    let mut book_ = rust_xlsxwriter::Workbook::new();
    let sheet = book_.add_worksheet();
    sheet.write(0, 0, "a").unwrap();
    sheet.write(1_048_575, 16_383, "z").unwrap();
    let grids = book(&book_.save_to_buffer().unwrap()).unwrap();
    assert_eq!(grids[0].lines.len(), 2);
    let mut cut = book_.save_to_buffer().unwrap();
    cut.truncate(cut.len() / 2);
    assert!(book(&cut).is_err());
}
