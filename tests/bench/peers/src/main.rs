//! Native Rust and other policy engines at the work of the bench: a process for each, started by `sekisho-bench`.

mod native;
mod settings;

#[cfg(feature = "engines")]
mod cedar;
#[cfg(feature = "engines")]
mod rego;

use sekisho_bench_worker::{ASSETS, Engine, FEWER_ASSETS, Failure, HOSTS, Places, SBOM, serve};
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
    match words {
        [command, work, engine, data, guests] if command == "worker" => {
            let (data, guests) = (Path::new(data), Path::new(guests));
            serve(make(work, engine, Places { data, guests })?)
        }
        #[cfg(feature = "engines")]
        [command, input] if command == "once" => rego::once(Path::new(input)).map(|broken| println!("{broken}")),
        _ => Err(Failure::new("start this by `cargo xtask bench`")),
    }
}

fn make(work: &str, engine: &str, places: Places<'_>) -> Result<Box<dyn Engine>, Failure> {
    Ok(match (work, engine) {
        ("W1", "native") => Box::new(native::Sbom::new(places.input(SBOM)?, 1)),
        ("W1", "native-ten") => Box::new(native::Sbom::new(places.input(SBOM)?, 10)),
        ("W2", "native") => Box::new(settings::Hosts::new(places.lines(HOSTS)?)),
        ("W5", "native") => Box::new(native::Assets::new(places.input(ASSETS)?)),
        ("W5", "native-tenth") => Box::new(native::Assets::new(places.input(FEWER_ASSETS)?)),
        _ => return peer(work, engine, places),
    })
}

#[cfg(feature = "engines")]
fn peer(work: &str, engine: &str, places: Places<'_>) -> Result<Box<dyn Engine>, Failure> {
    use rego::{FIELDS, FIELDS_ONCE, Mode, Rego, SETTINGS};
    let sbom = |mode, policy, times| {
        let text = String::from_utf8(places.input(SBOM)?).map_err(Failure::because(SBOM))?;
        Rego::new(mode, policy, vec![text], times)
    };
    let hosts = |mode| Rego::new(mode, SETTINGS, places.lines(HOSTS)?, 1);
    Ok(Box::new(match (work, engine) {
        ("W1", "regorus") => sbom(Mode::Interpreter, FIELDS, 1)?,
        ("W1", "regorus-once") => sbom(Mode::Interpreter, FIELDS_ONCE, 1)?,
        ("W1", "regorus-rvm") => sbom(Mode::Machine, FIELDS, 1)?,
        ("W1", "regorus-rvm-once") => sbom(Mode::Machine, FIELDS_ONCE, 1)?,
        ("W1", "regorus-ten") => sbom(Mode::Interpreter, FIELDS, 10)?,
        ("W1", "regorus-rvm-ten") => sbom(Mode::Machine, FIELDS, 10)?,
        ("W2", "regorus") => hosts(Mode::Interpreter)?,
        ("W2", "regorus-rvm") => hosts(Mode::Machine)?,
        ("W2", "cedar") => return Ok(Box::new(cedar::Cedar::new(places.lines(HOSTS)?)?)),
        _ => return Err(unknown(work, engine)),
    }))
}

#[cfg(not(feature = "engines"))]
fn peer(work: &str, engine: &str, _: Places<'_>) -> Result<Box<dyn Engine>, Failure> {
    Err(unknown(work, engine))
}

fn unknown(work: &str, engine: &str) -> Failure {
    Failure::new(format!("{work} has no engine `{engine}`"))
}
