//! `docs/coverage.md`: every named thing of the list (`tests/rows/index.toml`), and what the product does of it. A row counts as
//! done only where its file is, and the files are run by the tests: so the page cannot say more than is true.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use toml::{Table, Value};

use crate::failure::Failure;
use crate::tidy::Tree;
use crate::workspace::Workspace;

/// Where it is written.
pub(crate) const PAGE: &str = "docs/coverage.md";
const INDEX: &str = "tests/rows/index.toml";
/// Numbers of rows; every one of them stands in the index once.
const ROWS: i64 = 254;

/// What a row's file says.
enum Done {
    Works,
    Partly(String),
}

/// `cargo xtask coverage`: writes the page.
pub(crate) fn run(workspace: &Workspace) -> Result<(), Failure> {
    let tree = Tree::read(&workspace.root).map_err(Failure::because("cannot read the repository"))?;
    let text = page(&tree).map_err(Failure::new)?;
    std::fs::write(workspace.root.join(PAGE), text).map_err(Failure::because(format_args!("cannot write {PAGE}")))
}

/// The page as it should be.
pub(crate) fn page(tree: &Tree) -> Result<String, String> {
    let index: Table = tree.text(INDEX).parse().map_err(|e| format!("{INDEX}: {e}"))?;
    let done = done(tree)?;
    let (mut parts, mut seen) = (String::new(), BTreeMap::new());
    let (mut works, mut partly) = (0, 0);
    for part in tables(&index, "part") {
        let _ = writeln!(parts, "\n## {} / {}\n", word(part, "ja")?, word(part, "en")?);
        let open = part.get("open").and_then(Value::as_table);
        let mut rows = String::new();
        let mut is_open = false;
        for row in tables(part, "rows") {
            let number = row.get("row").and_then(Value::as_integer).unwrap_or_default();
            if seen.insert(number, ()).is_some() {
                return Err(format!("{INDEX}: row {number} stands twice"));
            }
            let (mark, missing) = match done.get(&number) {
                Some(Done::Works) => {
                    works += 1;
                    ("works", "")
                }
                Some(Done::Partly(lacks)) => {
                    partly += 1;
                    ("partly", lacks.as_str())
                }
                None => {
                    is_open = true;
                    ("not", "")
                }
            };
            let _ = writeln!(
                rows,
                "| {number} | {} | {} | {mark} | {} |",
                cell(word(row, "ja")?),
                cell(word(row, "en")?),
                cell(missing)
            );
        }
        if is_open {
            let open = open.ok_or_else(|| {
                format!(
                    "{INDEX}: `{}` has rows that are not done and no `open`",
                    word(part, "en").unwrap_or_default()
                )
            })?;
            let _ = writeln!(parts, "{}\n{}\n", word(open, "ja")?, word(open, "en")?);
        }
        let _ = write!(
            parts,
            "| # | 名称 | name | | what is missing |\n|---|---|---|---|---|\n{rows}"
        );
    }
    if let Some(number) = (1..=ROWS).find(|number| !seen.contains_key(number)) {
        return Err(format!("{INDEX}: row {number} is missing"));
    }
    if let Some(number) = done.keys().chain(seen.keys()).find(|n| !(1..=ROWS).contains(*n)) {
        return Err(format!("row {number} is not one of {ROWS}"));
    }
    let open = ROWS - works - partly;
    Ok(format!(
        "# What of the founding document is done / 設立文書の各項目の状況\n\nWritten by `cargo xtask coverage` from `tests/rows/`; a check of the build compares it. A row \
         works, or partly, only where `tests/rows/NNN.toml` says so, and `cargo test --release --workspace --test rows` runs every one of these files.\n\n\
         `tests/rows/` から作成し、ビルドの検査で照合する。「works」「partly」は、試験が実行する行ファイルがある場合だけである。\n\n\
         | works | partly | not | all |\n|---|---|---|---|\n| {works} | {partly} | {open} | {ROWS} |\n{parts}"
    ))
}

/// What the files of rows say, by number.
fn done(tree: &Tree) -> Result<BTreeMap<i64, Done>, String> {
    let mut done = BTreeMap::new();
    for path in tree.files() {
        let name = path
            .strip_prefix("tests/rows/")
            .and_then(|rest| rest.strip_suffix(".toml"));
        let Some(number) = name.filter(|name| name.len() == 3).and_then(|name| name.parse().ok()) else {
            continue;
        };
        let row: Table = tree.text(path).parse().map_err(|e| format!("{path}: {e}"))?;
        let state = match (word(&row, "status")?, row.get("lacks").and_then(Value::as_str)) {
            ("works", None) => Done::Works,
            ("partly", Some(lacks)) => Done::Partly(lacks.to_owned()),
            (other, _) => return Err(format!("{path}: status `{other}` does not go with what it lacks")),
        };
        done.insert(number, state);
    }
    Ok(done)
}

fn tables<'t>(table: &'t Table, key: &str) -> impl Iterator<Item = &'t Table> {
    let list = table.get(key).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_table)
}

fn word<'t>(table: &'t Table, key: &str) -> Result<&'t str, String> {
    let text = table.get(key).and_then(Value::as_str).unwrap_or_default();
    match text.trim().is_empty() {
        false => Ok(text),
        true => Err(format!("`{key}` is missing in {table}")),
    }
}

/// Fit for a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
