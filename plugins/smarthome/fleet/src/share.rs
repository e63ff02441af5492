//! A share of a fleet, against what is allowed. Devices of which nothing is known make it a range.

/// How many of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Share {
    /// Known to be so.
    pub(crate) count: usize,
    /// Might be so.
    pub(crate) unstated: usize,
    /// All.
    pub(crate) total: usize,
}

/// A share against a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// More than allowed, whatever the unknown ones are.
    Over,
    /// Allowed, whatever the unknown ones are.
    Within,
    /// The unknown ones decide.
    Open,
}

impl Share {
    /// Against the greatest share allowed, in percent.
    pub(crate) fn against(self, max_percent: f64) -> Verdict {
        let allowed = max_percent * as_decimal(self.total);
        if as_decimal(self.count) * 100.0 > allowed {
            Verdict::Over
        } else if as_decimal(self.count.saturating_add(self.unstated)) * 100.0 <= allowed {
            Verdict::Within
        } else {
            Verdict::Open
        }
    }

    /// In percent, with one decimal.
    pub(crate) fn percent(self) -> String {
        percent(self.count, self.total)
    }
}

/// A share in percent with one decimal. What is not nothing is not shown as 0.0, and what is not all not as 100.0.
pub(crate) fn percent(count: usize, total: usize) -> String {
    if total == 0 {
        return "0.0".to_owned();
    }
    let (count_wide, total_wide) = (count as u128, total as u128);
    let tenths = (count_wide * 2000 + total_wide) / (total_wide * 2);
    match tenths {
        0 if count > 0 => "<0.1".to_owned(),
        1000.. if count < total => ">99.9".to_owned(),
        _ => format!("{}.{}", tenths / 10, tenths % 10),
    }
}

/// A count as a number; counts of facts stay below 2^32.
pub(crate) fn as_decimal(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::{Share, Verdict, percent};

    #[test]
    fn one_decimal_that_does_not_hide_anything() {
        for (count, total, text) in [
            (3, 1000, "0.3"),
            (0, 1000, "0.0"),
            (1, 100_000, "<0.1"),
            (1, 3, "33.3"),
            (2, 3, "66.7"),
            (99_999, 100_000, ">99.9"),
            (5, 5, "100.0"),
            (0, 0, "0.0"),
        ] {
            assert_eq!(percent(count, total), text);
        }
    }

    #[test]
    fn the_limit_itself_is_allowed_and_unknown_devices_leave_it_open() {
        let share = |count, unstated| Share {
            count,
            unstated,
            total: 1000,
        };
        assert_eq!(share(5, 0).against(0.5), Verdict::Within);
        assert_eq!(share(6, 0).against(0.5), Verdict::Over);
        assert_eq!(share(5, 1).against(0.5), Verdict::Open);
        assert_eq!(share(3, 500).against(0.0), Verdict::Over);
        assert_eq!(share(0, 1000).against(100.0), Verdict::Within);
    }
}
