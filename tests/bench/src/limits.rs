//! What this machine takes for parts of the works that nobody can leave out: no reader of JSON is faster than one that keeps
//! nothing, no repeated scan faster than opening, reading and hashing what it must not believe to be unchanged. They stand
//! beside the works, so that a goal that is out of reach can be told from one that was missed.

use crate::engine;
use crate::rounds::median;
use crate::scans::{Command, RECORD};
use sekisho_bench_worker::{ASSETS, Clock, Cost, Failure, HOSTS, Places, SBOM};
use sekisho_model::Digest;
use serde::de::IgnoredAny;
use std::hint::black_box;
use std::path::Path;

type Work<'w> = Box<dyn FnMut() -> Result<(), Failure> + 'w>;

/// The parts of one work; `hosts` is where the subjects of W4 lie.
pub(crate) fn measure(work: &str, rounds: usize, places: Places<'_>, hosts: &Path) -> Result<Vec<Command>, Failure> {
    let mut parts: Vec<(&'static str, Work<'_>)> = match work {
        "W1" => document(places)?,
        "W2" => snapshots(places)?,
        "W4" => again(places, hosts)?,
        "W5" => rows(places)?,
        _ => Vec::new(),
    };
    let mut costs: Vec<Vec<Cost>> = parts.iter().map(|_| Vec::new()).collect();
    for round in 0..=rounds {
        for ((_, part), costs) in parts.iter_mut().zip(&mut costs) {
            let clock = Clock::start();
            part()?;
            // The first round warms up.
            if round > 0 {
                costs.push(clock.stop());
            }
        }
    }
    let told = parts.iter().zip(&costs).map(|((label, _), costs)| Command {
        label,
        cost: Cost {
            cpu: median(costs.iter().map(|cost| cost.cpu)),
            wall: median(costs.iter().map(|cost| cost.wall)),
        },
        peak_kb: 0,
    });
    Ok(told.collect())
}

fn document<'w>(places: Places<'_>) -> Result<Vec<(&'static str, Work<'w>)>, Failure> {
    let bytes = std::sync::Arc::new(places.input(SBOM)?);
    let (text, json, copied) = (bytes.clone(), bytes.clone(), bytes.clone());
    let length = bytes.len();
    Ok(vec![
        (
            "limit: the document checked to be UTF-8",
            Box::new(move || {
                black_box(simdutf8::compat::from_utf8(&text).map_err(Failure::because(SBOM))?);
                Ok(())
            }),
        ),
        (
            "limit: as JSON, nothing kept (serde_json)",
            Box::new(move || {
                black_box(serde_json::from_slice::<IgnoredAny>(&json).map_err(Failure::because(SBOM))?);
                Ok(())
            }),
        ),
        (
            "limit: copied once into fresh memory",
            Box::new(move || {
                black_box(copied.as_slice().to_vec());
                Ok(())
            }),
        ),
        (
            "limit: as much fresh memory, touched",
            Box::new(move || {
                // Zeroed memory costs nothing until it is written to.
                let mut fresh = vec![0u8; length];
                fresh.iter_mut().step_by(4096).for_each(|byte| *byte = 1);
                black_box(&fresh);
                Ok(())
            }),
        ),
    ])
}

fn snapshots<'w>(places: Places<'_>) -> Result<Vec<(&'static str, Work<'w>)>, Failure> {
    let texts = places.lines(HOSTS)?;
    let calls = texts.len();
    let texts = std::sync::Arc::new(texts);
    let halved = texts.clone();
    let mut empty = engine::empty_calls(places)?;
    let mut two = [engine::empty_calls(places)?, engine::empty_calls(places)?];
    let skip = |texts: &[String]| {
        texts.iter().try_for_each(|text| {
            black_box(serde_json::from_str::<IgnoredAny>(text).map_err(Failure::because(HOSTS))?);
            Ok(())
        })
    };
    Ok(vec![
        (
            "limit: as JSON, nothing kept (serde_json)",
            Box::new(move || skip(&texts)),
        ),
        (
            "limit: the same, two threads that share nothing",
            Box::new(move || {
                let half = halved.len().div_ceil(2).max(1);
                side_by_side(halved.chunks(half).map(|texts| move || skip(texts)))
            }),
        ),
        (
            "limit: a fresh instance for each, called for no check",
            Box::new(move || (0..calls).try_for_each(|_| empty())),
        ),
        (
            "limit: the same, two threads, each with a sandbox of its own",
            Box::new(move || {
                side_by_side(
                    two.iter_mut()
                        .map(|empty| move || (0..calls.div_ceil(2)).try_for_each(|_| empty())),
                )
            }),
        ),
    ])
}

/// Works at the same time, each on a thread of its own.
fn side_by_side<W>(works: impl Iterator<Item = W>) -> Result<(), Failure>
where
    W: FnOnce() -> Result<(), Failure> + Send,
{
    std::thread::scope(|scope| {
        let threads: Vec<_> = works.map(|work| scope.spawn(work)).collect();
        threads.into_iter().try_for_each(|thread| {
            thread
                .join()
                .unwrap_or_else(|_| Err(Failure::new("a thread of the bench broke")))
        })
    })
}

fn rows<'w>(places: Places<'_>) -> Result<Vec<(&'static str, Work<'w>)>, Failure> {
    let bytes = places.input(ASSETS)?;
    Ok(vec![(
        "limit: as CSV, nothing kept (csv)",
        Box::new(move || {
            let mut reader = csv::Reader::from_reader(bytes.as_slice());
            let mut record = csv::ByteRecord::new();
            while reader.read_byte_record(&mut record).map_err(Failure::because(ASSETS))? {
                black_box(&record);
            }
            Ok(())
        }),
    )])
}

fn again<'w>(places: Places<'_>, hosts: &'w Path) -> Result<Vec<(&'static str, Work<'w>)>, Failure> {
    let record = places.input(RECORD)?;
    let (path, part) = (places.data.join("w4.limit.json"), places.data.join("w4.limit.part"));
    Ok(vec![
        ("limit: every file opened, read, hashed", Box::new(|| detection(hosts))),
        (
            "limit: the record from memory to a file, in place of the last one",
            Box::new(move || {
                std::fs::write(&part, &record)
                    .and_then(|()| std::fs::rename(&part, &path))
                    .map_err(Failure::because("cannot write the record of W4"))
            }),
        ),
    ])
}

/// What a scan must do that believes no date of a file.
fn detection(hosts: &Path) -> Result<(), Failure> {
    let lost = || Failure::because("the subjects of W4");
    for folder in std::fs::read_dir(hosts).map_err(lost())? {
        for file in std::fs::read_dir(folder.map_err(lost())?.path()).map_err(lost())? {
            let bytes = std::fs::read(file.map_err(lost())?.path()).map_err(lost())?;
            black_box(Digest::of(&bytes));
        }
    }
    Ok(())
}
