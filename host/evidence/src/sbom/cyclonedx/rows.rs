//! From the document to rows.

use super::model::{Bom, Component, Contact, Crypto, ExternalReference, LicenseChoice, Metadata, Organization};
use super::place::Place;
use super::signed::Signed;
use crate::sbom::emit::{Absences, At, Stated, origin, push_at, push_hash, push_identifier, push_license};
use crate::sbom::value::{flag, text};
use crate::{ReadError, Reading};
use sekisho_model::schema::rows::sbom as row;
use sekisho_model::schema::{Cell, Kind, Row};
use sekisho_model::{Date, Diagnostic, Origin};
use std::collections::{HashMap, HashSet};

/// Pushes everything.
pub(super) fn push(
    bom: &Bom<'_>,
    minor: u8,
    place: Place,
    signed: &Signed,
    reading: &mut Reading<'_>,
) -> Result<(), ReadError> {
    let mut rows = Rows {
        reading,
        place,
        document: 0,
        refs: HashMap::new(),
    };
    rows.document(bom, minor, signed)?;
    if let Some(component) = bom.metadata.as_ref().and_then(|m| m.component.as_ref()) {
        let mark = rows.place.enter("metadata/component");
        let root = rows.component(component, None, true)?;
        rows.place.leave(mark);
        let (document, table) = (rows.document, row::Document::TABLE);
        rows.reading
            .builder
            .set(Kind::Sbom, table, document, "root", Cell::Reference(Some(root)));
    }
    rows.components(&bom.components, None)?;
    rows.external_references(&bom.external_references, None)?;
    rows.dependencies(bom)?;
    rows.compositions(bom)
}

struct Rows<'r, 'b, 't> {
    reading: &'r mut Reading<'b>,
    place: Place,
    document: u32,
    refs: HashMap<&'t str, u32>,
}

impl<'t> Rows<'_, '_, 't> {
    fn push<R: Row>(&mut self, row: &R, line: u32) -> Result<u32, ReadError> {
        self.reading.push(row, line, self.place.as_str())
    }

    fn document(&mut self, bom: &'t Bom<'_>, minor: u8, signed: &Signed) -> Result<(), ReadError> {
        let metadata = bom.metadata.as_deref();
        let created_at = metadata.and_then(|m| text(&m.timestamp));
        let lifecycle = metadata.map(|m| {
            let phases = m.lifecycles.iter().filter_map(|l| text(&l.phase).or(text(&l.name)));
            phases.collect::<Vec<_>>().join(", ")
        });
        let version = format!("1.{minor}");
        let document = row::Document {
            format: Some("cyclonedx"),
            spec_version: Some(&version),
            name: metadata.and_then(|m| m.component.as_ref()).and_then(|c| text(&c.name)),
            identifier: text(&bom.serial_number),
            created: created_at.and_then(Date::parse),
            created_at,
            root: None,
            supplier: metadata.and_then(|m| organization(m.supplier.as_deref())),
            lifecycle: lifecycle.as_deref(),
            signature: Some(signed.state),
            signature_keys: signed.keys.as_deref(),
            confidentiality: metadata
                .and_then(|m| m.distribution.as_ref())
                .and_then(|d| text(&d.tlp)),
        };
        self.document = self.push(&document, 0)?;
        metadata.map_or(Ok(()), |m| self.authors(m))
    }

    fn authors(&mut self, metadata: &'t Metadata<'_>) -> Result<(), ReadError> {
        let mark = self.place.enter("metadata");
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
        self.place.leave(mark);
        Ok(())
    }

