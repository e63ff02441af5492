//! Lock files of package managers: what a project really pulls in, package by package. Read into a list that `sbom` writes as
//! CycloneDX, so that a small firm has an SBOM without another tool.
//!
//! npm (`package-lock.json`, lockfileVersion 2 and 3) and Cargo (`Cargo.lock`, version 3 and 4). What a lock file does not
//! hold (suppliers, for Cargo also licenses) is not guessed.

mod cargo;
mod cyclonedx;
mod npm;

use crate::ReadError;
use std::collections::BTreeMap;

pub use cyclonedx::{Stamp, cyclonedx};

/// A project and what it pulls in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// The format, such as `package-lock-3`.
    pub format: String,
    /// Name of the project, where the file tells.
    pub name: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// Places of what it uses itself, in `packages`.
    pub direct: Vec<usize>,
    /// All packages, in the order in which they are listed.
    pub packages: Vec<Package>,
}

/// One package of a lock file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Package {
    /// Name, scope included.
    pub name: String,
    /// Version.
    pub version: Option<String>,
    /// Package URL; nothing for what comes from no registry.
    pub purl: Option<String>,
    /// License as the lock file states it.
    pub license: Option<String>,
    /// Algorithm (`SHA-512`) and value in hexadecimal.
    pub hashes: Vec<(&'static str, String)>,
    /// Places of what it needs, in `packages`.
    pub needs: Vec<usize>,
    /// Only for development.
    pub development: bool,
}

impl Project {
    /// Licenses with the packages under them; the empty text stands for none stated.
    pub fn licenses(&self) -> BTreeMap<&str, Vec<&Package>> {
        let mut found: BTreeMap<&str, Vec<&Package>> = BTreeMap::new();
        for package in &self.packages {
            found
                .entry(package.license.as_deref().unwrap_or_default())
                .or_default()
                .push(package);
        }
        found
    }
}

/// Reads a lock file, told by its content.
pub fn read(text: &str) -> Result<Project, ReadError> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('{') {
        npm::read(text)
    } else if text.contains("[[package]]") {
        cargo::read(text)
    } else {
        Err(ReadError::malformed(
            "lock file",
            "it is neither `package-lock.json` of npm nor `Cargo.lock`",
        ))
    }
}

/// A part of a package URL: everything but unreserved characters is escaped.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b':') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Stamp, cyclonedx, read};

    const NPM: &str = r#"{ "name": "shop", "version": "1.2.0", "lockfileVersion": 3, "packages": {
        "": { "name": "shop", "version": "1.2.0", "dependencies": { "a": "^1.0.0", "@s/b": "2" } },
        "node_modules/a": { "version": "1.0.1", "license": "MIT", "integrity": "sha512-q80=", "dependencies": { "c": "1" } },
        "node_modules/@s/b": { "version": "2.0.0", "license": "(MIT OR Apache-2.0)" },
        "node_modules/a/node_modules/c": { "version": "1.9.0", "dev": true },
        "node_modules/c": { "version": "2.0.0" }
    } }"#;

    const CARGO: &str = "version = 4\n\n[[package]]\nname = \"app\"\nversion = \"0.1.0\"\ndependencies = [\n \"a 1.0.0\",\n]\n\n\
        [[package]]\nname = \"a\"\nversion = \"1.0.0\"\nsource = \"registry+https://github.com/rust-lang/crates.io-index\"\n\
        checksum = \"ab\"\n\n[[package]]\nname = \"a\"\nversion = \"2.0.0\"\nsource = \"git+https://example.com/a#1\"\n";

    #[test]
    fn npm_resolves_from_the_own_folder_outwards() {
        let project = read(NPM).expect("reads");
        let names: Vec<(&str, Option<&str>)> = project
            .packages
            .iter()
            .map(|p| (p.name.as_str(), p.purl.as_deref()))
            .collect();
        let at = |purl: &str| names.iter().position(|(_, p)| *p == Some(purl)).expect("is there");
        let a = at("pkg:npm/a@1.0.1");
        assert_eq!(project.packages[a].needs, [at("pkg:npm/c@1.9.0")]);
        assert_eq!(project.packages[a].hashes, [("SHA-512", "abcd".to_owned())]);
        let mut direct = vec![a, at("pkg:npm/%40s/b@2.0.0")];
        direct.sort_unstable();
        assert_eq!(project.direct, direct);
        assert_eq!(
            project.licenses().keys().copied().collect::<Vec<_>>(),
            ["", "(MIT OR Apache-2.0)", "MIT"]
        );
    }

    #[test]
    fn cargo_takes_the_version_that_is_named() {
        let project = read(CARGO).expect("reads");
        assert_eq!(project.name.as_deref(), Some("app"));
        assert_eq!(project.direct, [0]);
        assert_eq!(project.packages[0].purl.as_deref(), Some("pkg:cargo/a@1.0.0"));
        assert_eq!(
            project.packages[1].purl.as_deref(),
            Some("pkg:cargo/a@2.0.0?vcs_url=git%2Bhttps:%2F%2Fexample.com%2Fa%231")
        );
    }

    #[test]
    fn what_is_written_is_an_sbom_that_is_read() {
        let stamp = Stamp {
            timestamp: "2026-11-23T00:00:00Z",
            author: Some("Example"),
            tool_version: "0",
            name: "folder",
        };
        let text = cyclonedx(&read(NPM).expect("reads"), stamp);
        assert_eq!(crate::sbom::detect(&text), Some(crate::sbom::SbomFormat::CyclonedxJson));
        assert!(text.contains("\"expression\": \"(MIT OR Apache-2.0)\""), "{text}");
        assert!(text.contains("\"scope\": \"excluded\""), "{text}");
    }

    #[test]
    fn hostile_files_are_refused_with_one_reason() {
        for text in [
            "",
            "{",
            "{\"packages\":{}, \"packages\":{}}",
            "{\"lockfileVersion\":1,\"dependencies\":{}}",
            "[[package]]\nname = 1",
            "lockfileVersion: '9.0'\n",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
        let deep = format!("{{\"packages\":{}", "[".repeat(10_000));
        assert!(read(&deep).is_err());
    }
}
