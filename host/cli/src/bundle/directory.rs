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
/// Largest plugin.
const PLUGIN_BYTES: u64 = 256 << 20;

impl Bundle {
    /// Takes the files of a directory in that was never built into a bundle; answers with their digests.
    pub(super) fn add_directory(
        &mut self,
        place: &str,
        files: BTreeMap<String, Vec<u8>>,
        given: usize,
    ) -> Result<BTreeMap<String, Digest>, Failure> {
        let mut found = BTreeMap::new();
        // A folder of the same id is replaced, not mixed.
        for file in files.keys().filter_map(|path| path.strip_prefix("policies/")) {
            if let [sector, guideline, _] = file.split('/').collect::<Vec<_>>().as_slice() {
                self.folders.remove(&format!("{sector}/{guideline}"));
            }
        }
        for (path, bytes) in files {
            if let Some(name) = path.strip_prefix("plugins/") {
                found.insert(path.clone(), Digest::of(&bytes));
                self.add_plugin(name.to_owned(), bytes, given);
            } else if let Some(file) = path.strip_prefix("policies/") {
                let text = text(&format!("{place}/{path}"), bytes)?;
                found.insert(path.clone(), Digest::of(text.as_bytes()));
                self.add_policy_file(&format!("{place}/policies"), file, text.into());
            }
        }
        if found.is_empty() {
            return Err(Failure::usage(format!(
                "bundle `{place}` holds neither plugins nor policies"
            )));
        }
        Ok(found)
    }

    /// What lies in a directory where a bundle has its plugins and policies.
    pub(crate) fn files(path: &Path) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
        files_where(path, &|_| true)
    }

    /// The same without what is none of both.
    pub(crate) fn parts(path: &Path) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
        files_where(path, &|name| name.ends_with(".wasm") || name.ends_with(".wat"))
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
        self.take_policy(place.trim_end_matches('/'), policy_folder(path)?)
    }

    /// The same for its files.
    pub(crate) fn take_policy(&mut self, place: &str, files: BTreeMap<String, String>) -> Result<String, Failure> {
        let text = files.get("policy.toml").map_or("", String::as_str);
        let id = policy::parse(&format!("{place}/policy.toml"), text)
            .map_err(|e| Failure::policy(&[e]))?
            .id;
        let place = place.to_owned();
        let files = files.into_iter().map(|(name, text)| (name, text.into())).collect();
        self.folders.insert(id.clone(), Folder { files, place });
        Ok(id)
    }
}

/// The files of the folder of one policy.
pub(crate) fn policy_folder(path: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let place = path.to_string_lossy();
    let place = place.trim_end_matches('/');
    let hint = "name the folder that holds `policy.toml`; for a whole bundle use `--bundle`";
    let fault = |e: std::io::Error| Failure::usage(format!("cannot read `{place}`: {e}")).hint(hint);
    let dir = machine::open_dir(path).map_err(fault)?;
    if !dir.is_file("policy.toml") {
        return Err(Failure::usage(format!("there is no `policy.toml` in `{place}`")).hint(hint));
    }
    let names = toml_files(&dir, "", 2).map_err(fault)?;
    let one = |file: String| Ok((file.clone(), machine::read_text(&path.join(&file), POLICY_BYTES)?));
    names.into_iter().map(one).collect()
}

fn files_where(path: &Path, is_plugin: &dyn Fn(&str) -> bool) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let fault = |e: std::io::Error| {
        Failure::usage(format!("cannot read bundle `{}`: {e}", path.display()))
            .hint("a bundle directory holds `plugins/*.wasm` and `policies/<sector>/<guideline>/`")
    };
    let dir = machine::open_dir(path).map_err(fault)?;
    let mut files = BTreeMap::new();
    if let Ok(plugins) = dir.open_dir("plugins") {
        for entry in plugins.entries().map_err(fault)? {
            let name = entry.map_err(fault)?.file_name().to_string_lossy().into_owned();
            if is_plugin(&name) {
                let bytes = machine::read(&path.join("plugins").join(&name), PLUGIN_BYTES)?;
                files.insert(format!("plugins/{name}"), bytes);
            }
        }
    }
    if let Ok(policies) = dir.open_dir("policies") {
        for file in toml_files(&policies, "", 0).map_err(fault)? {
            let bytes = machine::read(&path.join("policies").join(&file), POLICY_BYTES)?;
            files.insert(format!("policies/{file}"), bytes);
        }
    }
    Ok(files)
}

/// Bytes of a file as text, without a byte order mark.
pub(crate) fn text(place: &str, bytes: Vec<u8>) -> Result<String, Failure> {
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure::usage(format!("`{place}` is not UTF-8 text")).hint("save the file as UTF-8"))?;
    Ok(text.strip_prefix('\u{feff}').map(ToOwned::to_owned).unwrap_or(text))
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
