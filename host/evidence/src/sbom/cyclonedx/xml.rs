//! CycloneDX XML into the document model: which element fills which member.

use super::model::{
    Address, Algorithm, Bom, Citation, Component, Composition, Contact, Crypto, Dependency, Distribution, Evidence,
    ExternalReference, Hash, Issue, License, LicenseChoice, Lifecycle, Material, Metadata, Organization, Patch,
    Pedigree, Property, Protocol, Service, ServiceData, Swid, Tool, ToolBox,
};
use crate::Limits;
use crate::sbom::cursor::{Cursor, Element};
use crate::sbom::from_xml::{FromXml, Parsed, from_xml, from_xml_text, list, once};
use crate::sbom::value::{List, Present, Text};
use sekisho_model::Diagnostic;

/// Reads the whole text; answers the document and the broken rules that only the syntax shows.
pub(super) fn parse<'a>(text: &'a str, limits: &'a Limits) -> Parsed<(Bom<'a>, Vec<Diagnostic>)> {
    let mut cursor = Cursor::new(text, limits, "CycloneDX XML");
    let (root, namespace) = cursor.root(super::is_namespace)?;
    let Some(version) = namespace.strip_prefix("http://cyclonedx.org/schema/bom/") else {
        return Err(cursor.malformed("the root element is not in a CycloneDX namespace"));
    };
    if root.name() != "bom" {
        return Err(cursor.malformed("the root element is not `bom`"));
    }
    let mut bom = Bom::read(&mut cursor, root)?;
    cursor.end()?;
    bom.spec_version = Some(Text::new(version.to_owned()));
    bom.signature = Present(cursor.signed);
    Ok((bom, cursor.remarks))
}

from_xml!(Bom {
    attributes { "serialNumber" => serial_number, "version" => version }
    once { "metadata" => metadata }
    lists {
        "components" => components, "services" => services, "externalReferences" => external_references,
        "dependencies" => dependencies, "compositions" => compositions, "citations" => citations,
        "properties" => properties,
    }
    skip { "vulnerabilities", "annotations", "formulation", "declarations", "definitions" }
});

impl<'a> FromXml<'a> for Metadata<'a> {
    fn read(cursor: &mut Cursor<'a>, element: Element<'a>) -> Parsed<Self> {
        let mut object = Metadata {
            line: element.line,
            ..Metadata::default()
        };
        let mut unknown = crate::sbom::value::Unknown::default();
        cursor.children(&element, &mut |name| unknown.note(name), &mut |cursor, child| {
            match child.name() {
                "timestamp" => once(cursor, child, &mut object.timestamp)?,
                "lifecycles" => list(cursor, child, &mut object.lifecycles)?,
                "authors" => list(cursor, child, &mut object.authors)?,
                "component" => once(cursor, child, &mut object.component)?,
                "manufacture" => once(cursor, child, &mut object.manufacture)?,
                "manufacturer" => once(cursor, child, &mut object.manufacturer)?,
                "supplier" => once(cursor, child, &mut object.supplier)?,
                "licenses" => list(cursor, child, &mut object.licenses)?,
                "properties" => list(cursor, child, &mut object.properties)?,
                "distributionConstraints" => once(cursor, child, &mut object.distribution)?,
                "tools" => {
                    let mut tools = ToolBox::default();
                    cursor.children(&child, &mut |_| {}, &mut |cursor, tool| {
                        match tool.name() {
                            "tool" => object.tools.list.push(Tool::read(cursor, tool)?),
                            "components" => list(cursor, tool, &mut tools.components)?,
                            "services" => list(cursor, tool, &mut tools.services)?,
                            _ => return Ok(Some(tool)),
                        }
                        Ok(None)
                    })?;
                    object.tools.new = tools;
                }
                _ => return Ok(Some(child)),
            }
            Ok(None)
        })?;
        object.unknown = unknown;
        Ok(object)
    }
}

