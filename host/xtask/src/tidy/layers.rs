//! Which room may know which: data flows left to right, so lower layers never import higher ones. A new arrow is a new
//! line here, which a reviewer sees.

use super::Remark;
use crate::workspace::{Dependency, Kind, Package};

struct Room {
    name: &'static str,
    /// What it may depend on to do its work; what its tests use is not an arrow of the design.
    may: &'static [&'static str],
}

/// In reading order. L4 rooms never import each other.
const ROOMS: &[Room] = &[
    // L0: the words.
    Room {
        name: "sekisho-model",
        may: &[],
    },
    Room {
        name: "sekisho-versions",
        may: &[],
    },
    Room {
        name: "sekisho-words",
        may: &[],
    },
    Room {
        name: "sekisho-oscal",
        may: &["sekisho-model"],
    },
    // L1: bytes to facts, files to checked values.
    Room {
        name: "sekisho-evidence",
        may: &["sekisho-model", "sekisho-versions", "sekisho-words"],
    },
    Room {
        name: "sekisho-catalog",
        may: &["sekisho-model", "sekisho-versions", "sekisho-words", "sekisho-oscal"],
    },
    Room {
        name: "sekisho-bundle",
        may: &["sekisho-model"],
    },
    // L2: the only room with an engine.
    Room {
        name: "sekisho-sandbox",
        may: &["sekisho-model"],
    },
    // L3: facts, policies and plugins become an assessment.
    Room {
        name: "sekisho-assess",
        may: &[
            "sekisho-model",
            "sekisho-evidence",
            "sekisho-catalog",
            "sekisho-sandbox",
        ],
    },
    // L4: a finished assessment is rendered, attested, kept.
    Room {
        name: "sekisho-report",
        may: &["sekisho-model", "sekisho-oscal"],
    },
    Room {
        name: "sekisho-attest",
        may: &["sekisho-model", "sekisho-bundle", "sekisho-assess"],
    },
    Room {
        name: "sekisho-store",
        may: &["sekisho-model"],
    },
    Room {
        name: "sekisho-benchmark",
        may: &["sekisho-model"],
    },
    Room {
        name: "sekisho-procure",
        may: &["sekisho-model", "sekisho-evidence", "sekisho-catalog"],
    },
    Room {
        name: "sekisho-supply",
        may: &["sekisho-model", "sekisho-versions"],
    },
    // L5: the doors.
    Room {
        name: "sekisho-serve",
        may: &[
            "sekisho-model",
            "sekisho-evidence",
            "sekisho-catalog",
            "sekisho-bundle",
            "sekisho-sandbox",
            "sekisho-assess",
            "sekisho-report",
            "sekisho-attest",
            "sekisho-store",
        ],
    },
    Room {
        name: "sekisho-cli",
        may: &[
            "sekisho-model",
            "sekisho-versions",
            "sekisho-evidence",
            "sekisho-catalog",
            "sekisho-bundle",
            "sekisho-sandbox",
            "sekisho-assess",
            "sekisho-report",
            "sekisho-attest",
            "sekisho-store",
            "sekisho-benchmark",
            "sekisho-procure",
            "sekisho-supply",
            "sekisho-serve",
        ],
    },
    // The workshop reads the schema of facts, to generate from it.
    Room {
        name: "sekisho-xtask",
        may: &["sekisho-model"],
    },
    // What plugin authors use: it knows nothing of the host.
    Room {
        name: "sekisho-sdk",
        may: &["sekisho-versions", "sekisho-words"],
    },
    Room {
        name: "sekisho-testkit",
        may: &["sekisho-sdk", "sekisho-versions"],
    },
];

struct Fence {
    /// The crate, and every crate whose name begins with it and a hyphen.
    outside: &'static str,
    only: &'static [&'static str],
    why: &'static str,
}

const FENCES: &[Fence] = &[
    Fence {
        outside: "wasmtime",
        only: &["sekisho-sandbox"],
        why: "the engine has one room",
    },
    Fence {
        outside: "sled",
        only: &["sekisho-store"],
        why: "the database has one room",
    },
    Fence {
        outside: "clap",
        only: &["sekisho-cli"],
        why: "arguments are words on the screen",
    },
    Fence {
        outside: "tracing-subscriber",
        only: &["sekisho-cli"],
        why: "the door decides where talk goes",
    },
    Fence {
        outside: "anyhow",
        only: &[],
        why: "errors here have types",
    },
];

pub(super) fn check(packages: &[Package]) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for package in packages {
        for edge in &package.dependencies {
            remarks.extend(fences(package, edge));
            if packages.iter().any(|other| other.name == edge.name) {
                remarks.extend(arrow(package, edge, packages));
            }
        }
        let is_room = package.folder.starts_with("host/") || package.folder.starts_with("sdk/");
        if is_room && !ROOMS.iter().any(|room| room.name == package.name) {
            let what = format!("`{}` is not in the table of layers", package.name);
            remarks.push(Remark::violation(&package.folder, what));
        }
    }
    remarks
}

