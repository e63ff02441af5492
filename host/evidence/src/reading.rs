//! What a reader is handed: the facts to push rows into, its file, its limits, and a place for diagnostics.
//!
//! A file that turns out to be unusable leaves nothing behind: a reader parses all of it before it pushes rows, or takes
//! back what it pushed.

use crate::ReadError;
use crate::limits::Limits;
use sekisho_model::facts::{Mark, Origin};
use sekisho_model::schema::Row;
use sekisho_model::{Date, Diagnostic, FactsBuilder};

/// The surroundings of one reader at work on one file.
#[derive(Debug)]
pub struct Reading<'a> {
    /// Where rows go.
    pub builder: &'a mut FactsBuilder,
    /// Index of the file in the subject's evidence.
    pub file: u32,
    /// Path of the file inside the subject, for diagnostics and snapshots.
    pub path: &'a str,
    /// The bounds.
    pub limits: &'a Limits,
    /// The asset a snapshot was taken from, where `evidence.toml` states it.
    pub asset: Option<&'a str>,
    /// When the file was collected, where `evidence.toml` states it.
    pub collected_at: Option<Date>,
    /// Set by a reader whose document lists vulnerabilities, which a reader of their own reads.
    pub has_vulnerabilities: bool,
    diagnostics: &'a mut Vec<Diagnostic>,
    rows: u32,
    noted: u32,
    dropped: u32,
}

/// How far a file was at some moment; see [`Reading::take_back`].
#[derive(Debug)]
pub(crate) struct Before {
    facts: Mark,
    diagnostics: usize,
    counts: (u32, u32, u32),
}

/// How many remarks there were at some moment; see [`Reading::forget`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Remarks(usize, (u32, u32, u32));

impl<'a> Reading<'a> {
    /// For one file.
    pub fn new(
        builder: &'a mut FactsBuilder,
        diagnostics: &'a mut Vec<Diagnostic>,
        limits: &'a Limits,
        file: u32,
        path: &'a str,
    ) -> Self {
        Self {
            builder,
            file,
            path,
            limits,
            asset: None,
            collected_at: None,
            has_vulnerabilities: false,
            diagnostics,
            rows: 0,
            noted: 0,
            dropped: 0,
        }
    }

    /// Pushes a row that stands at a line (0 for none) and place (empty for none) of this file.
    pub fn push<R: Row>(&mut self, row: &R, line: u32, locator: &str) -> Result<u32, ReadError> {
        let origin = self.builder.origin(self.file, line, locator);
        self.push_at(row, origin)
    }

    /// Makes the origin of rows at a place that has not been named before in this file.
    pub(crate) fn origin(&mut self, line: u32, locator: &str) -> Origin {
        self.builder.origin_at_new_place(self.file, line, locator)
    }

    /// Pushes a row whose origin is made already.
    pub(crate) fn push_at<R: Row>(&mut self, row: &R, origin: Origin) -> Result<u32, ReadError> {
        self.count_row()?;
        Ok(self.builder.push(row, origin))
    }

    /// Counts one row against the limit (for rows pushed straight into the builder).
    pub fn count_row(&mut self) -> Result<(), ReadError> {
        self.count_rows(1)
    }

    /// Counts rows against the limit.
    pub(crate) fn count_rows(&mut self, number: usize) -> Result<(), ReadError> {
        self.rows = self.rows.saturating_add(u32::try_from(number).unwrap_or(u32::MAX));
        if self.rows > self.limits.rows {
            return Err(ReadError::limit(
                "number of facts in one file",
                self.limits.rows.to_string(),
            ));
        }
        Ok(())
    }

    /// Notes something odd; beyond the limit remarks are counted, not kept.
    pub fn note(&mut self, diagnostic: Diagnostic) {
        if self.noted < self.limits.diagnostics {
            self.noted += 1;
            self.diagnostics.push(diagnostic.at_path(self.path));
        } else {
            self.dropped = self.dropped.saturating_add(1);
        }
    }

    /// Remembers which remarks there are.
    pub(crate) fn remarks(&self) -> Remarks {
        Remarks(self.diagnostics.len(), (self.rows, self.noted, self.dropped))
    }

    /// Takes back the remarks since then; only where no rows were pushed.
    pub(crate) fn forget(&mut self, since: Remarks) {
        self.diagnostics.truncate(since.0);
        (self.rows, self.noted, self.dropped) = since.1;
    }

    /// Remembers how far the file is.
    pub(crate) fn mark(&self) -> Before {
        Before {
            facts: self.builder.mark(),
            diagnostics: self.diagnostics.len(),
            counts: (self.rows, self.noted, self.dropped),
        }
    }

    /// Takes back all rows and remarks since then.
    pub(crate) fn take_back(&mut self, before: &Before) {
        self.builder.take_back(&before.facts);
        self.diagnostics.truncate(before.diagnostics);
        (self.rows, self.noted, self.dropped) = before.counts;
    }

    /// Counts remarks that were not even made.
    pub(crate) fn count_remarks(&mut self, number: u32) {
        self.dropped = self.dropped.saturating_add(number);
    }

    /// Ends the file: says how many remarks were only counted.
    pub fn finish(self) {
        if self.dropped > 0 {
            let text = format!(
                "{} further remarks about this file are counted, not listed",
                self.dropped
            );
            self.diagnostics
                .push(Diagnostic::note("remarks-counted", text).at_path(self.path));
        }
    }
}
