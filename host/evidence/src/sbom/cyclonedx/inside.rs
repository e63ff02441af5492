//! The rules inside one component, service, licence, hash or reference.

use super::model::{Component, ExternalReference, Hash, License, LicenseChoice, Property, Service};
use super::place::Syntax;
use super::rules::{Rules, shown};
use super::words;
use crate::sbom::emit::{is_license_exception, is_license_id};
use crate::sbom::value::{flag, text};

impl Rules<'_, '_, '_> {
    /// What must hold for the members of a component.
    pub(super) fn inside(&mut self, c: &Component<'_>) {
        self.known(&c.unknown);
        self.required("type", &c.kind);
        if text(&c.kind).is_some() {
            self.one_of("type", &c.kind, words::COMPONENT_TYPES);
        }
        self.required("name", &c.name);
        if self.minor <= 3 && c.version.is_none() {
            self.required("version", &c.version);
        }
        self.one_of("scope", &c.scope, words::SCOPES);
        self.form("purl", &c.purl, words::is_purl, "a package URL");
        self.form("cpe", &c.cpe, words::is_cpe, "a CPE name");
        self.strings(&[
            ("name", &c.name),
            ("version", &c.version),
            ("group", &c.group),
            ("purl", &c.purl),
        ]);
        if c.version_range.is_some() {
            if c.version.is_some() {
                let message = "`version` and `versionRange` exclude each other".to_owned();
                self.broken("invalid-value", "versionRange", message);
            }
            if flag(&c.is_external) != Some(true) {
                let message = "`versionRange` is only for components with `isExternal`".to_owned();
                self.broken("invalid-value", "versionRange", message);
            }
        }
        self.each("hashes", "hash", &c.hashes, Self::hash);
        self.licenses(&c.licenses);
        self.external_references(&c.external_references);
        self.properties(&c.properties);
        for organization in [&c.supplier, &c.manufacturer].into_iter().flatten() {
            self.known(&organization.unknown);
        }
        if let Some(swid) = &c.swid {
            self.known(&swid.unknown);
            self.required("swid/tagId", &swid.tag_id);
            self.strings(&[("swid/version", &swid.version)]);
            let whole = |v: &str| v.parse::<u64>().is_ok();
            self.form("swid/tagVersion", &swid.tag_version, whole, "a whole number");
            self.form(
                "swid/patch",
                &swid.patch,
                |v| matches!(v, "true" | "false" | "1" | "0"),
                "true or false",
            );
            self.required("swid/name", &swid.name);
        }
        if let Some(evidence) = &c.evidence {
            self.known(&evidence.unknown);
            let mark = self.place.enter("evidence");
            self.licenses(&evidence.licenses);
            self.place.leave(mark);
        }
        if let Some(crypto) = &c.crypto {
            self.known(&crypto.unknown);
            self.required("cryptoProperties/assetType", &crypto.asset_type);
            self.one_of("cryptoProperties/assetType", &crypto.asset_type, words::CRYPTO);
        }
        if let Some(pedigree) = &c.pedigree {
            self.known(&pedigree.unknown);
            let mark = self.place.enter("pedigree");
            self.each("patches", "patch", &pedigree.patches, |rules, patch| {
                rules.known(&patch.unknown);
                rules.required("type", &patch.kind);
                rules.one_of("type", &patch.kind, words::PATCHES);
                rules.each("resolves", "issue", &patch.resolves, |rules, issue| {
                    rules.required("type", &issue.kind);
                    rules.one_of("type", &issue.kind, words::ISSUES);
                });
            });
            self.place.leave(mark);
        }
    }

    /// What must hold for the members of a service.
    pub(super) fn service(&mut self, service: &Service<'_>) {
        self.known(&service.unknown);
        self.required("name", &service.name);
        self.each("data", "classification", &service.data, |rules, data| {
            rules.known(&data.unknown);
            rules.required("flow", &data.flow);
            rules.one_of("flow", &data.flow, words::FLOWS);
            rules.required("classification", &data.classification);
        });
        self.licenses(&service.licenses);
        self.external_references(&service.external_references);
        self.properties(&service.properties);
    }

    fn hash(&mut self, hash: &Hash<'_>) {
        self.known(&hash.unknown);
        self.required("alg", &hash.algorithm);
        if text(&hash.algorithm).is_some() {
            self.one_of("alg", &hash.algorithm, words::HASHES);
        }
        let content = text(&hash.content).unwrap_or("");
        if !words::is_hash_content(content) {
            let message = format!("`content` has `{}`, which is no hash in hex digits", shown(content));
            self.broken("invalid-value", "content", message);
        } else if let Some(algorithm) = text(&hash.algorithm)
            && let Some(digits) = words::hex_digits(algorithm)
            && digits != content.len()
        {
            let message = format!(
                "a {algorithm} hash has {digits} hex digits, this one has {}",
                content.len()
            );
            self.broken("invalid-value", "content", message);
        }
    }

    /// A list of licence statements: one shape each, and an expression stands alone (before 1.7).
    pub(super) fn licenses(&mut self, licenses: &[LicenseChoice<'_>]) {
        let expressions = licenses.iter().filter(|l| l.expression.is_some()).count();
        if expressions > 0 && licenses.len() > 1 && self.minor < 7 {
            let message = "an expression must be the only licence statement".to_owned();
            self.broken("license-choice", "licenses", message);
        }
        self.each("licenses", "license", licenses, |rules, choice| {
            rules.known(&choice.unknown);
            rules.one_of("acknowledgement", &choice.acknowledgement, words::ACKNOWLEDGEMENTS);
            match (&choice.license, &choice.expression) {
                (Some(license), None) => {
                    let member = if rules.place.syntax == Syntax::Json {
                        "license"
                    } else {
                        ""
                    };
                    let mark = rules.place.enter(member);
                    rules.license(license);
                    rules.place.leave(mark);
                }
                (None, Some(_)) => rules.required("expression", &choice.expression),
                _ => {
                    let message = "a licence statement needs either `license` or `expression`".to_owned();
                    rules.broken("license-choice", "", message);
                }
            }
        });
    }

    fn license(&mut self, license: &License<'_>) {
        self.known(&license.unknown);
        self.one_of("acknowledgement", &license.acknowledgement, words::ACKNOWLEDGEMENTS);
        self.properties(&license.properties);
        match (&license.id, &license.name) {
            (Some(_), None) => {
                let known = |id: &str| is_license_id(id) || is_license_exception(id);
                self.form("id", &license.id, known, "an id of the SPDX licence list");
            }
            (None, Some(_)) => {}
            _ => {
                let message = "a licence needs either `id` or `name`".to_owned();
                self.broken("license-choice", "", message);
            }
        }
    }

    /// References to the outside: a known type and an address.
    pub(super) fn external_references(&mut self, references: &[ExternalReference<'_>]) {
        let item = "reference";
        self.each("externalReferences", item, references, |rules, reference| {
            rules.known(&reference.unknown);
            rules.required("type", &reference.kind);
            if text(&reference.kind).is_some() {
                rules.one_of("type", &reference.kind, words::REFERENCES);
            }
            rules.required("url", &reference.url);
            rules.each("hashes", "hash", &reference.hashes, Self::hash);
            rules.properties(&reference.properties);
        });
    }

    /// Properties need a name since 1.6.
    pub(super) fn properties(&mut self, properties: &[Property<'_>]) {
        for (index, property) in properties.iter().enumerate() {
            self.known(&property.unknown);
            if self.minor >= 6 && property.name.is_none() {
                let mark = self.place.enter_item("properties", "property", index);
                self.required("name", &property.name);
                self.place.leave(mark);
            }
        }
    }
}
