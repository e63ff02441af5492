//! `bundle.toml`: what an association writes about its bundle.

use crate::BundleError;
use sekisho_model::{Bilingual, Date};
use serde::{Deserialize, Serialize};

/// The file's name.
pub const FILE: &str = "bundle.toml";
/// The value of `format`.
pub const FORMAT: &str = "bundle/1";

/// Who issued a bundle, after what, from when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// [`FORMAT`].
    pub format: String,
    /// `<association>/<name>`, lower case: the same for all its versions, and what rules of trust speak of.
    pub id: String,
    /// Semantic version.
    pub version: String,
    /// Title.
    pub title: Bilingual,
    /// Who issues it.
    pub issuer: Bilingual,
    /// The document that its policies follow.
    pub source_document: Bilingual,
    /// The day of that document.
    pub source_date: Date,
    /// The first day on which it counts.
    pub effective_from: Date,
    /// What comes after it: `<id>` or `<id>@<version>`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub superseded_by: Option<String>,
}

/// The same before anything is known to be there.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    format: Option<String>,
    id: Option<String>,
    version: Option<String>,
    title: Option<Texts>,
    issuer: Option<Texts>,
    source_document: Option<Texts>,
    source_date: Option<toml::Value>,
    effective_from: Option<toml::Value>,
    superseded_by: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Texts {
    ja: Option<String>,
    en: Option<String>,
}

/// Reads `bundle.toml`; every field that is missing or wrong is named at once.
pub fn parse(file: &str, text: &str) -> Result<About, BundleError> {
    let raw: Raw = toml::from_str(text).map_err(|e| BundleError::unreadable(file, e.to_string().trim_end()))?;
    let mut faults = Vec::new();
    let mut text = |name: &str, value: Option<String>| match value {
        Some(value) => value,
        None => {
            faults.push(format!("{file}: `{name}` is missing"));
            String::new()
        }
    };
    let mut both = |name: &str, texts: Option<Texts>| {
        let Texts { ja, en } = texts.unwrap_or_default();
        Bilingual::new(text(&format!("{name}.ja"), ja), text(&format!("{name}.en"), en))
    };
    let (title, issuer) = (both("title", raw.title), both("issuer", raw.issuer));
    let source_document = both("source_document", raw.source_document);
    let (format, id) = (text("format", raw.format), text("id", raw.id));
    let version = text("version", raw.version);
    let mut date = |name: &str, value: Option<toml::Value>| {
        let said = match &value {
            None => None,
            Some(toml::Value::String(text)) => Some(text.clone()),
            Some(other) => Some(other.to_string()),
        };
        let said = text(name, said);
        let date = Date::parse(&said);
        (said, date)
    };
    let dates = [
        ("source_date", date("source_date", raw.source_date)),
        ("effective_from", date("effective_from", raw.effective_from)),
    ];
    let mut found = Vec::new();
    for (name, (said, date)) in dates {
        match date {
            Some(date) => found.push(date),
            None if said.is_empty() => {}
            None => faults.push(format!("{file}: `{name}` is no day: `{said}`; write YYYY-MM-DD")),
        }
    }
    let (Some(source_date), Some(effective_from)) = (found.first().copied(), found.get(1).copied()) else {
        return Err(BundleError::Fields(faults));
    };
    let about = About {
        format,
        id,
        version,
        title,
        issuer,
        source_document,
        source_date,
        effective_from,
        superseded_by: raw.superseded_by,
    };
    match about.check() {
        Ok(()) if faults.is_empty() => Ok(about),
        Ok(()) => Err(BundleError::Fields(faults)),
        Err(more) => {
            let known: Vec<String> = more.into_iter().map(|fault| format!("{file}: {fault}")).collect();
            // What is missing is told once, not a second time as empty.
            let is_told = |fault: &String| {
                let name = |text: &str| text.split('`').nth(1).map(ToOwned::to_owned);
                faults.iter().any(|told: &String| name(told) == name(fault))
            };
            let more: Vec<String> = known.into_iter().filter(|fault| !is_told(fault)).collect();
            faults.extend(more);
            Err(BundleError::Fields(faults))
        }
    }
}

