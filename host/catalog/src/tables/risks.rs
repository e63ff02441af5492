//! Risk sources and the controls that meet them (CPSF: Part II and Annex B), from a table of the user's own.

use super::{Names, Row, Strangers, find, ids, is_id};
use crate::Catalogue;
use sekisho_model::Digest;
use sekisho_model::assessment::{RiskSource, RiskTable};
use std::collections::HashMap;

/// Most risk sources of one table.
const SOURCES: usize = 20_000;
const NEEDED: [&str; 2] = ["id", "controls"];
const COLUMNS: [Names; 7] = [
    (
        "id",
        &[
            "リスク源ID",
            "脆弱性ID",
            "risk source id",
            "vulnerability id",
            "リスク源番号",
            "脆弱性番号",
            "リスク源識別子",
            "risk id",
            "risk source",
            "リスク源",
            "id",
        ],
    ),
    (
        "controls",
        &[
            "対策要件ID",
            "対策要件",
            "control id",
            "controls",
            "対策要件番号",
            "管理策ID",
            "管理策",
            "管理策番号",
            "control",
            "control ids",
            "requirement id",
            "requirement ids",
            "requirements",
            "measure requirement id",
        ],
    ),
    ("layer", &["層", "layer", "レイヤー", "レイヤ"]),
    ("element", &["構成要素", "element", "要素"]),
    (
        "incident",
        &[
            "想定されるセキュリティインシデント",
            "incident",
            "セキュリティインシデント",
            "インシデント",
            "security incident",
            "assumed security incident",
        ],
    ),
    ("threat", &["脅威", "threat", "threats", "脅威の内容"]),
    (
        "vulnerability",
        &["脆弱性", "vulnerability", "vulnerabilities", "脆弱性の内容"],
    ),
];

/// Whether a table has the columns that are needed.
pub fn fits(rows: &[Row]) -> bool {
    find(rows, &COLUMNS, &NEEDED).is_ok()
}

/// Reads a table and joins it to a catalogue. A row without an id goes on with the risk source above it, as merged cells do;
/// an id may stand in several rows, one for each control. `digest` names the file.
///
/// Errors: there is no such header; a row lacks what it needs; a risk source is told twice and otherwise; a control is not in the
/// catalogue. Each with its place.
pub fn read(rows: &[Row], digest: Digest, catalogue: &Catalogue) -> Result<RiskTable, String> {
    let found = find(rows, &COLUMNS, &NEEDED)?;
    let mut sources: Vec<RiskSource> = Vec::new();
    let mut known: HashMap<String, (usize, String)> = HashMap::new();
    let mut strangers = Strangers::default();
    let mut current = None;
    for row in found.rows {
        let cell = |name: &str| found.cell(row, name).to_owned();
        let place = &row.place;
        let id = cell("id");
        let controls: Vec<String> = ids(found.cell(row, "controls")).collect();
        if id.is_empty() && controls.is_empty() {
            // A heading of the table, or nothing at all.
            continue;
        }
        if id.is_empty() && current.is_none() {
            return Err(format!(
                "{place}: the row has no id, and there is no risk source above it"
            ));
        }
        if !is_id(&id) {
            return Err(format!("{place}: the id is too long, or has a control character"));
        }
        let told = RiskSource {
            id: id.clone(),
            layer: cell("layer"),
            element: cell("element"),
            incident: cell("incident"),
            threat: cell("threat"),
            vulnerability: cell("vulnerability"),
            controls: Vec::new(),
        };
        let at = match (id.is_empty(), current, known.get(&id)) {
            (true, Some(at), _) => at,
            (_, _, Some((at, _))) => *at,
            _ => {
                if sources.len() == SOURCES {
                    return Err(format!("it holds more than {SOURCES} risk sources"));
                }
                known.insert(id, (sources.len(), place.clone()));
                sources.push(told.clone());
                sources.len() - 1
            }
        };
        current = Some(at);
        // INVARIANT: `at` counts what was pushed.
        let Some(source) = sources.get_mut(at) else { continue };
        if let Some(name) = merge(source, &told) {
            let first = known.get(&source.id).map_or("", |(_, place)| place);
            return Err(format!("{place}: `{}` has another {name} than in {first}", source.id));
        }
        for control in controls {
            if !catalogue.has(&control) {
                strangers.add(place, control);
            } else if !source.controls.contains(&control) {
                source.controls.push(control);
            }
        }
    }
    strangers.refused(catalogue)?;
    if let Some(bare) = sources.iter().find(|source| source.controls.is_empty()) {
        let place = known.get(&bare.id).map_or("", |(_, place)| place);
        return Err(format!("{place}: `{}` names no control", bare.id));
    }
    if sources.is_empty() {
        return Err(format!(
            "there is no risk source below the header ({})",
            found.header.place
        ));
    }
    Ok(RiskTable { digest, sources })
}

/// Fills in what another row of the same risk source tells; the name of the first text that differs.
fn merge(source: &mut RiskSource, told: &RiskSource) -> Option<&'static str> {
    let texts = [
        ("layer", &mut source.layer, &told.layer),
        ("element", &mut source.element, &told.element),
        ("incident", &mut source.incident, &told.incident),
        ("threat", &mut source.threat, &told.threat),
        ("vulnerability", &mut source.vulnerability, &told.vulnerability),
    ];
    for (name, held, told) in texts {
        match (held.is_empty(), told.is_empty()) {
            (_, true) => {}
            (true, false) => held.clone_from(told),
            (false, false) if held == told => {}
            (false, false) => return Some(name),
        }
    }
    None
}
