//! Which rules of order hold: from an OSV ecosystem, a package URL type or the type of a range.

use crate::error::VersionError;
use crate::{alpine, alpm, gems, libraries, maven, nuget, numbers, packagist, rpm};
use std::cmp::Ordering;

/// Longest version that is looked at, in bytes; real ones stay below 200.
const MAX_LENGTH: usize = 512;

/// A way to order versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Scheme {
    /// Semantic Versioning 2.0.0, a leading `v` allowed, a missing patch number read as 0.
    SemVer,
    /// npm's reading of Semantic Versioning.
    Npm,
    /// Dart's reading: build metadata counts.
    Pub,
    /// Python, PEP 440.
    Pep440,
    /// dpkg: epoch, upstream version, revision.
    Debian,
    /// rpm: epoch, version, release.
    Rpm,
    /// Alpine's apk.
    Alpine,
    /// Arch's pacman.
    Alpm,
    /// Maven.
    Maven,
    /// NuGet: up to four numbers and a pre-release that ignores case.
    NuGet,
    /// RubyGems.
    RubyGems,
    /// Composer.
    Packagist,
    /// Lists of numbers separated by `.` or `-` (R, Haskell).
    Numbers,
    /// No known order: two versions are the same text or cannot be compared.
    Opaque,
}

impl Scheme {
    /// The scheme of an OSV ecosystem, with or without its suffix (`Debian:12`); letter case does not count.
    pub fn of_ecosystem(ecosystem: &str) -> Option<Self> {
        let (name, suffix) = ecosystem.trim().split_once(':').unwrap_or((ecosystem.trim(), ""));
        Some(match name.to_ascii_lowercase().as_str() {
            "crates.io" | "go" | "hex" | "swifturl" | "github actions" | "bitnami" | "kubernetes" | "linux"
            | "vscode" | "julia" => Self::SemVer,
            "npm" => Self::Npm,
            "pub" => Self::Pub,
            "pypi" => Self::Pep440,
            "debian" | "ubuntu" | "echo" | "opam" => Self::Debian,
            "red hat" | "rocky linux" | "rocky" | "almalinux" | "suse" | "opensuse" | "mageia" | "openeuler"
            | "photon os" | "azure linux" | "amazon linux" | "oracle linux" | "fedora" | "centos" => Self::Rpm,
            "alpine" | "wolfi" | "chainguard" | "minimos" | "alpaquita" | "bellsoft hardened containers" => {
                Self::Alpine
            }
            "arch" | "arch linux" => Self::Alpm,
            "maven" => Self::Maven,
            "nuget" => Self::NuGet,
            "rubygems" => Self::RubyGems,
            "packagist" => Self::Packagist,
            "cran" | "bioconductor" | "hackage" | "ghc" => Self::Numbers,
            // Root republishes packages of other ecosystems, named in the suffix.
            "root" if !suffix.is_empty() => return Self::of_ecosystem(suffix),
            _ => return None,
        })
    }

    /// The scheme of a package URL type.
    pub fn of_purl_type(ty: &str) -> Option<Self> {
        Some(match ty.to_ascii_lowercase().as_str() {
            "cargo" | "golang" | "hex" | "swift" | "bitnami" | "githubactions" | "julia" | "vscode-extension" => {
                Self::SemVer
            }
            "npm" => Self::Npm,
            "pub" => Self::Pub,
            "pypi" => Self::Pep440,
            "deb" | "opam" => Self::Debian,
            "rpm" => Self::Rpm,
            "apk" => Self::Alpine,
            "alpm" => Self::Alpm,
            "maven" => Self::Maven,
            "nuget" => Self::NuGet,
            "gem" => Self::RubyGems,
            "composer" => Self::Packagist,
            "cran" | "hackage" => Self::Numbers,
            _ => return None,
        })
    }

    /// The scheme of a range of an advisory: its type (`semver`, `ecosystem`, `git`) says whether the ecosystem's own
    /// rules hold. Commits have no order here, so `git` and unknown ecosystems are [`Scheme::Opaque`].
    pub fn of_range(range_type: Option<&str>, ecosystem: Option<&str>, purl_type: Option<&str>) -> Self {
        let of_package = || {
            ecosystem
                .and_then(Self::of_ecosystem)
                .or_else(|| purl_type.and_then(Self::of_purl_type))
        };
        match range_type.map(str::to_ascii_lowercase).as_deref() {
            Some("git") => Self::Opaque,
            Some("semver") => of_package().filter(|s| matches!(s, Self::Npm)).unwrap_or(Self::SemVer),
            _ => of_package().unwrap_or(Self::Opaque),
        }
    }

