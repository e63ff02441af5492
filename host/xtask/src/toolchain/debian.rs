//! The packaged way: a toolchain put together from Debian's packages, for machines that reach an archive but not
//! rustup's server. The steps are a shell script because every one of them is a call of a Debian tool.

use std::path::Path;
use std::process::{Command, Stdio};

const SCRIPT: &str = include_str!("debian.sh");

/// Leaves a working toolchain in `folder`, or says in one line why not. The script tells its steps on stderr and, when
/// it gives up, its reason as the last line of stdout.
pub(super) fn assemble(folder: &Path) -> Result<(), String> {
    let output = Command::new("bash")
        .args(["-c", SCRIPT, "debian.sh"])
        .arg(folder)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|source| format!("cannot start bash: {source}"))?;
    if output.status.success() {
        return Ok(());
    }
    let words = String::from_utf8_lossy(&output.stdout);
    Err(words
        .lines()
        .last()
        .map_or_else(|| format!("the Debian way failed ({})", output.status), str::to_owned))
}
