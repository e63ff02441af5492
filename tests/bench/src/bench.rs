//! The whole run: make inputs, let the engines work, gather figures.

use crate::engine;
use crate::goals::Measured;
use crate::input::{Sizes, assets, sbom, settings};
use crate::rounds::{self, Entry, Peers, entry};
use crate::scans::{self, Product};
use crate::{limits, machine, show};
use sekisho_bench_worker::{ASSETS, FEWER_ASSETS, Failure, HOSTS, Places, SBOM};
use std::path::{Path, PathBuf};

/// What a person asked for.
#[derive(Debug)]
pub(crate) struct Options {
    pub(crate) quick: bool,
    pub(crate) rounds: usize,
    /// Works by name; empty for all.
    pub(crate) only: Vec<String>,
    pub(crate) json: Option<PathBuf>,
    pub(crate) markdown: Option<PathBuf>,
    pub(crate) data: PathBuf,
    pub(crate) guests: PathBuf,
    pub(crate) binary: PathBuf,
    /// The program of native code and peers.
    pub(crate) peers: PathBuf,
    /// The program of native code, compiled with a profile as the product is.
    pub(crate) guided: Option<PathBuf>,
    /// Whether it holds native code only.
    pub(crate) native_only: bool,
    /// The policy of W4.
    pub(crate) policies: PathBuf,
}

const W1: &[Entry] = &[
    entry("native", "native, typed serde_json", 'a'),
    entry("sekisho", "Sekisho", 'a'),
    entry("sekisho-digest", "Sekisho, with the evidence's SHA-256", 'a'),
    entry("native-ten", "native, parsed once, ten checks", 'b'),
    entry("sekisho-ten", "Sekisho, ten plugins", 'b'),
];
const W1_PEERS: &[Entry] = &[
    entry("regorus-rvm", "regorus RVM, a pass for each rule", 'a'),
    entry("regorus-rvm-once", "regorus RVM, one pass", 'a'),
    entry("regorus", "regorus interpreter, a pass for each rule", 'a'),
    entry("regorus-once", "regorus interpreter, one pass", 'a'),
    entry("regorus-rvm-ten", "regorus RVM, ten policies", 'b'),
    entry("regorus-ten", "regorus interpreter, ten policies", 'b'),
];
/// The native code of W1 and W2 in the way the product is compiled.
const GUIDED: Entry = entry("guided-native", "native, compiled with a profile of its own", 'a');
const W2: &[Entry] = &[
    entry("native", "native, typed serde_json", 'a'),
    entry("sekisho", "Sekisho, fresh instance for each subject", 'a'),
    entry("sekisho-batch", "Sekisho, 64 subjects in a call", 'a'),
    entry("sekisho-two", "Sekisho, fresh instance, two threads", 'a'),
];
const W2_PEERS: &[Entry] = &[
    entry("regorus-rvm", "regorus RVM", 'a'),
    entry("regorus", "regorus interpreter", 'a'),
    entry("cedar", "Cedar", 'a'),
];
const W5: &[Entry] = &[
    entry("native", "native, csv", 'a'),
    entry("sekisho", "Sekisho", 'a'),
    entry("native-tenth", "native, a tenth of the rows", 'b'),
    entry("sekisho-tenth", "Sekisho, a tenth of the rows", 'b'),
];

pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let sizes = if options.quick { Sizes::QUICK } else { Sizes::FULL };
    let measured = measure(options, sizes)?;
    let tables = show::tables(&measured);
    if options.quick {
        println!("bench: all engines agree on all works");
    } else {
        println!("{tables}");
    }
    if let Some(path) = &options.json {
        let text = format!("{}\n", measured.json());
        std::fs::write(path, text).map_err(Failure::because("cannot write the JSON report"))?;
    }
    if let Some(path) = &options.markdown {
        let machine = machine::describe();
        let text = format!(
            "{HEAD}\n{machine}- medians of {} rounds after a warm-up\n\n{tables}",
            options.rounds
        );
        std::fs::write(path, text).map_err(Failure::because("cannot write the page"))?;
    }
    Ok(())
}

const HEAD: &str = "# Benchmarks

