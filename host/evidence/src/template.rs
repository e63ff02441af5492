//! Templates of registers and answer sheets: the vocabulary's own headers, nothing filled in but what is handed in, nothing
//! made up.

mod book;

use crate::table::vocabulary::{Register, vocabulary};
use rust_xlsxwriter::XlsxError;
use sekisho_model::Bilingual;
use sekisho_model::error::Hint;
use sekisho_model::text::Language;
use std::collections::BTreeMap;

/// How a template is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemplateFormat {
    /// CSV in UTF-8 with a byte order mark, so that spreadsheet programs read it rightly.
    Csv,
    /// XLSX with a second sheet that explains the fields.
    Xlsx,
}

/// Why there is no template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TemplateError {
    /// No such register.
    #[error("there is no register `{0}`")]
    Unknown(String),
    /// The workbook could not be written.
    #[error("the workbook cannot be written: {0}")]
    Workbook(String),
}

impl Hint for TemplateError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "template-unknown",
            Self::Workbook(_) => "template-workbook",
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::Unknown(_) => Some("list the registers with `sekisho evidence template --list`".to_owned()),
            Self::Workbook(_) => None,
        }
    }
}

impl From<XlsxError> for TemplateError {
    fn from(error: XlsxError) -> Self {
        Self::Workbook(error.to_string())
    }
}

/// All registers that have a template: id and titles.
pub fn registers() -> impl Iterator<Item = &'static Register> {
    vocabulary().registers.iter()
}

/// One row: cells by the id of their field, or of a column that is added.
pub type Cells = BTreeMap<&'static str, String>;

/// A column beside the fields of a register: its id and header.
pub type Column = (&'static str, Bilingual);

/// The empty template of a register.
pub fn template(register: &str, language: Language, format: TemplateFormat) -> Result<Vec<u8>, TemplateError> {
    let empty = Sheet {
        rows: &[],
        help: &[],
        added: &[],
        has_levels: true,
    };
    write(register, &empty, language, format)
}

/// What an answer sheet asks.
#[derive(Debug, Clone, Default)]
pub struct Questions {
    /// Controls, one row each: id, title, and a text for each help column.
    pub controls: Vec<(String, String, Vec<String>)>,
    /// Headers of columns that help, between question and answer; at most [`HELP`] of them.
    pub help: Vec<Bilingual>,
    /// Whether whoever answers chooses a level of measures.
    pub has_levels: bool,
}

/// Ids of help columns.
const HELP_IDS: [&str; HELP] = ["help-1", "help-2", "help-3", "help-4", "help-5", "help-6"];
/// Most help columns of an answer sheet.
pub const HELP: usize = 6;
/// The field that only sheets with levels of measures have.
const LEVEL: &str = "level";

/// The answer sheet for some controls, the answers empty.
pub fn answers(asked: &Questions, language: Language, format: TemplateFormat) -> Result<Vec<u8>, TemplateError> {
    let row = |(control, question, help): &(String, String, Vec<String>)| {
        let mut row = Cells::from([("control", control.clone()), ("question", question.clone())]);
        row.extend(HELP_IDS.into_iter().zip(help.iter().cloned()));
        row
    };
    let rows: Vec<Cells> = asked.controls.iter().map(row).collect();
    let help: Vec<Column> = HELP_IDS.into_iter().zip(asked.help.iter().cloned()).collect();
    let sheet = Sheet {
        rows: &rows,
        help: &help,
        added: &[],
        has_levels: asked.has_levels,
    };
    write("answers", &sheet, language, format)
}

/// What is written.
struct Sheet<'s> {
    rows: &'s [Cells],
    /// Columns in front of the answer.
    help: &'s [Column],
    /// Columns after the fields.
    added: &'s [Column],
    has_levels: bool,
}

/// An answer sheet that is filled in already, with columns of one's own.
pub fn filled_answers(
    rows: &[Cells],
    columns: &[Column],
    language: Language,
    format: TemplateFormat,
) -> Result<Vec<u8>, TemplateError> {
    let sheet = Sheet {
        rows,
        help: &[],
        added: columns,
        has_levels: rows
            .iter()
            .any(|row| row.get(LEVEL).is_some_and(|level| !level.is_empty())),
    };
    write("answers", &sheet, language, format)
}

/// The word of a choice of the answer sheet: `yes`, `partial`, `no`, `n/a`.
pub fn answer_word(choice: &str, language: Language) -> Option<&'static str> {
    let (_, register) = vocabulary().register("answers")?;
    let field = register.fields.iter().find(|f| f.id == "answer")?;
    let choice = field.choices.iter().find(|c| c.id == choice)?;
    Some(match language {
        Language::Ja => &choice.ja,
        Language::En => &choice.en,
    })
}

fn write(id: &str, sheet: &Sheet<'_>, language: Language, format: TemplateFormat) -> Result<Vec<u8>, TemplateError> {
    let (_, register) = vocabulary()
        .register(id)
        .ok_or_else(|| TemplateError::Unknown(id.to_owned()))?;
    let titled = |columns: &'_ [Column]| -> Vec<(&'static str, String)> {
        let columns = columns.iter();
        columns
            .map(|(id, title)| (*id, title.get(language).to_owned()))
            .collect()
    };
    let mut columns: Vec<(&str, String)> = Vec::new();
    for field in &register.fields {
        if id == "answers" && field.id == LEVEL && !sheet.has_levels {
            continue;
        }
        if id == "answers" && field.id == "answer" {
            columns.extend(titled(sheet.help));
        }
        columns.push((&field.id, field.title.get(language).to_owned()));
    }
    columns.extend(titled(sheet.added));
    match format {
        TemplateFormat::Csv => csv(sheet.rows, &columns),
        TemplateFormat::Xlsx => book::xlsx(register, sheet.rows, &columns, language),
    }
}

fn csv(rows: &[Cells], columns: &[(&str, String)]) -> Result<Vec<u8>, TemplateError> {
    let failed = |e: csv::Error| TemplateError::Workbook(e.to_string());
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    writer
        .write_record(columns.iter().map(|(_, title)| title.as_str()))
        .map_err(failed)?;
    for row in rows {
        let cells = columns.iter().map(|(id, _)| row.get(id).map_or("", String::as_str));
        writer.write_record(cells.map(inert)).map_err(failed)?;
    }
    writer.into_inner().map_err(|e| TemplateError::Workbook(e.to_string()))
}

/// A cell that a spreadsheet program would run as a formula is made a text.
fn inert(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}
