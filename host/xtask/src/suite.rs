//! `cargo xtask test`: every test of the workspace, native ones of the plugins included, and one closing line that says
//! how many passed.

use std::io::IsTerminal as _;
use std::path::Path;
use std::process::Command;

use crate::failure::Failure;
use crate::process::{self, Stream};
use crate::workspace::Workspace;
use crate::{guests, product, tools};

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Count {
    passed: u64,
    failed: u64,
}

pub(crate) fn run(workspace: &Workspace) -> Result<(), Failure> {
    guests::build(workspace, &[])?;
    if workspace.package("sekisho-cli").is_some() {
        // Tests that start the binary find the one a user gets.
        product::build(workspace, product::Profile::Tested)?;
    }
    let registry = tools::docker_registry(workspace);
    let mut count = Count::default();
    let mut passed = true;
    if has_nextest(workspace) {
        passed &= nextest(workspace, registry.as_deref(), &mut count)?;
        passed &= libtest(workspace, None, &["--doc"], &mut count)?;
    } else {
        passed &= libtest(workspace, registry.as_deref(), &[], &mut count)?;
    }
    if count != Count::default() {
        println!("{} passed, {} failed", count.passed, count.failed);
    }
    if passed {
        Ok(())
    } else {
        Err(Failure::new("some tests failed"))
    }
}

fn has_nextest(workspace: &Workspace) -> bool {
    process::output(
        process::cargo(&workspace.root).args(["nextest", "--version"]),
        "cargo nextest",
    )
    .is_ok()
}

fn nextest(workspace: &Workspace, registry: Option<&Path>, count: &mut Count) -> Result<bool, Failure> {
    let mut cargo = process::cargo(&workspace.root);
    cargo.args([
        "nextest",
        "run",
        "--release",
        "--workspace",
        "--no-fail-fast",
        "--no-tests",
        "pass",
    ]);
    // We stand between nextest and the terminal, so it cannot see whether colors are welcome.
    let is_colorful = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    cargo.args(["--color", if is_colorful { "always" } else { "never" }]);
    process::watch(
        tell(&mut cargo, workspace, registry),
        Stream::Err,
        "cargo nextest",
        |line| {
            count.add(nextest_summary(line));
        },
    )
}

fn libtest(workspace: &Workspace, registry: Option<&Path>, only: &[&str], count: &mut Count) -> Result<bool, Failure> {
    let mut cargo = process::cargo(&workspace.root);
    cargo
        .args(["test", "--release", "--workspace", "--no-fail-fast"])
        .args(only);
    process::watch(
        tell(&mut cargo, workspace, registry),
        Stream::Out,
        "cargo test",
        |line| {
            count.add(libtest_summary(line));
        },
    )
}

/// Tells tests what they cannot find themselves.
fn tell<'a>(cargo: &'a mut Command, workspace: &Workspace, registry: Option<&Path>) -> &'a mut Command {
    if let Some(program) = registry {
        cargo.env("SEKISHO_DOCKER_REGISTRY", program);
    }
    product::tell_plugins(cargo, workspace)
}

impl Count {
    fn add(&mut self, other: Option<Self>) {
        if let Some(other) = other {
            self.passed += other.passed;
            self.failed += other.failed;
        }
    }
}

/// `Summary [   1.2s] 12 tests run: 9 passed (1 slow), 2 failed, 1 timed out, 0 skipped`
fn nextest_summary(line: &str) -> Option<Count> {
    let plain = without_colors(line);
    if !plain.trim_start().starts_with("Summary") {
        return None;
    }
    let (_, parts) = plain.split_once("run:")?;
    let mut count = Count::default();
    for part in parts.split(',') {
        let (number, word) = part.trim().split_once(' ')?;
        let number: u64 = number.parse().ok()?;
        match word {
            word if word.starts_with("passed") => count.passed += number,
            word if word.starts_with("skipped") => {}
            // Failed, timed out, could not be started: all of them did not pass.
            _ => count.failed += number,
        }
    }
    Some(count)
}

/// `test result: ok. 5 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s`
fn libtest_summary(line: &str) -> Option<Count> {
    let rest = without_colors(line);
    let rest = rest.strip_prefix("test result:")?;
    let number = |word: &str| {
        let part = rest.split([';', '.']).find_map(|part| part.trim().strip_suffix(word))?;
        part.trim().parse::<u64>().ok()
    };
    Some(Count {
        passed: number("passed")?,
        failed: number("failed")?,
    })
}

/// Drops `ESC [ … m`.
fn without_colors(line: &str) -> String {
    let mut pieces = line.split("\u{1b}[");
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        plain.push_str(piece.split_once('m').map_or(piece, |(_, rest)| rest));
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_nextest_says() {
        let count = |line| nextest_summary(line);
        assert_eq!(
            count("     Summary [   0.010s] 3 tests run: 3 passed, 0 skipped"),
            Some(Count { passed: 3, failed: 0 })
        );
        assert_eq!(
            count(
                "\u{1b}[31;1m     Summary\u{1b}[0m [ 1.2s] \u{1b}[1m12\u{1b}[0m tests run: \u{1b}[1m9\u{1b}[0m \u{1b}[32;1mpassed\u{1b}[0m (1 slow), 2 failed, 1 timed out, 4 skipped"
            ),
            Some(Count { passed: 9, failed: 3 })
        );
        assert_eq!(count("        PASS [   0.010s] a::b"), None);
    }

    #[test]
    fn reads_what_libtest_says() {
        assert_eq!(
            libtest_summary(
                "test result: FAILED. 5 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s"
            ),
            Some(Count { passed: 5, failed: 2 })
        );
        assert_eq!(libtest_summary("test a::b ... ok"), None);
    }
}
