//! Kubernetes objects, from YAML or JSON: every object is a snapshot of its own.
//!
//! Asset: `namespace/name`, or `name` without a namespace (unless `evidence.toml` names the asset). Class: the kind.
//! Path: the kind, then the path inside the object, e.g. `Deployment.spec.template.spec.containers[0].image`.

use super::snapshot::{Flattener, Snapshot, push_name};
use super::tree::Node;
use crate::{ReadError, Reading};

/// Whether a document is a Kubernetes object.
pub(super) fn is_object(node: &Node<'_>) -> bool {
    let text = |name: &str| node.get(name).and_then(Node::filled);
    text("apiVersion").is_some()
        && text("kind").is_some_and(|kind| kind.starts_with(|c: char| c.is_ascii_uppercase()))
        && ["metadata", "items", "spec", "data", "rules", "webhooks"]
            .iter()
            .any(|name| node.get(name).is_some())
}

/// Reads an object; a list of objects gives one snapshot each.
pub(super) fn snapshots<'t>(
    node: &Node<'t>,
    out: &mut Vec<Snapshot<'t>>,
    reading: &mut Reading<'_>,
) -> Result<(), ReadError> {
    let kind = node.get("kind").and_then(Node::filled).unwrap_or_default();
    if kind.ends_with("List")
        && let Some(items) = node.get("items")
    {
        for item in items.items() {
            snapshots(item, out, reading)?;
        }
        return Ok(());
    }
    let metadata = node.get("metadata");
    let named = |name: &str| metadata.and_then(|m| m.get(name)).and_then(Node::filled);
    let name = named("name").or_else(|| named("generateName"));
    let mut snapshot = Snapshot::new("kubernetes");
    snapshot.asset = match (named("namespace"), name) {
        (Some(namespace), Some(name)) => Some(format!("{namespace}/{name}")),
        (None, Some(name)) => Some(name.to_owned()),
        _ => None,
    };
    snapshot.class = Some(kind.to_owned()).filter(|kind| !kind.is_empty());
    snapshot.line = node.line;
    let mut prefix = String::new();
    push_name(&mut prefix, kind);
    let mut flat = Flattener::new(true, reading);
    flat.below(&prefix, node)?;
    snapshot.entries = flat.entries;
    out.push(snapshot);
    Ok(())
}
