//! `cargo xtask ci`: exactly what CI runs, so that a green desk means a green build.

use crate::failure::Failure;
use crate::workspace::Workspace;
use crate::{guests, process, product, suite, tidy};

pub(crate) fn run(workspace: &Workspace) -> Result<(), Failure> {
    let mut format = process::cargo(&workspace.root);
    process::succeed(format.args(["fmt", "--all", "--check"]), "cargo fmt --check")?;
    // Before clippy: the command line's build script reads the components.
    guests::build(workspace, &[])?;
    let mut clippy = process::cargo(&workspace.root);
    clippy.args([
        "clippy",
        "--release",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]);
    process::succeed(product::tell_plugins(&mut clippy, workspace), "cargo clippy")?;
    tidy::run(workspace)?;
    suite::run(workspace)
}
