//! A template that somebody filled in lands in the register it was made for, in either language and any encoding.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use sekisho_evidence::table::vocabulary::{Field, FieldType, Register, vocabulary};
use sekisho_evidence::template::{Questions, TemplateFormat, answers, template};
use sekisho_evidence::{Limits, Reading, encoding, table};
use sekisho_model::diagnostic::Level;
use sekisho_model::schema::Kind;
use sekisho_model::text::Language;
use sekisho_model::{Bilingual, Diagnostic, EvidenceKind, Facts, FactsBuilder};

fn read(path: &str, bytes: &[u8]) -> (table::Read, Facts, Vec<Diagnostic>) {
    let (mut builder, mut remarks, limits) = (FactsBuilder::new(), Vec::new(), Limits::default());
    let mut reading = Reading::new(&mut builder, &mut remarks, &limits, 0, path);
    let read = if bytes.starts_with(b"PK") {
        table::read_workbook(bytes, &table::Statement::default(), &mut reading).unwrap()
    } else {
        let text = encoding::decode(bytes, None).unwrap().unwrap().text;
        // Whether YAML is a table is decided where documents are read.
        let format = if path.ends_with(".yaml") {
            table::Format::Yaml
        } else {
            table::detect(path, &text).unwrap()
        };
        table::read(format, &text, &table::Statement::default(), &mut reading).unwrap()
    };
    (read, builder.finish(), remarks)
}

fn sample(field: &Field, language: Language) -> String {
    let ja = language == Language::Ja;
    match field.ty {
        FieldType::Text => (if ja { "見本" } else { "sample" }).to_owned(),
        FieldType::Flag => (if ja { "はい" } else { "yes" }).to_owned(),
        FieldType::Integer | FieldType::Decimal => "12".to_owned(),
        FieldType::Date => (if ja { "令和8年4月1日" } else { "2026-04-01" }).to_owned(),
        FieldType::List => "x; y".to_owned(),
        FieldType::Choice => {
            if ja {
                field.choices[0].ja.clone()
            } else {
                field.choices[0].en.clone()
            }
        }
    }
}

fn csv(register: &Register, language: Language) -> String {
    let head = String::from_utf8(template(&register.id, language, TemplateFormat::Csv).unwrap()).unwrap();
    let cell = |f| match sample(f, language) {
        text if text.contains(',') => format!("\"{text}\""),
        text => text,
    };
    let row: Vec<String> = register.fields.iter().map(cell).collect();
    format!("{head}{}\r\n", row.join(","))
}

fn xlsx(register: &Register, language: Language) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "様式1").unwrap();
    for (column, field) in (0_u16..).zip(&register.fields) {
        sheet.write(2, column, field.title.get(language)).unwrap();
        sheet.write(3, column, sample(field, language)).unwrap();
    }
    book.save_to_buffer().unwrap()
}

fn landed(register: &Register, what: &str, result: (table::Read, Facts, Vec<Diagnostic>)) {
    let (read, facts, remarks) = result;
    assert!(remarks.is_empty(), "{} {what}: {remarks:?}", register.id);
    let expected = match register.id.as_str() {
        "assets" => EvidenceKind::Assets,
        "answers" => EvidenceKind::Answers,
        "data-items" | "data-events" => EvidenceKind::DataFlows,
        _ => EvidenceKind::Register,
    };
    assert_eq!(read.kind, expected, "{} {what}", register.id);
    match expected {
        EvidenceKind::Assets => assert!(facts.text(Kind::Assets, "assets", "id", 0).is_some()),
        EvidenceKind::Answers => assert_eq!(facts.text(Kind::Answers, "answers", "answer", 0), Some("yes")),
        _ => assert_eq!(
            facts.text(Kind::Registers, "sheets", "register", 0),
            Some(register.id.as_str()),
            "{what}"
        ),
    }
}

#[test]
fn every_register_in_both_languages_and_all_encodings() {
    for register in &vocabulary().registers {
        for language in [Language::Ja, Language::En] {
            let text = csv(register, language);
            landed(
                register,
                &format!("csv {language:?}"),
                read("table.csv", text.as_bytes()),
            );
            let (bytes, _, lost) = encoding_rs::SHIFT_JIS.encode(text.trim_start_matches('\u{feff}'));
            assert!(!lost, "{}", register.id);
            landed(register, &format!("cp932 {language:?}"), read("table.csv", &bytes));
            landed(
                register,
                &format!("xlsx {language:?}"),
                read("table.xlsx", &xlsx(register, language)),
            );
        }
    }
}

