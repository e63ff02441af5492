//! The CycloneDX document as both syntaxes are read into it: only what becomes a row or is checked by a rule.

use super::parts;
use crate::sbom::object::{Parts, Seed, Take, object};
use crate::sbom::put::Put;
use crate::sbom::value::{List, Present, Text, text};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Whether a list has at least one object in it; what they say is read elsewhere.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::sbom) struct Listed(pub(in crate::sbom) bool);

impl<'de> Take<'de> for Listed {
    fn take<D: Deserializer<'de>>(deserializer: D, _: Parts) -> Result<Self, D::Error> {
        <&'de serde_json::value::RawValue>::deserialize(deserializer)
            .map(|raw| Self(raw.get().starts_with('[') && raw.get().contains('{')))
    }
}

impl Put<'_> for Listed {}

object! {
    /// The whole document.
    Bom {
        "bomFormat" => bom_format: Option<Text<'a>>,
        "specVersion" => spec_version: Option<Text<'a>>,
        "serialNumber" => serial_number: Option<Text<'a>>,
        "version" => version: Option<Text<'a>>,
        "metadata" => metadata: Option<Box<Metadata<'a>>>,
        "components" => components: List<Component<'a>>,
        "services" => services: List<Service<'a>> = parts::DEPENDENCIES,
        "externalReferences" => external_references: List<ExternalReference<'a>> = parts::REFERENCES,
        "dependencies" => dependencies: List<Dependency<'a>> = parts::DEPENDENCIES,
        "compositions" => compositions: List<Composition<'a>> = parts::COMPOSITIONS,
        "citations" => citations: List<Citation<'a>> = parts::RULES,
        "properties" => properties: List<Property<'a>> = parts::RULES,
        "signature" => signature: Present,
        "vulnerabilities" => vulnerabilities: Listed,
    } ["$schema", "annotations", "formulation", "declarations", "definitions"]
}

impl Bom<'_> {
    /// Whether vulnerabilities are listed that the reader of those takes.
    pub(in crate::sbom) fn has_vulnerabilities(&self) -> bool {
        self.vulnerabilities.0 && text(&self.bom_format) == Some("CycloneDX")
    }
}

object! {
    /// What the document says about itself.
    Metadata {
        "timestamp" => timestamp: Option<Text<'a>>,
        "lifecycles" => lifecycles: List<Lifecycle<'a>>,
        "tools" => tools: Tools<'a>,
        "authors" => authors: List<Contact<'a>>,
        "component" => component: Option<Box<Component<'a>>>,
        "manufacture" => manufacture: Option<Box<Organization<'a>>>,
        "manufacturer" => manufacturer: Option<Box<Organization<'a>>>,
        "supplier" => supplier: Option<Box<Organization<'a>>>,
        "licenses" => licenses: List<LicenseChoice<'a>> = parts::RULES,
        "properties" => properties: List<Property<'a>> = parts::RULES,
        "distributionConstraints" => distribution: Option<Distribution<'a>>,
    }
}

object! {
    /// Who may see the document.
    Distribution {
        "tlp" => tlp: Option<Text<'a>>,
    }
}

object! {
    /// A stage of the life of the product.
    Lifecycle {
        "phase" => phase: Option<Text<'a>>,
        "name" => name: Option<Text<'a>>,
    } ["description"]
}

object! {
    /// A person to talk to.
    Contact {
        "name" => name: Option<Text<'a>>,
        "email" => email: Option<Text<'a>>,
    } ["bom-ref", "phone"]
}

object! {
    /// Where an organization is.
    Address {
        "country" => country: Option<Text<'a>>,
    } ["bom-ref", "region", "locality", "postOfficeBoxNumber", "postalCode", "streetAddress"]
}

object! {
    /// An organization.
    Organization {
        "name" => name: Option<Text<'a>>,
        "contact" => contact: List<Contact<'a>>,
        "address" => address: Option<Address<'a>>,
    } ["bom-ref", "url"]
}

object! {
    /// A tool in the old shape.
    Tool {
        "vendor" => vendor: Option<Text<'a>>,
        "name" => name: Option<Text<'a>>,
        "version" => version: Option<Text<'a>>,
    } ["hashes", "externalReferences"]
}

object! {
    /// The tools in the new shape.
    ToolBox {
        "components" => components: List<Component<'a>>,
        "services" => services: List<Service<'a>>,
    }
}

/// The tools in either shape.
#[derive(Debug, Default)]
pub(in crate::sbom) struct Tools<'a> {
    /// The old shape: a list.
    pub(in crate::sbom) list: Vec<Tool<'a>>,
    /// The new shape: components and services.
    pub(in crate::sbom) new: ToolBox<'a>,
}

