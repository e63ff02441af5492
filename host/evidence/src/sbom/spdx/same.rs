//! A document in JSON read package by package, and read as a whole with serde_json: the same comes of both.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::{by_package, finish, read_json};
use crate::Limits;
use crate::sbom::emit::json_error;
use crate::sbom::told::told;
use sekisho_model::facts::Wanted;
use std::sync::Arc;

fn same_within(text: &str, limits: &Limits) {
    let wanted = Arc::new(Wanted::everything());
    let own = told(&wanted, limits, |reading| read_json(text, reading));
    let theirs = told(&wanted, limits, |reading| {
        let document = serde_json::from_str(text).map_err(|e| json_error("SPDX JSON", &e))?;
        finish(&document, "spdx-json", reading)
    });
    assert_eq!(own, theirs, "{text}");
}

fn same(text: &str) {
    same_within(text, &Limits::default());
}

#[test]
fn a_document_is_what_serde_json_says_it_is() {
    let packages: Vec<String> = (0..300)
        .map(|n| {
            let version = match n % 7 {
                0 => String::new(),
                1 => r#""versionInfo":null,"#.to_owned(),
                n => format!(r#""versionInfo":"{n}.\u0030","#),
            };
            let refs = vec![r#"{"referenceCategory":"PACKAGE-MANAGER","referenceType":"purl","referenceLocator":"pkg:a/b"}"#; n % 3];
            format!(
                r#"{{"SPDXID":"SPDXRef-{n}","name":"部品 {n}",{version}"filesAnalyzed":false,"downloadLocation":"NOASSERTION",
                "checksums":[{{"algorithm":"SHA256","checksumValue":"{n:064x}"}}],"externalRefs":[{}],"hasFiles":["a",{n}]}}"#,
                refs.join(",")
            )
        })
        .collect();
    let document = |packages: &str| {
        format!(
            r#"{{"spdxVersion":"SPDX-2.3","SPDXID":"SPDXRef-DOCUMENT","creationInfo":{{"creators":["Tool: x"]}},"packages":[{packages}],
            "relationships":[{{"spdxElementId":"SPDXRef-1","relationshipType":"DEPENDS_ON","relatedSpdxElement":"SPDXRef-2"}},
            {{"spdxElementId":"SPDXRef-2","relationshipType":"DEPENDS_ON","relatedSpdxElement":"SPDXRef-3","odd":1}}],"files":[{{"SPDXID":"f"}}]}}"#
        )
    };
    same(&document(&packages.join(",\n")));
    for odd in [
        "1",
        "null",
        "{}",
        r#"{"name":1}"#,
        r#"{"name":"a","name":"b"}"#,
        r#"{"na\u006de":"a"}"#,
        r#"{"name":"\ud800"}"#,
        r#"{"checksums":[{"algorithm":true}]}"#,
        r#"{"licenseInfoFromFiles":["MIT",null]}"#,
        r#"{"name":"a"},"#,
    ] {
        let (first, last) = packages.split_at(150);
        same(&document(&format!("{},{odd},{}", first.join(","), last.join(","))));
    }
    let text = document(&packages.get(..5).unwrap().join(","));
    same(&text.replace("\"relationships\"", "\"packages\""));
    same(r#"{"packages":[],"packages":null}"#);
    for at in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
        same(text.get(..at).unwrap());
        for byte in [b'"', b',', b'}', b']', b'1', b'\\'] {
            let mut bytes = text.clone().into_bytes();
            *bytes.get_mut(at).unwrap() = byte;
            if let Ok(text) = String::from_utf8(bytes) {
                same(&text);
            }
        }
    }
}

const DOCUMENT: &str = r#"{"packages":[{"SPDXID":"SPDXRef-a","name":"a","versionInfo":"1","downloadLocation":"NONE",
"supplier":"Organization: 部品 (x@example.com)","externalRefs":[{"referenceType":"purl","referenceLocator":"pkg:x/a"},
{"referenceType":"https://example.com/d#own","referenceLocator":"y","comment":"c"}],"licenseDeclared":"(MIT)","odd":1},
{"SPDXID":"SPDXRef-\u0062","name":"b","supplier":"nobody","checksums":[{"algorithm":"SHA1","checksumValue":"xyz"}]},
{"SPDXID":"SPDXRef-a","name":"NOASSERTION","licenseConcluded":"NOASSERTION","homepage":"https://example.com"},{"SPDXID":"c"}],
"relationships":[{"spdxElementId":"SPDXRef-b","relationshipType":"DESCRIBED_BY","relatedSpdxElement":"SPDXRef-DOCUMENT"},
{"spdxElementId":"SPDXRef-a","relationshipType":"BUILD-dependency-of","relatedSpdxElement":"SPDXRef-b"},
{"spdxElementId":"SPDXRef-b","relationshipType":"CONTAINS","relatedSpdxElement":"SPDXRef-f"},
{"spdxElementId":"SPDXRef-a","relationshipType":"DEPENDS_ON","relatedSpdxElement":"NONE"},{"spdxElementId":"c"}],
"documentDescribes":["c"],"annotations":[{"comment":"d"}],"files":[{"SPDXID":"SPDXRef-f"}],"snippets":[{"SPDXID":"s"}],
"spdxVersion":"SPDX-2.2","SPDXID":"SPDXRef-DOCUMENT","name":"d","documentNamespace":"https://example.com/d",
"creationInfo":{"created":"2026-11-30","creators":["Person: 甲 (a@example.com)",{"Tool":"t-1.2"}]},"more":[{"x":[]}]}"#;

#[test]
fn what_stands_behind_the_packages_is_known_before_them() {
    same(DOCUMENT);
    for (from, to) in [
        ("SPDX-2.2", "SPDX-9.9"),
        ("\"spdxVersion\":\"SPDX-2.2\",", ""),
        ("\"documentDescribes\":[\"c\"]", "\"packages\":[]"),
        ("\"documentDescribes\":[\"c\"]", "\"documentDescribes\":null"),
        ("\"more\":[{\"x\":[]}]", "\"more\":[{\"x\":[}]"),
        ("\"odd\":1", "\"odd\":{\"a\":\"\u{1}\"}"),
        (",{\"SPDXID\":\"c\"}]", "]"),
    ] {
        let text = DOCUMENT.replacen(from, to, 1);
        assert_ne!(text, DOCUMENT, "{from}");
        same(&text);
    }
    let deep = format!("\"odd\":{}{}", "[".repeat(300), "]".repeat(300));
    same(&DOCUMENT.replacen("\"odd\":1", &deep, 1));
}

#[test]
fn limits_are_met_by_the_same_documents() {
    for limit in 0..40 {
        let rows = Limits {
            rows: limit,
            ..Limits::default()
        };
        same_within(DOCUMENT, &rows);
        let texts = Limits {
            text_bytes: limit,
            ..Limits::default()
        };
        same_within(DOCUMENT, &texts);
        let remarks = Limits {
            diagnostics: limit,
            ..Limits::default()
        };
        same_within(DOCUMENT, &remarks);
    }
}

#[test]
fn a_sound_document_is_not_read_as_a_whole() {
    let wanted = Arc::new(Wanted::everything());
    let mut label = None;
    told(&wanted, &Limits::default(), |reading| {
        label = by_package(DOCUMENT, reading);
        Ok(String::new())
    });
    assert_eq!(label.as_deref(), Some("spdx-json-2.2"));
}
