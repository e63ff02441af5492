//! A compiler for `wasm32-unknown-unknown`, found or made: guests need one, and not every machine that may build this
//! project can reach rustup's server.

mod debian;
mod smoke;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::failure::Failure;
use crate::process;
use crate::workspace::Workspace;

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";
const RUSTUP_LIMIT: Duration = Duration::from_secs(60);

/// A toolchain that has compiled a small program for the target.
#[derive(Debug, Clone)]
pub(crate) enum Guest {
    /// A rustup toolchain, addressed as `cargo +name`.
    Rustup(String),
    /// No rustup here: the cargo at hand, with this compiler.
    Compiler(PathBuf),
}

/// Which ways are open; `SEKISHO_GUEST_SOURCE` chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ways {
    installed: bool,
    rustup: bool,
    debian: bool,
}

impl Ways {
    fn named(name: &str) -> Option<Self> {
        let (installed, rustup, debian) = match name {
            "auto" => (true, true, true),
            "packaged" => (true, false, true),
            "rustup" => (true, true, false),
            "debian" => (false, false, true),
            _ => return None,
        };
        Some(Self {
            installed,
            rustup,
            debian,
        })
    }
}

impl Guest {
    /// `cargo +guest`, with nothing of our own environment that could change what it makes.
    pub(crate) fn cargo(&self, root: &Path) -> Command {
        let mut command = self.tool("cargo");
        process::scrub(&mut command);
        if let Self::Compiler(path) = self {
            command.env("RUSTC", path);
        }
        command.current_dir(root);
        command
    }

    pub(crate) fn rustc(&self, root: &Path) -> Command {
        let mut command = self.tool("rustc");
        process::scrub(&mut command);
        command.current_dir(root);
        command
    }

    /// `rustup run` rather than `+name`: the cargo on the path need not be rustup's, and it overrides
    /// `rust-toolchain.toml` all the same.
    fn tool(&self, tool: &str) -> Command {
        match self {
            Self::Rustup(name) => {
                let mut command = Command::new("rustup");
                command.args(["run", name, tool]);
                command
            }
            Self::Compiler(path) if tool == "rustc" => Command::new(path),
            Self::Compiler(_) => Command::new(tool),
        }
    }

    /// Version and place of the compiler: what a passed smoke test stays valid for.
    fn identity(&self, root: &Path) -> Option<String> {
        let version = process::output(self.rustc(root).arg("-vV"), "rustc -vV").ok()?;
        let sysroot = process::output(self.rustc(root).args(["--print", "sysroot"]), "rustc --print sysroot").ok()?;
        Some(format!("{version}sysroot: {sysroot}"))
    }
}

/// The guest toolchain: the one that works already, or the first of the open ways that leads to one.
pub(crate) fn prepare(workspace: &Workspace) -> Result<Guest, Failure> {
    let name = setting("SEKISHO_GUEST_NAME").unwrap_or_else(|| "guest".to_owned());
    let source = setting("SEKISHO_GUEST_SOURCE").unwrap_or_else(|| "auto".to_owned());
    let ways = Ways::named(&source).ok_or_else(|| {
        Failure::new(format!("SEKISHO_GUEST_SOURCE is `{source}`")).hint("use `auto`, `packaged`, `rustup` or `debian`")
    })?;
    let rustup = process::output(Command::new("rustup").arg("--version"), "rustup").is_ok();

    if rustup {
        let guest = Guest::Rustup(name.clone());
        if smoke::passes(&guest, workspace).is_ok() {
            return Ok(guest);
        }
    }
    let mut reasons = Vec::new();
    if ways.installed || ways.rustup {
        match from_active(workspace, &name, rustup, ways) {
            Ok(guest) => return Ok(guest),
            Err(reason) => reasons.push(reason),
        }
    }
    if ways.debian {
        match from_debian(workspace, &name, rustup) {
            Ok(guest) => return Ok(guest),
            Err(reason) => reasons.push(reason),
        }
    }
    Err(
        Failure::new(format!("no compiler for {TARGET}: {}", reasons.join("; "))).hint(format!(
            "run `rustup target add {TARGET}` once on a machine with access to rustup's server"
        )),
    )
}

