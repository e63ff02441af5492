//! One path, `<sector>/<guideline>`, in three rooms: policies, plugins and test cases mirror each other, and each folder
//! has the files a reader expects.

use super::Remark;
use super::tree::Tree;

const OF_A_POLICY: &[&str] = &["catalogue.toml", "policy.toml", "README.md"];
const OF_A_PLUGIN: &[&str] = &[
    "Cargo.toml",
    "README.md",
    "src/lib.rs",
    "messages.ja.ftl",
    "messages.en.ftl",
];

pub(super) fn check(tree: &Tree) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (room, expected) in [("policies", OF_A_POLICY), ("plugins", OF_A_PLUGIN)] {
        for folder in tree.folders(room, 2) {
            for file in expected.iter().filter(|file| !tree.has(&format!("{folder}/{file}"))) {
                remarks.push(Remark::violation(&folder, format!("has no `{file}`")));
            }
        }
    }
    for folder in tree.folders("tests/cases", 2) {
        let name = folder.trim_start_matches("tests/cases/");
        let is_mirrored = ["policies", "plugins"]
            .iter()
            .any(|room| tree.folders(room, 2).contains(&format!("{room}/{name}")));
        if !is_mirrored {
            remarks.push(Remark::violation(
                &folder,
                format!("there is neither a policy nor a plugin `{name}`"),
            ));
        }
    }
    remarks
}

#[cfg(test)]
mod tests {
    use super::super::testing::violations;
    use super::check;

    const WHOLE: &[(&str, &str)] = &[
        ("policies/auto/jama/catalogue.toml", ""),
        ("policies/auto/jama/policy.toml", ""),
        ("policies/auto/jama/README.md", ""),
        ("plugins/common/sbom/Cargo.toml", ""),
        ("plugins/common/sbom/README.md", ""),
        ("plugins/common/sbom/src/lib.rs", ""),
        ("plugins/common/sbom/messages.ja.ftl", ""),
        ("plugins/common/sbom/messages.en.ftl", ""),
        ("tests/cases/auto/jama/c1/pass/expected.json", ""),
        ("tests/cases/common/sbom/c1/pass/expected.json", ""),
    ];

    #[test]
    fn a_whole_house_is_quiet() {
        assert_eq!(violations(check, WHOLE), [""; 0]);
        assert_eq!(violations(check, &[("README.md", "")]), [""; 0]);
    }

    #[test]
    fn a_missing_file_and_a_lonely_case_are_seen() {
        let files: Vec<_> = WHOLE
            .iter()
            .copied()
            .filter(|(path, _)| !path.ends_with("en.ftl") && !path.ends_with("policy.toml"))
            .collect();
        let found = violations(check, &files);
        assert_eq!(
            found,
            [
                "policies/auto/jama: has no `policy.toml`",
                "plugins/common/sbom: has no `messages.en.ftl`"
            ]
        );
        let found = violations(check, &[("tests/cases/auto/gone/c1/pass/expected.json", "")]);
        assert_eq!(
            found,
            ["tests/cases/auto/gone: there is neither a policy nor a plugin `auto/gone`"]
        );
    }
}
