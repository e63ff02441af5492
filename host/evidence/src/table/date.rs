//! Days as people write them, Japanese eras included. What names no single day is not guessed.

use sekisho_model::Date;
use unicode_normalization::UnicodeNormalization as _;

/// What a text says about a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// This day.
    Day(Date),
    /// A month without a day.
    Month,
    /// A day that may be two: `4/1/2026`.
    Ambiguous,
    /// Nothing of the kind.
    None,
}

const ERAS: [(&[&str], i32); 5] = [
    (&["令和", "r"], 2018),
    (&["平成", "h"], 1988),
    (&["昭和", "s"], 1925),
    (&["大正", "t"], 1911),
    (&["明治", "m"], 1867),
];
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Reads a day.
pub fn parse(text: &str) -> Reading {
    // Most days are written as they should be.
    if let Some(date) = Date::parse(text.trim()) {
        return Reading::Day(date);
    }
    let plain: String = text.trim().nfkc().collect::<String>().to_lowercase();
    let mut plain = plain.trim().trim_end_matches(['頃', 'ま', 'で']).to_owned();
    if plain.is_empty() || plain.chars().count() > 48 {
        return Reading::None;
    }
    // A weekday in brackets says nothing new: 2026年4月1日(水).
    if let (Some(open), Some(close)) = (plain.find('('), plain.find(')'))
        && open < close
    {
        plain.replace_range(open..=close, " ");
    }
    let plain = plain.trim();
    for (names, before) in ERAS {
        for name in names {
            if let Some(rest) = plain.strip_prefix(name)
                && rest.trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '元')
            {
                return numeric(rest.trim_start(), Some(before));
            }
        }
    }
    if plain.bytes().any(|b| b.is_ascii_alphabetic()) && !is_iso_time(plain) {
        return named_month(plain);
    }
    numeric(plain, None)
}

fn is_iso_time(text: &str) -> bool {
    text.split_once('t').is_some_and(|(day, time)| {
        day.len() >= 8
            && day.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'/'))
            && time.starts_with(|c: char| c.is_ascii_digit())
    })
}

fn numeric(text: &str, era: Option<i32>) -> Reading {
    let text = text.split(['t', ' ']).next().unwrap_or(text);
    let text = text.replace('元', "1");
    if era.is_none() && text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        let part = |range: std::ops::Range<usize>| text.get(range).and_then(|t| t.parse::<i32>().ok()).unwrap_or(0);
        return day(part(0..4), part(4..6), part(6..8))
            .filter(|_| (1900..2200).contains(&part(0..4)))
            .map_or(Reading::None, Reading::Day);
    }
    let mut parts = Vec::new();
    let mut separators = String::new();
    let mut digits = String::new();
    for c in text.chars() {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if !matches!(c, '-' | '/' | '.' | '年' | '月' | '日') || (digits.is_empty() && c != '日') {
            return Reading::None;
        }
        parts.push(std::mem::take(&mut digits));
        separators.push(c);
    }
    if !digits.is_empty() {
        parts.push(digits);
    }
    if !["--", "//", "..", "年月", "年月日", "-", "/", "."].contains(&separators.as_str()) {
        return Reading::None;
    }
    let numbers: Option<Vec<i32>> = parts.iter().map(|p| p.parse().ok()).collect();
    let long = parts.first().is_some_and(|p| p.len() == 4);
    match (numbers.as_deref(), era) {
        (Some([y, m, d]), Some(before)) => day(before + y, *m, *d).map_or(Reading::None, Reading::Day),
        (Some([y, m, d]), None) if long => day(*y, *m, *d).map_or(Reading::None, Reading::Day),
        (Some([y, m]), Some(_)) if *y > 0 && (1..=12).contains(m) => Reading::Month,
        (Some([_, m]), None) if long && separators != "." && (1..=12).contains(m) => Reading::Month,
        (Some([a, b, y]), None) if parts.last().is_some_and(|p| p.len() == 4) => month_or_day_first(*a, *b, *y),
        _ => Reading::None,
    }
}

/// `31/12/2026` and `12/31/2026` are clear; `04/01/2026` is two days.
fn month_or_day_first(a: i32, b: i32, year: i32) -> Reading {
    match (day(year, b, a), day(year, a, b)) {
        (Some(first), Some(second)) if first != second => Reading::Ambiguous,
        (Some(date), _) | (_, Some(date)) => Reading::Day(date),
        _ => Reading::None,
    }
}

