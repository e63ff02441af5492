//! Facts by number: what a finding cites, and how tables are walked.

use crate::bindings::sekisho::policy::types;
use std::cell::OnceCell;
use std::fmt;

/// Something a finding can cite.
pub trait Fact {
    /// Its number, unique over the subject.
    fn fact(&self) -> u32;
}

/// A table whose number and size are fetched when first needed.
#[derive(Debug, Default)]
pub struct Table(OnceCell<types::Table>);

impl Table {
    /// First fact and row count.
    pub fn get(&self, fetch: fn() -> types::Table) -> types::Table {
        *self.0.get_or_init(fetch)
    }
}

/// The rows of a table.
pub struct Rows<'a, T, R> {
    tables: &'a T,
    next: u32,
    end: u32,
    view: fn(&'a T, u32) -> R,
}

impl<'a, T, R> Rows<'a, T, R> {
    pub(crate) fn new(tables: &'a T, table: types::Table, view: fn(&'a T, u32) -> R) -> Self {
        Self {
            tables,
            next: 0,
            end: table.rows,
            view,
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.next >= self.end
    }

    /// A row by its number inside the table.
    pub fn at(&self, row: u32) -> Option<R> {
        (row < self.end).then(|| (self.view)(self.tables, row))
    }
}

impl<T, R> Iterator for Rows<'_, T, R> {
    type Item = R;

    fn next(&mut self) -> Option<R> {
        let row = self.next;
        if row >= self.end {
            return None;
        }
        self.next += 1;
        Some((self.view)(self.tables, row))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.end.saturating_sub(self.next) as usize;
        (left, Some(left))
    }
}

impl<T, R> ExactSizeIterator for Rows<'_, T, R> {}

impl<T, R> Clone for Rows<'_, T, R> {
    fn clone(&self) -> Self {
        Self {
            tables: self.tables,
            next: self.next,
            end: self.end,
            view: self.view,
        }
    }
}

impl<T, R> fmt::Debug for Rows<'_, T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows")
            .field("next", &self.next)
            .field("end", &self.end)
            .finish_non_exhaustive()
    }
}
