//! From a registry to a layout, in memory: either everything that the manifest names is there and is what it names, or nothing
//! is handed out. Mirrors are asked first and in order; the digest decides, so none of them has to be trusted.

use super::referrers::{self, SIGNATURES, is_media_type};
use super::wire::{Place, Question};
use super::{Reference, RegistryError, Settings, Target};
use crate::manifest::{Descriptor, Manifest};
use crate::{BundleError, Layout, media, open};
use sekisho_model::Digest;
use ureq::http::{Method, StatusCode, header};

/// Largest signature, and largest configuration of its manifest.
const SIGNATURE: u64 = 1 << 20;

/// What came.
#[derive(Debug)]
pub struct Pulled {
    /// The bundle and its signatures.
    pub layout: Layout,
    /// The digest of its manifest.
    pub digest: Digest,
    /// Host and repository that it came from.
    pub from: String,
    /// What was wrong with places that were asked before.
    pub passed_over: Vec<RegistryError>,
}

/// Where a tag leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tagged {
    /// The digest of the manifest.
    pub digest: Digest,
    /// The version that the manifest says, or nothing.
    pub version: Option<String>,
    /// What was wrong with places that were asked before.
    pub passed_over: Vec<RegistryError>,
}

/// Pulls a bundle with its signatures.
pub fn pull(reference: &Reference, settings: &Settings) -> Result<Pulled, RegistryError> {
    let ((mut layout, subject, from), passed_over) = first(reference, settings, |place| {
        let (descriptor, layout) = bundle(place, &reference.target)?;
        Ok((layout, descriptor.digest, place.name.clone()))
    })?;
    // A mirror may have the bundle without its signatures.
    let mut failures = Vec::new();
    for place in places(reference, settings) {
        let Ok(place) = place else { continue };
        match signatures(&place, subject, &layout) {
            Ok(found) if found.manifests().len() > layout.manifests().len() => {
                layout = found;
                failures.clear();
                break;
            }
            Ok(_) => {}
            // That another place cannot be asked says nothing; that the one with the bundle cannot, does.
            Err(error) if error.is_refusal() || place.name == from => failures.push(error),
            Err(_) => {}
        }
    }
    // A list that names what is no signature is refused; that nobody has a list is not.
    if let Some(error) = failures.pop() {
        return Err(error);
    }
    open(&layout)?;
    Ok(Pulled {
        layout,
        digest: subject,
        from,
        passed_over,
    })
}

/// Asks where a tag leads; nothing else is fetched.
pub fn resolve(reference: &Reference, settings: &Settings) -> Result<Tagged, RegistryError> {
    let ((digest, version), passed_over) = first(reference, settings, |place| {
        let (descriptor, _, manifest) = manifest(place, &reference.target, "the manifest")?;
        check_bundle(place, &manifest)?;
        Ok((descriptor.digest, manifest.annotations.get(media::VERSION).cloned()))
    })?;
    Ok(Tagged {
        digest,
        version,
        passed_over,
    })
}

/// What the first place gives that can, and why the ones before could not.
fn first<T>(
    reference: &Reference,
    settings: &Settings,
    ask: impl Fn(&Place<'_>) -> Result<T, RegistryError>,
) -> Result<(T, Vec<RegistryError>), RegistryError> {
    let mut passed_over = Vec::new();
    for place in places(reference, settings) {
        match place.and_then(|place| ask(&place)) {
            Ok(given) => return Ok((given, passed_over)),
            Err(error) => passed_over.push(error),
        }
    }
    match (passed_over.len(), passed_over.pop()) {
        (1, Some(error)) => Err(error),
        (_, last) => {
            passed_over.extend(last);
            Err(RegistryError::Nowhere(passed_over))
        }
    }
}

/// The mirrors, then the registry itself; only that one learns who asks.
fn places<'s>(
    reference: &'s Reference,
    settings: &'s Settings,
) -> impl Iterator<Item = Result<Place<'s>, RegistryError>> {
    let mirrors = settings.mirrors.iter().map(move |mirror| {
        let repository = mirror.repository(&reference.repository);
        Place::new(&mirror.host, &repository, None, false, settings)
    });
    let own = std::iter::once_with(move || {
        let credentials = settings.credentials.as_ref();
        Place::new(&reference.host, &reference.repository, credentials, false, settings)
    });
    mirrors.chain(own)
}