#[test]
fn an_empty_template_is_its_register_without_rows() {
    for register in &vocabulary().registers {
        for language in [Language::Ja, Language::En] {
            for (format, path) in [(TemplateFormat::Csv, "a.csv"), (TemplateFormat::Xlsx, "a.xlsx")] {
                let bytes = template(&register.id, language, format).unwrap();
                assert_eq!(bytes, template(&register.id, language, format).unwrap(), "same bytes");
                let (_, facts, remarks) = read(path, &bytes);
                assert!(remarks.is_empty(), "{} {language:?} {path}: {remarks:?}", register.id);
                // What explains the fields is no register itself.
                let sheets = |row| facts.text(Kind::Registers, "sheets", "register", row);
                match register.id.as_str() {
                    "assets" => assert_eq!(facts.rows(Kind::Assets, "inventories"), 1),
                    "answers" => assert_eq!(sheets(0), None),
                    id => assert_eq!((sheets(0), sheets(1)), (Some(id), None), "{path}"),
                }
            }
        }
    }
    assert!(template("no-such", Language::En, TemplateFormat::Csv).is_err());
}

#[test]
fn an_answer_sheet_has_its_controls() {
    let asked = Questions {
        controls: vec![
            ("1-10".to_owned(), "title, with comma".to_owned(), Vec::new()),
            ("=2".to_owned(), "x".to_owned(), Vec::new()),
        ],
        ..Questions::default()
    };
    for format in [TemplateFormat::Csv, TemplateFormat::Xlsx] {
        let bytes = answers(&asked, Language::En, format).unwrap();
        let (read, facts, remarks) = read(
            if format == TemplateFormat::Csv {
                "a.csv"
            } else {
                "a.xlsx"
            },
            &bytes,
        );
        assert_eq!(read.kind, EvidenceKind::Answers);
        assert_eq!(facts.rows(Kind::Answers, "answers"), 2);
        assert!(remarks.iter().all(|d| d.code == "field-empty"), "{remarks:?}");
        assert_eq!(facts.text(Kind::Answers, "answers", "control", 0), Some("1-10"));
        assert_eq!(facts.text(Kind::Answers, "answers", "answer", 0), None);
    }
}

#[test]
fn levels_of_measures_are_asked_for_where_there_are_some() {
    let mut asked = Questions {
        controls: vec![(
            "A".to_owned(),
            "question".to_owned(),
            vec!["a list".to_owned(), String::new()],
        )],
        help: vec![
            Bilingual::new("対策例(甲)", "Example (one)"),
            Bilingual::new("対策例(乙)", "Example (two)"),
        ],
        has_levels: true,
    };
    let head = |asked: &Questions, language| {
        let text = String::from_utf8(answers(asked, language, TemplateFormat::Csv).unwrap()).unwrap();
        text.lines()
            .map(|line| line.trim_start_matches('\u{feff}').to_owned())
            .collect::<Vec<_>>()
    };
    let ja = head(&asked, Language::Ja);
    assert!(
        ja[0].starts_with("管理策番号,設問,対策例(甲),対策例(乙),回答,対策の水準,回答者,"),
        "{}",
        ja[0]
    );
    assert!(ja[1].starts_with("A,question,a list,,,"), "{}", ja[1]);
    asked.has_levels = false;
    assert!(!head(&asked, Language::En)[0].contains("level"));
}

#[test]
fn the_level_of_an_answer_is_kept_in_every_syntax() {
    for (name, text) in [
        ("a.csv", "control,answer,Measure level\nA,yes,High Advanced\n"),
        ("b.csv", "管理策番号,回答,対策の水準\nA,はい,ハイアドバンスト\n"),
        (
            "c.json",
            "[{\"control\": \"A\", \"answer\": \"yes\", \"level\": \"high-advanced\"}]",
        ),
        (
            "d.yaml",
            "answers:\n  - control: A\n    answer: yes\n    level: ＨＩＧＨ－ＡＤＶＡＮＣＥＤ\n",
        ),
    ] {
        let (landed, facts, remarks) = read(name, text.as_bytes());
        assert_eq!(landed.kind, EvidenceKind::Answers, "{name}");
        assert_eq!(
            facts.text(Kind::Answers, "answers", "level", 0),
            Some("high-advanced"),
            "{name}"
        );
        let told: Vec<&Diagnostic> = remarks.iter().filter(|d| d.level != Level::Note).collect();
        assert!(told.is_empty(), "{name}: {told:?}");
    }
    // A word of another scale stays as it is, and somebody is told.
    let (_, facts, remarks) = read("a.csv", "control,answer,対策の水準\nA,yes,Lv2\n".as_bytes());
    assert_eq!(facts.text(Kind::Answers, "answers", "level", 0), Some("Lv2"));
    assert!(remarks.iter().any(|d| d.message.contains("Lv2")), "{remarks:?}");
}
