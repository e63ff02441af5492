//! rpm: epoch, version and release, each compared segment by segment; `~` sorts before the end, `^` after it.

use crate::digits;
use crate::error::VersionError;
use std::cmp::Ordering;

pub(crate) fn compare(left: &str, right: &str) -> Result<Ordering, VersionError> {
    let (l, r) = (split(left)?, split(right)?);
    let order = digits::compare(l.epoch, r.epoch).then_with(|| segments(l.version, r.version));
    match (order, l.release, r.release) {
        (Ordering::Equal, Some(a), Some(b)) => Ok(segments(a, b)),
        (Ordering::Equal, None, None) => Ok(Ordering::Equal),
        // rpm takes a missing release for any release, which is no order.
        (Ordering::Equal, ..) => Err(VersionError::Incomplete {
            left: left.to_owned(),
            right: right.to_owned(),
        }),
        (order, ..) => Ok(order),
    }
}

/// Epoch, version, release; shared with pacman, which writes them the same way.
#[derive(Debug)]
pub(crate) struct Parts<'a> {
    pub(crate) epoch: &'a str,
    pub(crate) version: &'a str,
    pub(crate) release: Option<&'a str>,
}

pub(crate) fn split(text: &str) -> Result<Parts<'_>, VersionError> {
    let invalid = || VersionError::invalid("rpm", text);
    let (epoch, rest) = text.split_once(':').unwrap_or(("0", text));
    let (version, release) = match rest.rsplit_once('-') {
        Some((version, release)) => (version, Some(release)),
        None => (rest, None),
    };
    let fine = |part: &str| part.bytes().any(|b| b.is_ascii_alphanumeric()) && !part.contains([' ', ':', '/']);
    if !digits::is_number(epoch) || !fine(version) || release.is_some_and(|r| !fine(r)) {
        return Err(invalid());
    }
    Ok(Parts {
        epoch,
        version,
        release,
    })
}

/// rpm's segment comparison.
fn segments(mut left: &str, mut right: &str) -> Ordering {
    let skip = |text: &'static [u8]| move |b: u8| !b.is_ascii_alphanumeric() && !text.contains(&b);
    'next: loop {
        left = digits::take_while(left, skip(b"~^")).1;
        right = digits::take_while(right, skip(b"~^")).1;
        for (mark, when_left, when_right) in [
            ("~", Ordering::Less, Ordering::Greater),
            ("^", Ordering::Greater, Ordering::Less),
        ] {
            match (left.strip_prefix(mark), right.strip_prefix(mark)) {
                (Some(_), None) if mark == "^" && !right.is_empty() => return Ordering::Less,
                (None, Some(_)) if mark == "^" && !left.is_empty() => return Ordering::Greater,
                (Some(_), None) => return when_left,
                (None, Some(_)) => return when_right,
                (Some(l), Some(r)) => {
                    (left, right) = (l, r);
                    continue 'next;
                }
                (None, None) => {}
            }
        }
        match (left.bytes().next(), right.bytes().next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(l), Some(r)) if l.is_ascii_digit() != r.is_ascii_digit() => {
                // A number is newer than a word.
                return if l.is_ascii_digit() {
                    Ordering::Greater
                } else {
                    Ordering::Less
                };
            }
            (Some(l), Some(_)) => {
                let number = l.is_ascii_digit();
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
}

#[cfg(test)]
mod tests {
    use crate::Scheme;
    use std::cmp::Ordering::{Equal, Greater, Less};

    #[test]
    fn segments_tildes_and_carets() {
        for (left, order, right) in [
            ("1.0", Equal, "1.0"),
            ("1.0", Less, "2.0"),
            ("2.0.1", Greater, "2.0"),
            ("2.0.1a", Greater, "2.0.1"),
            ("5.5p1", Less, "5.5p10"),
            ("10xyz", Less, "10.1xyz"),
            ("xyz10", Less, "xyz10.1"),
            ("xyz.4", Less, "8"),
            ("5.5p2", Less, "5.6p1"),
            ("6.0.rc1", Greater, "6.0"),
            ("10b2", Greater, "10a1"),
            ("1.0aa", Greater, "1.0a"),
            ("10.0001", Equal, "10.1"),
            ("4.999.9", Less, "5.0"),
            ("20101121", Less, "20101122"),
            ("2_0", Equal, "2.0"),
            ("1.0~rc1", Less, "1.0"),
            ("1.0~rc1~git123", Less, "1.0~rc1"),
            ("1.0~rc1", Greater, "1.0~beta"),
            ("1.0^", Greater, "1.0"),
            ("1.0^git1", Less, "1.0.1"),
            ("1.0^20160101", Less, "1.0.1"),
            ("1.0^git1~pre", Less, "1.0^git1"),
            ("1.0~rc1^git1", Greater, "1.0~rc1"),
            ("1:1.0", Greater, "2.0"),
            ("0:2.13.3-3.el8_6.1", Equal, "2.13.3-3.el8_6.1"),
            ("2.13.3-3.el8", Less, "0:2.13.3-3.el8_6.1"),
        ] {
            assert_eq!(Scheme::Rpm.compare(left, right), Ok(order), "{left} {right}");
        }
    }

    #[test]
    fn a_missing_release_is_a_doubt_only_where_it_matters() {
        assert!(Scheme::Rpm.compare("2.13.3", "2.13.3-3.el8").is_err());
        assert_eq!(Scheme::Rpm.compare("2.13.2", "2.13.3-3.el8"), Ok(Less));
    }

    #[test]
    fn long_runs_of_marks_do_not_hurt() {
        let marks = "~".repeat(500);
        assert_eq!(
            Scheme::Rpm.compare(&format!("1{marks}"), &format!("1{marks}1")),
            Ok(Less)
        );
    }
}
