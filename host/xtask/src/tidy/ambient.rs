//! Library crates take time, files and settings as arguments: they name no clock, no file system, no environment, and
//! they print nothing. That is what makes an assessment reproducible and a library usable elsewhere.

use super::Remark;
use super::source::{is_generated, is_test_file, shipped_code};
use super::tree::Tree;

/// Folders of crates that are doors, not libraries: they hand the outside world in.
const DOORS: &[&str] = &["host/cli/", "host/serve/", "host/xtask/", "sdk/template/"];

/// Modules of `std` that reach outside.
const MODULES: &[&str] = &["fs", "env", "net", "process"];

/// Words that reach outside wherever they stand.
const WORDS: &[&str] = &[
    "SystemTime::now",
    "Instant::now",
    "println!",
    "eprintln!",
    "print!",
    "eprint!",
    "dbg!",
];

struct Waiver {
    file: &'static str,
    word: &'static str,
    /// Read by reviewers.
    #[allow(
        dead_code,
        reason = "a waiver is written down with its reason; the program only needs the other two"
    )]
    reason: &'static str,
}

const WAIVERS: &[Waiver] = &[Waiver {
    file: "host/sandbox/src/compiled/files.rs",
    word: "std::process",
    reason: "the process number keeps two writers of the cache from one temporary name; no result depends on it",
}];

pub(super) fn check(tree: &Tree) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for file in tree.files().filter(|file| is_library(file)) {
        let text = tree.text(file);
        if is_generated(file, &text) {
            continue;
        }
        for (number, word) in ambient_words(&shipped_code(&text)) {
            if !WAIVERS.iter().any(|waiver| waiver.file == file && waiver.word == word) {
                let what = format!("a library names `{word}`; let the caller hand it in");
                remarks.push(Remark::violation(format!("{file}:{number}"), what));
            }
        }
    }
    remarks
}

fn is_library(file: &str) -> bool {
    let is_ours = ["host/", "sdk/", "plugins/"].iter().any(|room| file.starts_with(room));
    let is_door = DOORS.iter().any(|door| file.starts_with(door));
    // A build script runs on the builder's machine and is not part of the library.
    file.ends_with(".rs")
        && is_ours
        && !is_door
        && !is_test_file(file)
        && !file.ends_with("/build.rs")
        && !file.contains("/examples/")
}

/// Line numbers and words, in the order of the text.
fn ambient_words(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut grouped = false;
    for (index, line) in code.lines().enumerate() {
        let number = index + 1;
        let modules = MODULES.iter().map(|module| format!("std::{module}"));
        let words = WORDS.iter().map(|word| (*word).to_owned());
        found.extend(
            modules
                .chain(words)
                .filter(|word| names(line, word))
                .map(|word| (number, word)),
        );
        // `use std::{env, fs};`, over one line or several.
        let opens = line.contains("use std::{");
        grouped |= opens;
        if grouped {
            let inside = line.split_once("use std::{").map_or(line, |(_, inside)| inside);
            let items = inside
                .split([',', '{', '}', ';'])
                .map(|item| item.split("::").next().unwrap_or_default().trim());
            let modules = items.filter(|item| MODULES.contains(item));
            found.extend(modules.map(|module| (number, format!("std::{module}"))));
            grouped = !line.contains(';');
        }
    }
    found
}

/// `word` in `line`, not as a part of a longer name (`eprintln!` holds `println!`, `std::fs_x` holds `std::fs`).
fn names(line: &str, word: &str) -> bool {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        let after = line.get(at + word.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(is_name) && !after.is_some_and(is_name)
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::violations;
    use super::check;

    #[test]
    fn libraries_reach_for_nothing() {
        let found = violations(
            check,
            &[
                (
                    "host/model/src/a.rs",
                    "//! std::fs\nuse std::{collections::BTreeMap, env};\nfn a() { std::fs::read(b); }\n",
                ),
                (
                    "host/model/src/b.rs",
                    "//! x\nuse std::{\n    fmt,\n    fs::File,\n};\nfn c() { Instant::now(); eprintln!(\"x\"); }\n",
                ),
                ("sdk/rust/src/c.rs", "//! x\nfn a() { std::time::SystemTime::now(); }\n"),
            ],
        );
        let found: Vec<&str> = found.iter().filter_map(|line| line.split(';').next()).collect();
        assert_eq!(
            found,
            [
                "host/model/src/a.rs:2: a library names `std::env`",
                "host/model/src/a.rs:3: a library names `std::fs`",
                "host/model/src/b.rs:4: a library names `std::fs`",
                "host/model/src/b.rs:6: a library names `Instant::now`",
                "host/model/src/b.rs:6: a library names `eprintln!`",
                "sdk/rust/src/c.rs:2: a library names `SystemTime::now`",
            ]
        );
    }

    #[test]
    fn doors_and_tests_may() {
        let code = "//! x\nfn a() { std::fs::read(b); println!(\"x\"); }\n";
        let tested = format!(
            "//! x\n#[cfg(test)]\nmod tests {{ {} }}\n",
            "fn a() { std::fs::read(b); }"
        );
        let found = violations(
            check,
            &[
                ("host/cli/src/main.rs", code),
                ("host/cli/build.rs", code),
                ("host/model/tests/it/main.rs", code),
                ("host/model/src/a.rs", &tested),
                ("tests/e2e/main.rs", code),
            ],
        );
        assert_eq!(found, [""; 0]);
    }
}
