//! The result as CycloneDX 1.6: what was taken, where it came from, and what the documents say differently.

use super::{Group, Product, Source, Stamp};
use crate::look;
use sekisho_model::schema::Kind;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Columns that are carried over, with their names in CycloneDX.
const FIELDS: &[(&str, &str)] = &[
    ("group", "group"),
    ("name", "name"),
    ("version", "version"),
    ("publisher", "publisher"),
    ("author", "author"),
    ("description", "description"),
    ("copyright", "copyright"),
    ("purl", "purl"),
    ("cpe", "cpe"),
];
/// Types of components that CycloneDX 1.6 knows.
const TYPES: &[&str] = &[
    "application",
    "framework",
    "library",
    "container",
    "platform",
    "operating-system",
    "device",
    "device-driver",
    "firmware",
    "file",
    "machine-learning-model",
    "data",
    "cryptographic-asset",
];
/// Algorithms of hashes, as both sides write them.
const HASHES: &[(&str, &str)] = &[
    ("md5", "MD5"),
    ("sha-1", "SHA-1"),
    ("sha-256", "SHA-256"),
    ("sha-384", "SHA-384"),
    ("sha-512", "SHA-512"),
    ("sha3-256", "SHA3-256"),
    ("sha3-384", "SHA3-384"),
    ("sha3-512", "SHA3-512"),
    ("blake2b-256", "BLAKE2b-256"),
    ("blake2b-384", "BLAKE2b-384"),
    ("blake2b-512", "BLAKE2b-512"),
    ("blake3", "BLAKE3"),
];
const PRODUCT: &str = "product";

type Differing = Vec<(String, Vec<String>)>;
/// Rows of other tables by their component, for each source.
type Rows = Vec<BTreeMap<u32, Vec<u32>>>;

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

fn property(name: &str, value: &str) -> Value {
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
            if let (true, Some(from), Some(to)) = (is_edge, from, to) {
                if from != to {
                    edges.entry(from).or_default().insert(to);
                }
            }
        }
    }
    edges
        .into_iter()
        .map(|(from, to)| json!({ "ref": from, "dependsOn": to }))
        .collect()
}

/// One component while it is put together.
struct Shape<'s, 'f> {
    sources: &'s [Source<'f>],
    group: &'s Group,
    out: Map<String, Value>,
    differs: Vec<(String, String)>,
}

