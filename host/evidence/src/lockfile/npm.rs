//! `package-lock.json`: packages by where they lie under `node_modules`, which also tells who gets which version.

use super::{Package, Project, escaped};
use crate::ReadError;
use crate::advisory::json;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use std::collections::BTreeMap;

const FORMAT: &str = "package-lock.json";
const FOLDER: &str = "node_modules/";

pub(super) fn read(text: &str) -> Result<Project, ReadError> {
    let document = json::parse(text, FORMAT)?;
    let version = json::text(&document, &["lockfileVersion"]).unwrap_or_default();
    let Some(entries) = json::get(&document, &["packages"]).as_object() else {
        return Err(ReadError::malformed(
            FORMAT,
            "there is no `packages` (lockfileVersion 2 or 3); `npm install --package-lock-only` of npm 7 or later writes it",
        ));
    };
    let mut packages = Vec::with_capacity(entries.len());
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for (path, entry) in entries {
        // Links point to folders of the project itself, which stand there once more.
        let linked = json::get(entry, &["link"]).as_bool() == Some(true);
        if path.is_empty() || linked {
            continue;
        }
        places.insert(path, packages.len());
        packages.push(package(path, entry));
    }
    let mut needs = Vec::with_capacity(packages.len());
    for (path, place) in &places {
        let entry = entries.get(*path).unwrap_or(&Value::Null);
        needs.push((*place, needed(path, entry, &places, false)));
    }
    for (place, needed) in needs {
        if let Some(package) = packages.get_mut(place) {
            package.needs = needed;
        }
    }
    let root = entries.get("").unwrap_or(&Value::Null);
    let either = |key: &str| json::text(root, &[key]).or_else(|| json::text(&document, &[key]));
    Ok(Project {
        format: format!("package-lock-{version}"),
        name: either("name"),
        version: either("version"),
        direct: needed("", root, &places, true),
        packages,
    })
}

fn package(path: &str, entry: &Value) -> Package {
    let own = path.rsplit_once(FOLDER).map_or(path, |(_, name)| name);
    let name = json::text(entry, &["name"]).unwrap_or_else(|| own.to_owned());
    let version = json::text(entry, &["version"]);
    // What lies outside of `node_modules` is a part of the project and comes from no registry.
    let from_registry = path.contains(FOLDER);
    let purl = version.as_ref().filter(|_| from_registry).map(|version| {
        let name: Vec<String> = name.split('/').map(escaped).collect();
        format!("pkg:npm/{}@{}", name.join("/"), escaped(version))
    });
    Package {
        purl,
        license: json::text(entry, &["license"]),
        hashes: hashes(&json::text(entry, &["integrity"]).unwrap_or_default()),
        needs: Vec::new(),
        development: json::get(entry, &["dev"]).as_bool() == Some(true),
        name,
        version,
    }
}

/// `sha512-<base64>`, several with blanks between.
fn hashes(integrity: &str) -> Vec<(&'static str, String)> {
    let one = |word: &str| {
        let (algorithm, value) = word.split_once('-')?;
        let algorithm = match algorithm {
            "sha1" => "SHA-1",
            "sha256" => "SHA-256",
            "sha384" => "SHA-384",
            "sha512" => "SHA-512",
            _ => return None,
        };
        let bytes = STANDARD.decode(value.split('?').next()?).ok()?;
        Some((algorithm, bytes.iter().map(|b| format!("{b:02x}")).collect()))
    };
    integrity.split_whitespace().filter_map(one).collect()
}

/// What an entry needs: each name is looked up from its own folder outwards, as Node.js does.
fn needed(path: &str, entry: &Value, places: &BTreeMap<&str, usize>, development: bool) -> Vec<usize> {
    let mut kinds = vec!["dependencies", "optionalDependencies", "peerDependencies"];
    if development {
        kinds.push("devDependencies");
    }
    let names = kinds.iter().filter_map(|kind| json::get(entry, &[*kind]).as_object());
    let mut found: Vec<usize> = names
        .flat_map(|o| o.keys())
        .filter_map(|n| nearest(path, n, places))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn nearest(path: &str, name: &str, places: &BTreeMap<&str, usize>) -> Option<usize> {
    let mut folder = path;
    loop {
        let candidate = if folder.is_empty() {
            format!("{FOLDER}{name}")
        } else {
            format!("{folder}/{FOLDER}{name}")
        };
        if let Some(place) = places.get(candidate.as_str()) {
            return Some(*place);
        }
        if folder.is_empty() {
            return None;
        }
        folder = folder
            .rsplit_once(FOLDER)
            .map_or("", |(head, _)| head.trim_end_matches('/'));
    }
}
