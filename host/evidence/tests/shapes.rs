//! Snapshots that look like those before them: whatever was read before, a document says what it says when it is read alone.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

#[path = "facts/told.rs"]
mod told;

use sekisho_evidence::table::Statement;
use sekisho_evidence::{Limits, Reading, detect};
use sekisho_model::{Diagnostic, FactsBuilder};
use told::told;

/// All there is to say of what was read, and whether it was told by what came before.
#[derive(Debug, PartialEq)]
struct Said {
    read: Result<String, String>,
    facts: Vec<String>,
    diagnostics: Vec<Diagnostic>,
}

fn read(name: &str, text: &str, limits: &Limits) -> (Said, bool) {
    let (mut builder, mut diagnostics) = (FactsBuilder::new(), Vec::new());
    let mut reading = Reading::new(&mut builder, &mut diagnostics, limits, 0, name);
    let mut is_fit = false;
    let read = match detect::text(name, text, None, &mut reading) {
        Some(found) => {
            is_fit = matches!(found, detect::Found::Fit(_));
            let read = detect::read(found, text, &Statement::default(), &mut reading);
            read.map(|read| format!("{:?} {}", read.kind, read.format))
                .map_err(|error| error.to_string())
        }
        None => Err("nothing".to_owned()),
    };
    reading.finish();
    let facts = told(&builder.finish());
    let said = Said {
        read,
        facts,
        diagnostics,
    };
    (said, is_fit)
}

/// The same read by somebody who has seen nothing yet.
fn alone(name: &str, text: &str, limits: &Limits) -> Said {
    let alone = || read(name, text, limits);
    let (said, is_fit) = std::thread::scope(|scope| scope.spawn(alone).join().unwrap());
    assert!(!is_fit);
    said
}

/// Reads documents one after the other; answers how many were told by those before them.
fn check<'t>(texts: impl IntoIterator<Item = &'t str>) -> usize {
    let limits = Limits::default();
    let mut fits = 0;
    for text in texts {
        let (said, is_fit) = read("host.json", text, &limits);
        assert_eq!(said, alone("host.json", text, &limits), "{text}");
        fits += usize::from(is_fit);
    }
    fits
}

const BASE: &str = r#"{
  "hostname": "h1", "class": "server", "collected_at": "2026-11-20",
  "password": {"min_length": 12, "complexity": true},
  "ssh": {"permit_root_login": "no", "ports": [22, 443], "banner": null},
  "empty": {}, "none": [], "a.b": {"c[0]": -1.5e3}
}
"#;

#[test]
fn a_snapshot_is_told_by_the_one_before_and_says_the_same() {
    let other = BASE
        .replace("h1", "  h 2 ")
        .replace("12", "8")
        .replace("true", "false")
        .replace("-1.5e3", "\"x\"");
    let shorter = BASE.replace("\"min_length\": 12, ", "");
    let longer = BASE.replace("443]", "443, 8443]");
    let texts = [BASE, BASE, &other, &shorter, &longer, &longer, &shorter, &other];
    // The first of each is learned: as it is, without a name, with a longer list.
    assert_eq!(check(texts), 5);
}