/// May this package depend on that one of ours?
fn arrow(package: &Package, edge: &Dependency, packages: &[Package]) -> Option<Remark> {
    let is_host = packages
        .iter()
        .any(|other| other.name == edge.name && other.folder.starts_with("host/"));
    let is_sdk = packages
        .iter()
        .any(|other| other.name == edge.name && other.folder.starts_with("sdk/"));
    if package.folder.starts_with("plugins/") {
        let what = format!("a plugin may depend on the sdk only, not on `{}`", edge.name);
        return (!is_sdk).then(|| Remark::violation(&package.folder, what));
    }
    if package.folder.starts_with("sdk/") && is_host {
        let what = format!("the sdk never depends on the host, not even in tests: `{}`", edge.name);
        return Some(Remark::violation(&package.folder, what));
    }
    let room = ROOMS.iter().find(|room| room.name == package.name)?;
    if edge.kind == Kind::Dev || room.may.contains(&edge.name.as_str()) {
        return None;
    }
    let what = format!("`{}` may not depend on `{}`", package.name, edge.name);
    Some(Remark::violation(&package.folder, what))
}

fn fences(package: &Package, edge: &Dependency) -> Option<Remark> {
    let fence = FENCES.iter().find(|fence| {
        edge.name
            .strip_prefix(fence.outside)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    })?;
    if fence.only.contains(&package.name.as_str()) {
        return None;
    }
    let who = if fence.only.is_empty() {
        "no crate".to_owned()
    } else {
        format!("only `{}`", fence.only.join("`, `"))
    };
    let what = format!("{who} may name `{}`: {}", edge.name, fence.why);
    Some(Remark::violation(&package.folder, what))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "tests")]
    use super::*;

    fn package(name: &str, folder: &str, edges: &[(&str, Kind)]) -> Package {
        let dependencies = edges.iter().map(|(name, kind)| Dependency {
            name: (*name).to_owned(),
            kind: *kind,
            features: Vec::new(),
            default_features: true,
        });
        Package {
            name: name.to_owned(),
            folder: folder.to_owned(),
            dependencies: dependencies.collect(),
            ..Package::default()
        }
    }

    fn refused(edges: &[Package]) -> Vec<String> {
        let mut all = vec![
            package("sekisho-model", "host/model", &[]),
            package("sekisho-evidence", "host/evidence", &[]),
            package("sekisho-assess", "host/assess", &[]),
            package("sekisho-sdk", "sdk/rust", &[]),
        ];
        all.retain(|known| !edges.iter().any(|edge| edge.name == known.name));
        all.extend_from_slice(edges);
        check(&all).into_iter().map(|remark| remark.what).collect()
    }

    #[test]
    fn arrows_go_down() {
        let down = package("sekisho-assess", "host/assess", &[("sekisho-evidence", Kind::Normal)]);
        assert_eq!(refused(&[down]), [""; 0]);
        let up = package("sekisho-evidence", "host/evidence", &[("sekisho-assess", Kind::Normal)]);
        assert_eq!(
            refused(&[up]),
            ["`sekisho-evidence` may not depend on `sekisho-assess`"]
        );
        let tested = package("sekisho-evidence", "host/evidence", &[("sekisho-assess", Kind::Dev)]);
        assert_eq!(refused(&[tested]), [""; 0]);
    }

    #[test]
    fn plugins_and_the_sdk_know_no_host() {
        let plugin = package(
            "plugin-x",
            "plugins/common/x",
            &[("sekisho-model", Kind::Dev), ("sekisho-sdk", Kind::Normal)],
        );
        assert_eq!(refused(&[plugin]).len(), 1);
        let sdk = package("sekisho-sdk", "sdk/rust", &[("sekisho-model", Kind::Dev)]);
        assert_eq!(refused(&[sdk]).len(), 1);
    }

    #[test]
    fn fenced_crates_have_one_room() {
        let evidence = package(
            "sekisho-evidence",
            "host/evidence",
            &[("wasmtime-wasi", Kind::Dev), ("claptrap", Kind::Normal)],
        );
        let found = refused(&[evidence]);
        assert_eq!(found.len(), 1);
        assert!(
            found[0].contains("only `sekisho-sandbox` may name `wasmtime-wasi`"),
            "{found:?}"
        );
        assert_eq!(
            refused(&[package("sekisho-cli", "host/cli", &[("anyhow", Kind::Normal)])]).len(),
            1
        );
    }

    #[test]
    fn a_room_outside_the_table_is_seen() {
        assert_eq!(
            refused(&[package("sekisho-annex", "host/annex", &[])]),
            ["`sekisho-annex` is not in the table of layers"]
        );
    }
}
