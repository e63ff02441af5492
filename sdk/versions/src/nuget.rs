//! NuGet: one to four numbers of any length, a pre-release that ignores case, metadata that does not count.

use crate::digits;
use crate::error::VersionError;
use std::cmp::Ordering;

pub(crate) fn compare(left: &str, right: &str) -> Result<Ordering, VersionError> {
    let (left, right) = (parse(left)?, parse(right)?);
    Ok(
        digits::compare_padded(&left.0, &right.0).then_with(|| match (&left.1, &right.1) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
            (Some(l), Some(r)) => pre_release(l, r),
        }),
    )
}

fn parse(text: &str) -> Result<(Vec<&str>, Option<String>), VersionError> {
    let invalid = || VersionError::invalid("nuget", text);
    let bare = text.split_once('+').map_or(text, |(head, _)| head);
    let (core, pre) = match bare.split_once('-') {
        Some((core, pre)) => (core, Some(pre)),
        None => (bare, None),
    };
    let numbers: Vec<&str> = core.split('.').collect();
    let word = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let well_formed = numbers.len() <= 4
        && numbers.iter().all(|n| digits::is_number(n))
        && pre.is_none_or(|pre| pre.split('.').all(word));
    if well_formed {
        Ok((numbers, pre.map(str::to_ascii_lowercase)))
    } else {
        Err(invalid())
    }
}

fn pre_release(left: &str, right: &str) -> Ordering {
    let (mut left, mut right) = (left.split('.'), right.split('.'));
    loop {
        let order = match (left.next(), right.next()) {
            (None, None) => return Ordering::Equal,
            (l, r) if l.is_none() || r.is_none() => return l.is_some().cmp(&r.is_some()),
            (l, r) => digits::compare_identifiers(l.unwrap_or(""), r.unwrap_or("")),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}
