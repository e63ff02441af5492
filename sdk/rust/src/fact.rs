//! Facts by number: what a finding cites, and how tables are walked.

use crate::bindings::sekisho::policy::types;
use std::cell::OnceCell;
use std::fmt;

/// Something a finding can cite.
pub trait Fact {
    /// Its number, unique over the subject.
    fn fact(&self) -> u32;
}

/// One subject's part of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    /// Number of its first fact.
    first: u32,
    /// Where its rows begin in the columns.
    start: u32,
    rows: u32,
}

impl Part {
    /// The fact of a row, given by its place in the columns.
    pub(crate) fn fact(self, at: u32) -> u32 {
        self.first.saturating_add(self.row(at))
    }

    /// The number of a row inside this part.
    pub(crate) fn row(self, at: u32) -> u32 {
        at.saturating_sub(self.start)
    }
}

/// A table whose parts, one per subject of the call, are fetched when first needed.
#[derive(Debug, Default)]
pub(crate) struct Table(OnceCell<Vec<types::Table>>);

impl Table {
    /// The part of one subject.
    pub(crate) fn part(&self, subject: u32, fetch: impl FnOnce() -> Vec<types::Table>) -> Part {
        let parts = match self.0.get() {
            Some(parts) => parts,
            None => self.fill(fetch),
        };
        let base = parts.first().map_or(0, |part| part.first);
        let own = parts.get(subject as usize).copied();
        let own = own.unwrap_or(types::Table { first: base, rows: 0 });
        Part {
            first: own.first,
            start: own.first.saturating_sub(base),
            rows: own.rows,
        }
    }

    /// Done once, and therefore out of the way of what is done for every row.
    #[cold]
    #[inline(never)]
    fn fill(&self, fetch: impl FnOnce() -> Vec<types::Table>) -> &[types::Table] {
        self.0.get_or_init(fetch)
    }
}

/// The rows of a table.
pub struct Rows<'a, T, R> {
    tables: &'a T,
    start: u32,
    next: u32,
    end: u32,
    view: fn(&'a T, u32) -> R,
}

impl<'a, T, R> Rows<'a, T, R> {
    pub(crate) fn new(tables: &'a T, part: Part, view: fn(&'a T, u32) -> R) -> Self {
        Self {
            tables,
            start: part.start,
            next: part.start,
            end: part.start.saturating_add(part.rows),
            view,
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.next >= self.end
    }

    /// A row by its number inside the table.
    pub fn at(&self, row: u32) -> Option<R> {
        self.in_columns(self.start.checked_add(row)?)
    }

    /// A row by its place in the columns; none where it is another subject's.
    pub(crate) fn in_columns(&self, at: u32) -> Option<R> {
        (self.start..self.end)
            .contains(&at)
            .then(|| (self.view)(self.tables, at))
    }
}

impl<T, R> Iterator for Rows<'_, T, R> {
    type Item = R;

    fn next(&mut self) -> Option<R> {
        let at = self.next;
        if at >= self.end {
            return None;
        }
        self.next += 1;
        Some((self.view)(self.tables, at))
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
            start: self.start,
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
