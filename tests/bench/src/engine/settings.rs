//! W2 through the product: each snapshot is a subject of its own, twenty checks each; a fresh instance for each subject, or
//! one for as many subjects as a scan puts together.

use super::sekisho::{self, Loaded, answers, is_broken};
use crate::input::settings::RULES;
use sekisho_bench_worker::{Engine, Failure, Found, HOSTS, Pair, Places};
use sekisho_model::FactsBuilder;
use sekisho_model::facts::Wanted;
use sekisho_sandbox::Limits;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// All snapshots, divided among threads.
pub(super) struct Hosts {
    loaded: Loaded,
    wanted: Arc<Wanted>,
    hosts: Vec<String>,
    threads: usize,
}

impl Hosts {
    pub(super) fn new(places: Places<'_>, threads: usize) -> Result<Self, Failure> {
        let loaded = Loaded::new(places, "bench_settings", 1)?;
        let checks = loaded.plugins.iter().flat_map(|plugin| &plugin.info().checks);
        if !checks
            .map(|check| check.id.as_str())
            .eq(RULES.iter().map(|(check, _)| *check))
        {
            return Err(Failure::new("the checks of bench_settings are not the rules of W2"));
        }
        Ok(Self {
            wanted: loaded.wanted(None)?,
            loaded,
            hosts: places.lines(HOSTS)?,
            threads,
        })
    }

    /// One subject. The host's name is known before it is read: a subject's id is.
    fn subject(&self, number: usize, text: &str, found: &mut Found) -> Result<(), Failure> {
        let clock = Instant::now();
        let facts = Arc::new(sekisho::read("host.json", text.as_bytes(), &self.wanted)?);
        let read = clock.elapsed();
        let clock = Instant::now();
        for plugin in &self.loaded.plugins {
            let run = self.loaded.call(plugin, &facts, &Limits::default());
            for (rule, findings) in (0..).zip(answers(run)) {
                let broken = findings?.iter().filter(|finding| is_broken(finding)).count();
                let pair = || -> Pair { (format!("host-{number:05}"), rule) };
                found.pairs.extend(std::iter::repeat_with(pair).take(broken));
            }
        }
        let ran = clock.elapsed();
        for (name, cost) in [("read", read), ("run", ran)] {
            match found.parts.iter_mut().find(|(known, _)| *known == name) {
                Some((_, total)) => *total += cost,
                None => found.parts.push((name, cost)),
            }
        }
        Ok(())
    }
}

/// What a fresh instance and a call cost that do nothing.
pub(super) fn empty_calls(places: Places<'_>) -> Result<impl FnMut() -> Result<(), Failure> + use<>, Failure> {
    let mut loaded = Loaded::new(places, "bench_settings", 1)?;
    loaded.selected.clear();
    let facts = Arc::new(FactsBuilder::new().finish());
    Ok(move || {
        for plugin in &loaded.plugins {
            let run = loaded.call(plugin, &facts, &Limits::default());
            if !run.checks.is_empty() {
                return Err(Failure::new("a call for no check answers one"));
            }
        }
        Ok(())
    })
}

/// Subjects that a thread takes at once, and that stand in one call of a batch.
const CHUNK: usize = 64;

/// The same, many subjects in one call.
pub(super) struct Batches(pub(super) Hosts);

impl Engine for Batches {
    fn run(&mut self) -> Result<Found, Failure> {
        let (this, mut found) = (&self.0, Found::default());
        let (mut read, mut ran) = (Duration::ZERO, Duration::ZERO);
        for (chunk, texts) in (0..).step_by(CHUNK).zip(this.hosts.chunks(CHUNK)) {
            let clock = Instant::now();
            let parts = texts
                .iter()
                .map(|text| sekisho::read("host.json", text.as_bytes(), &this.wanted).map(Arc::new))
                .collect::<Result<Vec<_>, _>>()?;
            read += clock.elapsed();
            let clock = Instant::now();
            for plugin in &this.loaded.plugins {
                let Loaded {
                    sandbox,
                    selected,
                    today,
                    ..
                } = &this.loaded;
                let run = sandbox.run_batch(plugin, &parts, *today, selected, &Limits::default());
                let run = run.map_err(Failure::because("batch"))?;
                for (number, checks) in (chunk..).zip(run.subjects) {
                    for (rule, findings) in (0..).zip(checks) {
                        let findings = findings.map_err(Failure::because("check"))?;
                        let broken = findings.iter().filter(|finding| is_broken(finding)).count();
                        let pair = || -> Pair { (format!("host-{number:05}"), rule) };
                        found.pairs.extend(std::iter::repeat_with(pair).take(broken));
                    }
                }
            }
            ran += clock.elapsed();
        }
        found.parts = vec![("read", read), ("run", ran)];
        Ok(found)
    }
}

impl Engine for Hosts {
    fn run(&mut self) -> Result<Found, Failure> {
        if self.threads == 1 {
            let mut found = Found::default();
            for (number, text) in self.hosts.iter().enumerate() {
                self.subject(number, text, &mut found)?;
            }
            return Ok(found);
        }
        let (this, next) = (&*self, AtomicUsize::new(0));
        let work = || -> Result<Vec<Pair>, Failure> {
            let mut found = Found::default();
            loop {
                let first = next.fetch_add(CHUNK, Ordering::Relaxed);
                if first >= this.hosts.len() {
                    return Ok(found.pairs);
                }
                for (number, text) in this.hosts.iter().enumerate().skip(first).take(CHUNK) {
                    this.subject(number, text, &mut found)?;
                }
            }
        };
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..this.threads).map(|_| scope.spawn(work)).collect();
            let mut pairs = Vec::new();
            for worker in workers {
                pairs.extend(worker.join().map_err(|_| Failure::new("a thread broke"))??);
            }
            Ok(pairs.into())
        })
    }
}
