//! Hostile input ends in an error or a remark, never in a panic, a full memory or an overflowing stack.

use super::support::{corpus, files, read, read_as};
use sekisho_evidence::ReadError;
use sekisho_evidence::sbom::{SbomFormat, detect};

const ALL: [SbomFormat; 8] = [
    SbomFormat::CyclonedxJson,
    SbomFormat::CyclonedxXml,
    SbomFormat::SpdxJson,
    SbomFormat::SpdxTagValue,
    SbomFormat::SpdxYaml,
    SbomFormat::Spdx3Json,
    SbomFormat::SpdxXml,
    SbomFormat::SpdxRdf,
];

#[test]
fn deep_nesting_is_refused() {
    let n = 100_000;
    let json = format!(
        r#"{{"bomFormat":"CycloneDX","specVersion":"1.5","components":{}{}}}"#,
        r#"[{"type":"library","name":"x","components":"#.repeat(n),
        "}]".repeat(n)
    );
    assert!(matches!(read(&json).unwrap().label, Err(ReadError::Limit { .. })));
    let xml = format!(
        r#"<bom xmlns="http://cyclonedx.org/schema/bom/1.5">{}{}</bom>"#,
        "<components><component type='library'>".repeat(n),
        "</component></components>".repeat(n)
    );
    assert!(matches!(read(&xml).unwrap().label, Err(ReadError::Limit { .. })));
    let skipped = format!(
        r#"<bom xmlns="http://cyclonedx.org/schema/bom/1.5"><x>{}"#,
        "<a>".repeat(n)
    );
    assert!(matches!(read(&skipped).unwrap().label, Err(ReadError::Limit { .. })));
    let ignored = format!(
        r#"{{"bomFormat":"CycloneDX","specVersion":"1.5","x":{}{}}}"#,
        "[".repeat(n),
        "]".repeat(n)
    );
    let _ = read(&ignored).unwrap();
    let yaml = format!("spdxVersion: SPDX-2.3\npackages: {}{}\n", "[".repeat(n), "]".repeat(n));
    assert!(read(&yaml).unwrap().label.is_err());
}

#[test]
fn a_member_that_stands_twice_is_an_error() {
    let text =
        r#"{"bomFormat":"CycloneDX","specVersion":"1.5","components":[],"components":[{"type":"library","name":"x"}]}"#;
    let error = read(text).unwrap().label.unwrap_err();
    assert!(error.to_string().contains("`components` stands twice"), "{error}");
    let yaml = "spdxVersion: SPDX-2.3\nname: a\nname: b\n";
    assert!(read(yaml).unwrap().label.is_err());
}

#[test]
fn lone_surrogates_and_wrong_types_are_errors_with_a_line() {
    for member in [
        r#""name":"\ud800""#,
        r#""name":{}"#,
        r#""components":3"#,
        r#""hashes":{"a":1}"#,
    ] {
        let text = format!(
            "{{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\",\n\"components\":[{{\"type\":\"library\",{member}}}]}}"
        );
        let error = read(&text).unwrap().label.unwrap_err();
        assert!(matches!(error, ReadError::Malformed { line: Some(2), .. }), "{error:?}");
    }
}

#[test]
fn long_lines_and_long_texts_are_bounded() {
    let long = "x".repeat(3 << 20);
    let json = format!(
        r#"{{"bomFormat":"CycloneDX","specVersion":"1.5","components":[{{"type":"library","name":"{long}"}}]}}"#
    );
    assert!(matches!(read(&json).unwrap().label, Err(ReadError::Limit { .. })));
    let tags = format!("SPDXVersion: SPDX-2.3\nPackageName: {long}\n");
    assert!(matches!(read(&tags).unwrap().label, Err(ReadError::Limit { .. })));
    assert!(read(&long).is_none());
}

#[test]
fn entities_are_refused() {
    for path in files("5-hostile/defusedxml") {
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        let _ = detect(&text);
        let outcome = read_as(SbomFormat::CyclonedxXml, &text);
        assert!(outcome.label.is_err(), "{}", path.display());
    }
    let bomb = "<!DOCTYPE bom [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>\n\
        <bom xmlns=\"http://cyclonedx.org/schema/bom/1.5\"><components/></bom>";
    assert_eq!(detect(bomb), Some(SbomFormat::CyclonedxXml));
    assert!(matches!(read(bomb).unwrap().label, Err(ReadError::Refused { .. })));
    let entity = "<bom xmlns=\"http://cyclonedx.org/schema/bom/1.5\"><components><component type='library'>\
        <name>&b;</name></component></components></bom>";
    assert!(matches!(read(entity).unwrap().label, Err(ReadError::Refused { .. })));
}

