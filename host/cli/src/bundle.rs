//! Plugins and policies at hand: the standard bundle inside the binary, and bundles and directories given with `--bundle`.

pub(crate) mod artifact;
pub(crate) mod directory;
mod given;
pub(crate) mod logged;
pub(crate) mod pinned;
mod plugins;
pub(crate) mod trust;

use crate::args::Bundles;

use crate::failure::Failure;
use crate::machine;
use given::Given;
use sekisho_bundle::Bundle as Artifact;
use sekisho_catalog::sectors::{self, Sector};
use sekisho_catalog::{
    Catalogue, Crosswalk, Policy, Profile, Resolved, catalogue, crosswalk, policy, profile, resolve,
};
use sekisho_model::Digest;
use sekisho_model::check::PluginInfo;
use sekisho_sandbox::Plugin;
use std::borrow::Cow;
use std::collections::BTreeMap;
use trust::Judges;

mod standard {
    //! What the build put inside: see `build.rs`.
    include!(concat!(env!("OUT_DIR"), "/standard.rs"));
}

/// Everything at hand, not yet loaded.
#[derive(Debug, Default)]
pub(crate) struct Bundle {
    /// Components by file name.
    plugins: BTreeMap<String, Component>,
    /// Policy folders by id.
    folders: BTreeMap<String, Folder>,
    /// The lists of sectors, each with its place: the standard one first.
    sectors: Vec<(String, Cow<'static, str>)>,
    /// What was given with `--bundle`.
    given: Vec<Given>,
    /// Whether plugins run for which nobody known vouches.
    allow_unsigned: bool,
    /// Whose signatures count.
    judges: Judges,
}

/// A component, and which of the given bundles it came with.
#[derive(Debug)]
struct Component {
    bytes: Cow<'static, [u8]>,
    given: Option<usize>,
    /// Of a component that is part of this program: its digest, worked out by the build.
    built_in: Option<Digest>,
}

#[derive(Debug, Default, Clone)]
struct Folder {
    /// File texts by name inside the folder.
    files: BTreeMap<String, Cow<'static, str>>,
    /// Where it lies, for errors.
    place: String,
}

/// One policy with everything that belongs to it, parsed.
#[derive(Debug)]
pub(crate) struct LoadedPolicy {
    pub(crate) catalogue: Catalogue,
    pub(crate) policy: Policy,
    pub(crate) policy_file: String,
    pub(crate) profiles: Vec<Profile>,
    pub(crate) crosswalk: Crosswalk,
    digest_base: Vec<u8>,
    profile_texts: BTreeMap<String, String>,
}

impl Bundle {
    /// The standard bundle, then each given one over it.
    pub(crate) fn open(bundles: &Bundles) -> Result<Self, Failure> {
        let judges = match bundles.bundle.is_empty() {
            true => Judges::default(),
            false => Judges::of(&bundles.trusted, machine::today())?,
        };
        let mut bundle = Self::standard(judges, bundles.allow_unsigned);
        for path in &bundles.bundle {
            bundle.add_given(path, &bundles.pins)?;
        }
        Ok(bundle)
    }

    /// The standard bundle and an artifact that is only looked at: nobody is asked about signatures, and nothing of it is run as one
    /// that is trusted.
    pub(crate) fn looked_at(place: String, artifact: Artifact) -> Result<Self, Failure> {
        let mut bundle = Self::standard(Judges::default(), false);
        bundle.take_artifact(place, artifact)?;
        Ok(bundle)
    }

    fn standard(judges: Judges, allow_unsigned: bool) -> Self {
        let mut bundle = Self::empty(judges, allow_unsigned);
        for (name, digest, bytes) in standard::PLUGINS {
            bundle.add_standard(name, Cow::Borrowed(*bytes), Some(Digest::from_bytes(*digest)));
        }
        for (path, text) in standard::POLICIES {
            bundle.add_policy_file("policies", path, Cow::Borrowed(*text));
        }
        bundle
    }

