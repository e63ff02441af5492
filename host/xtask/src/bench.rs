//! `cargo xtask bench`: builds plugins, product, the bench and its peers (a workspace of their own) and runs the bench. What
//! it measures stands in tests/bench/README.md.

use std::process::Command;

use crate::failure::Failure;
use crate::workspace::Workspace;
use crate::{process, product};

/// The workspace of the engines that Sekisho is compared with.
pub(crate) const PEERS: &str = "tests/bench/peers/Cargo.toml";

pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<(), Failure> {
    let has = |option: &str| arguments.iter().any(|word| word == option);
    // Times are those of what is handed out.
    let own = if has("--quick") {
        product::Profile::Tested
    } else {
        product::Profile::Shipped
    };
    let [binary, bench] = product::programs(workspace, ["sekisho", "sekisho-bench"], own)?;

    let target = workspace.target.join("bench-peers");
    let mut cargo = process::cargo(&workspace.root);
    let profile = if has("--quick") { "quick" } else { "release" };
    cargo.args(["build", "--profile", profile, "--manifest-path", PEERS, "--target-dir"]);
    cargo.arg(&target);
    if has("--native-only") {
        cargo.arg("--no-default-features");
    }
    process::succeed(&mut cargo, "cargo build (peers of the bench)")?;

    let mut command = Command::new(bench);
    command.current_dir(&workspace.root).arg("run");
    let peers = format!("{profile}/sekisho-bench-peers{}", std::env::consts::EXE_SUFFIX);
    command.arg("--peers").arg(target.join(peers));
    command.arg("--data").arg(workspace.target.join("bench"));
    command.arg("--guests").arg(workspace.target.join("test-guests"));
    command.arg("--binary").arg(binary);
    command.arg("--policies").arg(workspace.root.join("tests/bench/bundle"));
    // Only a whole run is worth a page.
    if !["--quick", "--only", "--native-only"].into_iter().any(has) {
        command.arg("--markdown").arg(workspace.root.join("docs/benchmarks.md"));
    }
    process::succeed(command.args(arguments), "bench")
}
