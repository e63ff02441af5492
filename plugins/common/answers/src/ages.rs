//! Days between a record and today, told so that "exactly at the limit" is said in one place only.

use crate::heard::is_blank;
use crate::problem::Problem;
use sekisho_sdk::prelude::*;

/// Most days that a parameter may ask for.
pub(crate) const LONGEST: i64 = 36_500;

/// The parameter `max_age_days`; 0 means that age does not count.
pub(crate) fn max_age(default: i64) -> Parameter {
    Parameter::integer("max_age_days", 0, LONGEST, default)
}

/// Whether `day` lies more than `limit` days before `today`; the limit itself still counts as in time.
pub(crate) const fn too_old(day: Date, today: Date, limit: i64) -> bool {
    limit > 0 && today.days_since(day) > limit
}

/// What a date field says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Day<'a> {
    /// A day up to today.
    On(Date),
    /// A day that has not come.
    Future(Date),
    /// Words that are no day.
    Odd(&'a str),
    Empty,
}

impl Day<'_> {
    /// The day, if it is not in the future.
    pub(crate) const fn past(self) -> Option<Date> {
        match self {
            Self::On(date) => Some(date),
            _ => None,
        }
    }
}

/// Reads a date field.
pub(crate) fn day<'a>(row: &Entry<'a>, field: &str, today: Date) -> Day<'a> {
    match (row.date(field), row.get(field)) {
        (Some(date), _) if date > today => Day::Future(date),
        (Some(date), _) => Day::On(date),
        (None, Some(text)) if !is_blank(text) => Day::Odd(text),
        _ => Day::Empty,
    }
}

/// Message ids of what may be wrong with a date.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Names {
    /// Empty: argument `name`.
    pub(crate) missing: &'static str,
    /// Not understood: `name`, `text`.
    pub(crate) odd: &'static str,
    /// In the future: `name`, `date`.
    pub(crate) future: &'static str,
    /// Too long ago: `name`, `date`, `days`, `limit`.
    pub(crate) old: &'static str,
}

/// A date that has to be there and lie at most `limit` days back.
pub(crate) fn recent(
    row: &Entry<'_>,
    field: &str,
    today: Date,
    limit: i64,
    name: &str,
    names: Names,
) -> Result<Date, Problem> {
    let problem = match day(row, field, today) {
        Day::On(date) if !too_old(date, today, limit) => return Ok(date),
        Day::On(date) => Problem::fail(names.old)
            .arg("date", date)
            .arg("days", today.days_since(date))
            .arg("limit", limit),
        Day::Future(date) => Problem::fail(names.future).arg("date", date),
        Day::Odd(text) => Problem::unknown(names.odd).arg("text", text),
        Day::Empty => Problem::fail(names.missing),
    };
    Err(problem.arg("name", name).cite(row))
}

/// Whether a period that ends on `last` (that day included) is over.
pub(crate) fn is_over(last: Option<Date>, today: Date) -> bool {
    last.is_some_and(|last| last < today)
}

#[cfg(test)]
mod tests {
    use super::{is_over, too_old};
    use sekisho_sdk::Date;

    #[test]
    fn the_limit_itself_is_in_time() {
        assert!(!too_old(Date(100), Date(465), 365));
        assert!(too_old(Date(100), Date(466), 365));
        assert!(!too_old(Date(0), Date(20_000), 0));
    }

    #[test]
    fn the_last_day_counts() {
        assert!(!is_over(None, Date(5)) && !is_over(Some(Date(5)), Date(5)) && is_over(Some(Date(4)), Date(5)));
    }
}
