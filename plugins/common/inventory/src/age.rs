//! Days between then and now, told so that "exactly at the limit" and "in the future" are said in one place only.

use crate::cells::Stated;
use sekisho_sdk::findings::Finding;
use sekisho_sdk::prelude::*;

/// How old the day is that a field states.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Age<'a> {
    /// No day is stated.
    Nothing,
    /// What stands there is not a day.
    Odd(&'a str),
    /// The day has not come yet.
    Ahead(Date),
    /// More days ago than the limit.
    Old(Date),
    /// In time; the limit itself still counts.
    Fresh,
}

/// Judges what a field states against a limit in days.
pub(crate) fn age(stated: Stated<'_>, today: Date, limit: i64) -> Age<'_> {
    match stated {
        Stated::Nothing => Age::Nothing,
        Stated::Text(text) => Age::Odd(text),
        Stated::Flag(flag) => Age::Odd(if flag { "true" } else { "false" }),
        Stated::Day(day) if day > today => Age::Ahead(day),
        Stated::Day(day) if today.days_since(day) > limit => Age::Old(day),
        Stated::Day(_) => Age::Fresh,
    }
}

/// Says that a day cannot be judged: `date-unclear` (entry, field, value) or `date-ahead` (entry, field, date).
pub(crate) fn unclear<'f>(out: &'f mut Findings, label: &str, field: &str, age: Age<'_>) -> Option<&'f mut Finding> {
    match age {
        Age::Odd(value) => Some(
            out.unknown("date-unclear")
                .arg("entry", label)
                .arg("field", field)
                .arg("value", value),
        ),
        Age::Ahead(day) => Some(
            out.unknown("date-ahead")
                .arg("entry", label)
                .arg("field", field)
                .arg("date", day),
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Age, age};
    use crate::cells::Stated;
    use sekisho_sdk::Date;

    #[test]
    fn the_limit_itself_is_in_time() {
        let today = Date(1000);
        assert_eq!(age(Stated::Day(Date(635)), today, 365), Age::Fresh);
        assert_eq!(age(Stated::Day(Date(634)), today, 365), Age::Old(Date(634)));
        assert_eq!(age(Stated::Day(today), today, 0), Age::Fresh);
        assert_eq!(age(Stated::Day(Date(1001)), today, 365), Age::Ahead(Date(1001)));
        assert_eq!(age(Stated::Text("去年"), today, 365), Age::Odd("去年"));
        assert_eq!(age(Stated::Nothing, today, 365), Age::Nothing);
    }
}
