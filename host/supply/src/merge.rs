//! Several SBOMs of one product become one (CycloneDX 1.6). Each component keeps the list of the documents it stood in, and where
//! they say different things of it, that is kept beside what was taken.
//!
//! Taken for one: the same package URL; the same CPE name; else the same name and version, if that leaves no choice. The weakest
//! rule that was needed stands on the component.

mod group;
mod shape;
mod write;

use crate::SupplyError;
use crate::look;
use group::{Group, groups};
use sekisho_model::schema::Kind;
use sekisho_model::{Digest, Facts};
use std::collections::BTreeSet;

/// A document that is merged.
#[derive(Debug, Clone)]
pub struct Source<'f> {
    /// Its path, as it is called in the result.
    pub name: String,
    /// Digest of its file.
    pub digest: Digest,
    /// The facts it was read into.
    pub facts: &'f Facts,
    /// Its row among the documents.
    pub document: u32,
}

/// What the caller adds.
#[derive(Debug, Clone, Copy)]
pub struct Stamp<'a> {
    /// Date and time (RFC 3339).
    pub timestamp: &'a str,
    /// Version of this tool.
    pub tool_version: &'a str,
    /// Who answers for the result.
    pub author: Option<&'a str>,
    /// Name of the product, where the documents call it differently.
    pub name: Option<&'a str>,
}

/// The result.
#[derive(Debug, Clone)]
pub struct Merged {
    /// The SBOM, with a line break at the end.
    pub text: String,
    /// Number of components; the product is not one.
    pub components: usize,
    /// How many of them stood in several documents.
    pub shared: usize,
    /// How many were joined by name and version alone.
    pub by_name: usize,
    /// Components of which the documents say different things, each with the fields.
    pub differing: Vec<(String, Vec<String>)>,
}

/// The documents of a subject, with the files they stand in.
pub fn sources<'f>(facts: &'f Facts, file: &dyn Fn(u32) -> Option<(String, Digest)>) -> Vec<Source<'f>> {
    (0..facts.rows(Kind::Sbom, "documents"))
        .filter_map(|document| {
            let fact = look::fact(facts, Kind::Sbom, "documents", document)?;
            let (name, digest) = file(facts.find(fact)?.file)?;
            Some(Source {
                name,
                digest,
                facts,
                document,
            })
        })
        .collect()
}

/// Merges.
pub fn merge(sources: &[Source<'_>], stamp: Stamp<'_>) -> Result<Merged, SupplyError> {
    if sources.is_empty() {
        return Err(SupplyError::Nothing("there is no SBOM"));
    }
    let product = product(sources, stamp.name)?;
    let groups = groups(sources);
    let (text, differing) = write::write(sources, &product, &groups, stamp);
    Ok(Merged {
        text,
        components: groups.len(),
        shared: groups.iter().filter(|group| group.documents().len() > 1).count(),
        by_name: groups.iter().filter(|group| group.by_name).count(),
        differing,
    })
}

/// The product that all documents are about.
#[derive(Debug, Clone)]
struct Product {
    name: String,
    /// Root components, by source.
    roots: Vec<Option<u32>>,
}

fn product(sources: &[Source<'_>], given: Option<&str>) -> Result<Product, SupplyError> {
    let roots: Vec<Option<u32>> = sources
        .iter()
        .map(|s| look::reference(s.facts, Kind::Sbom, "documents", "root", s.document))
        .collect();
    let mut names = BTreeSet::new();
    let mut versions = BTreeSet::new();
    let mut shown = Vec::new();
    for (source, root) in sources.iter().zip(&roots) {
        let of_root = |column| root.and_then(|root| look::sbom(source.facts, "components", column, root));
        let name = of_root("name").or(look::sbom(source.facts, "documents", "name", source.document));
        names.extend(name.map(str::to_lowercase));
        versions.extend(of_root("version").map(ToOwned::to_owned));
        let label = root.map(|root| look::label(source.facts, root));
        let label = label.or(name.map(ToOwned::to_owned)).unwrap_or_else(|| "-".to_owned());
        shown.push((label, source.name.clone()));
    }
    if let Some(name) = given {
        return Ok(Product {
            name: name.to_owned(),
            roots,
        });
    }
    if names.len() != 1 || versions.len() > 1 {
        let list: Vec<String> = shown.iter().map(|(label, file)| format!("{label} ({file})")).collect();
        return Err(SupplyError::Products(list.join(", ")));
    }
    let name = sources
        .iter()
        .zip(&roots)
        .find_map(|(s, root)| look::sbom(s.facts, "components", "name", (*root)?));
    let name = name
        .map(ToOwned::to_owned)
        .or(names.into_iter().next())
        .unwrap_or_default();
    Ok(Product { name, roots })
}
