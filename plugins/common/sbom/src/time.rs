//! Timestamps as texts: the facts keep the day, a rule may ask for more.

/// Whether a text is a date and time as RFC 3339 has it: full date, time of day, offset.
pub(crate) fn is_rfc3339(text: &str) -> bool {
    let text = text.trim();
    if sekisho_sdk::Date::parse(text).is_none() {
        return false;
    }
    let Some(time) = text.get(10..).and_then(|t| t.strip_prefix(['T', 't', ' '])) else {
        return false;
    };
    let Some((clock, rest)) = time.split_at_checked(8) else {
        return false;
    };
    if !is_clock(clock, 3) {
        return false;
    }
    let offset = match rest.strip_prefix('.') {
        Some(fraction) => {
            let after = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
            if after.len() == fraction.len() {
                return false;
            }
            after
        }
        None => rest,
    };
    matches!(offset, "Z" | "z") || offset.strip_prefix(['+', '-']).is_some_and(|o| is_clock(o, 2))
}

/// `hh:mm` or `hh:mm:ss` within their bounds.
fn is_clock(text: &str, parts: usize) -> bool {
    let most = [23, 59, 60];
    text.split(':').count() == parts
        && text.split(':').zip(most).all(|(part, most)| {
            part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()) && part.parse::<u32>().is_ok_and(|n| n <= most)
        })
}

#[cfg(test)]
mod tests {
    use super::is_rfc3339;

    #[test]
    fn a_date_alone_or_a_time_without_offset_is_not_enough() {
        for good in [
            "2026-01-31T09:00:00Z",
            "2026-01-31T09:00:00.123+09:00",
            "2026-01-31 09:00:00-05:00",
        ] {
            assert!(is_rfc3339(good), "{good}");
        }
        for bad in [
            "2026-01-31",
            "2026-01-31T09:00:00",
            "2026-02-30T09:00:00Z",
            "2026-01-31T25:00:00Z",
            "2026-01-31T09:00:00.Z",
            "2026-01-31T09:00:00+0900",
            "31/01/2026 09:00",
            "",
        ] {
            assert!(!is_rfc3339(bad), "{bad}");
        }
    }
}
