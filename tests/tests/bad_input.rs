//! Input that nobody should have made, each through the binary: one line says which file is wrong and a hint says what
//! to do, the subject beside it is assessed as ever, and memory stays bounded.
//!
//! Memory: every run here has [`DATA_KIB`] for its data segment (`ulimit -d`: what it may write to, on Linux; the
//! engine's reserved address space does not count). A reader that expands a bomb dies there instead of answering.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::expect_used,
    reason = "tests"
)]
#![cfg(unix)]

use sekisho_tests::binary::{DAY, POLICY, Ran, Scratch, binary, bundle, command, finish, good, sbom, sekisho};
use serde_json::Value;
use std::io::Write as _;
use std::path::Path;

/// 1 GiB: ten times the largest file below, for readers, compiled plugins and the stacks of all threads.
const DATA_KIB: u64 = 1 << 20;

/// Scans `root/good` and `root/odd`.
fn scan(s: &Scratch) -> Ran {
    good(s, "root/good");
    let bundle = bundle("honest");
    let shell = format!("ulimit -d {DATA_KIB} && exec \"$0\" \"$@\"");
    finish(
        command(Path::new("sh"))
            .args(["-c", &shell])
            .arg(binary())
            .args([
                "scan",
                &s.at("root"),
                "--policy",
                POLICY,
                "--as-of",
                DAY,
                "-o",
                "json",
                "--jobs",
                "2",
                "--allow-unsigned",
                "--bundle",
            ])
            .arg(bundle.path()),
    )
}

/// The record, after asserting that the other subject came to no harm.
fn unharmed(ran: &Ran) -> Value {
    let record = ran.json();
    let good = record["subjects"]
        .as_array()
        .unwrap()
        .iter()
        .find(|s| s["id"] == "good")
        .unwrap();
    assert_eq!(good["verdict"], "conformant");
    let statuses = record["statuses"].as_array().unwrap();
    assert_eq!(
        statuses
            .iter()
            .filter(|s| s["subject"] == "good" && s["status"] == "satisfied")
            .count(),
        3
    );
    record
}

