//! One component of the result while it is put together: what was taken from its members, and what they say differently.

use super::write::{Rows, property};
use super::{Group, Source};
use crate::look;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

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
pub(super) const TYPES: &[&str] = &[
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

/// One component while it is put together.
pub(super) struct Shape<'s, 'f> {
    sources: &'s [Source<'f>],
    group: &'s Group,
    out: Map<String, Value>,
    differs: Vec<(String, String)>,
}

impl<'s, 'f> Shape<'s, 'f> {
    pub(super) fn new(sources: &'s [Source<'f>], group: &'s Group) -> Self {
        Self {
            sources,
            group,
            out: Map::new(),
            differs: Vec::new(),
        }
    }

    pub(super) fn set(&mut self, field: &str, value: Value) {
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

    pub(super) fn fields(&mut self) {
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

    pub(super) fn licenses(&mut self, rows: &Rows) {
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

    pub(super) fn hashes(&mut self, rows: &Rows) {
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
    pub(super) fn finish(mut self) -> (Value, Vec<String>) {
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
