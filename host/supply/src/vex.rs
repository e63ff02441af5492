//! VEX (OpenVEX 0.2.0) written out of the register of vulnerabilities: what was decided becomes a statement that customers can read.
//! Nothing is invented: a row that lacks what a statement needs is named, and no document is written.

use crate::SupplyError;
use crate::look::{self, Entry};
use sekisho_model::schema::Kind;
use sekisho_model::{Digest, Facts};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What the caller adds.
#[derive(Debug, Clone, Copy)]
pub struct Stamp<'a> {
    /// Who answers for the document.
    pub author: &'a str,
    /// Date and time (RFC 3339).
    pub timestamp: &'a str,
    /// Version of the document, from 1.
    pub version: u32,
}

/// A document, and what was left out of it.
#[derive(Debug, Clone)]
pub struct Written {
    /// The document, with a line break at the end.
    pub text: String,
    /// Number of statements.
    pub statements: usize,
    /// Rows that were taken back, and say nothing of a product.
    pub cancelled: usize,
}

/// Identifiers of products by their name in small letters: package URLs of the SBOMs at hand, then what the caller says.
pub fn products(facts: &Facts, into: &mut BTreeMap<String, String>) {
    for row in 0..facts.rows(Kind::Sbom, "components") {
        let name = look::sbom(facts, "components", "name", row);
        let purl = look::sbom(facts, "components", "purl", row);
        if let (true, Some(name), Some(purl)) = (look::is_root(facts, row), name, purl) {
            into.entry(name.to_lowercase()).or_insert_with(|| purl.to_owned());
        }
    }
}

/// Writes the document.
pub fn write(facts: &Facts, products: &BTreeMap<String, String>, stamp: Stamp<'_>) -> Result<Written, SupplyError> {
    let rows = look::register(facts, "vulnerability-records");
    if rows.is_empty() {
        return Err(SupplyError::Nothing(
            "there is no register of vulnerabilities with rows in it",
        ));
    }
    let (mut statements, mut faults, mut cancelled) = (Vec::new(), Vec::new(), 0);
    for (at, row) in rows.iter().enumerate() {
        let called = row.get("id").map_or_else(
            || format!("row {}", at + 1),
            |id| format!("row `{}`", id.escape_debug()),
        );
        if row.get("status") == Some("cancelled") && row.get("decision") != Some("not-affected") {
            cancelled += 1;
            continue;
        }
        match made(row, products) {
            Ok(made) => statements.extend(made),
            Err(lack) => faults.push(format!("{called} {lack}")),
        }
    }
    if !faults.is_empty() {
        return Err(SupplyError::Rows { rows: faults });
    }
    if statements.is_empty() {
        return Err(SupplyError::Nothing("every row of the register was taken back"));
    }
    let count = statements.len();
    let statements = Value::Array(statements);
    let mut document = Map::new();
    document.insert("@context".to_owned(), json!("https://openvex.dev/ns/v0.2.0"));
    let named = format!("{}\n{}\n{}\n{statements}", stamp.author, stamp.timestamp, stamp.version);
    document.insert(
        "@id".to_owned(),
        json!(format!("urn:sekisho:vex:{}", Digest::of(named.as_bytes()).hex())),
    );
    document.insert("author".to_owned(), json!(stamp.author));
    document.insert("timestamp".to_owned(), json!(stamp.timestamp));
    document.insert("version".to_owned(), json!(stamp.version));
    document.insert("tooling".to_owned(), json!("sekisho"));
    document.insert("statements".to_owned(), statements);
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    Ok(Written {
        text,
        statements: count,
        cancelled,
    })
}

/// The statements of a row, or what it lacks.
fn made(row: &Entry<'_>, products: &BTreeMap<String, String>) -> Result<Vec<Value>, String> {
    let numbers = row.list("vulnerability");
    if numbers.is_empty() {
        return Err("names no vulnerability".to_owned());
    }
    let mut about = Vec::new();
    for asset in row.list("assets") {
        let id = if asset.starts_with("pkg:") {
            (*asset).to_owned()
        } else {
            let known = products.get(&asset.to_lowercase());
            let text = || format!("is about `{}`, whose identifier is not known", asset.escape_debug());
            known.ok_or_else(text)?.clone()
        };
        about.push(json!({ "@id": id }));
    }
    if about.is_empty() {
        return Err("names no product".to_owned());
    }
    let (status, more) = status(row)?;
    Ok(numbers
        .iter()
        .map(|number| {
            let mut statement = Map::new();
            statement.insert("vulnerability".to_owned(), json!({ "name": number }));
            statement.insert("products".to_owned(), Value::Array(about.clone()));
            statement.insert("status".to_owned(), json!(status));
            if let Some((field, text)) = &more {
                statement.insert((*field).to_owned(), json!(text));
            }
            Value::Object(statement)
        })
        .collect())
}

type Status = (&'static str, Option<(&'static str, String)>);

fn status(row: &Entry<'_>) -> Result<Status, String> {
    let note = row.get("note").map(ToOwned::to_owned);
    let is_done = row.get("done_at").is_some() || row.get("status") == Some("done");
    let due = row.get("due_at").map(|due| format!("planned until {due}"));
    let affected = |action: Option<String>, lack: &str| match action {
        Some(action) => Ok(("affected", Some(("action_statement", action)))),
        None => Err(lack.to_owned()),
    };
    match row.get("decision") {
        Some("not-affected") => match note {
            Some(reason) => Ok(("not_affected", Some(("impact_statement", reason)))),
            None => Err("says `not affected` without a reason in its note".to_owned()),
        },
        Some("fix") if is_done => Ok(("fixed", note.map(|note| ("status_notes", note)))),
        Some("fix") => affected(
            note.or(due),
            "has neither a note on what to do nor a day until which it is done",
        ),
        Some("mitigate") => affected(note, "says `mitigate` without a note on how"),
        Some("accept") => affected(note, "says `accept` without a note for those who use the product"),
        None | Some("investigating") if is_done => Err("is done without a decision".to_owned()),
        None | Some("investigating") => Ok(("under_investigation", None)),
        Some(other) => Err(format!(
            "has the decision `{}`, which is not one of the register's",
            other.escape_debug()
        )),
    }
}
