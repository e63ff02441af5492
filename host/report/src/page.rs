//! A page: what a view shows, before it is known whether a person reads it in a browser, a ticket or a terminal.

pub mod flow;
mod html;
pub mod label;
pub mod matrix;
mod md;
pub mod radar;
mod text;

use crate::{Format, Options, ReportError};
use sekisho_model::{Status, Verdict};
use serde_json::Value;

/// One page.
#[derive(Debug, Clone)]
pub struct Page {
    /// Title.
    pub title: String,
    /// Word for the colour beside the title: a verdict, or nothing.
    pub tone: &'static str,
    /// Lines under the title.
    pub lead: Vec<String>,
    /// What follows.
    pub sections: Vec<Section>,
    /// The same for machines, in both languages.
    pub data: Value,
}

/// A part of a page.
#[derive(Debug, Clone, Default)]
pub struct Section {
    /// Heading; empty for none.
    pub heading: String,
    /// Paragraphs.
    pub text: Vec<String>,
    /// Bars of how many controls have which status.
    pub bars: Vec<Bar>,
    /// Pictures; pages that cannot draw show the table alone.
    pub figures: Vec<Figure>,
    /// A table.
    pub table: Option<Table>,
    /// Remarks under all of it.
    pub notes: Vec<String>,
}

/// A picture, drawn where pages can draw.
#[derive(Debug, Clone)]
pub enum Figure {
    /// Axes around a centre.
    Radar(radar::Radar),
    /// Two axes of levels, with what stands at each place.
    Matrix(Box<matrix::Matrix>),
    /// The label of a product.
    Label(Box<label::Label>),
    /// Actors, events and where data goes.
    Flow(Box<flow::Flow>),
}

impl Figure {
    /// Inline SVG; `id` tells it apart from others on the page. Every text in it is escaped.
    pub(crate) fn draw(&self, id: &str) -> String {
        match self {
            Self::Radar(radar) => radar::draw(radar),
            Self::Matrix(matrix) => matrix::draw(matrix, id),
            Self::Label(label) => label::draw(label, id),
            Self::Flow(flow) => flow::draw(flow, id),
        }
    }
}

/// A labelled bar.
#[derive(Debug, Clone)]
pub struct Bar {
    /// Label.
    pub label: String,
    /// Counts in the order of [`Status::WORST_FIRST`].
    pub counts: [usize; 5],
}

/// A table.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Titles of columns.
    pub columns: Vec<String>,
    /// Rows.
    pub rows: Vec<Vec<Cell>>,
    /// Whether the first column names rows of a matrix.
    pub is_matrix: bool,
    /// Whether bars say the same where they can be drawn.
    pub is_drawn: bool,
}

impl Table {
    /// Whether a column holds numbers only.
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    fn is_number(&self, column: &usize) -> bool {
        let mut cells = self.rows.iter().filter_map(|row| row.get(*column)).peekable();
        cells.peek().is_some() && cells.all(|cell| cell.class == "num")
    }
}

/// A cell.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// Text.
    pub text: String,
    /// Style of the cell.
    pub class: &'static str,
    /// Style of a tag around the text.
    pub tag: &'static str,
}

impl Cell {
    /// Plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// A number.
    pub fn number(number: usize) -> Self {
        Self {
            text: number.to_string(),
            class: "num",
            tag: "",
        }
    }

    /// A status, coloured.
    pub fn status(status: Status, text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            class: "",
            tag: status.name(),
        }
    }

    /// A verdict, coloured.
    pub fn verdict(verdict: Verdict, text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            class: "",
            tag: verdict.name(),
        }
    }
}

/// Renders a page; formats that need a whole record are refused.
pub fn render(page: &Page, format: Format, options: Options) -> Result<Vec<u8>, ReportError> {
    match format {
        Format::Terminal => Ok(text::render(page).into_bytes()),
        Format::Html => Ok(html::render(page, options.language).into_bytes()),
        Format::Md => Ok(md::render(page).into_bytes()),
        Format::Json => {
            let mut bytes = serde_json::to_vec_pretty(&page.data).map_err(|e| ReportError::new("json", e))?;
            bytes.push(b'\n');
            Ok(bytes)
        }
        Format::Svg => svg(page),
        other => Err(ReportError::new(
            other.word(),
            "a view can be written as terminal, html, md or json; a label as svg too",
        )),
    }
}

/// The label of a page, alone.
fn svg(page: &Page) -> Result<Vec<u8>, ReportError> {
    let mut labels = page
        .sections
        .iter()
        .flat_map(|section| &section.figures)
        .filter_map(|figure| match figure {
            Figure::Label(label) => Some(label),
            Figure::Radar(_) | Figure::Matrix(_) | Figure::Flow(_) => None,
        });
    match (labels.next(), labels.next()) {
        (Some(label), None) => Ok((label::draw(label, "label") + "\n").into_bytes()),
        (None, _) => Err(ReportError::new(
            "svg",
            "only a label can be drawn alone: `--view label`",
        )),
        (Some(_), Some(_)) => Err(ReportError::new(
            "svg",
            "the record has several labels; scan one product at a time",
        )),
    }
}
