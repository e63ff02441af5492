//! Cells that hold the text of another cell: what a component is called or known by stands in several tables, and is a text
//! of the facts only once.

use sekisho_model::FactsBuilder;
use sekisho_model::schema::rows::sbom as row;
use sekisho_model::schema::{self, Cell, Kind, Row};

/// A cell by its table, row and column.
pub(super) type At = (usize, u32, usize);

/// Numbers of columns.
#[derive(Clone, Copy)]
pub(super) struct Columns {
    /// Of components.
    pub(super) reference: usize,
    pub(super) purl: usize,
    pub(super) cpe: usize,
    pub(super) swid: usize,
    /// Of identifiers.
    pub(super) identifier: usize,
    /// Of dependencies.
    pub(super) list: usize,
    pub(super) from: usize,
    pub(super) to: usize,
}

impl Columns {
    pub(super) fn of_schema() -> Self {
        let column = |table: usize, name: &str| {
            let columns = schema::table(Kind::Sbom, table).map(|table| table.columns);
            let at = columns.and_then(|columns| columns.iter().position(|column| column.name == name));
            // INVARIANT: the schema has these columns; another number would name no column.
            at.unwrap_or(usize::MAX)
        };
        Self {
            reference: column(row::Component::TABLE, "reference"),
            purl: column(row::Component::TABLE, "purl"),
            cpe: column(row::Component::TABLE, "cpe"),
            swid: column(row::Component::TABLE, "swid"),
            identifier: column(row::Identifier::TABLE, "value"),
            list: column(row::DependencyList::TABLE, "reference"),
            from: column(row::Dependency::TABLE, "from_reference"),
            to: column(row::Dependency::TABLE, "to_reference"),
        }
    }
}

/// Writes a text into a cell, where another one has it already, by its number, without looking at it.
pub(super) fn set_same(builder: &mut FactsBuilder, cell: At, has_it: Option<At>, text: &str) {
    // A row that nobody wants has no number.
    if cell.1 != u32::MAX && !has_it.is_some_and(|other| builder.set_same(Kind::Sbom, cell, other)) {
        let (table, row, column) = cell;
        builder.set_at(Kind::Sbom, table, row, column, Cell::Text(Some(text)));
    }
}

#[cfg(test)]
mod tests {
    use super::Columns;

    #[test]
    fn every_column_is_in_the_schema() {
        let c = Columns::of_schema();
        let all = [c.reference, c.purl, c.cpe, c.swid, c.identifier, c.list, c.from, c.to];
        assert!(all.iter().all(|at| *at != usize::MAX), "{all:?}");
    }
}
