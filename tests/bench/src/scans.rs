//! Works that start the product itself: W3 (one small subject, from start to verdict), W4 (scanning again with a store) and
//! the real policy for SBOMs on the document of W1.

use crate::input::{Sizes, sbom, settings};
use crate::process::{self, Ran};
use crate::rounds::median;
use sekisho_bench_worker::Cost;
use sekisho_bench_worker::Failure;
use std::path::{Path, PathBuf};

/// The product and where it works.
#[derive(Debug)]
pub(crate) struct Product<'p> {
    pub(crate) binary: &'p Path,
    pub(crate) data: &'p Path,
    /// The peers' program, where it holds more than native code.
    pub(crate) peers: Option<&'p Path>,
    /// A bundle directory with the bench's policy and plugin.
    pub(crate) bundle: PathBuf,
}

/// One command, over the rounds.
#[derive(Debug, Clone)]
pub(crate) struct Command {
    pub(crate) label: &'static str,
    pub(crate) cost: Cost,
    pub(crate) peak_kb: u64,
}

impl Command {
    /// Whether it is a part of the work that shows what the machine takes, and no program.
    pub(crate) fn is_limit(&self) -> bool {
        self.label.starts_with("limit: ")
    }
}

/// The record of W4, which every scan with the store writes in place of the last one's.
pub(crate) const RECORD: &str = "w4.record.json";

const DAY: &str = sekisho_bench_worker::TODAY;

impl Product<'_> {
    fn text(path: &Path) -> Result<&str, Failure> {
        path.to_str()
            .ok_or_else(|| Failure::new("a path of the bench is not UTF-8"))
    }

    fn cache(&self) -> PathBuf {
        self.data.join("cache")
    }

    fn start(&self, program: &Path, arguments: &[&str]) -> Result<Ran, Failure> {
        process::run(program, arguments, &self.cache())
    }

    /// W1 with the policy that people use, through report and record.
    pub(crate) fn sbom_policy(&self, rounds: usize) -> Result<Command, Failure> {
        let (input, record) = (
            self.data.join(sekisho_bench_worker::SBOM),
            self.data.join("w1.record.json"),
        );
        let output = format!("json:{}", Self::text(&record)?);
        let arguments = [
            "scan",
            Self::text(&input)?,
            "--policy",
            "software/sbom-ntia-2021",
            "--as-of",
            DAY,
            "-o",
            &output,
        ];
        // The first one compiles the plugin, which it then never does again.
        self.start(self.binary, &arguments)?;
        let runs = (0..rounds.max(1)).map(|_| self.start(self.binary, &arguments));
        let runs = runs.collect::<Result<Vec<_>, _>>()?;
        Ok(summary("sekisho scan --policy software/sbom-ntia-2021", &runs))
    }

    /// W3. The small things beside it show what the machine takes for any process.
    pub(crate) fn cold_start(&self, rounds: usize) -> Result<Vec<Command>, Failure> {
        let input = self.data.join("w3.cdx.json");
        std::fs::write(&input, sbom::generate(20)).map_err(Failure::because("cannot write the input of W3"))?;
        let input = Self::text(&input)?;
        let scan = [
            "scan",
            input,
            "--policy",
            "software/sbom-ntia-2021",
            "--as-of",
            DAY,
            "-o",
            "json",
        ];
        let mut commands: Vec<(&'static str, &Path, Vec<&str>)> = vec![
            ("true", Path::new("true"), Vec::new()),
            (
                "sekisho scan, policy software/sbom-ntia-2021",
                self.binary,
                scan.to_vec(),
            ),
        ];
        if let Some(peers) = self.peers {
            commands.push(("regorus, the four rules of W1", peers, vec!["once", input]));
        }
        let mut runs: Vec<Vec<Ran>> = commands.iter().map(|_| Vec::new()).collect();
        for round in 0..=rounds {
            for ((_, program, arguments), of_command) in commands.iter().zip(&mut runs) {
                let ran = self.start(program, arguments)?;
                // The first one fills the cache.
                if round > 0 || rounds == 0 {
                    of_command.push(ran);
                }
            }
        }
        Ok(commands
            .iter()
            .zip(&runs)
            .map(|((label, _, _), runs)| summary(label, runs))
            .collect())
    }

    /// Whether the product has `--store`.
    pub(crate) fn has_store(&self) -> Result<bool, Failure> {
        let output = std::process::Command::new(self.binary)
            .args(["scan", "--help"])
            .output();
        let help = output.map_err(Failure::because("cannot start the product"))?.stdout;
        Ok(String::from_utf8_lossy(&help).contains("--store"))
    }

    /// W4: first scan, again with nothing changed, again with one in a hundred changed; the records of the last must be
    /// what a scan without memory says.
    pub(crate) fn again(&self, sizes: Sizes, rounds: usize) -> Result<Vec<Command>, Failure> {
        let (root, store) = (self.data.join("w4"), self.data.join("w4.store"));
        let bundle = Self::text(&self.bundle)?;
        let scan = |record: &str, store: Option<&Path>| -> Result<(Ran, Vec<u8>), Failure> {
            let path = self.data.join(record);
            let output = format!("json:{}", Self::text(&path)?);
            let evidence = Self::text(&root)?;
            let mut arguments = vec![
                "scan",
                evidence,
                "--policy",
                "bench/settings",
                "--allow-unsigned",
                "--bundle",
                bundle,
                "--as-of",
                DAY,
            ];
            arguments.extend(["-o", &output]);
            if let Some(store) = store {
                arguments.extend(["--store", Self::text(store)?]);
            }
            let ran = self.start(self.binary, &arguments)?;
            let record = std::fs::read(&path).map_err(Failure::because("cannot read a record"))?;
            Ok((ran, record))
        };
        let mut runs: [Vec<Ran>; 3] = Default::default();
        for _ in 0..rounds.max(1) {
            remove(&store)?;
            remove_file(&self.data.join(RECORD))?;
            write_hosts(&root, sizes.subjects, |_| 0)?;
            let [firsts, unchanged, changed] = &mut runs;
            let (ran, first) = scan(RECORD, Some(&store))?;
            firsts.push(ran);
            let (ran, second) = scan(RECORD, Some(&store))?;
            unchanged.push(ran);
            if first != second {
                return Err(Failure::new("a second scan of unchanged evidence gives another record"));
            }
            write_hosts(&root, sizes.subjects, |host| u32::from(host % 100 == 7))?;
            let (ran, third) = scan(RECORD, Some(&store))?;
            changed.push(ran);
            if third != scan("w4.fresh.json", None)?.1 {
                return Err(Failure::new(
                    "a scan that remembers gives another record than one that does not",
                ));
            }
        }
        let [firsts, unchanged, changed] = &runs;
        Ok(vec![
            summary("first scan", firsts),
            summary("again, nothing changed", unchanged),
            summary("again, 1 % changed", changed),
        ])
    }
}

