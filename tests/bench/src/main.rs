//! Sekisho beside native Rust and its peers on the same work, in one run. `cargo xtask bench` builds and starts this; the
//! README says what the works are.
//!
//! Reading order: [`input`] (what is looked at), [`engine`] (how the product looks), [`worker`] and [`rounds`] (how all are measured),
//! [`scans`] (the product as a program), [`limits`] (what the machine takes), [`goals`] and [`show`] (what comes out), [`bench`] (all of it).

mod bench;
mod engine;
mod goals;
mod input;
mod limits;
mod machine;
mod process;
mod random;
mod rounds;
mod scans;
mod show;
mod worker;

use bench::Options;
use sekisho_bench_worker::{Failure, Places, serve};
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[String]) -> Result<(), Failure> {
    let (command, rest) = words
        .split_first()
        .ok_or_else(|| Failure::new("start this by `cargo xtask bench`"))?;
    match (command.as_str(), rest) {
        ("run", rest) => bench::run(&options(rest)?),
        ("worker", [work, engine, data, guests]) => {
            let (data, guests) = (Path::new(data), Path::new(guests));
            serve(engine::make(work, engine, Places { data, guests })?)
        }
        ("exec", words) => process::exec(words),
        (other, _) => Err(Failure::new(format!(
            "there is no command `{other}` with these arguments"
        ))),
    }
}

fn options(words: &[String]) -> Result<Options, Failure> {
    let mut options = Options {
        quick: false,
        rounds: 5,
        only: Vec::new(),
        json: None,
        markdown: None,
        data: "target/bench".into(),
        guests: "target/test-guests".into(),
        binary: "target/release/sekisho".into(),
        peers: "target/bench-peers/release/sekisho-bench-peers".into(),
        guided: None,
        native_only: false,
        policies: "tests/bench/bundle".into(),
    };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut value = || {
            words
                .next()
                .ok_or_else(|| Failure::new(format!("`{word}` needs a value")))
        };
        match word.as_str() {
            "--quick" => {
                options.quick = true;
                options.rounds = 1;
            }
            "--rounds" => {
                let number = value()?;
                options.rounds = number.parse().map_err(Failure::because(number))?;
            }
            "--only" => options.only = value()?.split(',').map(str::to_owned).collect(),
            "--json" => options.json = Some(value()?.into()),
            "--markdown" => options.markdown = Some(value()?.into()),
            "--data" => options.data = value()?.into(),
            "--guests" => options.guests = value()?.into(),
            "--peers" => options.peers = value()?.into(),
            "--guided" => options.guided = Some(value()?.into()),
            "--native-only" => options.native_only = true,
            "--binary" => options.binary = value()?.into(),
            "--policies" => options.policies = value()?.into(),
            other => return Err(Failure::new(format!("there is no option `{other}`"))),
        }
    }
    if options.rounds == 0 {
        return Err(Failure::new("`--rounds` must be at least 1"));
    }
    if let Some(stranger) = options
        .only
        .iter()
        .find(|work| !matches!(work.as_str(), "W1" | "W2" | "W3" | "W4" | "W5"))
    {
        return Err(Failure::new(format!("there is no work `{stranger}`")));
    }
    Ok(options)
}
