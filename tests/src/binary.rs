//! Running the binary as a person would: a process with arguments, an exit code, data on stdout and talk on stderr.
//!
//! Policies and plugins are our own (`tests/data/bundle` and the guests of `tests/guests`), so that what comes out
//! follows from what a test wrote and from nothing else.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// The day of every scan here.
pub const DAY: &str = "2026-11-24";
/// The policy of `tests/data/bundle`: `listed` (medium, always passes), `supplier` (high) and `version` (low) of an SBOM.
pub const POLICY: &str = "test/example";
/// Its controls, in order.
pub const CONTROLS: [&str; 3] = ["listed", "supplier", "version"];

/// A `bundle.toml`.
pub const ABOUT: &str = r#"
format = "bundle/1"
id = "example-auto/suppliers"
version = "1.0.0"
title = { ja = "部品会社向け", en = "For suppliers" }
issuer = { ja = "例示自動車工業会", en = "Example Automobile Association" }
source_document = { ja = "例示指針", en = "Example guideline" }
source_date = 2026-04-01
effective_from = 2026-10-01
"#;

/// The binary that `cargo xtask build` leaves.
pub fn binary() -> PathBuf {
    let path = crate::root()
        .join("target/release")
        .join(format!("sekisho{}", std::env::consts::EXE_SUFFIX));
    assert!(path.is_file(), "{} is missing; run `cargo xtask build`", path.display());
    path
}

/// A directory of its own that goes away with the value.
#[derive(Debug)]
pub struct Scratch(PathBuf);

impl Scratch {
    /// An empty one.
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("sekisho-test-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// The directory.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// A path in it, as an argument.
    pub fn at(&self, path: &str) -> String {
        self.0.join(path).to_str().unwrap().to_owned()
    }

    /// Writes a file, with the directories above it.
    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.0.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
        self
    }

    /// Reads a file.
    pub fn read(&self, path: &str) -> Vec<u8> {
        std::fs::read(self.0.join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
    }

    /// Reads a text file.
    pub fn text(&self, path: &str) -> String {
        String::from_utf8(self.read(path)).unwrap()
    }
}

impl Default for Scratch {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What a run left behind.
#[derive(Debug)]
pub struct Ran {
    /// Exit code; -1 for a signal.
    pub code: i32,
    /// Data.
    pub stdout: Vec<u8>,
    /// Talk.
    pub stderr: String,
}

impl Ran {
    /// Data as text.
    pub fn out(&self) -> &str {
        std::str::from_utf8(&self.stdout).unwrap()
    }

    /// Data as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.stdout).unwrap_or_else(|e| panic!("{e}\n{}\n{}", self.out(), self.stderr))
    }

    /// Asserts the exit code.
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        let out = String::from_utf8_lossy(&self.stdout);
        assert_eq!(self.code, code, "stderr: {}\nstdout: {out}", self.stderr);
        self
    }
}

/// A call of the binary with nothing of our own environment that could change what it says.
pub fn command(program: &Path) -> Command {
    let mut command = Command::new(program);
    for name in [
        "NO_COLOR",
        "TERM",
        "LC_ALL",
        "LC_MESSAGES",
        "RUST_LOG",
        "XDG_CACHE_HOME",
    ] {
        command.env_remove(name);
    }
    // Compiled code is kept between the runs; the private directory is made by the binary itself.
    command
        .env("LANG", "C.UTF-8")
        .env("SEKISHO_CACHE_DIR", crate::root().join("target/test-cache/binary"));
    command.stdin(Stdio::null());
    command
}

