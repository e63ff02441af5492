//! Compiler flags that keep this machine's paths out of a guest's bytes: panic messages carry file names, and the same
//! sources must give the same component in every directory and with every cargo home.

use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::process;
use crate::toolchain::Guest;
use crate::workspace::Workspace;

/// For `CARGO_ENCODED_RUSTFLAGS`: flags separated by the unit separator, so that a path may hold spaces. Being set, it
/// also keeps the flags of the person's environment and configuration out.
pub(super) fn flags(guest: &Guest, workspace: &Workspace) -> Result<String, Failure> {
    let mut pairs = Vec::new();
    if let Some(home) = cargo_home() {
        // The later of two matching pairs counts: the whole first, its parts after it.
        pairs.push((home.clone(), "/cargo-home".to_owned()));
        pairs.push((home.join("git/checkouts"), "/cargo-git".to_owned()));
        for index in folders(&home.join("registry/src")) {
            pairs.push((index, "/cargo".to_owned()));
        }
    }
    let version = process::output(guest.rustc(&workspace.root).arg("-vV"), "rustc -vV")?;
    let sysroot = process::output(
        guest.rustc(&workspace.root).args(["--print", "sysroot"]),
        "rustc --print sysroot",
    )?;
    if let Some(commit) = version.lines().find_map(|line| line.strip_prefix("commit-hash: ")) {
        // The name std's files have when its sources are not installed.
        pairs.push((
            Path::new(sysroot.trim()).join("lib/rustlib/src/rust"),
            format!("/rustc/{commit}"),
        ));
    }
    pairs.push((workspace.target.clone(), "/sekisho/target".to_owned()));
    pairs.push((workspace.root.clone(), "/sekisho".to_owned()));
    Ok(encode(&pairs))
}

fn encode(pairs: &[(PathBuf, String)]) -> String {
    let flags = pairs
        .iter()
        .map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display()));
    flags.collect::<Vec<_>>().join("\u{1f}")
}

fn cargo_home() -> Option<PathBuf> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    home.or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo")))
}

/// Sorted, so that the flags (which cargo watches) do not change from run to run.
fn folders(parent: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(parent)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    found.retain(|path| path.is_dir());
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_with_spaces_stay_one_flag() {
        let pairs = [
            (PathBuf::from("/a b"), "/x".to_owned()),
            (PathBuf::from("/c"), "/y".to_owned()),
        ];
        assert_eq!(
            encode(&pairs),
            "--remap-path-prefix=/a b=/x\u{1f}--remap-path-prefix=/c=/y"
        );
    }
}
