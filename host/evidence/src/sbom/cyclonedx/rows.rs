//! From the document to rows.

use super::ahead::Ahead;
use super::columns::{self, Columns};
use super::model::{
    Bom, Component, Contact, Crypto, ExternalReference, LicenseChoice, Metadata, Organization, Service,
};
use super::names::Names;
use super::parts;
use super::rules::{Rules, shown};
use super::signed::Signed;
use crate::ReadError;
use crate::sbom::emit::{Absences, Stated, push_at, push_hash, push_identifier, push_license};
use crate::sbom::object::Parts;
use crate::sbom::value::{Text, flag, text};
use sekisho_model::schema::rows::sbom as row;
use sekisho_model::schema::{Cell, Kind, Row};
use sekisho_model::{Date, Diagnostic, Origin};

/// Pushes everything of a document that was read as a whole.
pub(super) fn push(bom: &Bom<'_>, rules: Rules<'_, '_, '_>, parts: Parts) -> Result<(), ReadError> {
    let mut rows = Rows::new(rules, parts);
    rows.open(bom)?;
    for (index, component) in bom.components.iter().enumerate() {
        rows.item(index, component)?;
    }
    rows.services(&bom.services);
    for (index, dependency) in bom.dependencies.iter().enumerate() {
        rows.dependency(index, dependency)?;
    }
    rows.close(bom)
}

/// One document on its way to rows; its text lives for `'t`.
pub(super) struct Rows<'r, 'b, 't> {
    pub(super) rules: Rules<'r, 'b, 't>,
    pub(super) names: Names,
    keeps_names: bool,
    pub(super) document: u32,
    pub(super) left_out: usize,
    pub(super) columns: Columns,
    ahead: Ahead,
}

impl<'r, 'b, 't> Rows<'r, 'b, 't> {
    /// For one document.
    pub(super) fn new(rules: Rules<'r, 'b, 't>, parts: Parts) -> Self {
        Self {
            rules,
            names: Names::default(),
            keeps_names: parts.has(parts::NAMES),
            document: 0,
            left_out: 0,
            columns: Columns::of_schema(),
            ahead: Ahead::default(),
        }
    }

    fn push<R: Row>(&mut self, row: &R, mark: u32) -> Result<u32, ReadError> {
        let at = self.here(mark);
        push_at(self.rules.reading, row, at)
    }

    pub(super) fn here(&mut self, mark: u32) -> Origin {
        let line = self.rules.line(mark);
        let Rules { place, reading, .. } = &mut self.rules;
        place.origin(reading.builder, reading.file, line)
    }

    /// What stands before the components: the document, who made it, and the component it is about.
    pub(super) fn open(&mut self, bom: &Bom<'t>) -> Result<(), ReadError> {
        self.rules.head(bom);
        self.document(bom)?;
        let Some(metadata) = bom.metadata.as_deref() else {
            return Ok(());
        };
        self.authors(metadata)?;
        self.rules.metadata(metadata);
        if let Some(component) = &metadata.component {
            let outer = self.rules.place.enter("metadata");
            self.rules.place.enter("component");
            let root = self.component(component, None, true)?;
            self.rules.place.leave(outer);
            self.set("root", Cell::Reference(Some(root)));
        }
        Ok(())
    }

    /// What may stand behind the components: the rest.
    pub(super) fn close(mut self, bom: &Bom<'t>) -> Result<(), ReadError> {
        // These may stand at the end of the document.
        self.set("identifier", Cell::Text(text(&bom.serial_number)));
        let signed = match (bom.signature.0, self.rules.lines.text()) {
            (false, _) => Signed::nowhere(),
            (true, Some(text)) => Signed::in_json(text, self.rules.reading),
            (true, None) => Signed::in_xml(self.rules.reading),
        };
        self.set("signature", Cell::Text(Some(signed.state)));
        self.set("signature_keys", Cell::Text(signed.keys.as_deref()));
        self.external_references(&bom.external_references, None)?;
        self.rules.external_references(&bom.external_references);
        self.compositions(bom)?;
        self.rules.tail(bom);
        if self.left_out > 0 {
            let message = format!(
                "{} dependencies from or to services are not component dependencies",
                self.left_out
            );
            self.rules.reading.note(Diagnostic::note("services-left-out", message));
        }
        Ok(())
    }

    fn set(&mut self, column: &str, cell: Cell<'_>) {
        let (document, table) = (self.document, row::Document::TABLE);
        self.rules
            .reading
            .builder
            .set(Kind::Sbom, table, document, column, cell);
    }

