//! SPDX 2 in JSON: a document whose packages and relationships mostly look like one another. It is read twice, since what must be
//! known before a package becomes rows may stand behind it: all but the packages, then these one by one.

use super::model::{Document, Package, Relationship};
use crate::sbom::json::Json;
use crate::sbom::object::Parts;
use crate::sbom::value::Key;
use serde::de::{Error as _, IgnoredAny, MapAccess};
use serde_json::Error;

/// Reads a document but for its packages, which are only passed over; answers where their list begins, if there is one.
/// An error says nothing but that there is one, here and below.
pub(super) fn around_packages(source: &str) -> Result<(Document<'_>, Option<usize>), Error> {
    let (mut document, mut seen) = (Document::default(), 0);
    let (mut packages, mut relationships) = (None, false);
    let mut json = Json::new(source);
    json.object(|mut members| {
        while let Some(key) = members.next_key::<Key<'_>>()? {
            match key.0.as_ref() {
                "packages" => {
                    if packages.is_some() {
                        return Err(twice());
                    }
                    packages = Some(members.begin_of_value()?);
                    members.next_value::<IgnoredAny>()?;
                }
                "relationships" => {
                    if std::mem::replace(&mut relationships, true) {
                        return Err(twice());
                    }
                    members.each(Parts::ALL, |_, item: &mut Relationship<'_>| {
                        document.relationships.0.push(std::mem::take(item));
                        true
                    })?;
                }
                key => document.member(key, &mut members, &mut seen, Parts::ALL)?,
            }
        }
        Ok(())
    })?;
    json.end()?;
    Ok((document, packages))
}

fn twice() -> Error {
    Error::custom("a list that stands twice")
}

/// Hands on the packages of a document one by one, with their numbers, as long as whoever takes them says so.
pub(super) fn packages<'t>(
    source: &'t str,
    list: Option<usize>,
    mut consume: impl FnMut(usize, &Package<'t>) -> bool,
) -> Result<(), Error> {
    let Some(at) = list else { return Ok(()) };
    Json::at_value(source, at).each(Parts::ALL, |index, package: &mut Package<'t>| consume(index, package))
}