    /// Nothing yet.
    fn empty(judges: Judges, allow_unsigned: bool) -> Self {
        Self {
            allow_unsigned,
            judges,
            ..Self::default()
        }
    }

    /// From the files of a standard bundle, of this program or of the one that made a kit: `plugins/…` and `policies/…`.
    pub(crate) fn of_standard(
        files: &BTreeMap<String, Vec<u8>>,
        judges: Judges,
        allow_unsigned: bool,
    ) -> Result<Self, Failure> {
        let mut bundle = Self::empty(judges, allow_unsigned);
        for (path, bytes) in files {
            if let Some(name) = path.strip_prefix("plugins/") {
                bundle.add_standard(name, Cow::Owned(bytes.clone()), None);
            } else if let Some(path) = path.strip_prefix("policies/") {
                bundle.add_policy_file("policies", path, directory::text(path, bytes.clone())?.into());
            }
        }
        Ok(bundle)
    }

    /// The files of this program's standard bundle.
    pub(crate) fn standard_files() -> BTreeMap<String, Vec<u8>> {
        let plugins = standard::PLUGINS
            .iter()
            .map(|(name, _, bytes)| (format!("plugins/{name}"), bytes.to_vec()));
        let policies = standard::POLICIES
            .iter()
            .map(|(path, text)| (format!("policies/{path}"), text.as_bytes().to_vec()));
        plugins.chain(policies).collect()
    }

    /// Digests of the components at hand.
    pub(crate) fn components(&self) -> std::collections::BTreeSet<Digest> {
        self.plugins
            .values()
            .map(|component| component.built_in.unwrap_or_else(|| Digest::of(&component.bytes)))
            .collect()
    }

    fn add_standard(&mut self, name: &str, bytes: Cow<'static, [u8]>, built_in: Option<Digest>) {
        let component = Component {
            bytes,
            given: None,
            built_in,
        };
        self.plugins.insert(name.to_owned(), component);
    }

    fn add_policy_file(&mut self, place: &str, path: &str, text: Cow<'static, str>) {
        let mut parts = path.splitn(3, '/');
        if let (Some(sector), Some(guideline), Some(file)) = (parts.next(), parts.next(), parts.next()) {
            let id = format!("{sector}/{guideline}");
            let folder = self.folders.entry(id.clone()).or_default();
            folder.place = format!("{place}/{id}");
            folder.files.insert(file.to_owned(), text);
        } else if path == "sectors.toml" {
            self.sectors.push((format!("{place}/{path}"), text));
        }
    }

    /// The sectors in the order in which they are listed; a directory's own list comes after the standard one.
    pub(crate) fn sectors(&self) -> Result<Vec<Sector>, Failure> {
        let mut all: Vec<Sector> = Vec::new();
        for (place, text) in &self.sectors {
            let read = sectors::parse(place, text).map_err(|e| Failure::policy(&[e]))?;
            all.extend(
                read.into_iter()
                    .filter(|s| !all.iter().any(|known| known.id == s.id))
                    .collect::<Vec<_>>(),
            );
        }
        Ok(all)
    }

    /// Ids of all policies.
    pub(crate) fn policy_ids(&self) -> Vec<String> {
        self.folders.keys().cloned().collect()
    }

    /// Whether there is a policy of this id.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.folders.contains_key(id)
    }

