//! Package URLs: parsed by the reference-tested library, then compared in a canonical form.

use crate::{Scheme, VersionError};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Longest package URL that is looked at, in bytes.
const MAX_LENGTH: usize = 4096;

/// Why a text is no package URL.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a package URL: {reason}")]
pub struct PurlError {
    text: String,
    reason: String,
}

/// A package URL in canonical form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Purl {
    ty: String,
    namespace: Option<String>,
    name: String,
    version: Option<String>,
    qualifiers: BTreeMap<String, String>,
    subpath: Option<String>,
}

impl Purl {
    /// Reads a package URL.
    pub fn parse(text: &str) -> Result<Self, PurlError> {
        let text = text.trim();
        let error = |reason: String| PurlError {
            text: text.chars().take(200).collect(),
            reason,
        };
        if text.len() > MAX_LENGTH {
            return Err(error(format!("longer than {MAX_LENGTH} bytes")));
        }
        let parsed: packageurl::PackageUrl<'_> = text.parse().map_err(|e: packageurl::Error| error(e.to_string()))?;
        let some = |part: Option<&str>| part.filter(|p| !p.is_empty()).map(str::to_owned);
        let mut purl = Self {
            ty: parsed.ty().to_owned(),
            namespace: some(parsed.namespace()),
            name: parsed.name().to_owned(),
            version: some(parsed.version()),
            qualifiers: parsed
                .qualifiers()
                .iter()
                .filter(|(_, value)| !value.is_empty())
                .map(|(key, value)| (key.to_string(), value.to_string()))
                .collect(),
            subpath: some(parsed.subpath()),
        };
        purl.canonicalize();
        Ok(purl)
    }

    /// What the library leaves as written although the registries hold it equal.
    fn canonicalize(&mut self) {
        match self.ty.as_str() {
            "pypi" => self.name = normalize_python_name(&self.name),
            // The purl specification demands lower case; module paths in the wild keep their case.
            "golang" | "npm" => {
                self.name = self.name.to_ascii_lowercase();
                self.namespace = self.namespace.take().map(|n| n.to_ascii_lowercase());
                if self.ty == "npm" {
                    // A scope is written with and without its `@`.
                    self.namespace = self.namespace.take().map(|n| n.trim_start_matches('@').to_owned());
                }
            }
            "nuget" => self.name = self.name.to_ascii_lowercase(),
            // crates.io holds `-` and `_` equal.
            "cargo" => self.name = self.name.to_ascii_lowercase().replace('_', "-"),
            _ => {}
        }
    }

    /// The type: `npm`, `deb` …
    pub fn ty(&self) -> &str {
        &self.ty
    }
    /// The namespace.
    pub fn namespace(&self) -> Option<&str> {
        self.namespace.as_deref()
    }
    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }
    /// The version as written.
    pub fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }
    /// A qualifier.
    pub fn qualifier(&self, key: &str) -> Option<&str> {
        self.qualifiers.get(key).map(String::as_str)
    }
    /// The scheme of its versions.
    pub fn scheme(&self) -> Option<Scheme> {
        Scheme::of_purl_type(&self.ty)
    }

    /// The version as its scheme compares it: rpm and deb keep the epoch in a qualifier.
    pub fn comparable_version(&self) -> Option<String> {
        let version = self.version.as_deref()?;
        let epoch = self
            .qualifier("epoch")
            .filter(|_| matches!(self.ty.as_str(), "rpm" | "deb"));
        Some(match epoch {
            Some(epoch) if !version.contains(':') => format!("{epoch}:{version}"),
            _ => version.to_owned(),
        })
    }

    /// Type, namespace and name: what identifies the package whatever its version. Useful as a key.
    pub fn package_key(&self) -> String {
        match &self.namespace {
            Some(namespace) => format!("{}/{namespace}/{}", self.ty, self.name),
            None => format!("{}/{}", self.ty, self.name),
        }
    }

    /// Whether both name the same package, versions aside.
    pub fn same_package(&self, other: &Self) -> bool {
        (&self.ty, &self.namespace, &self.name) == (&other.ty, &other.namespace, &other.name)
    }

    /// Whether the versions are equal, by text or by scheme.
    pub fn same_version(&self, other: &Self) -> Result<bool, VersionError> {
        let (Some(left), Some(right)) = (self.comparable_version(), other.comparable_version()) else {
            return Err(VersionError::Missing);
        };
        if left == right {
            return Ok(true);
        }
        match self.scheme() {
            Some(scheme) => scheme.compare(&left, &right).map(Ordering::is_eq),
            None => Ok(false),
        }
    }

    /// Whether this package URL, as a pattern, designates the other: what it leaves out is not asked.
    pub fn designates(&self, other: &Self) -> bool {
        self.same_package(other)
            && (self.version.is_none() || self.same_version(other) == Ok(true))
            && self
                .qualifiers
                .iter()
                .all(|(key, value)| key == "epoch" || other.qualifier(key) == Some(value.as_str()))
            && self.subpath.as_ref().is_none_or(|s| other.subpath.as_ref() == Some(s))
    }
}

