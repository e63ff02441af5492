//! From plugin crates to Wasm components: what the sandbox loads, the standard bundle holds and the tests attack.

mod component;
mod discover;
mod remap;

use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::failure::Failure;
use crate::process::{self, Stream};
use crate::toolchain::{self, Guest, TARGET};
use crate::workspace::Workspace;
use discover::{Crate, Purpose};

/// `cargo xtask guests [NAME...]`: all of them, or those named (`sbom`, `common-sbom` or the package's name).
pub(crate) fn run(workspace: &Workspace, names: &[String]) -> Result<(), Failure> {
    for (path, bytes) in build(workspace, names)? {
        let digest = hex(&Sha256::digest(&bytes));
        let short = digest.get(..16).unwrap_or(&digest);
        let shown = path.strip_prefix(&workspace.root).unwrap_or(&path);
        println!(
            "{:<48} {:>6} kB  sha256:{short}…",
            shown.display(),
            bytes.len().div_ceil(1000)
        );
    }
    Ok(())
}

/// Builds, makes components, and leaves no component of a guest that is gone. Returns what there is now.
pub(crate) fn build(workspace: &Workspace, names: &[String]) -> Result<Vec<(PathBuf, Vec<u8>)>, Failure> {
    let all = discover::crates(workspace);
    let chosen = discover::choose(&all, names)?;
    let plugins = workspace.plugins();
    let attackers = workspace.target.join("test-guests");
    let mut made = Vec::new();
    if !chosen.is_empty() {
        let guest = toolchain::prepare(workspace)?;
        let flags = remap::flags(&guest, workspace)?;
        for group in discover::groups(&chosen) {
            for module in compile(workspace, &guest, &flags, &group)? {
                let folder = if module.purpose == Purpose::Plugin {
                    &plugins
                } else {
                    &attackers
                };
                made.push(component::make(
                    &module.path,
                    &folder.join(format!("{}.wasm", module.name)),
                )?);
            }
        }
    }
    if names.is_empty() {
        for folder in [&plugins, &attackers] {
            component::remove_others(folder, &made)?;
        }
    }
    made.sort();
    Ok(made)
}

/// A core module that cargo left, and the name its component gets.
#[derive(Debug)]
struct Module {
    path: PathBuf,
    name: String,
    purpose: Purpose,
}

/// One cargo call for crates whose dependencies resolve alike (see `discover::groups`).
fn compile(workspace: &Workspace, guest: &Guest, flags: &str, group: &[&Crate]) -> Result<Vec<Module>, Failure> {
    let mut cargo = guest.cargo(&workspace.root);
    cargo.args(["build", "--profile", "guest", "--target", TARGET, "--locked"]);
    cargo
        .args(["--message-format", "json-render-diagnostics", "--target-dir"])
        .arg(workspace.target.join("guests"));
    for part in group {
        cargo.args(["-p", &part.package.name]);
    }
    for flag in discover::target_flags(group) {
        cargo.arg(flag);
    }
    cargo
        .env("CARGO_ENCODED_RUSTFLAGS", flags)
        .env("CARGO_INCREMENTAL", "0");
    let mut modules = Vec::new();
    let succeeded = process::read(&mut cargo, Stream::Out, "cargo build (guests)", |line| {
        let message: Option<Value> = serde_json::from_str(line).ok();
        modules.extend(message.and_then(|message| module_of(&message, group)));
    })?;
    if !succeeded {
        return Err(Failure::new("the guests do not build")
            .hint("cargo's words are above; if Cargo.lock is out of date, run `cargo metadata` once"));
    }
    Ok(modules)
}

/// A `compiler-artifact` message of one of our crates that names a Wasm file.
fn module_of(message: &Value, group: &[&Crate]) -> Option<Module> {
    if message.get("reason")?.as_str()? != "compiler-artifact" {
        return None;
    }
    let id = message.get("package_id")?.as_str()?;
    let part = group.iter().find(|part| part.package.id == id)?;
    let files = message.get("filenames")?.as_array()?;
    let path = files
        .iter()
        .filter_map(Value::as_str)
        .map(Path::new)
        .find(|path| path.extension().is_some_and(|extension| extension == "wasm"))?;
    let target = message.get("target")?.get("name")?.as_str()?;
    Some(Module {
        path: path.to_owned(),
        name: part.component_name(target),
        purpose: part.purpose,
    })
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
