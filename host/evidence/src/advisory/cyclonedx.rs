//! The vulnerabilities of a CycloneDX document: each is an advisory, and a statement where it carries an analysis. XML is
//! turned into the tree of JSON first (`xml`), so that both syntaxes give the same.

mod xml;

use super::detection::Shallow;
use super::records::purl_without_version;
use super::records::{AdvisoryRecord, AffectedRecord, StatementRecord, VexRecord, day, first_line, severity_word};
use super::{cvss, json, vers};
use crate::sbom::SbomFormat;
use crate::{ReadError, Reading};
use serde_json::Value;
use std::collections::BTreeMap;

/// Whether a text is a CycloneDX document that lists at least one vulnerability; reads no tree.
pub fn cyclonedx_has_vex(text: &str) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().starts_with('<') {
        // A text that only speaks of vulnerabilities is read once more and gives nothing.
        let tag = |name: &str| text.contains(&format!("<{name}")) || text.contains(&format!(":{name}"));
        return tag("vulnerability") && crate::sbom::detect(text) == Some(SbomFormat::CyclonedxXml);
    }
    if !text.contains("\"vulnerabilities\"") {
        return false;
    }
    serde_json::from_str::<Shallow<'_>>(text).is_ok_and(|shallow| {
        shallow.format.as_deref() == Some("CycloneDX")
            && shallow
                .vulnerabilities
                .is_some_and(|v| v.get().starts_with('[') && v.get().contains('{'))
    })
}

/// Reads the vulnerabilities of a CycloneDX document into advisories and statements.
pub fn read_cyclonedx_vex(text: &str, reading: &mut Reading<'_>) -> Result<String, ReadError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().starts_with('<') {
        let (document, lines) = xml::parse(text, reading.limits)?;
        return rows(&document, Some(&lines), reading);
    }
    let document = json::parse(text, "CycloneDX JSON")?;
    if json::get(&document, &["bomFormat"]) != "CycloneDX" {
        return Err(ReadError::malformed("CycloneDX JSON", "`bomFormat` is not `CycloneDX`"));
    }
    rows(&document, None, reading)
}

/// Pushes everything. Documents in XML have lines for their vulnerabilities, those in JSON pointers.
fn rows(document: &Value, lines: Option<&[u32]>, reading: &mut Reading<'_>) -> Result<String, ReadError> {
    let purls = purls(document);
    let vulnerabilities = json::list(document, &["vulnerabilities"]);
    let mut advisories = Vec::with_capacity(vulnerabilities.len());
    let mut statements = Vec::new();
    for (index, vulnerability) in vulnerabilities.iter().enumerate() {
        let line = lines.and_then(|lines| lines.get(index)).copied().unwrap_or(0);
        let locator = match lines {
            Some(_) => format!("/bom/vulnerabilities/vulnerability[{}]", index.saturating_add(1)),
            None => format!("/vulnerabilities/{index}"),
        };
        // Some writers know a vulnerability by its bom-ref only.
        let id = json::text(vulnerability, &["id"]).or_else(|| json::text(vulnerability, &["bom-ref"]));
        let aliases: Vec<String> = json::list(vulnerability, &["references"])
            .iter()
            .filter_map(|r| json::text(r, &["id"]))
            .collect();
        if json::get(vulnerability, &["analysis", "state"]).is_string() {
            statements.push(StatementRecord {
                line,
                ..statement(vulnerability, id.clone(), &aliases, &locator)
            });
        }
        if let Some(id) = id {
            advisories.push(AdvisoryRecord {
                line,
                ..advisory(vulnerability, id, aliases, &purls, locator)
            });
        }
    }
    for advisory in &advisories {
        advisory.push(reading)?;
    }
    if !statements.is_empty() {
        vex(document, statements).push(reading)?;
    }
    let version = json::text(document, &["specVersion"]).unwrap_or_default();
    let syntax = if lines.is_some() { "xml" } else { "json" };
    Ok(format!("cyclonedx-{syntax}-{version}"))
}

fn vex(document: &Value, statements: Vec<StatementRecord>) -> VexRecord {
    let names = |path: &[&str]| {
        json::list(document, path)
            .iter()
            .find_map(|a| json::text(a, &["name"]).or_else(|| json::text(a, &["email"])))
    };
    let metadata = |path: &[&str]| json::text(document, path);
    VexRecord {
        format: "cyclonedx",
        identifier: json::text(document, &["serialNumber"]),
        author: names(&["metadata", "authors"])
            .or_else(|| metadata(&["metadata", "manufacturer", "name"]))
            .or_else(|| metadata(&["metadata", "manufacture", "name"]))
            .or_else(|| metadata(&["metadata", "supplier", "name"])),
        role: None,
        created_at: json::text(document, &["metadata", "timestamp"]),
        version: json::text(document, &["version"]),
        statements,
    }
}

