//! One document in several syntaxes gives one set of facts.

use super::support::{Outcome, corpus, read_file};
use sekisho_model::schema::{KINDS, Kind};

/// All texts of all tables, without what depends on the syntax: places, and the order of edges.
pub(crate) fn fingerprint(outcome: &Outcome) -> Vec<String> {
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

/// What only one of two files says.
fn differences(left: &str, right: &str) -> (Vec<String>, Vec<String>) {
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
    assert!(a.len() > 20, "{left} gives next to nothing");
    let found = (only(&a, &b), only(&b, &a));
    // Equal lines may still stand in other numbers.
    assert!(
        found != (vec![], vec![]) || a.len() == b.len(),
        "{left}, {right}: rows stand more than once"
    );
    found
}

fn same(left: &str, right: &str) {
    let (only_left, only_right) = differences(left, right);
    assert!(
        only_left.is_empty() && only_right.is_empty(),
        "only in {left}: {only_left:#?}\nonly in {right}: {only_right:#?}"
    );
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

#[test]
fn json_and_xml_agree() {
    same(
        &format!("{SPEC}/SPDXJSONExample-v2.2.spdx.json"),
        &format!("{SPEC}/SPDXXMLExample-v2.2.spdx.xml"),
    );
    let tools = "1-sbom/spdx-tools-python";
    same(
        &format!("{tools}/SPDXJSONExample-v2.2.spdx.json"),
        &format!("{tools}/SPDXXMLExample-v2.2.spdx.xml"),
    );
    same(
        &format!("{tools}/SPDXYAMLExample-v2.3.spdx.yaml"),
        &format!("{tools}/SPDXXMLExample-v2.3.spdx.xml"),
    );
}

/// Files that their authors changed by hand so that they say something else than the JSON beside them, each with what.
const OTHERWISE: &[(&str, &str)] = &[
    (
        "missing_concluded_license/SPDXTagExample-v2.3.spdx",
        "NOASSERTION where the others leave the license empty",
    ),
    (
        "missing_dependency_relationships/SPDXRdfExample-v2.3.spdx.rdf.xml",
        "the package is gone together with the relationship that it stood in",
    ),
];

/// Every set of files that says one thing in all five syntaxes.
#[test]
fn all_five_syntaxes_agree() {
    let mut faults = Vec::new();
    for set in [
        "missing_component_version",
        "missing_concluded_license",
        "missing_dependency_relationships",
        "missing_supplier_name",
        "missing_timestamp",
        "no_elements_missing",
    ] {
        let folder = format!("1-sbom/ntia-conformance-checker/data/{set}");
        let json = format!("{folder}/SPDXJSONExample-v2.3.spdx.json");
        for other in [
            "SPDXTagExample-v2.3.spdx",
            "SPDXYAMLExample-v2.3.spdx.yaml",
            "SPDXXMLExample-v2.3.spdx.xml",
            "SPDXRdfExample-v2.3.spdx.rdf.xml",
        ] {
            let (only_json, only_other) = differences(&json, &format!("{folder}/{other}"));
            let agree = only_json.is_empty() && only_other.is_empty();
            let known = OTHERWISE.iter().any(|(file, _)| *file == format!("{set}/{other}"));
            if agree == known {
                faults.push(format!(
                    "{set}/{other}: only in JSON {only_json:#?}, only here {only_other:#?}"
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
