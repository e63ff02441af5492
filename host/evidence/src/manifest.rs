//! `evidence.toml`: what people state about a subject and its files. Nothing in it is needed; nothing unknown is let by.

use crate::{ReadError, encoding, source};
use sekisho_model::{Bilingual, Date, EvidenceKind};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Name of the file.
pub const NAME: &str = "evidence.toml";

/// What `evidence.toml` says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// `evidence/1`.
    pub format: String,
    /// Id of the subject; the directory's name where there is none.
    #[serde(default)]
    pub subject: Option<String>,
    /// Name of the subject.
    #[serde(default)]
    pub name: Option<Bilingual>,
    /// `directories`: every sub-directory is a subject of its own. `one`: the directory is one subject.
    #[serde(default)]
    pub subjects: Option<Subjects>,
    /// Statements about files.
    #[serde(default, rename = "file")]
    pub files: Vec<FileStatement>,
}

/// How subjects lie in a directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Subjects {
    /// One subject.
    One,
    /// One for each sub-directory.
    Directories,
}

/// What is stated about a file, or about all files below a directory (`path` ending in `/`).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileStatement {
    /// Path inside the subject.
    pub path: String,
    /// What it is about, instead of what detection finds.
    #[serde(default)]
    pub kind: Option<EvidenceKind>,
    /// How it is written, instead of what detection finds.
    #[serde(default)]
    pub format: Option<String>,
    /// Where it came from.
    #[serde(default)]
    pub origin: Option<String>,
    /// When it was collected.
    #[serde(default)]
    pub collected_at: Option<Date>,
    /// Its text encoding.
    #[serde(default)]
    pub encoding: Option<String>,
    /// The asset a configuration was taken from.
    #[serde(default)]
    pub asset: Option<String>,
    /// The register a table is.
    #[serde(default)]
    pub register: Option<String>,
    /// Column header → field id.
    #[serde(default)]
    pub mapping: BTreeMap<String, String>,
}

impl Manifest {
    /// Reads the file.
    pub fn parse(bytes: &[u8]) -> Result<Self, ReadError> {
        let text = encoding::decode(bytes, Some("utf-8"))?;
        let text = text.map(|t| t.text.into_owned()).unwrap_or_default();
        let line_at = |offset: usize| {
            let before = text.as_bytes().get(..offset).unwrap_or(&[]);
            u32::try_from(memchr::memchr_iter(b'\n', before).count() + 1).unwrap_or(u32::MAX)
        };
        let mut manifest: Self = toml::from_str(&text).map_err(|error| {
            let reason = error
                .message()
                .lines()
                .next()
                .unwrap_or("")
                .trim_end_matches('.')
                .to_owned();
            match error.span() {
                Some(span) => ReadError::malformed_at(NAME, reason, line_at(span.start)),
                None => ReadError::malformed(NAME, reason),
            }
        })?;
        let at = |needle: &str| text.find(needle).map(line_at);
        let fault = |reason: String, line: Option<u32>| ReadError::Malformed {
            format: NAME,
            reason,
            line,
            locator: None,
        };
        if manifest.format != "evidence/1" {
            let (version, line) = (manifest.format.clone(), at("format"));
            if version.starts_with("evidence/") {
                return Err(ReadError::UnsupportedVersion {
                    format: NAME,
                    version,
                    supported: "evidence/1",
                });
            }
            return Err(fault(format!("format is `{version}`, expected `evidence/1`"), line));
        }
        if manifest.subject.as_deref().is_some_and(|id| !is_id(id)) {
            return Err(fault(
                "the subject id is empty or has control characters or blanks at its ends".to_owned(),
                at("subject"),
            ));
        }
        let mut seen = std::collections::BTreeSet::new();
        for file in &manifest.files {
            let line = || {
                let escaped = file.path.replace('\\', "\\\\");
                let written = [format!("\"{escaped}\""), format!("'{}'", file.path)];
                written.iter().find_map(|path| at(path))
            };
            // A control character must not reach a terminal; a backslash is shown as it stands.
            let shown = file.path.escape_debug().to_string().replace("\\\\", "\\");
            if let Some(reason) = path_fault(file.path.strip_prefix("./").unwrap_or(&file.path)) {
                return Err(fault(format!("path `{shown}` {reason}"), line()));
            }
            if !seen.insert(file.path.strip_prefix("./").unwrap_or(&file.path)) {
                return Err(fault(format!("path `{shown}` is stated twice"), line()));
            }
            if let Some(label) = file.encoding.as_deref().filter(|l| encoding::named(l).is_none()) {
                return Err(fault(format!("encoding `{label}` is not known"), at(label)));
            }
            if let Some(register) = file.register.as_deref()
                && crate::table::vocabulary::vocabulary().register(register).is_none()
            {
                return Err(fault(format!("register `{register}` is not known"), at(register)));
            }
        }
        for file in &mut manifest.files {
            if let Some(path) = file.path.strip_prefix("./") {
                file.path = path.to_owned();
            }
        }
        Ok(manifest)
    }

