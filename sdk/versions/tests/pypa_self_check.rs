//! PyPA's advisories list versions and ranges: every listed version must lie in one of the ranges.
//! (The YAML is cut by hand: a dependency for one test would be dear; the reader of evidence has its own tests.)
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests"
)]

#[path = "support/common.rs"]
mod common;

use sekisho_versions::{Interval, Scheme};

#[derive(Default)]
struct Package {
    events: Vec<(String, String)>,
    git: bool,
    versions: Vec<String>,
}

fn packages(yaml: &str) -> Vec<Package> {
    let mut packages = Vec::new();
    let (mut section, mut kind) = ("", "");
    for line in yaml.lines() {
        let bare = line.trim().trim_start_matches("- ").trim();
        match line.trim() {
            "- package:" => packages.push(Package::default()),
            "versions:" => section = "versions",
            "ranges:" | "events:" => section = "events",
            _ if bare.starts_with("type:") && section == "events" => {
                kind = if bare.ends_with("GIT") { "git" } else { "ecosystem" };
            }
            _ if !line.starts_with([' ', '-']) => section = "",
            _ => {}
        }
        let Some(package) = packages.last_mut() else {
            continue;
        };
        if section == "versions" && line.trim().starts_with("- ") {
            package.versions.push(bare.trim_matches(['"', '\'']).to_owned());
        } else if section == "events"
            && let Some((key, value)) = bare.split_once(": ")
            && matches!(key, "introduced" | "fixed" | "last_affected" | "limit")
        {
            if kind == "git" {
                package.git = true;
            } else {
                package
                    .events
                    .push((key.to_owned(), value.trim_matches(['"', '\'']).to_owned()));
            }
        }
    }
    packages
}

#[test]
fn listed_versions_lie_in_the_ranges() {
    let root = common::corpus("pypa-advisory-subset/vulns");
    let (mut inside, mut outside, mut refused, mut files) = (0, Vec::new(), Vec::new(), 0);
    for folder in std::fs::read_dir(root).unwrap() {
        for file in std::fs::read_dir(folder.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            files += 1;
            for package in packages(&std::fs::read_to_string(&path).unwrap()) {
                let mut intervals: Vec<Interval<'_>> = Vec::new();
                for (key, value) in &package.events {
                    match (key.as_str(), intervals.last_mut()) {
                        ("introduced", _) => {
                            intervals.push(Interval {
                                introduced: Some(value),
                                ..Interval::default()
                            });
                        }
                        ("fixed", Some(last)) => last.fixed = Some(value),
                        ("last_affected", Some(last)) => last.last_affected = Some(value),
                        _ => panic!("{name}: {key}"),
                    }
                }
                if intervals.is_empty() {
                    continue;
                }
                for version in &package.versions {
                    match Scheme::Pep440.is_affected(version, &intervals, &[]) {
                        Ok(true) => inside += 1,
                        Ok(false) => outside.push(format!("{name} {version} outside")),
                        Err(_) => refused.push(format!("{name} {version} refused")),
                    }
                }
            }
        }
    }
    println!(
        "{files} files: {inside} inside, {} outside, {} refused",
        outside.len(),
        refused.len()
    );
    assert!(files == 110 && inside > 3000, "{files} {inside}");
    outside.append(&mut refused);
    common::assert_known(include_str!("pypa_misses.txt"), outside);
}
