//! From the SPDX 3 graph to rows, by the same rules as SPDX 2: packages are components, files are not.

use super::World;
use super::model::Element;
use crate::sbom::emit::{
    Absences, At, Stated, check_length, is_license_id, origin, push_at, push_hash, push_identifier, push_license,
};
use crate::sbom::value::text;
use crate::{ReadError, Reading};
use sekisho_model::schema::rows::sbom as row;
use sekisho_model::schema::{Cell, Kind, Row};
use sekisho_model::{Date, Origin};
use std::collections::{HashMap, HashSet};

/// Pushes everything.
pub(super) fn push(world: &World<'_>, version: &str, reading: &mut Reading<'_>) -> Result<(), ReadError> {
    let mut rows = Rows {
        reading,
        world,
        document: 0,
        ids: HashMap::new(),
        licenses: licenses(world),
    };
    rows.head(version)?;
    let roots = roots(world);
    let mut root = None;
    for (pointer, element) in world.elements.iter().filter(|(_, e)| e.is_package()) {
        let is_root = element.id().is_some_and(|id| roots.contains(id));
        let number = rows.package(element, pointer, is_root)?;
        root = root.or(Some(number).filter(|_| is_root));
    }
    let (table, number) = (row::Document::TABLE, rows.document);
    rows.reading
        .builder
        .set(Kind::Sbom, table, number, "root", Cell::Reference(root));
    rows.relationships()
}

/// What the document is about: its root elements, and those of the SBOMs among them.
fn roots<'g>(world: &World<'g>) -> HashSet<&'g str> {
    let holders = world.of_type("SpdxDocument").chain(world.of_type("software_Sbom"));
    holders.flat_map(|holder| holder.roots.ids()).collect()
}

/// Licence statements by the id of what they are about: (source, id of the licence).
fn licenses<'g>(world: &World<'g>) -> HashMap<&'g str, Vec<(&'static str, &'g str)>> {
    let mut found: HashMap<&str, Vec<_>> = HashMap::new();
    for (_, element) in &world.elements {
        let source = match text(&element.relation) {
            Some("hasDeclaredLicense") => "declared",
            Some("hasConcludedLicense") => "concluded",
            _ => continue,
        };
        for from in element.from.ids() {
            found
                .entry(from)
                .or_default()
                .extend(element.to.ids().map(|to| (source, to)));
        }
    }
    found
}

struct Rows<'r, 'b, 'w, 'g> {
    reading: &'r mut Reading<'b>,
    world: &'w World<'g>,
    document: u32,
    ids: HashMap<&'g str, u32>,
    licenses: HashMap<&'g str, Vec<(&'static str, &'g str)>>,
}

