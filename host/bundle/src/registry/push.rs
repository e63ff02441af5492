//! From a layout to a registry: files first, then the manifest that names them, then the signatures. What was pushed is read
//! back and compared.

use super::referrers::{self, fallback_tag};
use super::wire::{Place, Question};
use super::{Reference, RegistryError, Settings, Target, pull};
use crate::manifest::{Descriptor, Index, Manifest};
use crate::{BundleError, Layout, media, open};
use sekisho_model::Digest;
use ureq::http::{Method, StatusCode, header};

/// How often the list of signatures is written again because somebody else wrote it meanwhile.
const ATTEMPTS: usize = 4;

/// What is in the registry now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pushed {
    /// The digest of the bundle: what everybody else pins.
    pub digest: Digest,
    /// Number of signatures beside it.
    pub signatures: usize,
    /// Whether they are listed under a tag, since the registry keeps no list of its own.
    pub is_tagged: bool,
}

/// Pushes the bundle of a layout and its signatures. What [`open`] refuses is not pushed.
pub fn push(layout: &Layout, to: &Reference, settings: &Settings) -> Result<Pushed, RegistryError> {
    let bundle = open(layout)?;
    let digest = bundle.digest();
    if let Target::Digest(asked) = to.target
        && asked != digest
    {
        return Err(BundleError::Digest {
            what: "the bundle".to_owned(),
            expected: asked,
            found: digest,
        }
        .into());
    }
    let place = Place::new(&to.host, &to.repository, settings.credentials.as_ref(), true, settings)?;
    let mut signatures = Vec::new();
    for listed in layout.manifests() {
        let bytes = layout.get("a manifest", listed)?;
        let manifest = Manifest::parse("a manifest", bytes)?;
        for part in std::iter::once(&manifest.config).chain(&manifest.layers) {
            blob(&place, part, layout.get("a part", part)?)?;
        }
        if listed.digest != digest {
            let entry = Descriptor {
                artifact_type: manifest.artifact_type.clone(),
                annotations: manifest.annotations.clone(),
                ..Descriptor::of(media::MANIFEST, bytes)
            };
            signatures.push((entry, bytes));
        }
    }
    let name = match &to.target {
        Target::Tag(tag) => tag.clone(),
        Target::Digest(digest) => digest.to_string(),
    };
    manifest(&place, &name, &bundle.manifest)?;
    let mut unlisted = Vec::new();
    for (entry, bytes) in &signatures {
        if !manifest(&place, &entry.digest.to_string(), bytes)? {
            unlisted.push(entry.clone());
        }
    }
    if !unlisted.is_empty() {
        list_by_tag(&place, digest, &unlisted)?;
    }
    let (found, ..) = pull::manifest(&place, &to.target, "the manifest")?;
    if found.digest != digest {
        return Err(RegistryError::ReadBack {
            place: place.name.clone(),
            pushed: digest,
            found: found.digest.to_string(),
        });
    }
    let listed = referrers::list(&place, digest)?;
    if let Some((lost, _)) = signatures
        .iter()
        .find(|(s, _)| listed.iter().all(|l| l.digest != s.digest))
    {
        return Err(RegistryError::ReadBack {
            place: place.name.clone(),
            pushed: lost.digest,
            found: "no list with it".to_owned(),
        });
    }
    Ok(Pushed {
        digest,
        signatures: signatures.len(),
        is_tagged: !unlisted.is_empty(),
    })
}

/// Uploads a file unless it is there.
fn blob(place: &Place<'_>, part: &Descriptor, bytes: &[u8]) -> Result<(), RegistryError> {
    let what = match part.annotations.get(media::TITLE) {
        Some(path) => format!("`{path}`"),
        None => "a part".to_owned(),
    };
    let ask = |method: Method, url, body| {
        place.ask(&Question {
            method,
            url,
            accept: "*/*",
            body,
            what: &what,
        })
    };
    let there = ask(Method::HEAD, place.url(&format!("blobs/{}", part.digest))?, None)?;
    match there.status {
        StatusCode::OK => return Ok(()),
        StatusCode::NOT_FOUND => {}
        _ => return Err(place.refused(there, &what)),
    }
    let begun = ask(Method::POST, place.url("blobs/uploads/")?, None)?;
    if begun.status != StatusCode::ACCEPTED {
        return Err(place.refused(begun, &what));
    }
    let to = begun.header(header::LOCATION.as_str()).unwrap_or_default();
    let mut url = place.allowed(&begun.url, to, &what)?;
    url.query_pairs_mut().append_pair("digest", &part.digest.to_string());
    let done = ask(Method::PUT, url, Some(("application/octet-stream", bytes)))?;
    match done.status {
        StatusCode::CREATED => Ok(()),
        _ => Err(place.refused(done, &what)),
    }
}

/// Puts a manifest; whether the registry says that it lists it under its subject.
fn manifest(place: &Place<'_>, name: &str, bytes: &[u8]) -> Result<bool, RegistryError> {
    let what = format!("the manifest `{name}`");
    let answer = place.ask(&Question {
        method: Method::PUT,
        url: place.url(&format!("manifests/{name}"))?,
        accept: "*/*",
        body: Some((media::MANIFEST, bytes)),
        what: &what,
    })?;
    match answer.status {
        StatusCode::CREATED => Ok(answer.headers.contains_key("oci-subject")),
        _ => Err(place.refused(answer, &what)),
    }
}

/// Adds signatures to the list under the tag. What others listed there stays; who wrote at the same time is noticed by reading
/// again.
fn list_by_tag(place: &Place<'_>, subject: Digest, entries: &[Descriptor]) -> Result<(), RegistryError> {
    for _ in 0..ATTEMPTS {
        let mut index = referrers::tagged(place, subject)?.unwrap_or(Index {
            schema_version: 2,
            media_type: Some(media::INDEX.to_owned()),
            manifests: Vec::new(),
        });
        let is_listed = |index: &Index, entry: &Descriptor| index.manifests.iter().any(|m| m.digest == entry.digest);
        if entries.iter().all(|entry| is_listed(&index, entry)) {
            return Ok(());
        }
        for entry in entries {
            if !is_listed(&index, entry) {
                index.manifests.push(entry.clone());
            }
        }
        referrers::write_tagged(place, subject, &index)?;
    }
    match referrers::tagged(place, subject)? {
        Some(index)
            if entries
                .iter()
                .all(|e| index.manifests.iter().any(|m| m.digest == e.digest)) =>
        {
            Ok(())
        }
        _ => Err(RegistryError::ReadBack {
            place: place.name.clone(),
            pushed: subject,
            found: format!("a list under `{}` that others keep changing", fallback_tag(subject)),
        }),
    }
}
