//! Arch's pacman: like the rpm of old (no `~`, no `^`), and a missing release counts as any release.

use crate::digits;
use crate::error::VersionError;
use crate::rpm;
use std::cmp::Ordering;

pub(crate) fn compare(left: &str, right: &str) -> Result<Ordering, VersionError> {
    let (left, right) = (rpm::split(left)?, rpm::split(right)?);
    let order = digits::compare(left.epoch, right.epoch).then_with(|| segments(left.version, right.version));
    Ok(order.then_with(|| match (left.release, right.release) {
        (Some(l), Some(r)) => segments(l, r),
        _ => Ordering::Equal,
    }))
}

fn segments(mut left: &str, mut right: &str) -> Ordering {
    while !left.is_empty() && !right.is_empty() {
        let (gap_left, l) = digits::take_while(left, |b| !b.is_ascii_alphanumeric());
        let (gap_right, r) = digits::take_while(right, |b| !b.is_ascii_alphanumeric());
        (left, right) = (l, r);
        let (Some(first_left), Some(first_right)) = (l.bytes().next(), r.bytes().next()) else {
            break;
        };
        if gap_left.len() != gap_right.len() {
            return gap_left.len().cmp(&gap_right.len());
        }
        match (first_left.is_ascii_digit(), first_right.is_ascii_digit()) {
            (true, false) => return Ordering::Greater,
            (false, true) => return Ordering::Less,
            (number, _) => {
                let run = |b: u8| {
                    if number {
                        b.is_ascii_digit()
                    } else {
                        b.is_ascii_alphabetic()
                    }
                };
                let (l, after_left) = digits::take_while(left, run);
                let (r, after_right) = digits::take_while(right, run);
                let order = if number { digits::compare(l, r) } else { l.cmp(r) };
                if order != Ordering::Equal {
                    return order;
                }
                (left, right) = (after_left, after_right);
            }
        }
    }
    // A rest that starts with a letter (`1.5b`) is an older pre-release; any other rest is newer.
    let letter = |text: &str| text.bytes().next().is_some_and(|b| b.is_ascii_alphabetic());
    match (left.is_empty(), right.is_empty()) {
        (true, true) => Ordering::Equal,
        (true, false) if !letter(right) => Ordering::Less,
        _ if letter(left) => Ordering::Less,
        _ => Ordering::Greater,
    }
}
