//! The public test suites of JSON, TOML and YAML.

use crate::support::{Row, decode, files, read};
use sekisho_evidence::config::ConfigFormat;
use serde_json::Value;

#[test]
fn json_test_suite() {
    let (mut accepted, mut rejected, mut either) = (0, 0, 0);
    for (name, bytes) in files("5-hostile/jsontestsuite") {
        let Some(file) = name.rsplit('/').next() else { continue };
        // What is no UTF-8 is refused by the step before.
        let result = String::from_utf8(bytes).map(|text| read(ConfigFormat::Json, &name, &text));
        let good = matches!(&result, Ok(Ok(_)));
        match file.as_bytes() {
            [b'y', b'_', ..] => {
                assert!(good, "{file} is valid: {result:?}");
                accepted += 1;
            }
            [b'n', b'_', ..] => {
                assert!(!good, "{file} is not valid");
                rejected += 1;
            }
            _ => either += 1,
        }
    }
    assert!(
        accepted >= 50 && rejected >= 100 && either >= 10,
        "{accepted} {rejected} {either}"
    );
}

#[test]
fn json_oddities_are_remarked() {
    let out = read(
        ConfigFormat::Json,
        "a.json",
        "{\"a\": 1,\n \"a\": 2, \"s\": \"x\\ud800y\"}",
    )
    .unwrap();
    assert_eq!(out.value("a"), Some("2"));
    assert_eq!(out.value("s"), Some("x\u{fffd}y"));
    assert_eq!(out.codes(), ["duplicate-key", "lone-surrogate"]);
    assert_eq!(out.diagnostics[0].line, Some(2));
}

/// Tagged JSON of the TOML suite as paths with type and value.
fn tagged(value: &Value, path: &str, out: &mut Vec<(String, String, String)>) {
    match value {
        Value::Object(map) => match (map.get("type"), map.get("value")) {
            (Some(Value::String(ty)), Some(Value::String(text))) if map.len() == 2 => {
                out.push((path.to_owned(), ty.clone(), text.clone()));
            }
            _ if map.is_empty() => out.push((path.to_owned(), "empty-map".to_owned(), String::new())),
            _ => {
                for (name, child) in map {
                    let escaped: String = name
                        .chars()
                        .flat_map(|c| matches!(c, '.' | '[' | '\\').then_some('\\').into_iter().chain([c]))
                        .collect();
                    let dot = if path.is_empty() { "" } else { "." };
                    tagged(child, &format!("{path}{dot}{escaped}"), out);
                }
            }
        },
        Value::Array(items) if items.is_empty() => {
            out.push((path.to_owned(), "empty-list".to_owned(), String::new()));
        }
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(n, child)| tagged(child, &format!("{path}[{n}]"), out));
        }
        other => panic!("{other}"),
    }
}

/// Not valid in TOML 1.0, valid in TOML 1.1, which the parser reads.
const TOML_1_1: &[&str] = &[
    "invalid/datetime/no-secs.toml",
    "invalid/inline-table/linebreak-02.toml",
    "invalid/inline-table/linebreak-03.toml",
    "invalid/inline-table/linebreak-04.toml",
    "invalid/string/basic-byte-escapes.toml",
];