impl About {
    /// Every rule that the fields must keep; each fault a sentence.
    pub fn check(&self) -> Result<(), Vec<String>> {
        let mut faults = Vec::new();
        if self.format != FORMAT && !self.format.is_empty() {
            faults.push(format!("`format` is `{}`, this program reads `{FORMAT}`", self.format));
        }
        if !is_id(&self.id) && !self.id.is_empty() {
            faults.push(format!(
                "`id` is `{}`; write `<association>/<name>` in lower case",
                self.id
            ));
        }
        if semver::Version::parse(&self.version).is_err() && !self.version.is_empty() {
            faults.push(format!("`version` is `{}`; write MAJOR.MINOR.PATCH", self.version));
        }
        for (name, text) in [("format", &self.format), ("id", &self.id), ("version", &self.version)] {
            if text.is_empty() {
                faults.push(format!("`{name}` is empty"));
            }
        }
        let texts = [
            ("title", &self.title),
            ("issuer", &self.issuer),
            ("source_document", &self.source_document),
        ];
        for (name, text) in texts {
            for (language, text) in [("ja", &text.ja), ("en", &text.en)] {
                if text.trim().is_empty() {
                    faults.push(format!("`{name}.{language}` is empty"));
                }
            }
        }
        let next = self
            .superseded_by
            .as_deref()
            .map(|next| next.split_once('@').unwrap_or((next, "0.0.0")));
        if next.is_some_and(|(id, version)| !is_id(id) || semver::Version::parse(version).is_err()) {
            faults.push("`superseded_by` is neither `<id>` nor `<id>@<version>`".to_owned());
        }
        match faults.is_empty() {
            true => Ok(()),
            false => Err(faults),
        }
    }
}

/// `<association>/<name>`, both of lower-case letters, digits, `.` and `-`.
pub fn is_id(id: &str) -> bool {
    let is_fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-');
    let is_part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphanumeric()) && part.chars().all(is_fine) && part.len() <= 64
    };
    id.split_once('/').is_some_and(|(a, b)| is_part(a) && is_part(b))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    const WHOLE: &str = r#"
format = "bundle/1"
id = "example-auto/suppliers"
version = "1.0.0"
title = { ja = "部品会社向け", en = "For suppliers" }
issuer = { ja = "例示自動車工業会", en = "Example Automobile Association" }
source_document = { ja = "例示指針", en = "Example guideline" }
source_date = 2026-04-01
effective_from = "2026-10-01"
"#;

    #[test]
    fn every_missing_field_has_its_own_sentence() {
        assert!(parse(FILE, WHOLE).is_ok());
        let Err(BundleError::Fields(faults)) = parse(FILE, "format = \"bundle/1\"") else {
            unreachable!()
        };
        let named: Vec<&str> = faults.iter().filter_map(|f| f.split('`').nth(1)).collect();
        assert_eq!(
            named,
            [
                "title.ja",
                "title.en",
                "issuer.ja",
                "issuer.en",
                "source_document.ja",
                "source_document.en",
                "id",
                "version",
                "source_date",
                "effective_from"
            ]
        );
        let Err(BundleError::Fields(faults)) = parse(FILE, &WHOLE.replace("ja = \"例示自動車工業会\", ", ""))
        else {
            unreachable!()
        };
        assert_eq!(faults, ["bundle.toml: `issuer.ja` is missing"]);
    }

    #[test]
    fn wrong_fields_are_named() {
        for (from, to, what) in [
            ("bundle/1", "bundle/9", "`format` is `bundle/9`"),
            ("example-auto/suppliers", "Example", "`id` is `Example`"),
            ("\"1.0.0\"", "\"1\"", "`version` is `1`"),
            ("2026-04-01", "\"yesterday\"", "`source_date` is no day: `yesterday`"),
            ("\"Example guideline\"", "\" \"", "`source_document.en` is empty"),
            ("format =", "superseded_by = \"x\"\nformat =", "`superseded_by`"),
            ("format =", "colour = 1\nformat =", "unknown field `colour`"),
        ] {
            let error = parse(FILE, &WHOLE.replace(from, to)).unwrap_err().to_string();
            assert!(error.contains(what), "{what}: {error}");
        }
    }
}
