//! The schema of facts: which kinds there are, which tables each kind has, which typed columns each table has.
//!
//! This is the single source of three things that must never differ: what evidence readers write (the typed rows in
//! [`rows`]), what a plugin may import (`wit/policy@0.1.0/facts.wit`, one interface per kind, one function per column)
//! and what the SDK turns back into records. The latter two are generated from here by `cargo xtask codegen`.
//! Adding a column or a table adds functions, which is a compatible change; renaming or retyping one is not.

mod kinds;
mod types;

pub use kinds::{KINDS, Kind, rows};
pub use types::{Cell, CellType, ColumnSchema, ColumnType, KindSchema, Row, TableSchema};

/// Finds the schema of a kind.
pub fn kind(kind: Kind) -> &'static KindSchema {
    // INVARIANT: KINDS lists the kinds in the order of the enum (tested below).
    #[allow(clippy::indexing_slicing, reason = "the macro makes one entry per variant, in order")]
    &KINDS[kind as usize]
}

/// The schema of one table.
pub fn table(of: Kind, index: usize) -> Option<&'static TableSchema> {
    kind(of).tables.get(index)
}

/// Looks a table up by its name inside a kind.
pub fn table_by_name(of: Kind, name: &str) -> Option<(usize, &'static TableSchema)> {
    kind(of).tables.iter().enumerate().find(|(_, table)| table.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn kinds_stand_in_the_order_of_the_enum() {
        for (index, schema) in KINDS.iter().enumerate() {
            assert_eq!(schema.kind as usize, index);
            assert_eq!(kind(schema.kind).name, schema.name);
        }
    }

    #[test]
    fn references_point_at_tables_of_the_same_kind_and_names_are_unique() {
        for schema in KINDS {
            let mut functions = BTreeSet::new();
            for table in schema.tables {
                assert!(functions.insert(table.name.to_owned()), "{} twice", table.name);
                for column in table.columns {
                    assert!(functions.insert(format!("{}-{}", table.singular, column.name)));
                    if let ColumnType::Reference(target) = column.ty {
                        assert!(
                            table_by_name(schema.kind, target).is_some(),
                            "{target} in {}",
                            table.name
                        );
                    }
                }
            }
        }
    }
}