#[test]
fn toml_suite() {
    let all = files("5-hostile/toml-test/tests");
    let (mut valid, mut invalid, mut wrong) = (0, 0, Vec::new());
    for (name, bytes) in &all {
        if !name.ends_with(".toml") {
            continue;
        }
        let result = std::str::from_utf8(bytes)
            .ok()
            .map(|text| read(ConfigFormat::Toml, name, text));
        if name.starts_with("invalid") {
            invalid += 1;
            if matches!(result, Some(Ok(_))) && !TOML_1_1.contains(&name.as_str()) {
                wrong.push(format!("{name} is accepted"));
            }
            continue;
        }
        valid += 1;
        let out = match result {
            Some(Ok(out)) => out,
            other => {
                wrong.push(format!("{name} is refused: {other:?}"));
                continue;
            }
        };
        let json = name.replace(".toml", ".json");
        let Some((_, expected)) = all.iter().find(|(other, _)| *other == json) else {
            continue;
        };
        let mut values = Vec::new();
        tagged(&serde_json::from_slice(expected).unwrap(), "", &mut values);
        values.retain(|(path, ..)| !path.is_empty());
        for (path, ty, text) in values {
            let Some(row) = out.rows.iter().find(|r| r.path == path) else {
                // A name of blanks or without letters is a path all the same, but blank texts are no texts in facts.
                if path.trim().is_empty() {
                    continue;
                }
                wrong.push(format!("{name}: no `{path}`"));
                continue;
            };
            let good = match ty.as_str() {
                "string" => row.value == text || text.trim().is_empty(),
                "integer" => row.value == text,
                "float" => match text.as_str() {
                    "inf" | "+inf" | "-inf" | "nan" | "+nan" | "-nan" => row.ty == "number",
                    _ => row.number == text.parse().ok(),
                },
                "bool" => row.flag == text.parse().ok(),
                // Times are texts; their spelling (`T` or blank, fractions) is the file's.
                other => row.ty == if other.starts_with("empty") { other } else { "string" },
            };
            if !good {
                wrong.push(format!("{name}: `{path}` is {row:?}, not {ty} {text}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{valid} valid, {invalid} invalid: {wrong:#?}");
    assert!(valid >= 100 && invalid >= 100, "{valid} {invalid}");
}

/// The suite shows characters that cannot be seen by others that can.
fn shown(text: &str) -> String {
    let mut out = text
        .replace('␣', " ")
        .replace('←', "\r")
        .replace('⇔', "\u{feff}")
        .replace('↵', "");
    for tab in ["————»", "———»", "——»", "—»", "»"] {
        out = out.replace(tab, "\t");
    }
    out.replace("∎\n", "").replace('∎', "")
}

/// What is not as the suite has it, and why.
const MISSES: &[(&str, &str)] = &[
    (
        "DK95/1",
        "the parser takes a tab before a value of a block mapping for white space",
    ),
    ("SM9W/1", "a null name is no name in JSON; here it is the name `null`"),
    (
        "UKK6/2",
        "`!` without a value is the empty text, as the core schema says; the suite's JSON has null",
    ),
];

fn plain(rows: &[Row]) -> Vec<(u32, String, String, Option<String>)> {
    let mut plain: Vec<_> = rows
        .iter()
        .map(|r| {
            (
                r.snapshot,
                r.path.clone(),
                r.ty.clone(),
                r.number.map(|n| n.to_string()).or(Some(r.value.clone())),
            )
        })
        .collect();
    plain.sort();
    plain
}

#[test]
fn yaml_suite() {
    let (mut cases, mut misses) = (0, Vec::new());
    for (name, bytes) in files("5-hostile/yaml-test-suite/src") {
        let suite = read(ConfigFormat::Yaml, &name, &decode(&bytes).unwrap()).unwrap();
        let mut yaml = None;
        let id = name.trim_end_matches(".yaml").to_owned();
        for n in 0..100 {
            let field = |field: &str| suite.value(&format!("[{n}].{field}"));
            if field("yaml").is_none() && field("tree").is_none() && field("fail").is_none() {
                break;
            }
            // A later case of a file inherits what it does not state.
            yaml = field("yaml").map(str::to_owned).or(yaml);
            let Some(input) = &yaml else { continue };
            cases += 1;
            let result = read(ConfigFormat::Yaml, "case.yaml", &shown(input));
            if field("fail") == Some("true") {
                if result.is_ok() {
                    misses.push(format!("{id}/{n}: is accepted but not valid"));
                }
                continue;
            }
            let out = match result {
                Ok(out) => out,
                Err(error) => {
                    misses.push(format!("{id}/{n}: is refused: {error}"));
                    continue;
                }
            };
            let Some(json) = field("json") else { continue };
            let documents = serde_json::Deserializer::from_str(json).into_iter::<Value>();
            let mut expected = Vec::new();
            for document in documents.map(Result::unwrap).filter(|d| !d.is_null()) {
                let one = read(ConfigFormat::Json, "case.json", &document.to_string()).unwrap();
                let number = expected.iter().map(|r: &Row| r.snapshot + 1).max().unwrap_or(0);
                expected.extend(one.rows.into_iter().map(|row| Row {
                    snapshot: number,
                    ..row
                }));
            }
            if plain(&out.rows) != plain(&expected) {
                misses.push(format!("{id}/{n}: {:?} != {:?}", plain(&out.rows), plain(&expected)));
            }
        }
    }
    misses.retain(|miss| !MISSES.iter().any(|(id, _)| miss.starts_with(id)));
    assert!(misses.is_empty(), "{} of {cases}: {misses:#?}", misses.len());
    assert!(cases >= 250, "{cases}");
}
