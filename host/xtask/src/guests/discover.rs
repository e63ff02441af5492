//! Which crates of the workspace are guests, what their components are called, and which may share a cargo call.

use std::collections::BTreeMap;

use crate::failure::Failure;
use crate::workspace::{Dependency, Kind, Package, Workspace};

/// Where a component goes: into the bundle, or only before the tests' gun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Plugin,
    Test,
}

#[derive(Debug, Clone)]
pub(super) struct Crate {
    pub(super) package: Package,
    pub(super) purpose: Purpose,
}

impl Crate {
    /// A plugin is called after its folder (`common-sbom`), a test guest after its target: one crate may hold many.
    pub(super) fn component_name(&self, target: &str) -> String {
        match self.purpose {
            Purpose::Plugin => self.package.folder.split('/').skip(1).collect::<Vec<_>>().join("-"),
            Purpose::Test => target.to_owned(),
        }
    }

    fn answers_to(&self, name: &str) -> bool {
        self.package.name == name
            || match self.purpose {
                Purpose::Plugin => {
                    self.component_name("") == name || self.package.folder.ends_with(&format!("/{name}"))
                }
                Purpose::Test => self.package.targets.iter().any(|target| target.name == name),
            }
    }
}

/// Members under `plugins/<sector>/<name>` that have a dynamic library, and members under `tests/guests`.
pub(super) fn crates(workspace: &Workspace) -> Vec<Crate> {
    let guests = workspace.packages.iter().filter_map(|package| {
        let purpose = if package.folder.starts_with("plugins/") {
            Purpose::Plugin
        } else if package.folder == "tests/guests" || package.folder.starts_with("tests/guests/") {
            Purpose::Test
        } else {
            return None;
        };
        Some(Crate {
            package: package.clone(),
            purpose,
        })
    });
    let mut guests: Vec<Crate> = guests.collect();
    guests.sort_by(|one, other| one.package.folder.cmp(&other.package.folder));
    guests
}

/// All, or those a person named; a name nobody answers to is a mistake, not an empty build.
pub(super) fn choose<'a>(all: &'a [Crate], names: &[String]) -> Result<Vec<&'a Crate>, Failure> {
    if names.is_empty() {
        return Ok(all.iter().collect());
    }
    if let Some(stranger) = names
        .iter()
        .find(|name| !all.iter().any(|guest| guest.answers_to(name)))
    {
        let known: Vec<_> = all.iter().map(|guest| guest.package.name.as_str()).collect();
        return Err(Failure::new(format!("there is no guest `{stranger}`")).hint(format!(
            "known are: {}",
            if known.is_empty() {
                "none yet".to_owned()
            } else {
                known.join(", ")
            }
        )));
    }
    Ok(all
        .iter()
        .filter(|guest| names.iter().any(|name| guest.answers_to(name)))
        .collect())
}

/// Cargo unifies the features of everything in one call, so a plugin could get other bytes when built beside another.
/// Crates that declare the same dependencies resolve alike alone and together: only those share a call.
pub(super) fn groups<'a>(chosen: &[&'a Crate]) -> Vec<Vec<&'a Crate>> {
    let mut groups: BTreeMap<(bool, Vec<Dependency>), Vec<&Crate>> = BTreeMap::new();
    for guest in chosen {
        let mut key: Vec<Dependency> = guest
            .package
            .dependencies
            .iter()
            .filter(|edge| edge.kind != Kind::Dev)
            .cloned()
            .collect();
        key.sort();
        groups
            .entry((guest.purpose == Purpose::Test, key))
            .or_default()
            .push(guest);
    }
    groups.into_values().collect()
}

/// Plugins give their library; test guests give whatever becomes a module: libraries, programs, examples.
pub(super) fn target_flags(group: &[&Crate]) -> Vec<&'static str> {
    let mut flags = Vec::new();
    for target in group.iter().flat_map(|guest| &guest.package.targets) {
        let is_module = target.crate_types.iter().any(|kind| kind == "cdylib" || kind == "bin");
        let flag = match target.flag {
            "lib" => "--lib",
            "bin" => "--bins",
            _ => "--examples",
        };
        if is_module && !flags.contains(&flag) {
            flags.push(flag);
        }
    }
    flags
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;

    fn plugin(folder: &str, dependencies: &[(&str, &[&str])]) -> Crate {
        let dependencies = dependencies.iter().map(|(name, features)| Dependency {
            name: (*name).to_owned(),
            kind: Kind::Normal,
            features: features.iter().map(|feature| (*feature).to_owned()).collect(),
            default_features: true,
        });
        let package = Package {
            name: format!("plugin-{}", folder.replace('/', "-")),
            folder: folder.to_owned(),
            dependencies: dependencies.collect(),
            ..Package::default()
        };
        Crate {
            package,
            purpose: Purpose::Plugin,
        }
    }

    #[test]
    fn a_component_is_called_after_its_folder() {
        assert_eq!(
            plugin("plugins/common/sbom", &[]).component_name("sekisho_sbom"),
            "common-sbom"
        );
    }

    #[test]
    fn names_are_short_or_full_and_strangers_are_refused() {
        let all = [plugin("plugins/common/sbom", &[]), plugin("plugins/auto/jama", &[])];
        for name in ["sbom", "common-sbom", "plugin-plugins-common-sbom"] {
            let chosen = choose(&all, &[name.to_owned()]).unwrap();
            assert_eq!(chosen.len(), 1, "{name}");
            assert_eq!(chosen[0].package.folder, "plugins/common/sbom");
        }
        assert!(choose(&all, &["bom".to_owned()]).is_err());
        assert_eq!(choose(&all, &[]).unwrap().len(), 2);
    }

    #[test]
    fn only_equal_dependencies_share_a_call() {
        let all = [
            plugin("plugins/a/one", &[("sdk", &[])]),
            plugin("plugins/a/two", &[("sdk", &[])]),
            plugin("plugins/a/three", &[("sdk", &["dates"])]),
        ];
        let sizes: Vec<usize> = groups(&choose(&all, &[]).unwrap()).iter().map(Vec::len).collect();
        assert_eq!(sizes, [2, 1]);
    }
}
