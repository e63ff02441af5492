//! From the document to rows. Packages are components; files and snippets are not, and edges that touch them are left
//! out. `NOASSERTION` and `NONE` are stated absences, never values.

use super::model::{Annotation, Document, ExternalRef, Package};
use super::relations::relation;
use crate::sbom::emit::{
    Absences, At, Stated, is_license_id, origin, push_at, push_hash, push_identifier, push_license,
};
use crate::sbom::value::text;
use crate::{ReadError, Reading};
use sekisho_model::facts::{Place, Step};
use sekisho_model::schema::rows::sbom as row;
use sekisho_model::schema::{Cell, Kind, Row};
use sekisho_model::{Date, Origin};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// One document on its way to rows. Its packages may be gone already when they have become rows; everything else of it is
/// there to the end.
pub(super) struct Rows<'r, 'b, 'd, 't> {
    pub(super) reading: &'r mut Reading<'b>,
    document: &'d Document<'t>,
    number: u32,
    /// The packages by their ids.
    ids: HashMap<Cow<'t, str>, u32>,
    /// The ids that the document says it describes.
    roots: HashSet<&'d str>,
    root: Option<u32>,
    lists: Lists,
}

/// The places of lists in syntaxes without lines.
struct Lists {
    packages: Place,
    relationships: Place,
    describes: Place,
}

impl Lists {
    fn of(reading: &mut Reading<'_>) -> Self {
        let mut list = |name| reading.builder.step(Place::default(), Step::Member(name));
        Self {
            packages: list("packages"),
            relationships: list("relationships"),
            describes: list("documentDescribes"),
        }
    }
}

/// The origin of rows that an item of a list gives.
fn item(reading: &mut Reading<'_>, list: Place, index: usize, line: u32) -> Origin {
    let file = reading.file;
    let place = if line > 0 {
        Place::default()
    } else {
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        reading.builder.step(list, Step::Item(index))
    };
    Origin { file, line, place }
}

/// The ids that the document says it describes.
fn roots<'d>(document: &'d Document<'_>) -> HashSet<&'d str> {
    let listed = document.describes.iter().map(|d| d.as_str());
    let related = document.relationships.iter().filter_map(|r| {
        let relation = relation(text(&r.kind)?);
        let target = if relation.reversed { text(&r.from) } else { text(&r.to) };
        target.filter(|_| relation.word == "describes")
    });
    listed.chain(related).collect()
}

impl<'r, 'b, 'd, 't> Rows<'r, 'b, 'd, 't> {
    /// Begins with what the document says of itself.
    pub(super) fn new(
        reading: &'r mut Reading<'b>,
        document: &'d Document<'t>,
        version: &str,
    ) -> Result<Self, ReadError> {
        let mut rows = Self {
            lists: Lists::of(reading),
            reading,
            document,
            number: 0,
            ids: HashMap::new(),
            roots: roots(document),
            root: None,
        };
        rows.head(version)?;
        Ok(rows)
    }

    /// Ends with how the packages hang together.
    pub(super) fn close(mut self) -> Result<(), ReadError> {
        let (table, number) = (row::Document::TABLE, self.number);
        self.reading
            .builder
            .set(Kind::Sbom, table, number, "root", Cell::Reference(self.root));
        self.relationships()
    }

    fn head(&mut self, version: &str) -> Result<(), ReadError> {
        let document = self.document;
        let creation = document.creation.as_ref();
        let created_at = creation.and_then(|c| text(&c.created));
        let head = row::Document {
            format: Some("spdx"),
            spec_version: Some(version),
            name: text(&document.name),
            identifier: text(&document.namespace),
            created: created_at.and_then(Date::parse),
            created_at,
            signature: Some("none"),
            ..row::Document::default()
        };
        self.number = self.reading.push(&head, 0, "")?;
        for creator in creation.iter().flat_map(|c| c.creators.iter()) {
            let agent = Agent::of(creator.0.as_str());
            let author = row::Author {
                document: Some(self.number),
                name: Some(agent.name),
                role: agent.role,
                email: agent.email,
                version: agent.version(),
            };
            let line = creation.map_or(0, |c| c.line);
            let locator = if line > 0 { "" } else { "/creationInfo/creators" };
            self.reading.push(&author, line, locator)?;
        }
        for annotation in document.annotations.iter() {
            let line = annotation.line;
            let locator = if line > 0 { "" } else { "/annotations" };
            let at = origin(self.reading, At { line, locator });
            self.annotation(annotation, None, at)?;
        }
        Ok(())
    }