from_xml!(Distribution { once { "tlp" => tlp } });
from_xml!(Lifecycle { once { "phase" => phase, "name" => name } skip { "description" } });
from_xml!(Contact { once { "name" => name, "email" => email } skip { "phone" } });
from_xml!(Address {
    once { "country" => country } skip { "region", "locality", "postOfficeBoxNumber", "postalCode", "streetAddress" }
});
from_xml!(Organization {
    once { "name" => name, "address" => address } items { "contact" => contact } skip { "url" }
});
from_xml!(Tool {
    once { "vendor" => vendor, "name" => name, "version" => version } skip { "hashes", "externalReferences" }
});
from_xml!(Component {
    attributes { "type" => kind, "mime-type" => mime_type, "bom-ref" => bom_ref, "isExternal" => is_external }
    once {
        "supplier" => supplier, "manufacturer" => manufacturer, "author" => author, "publisher" => publisher,
        "group" => group, "name" => name, "version" => version, "versionRange" => version_range,
        "description" => description, "scope" => scope, "copyright" => copyright, "cpe" => cpe, "purl" => purl,
        "swid" => swid, "pedigree" => pedigree, "evidence" => evidence, "cryptoProperties" => crypto,
    }
    lists {
        "authors" => authors, "hashes" => hashes, "externalReferences" => external_references,
        "licenses" => licenses, "components" => components, "properties" => properties,
    }
    items { "omniborId" => omnibor, "swhid" => swhid }
    skip { "modified", "releaseNotes", "modelCard", "data", "tags", "patentAssertions" }
});
from_xml_text!(Hash { "alg" => algorithm } content);
from_xml_text!(Property { "name" => name } value);
from_xml!(License {
    attributes { "acknowledgement" => acknowledgement }
    once { "id" => id, "name" => name } lists { "properties" => properties } skip { "text", "url", "licensing" }
});

impl<'a> FromXml<'a> for LicenseChoice<'a> {
    fn read(cursor: &mut Cursor<'a>, element: Element<'a>) -> Parsed<Self> {
        let mut object = LicenseChoice {
            line: element.line,
            ..LicenseChoice::default()
        };
        let attributes = cursor.attributes(&element)?;
        let attribute = |wanted: &str| {
            attributes
                .iter()
                .find(|(n, _)| n == wanted)
                .map(|(_, v)| Text::new(v.clone()))
        };
        object.acknowledgement = attribute("acknowledgement");
        match element.name() {
            "license" => object.license = Some(FromXml::read(cursor, element)?),
            "expression" => object.expression = Some(FromXml::read(cursor, element)?),
            "expression-detailed" => {
                object.expression = attribute("expression");
                cursor.skip(&element)?;
            }
            other => {
                object.unknown.note(other);
                cursor.skip(&element)?;
            }
        }
        Ok(object)
    }
}

from_xml!(Swid {
    attributes { "tagId" => tag_id, "name" => name, "version" => version, "tagVersion" => tag_version, "patch" => patch }
    skip { "text", "url" }
});
from_xml!(Pedigree {
    lists { "patches" => patches } skip { "ancestors", "descendants", "variants", "commits", "notes" }
});
from_xml!(Patch { attributes { "type" => kind } lists { "resolves" => resolves } skip { "diff" } });
from_xml!(Issue {
    attributes { "type" => kind } skip { "id", "name", "description", "source", "references" }
});
from_xml!(Evidence {
    lists { "licenses" => licenses } skip { "identity", "occurrences", "callstack", "copyright" }
});
from_xml!(Crypto {
    once {
        "assetType" => asset_type, "algorithmProperties" => algorithm, "protocolProperties" => protocol,
        "relatedCryptoMaterialProperties" => material,
    }
    skip { "certificateProperties", "oid" }
});
from_xml!(Algorithm {
    once {
        "algorithmFamily" => family, "parameterSetIdentifier" => parameter, "curve" => curve,
        "ellipticCurve" => elliptic_curve,
    }
    skip {
        "primitive", "executionEnvironment", "implementationPlatform", "certificationLevel", "mode", "padding",
        "cryptoFunctions", "classicalSecurityLevel", "nistQuantumSecurityLevel",
    }
});
from_xml!(Protocol {
    once { "type" => kind, "version" => version }
    skip { "cipherSuites", "ikev2TransformTypes", "cryptoRef", "cryptoRefArray", "relatedCryptographicAssets" }
});
from_xml!(Material {
    once { "type" => kind, "size" => size }
    skip {
        "id", "state", "algorithmRef", "creationDate", "activationDate", "updateDate", "expirationDate", "value",
        "format", "securedBy", "fingerprint", "relatedCryptographicAssets",
    }
});
from_xml!(ExternalReference {
    attributes { "type" => kind }
    once { "url" => url, "comment" => comment }
    lists { "hashes" => hashes, "properties" => properties }
});
from_xml!(Service {
    attributes { "bom-ref" => bom_ref }
    once { "name" => name, "version" => version }
    lists {
        "data" => data, "licenses" => licenses, "externalReferences" => external_references,
        "services" => services, "properties" => properties,
    }
    skip {
        "provider", "group", "description", "endpoints", "authenticated", "x-trust-boundary", "trustZone",
        "releaseNotes", "tags", "patentAssertions",
    }
});

