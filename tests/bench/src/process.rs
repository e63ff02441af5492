//! Whole programs: what it costs to start one, do the work and end, seen from outside.
//!
//! The program is started by a small process that does nothing else (`exec` of this program): a child's peak memory counts
//! from the moment it is split off, when it is still a copy of its parent.

use sekisho_bench_worker::Failure;
use sekisho_bench_worker::clock::children;
use sekisho_bench_worker::{Clock, Cost};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// What one program cost.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    cpu_ns: u64,
    wall_ns: u64,
    pub(crate) peak_kb: u64,
}

impl Ran {
    pub(crate) fn cost(&self) -> Cost {
        Cost {
            cpu: Duration::from_nanos(self.cpu_ns),
            wall: Duration::from_nanos(self.wall_ns),
        }
    }
}

/// The small process: `exec PROGRAM ARGUMENTS…`.
pub(crate) fn exec(words: &[String]) -> Result<(), Failure> {
    let (program, arguments) = words
        .split_first()
        .ok_or_else(|| Failure::new("there is no program to start"))?;
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null());
    let clock = Clock::start();
    let status = command
        .status()
        .map_err(Failure::because(format_args!("cannot start {program}")))?;
    let wall = clock.stop().wall;
    let (cpu, peak_kb) = children()?;
    let nanoseconds = |time: Duration| u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
    let ran = Ran {
        code: status.code().unwrap_or(-1),
        cpu_ns: nanoseconds(cpu),
        wall_ns: nanoseconds(wall),
        peak_kb,
    };
    println!("{}", serde_json::to_string(&ran).map_err(Failure::because("exec"))?);
    Ok(())
}

/// Starts a program through the small process. Compiled code is kept in `cache`, as it is between the scans of a user.
pub(crate) fn run(program: &Path, arguments: &[&str], cache: &Path) -> Result<Ran, Failure> {
    let own = std::env::current_exe().map_err(Failure::because("cannot find the bench itself"))?;
    let mut command = Command::new(own);
    command
        .arg("exec")
        .arg(program)
        .args(arguments)
        .env("SEKISHO_CACHE_DIR", cache);
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .map_err(Failure::because(format_args!("cannot start {}", program.display())))?;
    let said = String::from_utf8_lossy(&output.stderr);
    let ran: Ran = serde_json::from_slice(&output.stdout).map_err(Failure::because(&said))?;
    if !matches!(ran.code, 0..=2) {
        let name = program.file_name().unwrap_or_default().to_string_lossy();
        return Err(Failure::new(format!("{name} ended with {}: {}", ran.code, said.trim())));
    }
    Ok(ran)
}