/// Unusable input: exit code 4, one line with the file, one hint, one diagnostic of level error.
#[track_caller]
fn refused(s: &Scratch, file: &str, code: &str) -> Value {
    let ran = scan(s).exits(4);
    let record = unharmed(&ran);
    let errors: Vec<&Value> = record["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|d| d["level"] == "error")
        .collect();
    assert_eq!(errors.len(), 1, "{errors:#?}");
    assert_eq!(
        (&errors[0]["path"], &errors[0]["subject"]),
        (&Value::from(file), &Value::from("odd")),
        "{}",
        errors[0]
    );
    assert_eq!(errors[0]["code"], code, "{}", errors[0]);
    let message = errors[0]["message"].as_str().unwrap();
    assert!(message.len() < 500 && !message.contains('\n'), "{message}");
    assert!(
        errors[0]["hint"].as_str().is_some_and(|h| !h.is_empty()),
        "{}",
        errors[0]
    );
    let lines: Vec<&str> = ran.stderr.lines().collect();
    assert_eq!(lines.len(), 2, "{}", ran.stderr);
    assert!(lines[0].starts_with(&format!("error: odd/{file}")), "{}", lines[0]);
    assert!(lines[1].starts_with("hint: "), "{}", lines[1]);
    record
}

/// Odd but usable input: read, with a coded remark or without, and never an error.
#[track_caller]
fn usable(s: &Scratch) -> Value {
    let ran = scan(s);
    assert!((0..=2).contains(&ran.code), "{} {}", ran.code, ran.stderr);
    unharmed(&ran)
}

fn with(file: &str, bytes: impl AsRef<[u8]>) -> Scratch {
    let s = Scratch::new();
    s.write(&format!("root/odd/{file}"), bytes);
    s
}

const HEAD: &str = "{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.5\", \"version\": 1, ";

#[test]
fn truncated_and_malformed_json() {
    for tail in [
        "\"components\": [{\"name\": \"a\"",
        "\"components\": [{]}",
        "\"components\": 7}",
        "\"components\": []} {}",
        "\"a\": nul}",
        "\"a\": 01}",
    ] {
        refused(
            &with("bom.json", format!("{HEAD}{tail}")),
            "bom.json",
            "evidence-malformed",
        );
    }
}

#[test]
fn a_file_cut_anywhere_is_an_error_or_nothing_we_know() {
    let whole = sbom(&[("alpha", "1", "A"), ("部品", "2", "B")]);
    for part in 1..8 {
        let s = with("bom.json", &whole.as_bytes()[..whole.len() * part / 8]);
        let ran = scan(&s);
        unharmed(&ran);
        assert_eq!(ran.code, 4, "{part}/8: {}", ran.stderr);
    }
}

#[test]
fn deep_nesting() {
    let (open, close) = (
        "{\"name\": \"a\", \"components\": [".repeat(50_000),
        "]}".repeat(50_000),
    );
    refused(
        &with("bom.json", format!("{HEAD}\"components\": [{open}{close}]}}")),
        "bom.json",
        "evidence-limit",
    );
    // A member that nobody reads is stepped over, however deep, and told.
    let (open, close) = ("[".repeat(100_000), "]".repeat(100_000));
    let record = scan(&with("bom.json", format!("{HEAD}\"x\": {open}{close}}}"))).exits(1);
    assert!(unharmed(&record)["diagnostics"].to_string().contains("unknown-fields"));
    let (open, close) = ("<a>".repeat(100_000), "</a>".repeat(100_000));
    let xml = format!("<bom xmlns=\"http://cyclonedx.org/schema/bom/1.5\" version=\"1\">{open}{close}</bom>");
    refused(&with("bom.xml", xml), "bom.xml", "evidence-limit");
    let yaml = format!(
        "apiVersion: v1\nkind: Pod\nspec: {}{}\n",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    refused(&with("pod.yaml", yaml), "pod.yaml", "evidence-limit");
}

#[test]
fn deep_directories() {
    let s = Scratch::new();
    let deep = "d/".repeat(200);
    s.write("root/odd/bom.json", sbom(&[("a", "1", "A")]))
        .write(&format!("root/odd/{deep}x.csv"), "a,b\n1,2\n");
    let ran = scan(&s).exits(4);
    unharmed(&ran);
    assert!(ran.stderr.contains("depth of directories"), "{}", ran.stderr);
}

#[test]
fn a_line_of_a_hundred_megabytes() {
    let size = 100 << 20;
    let text = "x".repeat(size);
    refused(
        &with(
            "bom.json",
            format!("{HEAD}\"components\": [{{\"type\": \"library\", \"name\": \"{text}\"}}]}}"),
        ),
        "bom.json",
        "evidence-limit",
    );
    refused(
        &with("assets.csv", format!("Asset ID,Asset name\n1,{text}\n")),
        "assets.csv",
        "evidence-limit",
    );
    // Nothing we know: kept with its digest.
    let record = usable(&with("notes.txt", text));
    let file = record["evidence"]
        .as_array()
        .unwrap()
        .iter()
        .find(|e| e["path"] == "notes.txt")
        .unwrap();
    assert_eq!(file["size"], size);
}

#[test]
fn wrong_encodings() {
    let mut latin = sbom(&[("caf", "1", "A")]).into_bytes();
    let at = latin.windows(3).position(|w| w == b"caf").unwrap();
    latin[at + 2] = 0xff;
    latin.insert(at + 3, 0xfe);
    let ran = scan(&with("bom.json", latin));
    unharmed(&ran);
    assert_ne!(ran.code, 0, "{}", ran.stderr);
    let mut half = b"\xff\xfe".to_vec();
    half.extend(HEAD.encode_utf16().flat_map(u16::to_le_bytes));
    half.push(0x41);
    let ran = scan(&with("bom.json", half)).exits(4);
    unharmed(&ran);
}

#[test]
fn byte_order_marks_are_read_over() {
    let text = sbom(&[("部品", "1", "供給者")]);
    let utf8 = [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat();
    let le: Vec<u8> = "\u{feff}"
        .encode_utf16()
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let be: Vec<u8> = "\u{feff}"
        .encode_utf16()
        .chain(text.encode_utf16())
        .flat_map(u16::to_be_bytes)
        .collect();
    for bytes in [utf8, le, be] {
        let record = usable(&with("bom.json", bytes));
        let supplier = record["statuses"]
            .as_array()
            .unwrap()
            .iter()
            .find(|s| s["subject"] == "odd" && s["control"] == "supplier");
        assert_eq!(supplier.unwrap()["status"], "satisfied");
    }
}

#[test]
fn lone_surrogates_and_nul() {
    for name in ["\\ud800", "a\\udc00b"] {
        let s = with(
            "bom.json",
            format!("{HEAD}\"components\": [{{\"type\": \"library\", \"name\": \"{name}\"}}]}}"),
        );
        let ran = scan(&s);
        unharmed(&ran);
        assert_ne!(ran.code, 0, "{}", ran.stderr);
        assert!(std::str::from_utf8(&ran.stdout).is_ok());
    }
    let s = with(
        "bom.json",
        format!("{HEAD}\"components\": [{{\"type\": \"library\", \"name\": \"a\\u0000b\", \"version\": \"1\"}}]}}"),
    );
    unharmed(&scan(&s));
}

#[test]
fn duplicate_keys_do_not_hide_anything() {
    let twice = "\"components\": [{\"type\": \"library\", \"name\": \"a\"}], \"components\": []}";
    let ran = scan(&with("bom.json", format!("{HEAD}{twice}")));
    let record = unharmed(&ran);
    let told = record["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .any(|d| d["subject"] == "odd");
    assert!(told && ran.code != 0, "{} {}", ran.code, ran.stderr);
}

#[test]
fn entity_bombs_and_external_entities() {
    let levels: String = (1..10)
        .map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10)))
        .collect();
    let bomb = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE bom [<!ENTITY l0 \"lol\">{levels}]><bom xmlns=\"http://cyclonedx.org/schema/bom/1.5\" version=\"1\"><components><component type=\"library\"><name>&l9;</name></component></components></bom>"
    );
    refused(&with("bom.xml", bomb), "bom.xml", "evidence-refused");
    let external = "<?xml version=\"1.0\"?><!DOCTYPE bom [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><bom xmlns=\"http://cyclonedx.org/schema/bom/1.5\" version=\"1\"><components><component type=\"library\"><name>&x;</name></component></components></bom>";
    let ran = scan(&with("bom.xml", external)).exits(4);
    unharmed(&ran);
    assert!(!String::from_utf8_lossy(&ran.stdout).contains("root:"));
}

#[test]
fn spdx_in_xml_and_rdf() {
    let rdf = |inside: &str| {
        format!(
            "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://spdx.org/rdf/terms#\">\n\
             <SpdxDocument rdf:about=\"http://x/d#SPDXRef-DOCUMENT\"><specVersion>SPDX-2.3</specVersion></SpdxDocument>\n\
             {inside}</rdf:RDF>"
        )
    };
    let xml = |inside: &str| format!("<Document><spdxVersion>SPDX-2.3</spdxVersion>{inside}</Document>");
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(50_000), close.repeat(50_000));
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>";
    for (file, text, code) in [
        ("bom.rdf", rdf("<Package><name>a</nam></Package>"), "evidence-malformed"),
        ("bom.spdx.rdf", rdf("<q:Package/>"), "evidence-malformed"),
        (
            "bom.rdf.xml",
            rdf("<Package>").replace("</rdf:RDF>", ""),
            "evidence-malformed",
        ),
        (
            "bom.rdf",
            rdf(&deep("<Package><relationship>", "</relationship></Package>")),
            "evidence-limit",
        ),
        ("bom.rdf", format!("{bomb}{}", rdf("")), "evidence-refused"),
        (
            "bom.rdf",
            rdf("<Package><name>&b;</name></Package>"),
            "evidence-refused",
        ),
        ("bom.rdf", rdf("").replace("SPDX-2.3", "SPDX-9.9"), "evidence-version"),
        (
            "bom.spdx.xml",
            xml("<packages><name>a</packages>"),
            "evidence-malformed",
        ),
        (
            "bom.spdx.xml",
            xml(&deep("<packages>", "</packages>")),
            "evidence-limit",
        ),
        ("bom.spdx.xml", format!("{bomb}{}", xml("")), "evidence-refused"),
    ] {
        refused(&with(file, text), file, code);
    }
}

