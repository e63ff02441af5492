//! Programs that some tests talk to and that nobody has to install: fetched into `target/tools`, or left out with a word.

use crate::workspace::Workspace;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Downloads a Debian package into `$1` and unpacks it there; nothing is installed.
const FETCH: &str = r#"
set -euo pipefail
command -v apt-get >/dev/null && command -v dpkg >/dev/null || { echo "this is not Debian"; exit 1; }
rm -rf "$1.new"; mkdir -p "$1.new"; cd "$1.new"
if ! apt-get download -qq docker-registry >log 2>&1; then
    if [ "$(id -u)" = 0 ]; then apt-get update -qq >log 2>&1 || true; fi
    apt-get download -qq docker-registry >log 2>&1 || { tail -1 log; exit 1; }
fi
dpkg -x docker-registry_*.deb . && rm -f ./*.deb log
./usr/bin/docker-registry --version >/dev/null || { echo "it does not start"; exit 1; }
rm -rf "$1"; mv "$1.new" "$1"
"#;

/// Debian's `docker-registry`, if it can be had.
pub(crate) fn docker_registry(workspace: &Workspace) -> Option<PathBuf> {
    let folder = workspace.target.join("tools/docker-registry");
    let program = folder.join("usr/bin/docker-registry");
    let installed = PathBuf::from("/usr/bin/docker-registry");
    if let Some(there) = [installed, program.clone()].into_iter().find(|path| path.is_file()) {
        return Some(there);
    }
    let fetched = Command::new("bash")
        .args(["-c", FETCH, "fetch"])
        .arg(&folder)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output();
    let reason = match fetched {
        Ok(output) if output.status.success() => return Some(program),
        Ok(output) => String::from_utf8_lossy(&output.stdout)
            .lines()
            .last()
            .unwrap_or_default()
            .to_owned(),
        Err(source) => source.to_string(),
    };
    eprintln!(
        "docker-registry cannot be had ({reason}): what tests only with it is left out, the rest uses a registry of our own"
    );
    None
}
