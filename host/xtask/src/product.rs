//! The one file that leaves this house: `sekisho`, with the standard bundle inside.

use std::path::PathBuf;
use std::process::Command;

use crate::failure::Failure;
use crate::workspace::Workspace;
use crate::{guests, process};

/// How programs of the workspace are built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// As the tests are: the engine is compiled once for both.
    Tested,
    /// As it is handed out and measured: slower to build, faster to run.
    Shipped,
}

impl Profile {
    /// Its name in `Cargo.toml`, and that of its folder.
    const fn name(self) -> &'static str {
        match self {
            Self::Tested => "release",
            Self::Shipped => "shipped",
        }
    }
}

/// Guests first, then the binary. Returns where it lies.
pub(crate) fn build(workspace: &Workspace, profile: Profile) -> Result<PathBuf, Failure> {
    guests::build(workspace, &[])?;
    if workspace.package("sekisho-cli").is_none() {
        return Err(Failure::new("there is no package `sekisho-cli` in this workspace"));
    }
    program(workspace, "sekisho", profile)
}

/// One program of the workspace.
pub(crate) fn program(workspace: &Workspace, name: &str, profile: Profile) -> Result<PathBuf, Failure> {
    // `--workspace --bin`, not `-p`: features are then the ones the tests resolve to, and the engine is compiled once
    // for both.
    let mut cargo = process::cargo(&workspace.root);
    cargo.args(["build", "--profile", profile.name(), "--workspace", "--bin", name]);
    process::succeed(tell_plugins(&mut cargo, workspace), &format!("cargo build ({name})"))?;
    Ok(workspace
        .target
        .join(profile.name())
        .join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
}

/// Tells the command line's build script where the components lie, when that is not its own default.
pub(crate) fn tell_plugins<'a>(cargo: &'a mut Command, workspace: &Workspace) -> &'a mut Command {
    if !workspace.has_default_target() {
        cargo.env("SEKISHO_PLUGINS_DIR", workspace.plugins());
    }
    cargo
}
