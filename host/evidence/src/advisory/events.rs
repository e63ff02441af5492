//! The events of a range (`introduced`, `fixed`, `last_affected`, `limit`) as intervals of affected versions.

use super::records::RangeRecord;
use serde::Deserialize;

/// One event of a range: exactly one of the four is filled in.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Event {
    pub(super) introduced: Option<String>,
    pub(super) fixed: Option<String>,
    pub(super) last_affected: Option<String>,
    pub(super) limit: Option<String>,
}

/// Events as intervals: every start is paired with the end that follows it, or, where starts and ends stand in two
/// blocks of equal length, with the end at the same place. Answers also what is odd about them.
pub(super) fn intervals(events: Vec<Event>, range_type: &'static str) -> (Vec<RangeRecord>, Option<&'static str>) {
    let (mut starts, mut ends, mut limit) = (Vec::new(), Vec::new(), None);
    let mut order = Vec::new();
    for event in events {
        if let Some(introduced) = event.introduced {
            order.push(true);
            starts.push(introduced);
        }
        for (fixed, last) in [(event.fixed, None), (None, event.last_affected)] {
            if fixed.is_some() || last.is_some() {
                order.push(false);
                ends.push((starts.len(), fixed, last));
            }
        }
        limit = limit.or(event.limit.filter(|l| l != "*"));
    }
    let record = |introduced: Option<String>, fixed, last_affected| RangeRecord {
        range_type,
        introduced,
        fixed,
        last_affected,
    };
    if starts.is_empty() {
        let odd = Some("has no `introduced` event; it is read as affected from the beginning");
        let open = ends.into_iter().next().or(limit.map(|l| (0, Some(l), None)));
        return (
            open.map(|(_, fixed, last)| record(None, fixed, last))
                .into_iter()
                .collect(),
            odd,
        );
    }
    let in_blocks =
        starts.len() > 1 && starts.len() == ends.len() && order.iter().take(starts.len()).all(|start| *start);
    let mut found = Vec::new();
    let mut odd = None;
    for (index, start) in starts.into_iter().enumerate() {
        let mut own = ends.iter().enumerate().filter(|(place, (opened, ..))| {
            if in_blocks {
                *place == index
            } else {
                *opened == index + 1
            }
        });
        let Some((_, (_, fixed, last))) = own.next() else {
            found.push(record(Some(start), limit.clone(), None));
            continue;
        };
        // A commit history may be fixed on several branches; a line of versions only once.
        if range_type == "git" {
            let more: Vec<_> = own
                .map(|(_, (_, f, l))| record(Some(start.clone()), f.clone(), l.clone()))
                .collect();
            found.push(record(Some(start), fixed.clone(), last.clone()));
            found.extend(more);
        } else {
            if own.next().is_some() {
                odd = Some("ends twice after one start; the first end counts");
            }
            found.push(record(Some(start), fixed.clone(), last.clone()));
        }
    }
    // An end before every start closes what was affected from the beginning.
    if !in_blocks && let Some((_, fixed, last)) = ends.iter().find(|(opened, ..)| *opened == 0) {
        found.push(record(None, fixed.clone(), last.clone()));
        odd = Some("ends before it starts; it is also read as affected from the beginning");
    }
    (found, odd)
}

#[cfg(test)]
mod tests {
    use super::{Event, intervals};

    fn event(kind: &str, version: &str) -> Event {
        let value = Some(version.to_owned());
        match kind {
            "introduced" => Event {
                introduced: value,
                ..Event::default()
            },
            "fixed" => Event {
                fixed: value,
                ..Event::default()
            },
            "limit" => Event {
                limit: value,
                ..Event::default()
            },
            _ => Event {
                last_affected: value,
                ..Event::default()
            },
        }
    }

    fn spell(events: &[(&str, &str)], range_type: &'static str) -> (Vec<String>, bool) {
        let (found, odd) = intervals(events.iter().map(|(k, v)| event(k, v)).collect(), range_type);
        let spelled = found
            .iter()
            .map(|r| {
                [&r.introduced, &r.fixed, &r.last_affected]
                    .map(|v| v.as_deref().unwrap_or("-").to_owned())
                    .join(" ")
            })
            .collect();
        (spelled, odd.is_some())
    }

    #[test]
    fn events_pair_into_intervals() {
        let paired = [
            ("introduced", "1"),
            ("fixed", "2"),
            ("introduced", "3"),
            ("last_affected", "4"),
            ("introduced", "5"),
        ];
        assert_eq!(
            spell(&paired, "semver"),
            (vec!["1 2 -".into(), "3 - 4".into(), "5 - -".into()], false)
        );
        let blocks = [("introduced", "1"), ("introduced", "3"), ("fixed", "2"), ("fixed", "4")];
        assert_eq!(spell(&blocks, "semver"), (vec!["1 2 -".into(), "3 4 -".into()], false));
        let twice = [("introduced", "1"), ("fixed", "2"), ("fixed", "3")];
        assert_eq!(spell(&twice, "ecosystem"), (vec!["1 2 -".into()], true));
        assert_eq!(spell(&twice, "git"), (vec!["1 2 -".into(), "1 3 -".into()], false));
        assert_eq!(spell(&[("fixed", "2")], "semver"), (vec!["- 2 -".into()], true));
        assert_eq!(
            spell(&[("introduced", "0"), ("limit", "9")], "semver"),
            (vec!["0 9 -".into()], false)
        );
        assert_eq!(spell(&[], "semver"), (vec![], true));
    }
}
