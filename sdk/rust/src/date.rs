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

impl std::fmt::Display for Date {
    /// `YYYY-MM-DD`: for an argument that is a text, such as that of a group.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Eras of 400 years from 0000-03-01, so that the leap day ends a year.
        let days = i64::from(self.0) + 719_468;
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 {
            from_march + 3
        } else {
            from_march - 9
        };
        let year = year + era * 400 + i64::from(month <= 2);
        write!(f, "{year:04}-{month:02}-{day:02}")
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

    #[test]
    fn writes_what_it_reads() {
        for text in [
            "1600-01-01",
            "1970-01-01",
            "1999-12-31",
            "2000-02-29",
            "2000-03-01",
            "2026-11-23",
            "2100-02-28",
        ] {
            assert_eq!(Date::parse(text).map(|day| day.to_string()).as_deref(), Some(text));
        }
        assert_eq!(
            Date::parse("2100-03-01")
                .map(|day| day.plus_days(-1).to_string())
                .as_deref(),
            Some("2100-02-28")
        );
    }
}
