//! From medians to the figures that goals speak of. Where a goal holds for CPU time and for wall time, the worse of the two
//! is the figure.

use crate::rounds::Line;
use crate::scans::Command;
use sekisho_bench_worker::Cost;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

/// Everything that was measured.
#[derive(Debug, Default)]
pub(crate) struct Measured {
    /// Engines by work.
    pub(crate) lines: BTreeMap<&'static str, Vec<Line>>,
    /// Programs by work.
    pub(crate) commands: BTreeMap<&'static str, Vec<Command>>,
    /// Size of the inputs in bytes, by file name.
    pub(crate) inputs: BTreeMap<&'static str, u64>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Goal {
    AtMost(f64),
    AtLeast(f64),
}

/// One figure beside its goal.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Figure {
    /// Name of the work in the JSON report.
    pub(crate) work: &'static str,
    /// Name of the figure in the JSON report; empty where it stands in the tables only.
    pub(crate) key: &'static str,
    pub(crate) what: &'static str,
    pub(crate) value: f64,
    /// None where nobody has set one.
    pub(crate) goal: Option<Goal>,
}

impl Figure {
    /// Whether its goal is met, if it has one.
    pub(crate) fn is_met(&self) -> Option<bool> {
        self.goal.map(|goal| match goal {
            Goal::AtMost(bound) => self.value <= bound,
            Goal::AtLeast(bound) => self.value >= bound,
        })
    }
}

impl Measured {
    fn line(&self, work: &str, name: &str) -> Option<&Line> {
        self.lines.get(work)?.iter().find(|line| line.name == name)
    }

    fn command(&self, work: &str, label: &str) -> Option<&Command> {
        self.commands
            .get(work)?
            .iter()
            .find(|command| command.label.starts_with(label))
    }

    /// The fastest of some peers, for each kind of time.
    fn best(&self, work: &str, family: &str, ten: bool) -> Option<Cost> {
        let peers = self.lines.get(work)?.iter();
        let costs: Vec<Cost> = peers
            .filter(|line| line.name.starts_with(family) && line.name.ends_with("-ten") == ten)
            .map(|line| line.cost)
            .collect();
        Some(Cost {
            cpu: costs.iter().map(|cost| cost.cpu).min()?,
            wall: costs.iter().map(|cost| cost.wall).min()?,
        })
    }

    /// All figures that can be told.
    pub(crate) fn figures(&self) -> Vec<Figure> {
        let mut figures = Vec::new();
        self.against("W1", "W1", "sekisho", (0.9, 14.0), &mut figures);
        self.against("W1x10", "W1", "sekisho-ten", (1.2, 60.0), &mut figures);
        self.against("W2", "W2", "sekisho", (6.5, 2.0), &mut figures);
        self.against("W2batch", "W2", "sekisho-batch", (1.3, 10.0), &mut figures);
        let mut add = |work, key, what, value: Option<f64>, goal| {
            if let Some(value) = value {
                figures.push(Figure {
                    work,
                    key,
                    what,
                    value,
                    goal: Some(goal),
                });
            }
        };
        for (work, name) in [("W2", "sekisho"), ("W2batch", "sekisho-batch")] {
            let cedar = self.line("W2", "cedar").map(|line| line.cost);
            let faster = self
                .line("W2", name)
                .zip(cedar)
                .map(|(line, cedar)| least_of(cedar, line.cost));
            let goal = if work == "W2batch" { 75.0 } else { 1.0 };
            add(
                work,
                "times_faster_than_cedar",
                "times faster than Cedar",
                faster,
                Goal::AtLeast(goal),
            );
        }
        let wall = |work, label| self.command(work, label).map(|command| command.cost.wall);
        let start = wall("W3", "sekisho").map(|time| time.as_secs_f64() * 1e3);
        add(
            "W3",
            "cold_start_ms",
            "from start to verdict, ms",
            start,
            Goal::AtMost(25.0),
        );
        let first = self.command("W4", "first scan").map(|command| command.cost);
        let again = self.command("W4", "again, nothing").map(|command| command.cost);
        let changed = self.command("W4", "again, 1 %").map(|command| command.cost);
        let unchanged = first.zip(again).map(|(first, again)| least_of(first, again));
        add(
            "W4",
            "unchanged_times_faster",
            "nothing changed: times faster",
            unchanged,
            Goal::AtLeast(100.0),
        );
        let fraction = changed.zip(first).map(|(changed, first)| most_of(changed, first));
        // The goal allows what it takes to see what changed, which is what a scan of unchanged evidence takes.
        let detection = again.zip(first).map_or(0.0, |(again, first)| most_of(again, first));
        add(
            "W4",
            "one_percent_fraction",
            "1 % changed: part of the first",
            fraction,
            Goal::AtMost(0.03 + detection),
        );
        let growth = self.line("W5", "sekisho").zip(self.line("W5", "sekisho-tenth"));
        let growth = growth.map(|(whole, tenth)| most_of(whole.cost, tenth.cost));
        add(
            "W5",
            "growth_10x",
            "ten times the rows: times the time",
            growth,
            Goal::AtMost(10.5),
        );
        let memory = |work, name, file| {
            let peak = self.line(work, name)?.peak_kb;
            Some(kilobytes(peak) / self.bytes(file)?)
        };
        let assets = memory("W5", "sekisho", sekisho_bench_worker::ASSETS);
        add(
            "W5",
            "memory_ratio",
            "peak memory: times the file",
            assets,
            Goal::AtMost(3.0),
        );
        let sbom = memory("W1", "sekisho", sekisho_bench_worker::SBOM);
        add(
            "W1",
            "",
            "peak memory of the libraries: times the file",
            sbom,
            Goal::AtMost(2.0),
        );
        let scan = self
            .command("W1", "sekisho scan")
            .map(|command| kilobytes(command.peak_kb));
        let scan = scan
            .zip(self.bytes(sekisho_bench_worker::SBOM))
            .map(|(peak, file)| peak / file);
        add(
            "W1",
            "",
            "peak memory of `sekisho scan`: times the file",
            scan,
            Goal::AtMost(2.0),
        );
        #[allow(clippy::cast_precision_loss, reason = "a few hundred")]
        let guest = self
            .line("W1", "sekisho")
            .and_then(|line| line.guest_mb)
            .map(|mb| mb as f64);
        add("W1", "", "memory of the guest, MB", guest, Goal::AtMost(64.0));
        let two = self.line("W2", "sekisho").zip(self.line("W2", "sekisho-two"));
        let two = two.map(|(one, two)| ratio(one.cost.wall, two.cost.wall));
        add("W2", "", "two cores: times faster than one", two, Goal::AtLeast(1.8));
        figures.sort_by_key(|figure| figure.work);
        figures
    }

