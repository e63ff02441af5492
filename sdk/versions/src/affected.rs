//! Is a version affected? The question of an advisory, answered as OSV defines it.
//!
//! A version is affected where it is listed or lies in one of the intervals. The logic has three values: one certain
//! yes is enough for yes; a no needs every interval to be a certain no; anything else is the error that stood in the
//! way.

use crate::{Scheme, VersionError};
use std::cmp::Ordering;

/// An interval of affected versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Interval<'a> {
    /// First affected version; `0` or nothing for all from the beginning.
    pub introduced: Option<&'a str>,
    /// First version that is not affected any more.
    pub fixed: Option<&'a str>,
    /// Last affected version.
    pub last_affected: Option<&'a str>,
}

impl Scheme {
    /// Whether a version is in the list of affected versions or in one of the intervals.
    pub fn is_affected(self, version: &str, intervals: &[Interval<'_>], listed: &[&str]) -> Result<bool, VersionError> {
        if self.is_listed(version, listed)? {
            return Ok(true);
        }
        let mut doubt = None;
        for interval in intervals {
            match self.is_inside(version, interval) {
                Ok(true) => return Ok(true),
                Ok(false) => {}
                Err(error) => doubt = doubt.or(Some(error)),
            }
        }
        doubt.map_or(Ok(false), Err)
    }

    /// Whether a version is one of a list: as text or as an equal version.
    pub fn is_listed(self, version: &str, listed: &[&str]) -> Result<bool, VersionError> {
        let version = version.trim();
        if version.is_empty() {
            return Err(VersionError::Missing);
        }
        if listed.iter().any(|l| l.trim() == version) {
            return Ok(true);
        }
        if self == Self::Opaque || listed.is_empty() {
            return Ok(false);
        }
        // A version that is none of its scheme might be another spelling of a listed one.
        self.compare(version, version)?;
        Ok(listed
            .iter()
            .any(|l| matches!(self.compare(version, l), Ok(Ordering::Equal))))
    }

    /// Whether a version lies in one interval.
    pub fn is_inside(self, version: &str, interval: &Interval<'_>) -> Result<bool, VersionError> {
        let after_start = match interval.introduced.map(str::trim) {
            None | Some("" | "0") => Ok(true),
            Some(introduced) => self.compare(version, introduced).map(Ordering::is_ge),
        };
        let before_fix = interval
            .fixed
            .map_or(Ok(true), |fixed| self.compare(version, fixed).map(Ordering::is_lt));
        let until_last = interval
            .last_affected
            .map_or(Ok(true), |last| self.compare(version, last).map(Ordering::is_le));
        let bounds = [after_start, before_fix, until_last];
        if bounds.contains(&Ok(false)) {
            return Ok(false);
        }
        bounds.into_iter().find_map(Result::err).map_or(Ok(true), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FROM_START: Interval<'_> = Interval {
        introduced: Some("0"),
        fixed: Some("1.2.0"),
        last_affected: None,
    };

    #[test]
    fn bounds_are_inclusive_exclusive_inclusive() {
        let to_last = Interval {
            introduced: Some("2.0.0"),
            fixed: None,
            last_affected: Some("2.5.0"),
        };
        for (version, expected) in [
            ("0.0.1", true),
            ("1.1.9", true),
            ("1.2.0", false),
            ("2.0.0", true),
            ("2.5.0", true),
            ("2.5.1", false),
        ] {
            assert_eq!(
                Scheme::SemVer.is_affected(version, &[FROM_START, to_last], &[]),
                Ok(expected),
                "{version}"
            );
        }
    }

    #[test]
    fn one_certain_yes_outweighs_a_doubt_and_a_doubt_outweighs_a_no() {
        let broken = Interval {
            introduced: Some("one"),
            ..Interval::default()
        };
        assert_eq!(
            Scheme::SemVer.is_affected("1.0.0", &[broken, FROM_START], &[]),
            Ok(true)
        );
        assert!(Scheme::SemVer.is_affected("3.0.0", &[broken, FROM_START], &[]).is_err());
        let closed = Interval {
            introduced: Some("one"),
            fixed: Some("2.0.0"),
            ..Interval::default()
        };
        assert_eq!(
            Scheme::SemVer.is_affected("3.0.0", &[closed], &[]),
            Ok(false),
            "the end alone decides"
        );
    }

    #[test]
    fn a_list_holds_texts_and_equal_versions() {
        assert_eq!(Scheme::Pep440.is_affected("1.0", &[], &["1.0.0"]), Ok(true));
        assert_eq!(Scheme::Pep440.is_affected("1.0", &[], &["1.1"]), Ok(false));
        assert!(Scheme::Pep440.is_affected("not-a-version", &[], &["1.1"]).is_err());
        assert_eq!(Scheme::Pep440.is_affected("weird", &[], &["weird"]), Ok(true));
        assert!(Scheme::Pep440.is_affected(" ", &[FROM_START], &[]).is_err());
    }

    #[test]
    fn everything_is_affected_without_an_order_where_the_interval_has_no_end() {
        let all = Interval {
            introduced: Some("0"),
            ..Interval::default()
        };
        assert_eq!(Scheme::Opaque.is_affected("r7", &[all], &[]), Ok(true));
        assert!(Scheme::Opaque.is_affected("r7", &[FROM_START], &[]).is_err());
    }
}
