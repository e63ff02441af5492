//! Schemes with a maintained library: only what has to be smoothed before and after.

use crate::error::VersionError;
use std::cmp::Ordering;

/// Semantic Versioning: `v1.2` is `1.2.0`. A single number stays an error, because `v3` names a branch of releases.
pub(crate) fn semver(left: &str, right: &str) -> Result<Ordering, VersionError> {
    Ok(parse_semver(left, "semver")?.cmp_precedence(&parse_semver(right, "semver")?))
}

/// Dart: the same, with build metadata as the last word.
pub(crate) fn dart(left: &str, right: &str) -> Result<Ordering, VersionError> {
    Ok(parse_semver(left, "pub")?.cmp(&parse_semver(right, "pub")?))
}

fn parse_semver(text: &str, scheme: &'static str) -> Result<semver::Version, VersionError> {
    let bare = text.strip_prefix(['v', 'V']).unwrap_or(text);
    let core = bare.find(['-', '+']).and_then(|end| bare.get(..end)).unwrap_or(bare);
    let parsed = if core.bytes().filter(|b| *b == b'.').count() == 1 {
        let rest = bare.get(core.len()..).unwrap_or("");
        semver::Version::parse(&format!("{core}.0{rest}"))
    } else {
        semver::Version::parse(bare)
    };
    parsed.map_err(|_| VersionError::invalid(scheme, text))
}

/// npm: a leading `v` or `=` is decoration.
pub(crate) fn npm(left: &str, right: &str) -> Result<Ordering, VersionError> {
    Ok(parse_npm(left)?.cmp(&parse_npm(right)?))
}

fn parse_npm(text: &str) -> Result<nodejs_semver::Version, VersionError> {
    let bare = text.trim_start_matches(['v', 'V', '=', ' ']);
    nodejs_semver::Version::parse(bare).map_err(|_| VersionError::invalid("npm", text))
}

/// Python.
pub(crate) fn pep440(left: &str, right: &str) -> Result<Ordering, VersionError> {
    let parse = |text: &str| {
        text.parse::<pep440_rs::Version>()
            .map_err(|_| VersionError::invalid("pep440", text))
    };
    Ok(parse(left)?.cmp(&parse(right)?))
}

/// Debian. The parts are cut here: the library's own parser builds two regular expressions first, which a plugin would
/// pay for on every run.
pub(crate) fn debian(left: &str, right: &str) -> Result<Ordering, VersionError> {
    Ok(parse_debian(left)?.cmp(&parse_debian(right)?))
}

fn parse_debian(text: &str) -> Result<debversion::Version, VersionError> {
    let invalid = || VersionError::invalid("debian", text);
    let (epoch, rest) = match text.split_once(':') {
        Some((epoch, rest)) => (Some(epoch.parse::<u32>().map_err(|_| invalid())?), rest),
        None => (None, text),
    };
    let (upstream, revision) = match rest.rsplit_once('-') {
        Some((upstream, revision)) => (upstream, Some(revision)),
        None => (rest, None),
    };
    let allowed = |part: &str, more: &[u8]| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b".+~_".contains(&b) || more.contains(&b))
    };
    if !allowed(upstream, b"-:") || revision.is_some_and(|r| !allowed(r, b"")) {
        return Err(invalid());
    }
    Ok(debversion::Version {
        epoch,
        upstream_version: end_in_a_number(upstream),
        debian_revision: revision.map(end_in_a_number),
    })
}

/// dpkg reads a missing last number as 0 (`1.0a` equals `1.0a0`); the library does not.
fn end_in_a_number(part: &str) -> String {
    let ends = part.bytes().last().is_some_and(|b| b.is_ascii_digit());
    if ends { part.to_owned() } else { format!("{part}0") }
}

#[cfg(test)]
mod tests {
    use crate::Scheme;
    use std::cmp::Ordering::{Equal, Greater, Less};

    #[test]
    fn debian_orders_like_dpkg() {
        for (left, order, right) in [
            ("1.0a", Equal, "1.0a0"),
            ("1.0~rc1", Less, "1.0"),
            ("1.0~~", Less, "1.0~"),
            ("1:0.1", Greater, "2.0"),
            ("1.0-1", Less, "1.0-1+b1"),
            ("1.0+dfsg-1", Greater, "1.0-1"),
            ("1.0-1-2", Greater, "1.0-1"),
            ("20230311", Less, "99999999999999999999999999"),
        ] {
            assert_eq!(Scheme::Debian.compare(left, right), Ok(order), "{left} {right}");
        }
        for text in ["x:1", "1.0 1", "1.0-", ":1", "1.0/2", "1:"] {
            assert!(Scheme::Debian.compare(text, "1").is_err(), "{text}");
        }
    }

    #[test]
    fn semver_reads_two_numbers_and_refuses_one() {
        assert_eq!(Scheme::SemVer.compare("v1.21", "1.21.0"), Ok(Equal));
        assert_eq!(Scheme::SemVer.compare("1.21-rc.1", "1.21.0"), Ok(Less));
        assert!(Scheme::SemVer.compare("v3", "3.0.0").is_err());
    }
}
