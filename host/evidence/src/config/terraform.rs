//! Terraform plans and states as JSON (`terraform show -json`).
//!
//! Path: the resource's address, then the attribute: `aws_s3_bucket.logs.acl`,
//! `module.net.aws_vpc.main[0].tags.Name`. Values are the planned ones. What is only known after apply has the value
//! type `unknown` and no value. What is to happen to a resource stands under `resource_changes.<address>.actions`.

use super::snapshot::{Entry, Flattener, Route, Scalar, Snapshot, ValueType};
use super::tree::{Node, Value};
use crate::{ReadError, Reading};
use std::collections::HashSet;

/// Whether a document is a plan or a state.
pub(super) fn is_plan(node: &Node<'_>) -> bool {
    let has = |name: &str| node.get(name).is_some();
    let state = || has("terraform_version") && node.get("values").is_some_and(|v| v.get("root_module").is_some());
    has("planned_values") || (has("resource_changes") && has("format_version")) || state()
}

/// Reads a plan or a state.
pub(super) fn snapshot<'t>(node: &Node<'t>, reading: &mut Reading<'_>) -> Result<Snapshot<'t>, ReadError> {
    let mut flat = Flattener::new(true, reading);
    let mut seen = HashSet::new();
    for name in ["format_version", "terraform_version"] {
        if let Some(value) = node.get(name) {
            flat.below(name, value)?;
        }
    }
    for values in ["planned_values", "values"] {
        if let Some(root) = node.get(values).and_then(|v| v.get("root_module")) {
            module(root, &mut flat, &mut seen)?;
        }
    }
    for change in node.get("resource_changes").map(Node::items).unwrap_or_default() {
        let (Some(address), Some(details)) = (change.get("address").and_then(Node::filled), change.get("change"))
        else {
            continue;
        };
        let deleted = details
            .get("actions")
            .is_some_and(|a| a.items().iter().all(|x| x.text() == Some("delete")));
        if let Some(after) = details.get("after").filter(|after| after.is_map())
            && !deleted
            && seen.insert(address.to_owned())
        {
            resource(change, address, after, &mut flat)?;
        }
        if let Some(unknown) = details.get("after_unknown") {
            let from = flat.entries.len();
            flat.below(address, unknown)?;
            let marks = flat.entries.split_off(from);
            flat.entries.extend(
                marks
                    .into_iter()
                    .filter(|mark| mark.value.flag == Some(true))
                    .map(|mark| Entry {
                        value: Scalar::bare(ValueType::Unknown),
                        route: Route::Hidden,
                        ..mark
                    }),
            );
        }
        if let Some(actions) = details.get("actions") {
            flat.below(&format!("resource_changes.{address}.actions"), actions)?;
        }
    }
    let mut snapshot = Snapshot::new("terraform");
    snapshot.entries = flat.entries;
    Ok(snapshot)
}

fn module<'t>(node: &Node<'t>, flat: &mut Flattener<'t>, seen: &mut HashSet<String>) -> Result<(), ReadError> {
    for item in node.get("resources").map(Node::items).unwrap_or_default() {
        let (Some(address), Some(values)) = (item.get("address").and_then(Node::filled), item.get("values")) else {
            continue;
        };
        seen.insert(address.to_owned());
        resource(item, address, values, flat)?;
    }
    for child in node.get("child_modules").map(Node::items).unwrap_or_default() {
        module(child, flat, seen)?;
    }
    Ok(())
}

fn resource<'t>(item: &Node<'t>, address: &str, values: &Node<'t>, flat: &mut Flattener<'t>) -> Result<(), ReadError> {
    if matches!(values.value, Value::Null) {
        return Ok(());
    }
    let ty = item.get("type").and_then(Node::filled).unwrap_or_default();
    let from = flat.entries.len();
    flat.below(address, values)?;
    for entry in flat.entries.iter_mut().skip(from) {
        // Rules speak of the type; the address names one resource of it.
        let attribute = entry.path.get(address.len()..).unwrap_or_default();
        entry.route = if ty.is_empty() {
            Route::Hidden
        } else {
            Route::As(format!("{ty}{attribute}"))
        };
    }
    Ok(())
}
