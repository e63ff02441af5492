//! Alpine's apk: numbers, one letter, named suffixes, a commit and a revision. Text outside this grammar, which apk
//! itself calls invalid and orders differently from release to release, is an error here.

use crate::digits;
use crate::error::VersionError;
use std::cmp::Ordering;

#[derive(Debug)]
struct Parsed<'a> {
    numbers: Vec<&'a str>,
    letter: Option<u8>,
    suffixes: Vec<(i8, &'a str)>,
    commit: Option<&'a str>,
    revision: Option<&'a str>,
}

pub(crate) fn compare(left: &str, right: &str) -> Result<Ordering, VersionError> {
    let (l, r) = (parse(left)?, parse(right)?);
    Ok(numbers(&l.numbers, &r.numbers)
        .then_with(|| l.letter.cmp(&r.letter))
        .then_with(|| suffixes(&l.suffixes, &r.suffixes))
        .then_with(|| l.commit.cmp(&r.commit))
        .then_with(|| match (l.revision, r.revision) {
            (Some(a), Some(b)) => digits::compare(a, b),
            (a, b) => a.is_some().cmp(&b.is_some()),
        }))
}

fn parse(text: &str) -> Result<Parsed<'_>, VersionError> {
    let invalid = || VersionError::invalid("alpine", text);
    let (numbers, mut rest) = digits::take_while(text, |b| b.is_ascii_digit() || b == b'.');
    let numbers: Vec<&str> = numbers.split('.').collect();
    if numbers.iter().any(|n| n.is_empty()) {
        return Err(invalid());
    }
    let mut letter = None;
    if let Some(byte) = rest.bytes().next().filter(u8::is_ascii_lowercase) {
        letter = Some(byte);
        rest = rest.get(1..).unwrap_or("");
    }
    let mut suffixes = Vec::new();
    while let Some(tail) = rest.strip_prefix('_') {
        let (name, tail) = digits::take_while(tail, |b| b.is_ascii_lowercase());
        let (number, tail) = digits::take_while(tail, |b| b.is_ascii_digit());
        suffixes.push((suffix(name).ok_or_else(invalid)?, number));
        rest = tail;
    }
    let mut commit = None;
    if let Some(tail) = rest.strip_prefix('~') {
        let (hash, tail) = digits::take_while(tail, |b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        commit = Some(hash).filter(|h| !h.is_empty());
        rest = tail;
        commit.ok_or_else(invalid)?;
    }
    let revision = rest.strip_prefix("-r").filter(|r| digits::is_number(r));
    if revision.is_none() && !rest.is_empty() {
        return Err(invalid());
    }
    Ok(Parsed {
        numbers,
        letter,
        suffixes,
        commit,
        revision,
    })
}

/// Negative before the release itself, positive after it.
fn suffix(name: &str) -> Option<i8> {
    Some(match name {
        "alpha" => -4,
        "beta" => -3,
        "pre" => -2,
        "rc" => -1,
        "cvs" => 1,
        "svn" => 2,
        "git" => 3,
        "hg" => 4,
        "p" => 5,
        _ => return None,
    })
}

fn numbers(left: &[&str], right: &[&str]) -> Ordering {
    for (index, (l, r)) in left.iter().zip(right).enumerate() {
        // After the first number a leading zero makes a decimal fraction: 1.06 is older than 1.1.
        let fraction = index > 0 && (l.starts_with('0') || r.starts_with('0'));
        let order = if fraction { l.cmp(r) } else { digits::compare(l, r) };
        if order != Ordering::Equal {
            return order;
        }
    }
    left.len().cmp(&right.len())
}

fn suffixes(left: &[(i8, &str)], right: &[(i8, &str)]) -> Ordering {
    for index in 0..left.len().max(right.len()) {
        let order = match (left.get(index), right.get(index)) {
            (Some((l, a)), Some((r, b))) => l.cmp(r).then_with(|| digits::compare(a, b)),
            (Some((l, _)), None) => l.cmp(&0),
            (None, Some((r, _))) => 0.cmp(r),
            (None, None) => Ordering::Equal,
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    Ordering::Equal
}