#[test]
fn two_tools_that_order_names_differently_are_both_known() {
    let (one, two) = (r#"{"asset":"a","x":1,"y":2}"#, r#"{"y":2,"x":1,"asset":" "}"#);
    assert_eq!(check([one, two, one, two, one]), 3);
    let third = r#"{"x":1,"hostname":{"z":1},"asset":true}"#;
    let fourth = r#"{"x":1,"hostname":"h","asset":7}"#;
    check([third, fourth, third, fourth]);
}

#[test]
fn names_that_come_twice_are_seen_whatever_was_learned() {
    // Each of these teaches a way that a document with a doubled name could be made of.
    let texts = [
        r#"{"a":1,"b":2}"#,
        r#"{"b":2,"a":1}"#,
        r#"{"a":1,"b":2,"a":1}"#,
        r#"{"a":{"x":1},"b":2}"#,
        r#"{"b":2,"a":{"y":1}}"#,
        r#"{"a":{"x":1},"b":2,"a":{"y":1}}"#,
        r#"{"a":{"x":1,"y":2},"b":2}"#,
        r#"{"a":{"x":1},"b":2,"a":{"x":1,"y":2}}"#,
        r#"{"a":{"x":1},"a":{"y":1}}"#,
        r#"{"a":{},"b":2,"a":{"x":1}}"#,
        r#"{"":{"asset":1},"asset":"x"}"#,
        r#"{"":{"asset":"y"},"b":2}"#,
        r#"{"":1,"b":{"":2,".":3}}"#,
        r#"{"":2,"b":{"":2,".":3}}"#,
    ];
    check(texts.into_iter().chain(texts).chain(texts.into_iter().rev()));
}

#[test]
fn what_is_something_else_than_settings_stays_so() {
    let texts = [
        r#"{"kind":"Pod","spec":{"a":1},"x":"v1"}"#,
        r#"{"apiVersion":"v1","kind":"Pod","spec":{"a":1},"x":"v1"}"#,
        r#"{"x":1,"name":"n","columns":{"a":1}}"#,
        r#"{"x":"hostIdentifier","name":"n","columns":{"a":1}}"#,
        r#"{"x":"calendarTime","name":"n","columns":{"a":1}}"#,
        r#"{"hostIdentifier":"h","name":"n","x":"y"}"#,
        r#"{"hostIdentifier":"h","name":"n","x":"columns"}"#,
        r#"{"x":1,"accounts":[1]}"#,
        r#"{"x":1,"accounts":[{"id":"a","owner":"b"}]}"#,
        r#"{"x":1,"sbom":2}"#,
        r#"{"sbom":2}"#,
        r#"{"x":1,"vulnerabilities":[]}"#,
        r#"{"x":1,"answers":{"1.1":"yes"}}"#,
        r#"{"x":1,"answers":"yes"}"#,
        r#"{"planned_values":{"root_module":{}},"x":1}"#,
        r#"{"x":"\"hostIdentifier\"","name":"n","columns":{"a":1}}"#,
        "[1,2]",
        "{}",
        "{ }",
        "7",
        "",
    ];
    check(texts.into_iter().chain(texts));
}

#[test]
fn broken_texts_of_a_known_shape_are_broken() {
    let mut texts: Vec<String> = vec![BASE.to_owned(); 2];
    for at in 0..BASE.len() {
        texts.push(BASE[..at].to_owned());
        for sign in ["\"", "\\", "{", "]", ",", "\n", "0", "\u{1}", " "] {
            let (front, back) = BASE.split_at(at);
            texts.push(format!("{front}{sign}{back}"));
            let behind = back.get(1..).unwrap();
            texts.push(format!("{front}{sign}{behind}"));
        }
        texts.push(BASE.to_owned());
    }
    for value in [
        "01",
        "-",
        "1.",
        ".5",
        "1e",
        "1e+",
        "-0",
        "0.0",
        "1E-2",
        "tru",
        "nul",
        "truefalse",
        "\"\u{7f}\"",
        "\"\\u0041\"",
        "\"\\ud800\"",
        "\"\u{1}\"",
        "1 ",
        " 1",
        "{}",
        "[]",
        "{ }",
        "[ ]",
        "[1]",
        "'x'",
        "NaN",
        "1e999",
    ] {
        texts.push(BASE.replace("12", value));
    }
    assert!(check(texts.iter().map(String::as_str)) > 300);
}

#[test]
fn limits_are_those_of_the_usual_reading() {
    let limits = |change: fn(&mut Limits)| {
        let mut limits = Limits::default();
        change(&mut limits);
        limits
    };
    let all = [
        limits(|limits| limits.rows = 12),
        limits(|limits| limits.rows = 5),
        limits(|limits| limits.depth = 1),
        limits(|limits| limits.text_bytes = 8),
        limits(|limits| limits.expanded_bytes = 60),
        limits(|limits| limits.file_bytes = 100),
        limits(|limits| limits.diagnostics = 0),
    ];
    let odd = BASE.replace("true", "\"maybe\"");
    for limits in &all {
        for text in [BASE, BASE, &odd, &odd] {
            let (before, _) = read("host.json", text, &Limits::default());
            assert!(before.read.is_ok());
            let (said, _) = read("host.json", text, limits);
            assert_eq!(said, alone("host.json", text, limits), "{limits:?}");
        }
    }
}

#[test]
fn random_documents_say_the_same_alone_and_after_others() {
    let mut random = Random(7);
    let mut fits = 0;
    for round in 0..40 {
        let style = round % 4;
        let texts: Vec<String> = (0..40)
            .map(|_| {
                let mut out = String::new();
                random.value(0, style, &mut out);
                out
            })
            .collect();
        fits += check(texts.iter().map(String::as_str));
    }
    assert!(fits > 100, "{fits}");
}

/// A generator of documents (xorshift64*).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) % bound
    }

    fn value(&mut self, depth: u32, style: u64, out: &mut String) {
        const SCALARS: [&str; 14] = [
            "1",
            "0",
            "-2.50",
            "12",
            "true",
            "false",
            "null",
            "\"\"",
            "\" x \"",
            "\"no\"",
            "\"日本\"",
            "\"a\\tb\"",
            "{}",
            "[]",
        ];
        const NAMES: [&str; 10] = [
            "ssh",
            "asset",
            "min_length",
            "password",
            "a.b",
            "",
            "hostname",
            "列",
            "log",
            "\\u0061",
        ];
        let gap = if style == 1 { "\n " } else { "" };
        match if depth == 0 { 0 } else { self.below(6) } {
            0 | 1 if depth < 3 => {
                out.push('{');
                let mut first = true;
                // Some styles keep the order, one does not.
                for at in 0..NAMES.len() {
                    let name = if style == 3 && self.below(3) == 0 {
                        self.below(10) as usize
                    } else {
                        at
                    };
                    if self.below(3) == 0 {
                        continue;
                    }
                    let comma = if first { "" } else { "," };
                    out.push_str(&format!("{comma}{gap}\"{}\":{gap}", NAMES[name]));
                    first = false;
                    // A name mostly holds the same kind of value.
                    if self.below(5) == 0 {
                        self.value(depth + 1, style, out);
                    } else {
                        out.push_str(SCALARS[(name * 3 + self.below(3) as usize) % SCALARS.len()]);
                    }
                }
                out.push_str(gap);
                out.push('}');
            }
            2 if depth < 3 => {
                out.push('[');
                for at in 0..self.below(4) {
                    out.push_str(if at == 0 { "" } else { "," });
                    self.value(3, style, out);
                }
                out.push(']');
            }
            _ => out.push_str(SCALARS[self.below(14) as usize]),
        }
    }
}
