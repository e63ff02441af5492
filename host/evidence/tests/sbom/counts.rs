//! Counted facts against an independent count of the same files.

use super::support::{corpus, read_file};
use serde_json::Value;

/// Rows below the document's own component, which the count leaves out.
fn root_rows(outcome: &super::support::Outcome) -> u32 {
    let rows = outcome.rows("components");
    let mut below = vec![false; rows as usize];
    for row in 0..rows {
        let root = outcome.number("components", "is_root", row) == Some(2);
        let parent = outcome
            .number("components", "parent", row)
            .is_some_and(|p| below[p as usize]);
        below[row as usize] = root || parent;
    }
    u32::try_from(below.iter().filter(|b| **b).count()).unwrap()
}

#[test]
fn counts_agree_with_the_independent_count() {
    let oracle = std::fs::read_to_string(corpus().join("1-sbom/_oracles/sbom_counts.json")).unwrap();
    let oracle: Value = serde_json::from_str(&oracle).unwrap();
    let (mut agreed, mut refused, mut misses) = (0u32, Vec::new(), Vec::new());
    for case in oracle["cases"].as_array().unwrap() {
        let path = case["sbom"].as_str().unwrap();
        let format = case["format"].as_str().unwrap();
        let text = std::fs::read_to_string(corpus().join(path)).unwrap();
        let number = |key: &str| case[key].as_u64().map(|n| u32::try_from(n).unwrap());
        let Some(outcome) = read_file(&corpus().join(path)) else {
            misses.push(format!("{path}: not detected"));
            continue;
        };
        if let Err(error) = &outcome.label {
            refused.push(format!("{path}: {error}"));
            continue;
        }
        let components = outcome.rows("components");
        let fits = match format {
            "CycloneDX-JSON" => {
                Some(components - root_rows(&outcome)) == number("components_all")
                    && number("dependencies").is_some_and(|n| outcome.rows("dependency_lists") <= n)
            }
            // The count takes every element of the name, also inside tools, pedigrees and formulas.
            "CycloneDX-XML" => {
                let skipped = elements_elsewhere(&text);
                Some(components + skipped) == number("components_all")
            }
            "SPDX3-JSONLD" => {
                let packages = ["software_Package", "dataset_DatasetPackage", "ai_AIPackage"];
                let count = |kind: &&str| case["types"][*kind].as_u64().unwrap_or(0);
                u64::from(components) == packages.iter().map(count).sum::<u64>()
            }
            _ => Some(components) == number("packages"),
        };
        if fits {
            agreed += 1
        } else {
            misses.push(format!("{path}: {components} components"))
        }
    }
    println!("agreed {agreed}, refused {}, misses {}", refused.len(), misses.len());
    for line in refused.iter().chain(&misses) {
        println!("  {line}");
    }
    assert!(misses.is_empty(), "{misses:#?}");
    assert_eq!(refused.len(), REFUSED.len(), "{refused:#?}");
    for line in &refused {
        assert!(REFUSED.iter().any(|name| line.contains(name)), "{line}");
    }
}

/// Files that could be counted although they are no valid SPDX: `spdxVersion` is a number.
const REFUSED: &[&str] = &["guac-testdata/invalid-spdx.json"];

/// `<component` elements of an XML text that are no component of the product.
fn elements_elsewhere(text: &str) -> u32 {
    let mut total = 0;
    for holder in [
        "tools",
        "ancestors",
        "descendants",
        "variants",
        "formulation",
        "annotations",
        "declarations",
        "definitions",
    ] {
        let mut rest = text;
        while let Some(start) = rest.find(&format!("<{holder}>")) {
            let tail = &rest[start..];
            let end = tail.find(&format!("</{holder}>")).unwrap_or(tail.len());
            let inside = &tail[..end];
            total += inside.matches("<component ").count() + inside.matches("<component>").count();
            rest = &tail[end..];
        }
    }
    u32::try_from(total).unwrap()
}