impl<'s, 'f> Shape<'s, 'f> {
    fn new(sources: &'s [Source<'f>], group: &'s Group) -> Self {
        Self {
            sources,
            group,
            out: Map::new(),
            differs: Vec::new(),
        }
    }

    fn set(&mut self, field: &str, value: Value) {
        self.out.insert(field.to_owned(), value);
    }

    fn members(&self) -> impl Iterator<Item = (usize, &'s Source<'f>, u32)> + use<'s, 'f> {
        let (sources, group) = (self.sources, self.group);
        group
            .members
            .iter()
            .filter_map(move |(at, row)| Some((*at, sources.get(*at)?, *row)))
    }

    /// The first value; where documents say different things, all of them are kept in words.
    fn take(&mut self, column: &str, said: Vec<(String, &'s str)>) -> Option<String> {
        let first = said.first().map(|(value, _)| value.clone())?;
        if said.iter().any(|(value, _)| *value != first) {
            let all: Vec<String> = said.iter().map(|(value, name)| format!("{value} ({name})")).collect();
            self.differs.push((column.to_owned(), all.join(" | ")));
        }
        Some(first)
    }

    fn said(&self, column: &str) -> Vec<(String, &'s str)> {
        self.members()
            .filter_map(|(_, source, row)| {
                let value = look::sbom(source.facts, "components", column, row)?;
                Some((value.to_owned(), source.name.as_str()))
            })
            .collect()
    }

    fn fields(&mut self) {
        let said = self.said("component_type");
        let kind = self.take("type", said).filter(|kind| TYPES.contains(&kind.as_str()));
        self.set("type", json!(kind.unwrap_or_else(|| "library".to_owned())));
        for (column, field) in FIELDS {
            let said = self.said(column);
            if let Some(value) = self.take(column, said) {
                self.set(field, json!(value));
            }
        }
        if !self.out.contains_key("name") {
            self.set("name", json!("-"));
        }
        let said = self.said("supplier");
        if let Some(supplier) = self.take("supplier", said) {
            self.set("supplier", json!({ "name": supplier }));
        }
    }

    fn licenses(&mut self, rows: &Rows) {
        let mut said: Vec<(String, &'s str)> = Vec::new();
        let mut taken: Option<Vec<(String, bool)>> = None;
        for (at, source, row) in self.members() {
            let own = rows.get(at).and_then(|rows| rows.get(&row)).into_iter().flatten();
            let own: BTreeSet<(String, bool)> = own
                .filter_map(|license| {
                    let text = look::sbom(source.facts, "licenses", "expression", *license)?;
                    Some((
                        text.to_owned(),
                        look::sbom(source.facts, "licenses", "form", *license) == Some("name"),
                    ))
                })
                .collect();
            if own.is_empty() {
                continue;
            }
            let names: Vec<&str> = own.iter().map(|(text, _)| text.as_str()).collect();
            said.push((names.join(", "), source.name.as_str()));
            taken.get_or_insert_with(|| own.iter().cloned().collect());
        }
        self.take("licenses", said);
        let Some(taken) = taken else { return };
        let is_one = taken.len() == 1;
        let choices: Vec<Value> = taken
            .iter()
            .map(|(text, is_name)| {
                if !is_name && spdx::license_id(text).is_some() {
                    json!({ "license": { "id": text } })
                } else if !is_name && is_one && spdx::Expression::parse(text).is_ok() {
                    json!({ "expression": text })
                } else {
                    json!({ "license": { "name": text } })
                }
            })
            .collect();
        self.set("licenses", Value::Array(choices));
    }

    fn hashes(&mut self, rows: &Rows) {
        let mut all: BTreeSet<(&str, &str)> = BTreeSet::new();
        for (at, source, row) in self.members() {
            for hash in rows.get(at).and_then(|rows| rows.get(&row)).into_iter().flatten() {
                let algorithm = look::sbom(source.facts, "hashes", "algorithm", *hash);
                let known = HASHES.iter().find(|(own, _)| Some(*own) == algorithm);
                let value = look::sbom(source.facts, "hashes", "value", *hash);
                all.extend(known.zip(value).map(|((_, theirs), value)| (*theirs, value)));
            }
        }
        let algorithms: BTreeSet<&str> = all.iter().map(|(algorithm, _)| *algorithm).collect();
        if algorithms.len() < all.len() {
            let text: Vec<String> = all
                .iter()
                .map(|(algorithm, value)| format!("{algorithm} {value}"))
                .collect();
            self.differs.push(("hashes".to_owned(), text.join(" | ")));
        }
        if !all.is_empty() {
            let list = all
                .iter()
                .map(|(algorithm, value)| json!({ "alg": algorithm, "content": value }));
            let list = list.collect();
            self.set("hashes", Value::Array(list));
        }
    }

    /// The component, and the fields on which the documents disagree.
    fn finish(mut self) -> (Value, Vec<String>) {
        let names: BTreeSet<usize> = self.group.documents();
        let mut properties: Vec<Value> = names
            .iter()
            .filter_map(|at| Some(property("source", &self.sources.get(*at)?.name)))
            .collect();
        if self.group.by_name {
            properties.push(property("rule", "name-version"));
        }
        for (field, text) in &self.differs {
            properties.push(property(&format!("differs:{field}"), text));
        }
        self.set("properties", Value::Array(properties));
        (
            Value::Object(self.out),
            self.differs.into_iter().map(|(field, _)| field).collect(),
        )
    }
}