/// A Python project name as PyPI holds it: lower case, runs of `-`, `_` and `.` as one `-`.
pub fn normalize_python_name(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if !matches!(c, '-' | '_' | '.') {
            out.extend(c.to_lowercase());
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    out
}

/// Whether two names are the same package inside an OSV ecosystem.
pub fn same_name(ecosystem: &str, left: &str, right: &str) -> bool {
    let family = ecosystem.split(':').next().unwrap_or("").trim().to_ascii_lowercase();
    match family.as_str() {
        "pypi" => normalize_python_name(left) == normalize_python_name(right),
        "nuget" | "packagist" | "npm" | "github actions" => left.eq_ignore_ascii_case(right),
        // crates.io holds `-` and `_` equal.
        "crates.io" => left.replace('_', "-").eq_ignore_ascii_case(&right.replace('_', "-")),
        _ => left == right,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn designates(pattern: &str, purl: &str) -> bool {
        match (Purl::parse(pattern), Purl::parse(purl)) {
            (Ok(pattern), Ok(purl)) => pattern.designates(&purl),
            _ => false,
        }
    }

    #[test]
    fn spelling_of_a_registry_does_not_matter() {
        assert!(designates("pkg:pypi/Zope.Interface", "pkg:pypi/zope_interface@5.0"));
        assert!(designates("pkg:npm/%40Angular/core", "pkg:npm/@angular/core@1.0.0"));
        assert!(designates("pkg:npm/angular/core", "pkg:npm/%40angular/core@1.0.0"));
        assert!(!designates("pkg:npm/core", "pkg:npm/%40angular/core@1.0.0"));
        assert!(designates(
            "pkg:golang/github.com/Masterminds/Goutils",
            "pkg:golang/github.com/masterminds/goutils@v1"
        ));
        assert!(!designates("pkg:maven/org.a/B", "pkg:maven/org.a/b@1"));
    }

    #[test]
    fn what_a_pattern_leaves_out_is_not_asked() {
        let full = "pkg:apk/wolfi/bash@1.0.0?arch=x86_64";
        for pattern in [
            "pkg:apk/wolfi/bash",
            "pkg:apk/wolfi/bash@1.0.0",
            "pkg:apk/wolfi/bash?arch=x86_64",
            full,
        ] {
            assert!(designates(pattern, full), "{pattern}");
        }
        for pattern in [
            "pkg:apk/wolfi/bash@1.0.1",
            "pkg:apk/wolfi/bash?arch=armv7",
            "pkg:apk/alpine/bash",
            "pkg:deb/wolfi/bash",
            "bash",
        ] {
            assert!(!designates(pattern, full), "{pattern}");
        }
        assert!(
            !designates("pkg:npm/a@1.0.0", "pkg:npm/a"),
            "a version is asked for and there is none"
        );
        assert!(designates("pkg:pypi/a@1.0", "pkg:pypi/a@1.0.0"), "equal versions");
        assert!(designates("pkg:rpm/redhat/a@1:1.0-1", "pkg:rpm/redhat/a@1.0-1?epoch=1"));
    }
}
