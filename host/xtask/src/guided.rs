//! What the product's own work tells the compiler: how often each branch is taken and each function called, recorded by
//! `cargo xtask profile` and used for what is handed out. Why: docs/decisions/0027-what-the-compiler-is-told.md.

mod record;

use std::path::{Path, PathBuf};
use std::process::Command;

use sekisho_model::Digest;

use crate::failure::Failure;
use crate::process;
use crate::workspace::Workspace;

pub(crate) use record::run;

/// Whose profile it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Program {
    /// `sekisho`, and the bench with the same libraries.
    Product,
    /// The native code that the product is compared with.
    Native,
}

impl Program {
    const fn name(self) -> &'static str {
        match self {
            Self::Product => "product",
            Self::Native => "native",
        }
    }

    /// Where its profile lies in the repository. Names of functions depend on the machine they are compiled for, and a
    /// profile is of use for that one only.
    fn profile(self, workspace: &Workspace, host: &str) -> PathBuf {
        let name = format!("host/xtask/profiles/{}.{host}.profdata", self.name());
        workspace.root.join(name)
    }
}

/// The machine that this compiler compiles for, by the name that cargo has for it.
pub(crate) fn host(workspace: &Workspace) -> Result<String, Failure> {
    let mut rustc = Command::new("rustc");
    rustc.arg("-vV").current_dir(&workspace.root);
    let version = process::output(&mut rustc, "rustc -vV")?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned)
        .ok_or_else(|| Failure::new("rustc does not say which machine it compiles for"))
}

/// Lets a build of `program` use its profile; says whether there is one for this machine.
pub(crate) fn guide(cargo: &mut Command, workspace: &Workspace, program: Program, host: &str) -> Result<bool, Failure> {
    let Ok(profile) = std::fs::read(program.profile(workspace, host)) else {
        return Ok(false);
    };
    // Cargo builds anew when the flags change, and does not look into files that they name.
    let digest: String = Digest::of(&profile).hex().chars().take(16).collect();
    let folder = workspace.target.join("profiles");
    let copy = folder.join(format!("{}-{digest}.profdata", program.name()));
    if !copy.is_file() {
        // Another process may be making it as well: it is whole under this name, or not there.
        let part = folder.join(format!("{}.part", std::process::id()));
        std::fs::create_dir_all(&folder)
            .and_then(|()| std::fs::write(&part, profile))
            .and_then(|()| std::fs::rename(&part, &copy))
            .map_err(Failure::because(format_args!("cannot write {}", copy.display())))?;
    }
    flag(cargo, &format!("-Cprofile-use={}", text(&copy)?));
    Ok(true)
}

/// One more flag for the compiler beside those that a person has set.
fn flag(cargo: &mut Command, flag: &str) {
    const SEPARATOR: char = '\u{1f}';
    let encoded = std::env::var("CARGO_ENCODED_RUSTFLAGS").ok();
    let spaced = std::env::var("RUSTFLAGS").ok();
    let set = encoded.or_else(|| {
        let words = spaced?.split_whitespace().collect::<Vec<_>>().join("\u{1f}");
        Some(words)
    });
    let mut flags = set.filter(|flags| !flags.is_empty()).unwrap_or_default();
    if !flags.is_empty() {
        flags.push(SEPARATOR);
    }
    flags.push_str(flag);
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags);
}

fn text(path: &Path) -> Result<&str, Failure> {
    path.to_str()
        .ok_or_else(|| Failure::new(format!("{} is not UTF-8", path.display())))
}

#[cfg(test)]
mod tests {
    use super::flag;
    use std::process::Command;

    #[test]
    fn a_flag_stands_behind_those_that_are_set() {
        let mut cargo = Command::new("cargo");
        flag(&mut cargo, "-Cprofile-use=/a folder/x");
        let flags = cargo.get_envs().find(|(name, _)| *name == "CARGO_ENCODED_RUSTFLAGS");
        let flags = flags.and_then(|(_, value)| value).and_then(|value| value.to_str());
        assert!(
            flags.is_some_and(|flags| flags.split('\u{1f}').next_back() == Some("-Cprofile-use=/a folder/x")),
            "{flags:?}"
        );
    }
}