#[test]
fn yaml_alias_bombs() {
    let mut text = "apiVersion: v1\nkind: ConfigMap\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for n in 1..12 {
        let before = vec![format!("*a{}", n - 1); 10].join(", ");
        text.push_str(&format!("a{n}: &a{n} [{before}]\n"));
    }
    let ran = scan(&with("map.yaml", text)).exits(4);
    unharmed(&ran);
    assert!(ran.stderr.contains("odd/map.yaml"), "{}", ran.stderr);
}

#[test]
fn zip_bombs() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for name in ["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"] {
        zip.start_file(name, options).unwrap();
        let zeros = vec![b' '; 1 << 20];
        for _ in 0..if name.ends_with("sheet1.xml") { 600 } else { 1 } {
            zip.write_all(&zeros).unwrap();
        }
    }
    let bytes = zip.finish().unwrap().into_inner();
    refused(&with("assets.xlsx", bytes), "assets.xlsx", "evidence-limit");
}

#[test]
fn broken_workbooks() {
    let t = Scratch::new();
    let whole = sekisho(&["evidence", "template", "assets", "--to", &t.at("x.xlsx")]);
    assert_eq!(whole.code, 0);
    let whole = t.read("x.xlsx");
    for bytes in [
        &whole[..whole.len() / 2],
        &whole[..whole.len() - 30],
        b"PK\x03\x04garbage",
    ] {
        refused(&with("assets.xlsx", bytes), "assets.xlsx", "evidence-malformed");
    }
}

