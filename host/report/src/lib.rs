//! An assessment rendered for readers, from the record alone: nothing is scanned again, nothing is looked up.
//!
//! [`view`] orders and counts what every report shows (`by_subject` for each of them), [`risks`] what controls that are not met
//! leave open; [`words`] holds the words of reports in both languages; then one module per format: [`terminal`], [`json`],
//! [`sarif`], [`oscal`], [`html`], [`xlsx`], [`junit`], [`csv`], [`md`]. [`views`] show a record for one kind of reader, as a
//! [`page`] that is written in any of a few formats.

mod by_subject;
pub mod csv;
mod each;
pub mod excerpt;
pub mod html;
pub mod json;
pub mod junit;
pub mod md;
pub mod oscal;
pub mod page;
pub mod risks;
pub mod sarif;
pub mod terminal;
pub mod view;
pub mod views;
pub mod words;
pub mod xlsx;

use sekisho_model::Assessment;
use sekisho_model::text::Language;

/// The formats a record can be rendered in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// For a person at a terminal.
    Terminal,
    /// The record itself, canonical.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// OSCAL 1.2.1 assessment results.
    Oscal,
    /// One self-contained page.
    Html,
    /// A workbook.
    Xlsx,
    /// `JUnit` XML.
    Junit,
    /// One line per finding.
    Csv,
    /// Markdown.
    Md,
    /// A drawing, of a label alone.
    Svg,
}

impl Format {
    /// All formats with the words used after `-o`.
    pub const ALL: [(&'static str, Self); 10] = [
        ("terminal", Self::Terminal),
        ("json", Self::Json),
        ("sarif", Self::Sarif),
        ("oscal", Self::Oscal),
        ("html", Self::Html),
        ("xlsx", Self::Xlsx),
        ("junit", Self::Junit),
        ("csv", Self::Csv),
        ("md", Self::Md),
        ("svg", Self::Svg),
    ];

    /// The word used after `-o`.
    pub fn word(self) -> &'static str {
        let found = Self::ALL.iter().find(|(_, format)| *format == self);
        found.map_or("", |(word, _)| word)
    }

    /// Looks a format up by its word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(name, _)| *name == word)
            .map(|(_, format)| *format)
    }
}

/// How a report is rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Language of the texts.
    pub language: Language,
    /// Whether colour may be used (terminal).
    pub color: bool,
    /// Width of the terminal in columns; 0 for unknown.
    pub width: usize,
}

/// A report could not be rendered.
#[derive(Debug, thiserror::Error)]
#[error("the {format} report cannot be written: {reason}")]
pub struct ReportError {
    format: &'static str,
    reason: String,
}

impl ReportError {
    pub(crate) fn new(format: &'static str, reason: impl std::fmt::Display) -> Self {
        Self {
            format,
            reason: reason.to_string(),
        }
    }
}

/// Renders a record.
pub fn render(assessment: &Assessment, format: Format, options: Options) -> Result<Vec<u8>, ReportError> {
    match format {
        Format::Terminal => Ok(terminal::render(assessment, options).into_bytes()),
        Format::Json => json::render(assessment),
        Format::Sarif => sarif::render(assessment, options.language),
        Format::Oscal => oscal::render(assessment, options.language),
        Format::Html => Ok(html::render(assessment, options.language).into_bytes()),
        Format::Xlsx => xlsx::render(assessment, options.language),
        Format::Junit => junit::render(assessment, options.language),
        Format::Csv => csv::render(assessment, options.language),
        Format::Md => Ok(md::render(assessment, options.language).into_bytes()),
        Format::Svg => Err(ReportError::new(
            "svg",
            "only a label can be drawn alone: `convert --view label`",
        )),
    }
}
