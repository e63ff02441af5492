//! `sekisho plugin …`: what a plugin is, and what it costs.

mod bench;
mod inspect;

pub(crate) use inspect::value;

use crate::args::{Bundles, Plugin as Command};
use crate::bundle::Bundle;
use crate::failure::Failure;
use crate::machine;
use sekisho_sandbox::{Plugin, Sandbox, SandboxOptions};
use std::path::Path;

pub(crate) fn run(command: Command) -> crate::Outcome {
    match command {
        Command::Inspect {
            plugins,
            class,
            output,
            language,
            bundles,
        } => inspect::run(&plugins, class, output, language.get(), &bundles),
        Command::Bench(arguments) => bench::run(&arguments),
    }
}

/// A sandbox with default limits, for looking at plugins.
pub(crate) fn sandbox() -> Result<Sandbox, Failure> {
    let options = SandboxOptions {
        cache: machine::cache(),
        ..SandboxOptions::default()
    };
    Sandbox::new(options).map_err(|e| Failure::internal(e.to_string()))
}

/// A component by its file, or a plugin of the bundle by its id.
fn load(sandbox: &Sandbox, name: &str, bundles: &Bundles) -> Result<Plugin, Failure> {
    let path = Path::new(name);
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    if matches!(extension, "wasm" | "wat") {
        let bytes = machine::read(path, sandbox.limits().component_bytes)?;
        return sandbox.load(name, &bytes).map_err(|e| Failure::refused(&e));
    }
    let mut known = Bundle::open(bundles)?.load(sandbox)?;
    match known.iter().position(|p| p.info().id == name) {
        Some(at) => Ok(known.swap_remove(at)),
        None => {
            let ids: Vec<&str> = known.iter().map(|p| p.info().id.as_str()).collect();
            Err(Failure::usage(format!("there is no plugin `{name}`"))
                .hint(format!("name a .wasm or .wat file, or one of: {}", ids.join(", "))))
        }
    }
}