impl Put<'_> for Tools<'_> {}

impl<'de> Take<'de> for Tools<'de> {
    fn take<D: Deserializer<'de>>(deserializer: D, parts: Parts) -> Result<Self, D::Error> {
        struct Shapes(Parts);
        impl<'de> Visitor<'de> for Shapes {
            type Value = Tools<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of tools or an object with components and services")
            }
            fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
                Ok(Tools::default())
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut tools = Tools::default();
                while let Some(tool) = seq.next_element_seed(Seed::new(self.0))? {
                    tools.list.push(tool);
                }
                Ok(tools)
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                let new = ToolBox::take(serde::de::value::MapAccessDeserializer::new(map), self.0)?;
                Ok(Tools { list: Vec::new(), new })
            }
        }
        deserializer.deserialize_any(Shapes(parts))
    }
}

object! {
    /// A component.
    Component {
        "type" => kind: Option<Text<'a>>,
        "mime-type" => mime_type: Option<Text<'a>>,
        "bom-ref" => bom_ref: Option<Text<'a>>,
        "supplier" => supplier: Option<Box<Organization<'a>>>,
        "manufacturer" => manufacturer: Option<Box<Organization<'a>>> = parts::PROSE,
        "authors" => authors: List<Contact<'a>> = parts::PROSE,
        "author" => author: Option<Text<'a>> = parts::PROSE,
        "publisher" => publisher: Option<Text<'a>> = parts::PROSE,
        "group" => group: Option<Text<'a>>,
        "name" => name: Option<Text<'a>>,
        "version" => version: Option<Text<'a>>,
        "versionRange" => version_range: Option<Text<'a>>,
        "isExternal" => is_external: Option<Text<'a>>,
        "description" => description: Option<Text<'a>> = parts::PROSE,
        "scope" => scope: Option<Text<'a>>,
        "hashes" => hashes: List<Hash<'a>> = parts::HASHES,
        "licenses" => licenses: List<LicenseChoice<'a>> = parts::LICENSES,
        "copyright" => copyright: Option<Text<'a>> = parts::PROSE,
        "cpe" => cpe: Option<Text<'a>>,
        "purl" => purl: Option<Text<'a>>,
        "omniborId" => omnibor: List<Text<'a>> = parts::IDENTIFIERS,
        "swhid" => swhid: List<Text<'a>> = parts::IDENTIFIERS,
        "swid" => swid: Option<Box<Swid<'a>>> = parts::SWID,
        "pedigree" => pedigree: Option<Box<Pedigree<'a>>> = parts::RULES,
        "externalReferences" => external_references: List<ExternalReference<'a>> = parts::REFERENCES,
        "components" => components: List<Component<'a>>,
        "evidence" => evidence: Option<Box<Evidence<'a>>> = parts::LICENSES,
        "properties" => properties: List<Property<'a>> = parts::PROPERTIES,
        "cryptoProperties" => crypto: Option<Box<Crypto<'a>>> = parts::CRYPTO,
    } ["modified", "releaseNotes", "modelCard", "data", "tags", "signature", "patentAssertions"]
}

object! {
    /// A hash.
    Hash {
        "alg" => algorithm: Option<Text<'a>>,
        "content" => content: Option<Text<'a>>,
    }
}

object! {
    /// One licence statement: a licence or an expression.
    LicenseChoice {
        "license" => license: Option<Box<License<'a>>>,
        "expression" => expression: Option<Text<'a>>,
        "acknowledgement" => acknowledgement: Option<Text<'a>>,
    } ["bom-ref", "expressionDetails", "licensing", "properties"]
}

object! {
    /// A licence by SPDX id or by name.
    License {
        "id" => id: Option<Text<'a>>,
        "name" => name: Option<Text<'a>>,
        "acknowledgement" => acknowledgement: Option<Text<'a>>,
        "properties" => properties: List<Property<'a>> = parts::RULES,
    } ["bom-ref", "text", "url", "licensing"]
}

object! {
    /// A software identification tag.
    Swid {
        "tagId" => tag_id: Option<Text<'a>>,
        "name" => name: Option<Text<'a>>,
        "version" => version: Option<Text<'a>>,
        "tagVersion" => tag_version: Option<Text<'a>>,
        "patch" => patch: Option<Text<'a>>,
    } ["text", "url"]
}

object! {
    /// What a component was made from; only the patches are checked.
    Pedigree {
        "patches" => patches: List<Patch<'a>>,
    } ["ancestors", "descendants", "variants", "commits", "notes"]
}

