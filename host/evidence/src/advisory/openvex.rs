//! OpenVEX: products as texts (0.0.1) or as objects (0.2.x), bare or as the predicate of an in-toto statement.

use super::json;
use super::places;
use super::records::{StatementRecord, VexRecord, day};
use crate::{ReadError, Reading};
use sekisho_model::Diagnostic;
use serde_json::Value;

pub(super) fn read(text: &str, reading: &mut Reading<'_>) -> Result<String, ReadError> {
    let whole = json::parse(text, "OpenVEX")?;
    let attested = json::get(&whole, &["predicateType"])
        .as_str()
        .is_some_and(|t| t.contains("openvex"));
    let (document, prefix) = if attested {
        (json::get(&whole, &["predicate"]), "/predicate")
    } else {
        (&whole, "")
    };
    let Some(statements) = json::get(document, &["statements"]).as_array() else {
        return Err(ReadError::malformed("OpenVEX", "there is no list `statements`"));
    };
    let timestamp = json::text(document, &["timestamp"]);
    // In an attestation the subjects are the products of statements that name none.
    let subjects = if attested { subjects(&whole) } else { Vec::new() };
    let mut vex = VexRecord {
        format: "openvex",
        identifier: json::text(document, &["@id"]),
        author: json::text(document, &["author"]),
        role: json::text(document, &["role"]).or_else(|| json::text(document, &["author_role"])),
        created_at: timestamp.clone(),
        version: json::text(document, &["version"]),
        statements: Vec::with_capacity(statements.len()),
    };
    let lines = places::lines(text);
    for (index, statement) in statements.iter().enumerate() {
        let locator = format!("{prefix}/statements/{index}");
        if !statement.is_object() {
            let text = "a statement is left out: it is no object";
            reading.note(Diagnostic::warning("vex-statement", text).at(locator));
            continue;
        }
        let mut record = convert(statement, locator);
        record.line = lines.get(index).copied().unwrap_or(0);
        if record.products.is_empty() {
            record.products.extend(subjects.iter().map(|s| (s.clone(), None)));
        }
        // A statement without a date of its own has the document's.
        record.stated = record.stated.or_else(|| day(timestamp.as_deref()));
        vex.statements.push(record);
    }
    vex.push(reading)?;
    let context = json::text(document, &["@context"]).unwrap_or_default();
    let version = context
        .rsplit('/')
        .next()
        .and_then(|last| last.strip_prefix('v'))
        .unwrap_or("0.0.1");
    Ok(format!("openvex-{version}"))
}

fn convert(statement: &Value, locator: String) -> StatementRecord {
    let vulnerability = json::get(statement, &["vulnerability"]);
    let name = json::plain(vulnerability)
        .or_else(|| json::text(vulnerability, &["name"]))
        .or_else(|| json::text(vulnerability, &["@id"]));
    let mut products = Vec::new();
    let shared = json::list(statement, &["subcomponents"]);
    for product in json::list(statement, &["products"]) {
        let Some(id) = identity(product) else { continue };
        let own = json::list(product, &["subcomponents"]);
        let inside: Vec<String> = own.iter().chain(shared).filter_map(identity).collect();
        if inside.is_empty() {
            products.push((id, None));
        } else {
            products.extend(inside.into_iter().map(|part| (id.clone(), Some(part))));
        }
    }
    let stated = ["last_updated", "timestamp"]
        .iter()
        .find_map(|key| day(json::text(statement, &[key]).as_deref()));
    StatementRecord {
        line: 0,
        vulnerability: name,
        status: json::text(statement, &["status"]),
        justification: json::text(statement, &["justification"]),
        impact: json::text(statement, &["impact_statement"]),
        action: json::text(statement, &["action_statement"]),
        stated,
        aliases: json::texts(vulnerability, &["aliases"]),
        products,
        locator,
    }
}

/// One id for a product: its package URL if it has one, its `@id`, a CPE name, or a hash.
fn identity(product: &Value) -> Option<String> {
    if let Some(text) = json::plain(product) {
        return Some(text);
    }
    let id = json::text(product, &["@id"]);
    if id.as_deref().is_some_and(|id| id.starts_with("pkg:")) {
        return id;
    }
    let identifier = |key: &str| json::text(product, &["identifiers", key]);
    let hash = || {
        let (algorithm, value) = json::get(product, &["hashes"]).as_object()?.iter().next()?;
        json::plain(value).map(|v| format!("{algorithm}:{v}"))
    };
    identifier("purl")
        .or(id)
        .or_else(|| identifier("cpe23"))
        .or_else(|| identifier("cpe22"))
        .or_else(hash)
}

fn subjects(statement: &Value) -> Vec<String> {
    let digest = |subject: &Value| {
        let (algorithm, value) = json::get(subject, &["digest"]).as_object()?.iter().next()?;
        json::plain(value).map(|v| format!("{algorithm}:{v}"))
    };
    json::list(statement, &["subject"])
        .iter()
        .filter_map(|s| {
            json::text(s, &["name"])
                .filter(|n| n.starts_with("pkg:"))
                .or_else(|| digest(s))
                .or_else(|| json::text(s, &["name"]))
        })
        .collect()
}