    /// The name of the scheme, for messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SemVer => "semver",
            Self::Npm => "npm",
            Self::Pub => "pub",
            Self::Pep440 => "pep440",
            Self::Debian => "debian",
            Self::Rpm => "rpm",
            Self::Alpine => "alpine",
            Self::Alpm => "alpm",
            Self::Maven => "maven",
            Self::NuGet => "nuget",
            Self::RubyGems => "rubygems",
            Self::Packagist => "packagist",
            Self::Numbers => "numbers",
            Self::Opaque => "opaque",
        }
    }

    /// Orders two versions.
    pub fn compare(self, left: &str, right: &str) -> Result<Ordering, VersionError> {
        let (left, right) = (self.admit(left)?, self.admit(right)?);
        match self {
            Self::SemVer => libraries::semver(left, right),
            Self::Npm => libraries::npm(left, right),
            Self::Pub => libraries::dart(left, right),
            Self::Pep440 => libraries::pep440(left, right),
            Self::Debian => libraries::debian(left, right),
            Self::Rpm => rpm::compare(left, right),
            Self::Alpine => alpine::compare(left, right),
            Self::Alpm => alpm::compare(left, right),
            Self::Maven => maven::compare(left, right),
            Self::NuGet => nuget::compare(left, right),
            Self::RubyGems => gems::compare(left, right),
            Self::Packagist => packagist::compare(left, right),
            Self::Numbers => numbers::compare(left, right),
            Self::Opaque if left == right => Ok(Ordering::Equal),
            Self::Opaque => Err(VersionError::invalid("opaque", left)),
        }
    }

    /// What every scheme demands: some text, of bearable length, in ASCII (no ecosystem allows more).
    fn admit(self, version: &str) -> Result<&str, VersionError> {
        let version = version.trim();
        if version.is_empty() {
            return Err(VersionError::Missing);
        }
        if version.len() > MAX_LENGTH {
            return Err(VersionError::TooLong(MAX_LENGTH));
        }
        if self != Self::Opaque && !version.bytes().all(|b| b.is_ascii_graphic() || b == b' ') {
            return Err(VersionError::invalid(self.name(), version));
        }
        Ok(version)
    }
}

#[cfg(test)]
mod tests {
    use super::Scheme;

    #[test]
    fn ecosystems_are_known_with_and_without_their_suffix() {
        assert_eq!(Scheme::of_ecosystem("Debian:12"), Some(Scheme::Debian));
        assert_eq!(Scheme::of_ecosystem("Ubuntu:22.04:LTS"), Some(Scheme::Debian));
        assert_eq!(
            Scheme::of_ecosystem("Red Hat:rhel_aus:8.6::appstream"),
            Some(Scheme::Rpm)
        );
        assert_eq!(Scheme::of_ecosystem("Root:Alpine:3.18"), Some(Scheme::Alpine));
        assert_eq!(Scheme::of_ecosystem("NPM"), Some(Scheme::Npm));
        assert_eq!(Scheme::of_ecosystem("OSS-Fuzz"), None);
    }

    #[test]
    fn the_type_of_a_range_decides_over_the_ecosystem() {
        assert_eq!(Scheme::of_range(Some("semver"), Some("Maven"), None), Scheme::SemVer);
        assert_eq!(Scheme::of_range(Some("SEMVER"), Some("npm"), None), Scheme::Npm);
        assert_eq!(Scheme::of_range(Some("git"), Some("PyPI"), None), Scheme::Opaque);
        assert_eq!(Scheme::of_range(Some("ecosystem"), None, Some("gem")), Scheme::RubyGems);
    }

    #[test]
    fn what_cannot_be_compared_is_an_error() {
        assert!(Scheme::SemVer.compare("", "1.0.0").is_err());
        assert!(Scheme::Maven.compare(&"1".repeat(600), "1").is_err());
        assert!(Scheme::Debian.compare("1.0é", "1.0").is_err());
        assert!(Scheme::Opaque.compare("r12", "r13").is_err());
        assert!(
            Scheme::Opaque
                .compare("r12", "r12")
                .is_ok_and(std::cmp::Ordering::is_eq)
        );
    }
}
