//! A comparison as one self-contained page: no script, no font, no request to anywhere; charts are inline SVG.
//!
//! The template is `templates/comparison.html`; everything it shows is escaped by the template engine.

use super::{average, class, count, firms, percent, signed};
use crate::BenchmarkError;
use crate::compare::{Average, Comparison, ControlLine};
use crate::score::Standing;
use crate::words;
use askama::Template;
use sekisho_model::text::Language;

/// Width of a full bar of a chapter, in units of the drawing.
const GROUP_WIDTH: f64 = 480.0;
/// Marks above the bars of chapters: percent, and where.
const GRID: [(usize, usize); 5] = [(0, 270), (25, 390), (50, 510), (75, 630), (100, 750)];
/// Width of a full bar of a control.
const CONTROL_WIDTH: f64 = 240.0;

#[derive(Template)]
#[template(path = "comparison.html")]
struct Page<'a> {
    lang: &'static str,
    l: Language,
    title: &'a str,
    policy: String,
    firms: String,
    month: String,
    own: String,
    /// That like is held against like.
    compared: String,
    average: String,
    difference: String,
    is_behind: bool,
    held_back: String,
    bars: Vec<Bar>,
    height: usize,
    first: Vec<Item>,
    controls: Vec<Item>,
    legend: Vec<(&'static str, String)>,
}

/// A chapter: two bars.
struct Bar {
    y: usize,
    label: String,
    full_label: String,
    own: f64,
    own_text: String,
    average: Option<f64>,
    low: f64,
    spread: f64,
    average_text: String,
    difference: String,
    is_behind: bool,
}

/// A control.
struct Item {
    id: String,
    title: String,
    severity: &'static str,
    own: &'static str,
    own_class: &'static str,
    average: String,
    difference: String,
    is_behind: bool,
    parts: Vec<Part>,
}

/// A part of a control's bar.
struct Part {
    x: f64,
    width: f64,
    class: &'static str,
    name: String,
}

pub(super) fn render(c: &Comparison, l: Language) -> Result<String, BenchmarkError> {
    let page = Page {
        lang: match l {
            Language::Ja => "ja",
            Language::En => "en",
        },
        l,
        title: c.title.get(l),
        policy: c.policy.to_string(),
        firms: firms(c, l),
        month: c.month.to_string(),
        own: percent(c.all.beside()),
        compared: words::compared(c.all.own, l),
        average: average(c.all.average, l),
        difference: c.all.difference.map(signed).unwrap_or_default(),
        is_behind: c.all.difference.is_some_and(|d| d < 0.0),
        held_back: words::suppressed(c.suppressed, c.untold, c.min_cell, l),
        bars: bars(c, l),
        height: c.groups.len() * 50 + 24,
        first: c.first().into_iter().map(|control| item(control, c.firms, l)).collect(),
        controls: c.controls.iter().map(|control| item(control, c.firms, l)).collect(),
        legend: legend(l),
    };
    page.render().map_err(|e| BenchmarkError::Render(e.to_string()))
}

fn bars(c: &Comparison, l: Language) -> Vec<Bar> {
    let bars = (0..).step_by(50).zip(&c.groups).map(|(y, group)| {
        let full_label = format!("{} {}", group.id, group.title.get(l));
        Bar {
            y: y + 20,
            label: shorten(&full_label),
            full_label,
            own: scaled(group.line.beside(), GROUP_WIDTH),
            own_text: percent(group.line.beside()),
            average: group.line.average.map(|a| scaled(a.about, GROUP_WIDTH)),
            low: group.line.average.map_or(0.0, |a| scaled(a.low, GROUP_WIDTH)),
            spread: group.line.average.map_or(0.0, |a| scaled(a.high - a.low, GROUP_WIDTH)),
            average_text: average(group.line.average, l),
            difference: group.line.difference.map(signed).unwrap_or_default(),
            is_behind: group.line.difference.is_some_and(|d| d < 0.0),
        }
    });
    bars.collect()
}

fn item(control: &ControlLine, firms: usize, l: Language) -> Item {
    let parts = parts(control, firms, l);
    Item {
        id: control.id.clone(),
        title: control.title.get(l).to_owned(),
        severity: words::severity(control.severity, l),
        own: words::standing(control.own, l),
        own_class: control.own.name(),
        average: average(control.average, l),
        difference: control.difference.map(signed).unwrap_or_default(),
        is_behind: control.difference.is_some_and(|d| d < 0.0),
        parts,
    }
}

/// Every cell as a part of the bar; what is told only as fewer-than takes the middle of what it may be.
fn parts(control: &ControlLine, firms: usize, l: Language) -> Vec<Part> {
    let mut x = 0.0;
    let mut parts = Vec::new();
    let done = control.average.map_or(0.0, |a: Average| a.about);
    for cell in &control.cells {
        let share = match cell.firms {
            #[allow(clippy::cast_precision_loss, reason = "counts of firms are far below 2^52")]
            Some(count) => count as f64 / firms.max(1) as f64,
            None if cell.standings.iter().all(|s| s.is_done()) => done,
            None => 1.0 - done,
        };
        let width = scaled(share, CONTROL_WIDTH);
        if width > 0.0 {
            parts.push(Part {
                x,
                width,
                class: class(&cell.standings),
                name: format!("{}: {}", words::standings(&cell.standings, l), count(cell, l)),
            });
        }
        x += width;
    }
    parts
}

fn legend(l: Language) -> Vec<(&'static str, String)> {
    let groups: [&[Standing]; 8] = [
        &[Standing::Met],
        &[Standing::Attested],
        &[Standing::NotApplicable],
        &[Standing::Unknown],
        &[Standing::Open],
        &[Standing::Met, Standing::Attested],
        &[Standing::Met, Standing::Attested, Standing::NotApplicable],
        &[Standing::Unknown, Standing::Open],
    ];
    let mut legend: Vec<(&str, String)> = groups.iter().map(|g| (class(g), words::standings(g, l))).collect();
    legend.push(("untold", words::untold(l).to_owned()));
    legend
}

/// Widths in tenths, so that the page does not depend on the last bits of a division.
fn scaled(share: f64, width: f64) -> f64 {
    (share * width * 10.0).round() / 10.0
}

/// What fits beside the bars: wide characters count twice.
fn shorten(text: &str) -> String {
    let mut room = 38_usize;
    let mut out = String::new();
    for c in text.chars() {
        let width = if c.is_ascii() { 1 } else { 2 };
        if room < width + 1 {
            out.push('…');
            return out;
        }
        room -= width;
        out.push(c);
    }
    out
}
