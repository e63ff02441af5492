//! Does this toolchain really make Wasm? A listed toolchain may be a broken link, or lack the standard library.

use std::path::Path;

use super::{Guest, TARGET};
use crate::failure::Failure;
use crate::process;
use crate::workspace::Workspace;

const MANIFEST: &str = "\
[package]
name = \"smoke\"
version = \"0.0.0\"
edition = \"2021\"

[lib]
crate-type = [\"cdylib\"]

[profile.release]
lto = true
panic = \"abort\"

[workspace]
";

// Allocation, formatting and a collection: a toolchain with only `core` does not pass.
const SOURCE: &str = "\
#[no_mangle]
pub extern \"C\" fn smoke(n: u32) -> usize {
    let mut map = std::collections::BTreeMap::new();
    for i in 0..n {
        map.insert(i, format!(\"{i}\"));
    }
    map.len()
}
";

/// Compiles a small library and looks for the mark of a Wasm module. A pass is remembered in the target folder for as
/// long as the compiler is the same one in the same place.
pub(super) fn passes(guest: &Guest, workspace: &Workspace) -> Result<(), String> {
    let identity = guest.identity(&workspace.root).ok_or("the compiler does not start")?;
    let stamp = workspace.target.join("guest-toolchain.stamp");
    if std::fs::read_to_string(&stamp).is_ok_and(|known| known == identity) {
        return Ok(());
    }
    let folder = workspace.target.join("guest-smoke");
    write(&folder).map_err(|failure| failure.to_string())?;
    let mut build = guest.cargo(&folder);
    build.args([
        "build",
        "--quiet",
        "--offline",
        "--release",
        "--target",
        TARGET,
        "--target-dir",
        "target",
    ]);
    process::output(&mut build, "a smoke build").map_err(|failure| failure.to_string())?;
    let made = folder.join("target").join(TARGET).join("release/smoke.wasm");
    let is_wasm = std::fs::read(&made).is_ok_and(|bytes| bytes.starts_with(b"\0asm"));
    // Removed each time, so that an old artifact never speaks for a new compiler.
    let _ = std::fs::remove_dir_all(&folder);
    if !is_wasm {
        return Err("a smoke build left no Wasm module".to_owned());
    }
    std::fs::write(&stamp, identity).map_err(|source| format!("cannot write {}: {source}", stamp.display()))
}

fn write(folder: &Path) -> Result<(), Failure> {
    let attempt = || {
        if folder.exists() {
            std::fs::remove_dir_all(folder)?;
        }
        std::fs::create_dir_all(folder.join("src"))?;
        std::fs::write(folder.join("Cargo.toml"), MANIFEST)?;
        std::fs::write(folder.join("src/lib.rs"), SOURCE)
    };
    attempt().map_err(Failure::because(format_args!("cannot write {}", folder.display())))
}
