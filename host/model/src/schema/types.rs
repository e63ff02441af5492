//! How a column is typed, described and written: the grammar in which `kinds.rs` is spoken.

use super::Kind;
use crate::Date;

/// The type of one column, the same on both sides of the sandbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// A text: on the wire a code into the kind's dictionary, 0 where absent.
    Text,
    /// Yes or no: 0 absent, 1 no, 2 yes.
    Flag,
    /// A whole number; the smallest `s64` where absent.
    Integer,
    /// A number; NaN where absent.
    Decimal,
    /// A day as days since 1970-01-01; the smallest `s32` where absent.
    Date,
    /// The row number of a row of another table of the same kind; the largest `u32` where absent.
    Reference(&'static str),
}

/// One column.
#[derive(Debug, Clone, Copy)]
pub struct ColumnSchema {
    /// Name in Rust (`snake_case`); the WIT name has dashes.
    pub name: &'static str,
    /// Type.
    pub ty: ColumnType,
    /// What stands in it.
    pub doc: &'static str,
}

/// One table.
#[derive(Debug, Clone, Copy)]
pub struct TableSchema {
    /// Name (plural, `snake_case`).
    pub name: &'static str,
    /// Name of one row (singular, `snake_case`).
    pub singular: &'static str,
    /// What one row is.
    pub doc: &'static str,
    /// Its columns, in order.
    pub columns: &'static [ColumnSchema],
}

/// One kind of fact: one interface of the plugin contract.
#[derive(Debug, Clone, Copy)]
pub struct KindSchema {
    /// The kind.
    pub kind: Kind,
    /// Name of the interface (`kebab-case`).
    pub name: &'static str,
    /// What it is.
    pub doc: &'static str,
    /// Its tables, in order.
    pub tables: &'static [TableSchema],
}

/// One value on its way into a column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// For a text column.
    Text(Option<&'a str>),
    /// For a flag column.
    Flag(Option<bool>),
    /// For an integer column.
    Integer(Option<i64>),
    /// For a decimal column.
    Decimal(Option<f64>),
    /// For a date column.
    Date(Option<Date>),
    /// For a reference column.
    Reference(Option<u32>),
}

impl Cell<'_> {
    /// Whether there is no value.
    #[inline]
    pub(crate) fn is_absent(&self) -> bool {
        matches!(
            self,
            Self::Text(None)
                | Self::Flag(None)
                | Self::Integer(None)
                | Self::Decimal(None)
                | Self::Date(None)
                | Self::Reference(None)
        )
    }
}

/// A column type as a Rust type: says which value a row literal takes.
pub trait CellType {
    /// What a reader writes into a row literal.
    type Value<'a>: Copy;
    /// The value as a cell.
    fn cell(value: Self::Value<'_>) -> Cell<'_>;
}

/// A row that can be pushed into its table.
pub trait Row {
    /// Kind of the table.
    const KIND: Kind;
    /// Index of the table inside its kind.
    const TABLE: usize;
    /// Hands over the cells, in the order of the columns, with the numbers of these; only those whose bit is set, as far
    /// as there are bits.
    fn cells(&self, wanted: u64, write: &mut impl FnMut(usize, Cell<'_>));
}

macro_rules! cell_types {
    ($($name:ident: $value:ty),*) => {$(
        /// Marker of a column type.
        #[derive(Debug, Clone, Copy)]
        pub struct $name;
        impl CellType for $name {
            type Value<'a> = Option<$value>;
            #[inline]
            fn cell(value: Self::Value<'_>) -> Cell<'_> {
                Cell::$name(value)
            }
        }
    )*};
}

/// The markers used by `kinds.rs`.
pub(super) mod markers {
    use super::{Cell, CellType, Date as Day};
    /// Marker of a text column.
    #[derive(Debug, Clone, Copy)]
    pub struct Text;
    impl CellType for Text {
        type Value<'a> = Option<&'a str>;
        #[inline]
        fn cell(value: Self::Value<'_>) -> Cell<'_> {
            Cell::Text(value)
        }
    }
    cell_types!(Flag: bool, Integer: i64, Decimal: f64, Date: Day, Reference: u32);
}