    /// A reference name: not empty, and used once.
    fn own_name(&mut self, name: &Option<Text<'t>>, number: Option<u32>) {
        let Some(name) = name else { return };
        if !self.keeps_names {
            return;
        }
        if name.as_str().is_empty() {
            self.rules
                .broken("missing-field", "bom-ref", "`bom-ref` is empty".to_owned());
            return;
        }
        let builder = &mut *self.rules.reading.builder;
        let own = (
            row::Component::TABLE,
            number.unwrap_or(u32::MAX),
            self.columns.reference,
        );
        let code = builder.code(Kind::Sbom, own);
        if !self.names.give(builder, name.as_str(), code, number) {
            let message = format!("`bom-ref` `{}` is used more than once", shown(name.as_str()));
            self.rules.broken("duplicate-bom-ref", "bom-ref", message);
        }
    }

    fn document(&mut self, bom: &Bom<'t>) -> Result<(), ReadError> {
        let metadata = bom.metadata.as_deref();
        let created_at = metadata.and_then(|m| text(&m.timestamp));
        let lifecycle = metadata.map(|m| {
            let phases = m.lifecycles.iter().filter_map(|l| text(&l.phase).or(text(&l.name)));
            phases.collect::<Vec<_>>().join(", ")
        });
        let version = format!("1.{}", self.rules.minor);
        let document = row::Document {
            format: Some("cyclonedx"),
            spec_version: Some(&version),
            name: metadata.and_then(|m| m.component.as_ref()).and_then(|c| text(&c.name)),
            identifier: None,
            created: created_at.and_then(Date::parse),
            created_at,
            root: None,
            supplier: metadata.and_then(|m| organization(m.supplier.as_deref())),
            lifecycle: lifecycle.as_deref(),
            signature: None,
            signature_keys: None,
            confidentiality: metadata
                .and_then(|m| m.distribution.as_ref())
                .and_then(|d| text(&d.tlp)),
        };
        self.document = self.push(&document, 0)?;
        Ok(())
    }

    fn authors(&mut self, metadata: &Metadata<'t>) -> Result<(), ReadError> {
        let mark = self.rules.place.enter("metadata");
        let document = Some(self.document);
        for author in metadata.authors.iter() {
            let row = row::Author {
                document,
                name: text(&author.name),
                role: Some("person"),
                email: text(&author.email),
                version: None,
            };
            self.push(&row, author.line)?;
        }
        let old = metadata
            .tools
            .list
            .iter()
            .map(|t| (text(&t.name).or(text(&t.vendor)), text(&t.version)));
        let components = metadata
            .tools
            .new
            .components
            .iter()
            .map(|c| (text(&c.name), text(&c.version)));
        let services = metadata
            .tools
            .new
            .services
            .iter()
            .map(|s| (text(&s.name), text(&s.version)));
        for (name, version) in old.chain(components).chain(services) {
            let row = row::Author {
                document,
                name,
                role: Some("tool"),
                email: None,
                version,
            };
            self.push(&row, 0)?;
        }
        let organizations = [
            ("supplier", &metadata.supplier),
            ("manufacturer", &metadata.manufacture),
            ("manufacturer", &metadata.manufacturer),
        ];
        for (role, organization) in organizations {
            let Some(organization) = organization else { continue };
            let row = row::Author {
                document,
                name: text(&organization.name),
                role: Some(role),
                email: organization.contact.iter().find_map(|c| text(&c.email)),
                version: None,
            };
            self.push(&row, organization.line)?;
        }
        self.rules.place.leave(mark);
        Ok(())
    }

    /// One component of the document's list.
    pub(super) fn item(&mut self, index: usize, component: &Component<'t>) -> Result<(), ReadError> {
        let mark = self.rules.place.enter_item("components", "component", index);
        self.component(component, None, false)?;
        self.rules.place.leave(mark);
        if let Some(more) = self.look_ahead(index)
            && self.keeps_names
        {
            self.names.expect(self.rules.reading.builder, more);
        }
        Ok(())
    }

    /// Makes room for the rest of a list after an item of its beginning.
    pub(super) fn look_ahead(&mut self, index: usize) -> Option<usize> {
        let Rules { lines, reading, .. } = &mut self.rules;
        self.ahead.item(index, lines, reading.builder)
    }

