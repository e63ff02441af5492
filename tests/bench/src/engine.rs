//! The product's engines by name; the others are those of `tests/bench/peers`.

mod sekisho;
mod settings;

use sekisho_bench_worker::{ASSETS, Engine, FEWER_ASSETS, Failure, Places};

/// Makes an engine.
pub(crate) fn make(work: &str, engine: &str, places: Places<'_>) -> Result<Box<dyn Engine>, Failure> {
    Ok(match (work, engine) {
        ("W1", "sekisho") => Box::new(sekisho::Sbom::new(places, 1)?),
        ("W1", "sekisho-digest") => Box::new(sekisho::Sbom::new(places, 1)?.with_digest()),
        ("W1", "sekisho-ten") => Box::new(sekisho::Sbom::new(places, 10)?),
        ("W2", "sekisho") => Box::new(settings::Hosts::new(places, 1)?),
        ("W2", "sekisho-batch") => Box::new(settings::Batches(settings::Hosts::new(places, 1)?)),
        ("W2", "sekisho-two") => Box::new(settings::Hosts::new(places, 2)?),
        ("W5", "sekisho") => Box::new(sekisho::Assets::new(places, ASSETS)?),
        ("W5", "sekisho-tenth") => Box::new(sekisho::Assets::new(places, FEWER_ASSETS)?),
        _ => return Err(Failure::new(format!("{work} has no engine `{engine}`"))),
    })
}

/// Compiles the plugins of the bench into the cache that its workers load them from.
pub(crate) fn compile(places: Places<'_>) -> Result<(), Failure> {
    for guest in ["bench_sbom", "bench_settings", "bench_assets"] {
        sekisho::Loaded::new(places, guest, 1)?;
    }
    Ok(())
}

/// Calls of a plugin that is asked for nothing, each in a fresh instance.
pub(crate) fn empty_calls(places: Places<'_>) -> Result<impl FnMut() -> Result<(), Failure> + use<>, Failure> {
    settings::empty_calls(places)
}