/// The bundle without its signatures.
fn bundle(place: &Place<'_>, target: &Target) -> Result<(Descriptor, Layout), RegistryError> {
    let (descriptor, bytes, manifest) = manifest(place, target, "the manifest")?;
    check_bundle(place, &manifest)?;
    let limits = place.settings.limits;
    let served = |error| place.served(error);
    // All sizes are looked at before the first byte of a file is asked for.
    let too_large = |what: &str, limit| {
        served(BundleError::TooLarge {
            what: what.to_owned(),
            limit,
        })
    };
    if manifest.layers.len() >= limits.blobs {
        return Err(served(BundleError::TooMany(limits.blobs)));
    }
    if manifest.config.size > limits.index {
        return Err(too_large("the configuration", limits.index));
    }
    let mut total = manifest.config.size;
    for layer in &manifest.layers {
        if layer.size > limits.blob {
            return Err(too_large("a file of the bundle", limits.blob));
        }
        total = total.saturating_add(layer.size);
    }
    if total > limits.total {
        return Err(too_large("the bundle", limits.total));
    }
    let mut layout = Layout::default();
    for part in std::iter::once(&manifest.config).chain(&manifest.layers) {
        if !layout.blobs().contains_key(&part.digest) {
            layout.put(blob(place, part)?);
        }
    }
    layout.add_manifest_bytes("the manifest", bytes).map_err(served)?;
    open(&layout).map_err(served)?;
    Ok((descriptor, layout))
}

/// Refuses what is no bundle before its parts are fetched.
fn check_bundle(place: &Place<'_>, manifest: &Manifest) -> Result<(), RegistryError> {
    let served = |error| place.served(error);
    let found = manifest.artifact_type.as_deref().unwrap_or("none");
    is_media_type(found, media::BUNDLE, "the artifact").map_err(served)?;
    manifest
        .config
        .expect("the configuration", media::CONFIG)
        .map_err(served)?;
    for layer in &manifest.layers {
        let path = layer.annotations.get(media::TITLE).map_or("", String::as_str);
        let Some(expected) = media::of(path) else {
            return Err(served(BundleError::Entry {
                name: super::error::plain(path, 256),
                reason: "its path is none of a plugin or policy",
            }));
        };
        layer.expect(&format!("`{path}`"), expected).map_err(served)?;
    }
    Ok(())
}

