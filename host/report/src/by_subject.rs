//! What is said of each subject, so that nobody searches all that is said for one: a fleet has thousands of them.

use crate::view::Row;
use std::collections::BTreeMap;

/// Things by their subject, each list in the order in which they were given.
#[derive(Debug)]
pub(crate) struct BySubject<'r, T>(BTreeMap<&'r str, Vec<&'r T>>);

impl<'r, T> BySubject<'r, T> {
    pub(crate) fn new(things: impl IntoIterator<Item = (&'r str, &'r T)>) -> Self {
        let mut all: BTreeMap<&str, Vec<&T>> = BTreeMap::new();
        for (subject, thing) in things {
            all.entry(subject).or_default().push(thing);
        }
        Self(all)
    }

    /// Those of one subject.
    pub(crate) fn of(&self, subject: &str) -> &[&'r T] {
        self.0.get(subject).map_or(&[][..], Vec::as_slice)
    }
}

impl<'r, 'a> BySubject<'r, Row<'a>> {
    pub(crate) fn rows(rows: &'r [Row<'a>]) -> Self {
        Self::new(rows.iter().map(|row| (row.status.subject.as_str(), row)))
    }

    /// Of one subject those of one policy.
    pub(crate) fn under(&self, subject: &str, policy: &str) -> Vec<&'r Row<'a>> {
        let own = self.of(subject).iter().copied();
        own.filter(|row| row.policy.id == policy).collect()
    }
}
