//! The stage of the life cycle of a model and version: in development, supported, of limited support, ended. The names are those of
//! the IMDRF guide on legacy devices as they are generally known.

use crate::units::filled;
use sekisho_sdk::Date;
use sekisho_sdk::prelude::*;

/// A stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    /// Not on the market yet.
    Development,
    /// In full support.
    Support,
    /// The maker still does something, less and less.
    Limited,
    /// Support has ended.
    Ended,
}

impl Stage {
    /// What a row states; `Err` holds a text that is no stage.
    pub(crate) fn of<'a>(row: &Entry<'a>) -> Result<Option<Self>, &'a str> {
        let Some(text) = filled(row, "stage") else {
            return Ok(None);
        };
        match text {
            "development" => Ok(Some(Self::Development)),
            "support" => Ok(Some(Self::Support)),
            "limited-support" => Ok(Some(Self::Limited)),
            "eos" => Ok(Some(Self::Ended)),
            _ => Err(text),
        }
    }

    /// The word of the register.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Development => "development",
            Self::Support => "support",
            Self::Limited => "limited-support",
            Self::Ended => "eos",
        }
    }

    /// The stage that the days of a row ask for on a day; nothing where they say nothing.
    pub(crate) fn by_days(limited_from: Option<Date>, end: Option<Date>, today: Date) -> Option<Self> {
        match (limited_from, end) {
            (_, Some(end)) if end < today => Some(Self::Ended),
            (Some(from), _) if from <= today => Some(Self::Limited),
            (None, None) => None,
            _ => Some(Self::Support),
        }
    }
}

/// The days of a row: start of limited support, last day of support.
pub(crate) fn days(row: &Entry<'_>) -> (Option<Date>, Option<Date>) {
    (row.date("limited_from"), row.date("support_end"))
}

/// The later of what a row states and what its days say; a model in development has no days yet.
pub(crate) fn effective(row: &Entry<'_>, today: Date) -> Option<Stage> {
    let stated = Stage::of(row).ok().flatten();
    let (limited_from, end) = days(row);
    stated.max(Stage::by_days(limited_from, end, today))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::Stage;
    use sekisho_sdk::Date;

    fn day(text: &str) -> Option<Date> {
        Date::parse(text)
    }

    #[test]
    fn days_name_a_stage() {
        let today = day("2026-11-23").unwrap();
        let of = |from: &str, end: &str| Stage::by_days(day(from), day(end), today);
        assert_eq!(of("", ""), None);
        assert_eq!(of("", "2026-11-22"), Some(Stage::Ended));
        // The last day of support is still supported.
        assert_eq!(of("", "2026-11-23"), Some(Stage::Support));
        assert_eq!(of("2026-11-23", "2030-01-01"), Some(Stage::Limited));
        assert_eq!(of("2026-11-24", ""), Some(Stage::Support));
    }
}
