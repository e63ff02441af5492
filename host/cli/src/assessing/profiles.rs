//! Which profile each policy of a scan is tailored by: by name, by file, or by attributes that profiles wait for.

use super::FILE_BYTES;
use crate::bundle::LoadedPolicy;
use crate::failure::Failure;
use crate::machine;
use sekisho_catalog::{Profile, Resolved, profile};
use sekisho_model::Digest;
use sekisho_sandbox::Plugin;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A profile as somebody asked for it.
#[derive(Debug, Clone)]
pub(crate) enum Tailor {
    /// By its name, `POLICY=NAME`, or attributes.
    Named(String),
    /// A file with its text; the path stands in errors only.
    File { path: String, text: String },
}

impl Tailor {
    /// Reads an argument of `--profile`.
    pub(crate) fn read(argument: &str) -> Result<Self, Failure> {
        let path = Path::new(argument);
        if path.extension().is_none_or(|ending| ending != "toml") {
            return Ok(Self::Named(argument.to_owned()));
        }
        Ok(Self::File {
            path: argument.to_owned(),
            text: machine::read_text(path, FILE_BYTES)?,
        })
    }
}

/// Joins every policy with the profile that was asked for.
pub(super) fn resolve(
    policies: &[LoadedPolicy],
    profiles: &[Tailor],
    plugins: &[Plugin],
) -> Result<Vec<Resolved>, Failure> {
    let files = files(policies, profiles)?;
    let chosen = choose(policies, profiles, &files)?;
    let both = policies.iter().zip(chosen);
    both.map(|(policy, (profile, text))| policy.resolve(profile, text, plugins))
        .collect()
}

/// How the record names every policy with its profile, by id.
pub(crate) fn digests(policies: &[LoadedPolicy], profiles: &[Tailor]) -> Result<BTreeMap<String, Digest>, Failure> {
    let files = files(policies, profiles)?;
    let chosen = choose(policies, profiles, &files)?;
    let both = policies.iter().zip(chosen);
    Ok(both
        .map(|(policy, (profile, text))| (policy.policy.id.clone(), policy.digest(profile, text)))
        .collect())
}

/// The profiles that are files, with their texts.
fn files<'t>(policies: &[LoadedPolicy], profiles: &'t [Tailor]) -> Result<Vec<(Profile, &'t str)>, Failure> {
    let mut files = Vec::new();
    for profile in profiles {
        let Tailor::File { path, text } = profile else { continue };
        let parsed = profile::parse(path, text).map_err(|e| Failure::policy(&[e]))?;
        if !policies.iter().any(|p| p.policy.id == parsed.policy) {
            return Err(Failure::usage(format!(
                "profile `{path}` tailors policy `{}`, which is not scanned with",
                parsed.policy
            )));
        }
        files.push((parsed, text.as_str()));
    }
    Ok(files)
}

/// A profile, and its text where it is a file.
type Chosen<'a> = (Option<&'a Profile>, Option<&'a str>);

/// The profile of every policy, in their order.
fn choose<'a>(
    policies: &'a [LoadedPolicy],
    profiles: &[Tailor],
    files: &'a [(Profile, &'a str)],
) -> Result<Vec<Chosen<'a>>, Failure> {
    let mut names: Vec<(Option<&str>, &str, bool)> = Vec::new();
    let mut attributes: Vec<(BTreeMap<&str, &str>, bool)> = Vec::new();
    for profile in profiles {
        let Tailor::Named(argument) = profile else { continue };
        match argument.split_once('=') {
            // Only ids of policies hold a slash.
            Some((policy, name)) if policy.contains('/') => names.push((Some(policy), name, false)),
            Some(_) => attributes.push((pairs(argument)?, false)),
            None => names.push((None, argument, false)),
        }
    }
    let mut chosen: Vec<Chosen<'a>> = Vec::with_capacity(policies.len());
    for policy in policies {
        let id = policy.policy.id.as_str();
        if let Some((profile, text)) = files.iter().find(|(p, _)| p.policy == id) {
            chosen.push((Some(profile), Some(text)));
            continue;
        }
        let mut wanted = None;
        for (of, name, used) in &mut names {
            let has = policy.profiles.iter().any(|p| p.id == *name);
            if *of == Some(id) || (of.is_none() && (has || policies.len() == 1)) {
                wanted = Some(*name);
                *used = true;
            }
        }
        let mut found = policy.profile(wanted)?;
        for (given, used) in &mut attributes {
            if policy.profiles.iter().any(|p| !p.when.is_empty()) {
                found = Some(by_attributes(policy, given)?);
                *used = true;
            }
        }
        chosen.push((found, None));
    }
    if attributes.iter().any(|(_, used)| !used) {
        return Err(
            Failure::usage("no policy of this scan chooses its profile by attributes")
                .hint("name the profile, or `POLICY=PROFILE`"),
        );
    }
    match names.iter().find(|(_, _, used)| !used) {
        Some((_, name, _)) => Err(Failure::usage(format!("no policy of this scan has a profile `{name}`"))),
        None => Ok(chosen),
    }
}

/// `attribute=value,attribute=value`
fn pairs(argument: &str) -> Result<BTreeMap<&str, &str>, Failure> {
    let mut pairs = BTreeMap::new();
    for part in argument.split(',') {
        let pair = part
            .split_once('=')
            .filter(|(name, value)| !name.is_empty() && !value.is_empty());
        let Some((name, value)) = pair else {
            return Err(Failure::usage(format!(
                "`{part}` in `--profile {argument}` is not ATTRIBUTE=VALUE"
            )));
        };
        if pairs.insert(name, value).is_some() {
            return Err(Failure::usage(format!("`--profile {argument}` gives `{name}` twice")));
        }
    }
    Ok(pairs)
}

/// The one profile whose conditions are all met; a value that no profile knows is an error that names those it knows.
fn by_attributes<'p>(policy: &'p LoadedPolicy, given: &BTreeMap<&str, &str>) -> Result<&'p Profile, Failure> {
    let mut known: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, value) in policy.profiles.iter().flat_map(|p| &p.when) {
        known.entry(name).or_default().insert(value);
    }
    for (name, value) in given {
        let choose = |list: Vec<&str>| format!("choose one of: {}", list.join(", "));
        let Some(values) = known.get(name) else {
            return Err(
                Failure::usage(format!("policy `{}` asks for no attribute `{name}`", policy.policy.id))
                    .hint(choose(known.keys().copied().collect())),
            );
        };
        if !values.contains(value) {
            return Err(Failure::usage(format!(
                "`{value}` is no value of `{name}` in policy `{}`",
                policy.policy.id
            ))
            .hint(choose(values.iter().copied().collect())));
        }
    }
    let met = |profile: &&Profile| {
        !profile.when.is_empty()
            && profile
                .when
                .iter()
                .all(|(name, value)| given.get(name.as_str()) == Some(&value.as_str()))
    };
    let mut found: Vec<&Profile> = policy.profiles.iter().filter(met).collect();
    // The one with the most conditions is the most particular one.
    found.sort_by_key(|p| std::cmp::Reverse(p.when.len()));
    match found.as_slice() {
        [] => Err(
            Failure::usage(format!("no profile of `{}` fits these attributes", policy.policy.id)).hint(format!(
                "give all of: {}",
                known.keys().copied().collect::<Vec<_>>().join(", ")
            )),
        ),
        [first, second, ..] if first.when.len() == second.when.len() => Err(Failure::usage(format!(
            "profiles `{}` and `{}` of `{}` both fit",
            first.id, second.id, policy.policy.id
        ))),
        [first, ..] => Ok(first),
    }
}