    /// A package.
    pub(super) fn package(&mut self, package: &Package<'t>, index: usize) -> Result<(), ReadError> {
        let is_root = text(&package.id).is_some_and(|id| self.roots.contains(id));
        let at = item(self.reading, self.lists.packages, index, package.line);
        let mut absent = Absences::default();
        let supplier = absent.take("supplier", text(&package.supplier));
        let originator = absent.take("publisher", text(&package.originator));
        let purl = package
            .external_references
            .iter()
            .find_map(|r| identifier(r).filter(|(k, _)| *k == "purl"));
        let cpe = package
            .external_references
            .iter()
            .find_map(|r| identifier(r).filter(|(k, _)| *k == "cpe"));
        let swid = package
            .external_references
            .iter()
            .find_map(|r| identifier(r).filter(|(k, _)| *k == "swid"));
        let component_type = text(&package.purpose).map(|p| p.to_ascii_lowercase().replace('_', "-"));
        let row = row::Component {
            document: Some(self.number),
            reference: text(&package.id),
            name: absent.take("name", text(&package.name)),
            version: absent.take("version", text(&package.version)),
            component_type: component_type.as_deref(),
            supplier: supplier.map(|s| Agent::of(s).name),
            publisher: originator.map(|s| Agent::of(s).name),
            purl: purl.map(|(_, v)| v),
            cpe: cpe.map(|(_, v)| v),
            swid: swid.map(|(_, v)| v),
            description: text(&package.description).or(text(&package.summary)),
            copyright: absent.take("copyright", text(&package.copyright)),
            download_location: absent.take("download_location", text(&package.download_location)),
            is_root: Some(is_root),
            support_end: text(&package.valid_until).and_then(Date::parse),
            ..row::Component::default()
        };
        let number = push_at(self.reading, &row, at)?;
        if is_root && self.root.is_none() {
            self.root = Some(number);
        }
        if let Some(id) = package.id.as_ref().filter(|id| !id.as_str().is_empty()) {
            self.ids.entry(id.shared()).or_insert(number);
        }
        for checksum in package.checksums.iter() {
            if let (Some(algorithm), Some(value)) = (text(&checksum.algorithm), text(&checksum.value)) {
                push_hash(self.reading, number, algorithm, value, at)?;
            }
        }
        let declared = [
            (text(&package.declared), "declared"),
            (text(&package.concluded), "concluded"),
        ];
        let observed = package.from_files.iter().map(|l| (Some(l.as_str()), "observed"));
        for (expression, source) in declared.into_iter().chain(observed) {
            match Stated::of(expression) {
                Stated::Value(value) => {
                    let value = unbracketed(value);
                    let form = if is_license_id(value) { "id" } else { "expression" };
                    push_license(self.reading, number, (value, form), Some(source), at)?;
                }
                Stated::Absent(state) => absent.note(license_field(source), state),
                Stated::Nothing => {}
            }
        }
        absent.push(self.reading, number, at)?;
        self.references(package, number, at)
    }

    fn references(&mut self, package: &Package<'t>, number: u32, at: Origin) -> Result<(), ReadError> {
        for reference in package.external_references.iter() {
            if let Some((kind, value)) = identifier(reference) {
                push_identifier(self.reading, number, kind, value, at)?;
                continue;
            }
            // JSON writes a type of the document's own with its namespace, tag-value without.
            let kind = text(&reference.kind).map(|kind| {
                let own = text(&self.document.namespace).and_then(|n| kind.strip_prefix(n));
                own.and_then(|k| k.strip_prefix('#')).unwrap_or(kind)
            });
            let row = row::ExternalReference {
                document: Some(self.number),
                component: Some(number),
                reference_type: kind,
                url: text(&reference.locator),
                comment: text(&reference.comment),
            };
            push_at(self.reading, &row, at)?;
        }
        if let Stated::Value(url) = Stated::of(text(&package.homepage)) {
            let row = row::ExternalReference {
                document: Some(self.number),
                component: Some(number),
                reference_type: Some("website"),
                url: Some(url),
                comment: None,
            };
            push_at(self.reading, &row, at)?;
        }
        for annotation in package.annotations.iter() {
            self.annotation(annotation, Some(number), at)?;
        }
        Ok(())
    }

    fn annotation(&mut self, annotation: &Annotation<'_>, component: Option<u32>, at: Origin) -> Result<(), ReadError> {
        let row = row::ExternalReference {
            document: Some(self.number),
            component,
            reference_type: Some("annotation"),
            url: None,
            comment: text(&annotation.comment),
        };
        push_at(self.reading, &row, at)?;
        Ok(())
    }

