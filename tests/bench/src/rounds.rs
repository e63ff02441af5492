//! Engines side by side: each in its own process, all of them once in every round, so that what else the machine does meets
//! them alike. The first round warms up and does not count.

use crate::worker::Worker;
use sekisho_bench_worker::{Cost, Failure, Places, Report};
use std::path::Path;
use std::time::Duration;

/// An engine that takes part.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    /// Its name among the engines of the work.
    pub(crate) name: &'static str,
    /// What the table calls it.
    pub(crate) label: &'static str,
    /// Entries with the same letter must find the same.
    pub(crate) agrees: char,
}

pub(crate) const fn entry(name: &'static str, label: &'static str, agrees: char) -> Entry {
    Entry { name, label, agrees }
}

/// What an entry cost: medians over the rounds.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) cost: Cost,
    pub(crate) findings: usize,
    pub(crate) parts: Vec<(String, Duration)>,
    /// The most memory that its process held after the first run, in kB.
    pub(crate) peak_kb: u64,
    /// The least memory that its guest needs, in MB.
    pub(crate) guest_mb: Option<u64>,
}

/// Where engines work that are not the product's.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peers<'p> {
    pub(crate) program: &'p Path,
    /// The same native code, compiled with a profile.
    pub(crate) guided: Option<&'p Path>,
}

/// What the name of an engine begins with that works in the guided program.
const GUIDED: &str = "guided-";

/// Runs all of them.
pub(crate) fn run(
    work: &str,
    entries: &[Entry],
    rounds: usize,
    peers: Peers<'_>,
    places: Places<'_>,
) -> Result<Vec<Line>, Failure> {
    eprintln!("{work}: {} engines, {rounds} rounds", entries.len());
    let own = std::env::current_exe().map_err(Failure::because("cannot find the bench itself"))?;
    let mut workers = Vec::new();
    for entry in entries {
        let (program, engine) = match entry.name.strip_prefix(GUIDED).zip(peers.guided) {
            Some((engine, guided)) => (guided, engine),
            None if entry.name.starts_with("sekisho") => (own.as_path(), entry.name),
            None => (peers.program, entry.name),
        };
        workers.push(Worker::start(program, work, engine, places)?);
    }
    let mut first = Vec::new();
    for worker in &mut workers {
        first.push(worker.go()?);
    }
    agree(entries, &mut workers, &first, places)?;
    let mut reports: Vec<Vec<Report>> = entries.iter().map(|_| Vec::new()).collect();
    for round in 0..rounds {
        // Another one begins each round.
        for turn in 0..entries.len() {
            let index = (round + turn) % entries.len();
            if let (Some(worker), Some(of_entry)) = (workers.get_mut(index), reports.get_mut(index)) {
                of_entry.push(worker.go()?);
            }
        }
    }
    let mut lines = Vec::new();
    for (((entry, worker), first), reports) in entries.iter().zip(&mut workers).zip(&first).zip(&reports) {
        if reports
            .iter()
            .any(|r| (r.findings, r.sum) != (first.findings, first.sum))
        {
            return Err(Failure::new(format!("{} finds other things each time", worker.name)));
        }
        lines.push(Line {
            name: entry.name,
            label: entry.label,
            cost: Cost {
                cpu: median(reports.iter().map(|r| r.cost().cpu)),
                wall: median(reports.iter().map(|r| r.cost().wall)),
            },
            findings: first.findings,
            parts: parts(reports),
            peak_kb: first.peak_kb,
            guest_mb: worker.guest_megabytes()?,
        });
    }
    Ok(lines)
}

fn parts(reports: &[Report]) -> Vec<(String, Duration)> {
    let names = reports
        .first()
        .into_iter()
        .flat_map(Report::parts)
        .map(|(name, _)| name.to_owned());
    let of = |name: &str| {
        let times = reports
            .iter()
            .filter_map(|r| r.parts().find(|(known, _)| *known == name));
        median(times.map(|(_, time)| time))
    };
    names.map(|name| (name.clone(), of(&name))).collect()
}

/// Every group must have found one and the same thing, and something at all.
fn agree(entries: &[Entry], workers: &mut [Worker], found: &[Report], places: Places<'_>) -> Result<(), Failure> {
    for (index, entry) in entries.iter().enumerate() {
        let Some(leader) = entries.iter().position(|other| other.agrees == entry.agrees) else {
            continue;
        };
        let (Some(expected), Some(report)) = (found.get(leader), found.get(index)) else {
            continue;
        };
        if report.findings == 0 {
            return Err(Failure::new(format!("`{}` finds nothing", entry.name)));
        }
        if (expected.findings, expected.sum) == (report.findings, report.sum) {
            continue;
        }
        let mut dump = |at: usize| match workers.get_mut(at) {
            Some(worker) => worker.dump(&places.data.join("findings.tsv")),
            None => Ok(String::new()),
        };
        let (theirs, ours) = (dump(leader)?, dump(index)?);
        return Err(Failure::new(format!(
            "`{}` finds {} things and `{}` finds {}; only the first: {:?}, only the second: {:?}",
            entries.get(leader).map_or("?", |e| e.name),
            expected.findings,
            entry.name,
            report.findings,
            only(&theirs, &ours),
            only(&ours, &theirs),
        )));
    }
    Ok(())
}

/// Up to five lines that the other text has not.
fn only<'t>(text: &'t str, other: &str) -> Vec<&'t str> {
    let known: std::collections::HashSet<&str> = other.lines().collect();
    text.lines().filter(|line| !known.contains(line)).take(5).collect()
}

/// The middle one; of an even number the mean of the two in the middle.
pub(crate) fn median(times: impl Iterator<Item = Duration>) -> Duration {
    let mut times: Vec<Duration> = times.collect();
    times.sort_unstable();
    let at = |index: usize| times.get(index).copied().unwrap_or_default();
    let half = times.len() / 2;
    match times.len() {
        0 => Duration::ZERO,
        length if length % 2 == 1 => at(half),
        _ => (at(half - 1) + at(half)) / 2,
    }
}

#[cfg(test)]
mod tests {
    use super::{median, only};
    use std::time::Duration;

    #[test]
    fn the_median_is_the_middle() {
        let of = |list: &[u64]| median(list.iter().map(|s| Duration::from_secs(*s)));
        assert_eq!(of(&[9, 1, 3]), Duration::from_secs(3));
        assert_eq!(of(&[4, 1, 2, 9]), Duration::from_secs(3));
        assert_eq!(of(&[]), Duration::ZERO);
    }

    #[test]
    fn differences_are_named() {
        assert_eq!(only("a\t1\nb\t2\n", "b\t2\nc\t3\n"), ["a\t1"]);
    }
}
