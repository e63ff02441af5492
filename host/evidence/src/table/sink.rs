//! Where rows go: assets with their attributes, register entries with their cells, data items and events.

use super::grid::Grid;
use super::header::Found;
use super::row::{Filled, Row};
use super::vocabulary::Field;
use crate::{ReadError, Reading};
use sekisho_model::EvidenceKind;
use sekisho_model::schema::rows::{assets, data_flows, registers};
use sekisho_model::schema::{self, Cell, ColumnType, Kind, Row as _};
use std::sync::Arc;

/// Number of the table `assets` in its kind.
const ASSETS: usize = 1;

/// The facts of one table in the making.
pub(super) struct Sink<'g> {
    grid: &'g Grid,
    found: &'g Found,
    key_column: usize,
    key: Option<&'static Field>,
    rows: i64,
    /// The inventory or sheet that all rows belong to.
    whole: u32,
    /// Assets: the table's column of each field that has one.
    columns: Vec<Option<(usize, ColumnType)>>,
    /// Assets: the column that says which inventory a row belongs to.
    inventory: Option<usize>,
    kind: EvidenceKind,
}

impl<'g> Sink<'g> {
    pub(super) fn new(
        grid: &'g Grid,
        found: &'g Found,
        key_column: usize,
        reading: &mut Reading<'_>,
    ) -> Result<Self, ReadError> {
        let name = if grid.name.is_empty() { reading.path } else { &grid.name };
        let register = found.register.id.as_str();
        let (kind, whole) = if register == "assets" {
            let row = assets::Inventory {
                name: Some(name),
                row_count: None,
            };
            (EvidenceKind::Assets, reading.push(&row, 0, "")?)
        } else {
            let row = registers::Sheet {
                register: Some(register),
                name: Some(name),
                row_count: None,
            };
            let kind = match register {
                "data-items" | "data-events" => EvidenceKind::DataFlows,
                _ => EvidenceKind::Register,
            };
            (kind, reading.push(&row, 0, "")?)
        };
        let columns = schema::table(Kind::Assets, ASSETS).map_or(&[][..], |table| table.columns);
        let column = |field: &Field| {
            let at = columns.iter().position(|c| c.name == field.id)?;
            columns.get(at).map(|column| (at, column.ty))
        };
        Ok(Self {
            grid,
            found,
            key_column,
            key: found.register.fields.iter().find(|f| f.key),
            rows: 0,
            whole,
            columns: found.register.fields.iter().map(column).collect(),
            inventory: columns.iter().position(|column| column.name == "inventory"),
            kind,
        })
    }

    /// Whether anybody wants the values of a field. Keys are compared with each other in any case.
    pub(super) fn needs(&self, reading: &Reading<'_>) -> impl Fn(Option<&Field>) -> bool + use<> {
        let wanted = Arc::clone(reading.builder.wanted());
        let is_assets = self.kind == EvidenceKind::Assets;
        let has_column: Vec<&str> = schema::table(Kind::Assets, ASSETS)
            .map_or(&[][..], |table| table.columns)
            .iter()
            .map(|column| column.name)
            .collect();
        move |field| {
            let Some(name) = field
                .map(|f| f.id.as_str())
                .filter(|name| is_assets && has_column.contains(name))
            else {
                // Kept as attributes and cells, by any name.
                return true;
            };
            // A value that its typed column cannot hold is kept as an attribute.
            let may_be_kept_beside = wanted.table(Kind::Assets, "attributes");
            field.is_some_and(|f| f.key) || may_be_kept_beside || wanted.column(Kind::Assets, "assets", name)
        }
    }

    /// Pushes one row.
    pub(super) fn row(&mut self, row: &Row<'_>, reading: &mut Reading<'_>) -> Result<(), ReadError> {
        self.rows += 1;
        if self.kind == EvidenceKind::Assets {
            return self.asset(row, reading);
        }
        self.entry(row, reading)?;
        match self.found.register.id.as_str() {
            "data-items" => self.item(row, reading),
            "data-events" => self.event(row, reading),
            _ => Ok(()),
        }
    }

    /// After the last row; answers what the table is about.
    pub(super) fn finish(self, reading: &mut Reading<'_>) -> EvidenceKind {
        let (kind, table) = match self.kind {
            EvidenceKind::Assets => (assets::Inventory::KIND, assets::Inventory::TABLE),
            _ => (registers::Sheet::KIND, registers::Sheet::TABLE),
        };
        let rows = Cell::Integer(Some(self.rows));
        reading.builder.set(kind, table, self.whole, "row_count", rows);
        self.kind
    }

