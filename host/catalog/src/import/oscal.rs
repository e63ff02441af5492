//! A guideline as an OSCAL catalogue (JSON): groups and controls, nested as deep as OSCAL allows them.

use super::{Control, Read};
use serde::Deserialize;
use std::collections::BTreeSet;

#[derive(Deserialize)]
struct File {
    catalog: Catalog,
}

#[derive(Deserialize)]
struct Catalog {
    metadata: Metadata,
    #[serde(default)]
    groups: Vec<Group>,
    #[serde(default)]
    controls: Vec<Item>,
}

#[derive(Deserialize)]
struct Metadata {
    title: String,
    version: Option<String>,
}

#[derive(Deserialize)]
struct Group {
    id: Option<String>,
    title: String,
    #[serde(default)]
    groups: Vec<Group>,
    #[serde(default)]
    controls: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    id: String,
    title: String,
    #[serde(default)]
    props: Vec<Property>,
    #[serde(default)]
    parts: Vec<Part>,
    #[serde(default)]
    controls: Vec<Item>,
}

#[derive(Deserialize)]
struct Property {
    name: String,
    value: String,
}

#[derive(Deserialize)]
struct Part {
    name: String,
    prose: Option<String>,
    #[serde(default)]
    parts: Vec<Part>,
}

pub(super) fn read(text: &str) -> Result<Read, String> {
    let file: File = serde_json::from_str(text).map_err(|e| format!("it is no OSCAL catalogue: {e}"))?;
    let mut read = Read {
        title: Some(file.catalog.metadata.title),
        version: file.catalog.metadata.version,
        ..Read::default()
    };
    for group in file.catalog.groups {
        take_group(group, &mut read);
    }
    if !file.catalog.controls.is_empty() {
        read.groups.push(("all".to_owned(), "all".to_owned()));
        for control in file.catalog.controls {
            take(control, "all", &mut read);
        }
    }
    let mut seen = BTreeSet::new();
    if let Some(twice) = read.controls.iter().find(|c| !seen.insert(c.id.as_str())) {
        return Err(format!("control `{}` stands there twice", twice.id));
    }
    Ok(read)
}

fn take_group(group: Group, read: &mut Read) {
    let id = group.id.unwrap_or_else(|| group.title.clone());
    read.groups.push((id.clone(), group.title));
    for control in group.controls {
        take(control, &id, read);
    }
    for inner in group.groups {
        take_group(inner, read);
    }
}

fn take(item: Item, group: &str, read: &mut Read) {
    let mut prose = Vec::new();
    let statements = item.parts.iter().filter(|p| p.name == "statement");
    statements.for_each(|part| gather(part, &mut prose));
    let property = |name: &str| item.props.iter().find(|p| p.name == name).map(|p| p.value.clone());
    // A withdrawn control asks for nothing any more.
    if property("status").is_none_or(|s| !s.eq_ignore_ascii_case("withdrawn")) {
        read.controls.push(Control {
            clause: property("label").unwrap_or_else(|| item.id.clone()),
            levels: item
                .props
                .iter()
                .filter(|p| p.name == "level")
                .map(|p| p.value.clone())
                .collect(),
            id: item.id,
            group: group.to_owned(),
            title: item.title,
            text: prose.join("\n"),
        });
    }
    for inner in item.controls {
        take(inner, group, read);
    }
}

fn gather(part: &Part, prose: &mut Vec<String>) {
    prose.extend(part.prose.clone());
    part.parts.iter().for_each(|inner| gather(inner, prose));
}
