//! Why a file could not be used at all. Odd but usable input is a diagnostic instead.

use crate::manifest;
use sekisho_model::diagnostic::Diagnostic;
use sekisho_model::error::Hint;

/// An unusable file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The bytes are not what the format demands.
    #[error("not valid {format}: {reason}")]
    Malformed {
        /// The format, for people: `JSON`, `CycloneDX XML` …
        format: &'static str,
        /// What is wrong, lower case, without a full stop.
        reason: String,
        /// Line from 1, where known.
        line: Option<u32>,
        /// Place inside the file, where known.
        locator: Option<String>,
    },
    /// A bound was exceeded.
    #[error("{what} exceeds the limit of {limit}")]
    Limit {
        /// What was too large or too deep: `nesting depth`, `file size`, `expanded size` …
        what: &'static str,
        /// The bound, with its unit.
        limit: String,
        /// Line from 1, where known.
        line: Option<u32>,
        /// Place inside the file, where known.
        locator: Option<String>,
    },
    /// Something that is refused for safety: entity declarations, external references, macros, encrypted sheets.
    #[error("{what} is refused")]
    Refused {
        /// What is refused.
        what: String,
        /// Line from 1, where known.
        line: Option<u32>,
        /// What to do.
        hint: String,
    },
    /// The text is in no encoding we read.
    #[error("text is not valid {encoding}")]
    Encoding {
        /// The encoding that was tried.
        encoding: String,
        /// Line from 1, where known.
        line: Option<u32>,
    },
    /// The format is known but this version of it is not read.
    #[error("{format} version `{version}` is not supported")]
    UnsupportedVersion {
        /// The format.
        format: &'static str,
        /// The version found.
        version: String,
        /// The versions that are read.
        supported: &'static str,
    },
    /// The file is not inside the evidence directory, or is no regular file.
    #[error("{what}")]
    Outside {
        /// What it is: a symbolic link that leaves the directory, a device …
        what: String,
    },
    /// The operating system refused.
    #[error("cannot be read: {reason}")]
    Io {
        /// The system's word.
        reason: String,
    },
}

impl Hint for ReadError {
    fn code(&self) -> &'static str {
        match self {
            Self::Malformed { .. } => "evidence-malformed",
            Self::Limit { .. } => "evidence-limit",
            Self::Refused { .. } => "evidence-refused",
            Self::Encoding { .. } => "evidence-encoding",
            Self::UnsupportedVersion { .. } => "evidence-version",
            Self::Outside { .. } => "evidence-outside",
            Self::Io { .. } => "evidence-io",
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Malformed { format, .. } if *format == manifest::NAME => {
                "correct what `evidence.toml` says there: paths are relative to its directory and have `/` between their \
                 parts; what it does not say is found out from the files"
                    .to_owned()
            }
            Self::Malformed { format, .. } if format.ends_with("archive") => {
                "pack the directory again, or give the directory itself".to_owned()
            }
            Self::Malformed { .. } => "export the file again, or take it out of the evidence directory".to_owned(),
            Self::Limit { .. } => "split the file, or raise the limit with `--limit`".to_owned(),
            Self::Refused { hint, .. } => hint.clone(),
            Self::Encoding { .. } => "save the file as UTF-8, or name its encoding in `evidence.toml`".to_owned(),
            Self::UnsupportedVersion { format, supported, .. } if *format == manifest::NAME => {
                format!("write `format = \"{supported}\"`")
            }
            Self::UnsupportedVersion { supported, .. } => format!("export one of: {supported}"),
            Self::Outside { .. } => "copy the file itself into the evidence directory".to_owned(),
            Self::Io { .. } => "check that the file exists and may be read".to_owned(),
        })
    }
}

impl ReadError {
    /// A malformed file without a place.
    pub fn malformed(format: &'static str, reason: impl Into<String>) -> Self {
        Self::Malformed {
            format,
            reason: reason.into(),
            line: None,
            locator: None,
        }
    }

    /// A malformed file with the line where it went wrong.
    pub fn malformed_at(format: &'static str, reason: impl Into<String>, line: u32) -> Self {
        Self::Malformed {
            format,
            reason: reason.into(),
            line: Some(line),
            locator: None,
        }
    }

    /// A broken bound.
    pub fn limit(what: &'static str, limit: impl Into<String>) -> Self {
        Self::Limit {
            what,
            limit: limit.into(),
            line: None,
            locator: None,
        }
    }

    /// The same as a diagnostic of level error, for a file at `path`.
    pub fn diagnostic(&self, path: &str) -> Diagnostic {
        let mut diagnostic = Diagnostic::error(self.code(), self.to_string()).at_path(path);
        let (line, locator) = match self {
            Self::Malformed { line, locator, .. } | Self::Limit { line, locator, .. } => (*line, locator.clone()),
            Self::Refused { line, .. } | Self::Encoding { line, .. } => (*line, None),
            _ => (None, None),
        };
        diagnostic.line = line;
        diagnostic.locator = locator;
        diagnostic.hint = self.hint();
        diagnostic
    }
}
