//! A project as CycloneDX 1.6. No serial number and no guess: one lock file and one day give one text.

use super::{Package, Project};
use serde_json::{Map, Value, json};

/// What the caller adds: a library reads no clock and knows no people.
#[derive(Debug, Clone, Copy)]
pub struct Stamp<'a> {
    /// Date and time (RFC 3339).
    pub timestamp: &'a str,
    /// Who answers for the SBOM, where somebody does.
    pub author: Option<&'a str>,
    /// Version of this tool.
    pub tool_version: &'a str,
    /// Name of the project, where the lock file tells none.
    pub name: &'a str,
}

/// The text, with a line break at the end.
pub fn cyclonedx(project: &Project, stamp: Stamp<'_>) -> String {
    let refs = references(project);
    let mut root = Map::new();
    root.insert("type".to_owned(), json!("application"));
    root.insert("bom-ref".to_owned(), json!("project"));
    root.insert("name".to_owned(), json!(project.name.as_deref().unwrap_or(stamp.name)));
    if let Some(version) = &project.version {
        root.insert("version".to_owned(), json!(version));
    }
    let mut metadata = Map::new();
    metadata.insert("timestamp".to_owned(), json!(stamp.timestamp));
    // What is locked is settled before anything is built.
    metadata.insert("lifecycles".to_owned(), json!([{ "phase": "pre-build" }]));
    let tool = json!({ "type": "application", "name": "sekisho", "version": stamp.tool_version });
    metadata.insert("tools".to_owned(), json!({ "components": [tool] }));
    if let Some(author) = stamp.author {
        metadata.insert("authors".to_owned(), json!([{ "name": author }]));
    }
    metadata.insert("component".to_owned(), Value::Object(root));
    let to = |places: &[usize]| -> Vec<&String> { places.iter().filter_map(|at| refs.get(*at)).collect() };
    let mut dependencies = vec![json!({ "ref": "project", "dependsOn": to(&project.direct) })];
    let mut components = Vec::with_capacity(project.packages.len());
    for (package, reference) in project.packages.iter().zip(&refs) {
        components.push(component(package, reference));
        dependencies.push(json!({ "ref": reference, "dependsOn": to(&package.needs) }));
    }
    let document = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": metadata,
        "components": components,
        "dependencies": dependencies,
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

/// The package URL, with a number behind it where it stands more than once.
fn references(project: &Project) -> Vec<String> {
    let mut seen = std::collections::BTreeMap::<String, usize>::new();
    let reference = |package: &Package| {
        let version = package.version.as_deref().unwrap_or_default();
        let own = package
            .purl
            .clone()
            .unwrap_or_else(|| format!("{}@{version}", package.name));
        let count = seen.entry(own.clone()).or_default();
        *count += 1;
        if *count == 1 { own } else { format!("{own}#{count}") }
    };
    project.packages.iter().map(reference).collect()
}

fn component(package: &Package, reference: &str) -> Value {
    let mut out = Map::new();
    out.insert("type".to_owned(), json!("library"));
    out.insert("bom-ref".to_owned(), json!(reference));
    out.insert("name".to_owned(), json!(package.name));
    if let Some(version) = &package.version {
        out.insert("version".to_owned(), json!(version));
    }
    if package.development {
        out.insert("scope".to_owned(), json!("excluded"));
    }
    if !package.hashes.is_empty() {
        let hashes: Vec<Value> = package
            .hashes
            .iter()
            .map(|(algorithm, value)| json!({ "alg": algorithm, "content": value }))
            .collect();
        out.insert("hashes".to_owned(), Value::Array(hashes));
    }
    if let Some(license) = &package.license {
        let choice = if spdx::license_id(license).is_some() {
            json!({ "license": { "id": license } })
        } else if spdx::Expression::parse(license).is_ok() {
            json!({ "expression": license })
        } else {
            json!({ "license": { "name": license } })
        };
        out.insert("licenses".to_owned(), json!([choice]));
    }
    if let Some(purl) = &package.purl {
        out.insert("purl".to_owned(), json!(purl));
    }
    Value::Object(out)
}
