//! The SPDX 2 document as all five syntaxes are read into it: only what becomes a row or is checked by a rule.

use crate::sbom::object::{Parts, Take, object};
use crate::sbom::value::{Key, List, Plain};
use serde::de::{Error, MapAccess, Visitor};
use std::fmt;

object! {
    /// The whole document.
    Document {
        "spdxVersion" => spdx_version: Option<Plain<'a>>,
        "SPDXID" => id: Option<Plain<'a>>,
        "name" => name: Option<Plain<'a>>,
        "documentNamespace" => namespace: Option<Plain<'a>>,
        "creationInfo" => creation: Option<CreationInfo<'a>>,
        "annotations" => annotations: List<Annotation<'a>>,
        "documentDescribes" => describes: List<Plain<'a>>,
        "packages" => packages: List<Package<'a>>,
        "files" => files: List<Element<'a>>,
        "snippets" => snippets: List<Element<'a>>,
        "relationships" => relationships: List<Relationship<'a>>,
    } ["dataLicense", "comment", "externalDocumentRefs", "hasExtractedLicensingInfos", "revieweds", "$schema"]
}

object! {
    /// Who made the document, and when.
    CreationInfo {
        "created" => created: Option<Plain<'a>>,
        "creators" => creators: List<Creator<'a>>,
    } ["comment", "licenseListVersion"]
}

/// A creator: `Tool: name`. Old writers made an object of it, and so does YAML where nobody wrote quotes; that is the
/// same text, oddly put.
#[derive(Debug, Default)]
pub(in crate::sbom) struct Creator<'a>(pub(in crate::sbom) Plain<'a>);

impl<'de: 'a, 'a> serde::Deserialize<'de> for Creator<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CreatorVisitor)
    }
}

struct CreatorVisitor;

impl<'de> Visitor<'de> for CreatorVisitor {
    type Value = Creator<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }
    fn visit_borrowed_str<E: Error>(self, v: &'de str) -> Result<Self::Value, E> {
        Ok(Creator(Plain::new(v)))
    }
    fn visit_str<E: Error>(self, v: &str) -> Result<Self::Value, E> {
        Ok(Creator(Plain::new(v.to_owned())))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let one = map.next_entry::<Key<'de>, Plain<'de>>()?;
        let (Some((kind, name)), None) = (one, map.next_key::<Key<'de>>()?) else {
            return Err(A::Error::custom(
                "an object stands for one creator only if it has one member",
            ));
        };
        let mut text = Plain::new(format!("{}: {}", kind.0, name.as_str()));
        text.odd = true;
        Ok(Creator(text))
    }
}

object! {
    /// A remark on an element.
    Annotation {
        "annotationType" => kind: Option<Plain<'a>>,
        "comment" => comment: Option<Plain<'a>>,
        "element" => element: Option<Plain<'a>>,
    } ["annotationDate", "annotator"]
}

/// An element of which only the id matters: a file or a snippet. There may be very many, so nothing else is kept.
#[derive(Debug, Default)]
pub(in crate::sbom) struct Element<'a> {
    /// Its id.
    pub(in crate::sbom) id: Option<Plain<'a>>,
}

impl<'de: 'a, 'a> serde::Deserialize<'de> for Element<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        AnyElement::deserialize(deserializer).map(|any| Self { id: any.id })
    }
}

object! {
    /// The id of an element; its other members are not looked at.
    AnyElement {
        "SPDXID" => id: Option<Plain<'a>>,
    } ["fileName", "snippetFromFile", "comment"]
}

object! {
    /// A package: what everybody else calls a component.
    Package {
        "SPDXID" => id: Option<Plain<'a>>,
        "name" => name: Option<Plain<'a>>,
        "versionInfo" => version: Option<Plain<'a>>,
        "supplier" => supplier: Option<Plain<'a>>,
        "originator" => originator: Option<Plain<'a>>,
        "downloadLocation" => download_location: Option<Plain<'a>>,
        "homepage" => homepage: Option<Plain<'a>>,
        "checksums" => checksums: List<Checksum<'a>>,
        "licenseConcluded" => concluded: Option<Plain<'a>>,
        "licenseDeclared" => declared: Option<Plain<'a>>,
        "licenseInfoFromFiles" => from_files: List<Plain<'a>>,
        "copyrightText" => copyright: Option<Plain<'a>>,
        "summary" => summary: Option<Plain<'a>>,
        "description" => description: Option<Plain<'a>>,
        "externalRefs" => external_references: List<ExternalRef<'a>>,
        "annotations" => annotations: List<Annotation<'a>>,
        "primaryPackagePurpose" => purpose: Option<Plain<'a>>,
        "validUntilDate" => valid_until: Option<Plain<'a>>,
    } ["packageFileName", "filesAnalyzed", "packageVerificationCode", "sourceInfo", "licenseComments", "comment",
       "attributionTexts", "hasFiles", "builtDate", "releaseDate"]
}

object! {
    /// A hash.
    Checksum {
        "algorithm" => algorithm: Option<Plain<'a>>,
        "checksumValue" => value: Option<Plain<'a>>,
    }
}

object! {
    /// A reference to the outside.
    ExternalRef {
        "referenceCategory" => category: Option<Plain<'a>>,
        "referenceType" => kind: Option<Plain<'a>>,
        "referenceLocator" => locator: Option<Plain<'a>>,
        "comment" => comment: Option<Plain<'a>>,
    }
}

object! {
    /// How two elements hang together.
    Relationship {
        "spdxElementId" => from: Option<Plain<'a>>,
        "relationshipType" => kind: Option<Plain<'a>>,
        "relatedSpdxElement" => to: Option<Plain<'a>>,
    } ["comment"]
}

impl crate::sbom::put::Put<'_> for Element<'_> {}

impl<'de> Take<'de> for Element<'de> {
    fn take<D: serde::Deserializer<'de>>(deserializer: D, _: Parts) -> Result<Self, D::Error> {
        serde::Deserialize::deserialize(deserializer)
    }
}

impl crate::sbom::put::Put<'_> for Creator<'_> {}

impl<'de> Take<'de> for Creator<'de> {
    fn take<D: serde::Deserializer<'de>>(deserializer: D, _: Parts) -> Result<Self, D::Error> {
        serde::Deserialize::deserialize(deserializer)
    }
}