/// A layout with the signatures, and the proofs of logs, that a place lists for a bundle. What is listed and is something else (a list of contents, a
/// provenance) is passed over; what says that it is a signature must be one of this bundle.
fn signatures(place: &Place<'_>, subject: Digest, to: &Layout) -> Result<Layout, RegistryError> {
    let mut layout = to.clone();
    let mut count = 0usize;
    for listed in referrers::list(place, subject)? {
        let is_one = listed.artifact_type.as_deref().and_then(media::beside).is_some();
        let may_be_one = listed.artifact_type.is_none() && listed.size <= SIGNATURE;
        if listed.media_type != media::MANIFEST || !(is_one || may_be_one) {
            continue;
        }
        count += 1;
        if count > SIGNATURES {
            return Err(place.served(BundleError::TooMany(SIGNATURES)));
        }
        let refused = |reason: String| RegistryError::Referrer {
            place: place.name.clone(),
            digest: listed.digest,
            reason,
        };
        if listed.size > SIGNATURE {
            return Err(refused(format!("its manifest is larger than {SIGNATURE} bytes")));
        }
        let (_, bytes, manifest) = manifest(place, &Target::Digest(listed.digest), "the manifest of a signature")?;
        if bytes.len() as u64 != listed.size {
            return Err(refused("its manifest has another size than is listed".to_owned()));
        }
        let kind = manifest.artifact_type.as_deref().and_then(media::beside);
        let kind =
            match kind.filter(|_| listed.artifact_type.is_none() || listed.artifact_type == manifest.artifact_type) {
                Some(kind) => kind,
                None if !is_one => continue,
                None => return Err(refused("its manifest says that it is something else".to_owned())),
            };
        if manifest.subject.as_ref().map(|subject| subject.digest) != Some(subject) {
            return Err(refused("it is one of another bundle".to_owned()));
        }
        let [layer] = manifest.layers.as_slice() else {
            return Err(refused("it has not exactly one layer".to_owned()));
        };
        layer.expect("it", kind).map_err(|e| refused(e.to_string()))?;
        if layer.size > SIGNATURE || manifest.config.size > SIGNATURE {
            return Err(refused(format!("it is larger than {SIGNATURE} bytes")));
        }
        for part in [&manifest.config, layer] {
            // The empty configuration is known without asking.
            let bytes = match part.check("the empty configuration", b"{}") {
                Ok(()) => b"{}".to_vec(),
                Err(_) => blob(place, part)?,
            };
            layout.put(bytes);
        }
        layout
            .add_manifest_bytes("the manifest of a signature", bytes)
            .map_err(|e| place.served(e))?;
    }
    Ok(layout)
}

/// A manifest by tag or digest: its bytes decide its digest, whatever a header says.
pub(super) fn manifest(
    place: &Place<'_>,
    target: &Target,
    what: &str,
) -> Result<(Descriptor, Vec<u8>, Manifest), RegistryError> {
    let (name, asked) = match target {
        Target::Tag(tag) => (tag.clone(), format!("{what} `{tag}`")),
        Target::Digest(digest) => (digest.to_string(), format!("{what} {digest}")),
    };
    let answer = place.ask(&Question {
        method: Method::GET,
        url: place.url(&format!("manifests/{name}"))?,
        accept: media::MANIFEST,
        body: None,
        what: &asked,
    })?;
    if answer.status != StatusCode::OK {
        return Err(place.refused(answer, &asked));
    }
    let served = |error| place.served(error);
    let found = answer.header(header::CONTENT_TYPE.as_str()).unwrap_or_default();
    is_media_type(found, media::MANIFEST, what).map_err(served)?;
    let told = answer.header("docker-content-digest").and_then(Digest::parse);
    let bytes = place.read(answer, what, place.settings.limits.index)?;
    let descriptor = Descriptor::of(media::MANIFEST, &bytes);
    let asked = match target {
        Target::Digest(digest) => Some(*digest),
        Target::Tag(_) => told,
    };
    if let Some(expected) = asked.filter(|expected| *expected != descriptor.digest) {
        return Err(served(BundleError::Digest {
            what: what.to_owned(),
            expected,
            found: descriptor.digest,
        }));
    }
    let manifest = Manifest::parse(what, &bytes).map_err(served)?;
    Ok((descriptor, bytes, manifest))
}

/// The bytes that a descriptor names: not one more, and those.
fn blob(place: &Place<'_>, descriptor: &Descriptor) -> Result<Vec<u8>, RegistryError> {
    let what = match descriptor.annotations.get(media::TITLE) {
        Some(path) => format!("`{}`", super::error::plain(path, 256)),
        None => format!("a part of type `{}`", super::error::plain(&descriptor.media_type, 120)),
    };
    let answer = place.ask(&Question {
        method: Method::GET,
        url: place.url(&format!("blobs/{}", descriptor.digest))?,
        accept: "*/*",
        body: None,
        what: &what,
    })?;
    if answer.status != StatusCode::OK {
        return Err(place.refused(answer, &what));
    }
    let bytes = place.read(answer, &what, descriptor.size)?;
    descriptor.check(&what, &bytes).map_err(|e| place.served(e))?;
    Ok(bytes)
}
