//! The one file that leaves this house: `sekisho`, with the standard bundle inside.

use std::path::PathBuf;
use std::process::Command;

use crate::failure::Failure;
use crate::workspace::Workspace;
use crate::{guests, process};

/// Guests first, then the binary. Returns where it lies.
pub(crate) fn build(workspace: &Workspace) -> Result<PathBuf, Failure> {
    guests::build(workspace, &[])?;
    if workspace.package("sekisho-cli").is_none() {
        return Err(Failure::new("there is no package `sekisho-cli` in this workspace"));
    }
    program(workspace, "sekisho")
}

/// One program of the workspace.
pub(crate) fn program(workspace: &Workspace, name: &str) -> Result<PathBuf, Failure> {
    // `--workspace --bin`, not `-p`: features are then the ones the tests resolve to, and the engine is compiled once
    // for both.
    let mut cargo = process::cargo(&workspace.root);
    cargo.args(["build", "--release", "--workspace", "--bin", name]);
    process::succeed(tell_plugins(&mut cargo, workspace), &format!("cargo build ({name})"))?;
    Ok(workspace
        .target
        .join("release")
        .join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
}

/// Tells the command line's build script where the components lie, when that is not its own default.
pub(crate) fn tell_plugins<'a>(cargo: &'a mut Command, workspace: &Workspace) -> &'a mut Command {
    if !workspace.has_default_target() {
        cargo.env("SEKISHO_PLUGINS_DIR", workspace.plugins());
    }
    cargo
}