    /// Parses a policy and what belongs to it.
    pub(crate) fn policy(&self, id: &str) -> Result<LoadedPolicy, Failure> {
        let Some(folder) = self.folders.get(id) else {
            return Err(Failure::usage(format!("there is no policy `{id}`"))
                .hint(format!("choose one of: {}", self.policy_ids().join(", "))));
        };
        let one = |error: sekisho_catalog::CatalogError| Failure::policy(&[error]);
        let text = |name: &str| {
            folder
                .files
                .get(name)
                .map(Cow::as_ref)
                .ok_or_else(|| Failure::usage(format!("{}/{name} is missing", folder.place)))
        };
        let policy_file = format!("{}/policy.toml", folder.place);
        let policy = policy::parse(&policy_file, text("policy.toml")?).map_err(one)?;
        if policy.id != id {
            return Err(Failure::usage(format!(
                "{policy_file} says that its id is `{}`",
                policy.id
            )));
        }
        // A policy may decide the catalogue of another folder.
        let (catalogue_place, catalogue_text) = match folder.files.get("catalogue.toml") {
            Some(text) => (folder.place.clone(), text.as_ref()),
            None => self
                .folders
                .get(&policy.catalogue)
                .and_then(|f| Some((f.place.clone(), f.files.get("catalogue.toml")?.as_ref())))
                .ok_or_else(|| {
                    Failure::usage(format!("{policy_file}: there is no catalogue `{}`", policy.catalogue))
                })?,
        };
        let catalogue = catalogue::parse(&format!("{catalogue_place}/catalogue.toml"), catalogue_text).map_err(one)?;
        let mut profiles = Vec::new();
        let mut profile_texts = BTreeMap::new();
        for (name, text) in folder.files.iter().filter(|(name, _)| name.starts_with("profiles/")) {
            let parsed = profile::parse(&format!("{}/{name}", folder.place), text).map_err(one)?;
            profile_texts.insert(parsed.id.clone(), text.to_string());
            profiles.push(parsed);
        }
        let crosswalk_text = folder.files.get("crosswalk.toml").map(Cow::as_ref);
        let crosswalk = match crosswalk_text {
            Some(text) => {
                crosswalk::parse(&format!("{}/crosswalk.toml", folder.place), text, &catalogue).map_err(one)?
            }
            None => Crosswalk::default(),
        };
        let mut digest_base = Vec::new();
        for part in [Some(catalogue_text), Some(text("policy.toml")?), crosswalk_text]
            .into_iter()
            .flatten()
        {
            digest_base.extend_from_slice(Digest::of(part.as_bytes()).as_bytes());
        }
        Ok(LoadedPolicy {
            catalogue,
            policy,
            policy_file,
            profiles,
            crosswalk,
            digest_base,
            profile_texts,
        })
    }
}

impl LoadedPolicy {
    /// Joins the policy with a profile and the plugins.
    pub(crate) fn resolve(
        &self,
        profile: Option<&Profile>,
        profile_text: Option<&str>,
        plugins: &[Plugin],
    ) -> Result<Resolved, Failure> {
        let infos: Vec<&PluginInfo> = plugins.iter().map(Plugin::info).collect();
        let parts = resolve::Parts {
            catalogue: &self.catalogue,
            policy: &self.policy,
            policy_file: &self.policy_file,
            profile,
            crosswalk: &self.crosswalk,
            digest: self.digest(profile, profile_text),
        };
        resolve(parts, &infos).map_err(|errors| Failure::policy(&errors))
    }

    /// Names the texts of the policy and a profile, as records do.
    pub(crate) fn digest(&self, profile: Option<&Profile>, profile_text: Option<&str>) -> Digest {
        let mut base = self.digest_base.clone();
        let text = profile_text.or_else(|| profile.and_then(|p| self.profile_texts.get(&p.id).map(String::as_str)));
        if let Some(text) = text {
            base.extend_from_slice(Digest::of(text.as_bytes()).as_bytes());
        }
        Digest::of(&base)
    }

    /// The profile of a name, or the default one for none.
    pub(crate) fn profile(&self, name: Option<&str>) -> Result<Option<&Profile>, Failure> {
        let Some(name) = name.or(self.policy.default_profile.as_deref()) else {
            return Ok(None);
        };
        match self.profiles.iter().find(|p| p.id == name) {
            Some(found) => Ok(Some(found)),
            None => {
                let known: Vec<&str> = self.profiles.iter().map(|p| p.id.as_str()).collect();
                Err(
                    Failure::usage(format!("policy `{}` has no profile `{name}`", self.policy.id))
                        .hint(format!("choose one of: {}", known.join(", "))),
                )
            }
        }
    }
}
