//! Running other programs: with the outer cargo's traces removed, with a time limit, or with an eye on their output.

use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::Failure;

/// The cargo that runs us, for work on the host: the same toolchain the person chose.
pub(crate) fn cargo(root: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (key, _) in std::env::vars_os() {
        if key.to_str().is_some_and(is_trace_of_cargo) {
            command.env_remove(&key);
        }
    }
    command.current_dir(root);
    command
}

/// Removes everything that could change what a compiler makes: for guests, whose bytes must depend on sources only.
pub(crate) fn scrub(command: &mut Command) {
    for (key, _) in std::env::vars_os() {
        if key
            .to_str()
            .is_some_and(|key| is_trace_of_cargo(key) || is_builder_setting(key))
        {
            command.env_remove(&key);
        }
    }
}

/// What `cargo run` sets for the program it runs; a cargo started by that program must not see it.
fn is_trace_of_cargo(key: &str) -> bool {
    key.starts_with("CARGO_PKG_")
        || key.starts_with("CARGO_MANIFEST_")
        || matches!(
            key,
            "CARGO" | "CARGO_BIN_NAME" | "CARGO_CRATE_NAME" | "CARGO_PRIMARY_PACKAGE"
        )
}

/// What a person or a CI machine may have set to steer compilers. Networks, registries and job counts stay.
fn is_builder_setting(key: &str) -> bool {
    key != "CARGO_BUILD_JOBS"
        && ([
            "CARGO_BUILD_",
            "CARGO_PROFILE_",
            "CARGO_TARGET_",
            "CARGO_UNSTABLE_",
            "RUSTC",
            "RUSTDOC",
        ]
        .iter()
        .any(|prefix| key.starts_with(prefix))
            || matches!(
                key,
                "RUSTFLAGS" | "CARGO_ENCODED_RUSTFLAGS" | "CARGO_INCREMENTAL" | "RUSTUP_TOOLCHAIN"
            ))
}

/// Runs to the end with our terminal; anything but success is a failure named after `what`.
pub(crate) fn succeed(command: &mut Command, what: &str) -> Result<(), Failure> {
    let status = command
        .status()
        .map_err(Failure::because(format_args!("cannot start {what}")))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(format!("{what} failed ({status})")))
    }
}

/// Standard output of a quiet command, or the reason it did not work.
pub(crate) fn output(command: &mut Command, what: &str) -> Result<String, Failure> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(Failure::because(format_args!("cannot start {what}")))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let words = String::from_utf8_lossy(&output.stderr);
    Err(Failure::new(format!(
        "{what} failed ({}): {}",
        output.status,
        reason(&words)
    )))
}

/// The line that says what went wrong: the first one marked as an error, or else the last one.
fn reason(words: &str) -> &str {
    let mut lines = words.lines().map(str::trim).filter(|line| !line.is_empty());
    let marked = lines.clone().find(|line| line.starts_with("error"));
    marked.or_else(|| lines.next_back()).unwrap_or("no reason given")
}

/// Standard output of a program that is given `input`.
pub(crate) fn filter(command: &mut Command, input: &str, what: &str) -> Result<String, Failure> {
    let piped = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit());
    let mut child = piped
        .spawn()
        .map_err(Failure::because(format_args!("cannot start {what}")))?;
    let stdin = child.stdin.take();
    thread::scope(|scope| {
        // Written beside the reading: both pipes could fill up. A program that does not want all of it says so by
        // its exit code.
        scope.spawn(|| stdin.map(|mut stdin| stdin.write_all(input.as_bytes())));
        let output = child
            .wait_with_output()
            .map_err(Failure::because(format_args!("cannot read {what}")))?;
        if output.status.success() {
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        } else {
            Err(Failure::new(format!("{what} failed ({})", output.status)))
        }
    })
}

/// Runs quietly for at most `limit`, then ends the program. True when it succeeded in time.
pub(crate) fn succeeds_within(command: &mut Command, limit: Duration) -> bool {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let Ok(mut child) = quiet.spawn() else {
        return false;
    };
    let begin = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) if begin.elapsed() < limit => thread::sleep(Duration::from_millis(50)),
            // Too late or lost: failing to end or to collect it leaves nothing more to do.
            Ok(None) | Err(_) => {
                let _ = child.kill();
                let _ = child.wait();
                return false;
            }
        }
    }
}

/// Which stream of a program we read along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stream {
    Out,
    Err,
}

/// Runs to the end and hands each line of one stream to `see`; the other stream goes to our terminal.
pub(crate) fn read(
    command: &mut Command,
    stream: Stream,
    what: &str,
    mut see: impl FnMut(&str),
) -> Result<bool, Failure> {
    match stream {
        Stream::Out => command.stdout(Stdio::piped()),
        Stream::Err => command.stderr(Stdio::piped()),
    };
    let mut child = command
        .spawn()
        .map_err(Failure::because(format_args!("cannot start {what}")))?;
    let pipe: Option<Box<dyn Read>> = match stream {
        Stream::Out => child.stdout.take().map(|pipe| Box::new(pipe) as Box<dyn Read>),
        Stream::Err => child.stderr.take().map(|pipe| Box::new(pipe) as Box<dyn Read>),
    };
    if let Some(pipe) = pipe {
        let mut reader = BufReader::new(pipe);
        let mut line = Vec::new();
        while reader
            .read_until(b'\n', &mut line)
            .map_err(Failure::because(format_args!("cannot read {what}")))?
            > 0
        {
            see(String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']));
            line.clear();
        }
    }
    let status = child
        .wait()
        .map_err(Failure::because(format_args!("cannot wait for {what}")))?;
    Ok(status.success())
}

/// The same, showing each line as it passes.
pub(crate) fn watch(
    command: &mut Command,
    stream: Stream,
    what: &str,
    mut see: impl FnMut(&str),
) -> Result<bool, Failure> {
    read(command, stream, what, |line| {
        match stream {
            Stream::Out => println!("{line}"),
            Stream::Err => eprintln!("{line}"),
        }
        see(line);
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_the_person_do_not_reach_guests() {
        for key in [
            "RUSTFLAGS",
            "CARGO_ENCODED_RUSTFLAGS",
            "CARGO_PROFILE_GUEST_LTO",
            "RUSTC_WRAPPER",
            "RUSTUP_TOOLCHAIN",
        ] {
            assert!(is_builder_setting(key), "{key}");
        }
        for key in [
            "CARGO_HOME",
            "CARGO_NET_OFFLINE",
            "CARGO_REGISTRIES_X_INDEX",
            "CARGO_BUILD_JOBS",
            "PATH",
            "RUSTUP_HOME",
        ] {
            assert!(!is_builder_setting(key) && !is_trace_of_cargo(key), "{key}");
        }
    }

    #[test]
    fn the_reason_is_the_marked_line() {
        assert_eq!(reason("warning: a\nerror: b\n  | ^^^\n\n"), "error: b");
        assert_eq!(reason("a\nb\n\n"), "b");
        assert_eq!(reason(""), "no reason given");
    }

    #[test]
    fn a_program_that_hangs_is_ended() {
        let begin = Instant::now();
        assert!(!succeeds_within(
            Command::new("sleep").arg("30"),
            Duration::from_millis(200)
        ));
        assert!(begin.elapsed() < Duration::from_secs(10));
        assert!(succeeds_within(&mut Command::new("true"), Duration::from_secs(10)));
    }
}
