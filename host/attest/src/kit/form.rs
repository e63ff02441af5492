//! The directory of a kit, `format = "kit/1"`: canonical JSON, every list sorted but those whose order means something.

use super::error::KitError;
use sekisho_model::{Bilingual, Date, Digest, canonical};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The value of `format`.
pub const FORMAT: &str = "kit/1";
/// Bytes of the largest directory.
pub const LARGEST: u64 = 256 << 20;
/// Most inputs and files of evidence together.
const ENTRIES: usize = 1_000_000;

/// What stands in a kit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Always [`FORMAT`].
    pub format: String,
    /// When it was made, as its maker says: `YYYY-MM-DDThh:mm:ssZ`.
    pub created: String,
    /// Who assessed, as they call themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assessor: Option<Bilingual>,
    /// The program that assessed.
    pub tool: ToolBuild,
    /// How the scan was asked for.
    pub run: Run,
    /// Plugins, policies, waivers, profiles, trust: by path.
    pub inputs: Vec<Entry>,
    /// The evidence, in the order in which it was named.
    pub evidence: Vec<Root>,
    /// Whether the evidence lies in the kit. If not, only its digests do, and whoever replays brings it along.
    pub evidence_included: bool,
    /// The record: SHA-256 and bytes of `assessment.json`.
    pub record: Part,
    /// The log of the run: SHA-256 and bytes of `run.jsonl`.
    pub log: Part,
}

/// Some bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// SHA-256.
    pub digest: Digest,
    /// Number of bytes.
    pub size: u64,
}

impl Part {
    /// Of bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self {
            digest: Digest::of(bytes),
            size: bytes.len() as u64,
        }
    }
}

/// The program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToolBuild {
    /// `sekisho`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// SHA-256 of its file: who replays can ask for the very same.
    pub digest: Digest,
}

/// How the scan was asked for: what its record depends on beside the inputs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// The day as of which was assessed.
    pub as_of: Date,
    /// Whether that day was named, or simply today.
    pub as_of_named: bool,
    /// The day on which signatures of bundles were judged.
    pub trusted_on: Date,
    /// Ids of policies.
    pub policies: Vec<String>,
    /// Profiles, as they were named.
    pub profiles: Vec<Tailoring>,
    /// Path of the waivers among the inputs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waivers: Option<String>,
    /// Limits that were set: `NAME=NUMBER`.
    pub limits: Vec<String>,
    /// Whether every subject had an instance of its own.
    pub isolate: bool,
    /// Bundles beside the standard one, in the order in which they were named.
    pub bundles: Vec<Given>,
    /// Whether plugins ran that nobody known vouches for.
    pub allow_unsigned: bool,
    /// How many of the keys under `keys/` had to sign a bundle; 0 where a trust store decided, or nobody.
    pub trusted_signers: u8,
}

/// A profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum Tailoring {
    /// By name or by attributes.
    Named(String),
    /// By a file: its path among the inputs.
    File(String),
}

/// A bundle as it was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum Given {
    /// An artifact: its path among the inputs.
    Artifact(String),
    /// A directory: what the paths of its files among the inputs begin with.
    Directory(String),
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Path.
    pub path: String,
    /// SHA-256.
    pub digest: Digest,
    /// Number of bytes.
    pub size: u64,
}

/// A directory or file of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Root {
    /// Name of the directory or file: subjects may be called after it.
    pub name: String,
    /// Which of both.
    pub form: RootForm,
    /// Directories in it without anything that was taken in.
    pub empty: Vec<String>,
    /// Its files, by path.
    pub files: Vec<Entry>,
}

/// What a root is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RootForm {
    /// A directory.
    Directory,
    /// One file: an archive, or a document.
    File,
}

impl Config {
    /// Reads it; there is one way to write each, and no other is read.
    pub fn parse(bytes: &[u8]) -> Result<Self, KitError> {
        let config: Self = serde_json::from_slice(bytes).map_err(|e| KitError::unreadable("kit.json", e))?;
        if config.format != FORMAT {
            return Err(KitError::Format(config.format.chars().take(80).collect()));
        }
        config.check()?;
        match config.to_bytes()? == bytes {
            true => Ok(config),
            false => Err(KitError::NotCanonical("its directory is no canonical JSON")),
        }
    }

    /// The bytes that stand in the kit.
    pub fn to_bytes(&self) -> Result<Vec<u8>, KitError> {
        canonical::to_vec(self).map_err(|e| KitError::unreadable("kit.json", e))
    }