fn statement(vulnerability: &Value, id: Option<String>, aliases: &[String], locator: &str) -> StatementRecord {
    let analysis = json::get(vulnerability, &["analysis"]);
    let state = json::text(analysis, &["state"]);
    let responses = json::texts(analysis, &["response"]);
    let action = ["recommendation", "workaround"]
        .iter()
        .find_map(|key| json::text(vulnerability, &[key]));
    let stated = [
        &["analysis", "lastUpdated"][..],
        &["analysis", "firstIssued"],
        &["updated"],
        &["published"],
    ]
    .iter()
    .find_map(|path| day(json::text(vulnerability, path).as_deref()));
    StatementRecord {
        vulnerability: id,
        status: state.map(|s| status(&s)),
        justification: json::text(analysis, &["justification"]),
        impact: json::text(analysis, &["detail"]),
        action: action.or_else(|| Some(responses.join(", ")).filter(|r| !r.is_empty())),
        stated,
        aliases: aliases.to_vec(),
        products: json::list(vulnerability, &["affects"])
            .iter()
            .filter_map(|a| json::text(a, &["ref"]))
            .map(|r| (r, None))
            .collect(),
        locator: locator.to_owned(),
        line: 0,
    }
}

/// The analysis of CycloneDX in the four words of VEX; another word stays as written.
fn status(state: &str) -> String {
    match state {
        "resolved" | "resolved_with_pedigree" => "fixed",
        "not_affected" | "false_positive" => "not_affected",
        "exploitable" => "affected",
        "in_triage" => "under_investigation",
        other => other,
    }
    .to_owned()
}

fn advisory(
    vulnerability: &Value,
    id: String,
    aliases: Vec<String>,
    purls: &BTreeMap<String, String>,
    locator: String,
) -> AdvisoryRecord {
    let text = |path: &[&str]| json::text(vulnerability, path);
    // The first rating that can be scored, else the first that states a score; a statement's own view comes last.
    let ratings = json::list(vulnerability, &["ratings"]);
    let scored = ratings.iter().find_map(|rating| {
        let method = json::text(rating, &["method"]).unwrap_or_default();
        json::text(rating, &["vector"]).and_then(|vector| cvss::score(&vector, &method))
    });
    let stated = ratings
        .iter()
        .filter(|r| json::text(r, &["method"]).is_none_or(|m| m.starts_with("CVSS")))
        .find_map(|r| json::get(r, &["score"]).as_f64());
    AdvisoryRecord {
        source: "cyclonedx",
        summary: text(&["description"]).as_deref().and_then(first_line),
        published: day(text(&["published"]).or_else(|| text(&["created"])).as_deref()),
        modified: day(text(&["updated"]).as_deref()),
        withdrawn: day(text(&["rejected"]).as_deref()),
        score: scored.as_ref().map(|s| s.score).or(stated),
        vector: scored.map(|s| s.vector),
        severity: ratings
            .iter()
            .find_map(|r| json::text(r, &["severity"]))
            .map(|s| severity_word(&s)),
        url: text(&["source", "url"]),
        aliases,
        affected: json::list(vulnerability, &["affects"])
            .iter()
            .map(|a| affected(a, purls))
            .collect(),
        id,
        locator,
        ..AdvisoryRecord::default()
    }
}

fn affected(affects: &Value, purls: &BTreeMap<String, String>) -> AffectedRecord {
    let reference = json::text(affects, &["ref"]);
    // A link into another document may carry a package URL as the id there.
    let inner = reference.as_deref().map(|r| {
        r.split_once('#')
            .filter(|_| r.starts_with("urn:cdx:"))
            .map_or(r, |(_, f)| f)
    });
    let purl = inner.and_then(|r| {
        purls
            .get(r)
            .map(String::as_str)
            .or_else(|| Some(r).filter(|r| r.starts_with("pkg:")))
    });
    let mut record = AffectedRecord {
        purl: purl.map(purl_without_version),
        product: reference.clone(),
        ..AffectedRecord::default()
    };
    for entry in json::list(affects, &["versions"]) {
        // `status` is `affected` unless it says otherwise.
        if json::text(entry, &["status"]).is_some_and(|s| s != "affected") {
            continue;
        }
        record.versions.extend(json::text(entry, &["version"]));
        if let Some((ranges, versions)) = json::text(entry, &["range"]).as_deref().and_then(vers::parse) {
            record.ranges.extend(ranges);
            record.versions.extend(versions);
        }
    }
    record
}

/// Package URLs by bom-ref. The tree's depth is bounded by the parser.
fn purls(document: &Value) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![json::get(document, &["metadata", "component"])];
    waiting.extend(json::list(document, &["components"]));
    while let Some(component) = waiting.pop() {
        waiting.extend(json::list(component, &["components"]));
        if let (Some(id), Some(purl)) = (json::text(component, &["bom-ref"]), json::text(component, &["purl"])) {
            found.insert(id, purl);
        }
    }
    found
}
