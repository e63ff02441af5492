//! A file holds one idea: from 300 lines on it is listed, from 500 on it is warned about, above 800 it is refused.
//! Tests and generated files do not count.

use super::source::{code_only, is_generated, is_test_file, test_items};
use super::tree::Tree;
use super::{Remark, Weight};

const LISTED: usize = 300;
const WARNED: usize = 500;
const REFUSED: usize = 800;

pub(super) fn check(tree: &Tree) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for file in tree.files().filter(|file| file.ends_with(".rs") && !is_test_file(file)) {
        let text = tree.text(file);
        if is_generated(file, &text) {
            continue;
        }
        let lines = own_lines(&text);
        let weight = match lines {
            lines if lines > REFUSED => Weight::Violation,
            lines if lines > WARNED => Weight::Warning,
            lines if lines > LISTED => Weight::Note,
            _ => continue,
        };
        remarks.push(Remark {
            weight,
            place: file.to_owned(),
            what: format!("{lines} lines"),
        });
    }
    remarks
}

fn own_lines(text: &str) -> usize {
    let code = code_only(text);
    let in_tests: usize = test_items(&code)
        .into_iter()
        .map(|item| code.get(item).unwrap_or_default().lines().count())
        .sum();
    text.lines().count().saturating_sub(in_tests)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Scratch, violations};
    use super::{Weight, check};

    #[test]
    fn long_files_are_refused_and_tests_are_free() {
        let long = "fn a() {}\n".repeat(801);
        let tested = format!("fn a() {{}}\n#[cfg(test)]\nmod tests {{\n{long}}}\n");
        let files = [
            ("a/long.rs", long.as_str()),
            ("a/tests/long.rs", &long),
            ("a/tested.rs", &tested),
        ];
        assert_eq!(violations(check, &files), ["a/long.rs: 801 lines"]);
    }

    #[test]
    fn longer_than_wished_is_told() {
        let scratch = Scratch::new(&[
            ("a.rs", &"//\n".repeat(501)),
            ("b.rs", &"//\n".repeat(301)),
            ("c.rs", "//\n"),
        ]);
        let weights: Vec<Weight> = check(&scratch.tree()).iter().map(|remark| remark.weight).collect();
        assert_eq!(weights, [Weight::Warning, Weight::Note]);
    }
}
