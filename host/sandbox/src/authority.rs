//! What a plugin can read, computed from its imports before anything is compiled or run.
//!
//! Authority is the import list and nothing else: one interface per kind of fact, one function per column. The gate
//! that refuses foreign imports stands here, below every version adapter.

use crate::error::LoadError;
use sekisho_model::schema::{self, KINDS, Kind};
use sekisho_model::{Read, ReadSet};
use std::collections::{BTreeMap, BTreeSet};
use wasmtime::Engine;
use wasmtime::component::Component;
use wasmtime::component::types::ComponentItem;

/// The interface version this program serves.
pub const INTERFACE: semver::Version = semver::Version::new(0, 1, 0);
const PACKAGE: &str = "sekisho:policy/";

/// What a plugin imports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// Interface version it was built against.
    pub interface: semver::Version,
    /// Kinds of fact it can read, with the columns (and tables) it can ask for.
    pub reads: BTreeMap<&'static str, BTreeSet<String>>,
    /// Whether it can ask for the assessment date.
    pub date: bool,
    /// Whether it can write log lines.
    pub log: bool,
    /// The same as tables and columns of the schema: whatever it reads, it is among these.
    pub can_read: ReadSet,
}

impl Authority {
    /// The kinds it can read, by interface name, in schema order.
    pub fn kinds(&self) -> Vec<&'static str> {
        schema::KINDS
            .iter()
            .map(|k| k.name)
            .filter(|name| self.reads.contains_key(name))
            .collect()
    }

    /// The kinds it cannot read.
    pub fn cannot(&self) -> Vec<&'static str> {
        schema::KINDS
            .iter()
            .map(|k| k.name)
            .filter(|name| !self.reads.contains_key(name))
            .collect()
    }
}

/// Reads imports and exports of a compiled or merely parsed component.
pub(crate) fn of(name: &str, component: &Component, engine: &Engine) -> Result<Authority, LoadError> {
    let ty = component.component_type();
    let mut versions: BTreeSet<semver::Version> = BTreeSet::new();
    let mut authority = Authority {
        interface: INTERFACE,
        reads: BTreeMap::new(),
        date: false,
        log: false,
        can_read: ReadSet::default(),
    };
    let mut foreign = Vec::new();
    for (import, item) in ty.imports(engine) {
        let Some((interface, version)) = ours(import) else {
            foreign.push(import.to_owned());
            continue;
        };
        versions.insert(version);
        let ComponentItem::ComponentInstance(instance) = item.ty else {
            foreign.push(import.to_owned());
            continue;
        };
        match interface {
            // Words, and the telling of what is at work: no plugin gets anything from them.
            "types" | "progress" => {}
            "context" => {
                authority.date = true;
                authority.can_read.add(Read::Day);
            }
            "log" => authority.log = true,
            _ => match Kind::ALL.iter().find(|kind| kind.name() == interface) {
                Some(kind) => {
                    let functions = instance
                        .exports(engine)
                        .filter(|(_, item)| matches!(item.ty, ComponentItem::ComponentFunc(_)))
                        .map(|(function, _)| function.to_owned())
                        .filter(|function| function != "text");
                    authority.reads.entry(kind.name()).or_default().extend(functions);
                }
                None => foreign.push(import.to_owned()),
            },
        }
    }
    authority.can_read.merge(&columns(&authority.reads));
    if !foreign.is_empty() {
        return Err(LoadError::ForeignImport {
            name: name.to_owned(),
            imports: foreign,
        });
    }
    let mut has_checks = false;
    for (export, _) in ty.exports(engine) {
        if let Some(("checks", version)) = ours(export) {
            has_checks = true;
            versions.insert(version);
        }
    }
    if !has_checks {
        return Err(LoadError::NoChecks { name: name.to_owned() });
    }
    // A patch may add functions only, so 0.1.x is served; a function we do not have is refused when linking.
    let supported = |v: &semver::Version| v.major == 0 && v.minor == 1 && v.pre.is_empty();
    if versions.len() > 1 || !versions.iter().all(supported) {
        let found = versions
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(" and ");
        return Err(LoadError::Interface {
            name: name.to_owned(),
            found,
            supported: "0.1.x",
        });
    }
    if let Some(version) = versions.pop_first() {
        authority.interface = version;
    }
    Ok(authority)
}

/// The functions of the fact interfaces as tables and columns.
fn columns(reads: &BTreeMap<&'static str, BTreeSet<String>>) -> ReadSet {
    let mut set = ReadSet::default();
    for kind in KINDS {
        let Some(functions) = reads.get(kind.name) else {
            continue;
        };
        for (table, schema) in kind.tables.iter().enumerate() {
            if functions.contains(&schema.name.replace('_', "-")) {
                set.add(Read::Rows(kind.kind, table));
            }
            for (column, of) in schema.columns.iter().enumerate() {
                if functions.contains(&function(schema.singular, of.name)) {
                    set.add(Read::Column(kind.kind, table, column));
                }
            }
        }
    }
    set
}

/// Name of the function that hands over a column.
pub(crate) fn function(row: &str, column: &str) -> String {
    format!("{}-{}", row.replace('_', "-"), column.replace('_', "-"))
}

/// Splits `sekisho:policy/<interface>@<version>`.
fn ours(name: &str) -> Option<(&str, semver::Version)> {
    let (interface, version) = name.strip_prefix(PACKAGE)?.split_once('@')?;
    Some((interface, semver::Version::parse(version).ok()?))
}

#[cfg(test)]
mod tests {
    use super::ours;

    #[test]
    fn only_our_package_with_a_version_is_ours() {
        assert!(ours("sekisho:policy/sbom@0.1.0").is_some());
        for foreign in [
            "wasi:cli/environment@0.2.0",
            "sekisho:policy/sbom",
            "sekisho:policyx/sbom@0.1.0",
            "log",
            "sekisho:policy/sbom@x",
        ] {
            assert!(ours(foreign).is_none(), "{foreign}");
        }
    }
}
