//! Input that is meant to hurt: every one ends in an error or in bounded work.

use crate::support::{corpus, files, read, read_within};
use sekisho_evidence::config::ConfigFormat::{self, *};
use sekisho_evidence::{Limits, ReadError};
use std::time::Instant;

fn limit(format: ConfigFormat, text: &str) {
    let started = Instant::now();
    let result = read(format, "x", text);
    assert!(
        matches!(result, Err(ReadError::Limit { .. })),
        "{}: {result:?}",
        format.name()
    );
    assert!(
        started.elapsed().as_secs() < 10,
        "{} takes {:?}",
        format.name(),
        started.elapsed()
    );
}

#[test]
fn deep_documents_meet_the_bound_and_not_the_stack() {
    let deep = 100_000;
    limit(Json, &"[".repeat(deep));
    limit(Json, &"{\"a\":".repeat(deep));
    limit(Yaml, &"[".repeat(deep));
    limit(Yaml, &"- ".repeat(deep));
    limit(Toml, &format!("a = {}", "[".repeat(deep)));
    limit(Toml, &format!("{}a = 1", "a.".repeat(deep)));
    limit(Xml, &"<a>".repeat(deep));
    limit(Keyword, &"a {\n".repeat(deep));
    let stairs: String = (0..2000).map(|n| format!("{}b{n}\n", " ".repeat(n))).collect();
    limit(NetworkDevice, &stairs);
}

#[test]
fn a_hundred_megabytes_in_one_line_are_refused_at_once() {
    let long = "x".repeat(100 << 20);
    limit(Json, &format!("{{\"a\": \"{long}\"}}"));
    limit(Yaml, &format!("a: {long}"));
    limit(Toml, &format!("a = \"{long}\""));
    limit(Xml, &format!("<a>{long}</a>"));
    for format in [Ini, Properties, Env, Sysctl, Sshd, Keyword, Secedit] {
        limit(format, &format!("a = {long}"));
    }
    limit(NetworkDevice, &format!("hostname {long}"));
    limit(Reg, &format!("REGEDIT4\n[HKEY_LOCAL_MACHINE\\a]\n\"a\"=\"{long}\""));
}

#[test]
fn nul_characters_are_refused_everywhere() {
    for format in ConfigFormat::ALL {
        let text = "{\"a\": \"b\0c\"}\na = b\0c\n";
        assert!(read(*format, "x", text).is_err(), "{}", format.name());
    }
}

#[test]
fn alias_bombs_are_stopped() {
    let text = std::fs::read_to_string(corpus("5-hostile/yaml-bomb/cve-2019-11253.yaml")).unwrap();
    limit(Yaml, &text);
    limit(Kubernetes, &text);
    let mut quadratic = "a: &a {x: 1, y: 2, z: 3}\nl:\n".to_owned();
    quadratic.push_str(&"- *a\n".repeat(100_000));
    limit(Yaml, &quadratic);
    assert!(read(Yaml, "x", "a: &a [1, *a]").is_err());
}

#[test]
fn entities_and_document_types_are_refused() {
    for (name, bytes) in files("5-hostile/defusedxml") {
        let text = String::from_utf8(bytes).unwrap();
        let result = read(Xml, &name, &text);
        if text.contains("<!DOCTYPE") || text.contains("<!ENTITY") {
            assert!(matches!(result, Err(ReadError::Refused { .. })), "{name}: {result:?}");
        } else {
            assert!(result.is_ok(), "{name}: {result:?}");
        }
    }
    for text in ["<a>&b;</a>", "<a b=\"&c;\"/>"] {
        assert!(matches!(read(Xml, "x", text), Err(ReadError::Refused { .. })), "{text}");
    }
}

#[test]
fn long_paths_do_not_multiply() {
    let names: String = (0..100).map(|n| format!("{{\"{}{n}\":", "k".repeat(150))).collect();
    let leaves: String = (0..100_000).map(|n| format!("{n},")).collect();
    limit(Json, &format!("{names}[{leaves}0]{}", "}".repeat(100)));
    limit(Json, &format!("{{\"{}\": 1}}", "k".repeat(100_000)));
}

#[test]
fn the_number_of_settings_is_bounded() {
    let limits = Limits {
        rows: 1000,
        ..Limits::default()
    };
    let lines: String = (0..2000).map(|n| format!("k{n} = {n}\n")).collect();
    for format in [Ini, Properties, Env, Sysctl, Toml, Keyword] {
        let result = read_within(format, "x", &lines, &limits);
        assert!(
            matches!(result, Err(ReadError::Limit { .. })),
            "{}: {result:?}",
            format.name()
        );
    }
    let result = read_within(Json, "x", &format!("[{}0]", "0,".repeat(2000)), &limits);
    assert!(matches!(result, Err(ReadError::Limit { .. })));
}

#[test]
fn long_continuations_and_odd_lines_take_linear_time() {
    let started = Instant::now();
    let _ = read(Ini, "x", &format!("a = b\n{}", " c\n".repeat(400_000)));
    let _ = read(Env, "x", &format!("A=\"{}", "\n".repeat(900_000)));
    let _ = read(Properties, "x", &format!("a=b{}", "\\\nc".repeat(400_000)));
    let _ = read(
        Reg,
        "x",
        &format!(
            "REGEDIT4\n[HKLM]\n\"{}\"=hex:{}00",
            "n".repeat(500_000),
            "00,\\\n".repeat(100_000)
        ),
    );
    let _ = read(Sshd, "x", &"?\n".repeat(1_000_000));
    let _ = read(Yaml, "x", &"a: 1\n".repeat(100_000));
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn thousands_of_documents_are_read() {
    let text: String = (0..5000)
        .map(|n| {
            format!("---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: m{n}, namespace: d}}\ndata: {{a: b}}\n")
        })
        .collect();
    let out = read(Yaml, "dump.yaml", &text).unwrap();
    assert_eq!((out.format.as_str(), out.assets.len()), ("kubernetes", 5000));
    assert_eq!(out.assets[4999], "d/m4999");
}
