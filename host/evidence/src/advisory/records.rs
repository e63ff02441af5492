//! What every format ends in: advisories and documents of statements as plain structs, and their way into rows.

use crate::{ReadError, Reading};
use sekisho_model::Date;
use sekisho_model::schema::rows::advisories as rows;

/// One advisory.
#[derive(Debug, Default)]
pub(super) struct AdvisoryRecord {
    pub(super) source: &'static str,
    pub(super) id: String,
    pub(super) summary: Option<String>,
    pub(super) published: Option<Date>,
    pub(super) modified: Option<Date>,
    pub(super) withdrawn: Option<Date>,
    pub(super) score: Option<f64>,
    pub(super) vector: Option<String>,
    pub(super) severity: Option<String>,
    pub(super) exploited: Option<bool>,
    pub(super) due: Option<Date>,
    pub(super) url: Option<String>,
    pub(super) aliases: Vec<String>,
    pub(super) affected: Vec<AffectedRecord>,
    pub(super) line: u32,
    pub(super) locator: String,
}

/// One affected package.
#[derive(Debug, Default)]
pub(super) struct AffectedRecord {
    pub(super) ecosystem: Option<String>,
    pub(super) name: Option<String>,
    pub(super) purl: Option<String>,
    pub(super) product: Option<String>,
    pub(super) ranges: Vec<RangeRecord>,
    pub(super) versions: Vec<String>,
}

/// One interval of versions.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct RangeRecord {
    pub(super) range_type: &'static str,
    pub(super) introduced: Option<String>,
    pub(super) fixed: Option<String>,
    pub(super) last_affected: Option<String>,
}

/// One document of statements.
#[derive(Debug, Default)]
pub(super) struct VexRecord {
    pub(super) format: &'static str,
    pub(super) identifier: Option<String>,
    pub(super) author: Option<String>,
    pub(super) role: Option<String>,
    pub(super) created_at: Option<String>,
    pub(super) version: Option<String>,
    pub(super) statements: Vec<StatementRecord>,
}

/// One statement.
#[derive(Debug, Default)]
pub(super) struct StatementRecord {
    pub(super) vulnerability: Option<String>,
    pub(super) status: Option<String>,
    pub(super) justification: Option<String>,
    pub(super) impact: Option<String>,
    pub(super) action: Option<String>,
    pub(super) stated: Option<Date>,
    pub(super) aliases: Vec<String>,
    pub(super) products: Vec<(String, Option<String>)>,
    pub(super) line: u32,
    pub(super) locator: String,
}

impl AdvisoryRecord {
    pub(super) fn push(&self, reading: &mut Reading<'_>) -> Result<(), ReadError> {
        let (line, at) = (self.line, self.locator.as_str());
        let advisory = reading.push(
            &rows::Advisory {
                source: Some(self.source),
                advisory_id: Some(&self.id),
                summary: self.summary.as_deref(),
                published: self.published,
                modified: self.modified,
                withdrawn: self.withdrawn,
                score: self.score,
                vector: self.vector.as_deref(),
                severity: self.severity.as_deref(),
                exploited: self.exploited,
                due: self.due,
                url: self.url.as_deref(),
            },
            line,
            at,
        )?;
        for alias in self.aliases.iter().filter(|alias| **alias != self.id) {
            reading.push(
                &rows::Alias {
                    advisory: Some(advisory),
                    value: Some(alias),
                },
                line,
                at,
            )?;
        }
        for (index, package) in self.affected.iter().enumerate() {
            let at = if self.source == "osv" {
                format!("{at}/affected/{index}")
            } else {
                at.to_owned()
            };
            package.push(advisory, reading, line, &at)?;
        }
        Ok(())
    }
}

impl AffectedRecord {
    fn push(&self, advisory: u32, reading: &mut Reading<'_>, line: u32, at: &str) -> Result<(), ReadError> {
        let affected = reading.push(
            &rows::Affected {
                advisory: Some(advisory),
                ecosystem: self.ecosystem.as_deref(),
                name: self.name.as_deref(),
                purl: self.purl.as_deref(),
                product: self.product.as_deref(),
            },
            line,
            at,
        )?;
        for range in &self.ranges {
            let row = rows::Range {
                affected: Some(affected),
                range_type: Some(range.range_type),
                introduced: range.introduced.as_deref(),
                fixed: range.fixed.as_deref(),
                last_affected: range.last_affected.as_deref(),
                fixed_at: None,
            };
            reading.push(&row, line, at)?;
        }
        for version in &self.versions {
            let row = rows::AffectedVersion {
                affected: Some(affected),
                value: Some(version),
            };
            reading.push(&row, line, at)?;
        }
        Ok(())
    }
}

impl VexRecord {
    pub(super) fn push(&self, reading: &mut Reading<'_>) -> Result<(), ReadError> {
        let document = reading.push(
            &rows::VexDocument {
                format: Some(self.format),
                identifier: self.identifier.as_deref(),
                author: self.author.as_deref(),
                role: self.role.as_deref(),
                created: self.created_at.as_deref().and_then(Date::parse),
                created_at: self.created_at.as_deref(),
                version: self.version.as_deref(),
            },
            0,
            "",
        )?;
        for statement in &self.statements {
            statement.push(document, reading)?;
        }
        Ok(())
    }
}

impl StatementRecord {
    fn push(&self, document: u32, reading: &mut Reading<'_>) -> Result<(), ReadError> {
        let (line, at) = (self.line, self.locator.as_str());
        let number = reading.push(
            &rows::Statement {
                document: Some(document),
                vulnerability: self.vulnerability.as_deref(),
                status: self.status.as_deref(),
                justification: self.justification.as_deref(),
                impact: self.impact.as_deref(),
                action: self.action.as_deref(),
                stated: self.stated,
            },
            line,
            at,
        )?;
        for alias in &self.aliases {
            if self.vulnerability.as_ref() != Some(alias) {
                reading.push(
                    &rows::StatementAlias {
                        statement: Some(number),
                        value: Some(alias),
                    },
                    line,
                    at,
                )?;
            }
        }
        for (product, subcomponent) in &self.products {
            let row = rows::StatementProduct {
                statement: Some(number),
                product: Some(product),
                subcomponent: subcomponent.as_deref(),
            };
            reading.push(&row, line, at)?;
        }
        Ok(())
    }
}

/// The day of a timestamp.
pub(super) fn day(text: Option<&str>) -> Option<Date> {
    text.and_then(Date::parse)
}

/// A severity word in our spelling: lower case, with `moderate` and `important` as `medium` and `high`.
pub(super) fn severity_word(text: &str) -> String {
    match text.trim().to_ascii_lowercase().as_str() {
        "moderate" => "medium".to_owned(),
        "important" => "high".to_owned(),
        "informational" | "info" => "none".to_owned(),
        other => other.to_owned(),
    }
}

/// A package URL without version, qualifiers and subpath.
pub(super) fn purl_without_version(purl: &str) -> String {
    let head = purl.split(['#', '?']).next().unwrap_or(purl);
    // A version follows the last `@`; a namespace's own `@` (npm scopes) has a `/` after it.
    match head.rsplit_once('@') {
        Some((package, version)) if !version.contains('/') && !package.ends_with('/') => package.to_owned(),
        _ => head.to_owned(),
    }
}

/// The first line of a text, cut to a length that fits one line of a report.
pub(super) fn first_line(text: &str) -> Option<String> {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    let mut short: String = line.chars().take(200).collect();
    if short.len() < line.len() {
        short.push('…');
    }
    Some(short)
}