    /// Whether every path stays where it belongs, and every input that is named is there.
    fn check(&self) -> Result<(), KitError> {
        if !is_moment(&self.created) {
            return Err(KitError::unreadable("kit.json", "`created` is no moment in UTC"));
        }
        let count = self.evidence.iter().map(|root| root.files.len() + root.empty.len());
        if count.sum::<usize>() + self.inputs.len() > ENTRIES {
            return Err(KitError::TooMany(ENTRIES));
        }
        self.check_sizes()?;
        in_order(&self.inputs)?;
        for (index, root) in self.evidence.iter().enumerate() {
            root.check(index)?;
        }
        let paths: BTreeSet<&str> = self.inputs.iter().map(|entry| entry.path.as_str()).collect();
        let files = self.run.profiles.iter().filter_map(|profile| match profile {
            Tailoring::File(path) => Some(path),
            Tailoring::Named(_) => None,
        });
        let artifacts = self.run.bundles.iter().filter_map(|given| match given {
            Given::Artifact(path) => Some(path),
            Given::Directory(_) => None,
        });
        match files
            .chain(artifacts)
            .chain(&self.run.waivers)
            .find(|path| !paths.contains(path.as_str()))
        {
            Some(path) => Err(KitError::Missing(path.clone())),
            None => Ok(()),
        }
    }

    /// One content has one size: bounds are counted from what is said here.
    fn check_sizes(&self) -> Result<(), KitError> {
        let mut sizes = BTreeMap::new();
        let evidence = self.evidence.iter().flat_map(|root| &root.files);
        for entry in self.inputs.iter().chain(evidence) {
            if *sizes.entry(entry.digest).or_insert(entry.size) != entry.size {
                let reason = format!("`{}` has two sizes", entry.digest);
                return Err(KitError::unreadable("kit.json", reason));
            }
        }
        Ok(())
    }

    /// The contents that must lie in the kit, each once.
    pub fn wanted(&self) -> BTreeMap<Digest, u64> {
        let evidence = self.evidence.iter().filter(|_| self.evidence_included);
        let all = self.inputs.iter().chain(evidence.flat_map(|root| &root.files));
        all.map(|entry| (entry.digest, entry.size)).collect()
    }
}

impl Root {
    fn check(&self, index: usize) -> Result<(), KitError> {
        let bad = |path: &str| Err(KitError::Path(path.chars().take(256).collect()));
        if !is_inside(&self.name) || self.name.contains('/') {
            return bad(&self.name);
        }
        in_order(&self.files)?;
        if let Some(path) = self.empty.iter().find(|path| !is_inside(path)) {
            return bad(path);
        }
        let is_single = self.files.len() == 1 && self.files.iter().all(|file| file.path == self.name);
        match self.form {
            RootForm::File if !is_single || !self.empty.is_empty() => {
                let reason = format!("evidence {index} is one file and holds something else");
                Err(KitError::unreadable("kit.json", reason))
            }
            _ => Ok(()),
        }
    }
}

/// Paths in order, each once, none leading out.
fn in_order(entries: &[Entry]) -> Result<(), KitError> {
    if let Some(entry) = entries.iter().find(|entry| !is_inside(&entry.path)) {
        return Err(KitError::Path(entry.path.chars().take(256).collect()));
    }
    let is_rising = entries.windows(2).all(|pair| matches!(pair, [a, b] if a.path < b.path));
    match is_rising {
        true => Ok(()),
        false => Err(KitError::NotCanonical("its paths are not in order")),
    }
}

/// Whether a path stays where it starts: relative, without `..`, `.`, `\` or empty parts.
pub fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && path.len() <= 4096
        && !path.contains(['\\', '\0'])
        && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// `YYYY-MM-DDThh:mm:ssZ`
pub(crate) fn is_moment(text: &str) -> bool {
    let Some((day, time)) = text.strip_suffix('Z').and_then(|rest| rest.split_once('T')) else {
        return false;
    };
    let two = |part: Option<&str>, below: u8| {
        part.is_some_and(|part| part.len() == 2 && part.parse::<u8>().is_ok_and(|number| number < below))
    };
    let mut parts = time.split(':');
    day.len() == 10
        && Date::parse(day).is_some()
        && two(parts.next(), 24)
        && two(parts.next(), 60)
        && two(parts.next(), 61)
        && parts.next().is_none()
}
