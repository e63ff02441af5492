//! Lists what goes into the binary: the components made by `cargo xtask guests`, with their digests, and the policies of
//! the repository.
//!
//! Nothing is compiled or fetched here. Without components the binary is built without a standard bundle, and says so
//! when it is asked to scan.

use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default())
        .join("../..")
        .canonicalize()?;
    println!("cargo::rerun-if-env-changed=SEKISHO_PLUGINS_DIR");
    let plugins = env::var_os("SEKISHO_PLUGINS_DIR").map_or_else(|| root.join("target/plugins"), PathBuf::from);
    println!("cargo::rerun-if-changed={}", plugins.display());
    let mut out = String::from("pub(crate) const PLUGINS: &[(&str, [u8; 32], &[u8])] = &[\n");
    for file in files(&plugins, "wasm")? {
        println!("cargo::rerun-if-changed={}", file.display());
        let name = file.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_owned();
        let digest: [u8; 32] = Sha256::digest(fs::read(&file)?).into();
        let _ = writeln!(out, "    ({name:?}, {digest:?}, include_bytes!({file:?})),");
    }
    out.push_str("];\npub(crate) const POLICIES: &[(&str, &str)] = &[\n");
    let policies = root.join("policies");
    println!("cargo::rerun-if-changed={}", policies.display());
    for file in files(&policies, "toml")? {
        println!("cargo::rerun-if-changed={}", file.display());
        let parts: Vec<&str> = file
            .strip_prefix(&policies)
            .unwrap_or(&file)
            .iter()
            .filter_map(|p| p.to_str())
            .collect();
        let _ = writeln!(out, "    ({:?}, include_str!({file:?})),", parts.join("/"));
    }
    out.push_str("];\n");
    fs::write(
        PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("standard.rs"),
        out,
    )
}

/// All files with an extension below a directory, sorted; none where the directory is not there.
fn files(dir: &Path, extension: &str) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if !dir.is_dir() {
        return Ok(found);
    }
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path, extension)?);
        } else if path.extension().is_some_and(|e| e == extension) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
