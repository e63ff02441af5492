//! `cargo xtask ci`: exactly what CI runs, so that a green desk means a green build.

use crate::failure::Failure;
use crate::workspace::Workspace;
use crate::{bench, guests, process, product, suite, tidy};

pub(crate) fn run(workspace: &Workspace) -> Result<(), Failure> {
    let mut format = process::cargo(&workspace.root);
    process::succeed(format.args(["fmt", "--all", "--check"]), "cargo fmt --check")?;
    let mut format = process::cargo(&workspace.root);
    format.args(["fmt", "--check", "--manifest-path", bench::PEERS]);
    process::succeed(&mut format, "cargo fmt --check (peers of the bench)")?;
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
    suite::run(workspace)?;
    bench::run(workspace, &["--quick".to_owned(), "--native-only".to_owned()])
}