    fn relationships(&mut self) -> Result<(), ReadError> {
        let document = self.document;
        let elements = document.files.iter().chain(document.snippets.iter());
        let files: HashSet<&str> = elements.filter_map(|e| text(&e.id)).collect();
        let own = text(&document.id).unwrap_or("SPDXRef-DOCUMENT");
        let (describes, relationships) = (self.lists.describes, self.lists.relationships);
        let listed = document.describes.iter().enumerate();
        let listed = listed.map(|(index, target)| {
            let target = Some(target.as_str());
            (Some(own), "DESCRIBES", target, 0, (describes, index))
        });
        let related = document.relationships.iter().enumerate().map(|(index, r)| {
            let place = (relationships, index);
            (text(&r.from), text(&r.kind).unwrap_or(""), text(&r.to), r.line, place)
        });
        let mut seen = HashSet::new();
        let mut stated = HashSet::new();
        for (from, word, to, line, (list, index)) in related.chain(listed) {
            let mut made = None;
            let (Some(mut from), Some(mut to)) = (from, to) else {
                continue;
            };
            let relation = relation(word);
            if relation.reversed {
                std::mem::swap(&mut from, &mut to);
            }
            let known = relation.word == "depends-on" || relation.word == "contains";
            if files.contains(from) || files.contains(to) && !known {
                continue;
            }
            let state = match to {
                "NONE" => "none",
                "NOASSERTION" => "noassertion",
                _ => "listed",
            };
            if known && from != own && !files.contains(to) && stated.insert((from, state)) {
                let row = row::DependencyList {
                    document: Some(self.number),
                    component: self.ids.get(from).copied(),
                    reference: Some(from),
                    state: Some(state),
                };
                let at = *made.get_or_insert_with(|| item(self.reading, list, index, line));
                push_at(self.reading, &row, at)?;
            }
            if state != "listed" || files.contains(to) || !seen.insert((from, to, relation.word.clone())) {
                continue;
            }
            let row = row::Dependency {
                document: Some(self.number),
                from: self.ids.get(from).copied(),
                to: self.ids.get(to).copied(),
                from_reference: Some(from),
                to_reference: Some(to),
                relation: Some(&relation.word),
            };
            let at = *made.get_or_insert_with(|| item(self.reading, list, index, line));
            push_at(self.reading, &row, at)?;
        }
        Ok(())
    }
}

/// An expression without brackets around the whole of it: some syntaxes write them, others cannot.
fn unbracketed(expression: &str) -> &str {
    let mut whole = expression;
    while let Some(inside) = whole.strip_prefix('(').and_then(|w| w.strip_suffix(')')) {
        let mut depth = 0_i64;
        let closes_early = inside.chars().any(|c| {
            depth += i64::from(c == '(') - i64::from(c == ')');
            depth < 0
        });
        if closes_early || depth != 0 || inside.trim().is_empty() {
            break;
        }
        whole = inside.trim();
    }
    whole
}

fn license_field(source: &str) -> &'static str {
    match source {
        "declared" => "licenses.declared",
        "concluded" => "licenses.concluded",
        _ => "licenses.observed",
    }
}

/// An external reference that is a unique identifier.
fn identifier<'t>(reference: &'t ExternalRef<'_>) -> Option<(&'static str, &'t str)> {
    let kind = match text(&reference.kind)?.rsplit(['/', '#']).next()? {
        "purl" => "purl",
        "cpe22Type" | "cpe23Type" => "cpe",
        "swid" => "swid",
        "swh" => "swhid",
        "gitoid" => "gitoid",
        _ => return None,
    };
    text(&reference.locator).map(|value| (kind, value))
}

/// `Person: Jane Doe (jane@example.com)`, `Organization: …`, `Tool: name-version`.
struct Agent<'t> {
    role: Option<&'static str>,
    name: &'t str,
    email: Option<&'t str>,
}

impl<'t> Agent<'t> {
    fn of(written: &'t str) -> Self {
        let roles = [
            ("Person:", "person"),
            ("Organization:", "organization"),
            ("Tool:", "tool"),
        ];
        let found = roles
            .iter()
            .find_map(|(prefix, role)| Some((*role, written.strip_prefix(prefix)?)));
        let Some((role, rest)) = found else {
            return Self {
                role: None,
                name: written,
                email: None,
            };
        };
        let rest = rest.trim();
        if role == "tool" {
            return Self {
                role: Some(role),
                name: rest,
                email: None,
            };
        }
        // Only a last pair of brackets that is empty or holds an address is the mail address; others are part of the name.
        let open = rest.strip_suffix(')').and_then(|r| r.rsplit_once('('));
        match open {
            Some((name, email)) if email.trim().is_empty() || email.contains('@') => {
                let email = Some(email.trim()).filter(|e| !e.is_empty());
                Self {
                    role: Some(role),
                    name: name.trim(),
                    email,
                }
            }
            _ => Self {
                role: Some(role),
                name: rest,
                email: None,
            },
        }
    }

    /// The version that a tool's name ends with.
    fn version(&self) -> Option<&'t str> {
        let (_, version) = self.name.rsplit_once('-').filter(|_| self.role == Some("tool"))?;
        version
            .trim_start_matches('v')
            .starts_with(|c: char| c.is_ascii_digit())
            .then_some(version)
    }
}

#[cfg(test)]
mod tests {
    use super::unbracketed;

    #[test]
    fn only_brackets_around_the_whole_go() {
        for (written, read) in [
            ("(MIT OR Apache-2.0)", "MIT OR Apache-2.0"),
            ("((MIT))", "MIT"),
            ("(MIT) AND (Apache-2.0)", "(MIT) AND (Apache-2.0)"),
            ("(MIT OR (A AND B))", "MIT OR (A AND B)"),
            ("(MIT", "(MIT"),
            ("()", "()"),
            ("MIT", "MIT"),
        ] {
            assert_eq!(unbracketed(written), read);
        }
    }
}
