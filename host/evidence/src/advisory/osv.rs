//! OSV records: one, many, one per line, in JSON or YAML. Each record stands for itself: one that is broken is remarked
//! on and left out, unless the file holds nothing else.

use super::events::{Event, intervals};
use super::records::{AdvisoryRecord, AffectedRecord, day, first_line, severity_word};
use super::{cvss, json};
use crate::{ReadError, Reading};
use sekisho_model::Diagnostic;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

#[derive(Debug, Deserialize)]
struct Record {
    id: Option<String>,
    schema_version: Option<String>,
    summary: Option<String>,
    details: Option<String>,
    published: Option<String>,
    modified: Option<String>,
    withdrawn: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    aliases: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    upstream: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    severity: Vec<Severity>,
    #[serde(default, deserialize_with = "or_default")]
    affected: Vec<Affected>,
    #[serde(default, deserialize_with = "or_default")]
    references: Vec<Reference>,
    database_specific: Option<Specific>,
}

#[derive(Debug, Deserialize)]
struct Severity {
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    score: String,
}

#[derive(Debug, Deserialize)]
struct Affected {
    package: Option<Package>,
    #[serde(default, deserialize_with = "or_default")]
    ranges: Vec<Range>,
    #[serde(default, deserialize_with = "or_default")]
    versions: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    severity: Vec<Severity>,
    database_specific: Option<Specific>,
    ecosystem_specific: Option<Specific>,
}

#[derive(Debug, Deserialize)]
struct Package {
    ecosystem: Option<String>,
    name: Option<String>,
    purl: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Range {
    #[serde(rename = "type", default)]
    kind: String,
    repo: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    events: Vec<Event>,
}

#[derive(Debug, Deserialize)]
struct Reference {
    #[serde(rename = "type")]
    kind: Option<String>,
    url: Option<String>,
}

/// Of what databases add, only the word for the severity; anything else there is theirs to shape.
#[derive(Debug, Default)]
struct Specific {
    severity: Option<String>,
}

impl<'de> Deserialize<'de> for Specific {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(deserializer)?;
        Ok(Self {
            severity: json::get(&value, &["severity"]).as_str().map(severity_word),
        })
    }
}

fn or_default<'de, T: Deserialize<'de> + Default, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}

#[derive(Debug, Deserialize)]
struct Wrapped<'a> {
    #[serde(borrow, default)]
    vulns: Option<Vec<&'a RawValue>>,
}

pub(super) fn read_json(text: &str, reading: &mut Reading<'_>) -> Result<String, ReadError> {
    let fail = |error: &serde_json::Error| json::error_of(error, "OSV JSON");
    let mut values = Vec::new();
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
    let mut lines = false;
    loop {
        match stream.next() {
            None => break,
            Some(Ok(value)) => values.push(value),
            // Some lines were records: keep them, say which one is not.
            Some(Err(error)) if values.len() > 1 => {
                note(reading, &fail(&error), line_of(text, stream.byte_offset()), "");
                break;
            }
            Some(Err(error)) => return Err(fail(&error)),
        }
        if values.len() > reading.limits.rows as usize {
            return Err(ReadError::limit(
                "number of facts in one file",
                reading.limits.rows.to_string(),
            ));
        }
    }
    let mut places: Vec<(&RawValue, String)> = Vec::new();
    match values.as_slice() {
        [] => return Err(ReadError::malformed("OSV JSON", "the file holds no record")),
        [one] if one.get().starts_with('[') => {
            let list: Vec<&RawValue> = serde_json::from_str(one.get()).map_err(|e| fail(&e))?;
            places.extend(list.into_iter().enumerate().map(|(i, v)| (v, format!("/{i}"))));
        }
        [one] => match serde_json::from_str::<Wrapped<'_>>(one.get())
            .ok()
            .and_then(|w| w.vulns)
        {
            Some(list) => places.extend(list.into_iter().enumerate().map(|(i, v)| (v, format!("/vulns/{i}")))),
            None => places.push((one, String::new())),
        },
        many => {
            lines = true;
            places.extend(many.iter().map(|v| (*v, String::new())));
        }
    }
    let start = text.as_ptr() as usize;
    let mut cursor = Cursor::new(text);
    let total = places.len();
    let mut records = Vec::with_capacity(total);
    for (value, locator) in places {
        // INVARIANT: a raw value borrows from the text, so the distance is its place.
        let line = cursor.line((value.get().as_ptr() as usize).saturating_sub(start));
        match serde_json::from_str::<Record>(value.get()) {
            Ok(record) => records.push((record, line, locator)),
            Err(error) if total == 1 => return Err(fail(&error)),
            Err(error) => note(reading, &fail(&error), line, &locator),
        }
    }
    emit(records, total, if lines { "osv-ndjson" } else { "osv-json" }, reading)
}

pub(super) fn read_yaml(text: &str, reading: &mut Reading<'_>) -> Result<String, ReadError> {
    let mut options = serde_saphyr::Options::default();
    options.with_snippet = false;
    options.strict_booleans = true;
    let parsed: Result<Vec<Record>, _> = serde_saphyr::from_multiple_with_options(text, options);
    let records = parsed.map_err(|error| {
        let message = error.to_string();
        let reason = message.lines().next().unwrap_or("cannot be read").to_owned();
        match error.location() {
            Some(place) => ReadError::malformed_at("OSV YAML", reason, u32::try_from(place.line()).unwrap_or(0)),
            None => ReadError::malformed("OSV YAML", reason),
        }
    })?;
    let total = records.len();
    emit(
        records.into_iter().map(|r| (r, 0, String::new())).collect(),
        total,
        "osv-yaml",
        reading,
    )
}

