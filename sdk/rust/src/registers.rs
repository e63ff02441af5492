//! Registers as rows of named fields, found by register id.

use crate::views::RegistersFacts;
use crate::views::registers as view;
use crate::{Date, Fact};
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// Where the rows of each register and the cells of each row stand.
#[derive(Debug, Default)]
pub struct Index {
    sheets: BTreeMap<String, Vec<u32>>,
    entries: BTreeMap<String, Vec<u32>>,
    cells: Vec<Vec<u32>>,
}

/// All registers of a subject.
#[derive(Debug, Clone, Copy)]
pub struct Registers<'a> {
    tables: &'a RegistersFacts,
    index: &'a Index,
}

impl<'a> Registers<'a> {
    pub(crate) fn new(tables: &'a RegistersFacts, index: &'a OnceCell<Index>) -> Self {
        let index = index.get_or_init(|| {
            let mut index = Index::default();
            for sheet in tables.sheets() {
                if let Some(register) = sheet.register() {
                    index.sheets.entry(register.to_owned()).or_default().push(sheet.row());
                }
            }
            for entry in tables.entries() {
                if let Some(register) = entry.register() {
                    index.entries.entry(register.to_owned()).or_default().push(entry.row());
                }
                index.cells.push(Vec::new());
            }
            for cell in tables.cells() {
                if let Some(entry) = cell.entry()
                    && let Some(cells) = index.cells.get_mut(entry.row() as usize)
                {
                    cells.push(cell.row());
                }
            }
            index
        });
        Self { tables, index }
    }

    /// One register by its id; `None` where no such register was handed in (an empty one is `Some`).
    pub fn get(&self, register: &str) -> Option<Register<'a>> {
        let sheets = self.index.sheets.get(register)?;
        let rows = self.index.entries.get(register).map_or(&[][..], Vec::as_slice);
        Some(Register {
            tables: self.tables,
            index: self.index,
            sheets,
            rows,
        })
    }

    /// The rows of a register; none where there is no such register.
    pub fn rows(&self, register: &str) -> impl Iterator<Item = Entry<'a>> + use<'a> {
        self.get(register).into_iter().flat_map(|found| found.rows())
    }
}

/// One register.
#[derive(Debug, Clone, Copy)]
pub struct Register<'a> {
    tables: &'a RegistersFacts,
    index: &'a Index,
    sheets: &'a [u32],
    rows: &'a [u32],
}

impl<'a> Register<'a> {
    /// Its rows.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Entry<'a>> + use<'a> {
        let (tables, index) = (self.tables, self.index);
        self.rows
            .iter()
            .filter_map(move |row| tables.entries().at(*row).map(|entry| Entry { tables, index, entry }))
            .collect::<Vec<_>>()
            .into_iter()
    }

    /// Whether it has no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.rows.len()
    }
}

impl Fact for Register<'_> {
    /// The register itself is cited by its first sheet: what a finding about an empty register rests on.
    fn fact(&self) -> u32 {
        self.sheets
            .first()
            .and_then(|row| self.tables.sheets().at(*row))
            .map_or(u32::MAX, |sheet| sheet.fact())
    }
}

/// One row of a register.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    tables: &'a RegistersFacts,
    index: &'a Index,
    entry: view::Entry<'a>,
}

impl Fact for Entry<'_> {
    fn fact(&self) -> u32 {
        self.entry.fact()
    }
}

impl<'a> Entry<'a> {
    /// Value of the key field.
    pub fn key(&self) -> Option<&'a str> {
        self.entry.key()
    }

    /// Key, or `#row` where the row has none: for messages.
    pub fn label(&self) -> String {
        self.key()
            .map_or_else(|| format!("#{}", self.entry.row() + 1), ToOwned::to_owned)
    }

    /// The cells of one field (a list field has one per item).
    pub fn cells(&self, field: &'a str) -> impl Iterator<Item = view::RegisterCell<'a>> + use<'a> {
        let tables = self.tables;
        let rows = self
            .index
            .cells
            .get(self.entry.row() as usize)
            .map_or(&[][..], Vec::as_slice);
        rows.iter()
            .filter_map(move |row| tables.cells().at(*row))
            .filter(move |cell| cell.field() == Some(field))
    }

    fn cell(&self, field: &str) -> Option<view::RegisterCell<'a>> {
        let rows = self.index.cells.get(self.entry.row() as usize)?;
        rows.iter()
            .filter_map(|row| self.tables.cells().at(*row))
            .find(|cell| cell.field() == Some(field))
    }

    /// Value of a field as text.
    pub fn get(&self, field: &str) -> Option<&'a str> {
        self.cell(field)?.value()
    }

    /// Whether a field is filled.
    pub fn has(&self, field: &str) -> bool {
        self.get(field).is_some()
    }

    /// Value of a field as a day; `None` where empty or not understood as one.
    pub fn date(&self, field: &str) -> Option<Date> {
        self.cell(field)?.date()
    }

    /// Value of a field as a number.
    pub fn number(&self, field: &str) -> Option<f64> {
        self.cell(field)?.number()
    }

    /// Value of a field as yes or no.
    pub fn flag(&self, field: &str) -> Option<bool> {
        self.cell(field)?.flag()
    }

    /// The items of a list field.
    pub fn list(&self, field: &str) -> Vec<&'a str> {
        let Some(rows) = self.index.cells.get(self.entry.row() as usize) else {
            return Vec::new();
        };
        let cells = rows.iter().filter_map(|row| self.tables.cells().at(*row));
        cells
            .filter(|cell| cell.field() == Some(field))
            .filter_map(|cell| cell.value())
            .collect()
    }
}
