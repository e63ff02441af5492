//! `cargo xtask bench`: builds plugins, product, the bench and its peers (a workspace of their own) and runs the bench. What
//! it measures stands in tests/bench/README.md.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::Failure;
use crate::workspace::Workspace;
use crate::{guided, process, product};

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
    let peers = product::executable(&target.join(profile), "sekisho-bench-peers");
    tell(&mut command, workspace, &binary, &peers);
    if own == product::Profile::Shipped
        && let Some(guided) = guided_native(workspace)?
    {
        command.arg("--guided").arg(guided);
    }
    // Only a whole run is worth a page.
    if !["--quick", "--only", "--native-only"].into_iter().any(has) {
        command.arg("--markdown").arg(workspace.root.join("docs/benchmarks.md"));
    }
    process::succeed(command.args(arguments), "bench")
}

/// Native code as the product is compiled, with a profile of its own; none where there is none for this machine.
fn guided_native(workspace: &Workspace) -> Result<Option<PathBuf>, Failure> {
    let host = guided::host(workspace)?;
    let target = workspace.target.join("bench-native");
    let mut cargo = process::cargo(&workspace.root);
    if !guided::guide(&mut cargo, workspace, guided::Program::Native, &host)? {
        return Ok(None);
    }
    cargo.args(["build", "--release", "--no-default-features", "--manifest-path", PEERS]);
    cargo.args(["--target", &host, "--target-dir"]).arg(&target);
    process::succeed(&mut cargo, "cargo build (native code with a profile)")?;
    let folder = target.join(host).join("release");
    Ok(Some(product::executable(&folder, "sekisho-bench-peers")))
}

/// Where inputs of the bench lie.
pub(crate) fn data(workspace: &Workspace) -> PathBuf {
    workspace.target.join("bench")
}

/// Where plugins of the bench lie.
pub(crate) fn guests(workspace: &Workspace) -> PathBuf {
    workspace.target.join("test-guests")
}

/// Tells the bench where things lie.
pub(crate) fn tell(command: &mut Command, workspace: &Workspace, binary: &Path, peers: &Path) {
    command.arg("--peers").arg(peers);
    command.arg("--data").arg(data(workspace));
    command.arg("--guests").arg(guests(workspace));
    command.arg("--binary").arg(binary);
    command.arg("--policies").arg(workspace.root.join("tests/bench/bundle"));
}
