//! Which checks a plugin registers, read from its sources: `Spec::new("<check id>", …)` in `src/checks/*.rs`.

use std::collections::BTreeSet;

use super::source::{code_only, test_items};
use super::tree::Tree;

const CALL: &str = "Spec::new(";

/// The ids under one plugin folder.
pub(super) fn of_plugin(tree: &Tree, folder: &str) -> BTreeSet<String> {
    let checks = format!("{folder}/src/checks/");
    tree.files()
        .filter(|file| file.starts_with(&checks) && file.ends_with(".rs"))
        .flat_map(|file| registered(&tree.text(file)))
        .collect()
}

/// Ids given as literals; calls in comments, strings and tests do not count.
fn registered(text: &str) -> Vec<String> {
    let code = code_only(text);
    let tests = test_items(&code);
    let calls = code
        .match_indices(CALL)
        .filter(|(at, _)| !tests.iter().any(|item| item.contains(at)));
    calls
        .filter_map(|(at, _)| {
            // The literal is blank in `code`, so it is read from the text, which has the same length.
            let literal = text.get(at + CALL.len()..)?.trim_start().strip_prefix('"')?;
            literal.split('"').next().map(str::to_owned)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::registered;

    #[test]
    fn ids_are_read_from_code_only() {
        let text = "//! Spec::new(\"doc\")\nfn spec() -> Spec { Spec::new(\n    \"missing-supplier\", 1) }\n// Spec::new(\"old\")\nconst B: Spec = Spec::new(\"missing-hash\");\n#[cfg(test)]\nmod tests { fn a() { Spec::new(\"test\"); } }\n";
        assert_eq!(registered(text), ["missing-supplier", "missing-hash"]);
    }
}
