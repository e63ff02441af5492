//! A guideline as CSV: one control a row, under headers in either language.

use super::{Control, Read, groups_of, once};
use std::collections::BTreeSet;

const COLUMNS: [(&str, &[&str]); 6] = [
    (
        "id",
        &[
            "id",
            "no",
            "no.",
            "control",
            "item",
            "項番",
            "番号",
            "項目番号",
            "管理策番号",
            "条番号",
        ],
    ),
    (
        "title",
        &[
            "title",
            "name",
            "項目",
            "項目名",
            "件名",
            "標題",
            "表題",
            "タイトル",
            "要求事項",
        ],
    ),
    (
        "group",
        &["group", "chapter", "category", "分類", "章", "区分", "カテゴリ"],
    ),
    (
        "text",
        &[
            "text",
            "body",
            "requirement",
            "description",
            "本文",
            "内容",
            "要求内容",
            "規定",
        ],
    ),
    ("clause", &["clause", "section", "条項", "節", "出典", "参照"]),
    ("levels", &["levels", "level", "レベル", "水準", "段階"]),
];

pub(super) fn read(text: &str) -> Result<Read, String> {
    let first = text.lines().next().unwrap_or_default();
    let tabs = first.matches('\t').count() > first.matches(',').count();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(if tabs { b'\t' } else { b',' })
        .flexible(true)
        .from_reader(text.as_bytes());
    let headers = reader.headers().map_err(|e| e.to_string())?.clone();
    let at = |wanted: &str| {
        let (_, names) = COLUMNS.iter().find(|(name, _)| *name == wanted)?;
        headers
            .iter()
            .position(|h| names.contains(&h.trim().trim_start_matches('\u{feff}').to_lowercase().as_str()))
    };
    let (id_at, title_at, text_at) = (at("id"), at("title"), at("text"));
    let Some(id_at) = id_at else {
        return Err("no column is called `id` (or 項番)".to_owned());
    };
    let Some(title_at) = title_at.or(text_at) else {
        return Err("no column is called `title` (or 項目)".to_owned());
    };
    let mut read = Read::default();
    let mut seen = BTreeSet::new();
    for record in reader.records() {
        let record = record.map_err(|e| e.to_string())?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or_default().trim().to_owned();
        let control = Control {
            id: cell(Some(id_at)),
            group: Some(cell(at("group")))
                .filter(|g| !g.is_empty())
                .unwrap_or_else(|| "all".to_owned()),
            title: once(&cell(Some(title_at))),
            text: once(&cell(text_at)),
            clause: cell(at("clause")),
            levels: cell(at("levels"))
                .split([',', ';', '、', ' '])
                .filter(|l| !l.is_empty())
                .map(ToOwned::to_owned)
                .collect(),
            ..Control::default()
        };
        if control.id.is_empty() && control.title.ja.is_empty() {
            continue;
        }
        if control.id.is_empty() || control.title.ja.is_empty() {
            return Err(format!("line {line}: a control needs an id and a title"));
        }
        if !seen.insert(control.id.clone()) {
            return Err(format!("line {line}: control `{}` stands there twice", control.id));
        }
        let clause = if control.clause.is_empty() {
            control.id.clone()
        } else {
            control.clause
        };
        read.controls.push(Control { clause, ..control });
    }
    read.groups = groups_of(&read.controls);
    Ok(read)
}