/// Runs a command to its end.
pub fn finish(command: &mut Command) -> Ran {
    let output = command.output().unwrap();
    Ran {
        code: output.status.code().unwrap_or(-1),
        stdout: output.stdout,
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Kills a process as soon as something is so, or lets it end before.
pub fn kill_when(command: &mut Command, is_time: impl Fn() -> bool) {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    while !is_time() && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    let _ = child.kill();
    child.wait().unwrap();
}

/// `sekisho ARGUMENTS` in a folder and in a network namespace of its own, which has no interface that is up; where the machine
/// lets nobody make one, it says so and runs as it is.
pub fn apart(folder: &Path, arguments: &[&str]) -> Ran {
    let (program, may) = (binary(), Command::new("unshare").args(["-r", "-n", "true"]).status());
    let mut plain = command(&program);
    if !may.is_ok_and(|status| status.success()) {
        let _ = writeln!(
            std::io::stderr(),
            "run with a network: nobody may make a namespace without one here"
        );
        return finish(plain.args(arguments).current_dir(folder));
    }
    let mut apart = Command::new("unshare");
    for (name, value) in plain.get_envs() {
        match value {
            Some(value) => apart.env(name, value),
            None => apart.env_remove(name),
        };
    }
    finish(
        apart
            .args(["-r", "-n"])
            .arg(program)
            .args(arguments)
            .current_dir(folder),
    )
}

/// `sekisho ARGUMENTS`
pub fn sekisho(arguments: &[&str]) -> Ran {
    finish(command(&binary()).args(arguments))
}

/// A bundle directory with the policy for tests and one guest as the plugin `test/hostile`.
pub fn bundle(guest: &str) -> Scratch {
    let scratch = Scratch::new();
    let wasm = crate::root().join("target/test-guests").join(format!("{guest}.wasm"));
    let wasm = std::fs::read(&wasm).unwrap_or_else(|e| panic!("{}: {e}; run `cargo xtask guests`", wasm.display()));
    scratch.write("plugins/guest.wasm", wasm);
    let policy = crate::root().join("tests/data/bundle/policies/test/example");
    for file in ["catalogue.toml", "policy.toml", "profiles/without-supplier.toml"] {
        let text = std::fs::read(policy.join(file)).unwrap();
        scratch.write(&format!("policies/test/example/{file}"), text);
    }
    scratch
}

/// `sekisho scan EVIDENCE --policy test/example …` with an honest guest.
pub fn scan(evidence: &str, more: &[&str]) -> Ran {
    scan_with("honest", evidence, more)
}

/// The same with another guest.
pub fn scan_with(guest: &str, evidence: &str, more: &[&str]) -> Ran {
    let bundle = bundle(guest);
    let folder = bundle.path().to_str().unwrap();
    let mut arguments = vec![
        "scan",
        evidence,
        "--policy",
        POLICY,
        "--allow-unsigned",
        "--bundle",
        folder,
    ];
    if !more.contains(&"--as-of") {
        arguments.extend(["--as-of", DAY]);
    }
    arguments.extend(more);
    sekisho(&arguments)
}

/// An SBOM with these components: name, version, supplier; an empty one is left out.
pub fn sbom(components: &[(&str, &str, &str)]) -> String {
    let components: Vec<_> = components
        .iter()
        .enumerate()
        .map(|(number, (name, version, supplier))| {
            let mut item = serde_json::json!({ "type": "library", "bom-ref": format!("c{number}"), "name": name });
            let fields = item.as_object_mut().unwrap();
            if !version.is_empty() {
                fields.insert("version".to_owned(), (*version).into());
            }
            if !supplier.is_empty() {
                fields.insert("supplier".to_owned(), serde_json::json!({ "name": supplier }));
            }
            item
        })
        .collect();
    let bom = serde_json::json!({
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "metadata": { "timestamp": "2026-01-01T00:00:00Z" }, "components": components,
    });
    serde_json::to_string_pretty(&bom).unwrap()
}

/// An asset inventory of one row.
pub const ASSETS: &str = "Asset ID,Asset name,Owner\nplc-01,PLC of line 1,Sato\n";

/// Evidence that meets every control, in a folder of the scratch directory.
pub fn good(scratch: &Scratch, folder: &str) {
    scratch.write(&format!("{folder}/assets.csv"), ASSETS);
    scratch.write(
        &format!("{folder}/sbom.json"),
        sbom(&[("alpha", "1.0", "Alpha"), ("beta", "2.0", "Beta")]),
    );
}

/// Evidence whose SBOM lacks a supplier (high).
pub fn without_supplier(scratch: &Scratch, folder: &str) {
    good(scratch, folder);
    scratch.write(
        &format!("{folder}/sbom.json"),
        sbom(&[("alpha", "1.0", "Alpha"), ("beta", "2.0", "")]),
    );
}
