//! Many rows of one table at once, column by column: what is known of a column is looked at once for all of them.

use super::Dictionary;
use super::FactsBuilder;
use super::growing::{Growing, GrowingTable};
use super::place::Origin;
use super::{Word, Words};
use crate::schema::Kind;

/// Rows that were begun together and have no values yet.
#[derive(Debug)]
pub struct Fill<'b> {
    table: &'b mut GrowingTable,
    dictionary: &'b mut Dictionary,
    first: u32,
    rows: u32,
}

impl FactsBuilder {
    /// Begins rows of a table; none where nobody wants it.
    pub fn fill(
        &mut self,
        kind: Kind,
        table: usize,
        origins: impl ExactSizeIterator<Item = Origin>,
    ) -> Option<Fill<'_>> {
        if !self.wanted().is_counted(kind, table) {
            return None;
        }
        let (tables, dictionary) = self.parts(kind)?;
        let table = tables.get_mut(table)?;
        let first = table.open_all(origins);
        let rows = table.rows.saturating_sub(first);
        Some(Fill {
            table,
            dictionary,
            first,
            rows,
        })
    }
}

/// Columns go by their number in the schema; one of another type, or that nobody wants, stays as it is.
impl Fill<'_> {
    fn column(&mut self, column: usize) -> Option<(&mut Growing, &mut Dictionary)> {
        let column = self.table.columns.get_mut(column)?;
        Some((column, self.dictionary))
    }

    /// The texts of all rows, in their order.
    pub fn texts<'t>(&mut self, column: usize, texts: impl Iterator<Item = Option<&'t str>>) {
        let first = self.first;
        if let Some((column, dictionary)) = self.column(column) {
            column.texts(first, texts, dictionary);
        }
    }

    /// The same, each by its number in a list of words; where that is [`Word::NONE`], or other words were lent, by its text.
    pub fn words<'t, R>(
        &mut self,
        column: usize,
        words: &Words,
        rows: &'t [R],
        word: impl Fn(&R) -> Word,
        text: impl Fn(&'t R) -> Option<&'t str>,
    ) {
        let first = self.first;
        if let Some((column, dictionary)) = self.column(column) {
            column.words(first, words, rows, (word, text), dictionary);
        }
    }

    /// Yes and no of all rows.
    pub fn flags(&mut self, column: usize, flags: impl Iterator<Item = Option<bool>>) {
        let first = self.first;
        if let Some((column, _)) = self.column(column) {
            column.flags(first, flags);
        }
    }

    /// The decimal numbers of all rows.
    pub fn decimals(&mut self, column: usize, numbers: impl Iterator<Item = Option<f64>>) {
        let first = self.first;
        if let Some((column, _)) = self.column(column) {
            column.decimals(first, numbers);
        }
    }

    /// The one row of another table that all rows refer to.
    pub fn references(&mut self, column: usize, to: u32) {
        let (first, rows) = (self.first, self.rows);
        if let Some((column, _)) = self.column(column) {
            column.references(first, rows, to);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::schema::rows::settings::{Setting, Snapshot};
    use crate::schema::{self, Row};

    #[test]
    fn rows_filled_by_columns_are_those_that_are_pushed() {
        let rows = [
            ("a", Some("x"), None, None),
            ("b", None, Some(1.5), None),
            ("c", Some(" "), None, Some(true)),
        ];
        let at = |name: &str| {
            let (_, table) = schema::table_by_name(Kind::Settings, "settings").unwrap();
            table.columns.iter().position(|c| c.name == name).unwrap()
        };
        let cells = |is_filled: bool| {
            let mut builder = FactsBuilder::new();
            let snapshot = builder.push(&Snapshot::default(), Origin::default());
            let first = Setting {
                path: Some("first"),
                ..Setting::default()
            };
            builder.push(&first, Origin::default());
            if is_filled {
                let origins = rows.iter().map(|_| Origin::default());
                let mut fill = builder.fill(Kind::Settings, Setting::TABLE, origins).unwrap();
                fill.references(at("snapshot"), snapshot);
                fill.texts(at("path"), rows.iter().map(|row| Some(row.0)));
                fill.texts(at("value"), rows.iter().map(|row| row.1));
                fill.decimals(at("number"), rows.iter().map(|row| row.2));
                fill.flags(at("flag"), rows.iter().map(|row| row.3));
                // Of another type: nothing happens.
                fill.flags(at("key"), rows.iter().map(|_| Some(true)));
            } else {
                for (path, value, number, flag) in rows {
                    let row = Setting {
                        snapshot: Some(snapshot),
                        path: Some(path),
                        value,
                        number,
                        flag,
                        ..Setting::default()
                    };
                    builder.push(&row, Origin::default());
                }
            }
            let facts = builder.finish();
            let table = facts.kind(Kind::Settings).tables().get(Setting::TABLE).unwrap();
            let shown: Vec<String> = table.columns().iter().map(|column| format!("{column:?}")).collect();
            let texts = (0..4).map(|row| {
                ["path", "value"].map(|c| facts.text(Kind::Settings, "settings", c, row).map(str::to_owned))
            });
            (
                table.rows(),
                shown.len(),
                texts.collect::<Vec<_>>(),
                shown.last().cloned(),
            )
        };
        assert_eq!(cells(true), cells(false));
    }
}
