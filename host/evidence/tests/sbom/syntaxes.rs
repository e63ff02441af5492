//! One document in several syntaxes gives one set of facts.

use super::support::{Outcome, corpus, read_file};
use sekisho_model::schema::{KINDS, Kind};

/// All texts of all tables, without what depends on the syntax: places, and the order of edges.
fn fingerprint(outcome: &Outcome) -> Vec<String> {
    let kind = KINDS.iter().find(|k| k.kind == Kind::Sbom).unwrap();
    let mut lines = Vec::new();
    for table in kind.tables {
        for row in 0..outcome.rows(table.name) {
            let cells: Vec<String> = table
                .columns
                .iter()
                .filter_map(|c| {
                    if let Some(text) = outcome.text(table.name, c.name, row) {
                        return Some(format!("{}={text}", c.name));
                    }
                    let number = outcome.number(table.name, c.name, row)?;
                    let named = match c.name {
                        "is_root" => Some(number.to_string()),
                        "component" | "from" | "to" | "root" => {
                            outcome.text("components", "reference", number).map(str::to_owned)
                        }
                        _ => None,
                    };
                    named.map(|n| format!("{}={n}", c.name))
                })
                .collect();
            // Blanks inside texts differ between the syntaxes (line folding).
            let line = format!("{} {}", table.name, cells.join(" | "));
            lines.push(line.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    lines.sort();
    lines
}

fn same(left: &str, right: &str) {
    let read = |path: &str| read_file(&corpus().join(path)).unwrap_or_else(|| panic!("{path} is not detected"));
    let (a, b) = (read(left), read(right));
    assert!(
        a.is_accepted() && b.is_accepted(),
        "{left}: {:?}, {right}: {:?}",
        a.label,
        b.label
    );
    let (a, b) = (fingerprint(&a), fingerprint(&b));
    let only = |x: &[String], y: &[String]| x.iter().filter(|l| !y.contains(l)).cloned().collect::<Vec<_>>();
    let (only_left, only_right) = (only(&a, &b), only(&b, &a));
    assert!(
        a == b,
        "only in {left}: {only_left:#?}\nonly in {right}: {only_right:#?}"
    );
    assert!(a.len() > 20, "{left} gives next to nothing");
}

const SPEC: &str = "1-sbom/spdx-spec-2.2.2-branch/examples";

#[test]
fn json_and_yaml_agree() {
    same(
        &format!("{SPEC}/SPDXJSONExample-v2.2.spdx.json"),
        &format!("{SPEC}/SPDXYAMLExample-2.2.spdx.yaml"),
    );
    let tools = "1-sbom/spdx-tools-golang/examples/sample-docs";
    same(
        &format!("{tools}/json/SPDXJSONExample-v2.2.spdx.json"),
        &format!("{tools}/yaml/SPDXYAMLExample-2.2.spdx.yaml"),
    );
    let tools = "1-sbom/spdx-tools-python";
    same(
        &format!("{tools}/SPDXJSONExample-v2.2.spdx.json"),
        &format!("{tools}/SPDXYAMLExample-v2.2.spdx.yaml"),
    );
}

#[test]
fn json_and_tag_value_agree() {
    same(
        &format!("{SPEC}/SPDXJSONExample-v2.2.spdx.json"),
        &format!("{SPEC}/SPDXTagExample-v2.2.spdx"),
    );
    let tools = "1-sbom/spdx-tools-golang/examples/sample-docs";
    same(
        &format!("{tools}/json/SPDXJSONExample-v2.2.spdx.json"),
        &format!("{tools}/tv/SPDXTagExample-v2.2.spdx"),
    );
}

#[test]
fn tag_value_and_yaml_agree_for_2_3() {
    let tools = "1-sbom/spdx-tools-python";
    same(
        &format!("{tools}/SPDXTagExample-v2.3.spdx"),
        &format!("{tools}/SPDXYAMLExample-v2.3.spdx.yaml"),
    );
}
