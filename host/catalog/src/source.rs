//! Reads one TOML file into a type, turning spans into lines.

use crate::CatalogError;
use sekisho_model::Bilingual;
use serde::de::DeserializeOwned;
use std::ops::Range;
use toml::Spanned;

/// A file's name and text, for errors.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source<'a> {
    pub(crate) file: &'a str,
    pub(crate) text: &'a str,
}

impl Source<'_> {
    pub(crate) fn parse<T: DeserializeOwned>(&self, format: &str) -> Result<T, CatalogError> {
        toml::from_str(self.text).map_err(|error| CatalogError::Syntax {
            file: self.file.to_owned(),
            line: self.line(&error.span().unwrap_or(0..0)),
            reason: format!(
                "not a valid `{format}` file: {}",
                error.message().lines().collect::<Vec<_>>().join(" ")
            ),
        })
    }

    pub(crate) fn line(&self, span: &Range<usize>) -> u32 {
        let before = self
            .text
            .as_bytes()
            .get(..span.start.min(self.text.len()))
            .unwrap_or(&[]);
        u32::try_from(before.iter().filter(|b| **b == b'\n').count()).unwrap_or(u32::MAX - 1) + 1
    }

    pub(crate) fn content<T>(&self, at: &Spanned<T>, reason: impl Into<String>) -> CatalogError {
        CatalogError::Content {
            file: self.file.to_owned(),
            line: self.line(&at.span()),
            reason: reason.into(),
        }
    }

    pub(crate) fn format(&self, found: &Spanned<String>, expected: &str) -> Result<(), CatalogError> {
        if found.get_ref() == expected {
            return Ok(());
        }
        Err(self.content(
            found,
            format!(
                "format is `{}`, this program reads `{expected}`",
                found.get_ref().escape_debug()
            ),
        ))
    }

    pub(crate) fn both<T>(
        &self,
        at: &Spanned<T>,
        what: impl Into<String>,
        text: &Bilingual,
    ) -> Result<(), CatalogError> {
        if text.is_complete() {
            return Ok(());
        }
        Err(CatalogError::Language {
            file: self.file.to_owned(),
            line: self.line(&at.span()),
            what: what.into(),
        })
    }
}

/// `<sector>/<guideline>` in lower case: how catalogues, policies and plugins are named.
pub(crate) fn is_path_id(id: &str) -> bool {
    let part = |p: &str| {
        !p.is_empty()
            && p.len() <= 64
            && p.bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.')
            && !p.starts_with(['.', '-'])
    };
    id.split('/').count() == 2 && id.split('/').all(part)
}