/// The active toolchain, when it has the target or rustup can fetch it.
fn from_active(workspace: &Workspace, name: &str, rustup: bool, ways: Ways) -> Result<Guest, String> {
    let sysroot = active_sysroot(&workspace.root)?;
    if !has_target(&sysroot) {
        if !(rustup && ways.rustup) {
            return Err(format!("{TARGET} is not installed in the active toolchain"));
        }
        say(&format!(
            "rustup target add {TARGET} (at most {} s)",
            RUSTUP_LIMIT.as_secs()
        ));
        let mut add = Command::new("rustup");
        add.args(["target", "add", TARGET]).current_dir(&workspace.root);
        if !process::succeeds_within(&mut add, RUSTUP_LIMIT) || !has_target(&sysroot) {
            return Err(format!("rustup cannot fetch {TARGET} here"));
        }
    }
    let compiler = sysroot
        .join("bin")
        .join(format!("rustc{}", std::env::consts::EXE_SUFFIX));
    adopt(workspace, name, rustup, &sysroot, compiler)
}

fn from_debian(workspace: &Workspace, name: &str, rustup: bool) -> Result<Guest, String> {
    let folder = match setting("SEKISHO_GUEST_DIR") {
        Some(folder) => PathBuf::from(folder),
        None => data_folder()
            .unwrap_or_else(|| workspace.target.clone())
            .join("sekisho-guest-toolchain"),
    };
    debian::assemble(&folder)?;
    adopt(workspace, name, rustup, &folder, folder.join("bin/rustc"))
}

/// Links the toolchain under its name (where there is a rustup to link it in) and sees that it works.
fn adopt(workspace: &Workspace, name: &str, rustup: bool, sysroot: &Path, compiler: PathBuf) -> Result<Guest, String> {
    let guest = if rustup {
        say(&format!("rustup toolchain link {name} {}", sysroot.display()));
        process::output(
            Command::new("rustup").args(["toolchain", "link", name]).arg(sysroot),
            "rustup toolchain link",
        )
        .map_err(|failure| failure.to_string())?;
        Guest::Rustup(name.to_owned())
    } else {
        Guest::Compiler(compiler)
    };
    smoke::passes(&guest, workspace).map(|()| guest)
}

/// The toolchain that the pin in `rust-toolchain.toml` (or the person) makes active.
fn active_sysroot(root: &Path) -> Result<PathBuf, String> {
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "sysroot"]).current_dir(root);
    let sysroot = process::output(&mut rustc, "rustc --print sysroot").map_err(|failure| failure.to_string())?;
    Ok(PathBuf::from(sysroot.trim()))
}

fn has_target(sysroot: &Path) -> bool {
    sysroot.join("lib/rustlib").join(TARGET).join("lib").is_dir()
}

fn data_folder() -> Option<PathBuf> {
    setting("XDG_DATA_HOME")
        .map(PathBuf::from)
        .or_else(|| setting("HOME").map(|home| PathBuf::from(home).join(".local/share")))
}

fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn say(what: &str) {
    eprintln!("guest toolchain: {what}");
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn only_auto_and_rustup_ask_the_server() {
        assert!(Ways::named("auto").unwrap().rustup && Ways::named("rustup").unwrap().rustup);
        assert!(!Ways::named("packaged").unwrap().rustup && !Ways::named("debian").unwrap().rustup);
        assert_eq!(Ways::named("elsewhere"), None);
    }

    #[test]
    fn guests_are_compiled_without_the_pin_and_without_flags() {
        let command = Guest::Rustup("guest".to_owned()).cargo(Path::new("."));
        let arguments: Vec<_> = command.get_args().collect();
        assert_eq!(arguments, ["run", "guest", "cargo"]);
    }
}
