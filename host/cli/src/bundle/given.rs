//! What was given with `--bundle`, and whether its plugins may run: only those of a bundle that known signers vouch for, unless
//! a person says otherwise.

use super::{Bundle, Component, artifact, pinned, trust};
use crate::args::Pins;
use crate::failure::Failure;
use crate::machine;
use sekisho_bundle::config::Config;
use sekisho_bundle::{Bundle as Artifact, open};
use sekisho_model::assessment::{BundleRecord, Trust};
use sekisho_model::{Diagnostic, canonical};
use sekisho_sandbox::Plugin;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

/// A bundle or a directory.
#[derive(Debug)]
pub(super) struct Given {
    /// As it was named.
    path: String,
    /// What it says of itself; nothing for a directory.
    config: Option<Config>,
    /// As the record has it.
    record: BundleRecord,
}

impl Bundle {
    /// Takes in what a path leads to.
    pub(super) fn add_given(&mut self, path: &Path, pins: &Pins) -> Result<(), Failure> {
        let place = path.display().to_string();
        match pinned::layout(path, pins)? {
            Some(layout) => self.take_artifact(place, open(&layout)?),
            None if machine::is_dir(path) => self.take_directory(place, Self::parts(path)?),
            None => Err(Failure::usage(format!("there is no bundle `{place}`"))
                .hint("give a file that `sekisho bundle build` wrote, or a directory of plugins and policies")),
        }
    }

    /// Takes the files of a directory in.
    pub(crate) fn take_directory(&mut self, place: String, files: BTreeMap<String, Vec<u8>>) -> Result<(), Failure> {
        let files = self.add_directory(&place, files, self.given.len())?;
        let digest = canonical::digest(&files).map_err(|e| Failure::internal(e.to_string()))?;
        self.given.push(Given {
            path: place,
            config: None,
            record: BundleRecord {
                id: None,
                version: None,
                issuer: None,
                digest,
                trust: Trust::Unsigned,
                signers: Vec::new(),
            },
        });
        Ok(())
    }

    /// Takes an artifact in.
    pub(crate) fn take_artifact(&mut self, place: String, artifact: Artifact) -> Result<(), Failure> {
        let given = self.given.len();
        let judgement = self.judges.judge(&artifact)?;
        let judgement = judgement.filter(|judgement| judgement.accepted);
        if judgement.is_some() {
            self.judges.used(&artifact)?;
        }
        let about = &artifact.config.about;
        let record = BundleRecord {
            id: Some(about.id.clone()),
            version: Some(about.version.clone()),
            issuer: Some(about.issuer.clone()),
            digest: artifact.digest(),
            trust: judgement.as_ref().map_or(Trust::Unsigned, |_| Trust::Signed),
            signers: judgement.as_ref().map(trust::counted).unwrap_or_default(),
        };
        // A folder of the same id is replaced, not mixed.
        for path in artifact.files.keys() {
            if let Some([sector, guideline, ..]) = folder(path).as_deref() {
                self.folders.remove(&format!("{sector}/{guideline}"));
            }
        }
        for (path, bytes) in artifact.files {
            if let Some(name) = path.strip_prefix("plugins/") {
                self.add_plugin(name.to_owned(), bytes, given);
                continue;
            }
            let Ok(text) = String::from_utf8(bytes) else {
                return Err(Failure::usage(format!("`{path}` of bundle `{place}` is not UTF-8")));
            };
            let file = path.strip_prefix("policies/").unwrap_or(&path).to_owned();
            self.add_policy_file(&format!("{place}/policies"), &file, text.into());
        }
        self.given.push(Given {
            path: place,
            config: Some(artifact.config),
            record,
        });
        Ok(())
    }

    pub(super) fn add_plugin(&mut self, name: String, bytes: Vec<u8>, given: usize) {
        let component = Component {
            bytes: Cow::Owned(bytes),
            given: Some(given),
            built_in: None,
        };
        self.plugins.insert(name, component);
    }

    /// The bundles as the record has them, in order of their digests.
    pub(crate) fn records(&self) -> Vec<BundleRecord> {
        let mut records: Vec<BundleRecord> = self.given.iter().map(|given| given.record.clone()).collect();
        records.sort_by_key(|record| record.digest);
        records.dedup();
        records
    }

    /// What every report must say of the bundles.
    pub(crate) fn remarks(&self) -> Vec<Diagnostic> {
        let remark = |(at, given): (usize, &Given)| {
            let record = &given.record;
            if record.trust != Trust::Unsigned {
                return None;
            }
            let has_plugins = self.plugins.values().any(|component| component.given == Some(at));
            let name = record.id.as_deref().unwrap_or("a directory");
            let what = if has_plugins { "plugins" } else { "policies" };
            let message = format!("{what} of {name} ({}) are not signed by anyone known", record.digest);
            Some(match has_plugins {
                true => Diagnostic::warning("bundle-unsigned", message).hint("ask its issuer for a signed bundle"),
                false => Diagnostic::note("bundle-unsigned", message),
            })
        };
        self.given.iter().enumerate().filter_map(remark).collect()
    }

    /// Refuses, before anything of it runs, a plugin for which nobody known vouches.
    pub(super) fn check_trust(&self) -> Result<(), Failure> {
        if self.allow_unsigned {
            return Ok(());
        }
        for (name, component) in &self.plugins {
            let Some(given) = component.given.and_then(|at| self.given.get(at)) else {
                continue;
            };
            if given.record.trust == Trust::Unsigned {
                return Err(Failure::untrusted(format!(
                    "plugin `{name}` of `{}` is not signed by anyone known, and only signed plugins run",
                    given.path
                ))
                .hint("use a signed bundle; `--allow-unsigned` runs it all the same, and the record says so"));
            }
        }
        Ok(())
    }

    /// Refuses a plugin that is something else than its bundle says.
    pub(super) fn check_claim(&self, name: &str, component: &Component, plugin: &Plugin) -> Result<(), Failure> {
        let given = component.given.and_then(|at| self.given.get(at));
        let Some(config) = given.and_then(|given| given.config.as_ref()) else {
            return Ok(());
        };
        Ok(config.hold(&format!("plugins/{name}"), &artifact::claim(plugin))?)
    }
}

/// The parts of the path of a policy's file, without `policies`.
fn folder(path: &str) -> Option<Vec<&str>> {
    let parts: Vec<&str> = path.strip_prefix("policies/")?.split('/').collect();
    (parts.len() > 2).then_some(parts)
}
