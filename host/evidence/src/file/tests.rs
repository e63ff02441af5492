//! A large document in JSON is read before anybody has looked for the bytes that tell other encodings: the same must come of
//! it as where they are looked for first.

use super::*;
use crate::limits::Limits;
use crate::sbom::told;
use encoding_rs::ISO_2022_JP;
use sekisho_model::FactsBuilder;
use sekisho_model::facts::Wanted;
use std::sync::Arc;

/// Documents with one place (`☆`) in a text that is read, one (`★`) in a text that is passed over, and one (`◎`) between
/// members.
const DOCUMENTS: &[&str] = &[
    r#"{"bomFormat":"CycloneDX","specVersion":"1.5",◎"x-note":"★","components":[{"type":"library","name":"☆"}]}"#,
    r#"{"spdxVersion":"SPDX-2.3","SPDXID":"SPDXRef-DOCUMENT","dataLicense":"CC0-1.0","name":"d",◎"x-note":"★",
       "documentNamespace":"https://example.com/d","creationInfo":{"created":"2026-01-01T00:00:00Z","creators":["Tool: t"]},
       "packages":[{"SPDXID":"SPDXRef-a","name":"☆","downloadLocation":"NOASSERTION"}]}"#,
    r#"{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld",◎"x-note":"★","@graph":[{"type":"software_Package",
       "spdxId":"urn:a","name":"☆"}]}"#,
    r#"{"assets":[{"資産番号":"A-1",◎"備考":"★","資産名":"☆"},{"資産番号":"A-2","備考":"","資産名":"b"}]}"#,
    r#"{"password":{"min_length":12,◎"note":"★"},"ssh":{"banner":"☆"}}"#,
    r#"{"nobody":◎"knows","this":["★","☆"]}"#,
];

const PATH: &str = "f.json";

/// What can be put at a place.
const ODD: &[&str] = &["サーバ㈱", "\u{1b}", "\0", "\u{1b}$B", "\u{1b}$B%5!<%P\u{1b}(B", "x"];

/// What comes of a file that is read so.
fn told_of(read: impl FnOnce(&mut Reading<'_>) -> FileRead) -> String {
    let (mut builder, mut diagnostics) = (FactsBuilder::wanting(Arc::new(Wanted::everything())), Vec::new());
    let limits = Limits::default();
    let mut reading = Reading::new(&mut builder, &mut diagnostics, &limits, 0, PATH);
    let FileRead { read, encoding, error } = read(&mut reading);
    reading.finish();
    let rows = told::facts(&builder.finish()).join("\n");
    format!("{read:?} {encoding:?} {error:?} {diagnostics:?}\n{rows}")
}

#[test]
fn what_is_read_at_first_sight_is_what_it_is_when_it_is_decoded_first() {
    let statement = Statement::default();
    let file = File {
        path: PATH,
        stated: None,
        kind: None,
        statement: &statement,
    };
    let mut told = Vec::new();
    for document in DOCUMENTS {
        for odd in ODD {
            for place in ['☆', '★', '◎'] {
                let text: String = document
                    .chars()
                    .map(|c| match c {
                        c if c == place => (*odd).to_owned(),
                        '☆' => "名前".to_owned(),
                        '★' | '◎' => String::new(),
                        c => c.to_string(),
                    })
                    .collect();
                let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
                let (jis, _, _) = ISO_2022_JP.encode(&text);
                let files: [(&[u8], &[u8]); 3] = [(text.as_bytes(), b" "), (&utf16, b" \0"), (&jis, b" ")];
                for (bytes, white) in files {
                    let mut bytes = bytes.to_vec();
                    bytes.extend(white.iter().cycle().take(80 << 10));
                    let usual = told_of(|reading| file.read_decoded(&bytes, reading));
                    assert_eq!(told_of(|reading| read(&bytes, PATH, None, reading)), usual, "{text:?}");
                    told.push(usual);
                }
            }
        }
    }
    // Among them are all that there can be.
    for what in [
        "iso-2022-jp",
        "utf-16le",
        "utf-8",
        "binary",
        "unreadable",
        "cyclonedx",
        "spdx-json",
        "spdx3",
    ] {
        assert!(told.iter().any(|told| told.contains(what)), "{what}");
    }
}

#[test]
fn a_packed_file_is_told_and_one_that_is_meant_to_be_read_is_an_error() {
    let sbom = DOCUMENTS.first().copied().unwrap_or_default().as_bytes();
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut gz, sbom).ok();
    let gz = gz.finish().unwrap_or_default();
    let tar = [&[0; 257], &b"ustar\0"[..], &[0; 1024]].concat();
    let behind = |head: &[u8]| [head, &[0xff; 40]].concat();
    let files: [(&str, Vec<u8>, &str); 9] = [
        ("bom.json.gz", gz.clone(), "gzip"),
        ("bom.cdx.zst", behind(b"\x28\xb5\x2f\xfd"), "zstd"),
        ("bom.xz", behind(b"\xfd7zXZ\0"), "xz"),
        ("bom.bz2", behind(b"BZh91AY&SY"), "bzip2"),
        ("bom.lz4", behind(b"\x04\x22\x4d\x18"), "lz4"),
        ("backup.7z", behind(b"7z\xbc\xaf\x27\x1c"), "7-Zip"),
        ("backup.rar", behind(b"Rar!\x1a\x07\0"), "RAR"),
        ("backup", tar, "tar"),
        ("backup.ZIP", behind(b"PK\x03\x04"), "ZIP"),
    ];
    let read = |path: &str, bytes: &[u8], stated: Option<&FileStatement>| {
        let (mut builder, mut diagnostics, limits) = (FactsBuilder::new(), Vec::new(), Limits::default());
        let mut reading = Reading::new(&mut builder, &mut diagnostics, &limits, 0, path);
        let read = super::read(bytes, path, stated, &mut reading);
        reading.finish();
        assert_eq!(builder.finish().count(), 0);
        (read, diagnostics)
    };
    for (path, bytes, how) in &files {
        let (read, remarks) = read(path, bytes, None);
        assert!(
            read.error.is_none() && read.read.kind == EvidenceKind::Unrecognized,
            "{path}"
        );
        let is = |remark: &Diagnostic| {
            (remark.code.as_ref(), remark.level) == ("packed", Level::Warning) && remark.message.contains(how)
        };
        assert!(matches!(remarks.as_slice(), [one] if is(one)), "{path} {remarks:?}");
    }
    let stated = FileStatement {
        kind: Some(EvidenceKind::Sbom),
        ..FileStatement::default()
    };
    for (path, stated) in [("bom.json", None), ("bom.json.gz", Some(&stated))] {
        let (read, _) = read(path, &gz, stated);
        let error = read.error.map(|error| error.to_string()).unwrap_or_default();
        assert!(error.contains("packed (gzip)"), "{path} {error}");
    }
    // A document of an office program is made of ZIP and is none.
    let (_, remarks) = read("報告書.docx", &behind(b"PK\x03\x04"), None);
    assert!(
        matches!(remarks.as_slice(), [one] if one.level == Level::Note),
        "{remarks:?}"
    );
}