    fn component(&mut self, c: &Component<'t>, parent: Option<u32>, is_root: bool) -> Result<u32, ReadError> {
        self.rules.component(c)?;
        let mut absent = Absences::default();
        let authors = if c.authors.is_empty() {
            String::new()
        } else {
            names(&c.authors)
        };
        let author = Some(authors.as_str()).filter(|a| !a.is_empty()).or(text(&c.author));
        let crypto = c
            .crypto
            .as_deref()
            .map(|crypto| CryptoCells::of(crypto, text(&c.name)))
            .unwrap_or_default();
        let distribution = c
            .external_references
            .iter()
            .find(|r| text(&r.kind) == Some("distribution"));
        let support_end = c
            .properties
            .iter()
            .find(|p| text(&p.name) == Some("cdx:lifecycle:milestone:endOfSupport"));
        let row = row::Component {
            document: Some(self.document),
            reference: text(&c.bom_ref),
            name: absent.take("name", text(&c.name)),
            group: text(&c.group),
            version: absent.take("version", text(&c.version)),
            component_type: text(&c.kind),
            supplier: absent.take("supplier", organization(c.supplier.as_deref())),
            supplier_country: c.supplier.as_deref().and_then(|s| text(&s.address.as_ref()?.country)),
            publisher: absent.take("publisher", text(&c.publisher)),
            manufacturer: absent.take("manufacturer", organization(c.manufacturer.as_deref())),
            author: absent.take("author", author),
            purl: text(&c.purl),
            cpe: text(&c.cpe),
            swid: c.swid.as_ref().and_then(|s| text(&s.tag_id)),
            scope: text(&c.scope),
            description: text(&c.description),
            copyright: absent.take("copyright", text(&c.copyright)),
            download_location: absent.take("download_location", distribution.and_then(|r| text(&r.url))),
            parent,
            is_root: Some(is_root),
            is_external: flag(&c.is_external),
            crypto_asset_type: crypto.asset_type,
            crypto_algorithm: crypto.algorithm,
            crypto_parameter: crypto.parameter,
            crypto_protocol: crypto.protocol.as_deref(),
            support_end: support_end.and_then(|p| text(&p.value)).and_then(Date::parse),
        };
        let at = self.here(c.line);
        let number = push_at(self.rules.reading, &row, at)?;
        self.own_name(&c.bom_ref, Some(number));
        self.parts(c, number, absent, at)?;
        for (index, inner) in c.components.iter().enumerate() {
            let mark = self.rules.place.enter_item("components", "component", index);
            self.component(inner, Some(number), false)?;
            self.rules.place.leave(mark);
        }
        Ok(number)
    }

    /// What hangs on a component.
    fn parts(&mut self, c: &Component<'t>, number: u32, mut absent: Absences, at: Origin) -> Result<(), ReadError> {
        let columns = self.columns;
        let own = [
            ("purl", text(&c.purl), columns.purl),
            ("cpe", text(&c.cpe), columns.cpe),
            ("swid", c.swid.as_ref().and_then(|s| text(&s.tag_id)), columns.swid),
        ];
        for (kind, value, column) in own {
            if let Some(value) = value {
                let row = row::Identifier {
                    component: Some(number),
                    identifier_type: Some(kind),
                    value: None,
                };
                let row = push_at(self.rules.reading, &row, at)?;
                let cell = (row::Identifier::TABLE, row, columns.identifier);
                let has_it = (row::Component::TABLE, number, column);
                columns::set_same(self.rules.reading.builder, cell, Some(has_it), value);
            }
        }
        let mut identifier = |kind, value| push_identifier(self.rules.reading, number, kind, value, at);
        for id in c.swhid.iter() {
            identifier("swhid", id.as_str())?;
        }
        for id in c.omnibor.iter() {
            identifier("omnibor", id.as_str())?;
        }
        for hash in c.hashes.iter() {
            if let (Some(algorithm), Some(content)) = (text(&hash.algorithm), text(&hash.content)) {
                push_hash(self.rules.reading, number, algorithm, content, at)?;
            }
        }
        let observed = c
            .evidence
            .iter()
            .flat_map(|e| e.licenses.iter())
            .map(|l| (l, Some("observed")));
        let stated = c.licenses.iter().map(|l| (l, None));
        for (choice, source) in stated.chain(observed) {
            let Some((expression, form)) = license(choice) else {
                continue;
            };
            let nested = choice.license.as_ref().and_then(|l| text(&l.acknowledgement));
            let source = source.or(text(&choice.acknowledgement)).or(nested);
            match Stated::of(Some(expression)) {
                Stated::Absent(state) => absent.note("licenses", state),
                _ => push_license(self.rules.reading, number, (expression, form), source, at)?,
            }
        }
        absent.push(self.rules.reading, number, at)?;
        self.external_references(&c.external_references, Some(number))
    }

