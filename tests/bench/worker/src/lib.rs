//! What the processes of the bench have in common: an engine that finds ([`Engine`]), its inputs ([`Places`]), clocks, and
//! the line over which the bench tells a process to work and hears what that cost ([`serve`], [`Report`]).

pub mod clock;
pub mod failure;

pub use clock::{Clock, Cost};
pub use failure::Failure;

use serde::{Deserialize, Serialize};
use std::io::Write;
use std::path::Path;
use std::time::Duration;

/// All engines have the allocator that the product has.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The day of every assessment of the bench.
pub const TODAY: &str = "2026-11-23";
/// File of W1.
pub const SBOM: &str = "w1.cdx.json";
/// File of W2: one snapshot a line.
pub const HOSTS: &str = "w2.ndjson";
/// File of W5.
pub const ASSETS: &str = "w5.csv";
/// The same with a tenth of the rows.
pub const FEWER_ASSETS: &str = "w5-tenth.csv";

/// A rule that a place broke. The place is a component's reference, a host name or an asset's id.
pub type Pair = (String, u16);

/// Findings, and the wall time of parts of the work, where an engine tells.
#[derive(Debug, Default)]
pub struct Found {
    /// The findings, in any order.
    pub pairs: Vec<Pair>,
    /// Parts by name.
    pub parts: Vec<(&'static str, Duration)>,
}

impl From<Vec<Pair>> for Found {
    fn from(pairs: Vec<Pair>) -> Self {
        Self {
            pairs,
            parts: Vec::new(),
        }
    }
}

/// Something that finds. What it can prepare before evidence is seen (compiling rules, starting a sandbox) it prepares
/// when it is made, and that costs it nothing.
pub trait Engine {
    /// From bytes to findings, everything freed again but the findings.
    fn run(&mut self) -> Result<Found, Failure>;

    /// The least memory that lets the guest do the work, in MB; nothing where there is no guest.
    fn guest_megabytes(&mut self) -> Result<Option<u64>, Failure> {
        Ok(None)
    }
}

/// Where things lie.
#[derive(Debug, Clone, Copy)]
pub struct Places<'p> {
    /// Inputs of the works.
    pub data: &'p Path,
    /// Components of the bench's plugins.
    pub guests: &'p Path,
}

impl Places<'_> {
    /// The bytes of an input.
    pub fn input(&self, name: &str) -> Result<Vec<u8>, Failure> {
        std::fs::read(self.data.join(name)).map_err(Failure::because(format_args!("cannot read the input {name}")))
    }

    /// An input of one text a line.
    pub fn lines(&self, name: &str) -> Result<Vec<String>, Failure> {
        let text = String::from_utf8(self.input(name)?).map_err(Failure::because(name))?;
        Ok(text.lines().map(str::to_owned).collect())
    }
}

/// What one run cost and found.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Report {
    cpu_ns: u64,
    wall_ns: u64,
    /// How many findings there are.
    pub findings: usize,
    /// Of the sorted findings.
    pub sum: u64,
    /// Wall time of parts of the work.
    parts: Vec<(String, u64)>,
    /// The most memory that the process held so far, in kB.
    pub peak_kb: u64,
}

impl Report {
    /// Its cost.
    pub fn cost(&self) -> Cost {
        Cost {
            cpu: Duration::from_nanos(self.cpu_ns),
            wall: Duration::from_nanos(self.wall_ns),
        }
    }

    /// Parts of the work, by name.
    pub fn parts(&self) -> impl Iterator<Item = (&str, Duration)> {
        self.parts
            .iter()
            .map(|(name, ns)| (name.as_str(), Duration::from_nanos(*ns)))
    }
}

/// The process: makes the engine, then works once for each `go` it is told, until its input ends.
pub fn serve(mut engine: Box<dyn Engine>) -> Result<(), Failure> {
    say("ready")?;
    let mut last = Vec::new();
    for line in std::io::stdin().lines() {
        let line = line.map_err(Failure::because("cannot hear the bench"))?;
        match line.split_once(' ') {
            None if line == "go" => {
                last = Vec::new();
                let report = go(engine.as_mut(), &mut last)?;
                say(&serde_json::to_string(&report).map_err(Failure::because("report"))?)?;
            }
            None if line == "guest" => say(&engine.guest_megabytes()?.map_or_else(String::new, |mb| mb.to_string()))?,
            Some(("dump", path)) => {
                let lines: Vec<String> = last.iter().map(|(place, rule)| format!("{place}\t{rule}\n")).collect();
                std::fs::write(path, lines.concat()).map_err(Failure::because("cannot dump the findings"))?;
                say("dumped")?;
            }
            _ => return Err(Failure::new(format!("a worker does not know `{line}`"))),
        }
    }
    Ok(())
}

fn go(engine: &mut dyn Engine, pairs: &mut Vec<Pair>) -> Result<Report, Failure> {
    let clock = Clock::start();
    let found = engine.run()?;
    let cost = clock.stop();
    let peak_kb = clock::peak();
    *pairs = found.pairs;
    pairs.sort_unstable();
    let nanoseconds = |duration: Duration| u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX);
    Ok(Report {
        cpu_ns: nanoseconds(cost.cpu),
        wall_ns: nanoseconds(cost.wall),
        findings: pairs.len(),
        sum: sum(pairs),
        parts: found
            .parts
            .iter()
            .map(|(name, time)| ((*name).to_owned(), nanoseconds(*time)))
            .collect(),
        peak_kb,
    })
}

/// FNV-1a over the findings.
fn sum(pairs: &[Pair]) -> u64 {
    let bytes = pairs
        .iter()
        .flat_map(|(place, rule)| place.bytes().chain([0]).chain(rule.to_le_bytes()));
    bytes.fold(0xCBF2_9CE4_8422_2325, |sum, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}

fn say(line: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")
        .and_then(|()| out.flush())
        .map_err(Failure::because("nobody listens"))
}

#[cfg(test)]
mod tests {
    use super::sum;

    #[test]
    fn the_sum_tells_place_and_rule_apart() {
        let pair = |place: &str, rule| (place.to_owned(), rule);
        assert_ne!(sum(&[pair("a", 1)]), sum(&[pair("a", 2)]));
        assert_ne!(sum(&[pair("a", 1), pair("b", 1)]), sum(&[pair("ab", 1)]));
        assert_eq!(sum(&[]), sum(&[]));
    }
}
