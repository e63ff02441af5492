//! A document in rows as soon as it is read, and read as a whole with serde_json: the same comes of both.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use super::{parts, read_json, whole};
use crate::sbom::object::Parts;
use crate::{Limits, Reading};
use sekisho_model::FactsBuilder;
use sekisho_model::facts::{Column, Wanted};
use sekisho_model::schema::Kind;
use std::sync::Arc;

/// Everything that can be told of a document: its label or error, its remarks, its rows and where they stand.
fn read(text: &str, wanted: &Arc<Wanted>, limits: &Limits, at_once: bool) -> Vec<String> {
    let (mut builder, mut diagnostics) = (FactsBuilder::wanting(Arc::clone(wanted)), Vec::new());
    let mut reading = Reading::new(&mut builder, &mut diagnostics, limits, 0, "bom");
    let read = if at_once {
        let parts: Parts = parts::of(reading.builder.wanted());
        let before = reading.mark();
        let read = whole(text, parts, &mut reading);
        if read.is_err() {
            reading.take_back(&before);
        }
        read.map(|(minor, listed)| {
            reading.has_vulnerabilities = listed;
            format!("cyclonedx-json-1.{minor}")
        })
    } else {
        read_json(text, &mut reading)
    };
    let mut told = vec![format!("{read:?} {}", reading.has_vulnerabilities)];
    reading.finish();
    told.extend(diagnostics.iter().map(|d| format!("{d:?}")));
    let facts = builder.finish();
    let kind = facts.kind(Kind::Sbom);
    for (number, table) in kind.tables().iter().enumerate() {
        for column in table.columns() {
            told.push(match column {
                Column::Text(codes) => {
                    let texts: Vec<_> = codes.iter().map(|code| kind.dictionary().get(*code)).collect();
                    format!("{number}: {texts:?}")
                }
                other => format!("{number}: {other:?}"),
            });
        }
    }
    told.extend(
        (0..facts.count())
            .filter_map(|fact| facts.find(fact))
            .map(|place| format!("{place:?}")),
    );
    told
}

fn same(text: &str) {
    let mut some = Wanted::nothing();
    assert!(some.add("sbom", "component-name") && some.add("sbom", "component-version"));
    for wanted in [Arc::new(Wanted::everything()), Arc::new(some)] {
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