#[test]
fn links_do_not_lead_out() {
    let s = with("bom.json", sbom(&[("a", "1", "A")]));
    s.write("secret.csv", "Asset ID,Asset name\nsecret-1,Secret\n");
    std::os::unix::fs::symlink(s.path().join("secret.csv"), s.path().join("root/odd/assets.csv")).unwrap();
    let record = refused(&s, "assets.csv", "evidence-outside");
    assert!(!record.to_string().contains("secret-1"));
    let s = with("bom.json", sbom(&[("a", "1", "A")]));
    s.write("outside/assets.csv", "Asset ID,Asset name\nsecret-1,Secret\n");
    std::os::unix::fs::symlink("../../outside", s.path().join("root/odd/in")).unwrap();
    refused(&s, "in", "evidence-outside");
}

#[test]
fn statements_do_not_lead_out() {
    for path in ["../good/assets.csv", "/etc/passwd", "a/../../good/assets.csv", "a\\\\b"] {
        let s = with("bom.json", sbom(&[("a", "1", "A")]));
        s.write(
            "root/odd/evidence.toml",
            format!("format = \"evidence/1\"\n\n[[file]]\npath = \"{path}\"\n"),
        );
        refused(&s, "evidence.toml", "evidence-malformed");
    }
}

#[test]
fn a_pipe_is_refused_and_not_waited_for() {
    let s = with("bom.json", sbom(&[("a", "1", "A")]));
    let made = std::process::Command::new("mkfifo")
        .arg(s.path().join("root/odd/pipe.json"))
        .status()
        .unwrap();
    assert!(made.success());
    refused(&s, "pipe.json", "evidence-outside");
}

#[test]
fn broken_statements_about_evidence() {
    for text in [
        "format = \"evidence/1\"\nunknown = 1\n",
        "format = \"evidence/1\"\nsubject = \"a\\u001bb\"\n",
        "not toml",
    ] {
        let s = with("bom.json", sbom(&[("a", "1", "A")]));
        s.write("root/odd/evidence.toml", text);
        refused(&s, "evidence.toml", "evidence-malformed");
    }
}

#[test]
fn binary_noise_and_empty_files_are_kept_and_harm_nothing() {
    let noise: Vec<u8> = (0..100_000_u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    let s = with("noise.bin", noise);
    s.write("root/odd/empty.json", "")
        .write("root/odd/blank.csv", "\n\n\n")
        .write("root/odd/bom.json", sbom(&[("a", "1", "A")]));
    let ran = scan(&s);
    let record = unharmed(&ran);
    assert_eq!(
        record["evidence"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|e| e["subject"] == "odd")
            .count(),
        4
    );
}