    fn components(&mut self, components: &'t [Component<'_>], parent: Option<u32>) -> Result<(), ReadError> {
        for (index, component) in components.iter().enumerate() {
            let mark = self.place.enter_item("components", "component", index);
            self.component(component, parent, false)?;
            self.place.leave(mark);
        }
        Ok(())
    }

    fn component(&mut self, c: &'t Component<'_>, parent: Option<u32>, is_root: bool) -> Result<u32, ReadError> {
        let mut absent = Absences::default();
        let authors = names(&c.authors);
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
        let at = origin(
            self.reading,
            At {
                line: c.line,
                locator: self.place.as_str(),
            },
        );
        let number = push_at(self.reading, &row, at)?;
        if let Some(reference) = text(&c.bom_ref) {
            self.refs.entry(reference).or_insert(number);
        }
        self.parts(c, number, absent, at)?;
        self.components(&c.components, Some(number))?;
        Ok(number)
    }

    /// What hangs on a component.
    fn parts(&mut self, c: &'t Component<'_>, number: u32, mut absent: Absences, at: Origin) -> Result<(), ReadError> {
        let singles = [
            ("purl", text(&c.purl)),
            ("cpe", text(&c.cpe)),
            ("swid", c.swid.as_ref().and_then(|s| text(&s.tag_id))),
        ];
        let lists = [("swhid", &c.swhid), ("omnibor", &c.omnibor)];
        let lists = lists
            .into_iter()
            .flat_map(|(kind, l)| l.iter().map(move |v| (kind, Some(v.as_str()))));
        for (kind, value) in singles.into_iter().chain(lists) {
            if let Some(value) = value {
                push_identifier(self.reading, number, kind, value, at)?;
            }
        }
        for hash in c.hashes.iter() {
            if let (Some(algorithm), Some(content)) = (text(&hash.algorithm), text(&hash.content)) {
                push_hash(self.reading, number, algorithm, content, at)?;
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
                _ => push_license(self.reading, number, (expression, form), source, at)?,
            }
        }
        absent.push(self.reading, number, at)?;
        self.external_references(&c.external_references, Some(number))
    }

    fn external_references(
        &mut self,
        references: &'t [ExternalReference<'_>],
        component: Option<u32>,
    ) -> Result<(), ReadError> {
        for (index, reference) in references.iter().enumerate() {
            let mark = self.place.enter_item("externalReferences", "reference", index);
            let row = row::ExternalReference {
                document: Some(self.document),
                component,
                reference_type: text(&reference.kind),
                url: text(&reference.url),
                comment: text(&reference.comment),
            };
            self.push(&row, reference.line)?;
            self.place.leave(mark);
        }
        Ok(())
    }

    fn dependencies(&mut self, bom: &'t Bom<'_>) -> Result<(), ReadError> {
        let mut services = HashSet::new();
        service_references(&bom.services, &mut services);
        let mut left_out = 0usize;
        for (index, dependency) in bom.dependencies.iter().enumerate() {
            let Some(from) = text(&dependency.reference) else {
                continue;
            };
            let targets = dependency.depends_on.iter().map(|t| (t, "depends-on"));
            let targets = targets.chain(dependency.provides.iter().map(|t| (t, "provides")));
            if services.contains(from) && !self.refs.contains_key(from) {
                left_out += dependency.depends_on.len() + dependency.provides.len();
                continue;
            }
            let mark = self.place.enter_item("dependencies", "dependency", index);
            let list = row::DependencyList {
                document: Some(self.document),
                component: self.refs.get(from).copied(),
                reference: Some(from),
                state: Some(if dependency.depends_on.is_empty() {
                    "none"
                } else {
                    "listed"
                }),
            };
            let at = origin(
                self.reading,
                At {
                    line: dependency.line,
                    locator: self.place.as_str(),
                },
            );
            push_at(self.reading, &list, at)?;
            let from_number = self.refs.get(from).copied();
            for (target, relation) in targets {
                let to = target.as_str();
                let number = self.refs.get(to).copied();
                if number.is_none() && services.contains(to) {
                    left_out += 1;
                    continue;
                }
                let row = row::Dependency {
                    document: Some(self.document),
                    from: from_number,
                    to: number,
                    from_reference: Some(from),
                    to_reference: Some(to),
                    relation: Some(relation),
                };
                push_at(self.reading, &row, at)?;
            }
            self.place.leave(mark);
        }
        if left_out > 0 {
            let message = format!("{left_out} dependencies from or to services are not component dependencies");
            self.reading.note(Diagnostic::note("services-left-out", message));
        }
        Ok(())
    }

    fn compositions(&mut self, bom: &'t Bom<'_>) -> Result<(), ReadError> {
        for (index, composition) in bom.compositions.iter().enumerate() {
            let mark = self.place.enter_item("compositions", "composition", index);
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
                    component: reference.and_then(|r| self.refs.get(r).copied()),
                    aggregate: aggregate.as_deref(),
                    scope,
                };
                self.push(&row, composition.line)?;
            }
            self.place.leave(mark);
        }
        Ok(())
    }
}

fn service_references<'t>(services: &'t [super::model::Service<'_>], into: &mut HashSet<&'t str>) {
    for service in services {
        into.extend(text(&service.bom_ref));
        service_references(&service.services, into);
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