/// A directory for each host, with its snapshot; a file is written only where it changes.
fn write_hosts(root: &Path, hosts: u32, turn: impl Fn(u32) -> u32) -> Result<(), Failure> {
    for host in 0..hosts {
        let folder = root.join(format!("host-{host:05}"));
        let path = folder.join("host.json");
        let text = settings::generate(host, turn(host));
        if std::fs::read(&path).is_ok_and(|known| known == text.as_bytes()) {
            continue;
        }
        std::fs::create_dir_all(&folder)
            .and_then(|()| std::fs::write(&path, text))
            .map_err(Failure::because("cannot write the subjects of W4"))?;
    }
    Ok(())
}

/// Removes a directory that may not be there.
pub(crate) fn remove(path: &Path) -> Result<(), Failure> {
    gone(std::fs::remove_dir_all(path))
}

fn remove_file(path: &Path) -> Result<(), Failure> {
    gone(std::fs::remove_file(path))
}

fn gone(removed: std::io::Result<()>) -> Result<(), Failure> {
    match removed {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Failure::because("cannot remove an old input")(error))
        }
        _ => Ok(()),
    }
}

fn summary(label: &'static str, runs: &[Ran]) -> Command {
    Command {
        label,
        cost: Cost {
            cpu: median(runs.iter().map(|ran| ran.cost().cpu)),
            wall: median(runs.iter().map(|ran| ran.cost().wall)),
        },
        peak_kb: runs.iter().map(|ran| ran.peak_kb).max().unwrap_or(0),
    }
}