    /// What holds for a file: its own statement, else that of the nearest directory that is stated.
    pub fn file(&self, path: &str) -> Option<&FileStatement> {
        let exact = self.files.iter().find(|f| f.path == path);
        exact.or_else(|| {
            self.files
                .iter()
                .filter(|f| f.path.ends_with('/') && path.starts_with(&f.path))
                .max_by_key(|f| f.path.len())
        })
    }
}

/// Why a path cannot be that of a file of the subject.
fn path_fault(path: &str) -> Option<&'static str> {
    let folders = path.strip_suffix('/').unwrap_or(path);
    if source::is_inside(folders) {
        return None;
    }
    Some(if path.contains('\\') {
        "has a backslash"
    } else if path.starts_with('/') || path.split('/').any(|part| part == "..") {
        "leaves the subject's directory"
    } else {
        "has an empty part, or one that is `.`"
    })
}

/// Whether a text may be a subject's id.
pub fn is_id(id: &str) -> bool {
    !id.is_empty() && id.len() <= 200 && id.trim() == id && !id.chars().any(char::is_control)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use sekisho_model::error::Hint as _;

    #[test]
    fn statements_are_found_and_mistakes_have_lines() {
        let text = "format = \"evidence/1\"\nsubject = \"plant-a\"\nname = { ja = \"工場A\", en = \"Plant A\" }\n\n[[file]]\npath = \"conf/\"\nasset = \"srv-1\"\n\n\
                    [[file]]\npath = \"conf/x.csv\"\nkind = \"assets\"\ncollected_at = \"2026-04-01\"\n[file.mapping]\n\"番号\" = \"id\"\n";
        let m = Manifest::parse(text.as_bytes()).unwrap();
        assert_eq!(m.file("conf/a/b").unwrap().asset.as_deref(), Some("srv-1"));
        assert_eq!(m.file("conf/x.csv").unwrap().kind, Some(EvidenceKind::Assets));
        assert!(m.file("other").is_none());
        let m = Manifest::parse(b"format = \"evidence/1\"\n[[file]]\npath = \"./a/x\"\nasset = \"srv-1\"\n").unwrap();
        assert_eq!(m.file("a/x").unwrap().asset.as_deref(), Some("srv-1"));
        for (text, line) in [
            ("format = \"evidence/1\"\nsubjekt = \"x\"\n", Some(2)),
            ("format = \"evidence/1\"\n\n[[file]]\npath = \"../x\"\n", Some(4)),
            ("format = \"evidence/1\"\n\n[[file]]\npath = \"a\\\\x\"\n", Some(4)),
            ("format = \"evidence/1\"\n[[file]]\npath = 'a\\x'\n", Some(3)),
            ("format = \"evidence/1\"\n[[file]]\npath = \"a//x\"\n", Some(3)),
            (
                "format = \"evidence/1\"\n[[file]]\npath = \"x\"\n[[file]]\npath = \"./x\"\n",
                Some(5),
            ),
            (
                "format = \"evidence/1\"\n[[file]]\npath = \"x\"\nregister = \"nope\"\n",
                Some(4),
            ),
        ] {
            let error = Manifest::parse(text.as_bytes()).unwrap_err();
            let ReadError::Malformed { line: found, .. } = &error else {
                unreachable!()
            };
            assert_eq!(*found, line, "{text}");
            let hint = error.hint().unwrap();
            assert!(hint.contains("paths are relative"), "{hint}");
        }
        assert!(matches!(
            Manifest::parse(b"format = \"evidence/2\""),
            Err(ReadError::UnsupportedVersion { .. })
        ));
    }
}