#[test]
fn the_json_test_suite_does_no_harm() {
    let mut count = 0;
    for path in files("5-hostile/jsontestsuite") {
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let text = String::from_utf8_lossy(&bytes);
        let wrapped = format!(r#"{{"bomFormat":"CycloneDX","specVersion":"1.5","x":{text}}}"#);
        for text in [text.as_ref(), &wrapped] {
            let _ = detect(text);
            for format in ALL {
                let _ = read_as(format, text);
            }
        }
        count += 1;
    }
    assert!(count > 200, "{count}");
}

#[test]
fn cut_files_do_no_harm() {
    for path in [
        "1-sbom/cyclonedx-spec-testdata/1.6/valid-cryptography-full-1.6.json",
        "1-sbom/cyclonedx-spec-testdata/1.6/valid-cryptography-full-1.6.xml",
        "1-sbom/spdx-spec-2.2.2-branch/examples/SPDXJSONExample-v2.2.spdx.json",
        "1-sbom/spdx-spec-2.2.2-branch/examples/SPDXTagExample-v2.2.spdx",
        "1-sbom/spdx-spec-2.2.2-branch/examples/SPDXYAMLExample-2.2.spdx.yaml",
        "1-sbom/spdx-spec-2.2.2-branch/examples/SPDXXMLExample-v2.2.spdx.xml",
        "1-sbom/ntia-conformance-checker/data/no_elements_missing/SPDXRdfExample-v2.3.spdx.rdf.xml",
    ] {
        let text = std::fs::read_to_string(corpus().join(path)).unwrap();
        for end in (0..text.len()).step_by(97) {
            let Some(cut) = text.get(..end) else { continue };
            let _ = detect(cut);
            for format in ALL {
                let _ = read_as(format, cut);
            }
        }
    }
}

/// Files with bytes changed, pieces left out, doubled and put elsewhere, always in the same way.
#[test]
fn changed_files_do_no_harm() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut below = |n: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % n.max(1)
    };
    for (path, format) in [
        (
            "1-sbom/spdx-spec-2.2.2-branch/examples/SPDXXMLExample-v2.2.spdx.xml",
            SbomFormat::SpdxXml,
        ),
        (
            "1-sbom/ntia-conformance-checker/data/no_elements_missing/SPDXRdfExample-v2.3.spdx.rdf.xml",
            SbomFormat::SpdxRdf,
        ),
        (
            "1-sbom/ntia-conformance-checker/data/missing_dependency_relationships/SPDXRdfExample-v2.3.spdx.rdf.xml",
            SbomFormat::SpdxRdf,
        ),
    ] {
        let original = std::fs::read(corpus().join(path)).unwrap();
        let mut read_again = 0;
        for _ in 0..400 {
            let mut bytes = original.clone();
            for _ in 0..=below(4) {
                let (at, length) = (below(bytes.len()), below(200));
                let end = (at + length).min(bytes.len());
                match below(5) {
                    0 => bytes[at] = b"<>&\"'/#:= x\x00"[below(12)],
                    1 => drop(bytes.drain(at..end)),
                    2 => {
                        let piece = bytes[at..end].to_vec();
                        let to = below(bytes.len());
                        drop(bytes.splice(to..to, piece));
                    }
                    3 => bytes.truncate(at),
                    _ => bytes[at] = bytes[at].wrapping_add(1),
                }
                if bytes.is_empty() {
                    bytes.push(b'<');
                }
            }
            let text = String::from_utf8_lossy(&bytes);
            let _ = detect(&text);
            let outcome = read_as(format, &text);
            read_again += usize::from(outcome.label.is_ok());
            if let Err(error) = &outcome.label {
                assert!(!error.to_string().contains('\n'), "{error}");
                assert_eq!(outcome.rows("components"), 0, "an unusable file left facts behind");
            }
        }
        assert!(read_again > 0, "no changed file was read: the changes are too coarse");
    }
}

#[test]
fn versions_from_the_future_are_named() {
    let json = r#"{"bomFormat":"CycloneDX","specVersion":"2.0","components":[]}"#;
    assert!(matches!(
        read(json).unwrap().label,
        Err(ReadError::UnsupportedVersion { .. })
    ));
    let rdf = r#"<SpdxDocument xmlns="http://spdx.org/rdf/terms#"><specVersion>SPDX-9.0</specVersion></SpdxDocument>"#;
    let xml = "<Document><spdxVersion>SPDX-9.0</spdxVersion></Document>";
    for text in [rdf, xml] {
        assert!(matches!(
            read(text).unwrap().label,
            Err(ReadError::UnsupportedVersion { .. })
        ));
    }
}
