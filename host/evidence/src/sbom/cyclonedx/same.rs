//! A document in rows as soon as it is read, and read as a whole with serde_json: the same comes of both.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use super::{parts, read_json, whole};
use crate::Limits;
use crate::sbom::object::Parts;
use crate::sbom::told::told;
use sekisho_model::facts::Wanted;
use std::sync::Arc;

fn read(text: &str, wanted: &Arc<Wanted>, limits: &Limits, at_once: bool) -> Vec<String> {
    told(wanted, limits, |reading| {
        if !at_once {
            return read_json(text, reading);
        }
        let parts: Parts = parts::of(reading.builder.wanted());
        let before = reading.mark();
        let read = whole(text, parts, reading);
        if read.is_err() {
            reading.take_back(&before);
        }
        read.map(|(minor, listed)| {
            reading.has_vulnerabilities = listed;
            format!("cyclonedx-json-1.{minor}")
        })
    })
}

fn same(text: &str) {
    let wanting = |columns: &[&str]| {
        let mut wanted = Wanted::nothing();
        assert!(columns.iter().all(|column| wanted.add("sbom", column)));
        Arc::new(wanted)
    };
    let some = wanting(&["component-name", "component-version"]);
    let more = wanting(&[
        "component-reference",
        "component-supplier",
        "license-expression",
        "dependency-to",
    ]);
    for wanted in [Arc::new(Wanted::everything()), some, more] {
        let (own, theirs) = (
            read(text, &wanted, &Limits::default(), false),
            read(text, &wanted, &Limits::default(), true),
        );
        assert_eq!(own, theirs, "{text}");
    }
}

const DOCUMENT: &str = r#"{"bomFormat":"CycloneDX","specVersion":"1.5","version":1,"metadata":{"tools":[{"name":"t"}],
"component":{"type":"application","name":"app","bom-ref":"app"}},"components":[{"type":"library","bom-ref":"a","name":"a",
"version":"1.0","hashes":[{"alg":"MD5","content":"00"}],"odd":1},{"type":"library","bom-ref":"b","name":"b\u00e9","version":2.50,
"supplier":{"name":"部品","url":["x"]},"licenses":[{"license":{"id":"MIT"}}],"components":[{"type":"file","name":"c"}]},
{"type":"library","bom-ref":"a","name":"NOASSERTION","purl":"pkg:x/y","version":true}],"services":[{"bom-ref":"s","name":"s"}],
"dependencies":[{"ref":"a","dependsOn":["b","s","?"]},{"ref":"app","provides":["a"]}],"vulnerabilities":[{"id":"x"}]}"#;

#[test]
fn a_document_cut_off_or_broken_anywhere_gives_the_same() {
    let mut texts = vec![
        DOCUMENT.to_owned(),
        format!("\u{feff}{DOCUMENT}"),
        format!("{DOCUMENT}x"),
    ];
    texts.extend(
        (0..DOCUMENT.len())
            .filter_map(|at| DOCUMENT.get(..at))
            .map(str::to_owned),
    );
    for byte in *b" \"\\,:{}[]0x\x01" {
        texts.extend((0..DOCUMENT.len()).filter_map(|at| {
            let mut bytes = DOCUMENT.as_bytes().to_vec();
            bytes[at] = byte;
            String::from_utf8(bytes).ok()
        }));
    }
    texts.push(DOCUMENT.replace(':', " : ").replace(',', "\t,\r\n"));
    texts.push(DOCUMENT.replace("\"name\"", "\"na\\u006de\""));
    texts.push(DOCUMENT.replace("\"1.5\"", "\"9.9\""));
    texts.push(DOCUMENT.replace("\"odd\":1", &format!("\"odd\":{}{}", "[".repeat(300), "]".repeat(300))));
    texts.push(DOCUMENT.replace("[{\"id\":\"x\"}]", "[\"\\u007b\"]"));
    for text in texts {
        same(&text);
    }
}

#[test]
fn limits_are_met_at_the_same_row() {
    let wanted = Arc::new(Wanted::everything());
    for rows in 0..20 {
        let limits = Limits {
            rows,
            ..Limits::default()
        };
        assert_eq!(
            read(DOCUMENT, &wanted, &limits, false),
            read(DOCUMENT, &wanted, &limits, true),
            "{rows}"
        );
    }
}

#[test]
fn many_components_give_the_same() {
    let component = |n: usize| {
        let scope = if n.is_multiple_of(3) {
            r#","scope":"optional""#
        } else {
            ""
        };
        let blank = if n.is_multiple_of(7) { " " } else { "" };
        format!(
            r#"{{"type":"library","bom-ref":"r{n}",{blank}"name":"n{n}","version":"{}.{}"{scope},"supplier":{{"name":"s{}"}}}}"#,
            n % 5,
            n % 11,
            n % 4
        )
    };
    let components: Vec<String> = (0..6_000).map(component).collect();
    let text = format!(
        r#"{{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{}]}}"#,
        components.join(",\n")
    );
    same(&text);
}

/// Numbers that look like chance and are the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

