//! `sekisho bundle push`: a bundle and its signatures into a registry.

use super::settings::settings;
use crate::args::Form;
use crate::args::registry::Push as Args;
use crate::bundle::artifact;
use crate::failure::{Failure, exit};
use crate::print;
use sekisho_bundle::registry::{Reference, RegistryError, push, resolve};
use sekisho_model::text::Language;
use serde_json::json;

pub(super) fn run(args: &Args) -> crate::Outcome {
    let (layout, found) = artifact::must(&args.bundle)?;
    let to = Reference::parse(&args.to)?;
    let settings = settings(&args.registry, &[], &to)?;
    if !args.replace {
        // What others pinned or follow under this name is not moved by accident.
        match resolve(&to, &settings) {
            Ok(there) if there.digest == found.digest() => {}
            Ok(there) => {
                let version = there.version.map(|v| format!(" (version {v})")).unwrap_or_default();
                return Err(moved(format!("`{to}` leads to {}{version}", there.digest)));
            }
            Err(RegistryError::NotFound { .. }) => {}
            Err(RegistryError::Served { source, .. }) => {
                return Err(moved(format!("`{to}` leads to something else than a bundle: {source}")));
            }
            Err(error) => return Err(error.into()),
        }
    }
    let pushed = push(&layout, &to, &settings)?;
    let at = to.at(pushed.digest);
    match (args.output, args.language.get()) {
        (Form::Json, _) => print::json(&json!({
            "reference": to.to_string(), "digest": pushed.digest, "id": found.config.about.id,
            "version": found.config.about.version, "signatures": pushed.signatures,
        }))?,
        (Form::Text, Language::Ja) => print::line(&format!("{at}\n  {to}、署名 {}", pushed.signatures)),
        (Form::Text, Language::En) => print::line(&format!("{at}\n  {to}, signatures: {}", pushed.signatures)),
    }
    Ok(exit::CONFORMANT)
}

fn moved(what: String) -> Failure {
    Failure::untrusted(format!("{what} [registry-tag-taken]"))
        .hint("push under another tag; `--replace` moves this one, and whoever pinned it will be told")
}