impl<'a> FromXml<'a> for ServiceData<'a> {
    /// Up to 1.4 a `classification` with the flow as attribute; since 1.5 a `dataflow` around it.
    fn read(cursor: &mut Cursor<'a>, element: Element<'a>) -> Parsed<Self> {
        let mut object = ServiceData {
            line: element.line,
            ..ServiceData::default()
        };
        let outer = cursor.attributes(&element)?;
        let flow = |attributes: Vec<(String, String)>| attributes.into_iter().find(|(n, _)| n == "flow");
        object.flow = flow(outer).map(|(_, v)| Text::new(v));
        if element.name() == "classification" {
            object.classification = Some(FromXml::read(cursor, element)?);
            return Ok(object);
        }
        cursor.children(&element, &mut |_| {}, &mut |cursor, child| {
            if child.name() != "classification" {
                return Ok(Some(child));
            }
            if let Some((_, value)) = flow(cursor.attributes(&child)?) {
                object.flow = Some(Text::new(value));
            }
            once(cursor, child, &mut object.classification)?;
            Ok(None)
        })?;
        Ok(object)
    }
}

/// An element that only names something: `<dependency ref="…"/>`, `<assembly ref="…"/>`.
struct Named<'a>(Text<'a>);

impl<'a> FromXml<'a> for Named<'a> {
    fn read(cursor: &mut Cursor<'a>, element: Element<'a>) -> Parsed<Self> {
        let reference = cursor.attributes(&element)?.into_iter().find(|(n, _)| n == "ref");
        cursor.skip(&element)?;
        Ok(Self(Text::new(reference.map(|(_, v)| v).unwrap_or_default())))
    }
}

impl<'a> FromXml<'a> for Dependency<'a> {
    fn read(cursor: &mut Cursor<'a>, element: Element<'a>) -> Parsed<Self> {
        let mut object = Dependency {
            line: element.line,
            ..Dependency::default()
        };
        let reference = cursor.attributes(&element)?.into_iter().find(|(n, _)| n == "ref");
        object.reference = reference.map(|(_, v)| Text::new(v));
        let mut unknown = crate::sbom::value::Unknown::default();
        cursor.children(&element, &mut |name| unknown.note(name), &mut |cursor, child| {
            match child.name() {
                "dependency" => object.depends_on.0.push(Named::read(cursor, child)?.0),
                "provides" => object.provides.0.push(Named::read(cursor, child)?.0),
                _ => return Ok(Some(child)),
            }
            Ok(None)
        })?;
        object.unknown = unknown;
        Ok(object)
    }
}

impl<'a> FromXml<'a> for Composition<'a> {
    fn read(cursor: &mut Cursor<'a>, element: Element<'a>) -> Parsed<Self> {
        let mut object = Composition {
            line: element.line,
            ..Composition::default()
        };
        let mut unknown = crate::sbom::value::Unknown::default();
        cursor.children(&element, &mut |name| unknown.note(name), &mut |cursor, child| {
            let mut named = List::default();
            match child.name() {
                "aggregate" => once(cursor, child, &mut object.aggregate)?,
                kind @ ("assemblies" | "dependencies" | "vulnerabilities") => {
                    let slot = match kind {
                        "assemblies" => &mut object.assemblies,
                        "dependencies" => &mut object.dependencies,
                        _ => &mut object.vulnerabilities,
                    };
                    list::<Named<'a>>(cursor, child, &mut named)?;
                    slot.0.extend(named.0.into_iter().map(|n| n.0));
                }
                _ => return Ok(Some(child)),
            }
            Ok(None)
        })?;
        object.unknown = unknown;
        Ok(object)
    }
}

impl<'a> FromXml<'a> for Citation<'a> {
    fn read(cursor: &mut Cursor<'a>, element: Element<'a>) -> Parsed<Self> {
        let mut object = Citation {
            line: element.line,
            ..Citation::default()
        };
        let mut unknown = crate::sbom::value::Unknown::default();
        cursor.children(&element, &mut |name| unknown.note(name), &mut |cursor, child| {
            match child.name() {
                "pointers" => object.pointers = FromXml::read(cursor, child)?,
                "expressions" => object.expressions = FromXml::read(cursor, child)?,
                "timestamp" => once(cursor, child, &mut object.timestamp)?,
                "attributedTo" => once(cursor, child, &mut object.attributed_to)?,
                "process" => once(cursor, child, &mut object.process)?,
                "note" | "signature" => cursor.skip(&child)?,
                _ => return Ok(Some(child)),
            }
            Ok(None)
        })?;
        object.unknown = unknown;
        Ok(object)
    }
}