    fn external_references(
        &mut self,
        references: &[ExternalReference<'t>],
        component: Option<u32>,
    ) -> Result<(), ReadError> {
        for (index, reference) in references.iter().enumerate() {
            let mark = self.rules.place.enter_item("externalReferences", "reference", index);
            let row = row::ExternalReference {
                document: Some(self.document),
                component,
                reference_type: text(&reference.kind),
                url: text(&reference.url),
                comment: text(&reference.comment),
            };
            self.push(&row, reference.line)?;
            self.rules.place.leave(mark);
        }
        Ok(())
    }

    /// The names of services, which may stand in dependencies.
    pub(super) fn services(&mut self, services: &[Service<'t>]) {
        for (index, service) in services.iter().enumerate() {
            let mark = self.rules.place.enter_item("services", "service", index);
            self.own_name(&service.bom_ref, None);
            self.rules.service(service);
            self.services(&service.services);
            self.rules.place.leave(mark);
        }
    }

    fn compositions(&mut self, bom: &Bom<'t>) -> Result<(), ReadError> {
        for (index, composition) in bom.compositions.iter().enumerate() {
            let mark = self.rules.place.enter_item("compositions", "composition", index);
            self.rules.composition(composition);
            let aggregate = text(&composition.aggregate).map(|a| a.to_ascii_lowercase().replace('_', "-"));
            let scopes = [
                ("assemblies", &composition.assemblies),
                ("dependencies", &composition.dependencies),
                ("vulnerabilities", &composition.vulnerabilities),
            ];
            let named = scopes
                .iter()
                .flat_map(|(scope, l)| l.iter().map(move |r| (Some(*scope), Some(r.as_str()))));
            let mut named: Vec<_> = named.collect();
            if named.is_empty() {
                named.push((None, None));
            }
            for (scope, reference) in named {
                let row = row::Composition {
                    document: Some(self.document),
                    component: reference.and_then(|r| self.names.get(self.rules.reading.builder, r).flatten()),
                    aggregate: aggregate.as_deref(),
                    scope,
                };
                self.push(&row, composition.line)?;
            }
            self.rules.place.leave(mark);
        }
        Ok(())
    }
}

fn organization<'t>(organization: Option<&'t Organization<'_>>) -> Option<&'t str> {
    organization.and_then(|o| text(&o.name))
}

fn names(contacts: &[Contact<'_>]) -> String {
    contacts
        .iter()
        .filter_map(|c| text(&c.name))
        .collect::<Vec<_>>()
        .join(", ")
}

fn license<'t>(choice: &'t LicenseChoice<'_>) -> Option<(&'t str, &'static str)> {
    if let Some(expression) = text(&choice.expression) {
        return Some((expression, "expression"));
    }
    let license = choice.license.as_deref()?;
    text(&license.id)
        .map(|id| (id, "id"))
        .or(text(&license.name).map(|name| (name, "name")))
}

/// The columns of a cryptographic asset.
#[derive(Default)]
struct CryptoCells<'t> {
    asset_type: Option<&'t str>,
    algorithm: Option<&'t str>,
    parameter: Option<&'t str>,
    protocol: Option<String>,
}

impl<'t> CryptoCells<'t> {
    fn of(crypto: &'t Crypto<'_>, name: Option<&'t str>) -> Self {
        let asset_type = text(&crypto.asset_type);
        let algorithm = crypto.algorithm.as_ref();
        let curve = algorithm.and_then(|a| text(&a.elliptic_curve).or(text(&a.curve)));
        let parameter = algorithm.and_then(|a| text(&a.parameter)).or(curve);
        let size = crypto.material.as_ref().and_then(|m| text(&m.size));
        // Before 1.7 there is no family: the component is named after its algorithm.
        let own_name = name.filter(|_| asset_type == Some("algorithm"));
        Self {
            asset_type,
            algorithm: algorithm.and_then(|a| text(&a.family)).or(own_name),
            parameter: parameter.or(size),
            protocol: crypto.protocol.as_ref().map(|p| {
                let parts = [text(&p.kind), text(&p.version)];
                parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
            }),
        }
    }
}
