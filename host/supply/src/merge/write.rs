//! The result as CycloneDX 1.6: what was taken, where it came from, and what the documents say differently.

use super::shape::{Shape, TYPES};
use super::{Group, Product, Source, Stamp};
use crate::look;
use sekisho_model::schema::Kind;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

const PRODUCT: &str = "product";

type Differing = Vec<(String, Vec<String>)>;
/// Rows of other tables by their component, for each source.
pub(super) type Rows = Vec<BTreeMap<u32, Vec<u32>>>;

/// Writes, and tells which components the documents disagree on.
pub(super) fn write(
    sources: &[Source<'_>],
    product: &Product,
    groups: &[Group],
    stamp: Stamp<'_>,
) -> (String, Differing) {
    let rows = |table: &str| -> Rows { sources.iter().map(|source| rows_of(source, table)).collect() };
    let (licenses, hashes) = (rows("licenses"), rows("hashes"));
    let refs = references(sources, groups);
    let mut components = Vec::with_capacity(groups.len());
    let mut differing = Vec::new();
    for (group, reference) in groups.iter().zip(&refs) {
        let mut shape = Shape::new(sources, group);
        shape.set("bom-ref", json!(reference));
        shape.fields();
        shape.licenses(&licenses);
        shape.hashes(&hashes);
        let (component, fields) = shape.finish();
        if !fields.is_empty() {
            let label = group
                .members
                .first()
                .and_then(|(at, row)| Some(look::label(sources.get(*at)?.facts, *row)));
            differing.push((label.unwrap_or_default(), fields));
        }
        components.push(component);
    }
    let document = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": metadata(sources, product, stamp),
        "components": components,
        "dependencies": dependencies(sources, product, groups, &refs),
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    (text, differing)
}

fn rows_of(source: &Source<'_>, table: &str) -> BTreeMap<u32, Vec<u32>> {
    let mut rows: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for row in 0..source.facts.rows(Kind::Sbom, table) {
        if let Some(component) = look::reference(source.facts, Kind::Sbom, table, "component", row) {
            rows.entry(component).or_default().push(row);
        }
    }
    rows
}

fn metadata(sources: &[Source<'_>], product: &Product, stamp: Stamp<'_>) -> Value {
    let mut metadata = Map::new();
    metadata.insert("timestamp".to_owned(), json!(stamp.timestamp));
    let tool = json!({ "type": "application", "name": "sekisho", "version": stamp.tool_version });
    metadata.insert("tools".to_owned(), json!({ "components": [tool] }));
    if let Some(author) = stamp.author {
        metadata.insert("authors".to_owned(), json!([{ "name": author }]));
    }
    let of_roots = |column: &str| {
        let mut cells = sources.iter().zip(&product.roots);
        cells.find_map(|(source, root)| look::sbom(source.facts, "components", column, (*root)?))
    };
    let mut root = Map::new();
    let kind = of_roots("component_type")
        .filter(|kind| TYPES.contains(kind))
        .unwrap_or("application");
    root.insert("type".to_owned(), json!(kind));
    root.insert("bom-ref".to_owned(), json!(PRODUCT));
    root.insert("name".to_owned(), json!(product.name));
    for (column, field) in [("version", "version"), ("purl", "purl"), ("cpe", "cpe")] {
        if let Some(value) = of_roots(column) {
            root.insert(field.to_owned(), json!(value));
        }
    }
    if let Some(supplier) = of_roots("supplier") {
        root.insert("supplier".to_owned(), json!({ "name": supplier }));
    }
    metadata.insert("component".to_owned(), Value::Object(root));
    let documents = sources
        .iter()
        .map(|source| property("document", &format!("{} {}", source.name, source.digest)));
    metadata.insert("properties".to_owned(), Value::Array(documents.collect()));
    Value::Object(metadata)
}

pub(super) fn property(name: &str, value: &str) -> Value {
    json!({ "name": format!("sekisho:merge:{name}"), "value": value })
}

/// The package URL, else name and version; with a number behind it where it stands more than once.
fn references(sources: &[Source<'_>], groups: &[Group]) -> Vec<String> {
    let mut seen = BTreeMap::<String, usize>::from([(PRODUCT.to_owned(), 1)]);
    let reference = |group: &Group| {
        let cell = |column| {
            let mut cells = group
                .members
                .iter()
                .filter_map(|(at, row)| Some((sources.get(*at)?, *row)));
            cells.find_map(|(source, row)| look::sbom(source.facts, "components", column, row))
        };
        let name = cell("purl").map(ToOwned::to_owned);
        let own = name.unwrap_or_else(|| {
            format!(
                "{}@{}",
                cell("name").unwrap_or("-"),
                cell("version").unwrap_or_default()
            )
        });
        let count = seen.entry(own.clone()).or_default();
        *count += 1;
        if *count == 1 { own } else { format!("{own}#{count}") }
    };
    groups.iter().map(reference).collect()
}

fn dependencies(sources: &[Source<'_>], product: &Product, groups: &[Group], refs: &[String]) -> Vec<Value> {
    let mut called: BTreeMap<(usize, u32), &str> = BTreeMap::new();
    for (group, reference) in groups.iter().zip(refs) {
        called.extend(group.members.iter().map(|member| (*member, reference.as_str())));
    }
    for (at, root) in product.roots.iter().enumerate() {
        called.extend(root.map(|root| ((at, root), PRODUCT)));
    }
    let mut edges: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (at, source) in sources.iter().enumerate() {
        for row in 0..source.facts.rows(Kind::Sbom, "dependencies") {
            let end = |column| look::reference(source.facts, Kind::Sbom, "dependencies", column, row);
            let relation = look::sbom(source.facts, "dependencies", "relation", row);
            let is_edge = matches!(relation, Some("depends-on" | "contains"));
            let (from, to) = (
                end("from").and_then(|c| called.get(&(at, c))),
                end("to").and_then(|c| called.get(&(at, c))),
            );
            if let (true, Some(from), Some(to)) = (is_edge, from, to)
                && from != to
            {
                edges.entry(from).or_default().insert(to);
            }
        }
    }
    edges
        .into_iter()
        .map(|(from, to)| json!({ "ref": from, "dependsOn": to }))
        .collect()
}
