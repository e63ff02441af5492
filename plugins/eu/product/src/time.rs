//! A day with a time of day, as registers have it: `2026-09-20 14:30`, `2026-09-20T14:30:00+09:00`.

use sekisho_sdk::prelude::*;

/// Minutes since 1970-01-01 of the clock they were read from, and how far it is ahead of UTC where that is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Time {
    minutes: i64,
    zone: Option<i64>,
}

impl Time {
    /// Reads one; a day alone is none, as hours are asked for.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim().replace('/', "-");
        let day = Date::parse(text.get(..10)?)?;
        let rest = text.get(10..)?.trim_start_matches(['T', 't', ' ']);
        let (clock, zone) = match rest.find(['Z', 'z', '+', '-']) {
            Some(at) => (rest.get(..at)?, Some(offset(rest.get(at..)?)?)),
            None => (rest, None),
        };
        let mut parts = clock.trim().split(':');
        let hour = number(parts.next()?, 23)?;
        let minute = number(parts.next()?, 59)?;
        Some(Self {
            minutes: i64::from(day.0) * 1440 + hour * 60 + minute,
            zone,
        })
    }

    /// Minutes since another time; `None` where only one of them says its zone.
    pub(crate) fn since(self, earlier: Self) -> Option<i64> {
        let apart = self.minutes - earlier.minutes;
        match (self.zone, earlier.zone) {
            (Some(own), Some(other)) => Some(apart - own + other),
            (None, None) => Some(apart),
            _ => None,
        }
    }

    /// The day.
    pub(crate) fn day(self) -> Date {
        Date(i32::try_from(self.minutes.div_euclid(1440)).unwrap_or(i32::MAX))
    }
}

fn number(text: &str, most: i64) -> Option<i64> {
    let is_plain = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    is_plain.then(|| text.parse().ok()).flatten().filter(|n| *n <= most)
}

fn offset(text: &str) -> Option<i64> {
    let sign = match text.chars().next()? {
        'Z' | 'z' => return (text.len() == 1).then_some(0),
        '-' => -1,
        _ => 1,
    };
    let digits: String = text.get(1..)?.chars().filter(|c| *c != ':').collect();
    let hours = number(digits.get(..2)?, 14)?;
    let minutes = digits
        .get(2..)
        .filter(|m| !m.is_empty())
        .map_or(Some(0), |m| number(m, 59))?;
    Some(sign * (hours * 60 + minutes))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::Time;

    #[test]
    fn times_are_compared_over_zones_and_never_guessed() {
        let at = |text: &str| Time::parse(text).unwrap();
        let apart = |later, earlier| at(later).since(at(earlier));
        assert_eq!(apart("2026-09-21 10:00", "2026-09-20 09:00"), Some(25 * 60));
        assert_eq!(apart("2026-09-20T10:00:00Z", "2026-09-20T10:00+09:00"), Some(9 * 60));
        assert_eq!(apart("2026-09-20T10:00Z", "2026-09-20 10:00"), None);
        for none in [
            "2026-09-20",
            "2026-09-20 24:00",
            "2026-02-30 10:00",
            "2026-09-20T10:00+9",
            "soon",
        ] {
            assert_eq!(Time::parse(none), None, "{none}");
        }
    }
}
