//! The SPDX 3 graph: elements of all types share one struct, of which only what becomes a row is kept.

use crate::sbom::object::{Parts, Take, object};
use crate::sbom::value::{List, Plain, Text, text};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::marker::PhantomData;

object! {
    /// The whole file.
    Graph {
        "@graph" => elements: List<Element<'a>>,
    } ["@context"]
}

object! {
    /// One element, of whatever type.
    Element {
        "type" => kind: Option<Plain<'a>>,
        "@type" => at_kind: Option<Plain<'a>>,
        "spdxId" => spdx_id: Option<Plain<'a>>,
        "@id" => at_id: Option<Plain<'a>>,
        "name" => name: Option<Plain<'a>>,
        "summary" => summary: Option<Plain<'a>>,
        "description" => description: Option<Plain<'a>>,
        "creationInfo" => creation_info: Links<'a>,
        "specVersion" => spec_version: Option<Plain<'a>>,
        "created" => created: Option<Plain<'a>>,
        "createdBy" => created_by: Links<'a>,
        "createdUsing" => created_using: Links<'a>,
        "rootElement" => roots: Links<'a>,
        "element" => members: Links<'a>,
        "software_sbomType" => sbom_types: Links<'a>,
        "software_packageVersion" => version: Option<Plain<'a>>,
        "software_packageUrl" => purl: Option<Plain<'a>>,
        "software_downloadLocation" => download_location: Option<Plain<'a>>,
        "software_homePage" => homepage: Option<Plain<'a>>,
        "software_copyrightText" => copyright: Option<Plain<'a>>,
        "software_primaryPurpose" => purpose: Option<Plain<'a>>,
        "suppliedBy" => supplied_by: Links<'a>,
        "originatedBy" => originated_by: Links<'a>,
        "validUntilTime" => valid_until: Option<Plain<'a>>,
        "verifiedUsing" => verified: List<Integrity<'a>>,
        "externalIdentifier" => identifiers: List<ExternalIdentifier<'a>>,
        "externalRef" => references: List<ExternalRef<'a>>,
        "simplelicensing_licenseExpression" => expression: Option<Plain<'a>>,
        "relationshipType" => relation: Option<Plain<'a>>,
        "from" => from: Links<'a>,
        "to" => to: Links<'a>,
        "completeness" => completeness: Option<Plain<'a>>,
        "subject" => subject: Links<'a>,
        "statement" => statement: Option<Text<'a>>,
    }
}

object! {
    /// A hash of an element.
    Integrity {
        "algorithm" => algorithm: Option<Plain<'a>>,
        "hashValue" => value: Option<Plain<'a>>,
    } ["type", "comment"]
}

object! {
    /// An identifier from somewhere else.
    ExternalIdentifier {
        "externalIdentifierType" => kind: Option<Plain<'a>>,
        "identifier" => value: Option<Plain<'a>>,
    } ["type", "comment", "identifierLocator", "issuingAuthority"]
}

object! {
    /// A reference to the outside.
    ExternalRef {
        "externalRefType" => kind: Option<Plain<'a>>,
        "locator" => locators: Links<'a>,
        "comment" => comment: Option<Plain<'a>>,
    } ["type", "contentType"]
}

impl<'a> Element<'a> {
    /// Its id, however it is called.
    pub(super) fn id(&self) -> Option<&str> {
        text(&self.spdx_id).or(text(&self.at_id))
    }

    /// Its type, however it is called.
    pub(super) fn kind(&self) -> Option<&str> {
        text(&self.kind).or(text(&self.at_kind))
    }

    /// Whether it is of a type.
    pub(super) fn is(&self, kind: &str) -> bool {
        self.kind() == Some(kind)
    }

    /// Whether it is what the facts call a component: a package of any profile.
    pub(super) fn is_package(&self) -> bool {
        matches!(
            self.kind(),
            Some("software_Package" | "dataset_DatasetPackage" | "ai_AIPackage")
        )
    }
}

/// One link: the id of an element, or the element itself.
#[derive(Debug)]
pub(in crate::sbom) enum Link<'a> {
    /// By its id.
    Id(Plain<'a>),
    /// Written out on the spot.
    Inline(Box<Element<'a>>),
}

impl<'a> Link<'a> {
    /// The id it names.
    pub(super) fn id(&self) -> Option<&str> {
        match self {
            Self::Id(id) => Some(id.as_str()).filter(|i| !i.is_empty()),
            Self::Inline(element) => element.id(),
        }
    }

    /// The element, where it is written out.
    pub(super) fn element(&self) -> Option<&Element<'a>> {
        if let Self::Inline(element) = self {
            Some(element)
        } else {
            None
        }
    }
}

/// One link or a list of them.
#[derive(Debug, Default)]
pub(in crate::sbom) struct Links<'a>(Vec<Link<'a>>);

impl<'a> Links<'a> {
    /// All links.
    pub(super) fn all(&self) -> impl Iterator<Item = &Link<'a>> {
        self.0.iter()
    }

    /// The ids of all links.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(Link::id)
    }

    /// The first id; an inlined element without one has an empty id.
    pub(super) fn first_id(&self) -> Option<&str> {
        self.0.first().map(|link| link.id().unwrap_or(""))
    }

    /// Elements that are written out, with their index.
    pub(super) fn inlined(&self) -> impl Iterator<Item = (usize, &Element<'a>)> {
        self.0
            .iter()
            .enumerate()
            .filter_map(|(index, link)| Some((index, link.element()?)))
    }
}

struct LinkVisitor<'a>(PhantomData<&'a ()>);

impl<'de: 'a, 'a> Visitor<'de> for LinkVisitor<'a> {
    type Value = Links<'a>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id, an element or a list of them")
    }
    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Links::default())
    }
    fn visit_borrowed_str<E: Error>(self, v: &'de str) -> Result<Self::Value, E> {
        Ok(Links(vec![Link::Id(Plain::new(v))]))
    }
    fn visit_str<E: Error>(self, v: &str) -> Result<Self::Value, E> {
        Ok(Links(vec![Link::Id(Plain::new(v.to_owned()))]))
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let element = Element::deserialize(serde::de::value::MapAccessDeserializer::new(map))?;
        Ok(Links(vec![Link::Inline(Box::new(element))]))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut links = Vec::new();
        while let Some(more) = seq.next_element::<Links<'a>>()? {
            links.extend(more.0);
        }
        Ok(Links(links))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Links<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LinkVisitor(PhantomData))
    }
}

impl crate::sbom::put::Put<'_> for Links<'_> {}

impl<'de> Take<'de> for Links<'de> {
    fn take<D: Deserializer<'de>>(deserializer: D, _: Parts) -> Result<Self, D::Error> {
        Deserialize::deserialize(deserializer)
    }
}
