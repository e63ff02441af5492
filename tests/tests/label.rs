//! The label of a product: its QR code, read again as a camera would, says the very result that the record holds.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

use sekisho_tests::binary::{Scratch, sekisho};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// Pixels of a module: a camera sees more than one.
const PIXELS: usize = 4;
const PAGE: &str = "https://shinonome.example/label/nl20.html";

/// The code of a drawing, as pixels, read by another library than the one that made it.
fn read_code(svg: &str) -> String {
    let code = &svg[svg.find("<svg class=\"qr\"").expect("a code is drawn")..];
    let view = code.split("viewBox=\"0 0 ").nth(1).unwrap();
    let side: usize = view.split(' ').next().unwrap().parse().unwrap();
    let path = code.split("<path d=\"").nth(1).unwrap().split('"').next().unwrap();
    let dark: BTreeSet<(usize, usize)> = path
        .split('M')
        .filter(|module| !module.is_empty())
        .map(|module| {
            let (x, rest) = module.split_once(' ').unwrap();
            let y = rest.strip_suffix("h1v1h-1z").expect("one module, one square");
            (x.parse().unwrap(), y.parse().unwrap())
        })
        .collect();
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side * PIXELS, side * PIXELS, |x, y| {
        if dark.contains(&(x / PIXELS, y / PIXELS)) {
            0
        } else {
            255
        }
    });
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1, "one code");
    grids[0].decode().unwrap().1
}

fn record(scratch: &Scratch) -> String {
    let path = scratch.at("r.json");
    let to = format!("json:{path}");
    let policy = "us/nist-consumer-label-2022";
    let evidence = sekisho_tests::root().join("examples/consumer-product");
    sekisho(&[
        "scan",
        evidence.to_str().unwrap(),
        "--policy",
        policy,
        "--as-of",
        "2026-11-23",
        "-o",
        &to,
    ])
    .exits(0);
    path
}

fn label(path: &str, format: &str, more: &[&str]) -> String {
    let mut arguments = vec!["convert", path, "--view", "label", "-o", format];
    arguments.extend(more);
    sekisho(&arguments).exits(0).out().to_owned()
}

#[test]
fn the_code_of_a_label_leads_to_the_result_of_the_record() {
    let scratch = Scratch::new();
    let path = record(&scratch);
    let bytes = std::fs::read(&path).unwrap();
    let digest: String = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
    let data: Value = serde_json::from_str(&label(&path, "json", &["--link", PAGE])).unwrap();
    let id = data["labels"][0]["result_id"].as_str().unwrap();
    assert_eq!(
        id,
        format!("sha256:{digest}/night-light-nl20"),
        "whoever has the record can work the id out"
    );
    for language in ["ja", "en"] {
        let svg = label(&path, "svg", &["--link", PAGE, "--lang", language]);
        assert_eq!(read_code(&svg), format!("{PAGE}#{id}"));
        let page = label(&path, "html", &["--link", PAGE, "--lang", language]);
        assert_eq!(read_code(&page), format!("{PAGE}#{id}"));
        assert!(
            page.contains(&format!("id=\"{id}\"")),
            "the page has the place that the code leads to"
        );
        // Without an address the code says the id alone.
        assert_eq!(
            read_code(&label(&path, "svg", &["--lang", language])),
            format!("sekisho:{id}")
        );
    }
}

#[test]
fn another_record_has_another_code() {
    let scratch = Scratch::new();
    let path = record(&scratch);
    let code = read_code(&label(&path, "svg", &[]));
    let mut changed: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    changed["subjects"][0]["name"]["en"] = "Night light NL-21".into();
    scratch.write("other.json", changed.to_string());
    let other = read_code(&label(&scratch.at("other.json"), "svg", &[]));
    assert!(other != code && other.starts_with("sekisho:sha256:"));
}
