//! `sekisho bundle build`: from a directory to an artifact, refused where a plugin does not load or a policy does not hold together.

use crate::args::Bundles;
use crate::bundle::{Bundle, artifact};
use crate::commands::plugin::sandbox;
use crate::failure::{Failure, exit};
use crate::{machine, print, superseded};
use sekisho_bundle::{author, open, pack};
use std::collections::BTreeMap;
use std::path::Path;

/// Largest `bundle.toml`.
const ABOUT_BYTES: u64 = 1 << 20;

pub(super) fn run(dir: &Path, to: &Path, folder: bool) -> crate::Outcome {
    let file = dir.join(author::FILE);
    let about = author::parse(&file.display().to_string(), &machine::read_text(&file, ABOUT_BYTES)?)?;
    let files = Bundle::files(dir)?;
    // One's own plugins: whoever builds a bundle vouches for it, and nobody has signed it yet.
    let bundle = Bundle::open(&Bundles {
        bundle: vec![dir.to_owned()],
        allow_unsigned: true,
        ..Bundles::default()
    })?;
    let sandbox = sandbox()?;
    let mut claims = BTreeMap::new();
    for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with("plugins/")) {
        let plugin = sandbox.load(path, bytes).map_err(|e| Failure::refused(&e))?;
        claims.insert(path.clone(), artifact::claim(&plugin));
    }
    let plugins = bundle.load(&sandbox)?;
    let mut ids: Vec<String> = files.keys().filter_map(|path| policy_of(path)).collect();
    ids.dedup();
    for id in &ids {
        let policy = bundle.policy(id)?;
        superseded::warn(&policy);
        policy.resolve(policy.profile(None)?, None, &plugins)?;
    }
    let layout = pack(about, files, claims)?;
    let built = open(&layout)?;
    if folder {
        machine::make_folder(to)?;
        let out = machine::open_dir(to).map_err(|e| Failure::usage(format!("cannot open `{}`: {e}", to.display())))?;
        layout.to_folder(&out)?;
    } else {
        machine::write(to, &layout.to_tar()?)?;
    }
    let about = &built.config.about;
    print::line(&format!("{} {}  {}", about.id, about.version, built.digest()));
    Ok(exit::CONFORMANT)
}

/// The id of the policy that a file is the policy file of.
fn policy_of(path: &str) -> Option<String> {
    Some(path.strip_prefix("policies/")?.strip_suffix("/policy.toml")?.to_owned())
}
