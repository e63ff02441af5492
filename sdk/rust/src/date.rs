//! A day. The host does the calendar; a check compares days and counts between them.

/// A day, as days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub i32);

impl Date {
    /// How many days lie between an earlier day and this one (negative when it is later).
    pub const fn days_since(self, earlier: Self) -> i64 {
        self.0 as i64 - earlier.0 as i64
    }

    /// This day, so many days later.
    #[must_use]
    pub const fn plus_days(self, days: i64) -> Self {
        let sum = self.0 as i64 + days;
        if sum > i32::MAX as i64 {
            Self(i32::MAX)
        } else if sum < i32::MIN as i64 {
            Self(i32::MIN)
        } else {
            Self(sum as i32)
        }
    }

    /// Reads `YYYY-MM-DD` (a time after it is ignored); `None` where the calendar has no such day.
    pub fn parse(text: &str) -> Option<Self> {
        let head = text.trim().get(..10)?;
        let mut parts = head.split('-');
        let number = |s: &str| {
            s.bytes()
                .all(|b| b.is_ascii_digit())
                .then(|| s.parse::<i32>().ok())
                .flatten()
        };
        let (y, m, d) = (number(parts.next()?)?, number(parts.next()?)?, number(parts.next()?)?);
        let leap = y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
        let longest = match m {
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            1..=12 => 31,
            _ => return None,
        };
        if y < 1600 || !(1..=longest).contains(&d) {
            return None;
        }
        // Days before the year, days before the month in a year that starts in March.
        let (year, month) = if m <= 2 { (y - 1, m + 9) } else { (y, m - 3) };
        let days = year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + d - 1;
        Some(Self(days - 719_468))
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn parses_known_days() {
        assert_eq!(Date::parse("1970-01-01"), Some(Date(0)));
        assert_eq!(Date::parse("2026-11-23T09:00:00Z"), Some(Date(20_780)));
        assert_eq!(Date::parse("2000-02-29"), Some(Date(11_016)));
        assert_eq!(Date::parse("2025-02-29"), None);
    }
}
