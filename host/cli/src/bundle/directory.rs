//! Directories that are named on the command line: whole bundles, and the folder of one policy.

use super::{Bundle, Folder};
use crate::failure::Failure;
use crate::machine;
use sekisho_catalog::policy;
use sekisho_model::Digest;
use std::collections::BTreeMap;
use std::path::Path;

/// Largest policy file.
const POLICY_BYTES: u64 = 16 << 20;

impl Bundle {
    /// Takes a directory in that was never built into a bundle; answers with its files.
    pub(super) fn add_directory(&mut self, path: &Path, given: usize) -> Result<BTreeMap<String, Digest>, Failure> {
        let fault = |e: std::io::Error| {
            Failure::usage(format!("cannot read bundle `{}`: {e}", path.display()))
                .hint("a bundle directory holds `plugins/*.wasm` and `policies/<sector>/<guideline>/`")
        };
        let dir = machine::open_dir(path).map_err(fault)?;
        let mut found = BTreeMap::new();
        if let Ok(plugins) = dir.open_dir("plugins") {
            for entry in plugins.entries().map_err(fault)? {
                let name = entry.map_err(fault)?.file_name().to_string_lossy().into_owned();
                if name.ends_with(".wasm") || name.ends_with(".wat") {
                    let bytes = machine::read(&path.join("plugins").join(&name), 256 << 20)?;
                    found.insert(format!("plugins/{name}"), Digest::of(&bytes));
                    self.add_plugin(name, bytes, given);
                }
            }
        }
        if let Ok(policies) = dir.open_dir("policies") {
            for file in toml_files(&policies, "", 0).map_err(fault)? {
                if file.split('/').count() == 3 {
                    // A folder of the same id is replaced, not mixed.
                    let id: String = file.split('/').take(2).collect::<Vec<_>>().join("/");
                    self.folders.remove(&id);
                }
            }
            for file in toml_files(&policies, "", 0).map_err(fault)? {
                let text = machine::read_text(&path.join("policies").join(&file), POLICY_BYTES)?;
                found.insert(format!("policies/{file}"), Digest::of(text.as_bytes()));
                self.add_policy_file(&path.join("policies").to_string_lossy(), &file, text);
            }
        }
        if found.is_empty() {
            return Err(Failure::usage(format!(
                "bundle `{}` holds neither plugins nor policies",
                path.display()
            )));
        }
        Ok(found)
    }

    /// The files of a directory that make a bundle.
    pub(crate) fn files(path: &Path) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
        let fault = |e: std::io::Error| Failure::usage(format!("cannot read `{}`: {e}", path.display()));
        let dir = machine::open_dir(path).map_err(fault)?;
        let mut names = Vec::new();
        if let Ok(plugins) = dir.open_dir("plugins") {
            for entry in plugins.entries().map_err(fault)? {
                names.push(format!(
                    "plugins/{}",
                    entry.map_err(fault)?.file_name().to_string_lossy()
                ));
            }
        }
        if let Ok(policies) = dir.open_dir("policies") {
            let found = toml_files(&policies, "", 0).map_err(fault)?;
            names.extend(found.iter().map(|name| format!("policies/{name}")));
        }
        let one = |name: String| Ok((name.clone(), machine::read(&path.join(&name), 256 << 20)?));
        names.into_iter().map(one).collect()
    }

    /// The id that is meant by an id, or by the folder of a policy, which is taken in.
    pub(crate) fn id_of(&mut self, name: &str) -> Result<String, Failure> {
        let path = Path::new(name);
        if !self.has(name) && machine::is_dir(path) {
            return self.add_policy(path);
        }
        Ok(name.to_owned())
    }

    /// Takes the folder of one policy in, in place of any other with its id, and answers with that id.
    fn add_policy(&mut self, path: &Path) -> Result<String, Failure> {
        let place = path.to_string_lossy();
        let place = place.trim_end_matches('/');
        let hint = "name the folder that holds `policy.toml`; for a whole bundle use `--bundle`";
        let fault = |e: std::io::Error| Failure::usage(format!("cannot read `{place}`: {e}")).hint(hint);
        let dir = machine::open_dir(path).map_err(fault)?;
        if !dir.is_file("policy.toml") {
            return Err(Failure::usage(format!("there is no `policy.toml` in `{place}`")).hint(hint));
        }
        let mut folder = Folder {
            place: place.to_owned(),
            ..Folder::default()
        };
        for file in toml_files(&dir, "", 2).map_err(fault)? {
            let text = machine::read_text(&path.join(&file), POLICY_BYTES)?;
            folder.files.insert(file, text);
        }
        let text = folder.files.get("policy.toml").map_or("", String::as_str);
        let id = policy::parse(&format!("{place}/policy.toml"), text)
            .map_err(|e| Failure::policy(&[e]))?
            .id;
        self.folders.insert(id.clone(), folder);
        Ok(id)
    }
}

fn toml_files(dir: &cap_std::fs::Dir, prefix: &str, depth: u8) -> std::io::Result<Vec<String>> {
    let mut found = Vec::new();
    // policies/<sector>/<guideline>/profiles/<file>
    if depth > 3 {
        return Ok(found);
    }
    for entry in dir.entries()? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type()?;
        if kind.is_dir() {
            found.extend(toml_files(&entry.open_dir()?, &format!("{prefix}{name}/"), depth + 1)?);
        } else if kind.is_file() && name.ends_with(".toml") {
            found.push(format!("{prefix}{name}"));
        }
    }
    found.sort();
    Ok(found)
}