impl<'g> Rows<'_, '_, '_, 'g> {
    fn head(&mut self, version: &str) -> Result<(), ReadError> {
        let world = self.world;
        let document = world
            .of_type("SpdxDocument")
            .next()
            .or_else(|| world.of_type("software_Sbom").next());
        let creation = world.creation();
        let created_at = creation.and_then(|c| text(&c.created));
        let types: Vec<_> = world
            .of_type("software_Sbom")
            .flat_map(|s| s.sbom_types.ids())
            .collect();
        let lifecycle = types.join(", ");
        let head = row::Document {
            format: Some("spdx"),
            spec_version: Some(version),
            name: document.and_then(|d| text(&d.name)),
            identifier: document.and_then(Element::id),
            created: created_at.and_then(Date::parse),
            created_at,
            lifecycle: Some(&lifecycle),
            signature: Some("none"),
            ..row::Document::default()
        };
        self.document = self.reading.push(&head, 0, "/@graph")?;
        let Some(creation) = creation else { return Ok(()) };
        for (links, tool) in [(&creation.created_by, false), (&creation.created_using, true)] {
            for agent in world.targets(links) {
                let role = match agent.kind() {
                    Some("Person") => Some("person"),
                    Some("Organization") => Some("organization"),
                    Some("Tool" | "SoftwareAgent") => Some("tool"),
                    _ if tool => Some("tool"),
                    _ => None,
                };
                let mail = agent.identifiers.iter().find(|i| text(&i.kind) == Some("email"));
                let author = row::Author {
                    document: Some(self.document),
                    name: text(&agent.name),
                    role,
                    email: mail.and_then(|m| text(&m.value)),
                    version: None,
                };
                self.reading.push(&author, 0, "/@graph")?;
            }
        }
        Ok(())
    }

    fn package(&mut self, element: &'g Element<'g>, pointer: &str, is_root: bool) -> Result<u32, ReadError> {
        let place = At {
            line: 0,
            locator: pointer,
        };
        let texts = [
            text(&element.name),
            text(&element.version),
            text(&element.purl),
            text(&element.copyright),
            text(&element.description),
            text(&element.summary),
            text(&element.download_location),
        ];
        check_length(self.reading, &texts, || (0, pointer.to_owned()))?;
        let at = origin(self.reading, place);
        let mut absent = Absences::default();
        let identifiers = identifiers(element);
        let first = |kind: &str| identifiers.iter().find(|(k, _)| *k == kind).map(|(_, v)| *v);
        let supplier = self.world.targets(&element.supplied_by).find_map(|a| text(&a.name));
        let publisher = self.world.targets(&element.originated_by).find_map(|a| text(&a.name));
        let component_type = text(&element.purpose).map(kebab);
        let row = row::Component {
            document: Some(self.document),
            reference: element.id(),
            name: absent.take("name", text(&element.name)),
            version: absent.take("version", text(&element.version)),
            component_type: component_type.as_deref(),
            supplier: absent.take("supplier", supplier),
            publisher: absent.take("publisher", publisher),
            purl: first("purl"),
            cpe: first("cpe"),
            swid: first("swid"),
            description: text(&element.description).or(text(&element.summary)),
            copyright: absent.take("copyright", text(&element.copyright)),
            download_location: absent.take("download_location", text(&element.download_location)),
            is_root: Some(is_root),
            support_end: text(&element.valid_until).and_then(Date::parse),
            ..row::Component::default()
        };
        let number = push_at(self.reading, &row, at)?;
        if let Some(id) = element.id() {
            self.ids.entry(id).or_insert(number);
        }
        for (kind, value) in identifiers {
            push_identifier(self.reading, number, kind, value, at)?;
        }
        for hash in element.verified.iter() {
            if let (Some(algorithm), Some(value)) = (text(&hash.algorithm), text(&hash.value)) {
                push_hash(self.reading, number, algorithm, value, at)?;
            }
        }
        self.licenses(element, number, &mut absent, at)?;
        absent.push(self.reading, number, at)?;
        self.references(element, number, at)?;
        Ok(number)
    }

    fn licenses(
        &mut self,
        element: &'g Element<'g>,
        number: u32,
        absent: &mut Absences,
        at: Origin,
    ) -> Result<(), ReadError> {
        let stated = element.id().and_then(|id| self.licenses.remove(id)).unwrap_or_default();
        for (source, id) in stated {
            let known = self.world.get(id).and_then(|l| text(&l.expression).or(text(&l.name)));
            let expression = match id.rsplit(['/', '#', ':']).next() {
                Some("NoAssertionLicense") => "NOASSERTION",
                Some("NoneLicense") => "NONE",
                tail => known.or(tail).unwrap_or(id),
            };
            let field = if source == "declared" {
                "licenses.declared"
            } else {
                "licenses.concluded"
            };
            match Stated::of(Some(expression)) {
                Stated::Value(value) => {
                    let form = if is_license_id(value) { "id" } else { "expression" };
                    push_license(self.reading, number, (value, form), Some(source), at)?;
                }
                Stated::Absent(state) => absent.note(field, state),
                Stated::Nothing => {}
            }
        }
        Ok(())
    }

    fn references(&mut self, element: &'g Element<'g>, number: u32, at: Origin) -> Result<(), ReadError> {
        let homepage = text(&element.homepage).map(|url| ("website".to_owned(), Some(url), None));
        let outside = element.references.iter().flat_map(|r| {
            let kind = text(&r.kind).map(kebab).unwrap_or_default();
            r.locators
                .ids()
                .map(move |url| (kind.clone(), Some(url), text(&r.comment)))
        });
        for (kind, url, comment) in homepage.into_iter().chain(outside) {
            let row = row::ExternalReference {
                document: Some(self.document),
                component: Some(number),
                reference_type: Some(&kind),
                url,
                comment,
            };
            push_at(self.reading, &row, at)?;
        }
        Ok(())
    }

    fn relationships(&mut self) -> Result<(), ReadError> {
        let world = self.world;
        for (pointer, element) in &world.elements {
            if let (Some(statement), Some(subject)) = (text(&element.statement), element.subject.first_id()) {
                let component = self.ids.get(subject).copied();
                if component.is_some() || world.get(subject).is_some_and(|s| s.is("SpdxDocument")) {
                    let row = row::ExternalReference {
                        document: Some(self.document),
                        component,
                        reference_type: Some("annotation"),
                        url: None,
                        comment: Some(statement),
                    };
                    self.reading.push(&row, 0, pointer)?;
                }
            }
            let (Some(word), Some(from)) = (text(&element.relation), element.from.first_id()) else {
                continue;
            };
            self.edges(element, word, from, pointer)?;
        }
        Ok(())
    }

    fn edges(&mut self, element: &'g Element<'g>, word: &str, from: &str, pointer: &str) -> Result<(), ReadError> {
        // An element of the graph that is no component (file, licence, agent, test result) is no end of an edge.
        let other = |ids: &HashMap<&str, u32>, id: &str| !ids.contains_key(id) && self.world.get(id).is_some();
        // Licences have their own table.
        if matches!(word, "hasDeclaredLicense" | "hasConcludedLicense") {
            return Ok(());
        }
        let describes = word == "describes";
        if other(&self.ids, from) && !describes {
            return Ok(());
        }
        let relation = kebab(word);
        let at = origin(
            self.reading,
            At {
                line: 0,
                locator: pointer,
            },
        );
        let mut state = None;
        for to in element.to.ids() {
            match to.rsplit(['/', '#', ':']).next() {
                Some("NoneElement") => state = state.or(Some("none")),
                Some("NoAssertionElement") => state = state.or(Some("noassertion")),
                _ if other(&self.ids, to) => {}
                _ => {
                    state = Some("listed");
                    let row = row::Dependency {
                        document: Some(self.document),
                        from: self.ids.get(from).copied(),
                        to: self.ids.get(to).copied(),
                        from_reference: Some(from),
                        to_reference: Some(to),
                        relation: Some(&relation),
                    };
                    push_at(self.reading, &row, at)?;
                }
            }
        }
        let states = match text(&element.completeness) {
            Some("noAssertion") => [state, Some("noassertion").filter(|n| state != Some(n))],
            _ => [state, None],
        };
        if matches!(relation.as_str(), "depends-on" | "contains") {
            for state in states.into_iter().flatten() {
                let row = row::DependencyList {
                    document: Some(self.document),
                    component: self.ids.get(from).copied(),
                    reference: Some(from),
                    state: Some(state),
                };
                push_at(self.reading, &row, at)?;
            }
        }
        Ok(())
    }
}

/// The unique identifiers of a package, the package URL first.
fn identifiers<'g>(element: &'g Element<'g>) -> Vec<(&'static str, &'g str)> {
    let own = text(&element.purl).map(|purl| ("purl", purl));
    let listed = element.identifiers.iter().filter_map(|i| {
        let kind = match text(&i.kind)? {
            "packageUrl" | "packageURL" | "purl" => "purl",
            "cpe22" | "cpe23" => "cpe",
            "swid" => "swid",
            "swhid" => "swhid",
            "gitoid" => "gitoid",
            _ => return None,
        };
        text(&i.value).map(|value| (kind, value))
    });
    let mut all: Vec<_> = own.into_iter().chain(listed).collect();
    all.dedup();
    all
}

/// `operatingSystem` → `operating-system`.
fn kebab(word: &str) -> String {
    let mut out = String::with_capacity(word.len() + 4);
    for c in word.chars() {
        if c.is_ascii_uppercase() {
            if !out.is_empty() {
                out.push('-');
            }
            out.push(c.to_ascii_lowercase());
        } else {
            out.push(c);
        }
    }
    out
}