    fn asset(&self, row: &Row<'_>, reading: &mut Reading<'_>) -> Result<(), ReadError> {
        let (line, locator) = self.grid.row_place(row.line, self.key_column);
        reading.count_row()?;
        let origin = reading.builder.origin(reading.file, line, &locator);
        let filled = || row.cells.iter().filter(|cell| !cell.values.is_empty());
        let mut asset = u32::MAX;
        if let Some(mut opened) = reading.builder.open(Kind::Assets, ASSETS, origin) {
            asset = opened.row();
            if let Some(inventory) = self.inventory {
                opened.set(inventory, Cell::Reference(Some(self.whole)));
            }
            for cell in filled() {
                if let Some((column, ty)) = self.column(cell) {
                    match ty {
                        ColumnType::Text => opened.set(column, Cell::Text(Some(&cell.joined()))),
                        ColumnType::Date => opened.set(column, Cell::Date(cell.values.first().and_then(|v| v.date))),
                        ColumnType::Flag => opened.set(column, Cell::Flag(cell.values.first().and_then(|v| v.flag))),
                        _ => {}
                    }
                }
            }
        }
        // No column of its own, or a value that its typed column cannot hold: the text is kept beside.
        for cell in filled().filter(|cell| !self.is_held(cell)) {
            let (line, locator) = self.grid.place(row.line, cell.column, cell.header);
            for value in cell.values.iter() {
                let attribute = assets::Attribute {
                    asset: Some(asset),
                    field: Some(cell.name()),
                    value: Some(&value.text),
                    number: value.number,
                    date: value.date,
                    flag: value.flag,
                    known: Some(cell.field.is_some()),
                };
                reading.push(&attribute, line, &locator)?;
            }
        }
        Ok(())
    }

    /// The table's column of a cell.
    fn column(&self, cell: &Filled<'_>) -> Option<(usize, ColumnType)> {
        self.columns.get(cell.number?).copied().flatten()
    }

    /// Whether a cell's column takes its value.
    fn is_held(&self, cell: &Filled<'_>) -> bool {
        let first = cell.values.first();
        match self.column(cell) {
            Some((_, ColumnType::Text)) => true,
            Some((_, ColumnType::Date)) => first.is_some_and(|value| value.date.is_some()),
            Some((_, ColumnType::Flag)) => first.is_some_and(|value| value.flag.is_some()),
            _ => false,
        }
    }

    fn entry(&self, row: &Row<'_>, reading: &mut Reading<'_>) -> Result<(), ReadError> {
        let (line, locator) = self.grid.row_place(row.line, self.key_column);
        let text = self.key.and_then(|f| row.text(&f.id));
        let entry = registers::Entry {
            sheet: Some(self.whole),
            register: Some(self.found.register.id.as_str()),
            key: text.as_deref(),
        };
        let entry = reading.push(&entry, line, &locator)?;
        for cell in &row.cells {
            let (line, locator) = self.grid.place(row.line, cell.column, cell.header);
            for value in cell.values.iter() {
                let fact = registers::RegisterCell {
                    entry: Some(entry),
                    field: Some(cell.name()),
                    value: Some(&value.text),
                    number: value.number,
                    date: value.date,
                    flag: value.flag,
                    known: Some(cell.field.is_some()),
                };
                reading.push(&fact, line, &locator)?;
            }
        }
        Ok(())
    }

    fn item(&self, row: &Row<'_>, reading: &mut Reading<'_>) -> Result<(), ReadError> {
        let (line, locator) = self.grid.row_place(row.line, self.key_column);
        let text = |id: &str| row.text(id);
        let retention = row.field("retention_until");
        // One statement, so that the texts live as long as the row.
        reading.push(
            &data_flows::DataItem {
                id: text("id").as_deref(),
                name: text("name").as_deref(),
                owner: text("owner").as_deref(),
                category: text("category").as_deref(),
                event: text("event").as_deref(),
                place: text("place").as_deref(),
                country: text("country").as_deref(),
                operator: text("operator").as_deref(),
                purpose: text("purpose").as_deref(),
                disclosure: text("disclosure").as_deref(),
                retention: retention.map(|c| c.raw.as_ref()),
                retention_until: retention.and_then(|c| c.values.first()).and_then(|v| v.date),
                legal_basis: text("legal_basis").as_deref(),
            },
            line,
            &locator,
        )?;
        Ok(())
    }

    fn event(&self, row: &Row<'_>, reading: &mut Reading<'_>) -> Result<(), ReadError> {
        let (line, locator) = self.grid.row_place(row.line, self.key_column);
        reading.push(
            &data_flows::DataEvent {
                id: row.text("id").as_deref(),
                item: row.text("inputs").or_else(|| row.text("outputs")).as_deref(),
                event: row.text("kind").as_deref(),
                from: row.text("place").as_deref(),
                to: row.text("counterparty").as_deref(),
                purpose: row.text("purpose").as_deref(),
            },
            line,
            &locator,
        )?;
        Ok(())
    }
}
