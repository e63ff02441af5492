//! Examples of measures by level (CPSF: Annex C), from a table of the user's own: help for whoever answers.

use super::{Names, Row, Strangers, find, ids, plain};
use crate::Catalogue;
use std::collections::BTreeMap;

const CONTROL: Names = (
    "control",
    &[
        "対策要件ID",
        "control id",
        "control",
        "対策要件",
        "対策要件番号",
        "管理策ID",
        "管理策番号",
        "管理策",
        "requirement id",
        "id",
    ],
);
const LEVEL: Names = (
    "level",
    &["水準", "level", "対策の水準", "対策レベル", "レベル", "measure level"],
);
const TEXT: Names = (
    "text",
    &[
        "対策例",
        "measure",
        "対策例の内容",
        "example",
        "measure example",
        "text",
        "内容",
    ],
);

/// Texts by control and level. Several examples of one level stand in one text, one a line.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Measures(BTreeMap<String, BTreeMap<String, String>>);

impl Measures {
    /// The example for a control at a level.
    pub fn of(&self, control: &str, level: &str) -> Option<&str> {
        self.0.get(control)?.get(level).map(String::as_str)
    }

    /// How many controls have an example.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn add(&mut self, control: &str, level: &str, text: &str) {
        let texts = self.0.entry(control.to_owned()).or_default();
        let held = texts.entry(level.to_owned()).or_default();
        if !held.is_empty() {
            held.push('\n');
        }
        held.push_str(text);
    }
}

/// Whether a table has a column of controls.
pub fn fits(rows: &[Row]) -> bool {
    find(rows, &[CONTROL, LEVEL, TEXT], &["control"]).is_ok()
}

/// Reads a table and joins it to a catalogue that declares measure levels: either one column for each level, or a column of levels and
/// one of texts. A row without a control goes on with the one above it.
///
/// Errors: the catalogue declares no levels; there is no such header; a level or control is not known. Each with its place.
pub fn read(rows: &[Row], catalogue: &Catalogue) -> Result<Measures, String> {
    let levels = &catalogue.measure_levels;
    if levels.is_empty() {
        return Err(format!("`{}` has no levels of measures", catalogue.id));
    }
    let level_of = |word: &str| {
        // `対策例(Basic)` as well as `Basic`.
        let inside: String = word
            .chars()
            .map(|c| {
                if "()\u{ff08}\u{ff09}[]【】".contains(c) {
                    ' '
                } else {
                    c
                }
            })
            .collect();
        let word = plain(&inside);
        let bare = word.strip_prefix("対策例").unwrap_or(&word);
        let is_named = |text: &str| plain(text) == bare;
        let found = levels
            .iter()
            .find(|level| is_named(&level.id) || is_named(&level.title.ja) || is_named(&level.title.en));
        found.map(|level| level.id.as_str())
    };
    let found = find(rows, &[CONTROL, LEVEL, TEXT], &["control"])?;
    let columns: Vec<(usize, &str)> = match (found.columns.get("level"), found.columns.get("text")) {
        (Some(_), Some(_)) => Vec::new(),
        _ => {
            let cells = found.header.cells.iter().enumerate();
            cells.filter_map(|(at, cell)| Some((at, level_of(cell)?))).collect()
        }
    };
    let is_long = columns.is_empty();
    if is_long && !(found.columns.contains_key("level") && found.columns.contains_key("text")) {
        let known: Vec<&str> = levels.iter().map(|level| level.id.as_str()).collect();
        return Err(format!(
            "{}: it names neither a column for one of the levels ({}), nor `level` and `measure`",
            found.header.place,
            known.join(", ")
        ));
    }
    let mut measures = Measures::default();
    let mut strangers = Strangers::default();
    let mut current: Vec<String> = Vec::new();
    for row in found.rows {
        let place = &row.place;
        let named: Vec<String> = ids(found.cell(row, "control")).collect();
        let told: Vec<(&str, &str)> = if is_long {
            let (word, text) = (found.cell(row, "level"), found.cell(row, "text"));
            match (word.is_empty() && text.is_empty(), level_of(word)) {
                (true, _) => Vec::new(),
                (false, Some(level)) => vec![(level, text)],
                (false, None) => {
                    let known: Vec<&str> = levels.iter().map(|level| level.id.as_str()).collect();
                    let word: String = word.chars().take(60).collect();
                    return Err(format!(
                        "{place}: `{}` is none of the levels {}",
                        word.escape_debug(),
                        known.join(", ")
                    ));
                }
            }
        } else {
            let text = |at: usize| row.cells.get(at).map_or("", |cell| cell.trim());
            columns.iter().map(|(at, level)| (*level, text(*at))).collect()
        };
        let told: Vec<(&str, &str)> = told.into_iter().filter(|(_, text)| !text.is_empty()).collect();
        if told.is_empty() {
            continue;
        }
        if !named.is_empty() {
            current = named;
        }
        if current.is_empty() {
            return Err(format!("{place}: a measure without a control"));
        }
        for control in &current {
            if catalogue.has(control) {
                told.iter().for_each(|(level, text)| measures.add(control, level, text));
            } else {
                strangers.add(place, control.clone());
            }
        }
    }
    strangers.refused(catalogue)?;
    if measures.is_empty() {
        return Err(format!("there is no measure below the header ({})", found.header.place));
    }
    Ok(measures)
}
