//! The signatures of a bundle in a registry: listed by the registry, or, where it does not know how, under a tag
//! `sha256-<hex>` (distribution specification 1.1, "referrers tag schema").

use super::RegistryError;
use super::error::plain;
use super::wire::{Answer, Place, Question, is_same_origin};
use crate::manifest::{Descriptor, Index};
use crate::{BundleError, media};
use sekisho_model::Digest;
use ureq::http::{Method, StatusCode, header};

/// Most signatures of one bundle.
pub(super) const SIGNATURES: usize = 64;
/// Most entries of a list, of whatever kind.
const ENTRIES: usize = 2_000;
/// Most pages of a list.
const PAGES: usize = 16;

/// The tag under which the referrers of a manifest are listed by hand.
pub(super) fn fallback_tag(subject: Digest) -> String {
    format!("sha256-{}", subject.hex())
}

/// Everything that is listed for a manifest.
pub(super) fn list(place: &Place<'_>, subject: Digest) -> Result<Vec<Descriptor>, RegistryError> {
    let mut next = place.url(&format!("referrers/{subject}"))?;
    let mut all = Vec::new();
    for page in 0..PAGES {
        let what = "the list of signatures";
        let answer = place.ask(&question(next.clone(), what))?;
        // A registry without this list says 404, some of them 405 or 501.
        if page == 0 && matches!(answer.status.as_u16(), 404 | 405 | 501) {
            return Ok(tagged(place, subject)?.map_or_else(Vec::new, |index| index.manifests));
        }
        if answer.status != StatusCode::OK {
            return Err(place.refused(answer, what));
        }
        let following = following(place, &answer, what)?;
        all.extend(index(place, answer, what)?.manifests);
        if all.len() > ENTRIES {
            return Err(place.served(BundleError::TooMany(ENTRIES)));
        }
        match following {
            Some(url) => next = url,
            None => return Ok(all),
        }
    }
    Err(place.served(BundleError::TooMany(ENTRIES)))
}

/// The list under the tag, if there is one.
pub(super) fn tagged(place: &Place<'_>, subject: Digest) -> Result<Option<Index>, RegistryError> {
    let what = "the list of signatures under its tag";
    let url = place.url(&format!("manifests/{}", fallback_tag(subject)))?;
    let answer = place.ask(&question(url, what))?;
    match answer.status {
        StatusCode::NOT_FOUND => Ok(None),
        StatusCode::OK => {
            let index = index(place, answer, what)?;
            match index.manifests.len() > ENTRIES {
                true => Err(place.served(BundleError::TooMany(ENTRIES))),
                false => Ok(Some(index)),
            }
        }
        _ => Err(place.refused(answer, what)),
    }
}

/// Writes the list under the tag.
pub(super) fn write_tagged(place: &Place<'_>, subject: Digest, index: &Index) -> Result<(), RegistryError> {
    let what = "the list of signatures under its tag";
    let bytes = sekisho_model::canonical::to_vec(index).map_err(|e| BundleError::unreadable(what, e))?;
    let answer = place.ask(&Question {
        method: Method::PUT,
        url: place.url(&format!("manifests/{}", fallback_tag(subject)))?,
        accept: "*/*",
        body: Some((media::INDEX, &bytes)),
        what,
    })?;
    match answer.status {
        StatusCode::CREATED => Ok(()),
        _ => Err(place.refused(answer, what)),
    }
}

fn question(url: url::Url, what: &str) -> Question<'_> {
    Question {
        method: Method::GET,
        url,
        accept: media::INDEX,
        body: None,
        what,
    }
}

fn index(place: &Place<'_>, answer: Answer, what: &str) -> Result<Index, RegistryError> {
    let found = answer
        .header(header::CONTENT_TYPE.as_str())
        .unwrap_or_default()
        .to_owned();
    is_media_type(&found, media::INDEX, what).map_err(|e| place.served(e))?;
    let bytes = place.read(answer, what, place.settings.limits.index)?;
    let index: Index = serde_json::from_slice(&bytes).map_err(|e| place.served(BundleError::unreadable(what, e)))?;
    match index.schema_version {
        2 => Ok(index),
        _ => Err(place.served(BundleError::unreadable(what, "its schema version is not 2"))),
    }
}

/// The next page, on the same registry (RFC 8288, as the specification has it).
fn following(place: &Place<'_>, answer: &Answer, what: &str) -> Result<Option<url::Url>, RegistryError> {
    let Some(link) = answer
        .header(header::LINK.as_str())
        .filter(|link| link.contains("rel=\"next\""))
    else {
        return Ok(None);
    };
    let to = link
        .split_once('<')
        .and_then(|(_, rest)| rest.split_once('>'))
        .map_or("", |(to, _)| to);
    let url = place.allowed(&answer.url, to, what)?;
    match is_same_origin(&url, &place.base) {
        true => Ok(Some(url)),
        false => Err(RegistryError::Redirect {
            place: place.name.clone(),
            what: what.to_owned(),
            to: plain(to, 120),
            reason: "the next page of a list is on the same registry",
        }),
    }
}

/// Refuses another media type; parameters behind it say nothing.
pub(super) fn is_media_type(found: &str, expected: &'static str, what: &str) -> Result<(), BundleError> {
    let bare = found.split(';').next().unwrap_or_default().trim();
    match bare.eq_ignore_ascii_case(expected) {
        true => Ok(()),
        false => Err(BundleError::MediaType {
            what: what.to_owned(),
            expected,
            found: plain(bare, 120),
        }),
    }
}
