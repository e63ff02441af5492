//! Ranges written as text (`vers:npm/>=1.0.0|<2.0.0`, `<= 4.2`, `>=1.0|<1.3`) as intervals and listed versions.
//!
//! Only what intervals can say is taken; `>` and `!=` cannot be said, and a range that uses them is left alone.

use super::records::RangeRecord;

/// The intervals and versions of a range, or nothing where it says something else.
pub(super) fn parse(text: &str) -> Option<(Vec<RangeRecord>, Vec<String>)> {
    let text = text.trim();
    let constraints = match text.strip_prefix("vers:") {
        Some(rest) => rest.split_once('/')?.1,
        None if text.starts_with(['<', '>', '=']) => text,
        None => return None,
    };
    let (mut ranges, mut versions): (Vec<RangeRecord>, Vec<String>) = (Vec::new(), Vec::new());
    let range = || RangeRecord {
        range_type: "ecosystem",
        ..RangeRecord::default()
    };
    for constraint in constraints.split(['|', ',']).map(str::trim).filter(|c| !c.is_empty()) {
        let value = |sign: &str| {
            constraint
                .strip_prefix(sign)
                .map(str::trim)
                .filter(|v| !v.is_empty())
                .map(str::to_owned)
        };
        let open = ranges
            .last_mut()
            .filter(|r| r.introduced.is_some() && r.fixed.is_none() && r.last_affected.is_none());
        if constraint == "*" {
            ranges.push(RangeRecord {
                introduced: Some("0".to_owned()),
                ..range()
            });
        } else if let Some(version) = value(">=") {
            ranges.push(RangeRecord {
                introduced: Some(version),
                ..range()
            });
        } else if let Some(version) = value("<=") {
            match open {
                Some(open) => open.last_affected = Some(version),
                None => ranges.push(RangeRecord {
                    introduced: Some("0".to_owned()),
                    last_affected: Some(version),
                    ..range()
                }),
            }
        } else if let Some(version) = value("<") {
            match open {
                Some(open) => open.fixed = Some(version),
                None => {
                    ranges.push(RangeRecord {
                        introduced: Some("0".to_owned()),
                        fixed: Some(version),
                        ..range()
                    });
                }
            }
        } else if constraint.starts_with(['>', '<', '!']) {
            return None;
        } else {
            let version = constraint.trim_start_matches('=').trim();
            if !version.is_empty() {
                versions.push(version.to_owned());
            }
        }
    }
    (!ranges.is_empty() || !versions.is_empty()).then_some((ranges, versions))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn what_an_interval_can_say_is_taken_and_nothing_else() {
        let one = |text: &str| {
            parse(text).map(|(ranges, versions)| {
                let ranges: Vec<_> = ranges
                    .iter()
                    .map(|r| {
                        [&r.introduced, &r.fixed, &r.last_affected]
                            .map(|v| v.clone().unwrap_or_default())
                            .join(",")
                    })
                    .collect();
                (ranges.join(";"), versions.join(","))
            })
        };
        let is = |ranges: &str, versions: &str| Some((ranges.to_owned(), versions.to_owned()));
        assert_eq!(one("vers:npm/>=1.0.0|<2.0.0"), is("1.0.0,2.0.0,", ""));
        assert_eq!(one("<= Update_19"), is("0,,Update_19", ""));
        assert_eq!(one("vers:pypi/1.0|2.0|>=3|<=4"), is("3,,4", "1.0,2.0"));
        assert_eq!(one("vers:generic/*"), is("0,,", ""));
        assert_eq!(one(">2.0"), None);
        assert_eq!(one("vers:npm/!=1.0"), None);
        assert_eq!(one("11.2 | 11.3"), None);
        assert_eq!(one("vers:npm"), None);
    }
}
