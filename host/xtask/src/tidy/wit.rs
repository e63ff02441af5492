//! A released interface never changes: `wit/frozen.lock` keeps the digest of each released folder, and `wit/README.md`
//! quotes the digest of the one in the making, so that it cannot change without somebody touching its documentation.

use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::Remark;
use super::tree::Tree;
use crate::failure::Failure;
use crate::guests::hex;

const LOCK: &str = "wit/frozen.lock";
const README: &str = "wit/README.md";

pub(super) fn check(tree: &Tree) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let frozen = frozen(&tree.text(LOCK));
    for (name, digest) in &frozen {
        let folder = format!("wit/{name}");
        match digest_of(tree, &folder) {
            None => remarks.push(Remark::violation(LOCK, format!("`{name}` was released and is gone"))),
            Some(now) if now != *digest => {
                remarks.push(Remark::violation(
                    folder,
                    "was released and may not change; make a new version",
                ));
            }
            Some(_) => {}
        }
    }
    let readme = tree.text(README);
    for name in worlds(tree).filter(|name| !frozen.iter().any(|(known, _)| known == name)) {
        let digest = digest_of(tree, &format!("wit/{name}")).unwrap_or_default();
        if !readme.contains(&digest) {
            let what =
                format!("does not quote the digest of `{name}`: review its text, then run `cargo xtask bless-wit`");
            remarks.push(Remark::violation(README, what));
        }
    }
    remarks
}

/// `cargo xtask bless-wit`: quotes the digests of today. `--freeze FOLDER`: that one is released from now on.
pub(crate) fn bless(root: &Path, arguments: &[String]) -> Result<(), Failure> {
    let tree = Tree::read(root).map_err(Failure::because(format_args!("cannot read {}", root.display())))?;
    let mut frozen = frozen(&tree.text(LOCK));
    match arguments {
        [] => {}
        [flag, name] if flag == "--freeze" => freeze(&tree, root, name, &mut frozen)?,
        _ => {
            return Err(Failure::new("usage: cargo xtask bless-wit [--freeze FOLDER]"));
        }
    }
    let mut readme = tree.text(README);
    for name in worlds(&tree).filter(|name| !frozen.iter().any(|(known, _)| known == name)) {
        let digest = digest_of(&tree, &format!("wit/{name}")).unwrap_or_default();
        readme = quoted(&readme, &name, &digest);
        println!("{name} {digest}");
    }
    if readme != tree.text(README) {
        std::fs::write(root.join(README), readme).map_err(Failure::because(format_args!("cannot write {README}")))?;
    }
    Ok(())
}

fn freeze(tree: &Tree, root: &Path, name: &str, frozen: &mut Vec<(String, String)>) -> Result<(), Failure> {
    if frozen.iter().any(|(known, _)| known == name) {
        return Err(Failure::new(format!("`{name}` is frozen already")));
    }
    let digest = digest_of(tree, &format!("wit/{name}"))
        .ok_or_else(|| Failure::new(format!("there is no folder wit/{name}")).hint("name it like `policy@0.1.0`"))?;
    frozen.push((name.to_owned(), digest));
    let lines: String = frozen
        .iter()
        .map(|(name, digest)| format!("{name} {digest}\n"))
        .collect();
    std::fs::write(root.join(LOCK), lines).map_err(Failure::because(format_args!("cannot write {LOCK}")))
}

/// The folders of `wit/` that carry a version in their name.
fn worlds(tree: &Tree) -> impl Iterator<Item = String> {
    let names = tree
        .folders("wit", 1)
        .into_iter()
        .map(|folder| folder.trim_start_matches("wit/").to_owned());
    names.filter(|name| name.contains('@'))
}

/// Lines of `name sha256:…`; comments begin with `#`.
fn frozen(text: &str) -> Vec<(String, String)> {
    let lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| line.split_once(' ').unwrap_or((line, "")))
        .map(|(name, digest)| (name.to_owned(), digest.trim().to_owned()))
        .collect()
}

/// Over names, lengths and bytes of all files in sorted order, so that no two folders have the same.
fn digest_of(tree: &Tree, folder: &str) -> Option<String> {
    let prefix = format!("{folder}/");
    let mut hasher = Sha256::new();
    let mut is_empty = true;
    for file in tree.files() {
        let Some(name) = file.strip_prefix(&prefix) else {
            continue;
        };
        let bytes = tree.bytes(file);
        hasher.update(format!("{name}\0{}\0", bytes.len()));
        hasher.update(&bytes);
        is_empty = false;
    }
    (!is_empty).then(|| format!("sha256:{}", hex(&hasher.finalize())))
}

/// The readme with this digest in the line that names the folder and a digest, or in a new line at the end.
fn quoted(readme: &str, name: &str, digest: &str) -> String {
    let mut is_there = false;
    let mut lines: Vec<String> = Vec::new();
    for line in readme.lines() {
        let old = line
            .split_once("sha256:")
            .map(|(_, rest)| rest.chars().take_while(char::is_ascii_hexdigit).collect::<String>());
        match old {
            Some(old) if !is_there && line.contains(name) => {
                is_there = true;
                lines.push(line.replacen(&format!("sha256:{old}"), digest, 1));
            }
            _ => lines.push(line.to_owned()),
        }
    }
    if !is_there {
        if lines.last().is_some_and(|line| !line.is_empty()) {
            lines.push(String::new());
        }
        lines.push(format!("`{name}` (unreleased): `{digest}`"));
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::super::testing::Scratch;
    use super::*;

    fn refused(scratch: &Scratch) -> Vec<String> {
        check(&scratch.tree()).into_iter().map(|remark| remark.what).collect()
    }

    #[test]
    fn a_changed_interface_needs_a_blessing() {
        let scratch = Scratch::new(&[
            ("wit/policy@0.1.0/world.wit", "package a;"),
            ("wit/README.md", "# Worlds\n"),
        ]);
        assert_eq!(refused(&scratch).len(), 1);
        bless(scratch.path(), &[]).unwrap();
        assert_eq!(refused(&scratch), [""; 0]);
        scratch.write("wit/policy@0.1.0/world.wit", "package b;");
        assert_eq!(refused(&scratch).len(), 1);
        bless(scratch.path(), &[]).unwrap();
        assert_eq!(refused(&scratch), [""; 0]);
        let readme = std::fs::read_to_string(scratch.path().join("wit/README.md")).unwrap();
        assert_eq!(readme.matches("sha256:").count(), 1, "{readme}");
    }

    #[test]
    fn a_released_interface_is_frozen() {
        let scratch = Scratch::new(&[
            ("wit/policy@0.1.0/world.wit", "package a;"),
            ("wit/README.md", "# Worlds\n"),
        ]);
        bless(scratch.path(), &["--freeze".to_owned(), "policy@0.1.0".to_owned()]).unwrap();
        assert_eq!(refused(&scratch), [""; 0]);
        bless(scratch.path(), &["--freeze".to_owned(), "policy@0.1.0".to_owned()]).unwrap_err();
        scratch.write("wit/policy@0.1.0/extra.wit", "");
        bless(scratch.path(), &[]).unwrap();
        assert_eq!(
            refused(&scratch),
            ["was released and may not change; make a new version"]
        );
        std::fs::remove_dir_all(scratch.path().join("wit/policy@0.1.0")).unwrap();
        assert_eq!(refused(&scratch), ["`policy@0.1.0` was released and is gone"]);
    }

    #[test]
    fn no_interface_is_no_complaint() {
        assert_eq!(refused(&Scratch::new(&[("README.md", "")])), [""; 0]);
    }
}
