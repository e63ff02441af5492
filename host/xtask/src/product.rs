//! The one file that leaves this house: `sekisho`, with the standard bundle inside.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::Failure;
use crate::workspace::Workspace;
use crate::{guests, guided, process};

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
    let [binary] = programs(workspace, ["sekisho"], profile)?;
    Ok(binary)
}

/// Guests first, then some programs of the workspace, all of them at once: what they share is then compiled in one way,
/// which is not so from call to call where they are optimized as a whole. Returns where they lie.
pub(crate) fn programs<const N: usize>(
    workspace: &Workspace,
    names: [&str; N],
    profile: Profile,
) -> Result<[PathBuf; N], Failure> {
    guests::build(workspace, &[])?;
    if workspace.package("sekisho-cli").is_none() {
        return Err(Failure::new("there is no package `sekisho-cli` in this workspace"));
    }
    // `--workspace --bin`, not `-p`: features are then the ones the tests resolve to, and the engine is compiled once
    // for both.
    let mut cargo = process::cargo(&workspace.root);
    cargo.args(["build", "--profile", profile.name(), "--workspace"]);
    cargo.args(names.iter().flat_map(|name| ["--bin", name]));
    let what = format!("cargo build ({})", names.join(", "));
    let folder = workspace.target.join(profile.name());
    if profile == Profile::Tested {
        process::succeed(tell_plugins(&mut cargo, workspace), &what)?;
        return Ok(names.map(|name| executable(&folder, name)));
    }
    let host = guided::host(workspace)?;
    guided::guide(&mut cargo, workspace, guided::Program::Product, &host)?;
    // A profile is of programs for a stated machine, and what runs while they are built has none.
    cargo.args(["--target", &host]);
    process::succeed(tell_plugins(&mut cargo, workspace), &what)?;
    let made = workspace.target.join(host).join(profile.name());
    for name in names {
        place(&executable(&made, name), &executable(&folder, name))?;
    }
    Ok(names.map(|name| executable(&folder, name)))
}

/// A program in a folder.
pub(crate) fn executable(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// Puts a program where people look for it, even if the one that lies there is running.
fn place(made: &Path, wanted: &Path) -> Result<(), Failure> {
    let part = wanted.with_extension("part");
    let folder = wanted.parent().unwrap_or(wanted);
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::copy(made, &part))
        .and_then(|_| std::fs::rename(&part, wanted))
        .map_err(Failure::because(format_args!("cannot write {}", wanted.display())))
}

/// Tells the command line's build script where the components lie, when that is not its own default.
pub(crate) fn tell_plugins<'a>(cargo: &'a mut Command, workspace: &Workspace) -> &'a mut Command {
    if !workspace.has_default_target() {
        cargo.env("SEKISHO_PLUGINS_DIR", workspace.plugins());
    }
    cargo
}