Written by `cargo xtask bench`. Native Rust, Sekisho, regorus and Cedar do the same work in one run, one after the other in
every round, each in a process of its own; all must find the same. Times are from bytes in memory to findings. The works,
the rules and what each engine may prepare beforehand: [tests/bench](../tests/bench/README.md). Where a goal holds for CPU
time and for wall time, the worse of the two counts. Sekisho is compiled as it is shipped, with a profile of its own work; ratios
are taken to native code as cargo builds it (one codegen unit, link-time optimization), and native code with a profile of its own
stands beside it ([why](decisions/0027-what-the-compiler-is-told.md)).
";

fn measure(options: &Options, sizes: Sizes) -> Result<Measured, Failure> {
    let wanted = |work: &str| options.only.is_empty() || options.only.iter().any(|name| name == work);
    let places = Places {
        data: &options.data,
        guests: &options.guests,
    };
    let rounds = options.rounds;
    let mut measured = Measured::default();
    std::fs::create_dir_all(&options.data).map_err(Failure::because("cannot make the folder for inputs"))?;
    engine::compile(places)?;
    let product = Product {
        binary: &options.binary,
        data: &options.data,
        peers: (!options.native_only).then_some(&options.peers),
        bundle: bundle(options)?,
    };
    let with = |own: &[Entry], peers: &[Entry]| -> Vec<Entry> {
        let peers = if options.native_only { &[] } else { peers };
        let guided = options.guided.as_ref().map(|_| GUIDED);
        own.iter().copied().chain(guided).chain(peers.iter().copied()).collect()
    };
    let peers = Peers {
        program: &options.peers,
        guided: options.guided.as_deref(),
    };
    let hosts = options.data.join("w4");
    let limit = |work| limits::measure(work, rounds, places, &hosts);
    let run = |work, entries: &[Entry]| rounds::run(work, entries, rounds, peers, places);
    if wanted("W1") {
        input(&mut measured, places, SBOM, &sbom::generate(sizes.components))?;
        measured.lines.insert("W1", run("W1", &with(W1, W1_PEERS))?);
        let mut commands = vec![product.sbom_policy(rounds)?];
        commands.extend(limit("W1")?);
        measured.commands.insert("W1", commands);
    }
    if wanted("W2") {
        let hosts: Vec<String> = (0..sizes.subjects)
            .map(|host| settings::generate(host, 0) + "\n")
            .collect();
        input(&mut measured, places, HOSTS, &hosts.concat())?;
        measured.lines.insert("W2", run("W2", &with(W2, W2_PEERS))?);
        measured.commands.insert("W2", limit("W2")?);
    }
    if wanted("W3") {
        eprintln!("W3");
        // Milliseconds: more rounds cost nothing.
        let rounds = if options.quick { 1 } else { rounds.max(21) };
        measured.commands.insert("W3", product.cold_start(rounds)?);
    }
    if wanted("W4") {
        if product.has_store()? {
            eprintln!("W4");
            let mut commands = product.again(sizes, rounds)?;
            commands.extend(limit("W4")?);
            measured.commands.insert("W4", commands);
        } else {
            eprintln!("W4 is left out: this product has no `--store`");
        }
    }
    if wanted("W5") {
        input(&mut measured, places, ASSETS, &assets::generate(sizes.assets))?;
        input(
            &mut measured,
            places,
            FEWER_ASSETS,
            &assets::generate(sizes.assets / 10),
        )?;
        measured.lines.insert("W5", run("W5", W5)?);
        measured.commands.insert("W5", limit("W5")?);
    }
    Ok(measured)
}

fn input(measured: &mut Measured, places: Places<'_>, name: &'static str, text: &str) -> Result<(), Failure> {
    measured.inputs.insert(name, text.len() as u64);
    std::fs::write(places.data.join(name), text).map_err(Failure::because(format_args!("cannot write {name}")))
}

/// A bundle directory with the policy of W4 and its plugin.
fn bundle(options: &Options) -> Result<PathBuf, Failure> {
    let bundle = options.data.join("bundle");
    scans::remove(&bundle)?;
    let copy = |from: &Path, to: &str| {
        let to = bundle.join(to);
        let folder = to.parent().unwrap_or(&bundle);
        std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::copy(from, &to))
            .map_err(Failure::because(format_args!("cannot copy {}", from.display())))
    };
    copy(
        &options.guests.join("bench_settings.wasm"),
        "plugins/bench_settings.wasm",
    )?;
    for file in ["catalogue.toml", "policy.toml"] {
        let policy = format!("policies/bench/settings/{file}");
        copy(&options.policies.join(&policy), &policy)?;
    }
    Ok(bundle)
}