/// Members in nearly the same order, some left out, a few of them odd.
fn component(chance: &mut Chance, n: usize, oddity: usize) -> String {
    let names = [
        "zlib",
        "部品",
        "b\\u00e9",
        " blank ",
        "NOASSERTION",
        "",
        "q\\\"q",
        "long name of a component with blanks",
    ];
    let name = chance.one(&names[..if oddity > 0 { names.len() } else { 2 }]);
    let id = chance.below(if oddity > 0 { n + 1 } else { 1 << 40 });
    let mut members = vec![
        chance.one(&[r#""type":"library""#, r#""type":"file""#]).to_owned(),
        format!(r#""bom-ref":"r{id}""#),
        chance
            .one(&[
                r#""supplier":{"name":"s","url":["u"]}"#,
                r#""supplier":{"name":"t"}"#,
                r#""supplier":null"#,
                r#""supplier":{}"#,
            ])
            .to_owned(),
        format!(r#""name":"{name}""#),
        format!(r#""version":"{}.{}""#, chance.below(3), chance.below(9)),
        chance
            .one(&[
                r#""hashes":[{"alg":"MD5","content":"00"}]"#,
                r#""hashes":[]"#,
                r#""hashes":[{}]"#,
                r#""hashes":[{"alg":"MD5","content":"00"},{"content":"\u0031","alg":"SHA-1"}]"#,
            ])
            .to_owned(),
        chance
            .one(&[
                r#""licenses":[{"license":{"id":"MIT"}}]"#,
                r#""licenses":[{"expression":"MIT"}]"#,
                r#""licenses":[{},{"license":{}}]"#,
                r#""licenses":[{"license":{"name":"x"}},{"license":{"id":"0BSD"}}]"#,
            ])
            .to_owned(),
        chance
            .one(&[
                r#""swid":{}"#,
                r#""swid":{"text":{"content":"x"}}"#,
                r#""swid":{"tagId":"t","name":"n"},"pedigree":{"patches":[{},{"resolves":[{}]}]}"#,
                r#""properties":[{},{"value":"v"}]"#,
                r#""cryptoProperties":{},"manufacturer":{"contact":[{}]}"#,
            ])
            .to_owned(),
        chance
            .one(&[
                r#""purl":"pkg:a/b@1""#,
                r#""purl":null"#,
                r#""cpe":"cpe:2.3:a:b:c:1:*:*:*:*:*:*:*""#,
            ])
            .to_owned(),
        chance
            .one(&[
                r#""evidence":{"identity":[{"confidence":0.5}],"licenses":[{"license":{"id":"MIT"}}]}"#,
                r#""evidence":{}"#,
                r#""evidence":{"identity":{"confidence":1,"tools":["\\"]}}"#,
            ])
            .to_owned(),
        chance
            .one(&[
                r#""externalReferences":[{"type":"vcs","url":"u"}]"#,
                r#""tags":["a",1,{"b":null}]"#,
            ])
            .to_owned(),
    ];
    members.retain(|_| chance.below(8) > 0);
    if chance.below(20) < oddity {
        let odd = [
            r#""version":1.5"#,
            r#""name":true"#,
            r#""name":"again""#,
            r#""unknown":[1]"#,
            r#""na\u006de":"x""#,
            r#""supplier":{"name":"s","nobody":1}"#,
            r#""components":[{"type":"file","name":"inner"}]"#,
            r#""hashes":[1]"#,
            r#""description":"\ud800""#,
            r#""tags":"t""#,
            r#""tags":nul"#,
            r#""licenses":[{"license":{"id":"MIT"}}],"#,
            r#""supplier":[]"#,
            r#""properties":[{"name":"a","value":"1"},{"name":"b"}]"#,
        ];
        members.insert(chance.below(members.len() + 1), chance.one(&odd).to_owned());
    }
    if chance.below(20) < oddity && members.len() > 1 {
        let (one, other) = (chance.below(members.len()), chance.below(members.len()));
        members.swap(one, other);
    }
    let blanks = ["", " ", "\n    "];
    let blank = if chance.below(30) < oddity {
        chance.one(&blanks)
    } else {
        ""
    };
    format!("{{{blank}{}{blank}}}", members.join(&format!(",{blank}")))
}

#[test]
fn components_that_nearly_look_alike_give_the_same() {
    let mut chance = Chance(7);
    for round in 0..400 {
        let oddity = [0, 1, 3, 10][round % 4];
        let count = 3 + chance.below(if round % 40 == 0 { 900 } else { 40 });
        let components: Vec<String> = (0..count).map(|n| component(&mut chance, n, oddity)).collect();
        let depends = |n: usize| format!(r#"{{"ref":"r{n}","dependsOn":["r{}"]}}"#, n / 2);
        let dependencies: Vec<String> = (0..chance.below(30)).map(depends).collect();
        let text = format!(
            r#"{{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{}],"dependencies":[{}]}}"#,
            components.join(chance.one(&[",", ",\n", " , "])),
            dependencies.join(",")
        );
        same(&text);
        if round % 10 == 3 {
            for _ in 0..30 {
                let mut bytes = text.clone().into_bytes();
                // Behind the version: of two faults, the one that is met first is told.
                let at = 50 + chance.below(bytes.len() - 50);
                bytes[at] = *chance
                    .one(&["\"", "\\", ",", ":", "{", "}", "[", "]", " ", "0", "x", "\u{1}"])
                    .as_bytes()
                    .first()
                    .unwrap();
                if let Ok(text) = String::from_utf8(bytes) {
                    same(&text);
                }
            }
        }
    }
}
