//! `cargo xtask profile`: builds programs that count, lets them work, and keeps what they counted. The work is that of the
//! bench, the scans of the demo, and scans of examples and corpora.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::Failure;
use crate::workspace::Workspace;
use crate::{bench, demo, guests, process, product};

use super::{Program, flag, host, text};

/// Examples whose readers the works of the bench do not touch, with a policy that looks at them.
const SCANS: &[(&str, &str)] = &[
    ("tests/data/corpus/1-sbom", "software/sbom-ntia-2021"),
    ("tests/data/corpus/2-vex-vuln", "software/sbom-ntia-2021"),
    ("tests/data/corpus/4-config", "factory/meti-factory"),
    ("examples/factory", "factory/meti-factory"),
    ("examples/automotive", "software/sbom-ntia-2021"),
];

/// Corpora hold documents that nobody can read as well, and a scan says so by how it ends.
const ENDS: &[i32] = &[0, 1, 2, 4];

/// The works of the bench as native code does them.
const NATIVE: &[[&str; 2]] = &[
    ["W1", "native"],
    ["W1", "native-ten"],
    ["W2", "native"],
    ["W5", "native-tenth"],
];

/// Programs that count, and where they leave what they counted.
struct Counting<'w> {
    workspace: &'w Workspace,
    host: String,
    folder: PathBuf,
}

pub(crate) fn run(workspace: &Workspace) -> Result<(), Failure> {
    let counting = Counting {
        workspace,
        host: host(workspace)?,
        folder: workspace.target.join("profiles"),
    };
    // Before half an hour of work, not after it.
    let merger = counting.merger()?;
    for program in [Program::Product, Program::Native] {
        match std::fs::remove_dir_all(counting.raw(program)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(Failure::because("cannot remove what was counted before")(error));
            }
            _ => {}
        }
    }
    guests::build(workspace, &[])?;
    let [binary, own] = counting.product()?;
    let native = counting.native()?;

    let mut command = counting.start(&own, Program::Product);
    command.args(["run", "--rounds", "1", "--native-only"]);
    bench::tell(&mut command, workspace, &binary, &native);
    process::succeed(&mut command, "bench (counting)")?;
    for work in NATIVE {
        let mut command = counting.start(&native, Program::Native);
        command.arg("worker").args(*work);
        command.args([bench::data(workspace), bench::guests(workspace)]);
        process::filter(&mut command, "go\ngo\n", "native code (counting)")?;
    }
    demo::show(workspace, || counting.start(&binary, Program::Product))?;
    let record = format!("json:{}", text(&counting.folder.join("record.json"))?);
    for (evidence, policy) in SCANS {
        let mut command = counting.start(&binary, Program::Product);
        command.args([
            "scan",
            evidence,
            "--policy",
            policy,
            "--as-of",
            "2026-11-23",
            "-o",
            &record,
        ]);
        demo::ends_in(&mut command, ENDS, evidence)?;
    }
    for program in [Program::Product, Program::Native] {
        counting.keep(&merger, program)?;
    }
    Ok(())
}

impl Counting<'_> {
    /// The compiler's own program that adds up what was counted.
    fn merger(&self) -> Result<PathBuf, Failure> {
        let mut rustc = Command::new("rustc");
        rustc.args(["--print", "sysroot"]).current_dir(&self.workspace.root);
        let root = process::output(&mut rustc, "rustc --print sysroot")?;
        let name = format!("llvm-profdata{}", std::env::consts::EXE_SUFFIX);
        let installed = Path::new(root.trim()).join(format!("lib/rustlib/{}/bin/{name}", self.host));
        match std::env::var_os("SEKISHO_LLVM_PROFDATA") {
            Some(given) => Ok(given.into()),
            None if installed.is_file() => Ok(installed),
            None => Err(Failure::new("there is no llvm-profdata of this compiler").hint(
                "`rustup component add llvm-tools`, or name the program of the same LLVM in SEKISHO_LLVM_PROFDATA",
            )),
        }
    }

    /// A build whose programs count.
    fn build(&self, cargo: &mut Command, what: &str) -> Result<(), Failure> {
        flag(cargo, "-Cprofile-generate");
        // With a stated target the flag is not for what runs during the build.
        cargo.args(["--target", &self.host]);
        process::succeed(cargo, what)
    }

    fn product(&self) -> Result<[PathBuf; 2], Failure> {
        let target = self.folder.join("product");
        let mut cargo = process::cargo(&self.workspace.root);
        cargo.args(["build", "--profile", "shipped", "--workspace"]);
        cargo.args(["--bin", "sekisho", "--bin", "sekisho-bench", "--target-dir"]);
        cargo.arg(&target).env("SEKISHO_PLUGINS_DIR", self.workspace.plugins());
        self.build(&mut cargo, "cargo build (counting)")?;
        let folder = target.join(&self.host).join("shipped");
        Ok(["sekisho", "sekisho-bench"].map(|name| product::executable(&folder, name)))
    }

    fn native(&self) -> Result<PathBuf, Failure> {
        let target = self.folder.join("native");
        let mut cargo = process::cargo(&self.workspace.root);
        cargo.args([
            "build",
            "--release",
            "--no-default-features",
            "--manifest-path",
            bench::PEERS,
        ]);
        cargo.arg("--target-dir").arg(&target);
        self.build(&mut cargo, "cargo build (native code, counting)")?;
        Ok(product::executable(
            &target.join(&self.host).join("release"),
            "sekisho-bench-peers",
        ))
    }

    fn raw(&self, program: Program) -> PathBuf {
        self.folder.join(format!("{}.raw", program.name()))
    }

    /// Runs that count; those of one program add to the same files.
    fn start(&self, binary: &Path, program: Program) -> Command {
        let mut command = Command::new(binary);
        command.current_dir(&self.workspace.root);
        command.env("LLVM_PROFILE_FILE", self.raw(program).join("%4m.profraw"));
        command
    }

    /// Adds up what was counted, and puts it into the repository.
    fn keep(&self, merger: &Path, program: Program) -> Result<(), Failure> {
        let profile = program.profile(self.workspace, &self.host);
        let mut command = Command::new(merger);
        // What was never called tells nothing, and nothing is told of it.
        command
            .args(["merge", "--sparse", "--output"])
            .arg(&profile)
            .arg(self.raw(program));
        process::succeed(&mut command, "llvm-profdata merge")?;
        println!("{}", profile.display());
        Ok(())
    }
}