    /// Against native code and against the fastest way of regorus.
    fn against(
        &self,
        work: &'static str,
        lines: &str,
        name: &str,
        (native_goal, regorus_goal): (f64, f64),
        figures: &mut Vec<Figure>,
    ) {
        let Some(line) = self.line(lines, name) else { return };
        if let Some(native) = self.line(lines, "native") {
            figures.push(Figure {
                work,
                key: "vs_native",
                what: "times native serde_json",
                value: most_of(line.cost, native.cost),
                goal: Some(Goal::AtMost(native_goal)),
            });
        }
        if let Some(native) = self.line(lines, "guided-native") {
            figures.push(Figure {
                work,
                key: "",
                what: "times native serde_json with a profile of its own",
                value: most_of(line.cost, native.cost),
                goal: None,
            });
        }
        if let Some(regorus) = self.best(lines, "regorus", name.ends_with("-ten")) {
            figures.push(Figure {
                work,
                key: "times_faster_than_regorus",
                what: "times faster than regorus",
                value: least_of(regorus, line.cost),
                goal: Some(Goal::AtLeast(regorus_goal)),
            });
        }
    }

    #[allow(clippy::cast_precision_loss, reason = "sizes of files here are far below 2^52")]
    fn bytes(&self, file: &str) -> Option<f64> {
        self.inputs.get(file).map(|bytes| *bytes as f64)
    }

    /// The report for programs: what was measured and nothing else.
    pub(crate) fn json(&self) -> Value {
        let mut works: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
        for figure in self.figures().iter().filter(|figure| !figure.key.is_empty()) {
            let rounded = (figure.value * 1e4).round() / 1e4;
            works
                .entry(figure.work)
                .or_default()
                .insert(figure.key.to_owned(), json!(rounded));
        }
        json!(works)
    }
}

#[allow(clippy::cast_precision_loss, reason = "memory in kB is far below 2^52")]
fn kilobytes(kb: u64) -> f64 {
    kb as f64 * 1024.0
}

pub(crate) fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64().max(1e-9)
}

fn most_of(one: Cost, other: Cost) -> f64 {
    ratio(one.cpu, other.cpu).max(ratio(one.wall, other.wall))
}

fn least_of(one: Cost, other: Cost) -> f64 {
    ratio(one.cpu, other.cpu).min(ratio(one.wall, other.wall))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(name: &'static str, cpu: u64, wall: u64) -> Line {
        Line {
            name,
            label: name,
            cost: Cost {
                cpu: Duration::from_millis(cpu),
                wall: Duration::from_millis(wall),
            },
            findings: 1,
            parts: Vec::new(),
            peak_kb: 0,
            guest_mb: None,
        }
    }

    #[test]
    fn the_worse_time_counts_against_us() {
        let mut measured = Measured::default();
        let lines = vec![
            line("native", 100, 100),
            line("sekisho", 80, 95),
            line("regorus", 1600, 1800),
            line("regorus-rvm", 1400, 1900),
            line("regorus-ten", 1, 1),
        ];
        measured.lines.insert("W1", lines);
        assert_eq!(
            measured.json(),
            json!({ "W1": { "vs_native": 0.95, "times_faster_than_regorus": 17.5 } })
        );
        let met = |measured: &Measured| -> Vec<Option<bool>> {
            let figures = measured.figures();
            let of_native = figures.iter().filter(|figure| figure.what.contains("native"));
            of_native.map(Figure::is_met).collect()
        };
        assert_eq!(met(&measured), [Some(false)]);
        // A figure without a goal is told to people only, and is neither met nor missed.
        let report = measured.json();
        let lines = measured.lines.entry("W1").or_default();
        lines.push(line("guided-native", 50, 50));
        assert_eq!(met(&measured), [Some(false), None]);
        assert_eq!(measured.json(), report);
    }
}
