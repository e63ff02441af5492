//! Result logs of osquery: one JSON object per line (or one document), with differential, batch or snapshot results.
//!
//! One snapshot per host. Path: query name, row, column: `mounts[0].path`; the name of a pack before the query's own
//! name (`pack_it-compliance_mounts`) is left out. A row that is removed later in the log does not exist any more.

use super::json;
use super::lines::numbered;
use super::snapshot::{Flattener, Route, Snapshot, push_name};
use super::tree::{Node, Value};
use crate::{ReadError, Reading};
use sekisho_model::Date;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

/// Whether a document is a result of osquery.
pub(super) fn is_result(node: &Node<'_>) -> bool {
    node.get("name").and_then(Node::text).is_some()
        && ["columns", "snapshot", "diffResults"]
            .iter()
            .any(|name| node.get(name).is_some())
        && ["hostIdentifier", "calendarTime", "unixTime"]
            .iter()
            .any(|name| node.get(name).is_some())
}

#[derive(Default)]
struct Host<'t> {
    line: u32,
    collected: Option<Date>,
    rows: Vec<Option<(String, Node<'t>)>>,
    // Query and columns of a row -> where it stands.
    index: HashMap<String, usize>,
}

/// Reads a log.
pub(super) fn parse<'t>(text: &'t str, reading: &mut Reading<'_>) -> Result<Vec<Snapshot<'t>>, ReadError> {
    let mut results = Vec::new();
    let first = text.trim_start().lines().next().unwrap_or_default().trim_end();
    if first.starts_with('{') && first.ends_with('}') {
        for (number, line) in numbered(text).filter(|(_, line)| !line.trim().is_empty()) {
            results.push(json::parse_from(line, number, reading)?);
        }
    } else {
        match json::parse(text, reading)? {
            Node {
                value: Value::List(items),
                ..
            } => results = items,
            node => results.push(node),
        }
    }
    let mut hosts: BTreeMap<String, Host<'t>> = BTreeMap::new();
    for result in results {
        if !is_result(&result) {
            reading.note(super::lines::odd("a line is no result of a query", result.line));
            continue;
        }
        let name = result
            .get("hostIdentifier")
            .and_then(Node::filled)
            .unwrap_or_default()
            .to_owned();
        let host = hosts.entry(name).or_default();
        host.line = if host.line == 0 { result.line } else { host.line };
        let seconds = result
            .get("unixTime")
            .and_then(Node::text)
            .and_then(|t| t.parse::<i64>().ok());
        let day = seconds
            .and_then(|s| i32::try_from(s.div_euclid(86_400)).ok())
            .map(Date::from_days);
        host.collected = host.collected.max(day);
        let query = query_name(result.get("name").and_then(Node::text).unwrap_or_default()).to_owned();
        let action = result.get("action").and_then(Node::text).unwrap_or("added");
        let list = |node: Option<&Node<'t>>| node.map(Node::items).unwrap_or_default().to_vec();
        let differences = result.get("diffResults");
        for row in list(differences.and_then(|d| d.get("removed"))) {
            host.remove(&query, &row);
        }
        for row in list(result.get("snapshot"))
            .into_iter()
            .chain(list(differences.and_then(|d| d.get("added"))))
        {
            host.add(&query, row);
        }
        match result.get("columns") {
            Some(row) if action == "removed" => host.remove(&query, row),
            Some(row) => host.add(&query, row.clone()),
            None => {}
        }
    }
    hosts
        .into_iter()
        .map(|(name, host)| host.snapshot(name, reading))
        .collect()
}

/// The query's own name: `pack_<pack>_<query>` or `pack/<pack>/<query>` without the pack.
fn query_name(name: &str) -> &str {
    ['_', '/']
        .iter()
        .find_map(|by| {
            name.strip_prefix("pack")?
                .strip_prefix(*by)?
                .split_once(*by)
                .map(|(_, query)| query)
        })
        .unwrap_or(name)
}

impl<'t> Host<'t> {
    fn key(query: &str, row: &Node<'_>) -> String {
        let mut columns: Vec<_> = row
            .entries()
            .iter()
            .map(|(k, v)| (k.as_ref(), v.text().unwrap_or_default()))
            .collect();
        columns.sort_unstable();
        let mut key = query.to_owned();
        for (name, value) in columns {
            let _ = write!(key, "\0{name}\0{value}");
        }
        key
    }

    fn add(&mut self, query: &str, row: Node<'t>) {
        self.index.insert(Self::key(query, &row), self.rows.len());
        self.rows.push(Some((query.to_owned(), row)));
    }

    fn remove(&mut self, query: &str, row: &Node<'_>) {
        if let Some(at) = self.index.remove(&Self::key(query, row))
            && let Some(slot) = self.rows.get_mut(at)
        {
            *slot = None;
        }
    }

    fn snapshot(self, name: String, reading: &Reading<'_>) -> Result<Snapshot<'t>, ReadError> {
        let mut flat = Flattener::new(false, reading);
        let mut counts: HashMap<String, u32> = HashMap::new();
        for (query, row) in self.rows.into_iter().flatten() {
            let count = counts.entry(query.clone()).or_default();
            let mut table = String::new();
            push_name(&mut table, &query);
            let prefix = format!("{table}[{count}]");
            *count += 1;
            let from = flat.entries.len();
            flat.below(&prefix, &row)?;
            for entry in flat.entries.iter_mut().skip(from) {
                let column = entry.path.get(prefix.len()..).unwrap_or_default();
                entry.route = Route::As(format!("{table}{column}"));
            }
        }
        let mut snapshot = Snapshot::new("osquery");
        snapshot.asset = Some(name).filter(|name| !name.is_empty());
        snapshot.collected = self.collected;
        snapshot.line = self.line.max(1);
        snapshot.entries = flat.entries;
        Ok(snapshot)
    }
}
