//! SPDX 2 RDF/XML, in three steps: the syntax into a graph of nodes (`parse`, `graph`), licence nodes into expressions
//! (`licenses`), and the graph into the document that all syntaxes share (`document`).
//!
//! RDF/XML says the same thing in many ways: nested or flat, named or blank, as elements or attributes, under any
//! prefix. So no shape of element is looked for; only statements count.

mod document;
mod graph;
mod licenses;
mod parse;
mod terms;

pub(super) use parse::parse;

/// Name of the format for people.
const FORMAT: &str = "SPDX RDF/XML";
