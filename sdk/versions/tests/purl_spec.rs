//! The tests of the package URL specification: what parses into what, and what must not parse.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests"
)]

#[path = "support/common.rs"]
mod common;

use sekisho_versions::Purl;

#[test]
fn parse_tests_of_every_type() {
    let mut misses = Vec::new();
    let (mut passed, mut failed) = (0, 0);
    for folder in ["types", "spec"] {
        let Ok(files) = std::fs::read_dir(common::corpus(&format!("purl-spec-tests/tests/{folder}"))) else {
            continue;
        };
        for file in files {
            let path = file.unwrap().path();
            let file = path.file_name().unwrap().to_string_lossy().into_owned();
            let document: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
            for test in document["tests"].as_array().unwrap() {
                if test["test_type"] != "parse" {
                    continue;
                }
                let input = test["input"].as_str().unwrap();
                let parsed = Purl::parse(input);
                let expected = &test["expected_output"];
                let right = if test["expected_failure"] == true {
                    parsed.is_err()
                } else {
                    parsed.is_ok_and(|purl| {
                        // Names are held in a form of their own for comparison; the version must be as expected.
                        let same = Purl::parse(&canonical(expected)).is_ok_and(|e| e.same_package(&purl));
                        same && Some(purl.ty()) == expected["type"].as_str()
                            && purl.version() == expected["version"].as_str()
                    })
                };
                if right {
                    passed += 1;
                } else {
                    failed += 1;
                    misses.push(format!("{file} {input}"));
                }
            }
        }
    }
    println!("{passed} right, {failed} wrong");
    assert!(passed > 120, "{passed}");
    common::assert_known(include_str!("purl_misses.txt"), misses);
}

fn canonical(expected: &serde_json::Value) -> String {
    let part = |key: &str| {
        expected[key]
            .as_str()
            .map(|t| t.replace('%', "%25").replace(' ', "%20").replace('@', "%40"))
    };
    let mut purl = format!("pkg:{}", part("type").unwrap());
    for segment in [part("namespace"), part("name")].into_iter().flatten() {
        purl += "/";
        purl += &segment.replace('?', "%3F").replace('#', "%23");
    }
    if let Some(uuid) = expected["qualifiers"].as_object() {
        let pairs: Vec<String> = uuid
            .iter()
            .map(|(k, v)| format!("{k}={}", v.as_str().unwrap().replace('&', "%26")))
            .collect();
        purl += &format!("?{}", pairs.join("&"));
    }
    purl
}
