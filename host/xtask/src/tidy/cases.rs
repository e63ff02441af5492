//! A check is shown to say each of the four things it can say: it is met, it is not, it does not apply, nobody can tell.
//! A folder `tests/cases/<sector>/<plugin>/<check>/<case>/` with `expected.json` is a case.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Remark;
use super::checks;
use super::tree::Tree;

/// One of each group is needed.
const GROUPS: &[&[&str]] = &[
    &["pass", "attested", "informational"],
    &["fail"],
    &["not-applicable"],
    &["unknown"],
];
const FEWEST: usize = 4;
/// Outcomes a case may expect beyond the four groups.
const OTHERS: &[&str] = &["error"];

pub(super) fn check(tree: &Tree) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for plugin in tree.folders("plugins", 2) {
        let name = plugin.trim_start_matches("plugins/");
        let known = checks::of_plugin(tree, &plugin);
        if known.is_empty() {
            remarks.push(Remark::violation(
                &plugin,
                "registers no check (no `Spec::new(\"…\")` under src/checks)",
            ));
        }
        for id in &known {
            of_check(tree, &format!("tests/cases/{name}/{id}"), &mut remarks);
        }
        // Cases of a policy of the same name are that policy's business.
        if !tree.folders("policies", 2).contains(&format!("policies/{name}")) {
            for folder in tree.folders(&format!("tests/cases/{name}"), 1) {
                let id = folder.rsplit('/').next().unwrap_or_default();
                if !known.contains(id) {
                    remarks.push(Remark::violation(
                        &folder,
                        format!("plugin `{name}` registers no check `{id}`"),
                    ));
                }
            }
        }
    }
    remarks
}

fn of_check(tree: &Tree, folder: &str, remarks: &mut Vec<Remark>) {
    let mut outcomes = BTreeSet::new();
    let cases = tree.folders(folder, 1);
    for case in &cases {
        match outcome(tree, case) {
            Ok(outcome) => {
                outcomes.insert(outcome);
            }
            Err(what) => remarks.push(Remark::violation(case, what)),
        }
    }
    if cases.len() < FEWEST {
        remarks.push(Remark::violation(
            folder,
            format!("has {} cases, {FEWEST} are the least", cases.len()),
        ));
    }
    for group in GROUPS
        .iter()
        .filter(|group| !group.iter().any(|outcome| outcomes.contains(*outcome)))
    {
        remarks.push(Remark::violation(
            folder,
            format!("has no case with outcome `{}`", group.join("` or `")),
        ));
    }
}

/// `"outcome"` of a case's `expected.json`.
fn outcome(tree: &Tree, case: &str) -> Result<String, String> {
    let file = format!("{case}/expected.json");
    if !tree.has(&file) {
        return Err("has no `expected.json`".to_owned());
    }
    let value: Value = serde_json::from_str(&tree.text(&file)).map_err(|source| format!("expected.json: {source}"))?;
    let outcome = value
        .get("outcome")
        .and_then(Value::as_str)
        .ok_or("expected.json names no `outcome`")?;
    if GROUPS.iter().any(|group| group.contains(&outcome)) || OTHERS.contains(&outcome) {
        Ok(outcome.to_owned())
    } else {
        Err(format!("expected.json: there is no outcome `{outcome}`"))
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::violations;
    use super::check;

    const SOURCE: (&str, &str) = (
        "plugins/common/sbom/src/checks/a.rs",
        "//! x\nfn s() -> Spec { Spec::new(\"missing-supplier\") }\n",
    );

    fn case(name: &str, outcome: &str) -> (String, String) {
        (
            format!("tests/cases/common/sbom/missing-supplier/{name}/expected.json"),
            format!("{{\"outcome\":\"{outcome}\"}}"),
        )
    }

    fn found(cases: &[(&str, &str)]) -> Vec<String> {
        let cases: Vec<(String, String)> = cases.iter().map(|(name, outcome)| case(name, outcome)).collect();
        let mut files = vec![SOURCE];
        files.extend(cases.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        violations(check, &files)
    }

    #[test]
    fn four_outcomes_are_enough() {
        let all = [
            ("a", "attested"),
            ("b", "fail"),
            ("c", "not-applicable"),
            ("d", "unknown"),
        ];
        assert_eq!(found(&all), [""; 0]);
    }

    #[test]
    fn a_missing_outcome_a_missing_case_and_a_typo_are_seen() {
        let folder = "tests/cases/common/sbom/missing-supplier";
        assert_eq!(
            found(&[("a", "pass"), ("b", "fail"), ("c", "not-applicable"), ("d", "fail")]),
            [format!("{folder}: has no case with outcome `unknown`")]
        );
        assert_eq!(found(&[]).len(), 5);
        let typo = found(&[
            ("a", "passed"),
            ("b", "fail"),
            ("c", "not-applicable"),
            ("d", "unknown"),
            ("e", "pass"),
        ]);
        assert_eq!(
            typo,
            [format!("{folder}/a: expected.json: there is no outcome `passed`")]
        );
    }

    #[test]
    fn a_plugin_without_checks_and_a_case_without_check_are_seen() {
        assert_eq!(
            violations(check, &[("plugins/common/sbom/src/lib.rs", "//! x\n")]).len(),
            1
        );
        let files = [
            SOURCE,
            ("tests/cases/common/sbom/gone/a/expected.json", "{\"outcome\":\"pass\"}"),
        ];
        assert!(
            violations(check, &files)
                .iter()
                .any(|line| line.ends_with("registers no check `gone`"))
        );
    }
}