/// `April 1, 2026`, `1 Apr 2026`, `1-Apr-2026`.
fn named_month(text: &str) -> Reading {
    let words: Vec<&str> = text
        .split([' ', ',', '-', '/', '.'])
        .filter(|w| !w.is_empty())
        .collect();
    let month = words.iter().find_map(|w| {
        let short = w.get(..3).filter(|_| w.bytes().all(|b| b.is_ascii_alphabetic()))?;
        MONTHS.iter().position(|m| *m == short)
    });
    let Some(month) = month.and_then(|m| i32::try_from(m).ok()) else {
        return Reading::None;
    };
    let digits = |w: &str| w.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h']).to_owned();
    let year = words
        .iter()
        .find(|w| w.len() == 4 && w.bytes().all(|b| b.is_ascii_digit()))
        .and_then(|w| w.parse::<i32>().ok());
    let date = words
        .iter()
        .map(|w| digits(w))
        .find(|w| (1..=2).contains(&w.len()) && w.bytes().all(|b| b.is_ascii_digit()));
    match (year, date.and_then(|d| d.parse::<i32>().ok())) {
        (Some(year), Some(date)) => day(year, month + 1, date).map_or(Reading::None, Reading::Day),
        (Some(_), None) if words.len() == 2 => Reading::Month,
        _ => Reading::None,
    }
}

fn day(year: i32, month: i32, day: i32) -> Option<Date> {
    Date::from_ymd(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

/// What to say of a number where a day is expected. It may be the count of days that spreadsheets keep for a day; which
/// day that is depends on where they begin to count, so that it is named and not taken.
pub fn of_number(n: f64) -> String {
    /// From 1950 to 2200, as most spreadsheets count.
    const LIKELY: std::ops::Range<f64> = 18_264.0..109_575.0;
    /// The count at the first day of 1970.
    const EPOCH: i32 = 25_569;
    if !LIKELY.contains(&n) {
        return "is a number, not a date".to_owned();
    }
    #[allow(
        clippy::cast_possible_truncation,
        reason = "the range is narrow, and the hour says nothing"
    )]
    let day = Date::from_days(n as i32 - EPOCH);
    format!("is a number without a format for dates (as one it shows {day})")
}

#[cfg(test)]
mod tests {
    use super::{Reading, of_number, parse};

    #[test]
    fn one_day_in_many_dresses() {
        for text in [
            "2026-04-01",
            "2026/4/1",
            "2026.4.1",
            "2026年4月1日",
            "２０２６年４月１日",
            "令和8年4月1日",
            "㋿8年4月1日",
            "R8.4.1",
            "R08/04/01",
            "20260401",
            "2026-04-01T09:30:00+09:00",
            "2026/04/01 9:30",
            "2026年4月1日(水)",
            "April 1, 2026",
            "1 Apr 2026",
            "1-Apr-2026",
        ] {
            let Reading::Day(date) = parse(text) else {
                panic!("{text}: {:?}", parse(text))
            };
            assert_eq!(date.to_string(), "2026-04-01", "{text}");
        }
        for (text, date) in [
            ("令和元年5月1日", "2019-05-01"),
            ("H31.4.30", "2019-04-30"),
            ("昭和64年1月7日", "1989-01-07"),
            ("31/12/2026", "2026-12-31"),
        ] {
            let Reading::Day(found) = parse(text) else {
                panic!("{text}")
            };
            assert_eq!(found.to_string(), date);
        }
    }

    #[test]
    fn what_is_no_day_is_not_guessed() {
        assert_eq!(parse("2026年4月"), Reading::Month);
        assert_eq!(parse("令和8年4月"), Reading::Month);
        assert_eq!(parse("Apr 2026"), Reading::Month);
        assert_eq!(parse("04/01/2026"), Reading::Ambiguous);
        for text in [
            "",
            "2026-02-30",
            "2026-13-01",
            "近日中",
            "4/1",
            "12",
            "46113",
            "1.2.3",
            "mar",
            "2026-04-01-02",
            "年月日",
            "－",
            "H",
            "192.168.0.1",
        ] {
            assert_eq!(parse(text), Reading::None, "{text}");
        }
    }

    #[test]
    fn a_number_is_no_day_but_may_look_like_one() {
        let days = [
            (46_113.0, "2026-04-01"),
            (46_113.75, "2026-04-01"),
            (25_569.0, "1970-01-01"),
        ];
        for (n, day) in days {
            assert!(of_number(n).contains(day), "{n}: {}", of_number(n));
        }
        for n in [12.0, -1.0, 1.0e9, f64::NAN, f64::INFINITY] {
            assert_eq!(of_number(n), "is a number, not a date");
        }
    }
}