object! {
    /// One change to a component.
    Patch {
        "type" => kind: Option<Text<'a>>,
        "resolves" => resolves: List<Issue<'a>>,
    } ["diff"]
}

object! {
    /// What a patch is for.
    Issue {
        "type" => kind: Option<Text<'a>>,
    } ["id", "name", "description", "source", "references"]
}

object! {
    /// What was found when the component was looked at.
    Evidence {
        "licenses" => licenses: List<LicenseChoice<'a>>,
    } ["identity", "occurrences", "callstack", "copyright"]
}

object! {
    /// A name and a value of somebody's own.
    Property {
        "name" => name: Option<Text<'a>>,
        "value" => value: Option<Text<'a>>,
    }
}

object! {
    /// A cryptographic asset.
    Crypto {
        "assetType" => asset_type: Option<Text<'a>>,
        "algorithmProperties" => algorithm: Option<Algorithm<'a>>,
        "protocolProperties" => protocol: Option<Protocol<'a>>,
        "relatedCryptoMaterialProperties" => material: Option<Material<'a>>,
    } ["certificateProperties", "oid"]
}

object! {
    /// An algorithm.
    Algorithm {
        "algorithmFamily" => family: Option<Text<'a>>,
        "parameterSetIdentifier" => parameter: Option<Text<'a>>,
        "curve" => curve: Option<Text<'a>>,
        "ellipticCurve" => elliptic_curve: Option<Text<'a>>,
    } ["primitive", "executionEnvironment", "implementationPlatform", "certificationLevel", "mode", "padding",
       "cryptoFunctions", "classicalSecurityLevel", "nistQuantumSecurityLevel"]
}

object! {
    /// A protocol.
    Protocol {
        "type" => kind: Option<Text<'a>>,
        "version" => version: Option<Text<'a>>,
    } ["cipherSuites", "ikev2TransformTypes", "cryptoRefArray", "relatedCryptographicAssets"]
}

object! {
    /// A key or another secret.
    Material {
        "type" => kind: Option<Text<'a>>,
        "size" => size: Option<Text<'a>>,
    } ["id", "state", "algorithmRef", "creationDate", "activationDate", "updateDate", "expirationDate", "value",
       "format", "securedBy", "fingerprint", "relatedCryptographicAssets"]
}

object! {
    /// A reference to the outside.
    ExternalReference {
        "type" => kind: Option<Text<'a>>,
        "url" => url: Option<Text<'a>>,
        "comment" => comment: Option<Text<'a>>,
        "hashes" => hashes: List<Hash<'a>> = parts::RULES,
        "properties" => properties: List<Property<'a>> = parts::RULES,
    }
}

object! {
    /// A service; it is no component and gives no rows, but its rules are checked and its reference is known.
    Service {
        "bom-ref" => bom_ref: Option<Text<'a>>,
        "name" => name: Option<Text<'a>>,
        "version" => version: Option<Text<'a>>,
        "data" => data: List<ServiceData<'a>> = parts::RULES,
        "licenses" => licenses: List<LicenseChoice<'a>> = parts::RULES,
        "externalReferences" => external_references: List<ExternalReference<'a>> = parts::RULES,
        "services" => services: List<Service<'a>>,
        "properties" => properties: List<Property<'a>> = parts::RULES,
    } ["provider", "group", "description", "endpoints", "authenticated", "x-trust-boundary", "trustZone",
       "releaseNotes", "tags", "signature", "patentAssertions"]
}

object! {
    /// Data that flows through a service.
    ServiceData {
        "flow" => flow: Option<Text<'a>>,
        "classification" => classification: Option<Text<'a>>,
    } ["name", "description", "governance", "source", "destination"]
}

object! {
    /// What a component depends on and provides.
    Dependency {
        "ref" => reference: Option<Text<'a>>,
        "dependsOn" => depends_on: List<Text<'a>>,
        "provides" => provides: List<Text<'a>>,
    }
}

object! {
    /// A statement on completeness.
    Composition {
        "aggregate" => aggregate: Option<Text<'a>>,
        "assemblies" => assemblies: List<Text<'a>>,
        "dependencies" => dependencies: List<Text<'a>>,
        "vulnerabilities" => vulnerabilities: List<Text<'a>>,
    } ["bom-ref", "signature"]
}

object! {
    /// Who said something in the document.
    Citation {
        "pointers" => pointers: Present,
        "expressions" => expressions: Present,
        "timestamp" => timestamp: Option<Text<'a>>,
        "attributedTo" => attributed_to: Option<Text<'a>>,
        "process" => process: Option<Text<'a>>,
    } ["bom-ref", "note", "signature"]
}
