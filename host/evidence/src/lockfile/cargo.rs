//! `Cargo.lock`: packages as a list; a dependency names its version only where there are several.

use super::{Package, Project, escaped};
use crate::ReadError;
use serde::Deserialize;

const FORMAT: &str = "Cargo.lock";

#[derive(Deserialize)]
struct Lock {
    version: Option<i64>,
    #[serde(default)]
    package: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    name: String,
    version: String,
    source: Option<String>,
    checksum: Option<String>,
    #[serde(default)]
    dependencies: Vec<String>,
}

pub(super) fn read(text: &str) -> Result<Project, ReadError> {
    let lock: Lock = toml::from_str(text).map_err(|e| ReadError::malformed(FORMAT, e.message().to_owned()))?;
    let needs: Vec<Vec<usize>> = lock.package.iter().map(|e| needed(e, &lock.package)).collect();
    // The project is the package of no source that nothing else needs; of several the first.
    let used = |at: usize| needs.iter().any(|n| n.contains(&at));
    let is_own = |at: &usize| lock.package.get(*at).is_some_and(|e| e.source.is_none());
    let root = (0..lock.package.len()).filter(is_own).find(|at| !used(*at));
    let shifted = |at: usize| match root {
        Some(root) if at > root => at - 1,
        _ => at,
    };
    let place = |list: &[usize]| {
        list.iter()
            .filter(|at| Some(**at) != root)
            .map(|at| shifted(*at))
            .collect()
    };
    let mut project = Project {
        format: format!("cargo-lock-{}", lock.version.unwrap_or(1)),
        name: None,
        version: None,
        direct: Vec::new(),
        packages: Vec::with_capacity(lock.package.len()),
    };
    for (at, (entry, needs)) in lock.package.iter().zip(&needs).enumerate() {
        if Some(at) == root {
            project.name = Some(entry.name.clone());
            project.version = Some(entry.version.clone());
            project.direct = place(needs);
        } else {
            project.packages.push(Package {
                name: entry.name.clone(),
                version: Some(entry.version.clone()),
                purl: purl(entry),
                license: None,
                hashes: entry.checksum.iter().map(|c| ("SHA-256", c.clone())).collect(),
                needs: place(needs),
                development: false,
            });
        }
    }
    Ok(project)
}

/// Of what comes from a registry or a repository; the project's own crates have none.
fn purl(entry: &Entry) -> Option<String> {
    let source = entry.source.as_deref()?;
    let own = format!("pkg:cargo/{}@{}", escaped(&entry.name), escaped(&entry.version));
    Some(if source.starts_with("git+") {
        format!("{own}?vcs_url={}", escaped(source))
    } else {
        own
    })
}

fn needed(entry: &Entry, all: &[Entry]) -> Vec<usize> {
    let place = |text: &String| {
        let mut words = text.split(' ');
        let (name, version) = (words.next()?, words.next());
        let fits = |e: &Entry| e.name == name && version.is_none_or(|v| v == e.version);
        all.iter().position(fits)
    };
    entry.dependencies.iter().filter_map(place).collect()
}
