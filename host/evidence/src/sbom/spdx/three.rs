//! SPDX 3.0 as JSON-LD in its canonical form: one `@graph` of elements that name each other. No JSON-LD processor: terms
//! are taken as the specification's own context writes them.

mod model;
mod rows;

use crate::sbom::emit::json_error;
use crate::sbom::value::text;
use crate::{ReadError, Reading};
use model::{Element, Graph, Links};
use sekisho_model::Diagnostic;
use std::collections::HashMap;

/// Reads a document and pushes its rows.
pub(super) fn read(source: &str, reading: &mut Reading<'_>) -> Result<String, ReadError> {
    let graph: Graph<'_> = serde_json::from_str(source).map_err(|e| json_error("SPDX 3 JSON-LD", &e))?;
    if graph.elements.is_empty() {
        return Err(ReadError::malformed("SPDX 3 JSON-LD", "`@graph` is missing or empty"));
    }
    let world = World::of(&graph);
    let creation = world.creation();
    let version = creation.and_then(|c| text(&c.spec_version));
    if let Some(version) = version
        && !version.starts_with("3.0")
    {
        return Err(super::unsupported(version));
    }
    for (member, value) in [
        ("specVersion", version),
        ("created", creation.and_then(|c| text(&c.created))),
        ("createdBy", creation.and_then(|c| c.created_by.first_id())),
    ] {
        if value.is_none() {
            let message = format!("`{member}` is required and missing or empty");
            reading.note(Diagnostic::warning("missing-field", message).at("/@graph"));
        }
    }
    rows::push(&world, version.unwrap_or("3.0"), reading)?;
    Ok(format!("spdx3-json-{}", version.unwrap_or("3.0")))
}

/// The elements with an index over their ids. Inlined elements count like any other.
struct World<'g> {
    elements: Vec<(String, &'g Element<'g>)>,
    ids: HashMap<&'g str, &'g Element<'g>>,
}

impl<'g> World<'g> {
    fn of(graph: &'g Graph<'_>) -> Self {
        let mut world = Self {
            elements: Vec::new(),
            ids: HashMap::new(),
        };
        for (index, element) in graph.elements.iter().enumerate() {
            world.add(format!("/@graph/{index}"), element);
        }
        world
    }

    fn add(&mut self, pointer: String, element: &'g Element<'_>) {
        if let Some(id) = element.id() {
            self.ids.entry(id).or_insert(element);
        }
        let inlined = [
            ("creationInfo", &element.creation_info),
            ("createdBy", &element.created_by),
            ("createdUsing", &element.created_using),
            ("suppliedBy", &element.supplied_by),
            ("originatedBy", &element.originated_by),
            ("rootElement", &element.roots),
            ("element", &element.members),
            ("to", &element.to),
        ];
        for (member, links) in inlined {
            for (index, inner) in links.inlined() {
                self.add(format!("{pointer}/{member}/{index}"), inner);
            }
        }
        self.elements.push((pointer, element));
    }

    fn of_type(&self, kind: &str) -> impl Iterator<Item = &'g Element<'g>> {
        self.elements.iter().map(|(_, e)| *e).filter(move |e| e.is(kind))
    }

    fn get(&self, id: &str) -> Option<&'g Element<'g>> {
        self.ids.get(id).copied()
    }

    /// The elements that some links name, inlined ones included.
    fn targets(&self, links: &'g Links<'g>) -> impl Iterator<Item = &'g Element<'g>> {
        let named: Vec<_> = links
            .all()
            .filter_map(|l| l.element().or_else(|| self.get(l.id()?)))
            .collect();
        named.into_iter()
    }

    /// How the document itself was made; without a document, the first statement of that kind.
    fn creation(&self) -> Option<&'g Element<'g>> {
        let own = self.of_type("SpdxDocument").chain(self.of_type("software_Sbom"));
        let own = own.flat_map(|d| self.targets(&d.creation_info)).next();
        own.or_else(|| self.of_type("CreationInfo").next())
    }
}
