//! Tables of a user's own that are joined to a catalogue at hand: risk sources, measure examples. A guideline's annexes are read from
//! the user's copy where it lies; nothing of them is written anywhere but into the record or sheet that was asked for.

pub mod measures;
pub mod risks;

use crate::Catalogue;
use sekisho_words::squash;
use std::collections::BTreeMap;

/// Title rows may stand above the header, but not more than this.
const HEADER_WITHIN: usize = 30;
/// Most rows of a table.
const ROWS: usize = 50_000;
/// Longest id, in characters.
const ID: usize = 200;
/// How many ids that are not known are named.
const NAMED: usize = 10;

/// A row of a table: its place for people (`line 7`, `付属書B!A7`) and its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its place.
    pub place: String,
    /// Its cells.
    pub cells: Vec<String>,
}

/// A column: what it is called here, and in tables, the best name first.
type Names = (&'static str, &'static [&'static str]);

/// A table whose header was found.
#[derive(Debug)]
struct Found<'r> {
    columns: BTreeMap<&'static str, usize>,
    header: &'r Row,
    rows: &'r [Row],
}

/// What a header or a word is compared by: without case, width, blanks, hyphens, and what stands in brackets.
fn plain(text: &str) -> String {
    let mut depth = 0_u32;
    let outside = text.chars().map(sekisho_words::narrow).filter(|c| match c {
        '(' | '[' | '【' | '〔' => {
            depth += 1;
            false
        }
        ')' | ']' | '】' | '〕' => {
            depth = depth.saturating_sub(1);
            false
        }
        '.' | ':' | '*' | '※' => false,
        _ => depth == 0,
    });
    squash(&outside.collect::<String>())
}

/// What a header is called here, and how good a name it is: 0 is the best.
fn named(header: &str, names: &[Names]) -> Option<(&'static str, usize)> {
    let header = plain(header);
    names.iter().filter(|_| !header.is_empty()).find_map(|(name, all)| {
        let rank = all.iter().position(|known| plain(known) == header)?;
        Some((*name, rank))
    })
}

/// Finds the row that names the needed columns.
///
/// Errors: there is none, a column stands there twice, or the table has too many rows.
fn find<'r>(rows: &'r [Row], names: &[Names], needed: &[&str]) -> Result<Found<'r>, String> {
    if rows.len() > ROWS {
        return Err(format!("it has more than {ROWS} rows"));
    }
    let mut best: Vec<&str> = needed.to_vec();
    for (at, header) in rows.iter().enumerate().take(HEADER_WITHIN) {
        let mut columns: BTreeMap<&'static str, (usize, usize)> = BTreeMap::new();
        for (column, cell) in header.cells.iter().enumerate() {
            let Some((name, rank)) = named(cell, names) else {
                continue;
            };
            match columns.get(name) {
                Some((held, _)) if *held == rank => {
                    return Err(format!("{}: two columns are called `{name}`", header.place));
                }
                // Beside a column of ids their texts often stand under a name that would do for ids as well.
                Some((held, _)) if *held < rank => {}
                _ => {
                    columns.insert(name, (rank, column));
                }
            }
        }
        let columns: BTreeMap<&'static str, usize> =
            columns.into_iter().map(|(name, (_, column))| (name, column)).collect();
        let missing = needed.iter().copied().filter(|name| !columns.contains_key(name));
        let missing: Vec<&str> = missing.collect();
        if missing.is_empty() {
            return Ok(Found {
                columns,
                header,
                rows: rows.get(at + 1..).unwrap_or(&[]),
            });
        }
        if missing.len() < best.len() {
            best = missing;
        }
    }
    let known = |wanted: &str| {
        let found = names.iter().find(|(name, _)| *name == wanted);
        let all: Vec<&str> = found.map_or(&[][..], |(_, all)| *all).iter().copied().take(4).collect();
        format!("`{wanted}` ({})", all.join(", "))
    };
    let lacking: Vec<String> = best.into_iter().map(known).collect();
    Err(format!("no row names the column {}", lacking.join(" and ")))
}

impl Found<'_> {
    fn cell<'c>(&self, row: &'c Row, name: &str) -> &'c str {
        let at = self.columns.get(name);
        at.and_then(|at| row.cells.get(*at)).map_or("", |cell| cell.trim())
    }
}

/// Ids in one cell: separated by commas, semicolons, blanks or line breaks of either width.
fn ids(cell: &str) -> impl Iterator<Item = String> + '_ {
    let narrow =
        cell.split(|c: char| c.is_whitespace() || matches!(sekisho_words::narrow(c), ',' | ';' | '、' | '，' | '；'));
    narrow
        .filter(|id| !id.is_empty())
        .map(|id| id.chars().map(sekisho_words::narrow).collect())
}

/// Whether a text may be an id.
fn is_id(text: &str) -> bool {
    text.chars().count() <= ID && !text.chars().any(char::is_control)
}

/// Controls that a table names and the catalogue does not have, each with its place.
#[derive(Debug, Default)]
struct Strangers(Vec<(String, String)>);

impl Strangers {
    fn add(&mut self, place: &str, id: String) {
        self.0.push((place.to_owned(), id));
    }

    /// An error that names them, if there are any.
    fn refused(&self, catalogue: &Catalogue) -> Result<(), String> {
        if self.0.is_empty() {
            return Ok(());
        }
        let named = self.0.iter().take(NAMED).map(|(place, id)| {
            let id: String = id.chars().take(60).collect();
            format!("`{}` ({place})", id.escape_debug())
        });
        let named: Vec<String> = named.collect();
        let more = match self.0.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        Err(format!("`{}` has no control {}{more}", catalogue.id, named.join(", ")))
    }
}