fn note(reading: &mut Reading<'_>, error: &ReadError, line: u32, locator: &str) {
    let mut diagnostic = Diagnostic::warning("advisory-record", format!("a record is left out: {error}"))
        .at_line(line)
        .hint("correct the record or fetch it again");
    if !locator.is_empty() {
        diagnostic = diagnostic.at(locator);
    }
    reading.note(diagnostic);
}

fn emit(
    records: Vec<(Record, u32, String)>,
    total: usize,
    label: &str,
    reading: &mut Reading<'_>,
) -> Result<String, ReadError> {
    let version = records.iter().find_map(|(r, ..)| r.schema_version.clone());
    let mut advisories = Vec::with_capacity(records.len());
    for (record, line, locator) in records {
        if record.id.as_deref().is_none_or(|id| id.trim().is_empty()) {
            let error = ReadError::malformed("OSV", "the record has no `id`");
            if total == 1 {
                return Err(error);
            }
            note(reading, &error, line, &locator);
            continue;
        }
        advisories.push(convert(record, line, locator, reading));
    }
    if advisories.is_empty() && total > 0 {
        return Err(ReadError::malformed("OSV", "no record of the file could be read"));
    }
    for advisory in &advisories {
        advisory.push(reading)?;
    }
    Ok(version.map_or_else(|| label.to_owned(), |v| format!("{label}-{v}")))
}

fn convert(record: Record, line: u32, locator: String, reading: &mut Reading<'_>) -> AdvisoryRecord {
    let id = record.id.unwrap_or_default().trim().to_owned();
    let all = || {
        record
            .severity
            .iter()
            .chain(record.affected.iter().flat_map(|a| &a.severity))
    };
    let best = all()
        .filter_map(|s| cvss::score(&s.score, &s.kind))
        .min_by_key(|s| s.preference);
    let number = all()
        .find_map(|s| s.score.trim().parse::<f64>().ok())
        .filter(|s| (0.0..=10.0).contains(s));
    for vector in all().filter(|s| s.score.contains('/') && cvss::score(&s.score, &s.kind).is_none()) {
        let text: String = vector.score.chars().take(120).collect();
        reading.note(
            Diagnostic::warning(
                "advisory-vector",
                format!("`{text}` of {id} is no CVSS vector that can be scored"),
            )
            .at_line(line),
        );
    }
    let words = [&record.database_specific];
    let severity = words
        .into_iter()
        .chain(
            record
                .affected
                .iter()
                .flat_map(|a| [&a.database_specific, &a.ecosystem_specific]),
        )
        .find_map(|s| s.as_ref().and_then(|s| s.severity.clone()));
    let url = record
        .references
        .iter()
        .find(|r| r.kind.as_deref() == Some("ADVISORY"))
        .or(record.references.first());
    let url = url.and_then(|r| r.url.clone());
    let summary = record.summary.filter(|s| !s.trim().is_empty()).or(record.details);
    AdvisoryRecord {
        source: "osv",
        summary: summary.as_deref().and_then(first_line),
        published: day(record.published.as_deref()),
        modified: day(record.modified.as_deref()),
        withdrawn: day(record.withdrawn.as_deref()),
        score: best.as_ref().map(|b| b.score).or(number),
        vector: best.map(|b| b.vector),
        severity,
        url,
        // What a distribution repackages (`upstream`) names the same vulnerability.
        aliases: record.aliases.into_iter().chain(record.upstream).collect(),
        affected: record
            .affected
            .into_iter()
            .map(|a| affected(a, &id, line, reading))
            .collect(),
        line,
        locator,
        id,
        ..AdvisoryRecord::default()
    }
}

fn affected(affected: Affected, id: &str, line: u32, reading: &mut Reading<'_>) -> AffectedRecord {
    let repo = affected.ranges.iter().find_map(|r| r.repo.clone());
    let mut ranges = Vec::new();
    for range in affected.ranges {
        let range_type = match range.kind.to_ascii_uppercase().as_str() {
            "SEMVER" => "semver",
            "GIT" => "git",
            _ => "ecosystem",
        };
        let (found, odd) = intervals(range.events, range_type);
        if let Some(odd) = odd {
            reading.note(Diagnostic::warning("advisory-range", format!("a range of {id} {odd}")).at_line(line));
        }
        ranges.extend(found);
    }
    let (ecosystem, name, purl) = affected
        .package
        .map_or((None, None, None), |p| (p.ecosystem, p.name, p.purl));
    AffectedRecord {
        ecosystem,
        name,
        purl: purl.map(|p| super::records::purl_without_version(&p)),
        product: repo,
        ranges,
        versions: affected.versions,
    }
}

/// Counts lines while offsets grow.
struct Cursor<'a> {
    text: &'a str,
    offset: usize,
    line: u32,
}

impl<'a> Cursor<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            offset: 0,
            line: 1,
        }
    }

    fn line(&mut self, offset: usize) -> u32 {
        if let Some(between) = self.text.as_bytes().get(self.offset..offset) {
            let breaks = between.iter().filter(|b| **b == b'\n').count();
            self.line = self.line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
            self.offset = offset;
        }
        self.line
    }
}

fn line_of(text: &str, offset: usize) -> u32 {
    Cursor::new(text).line(offset)
}
