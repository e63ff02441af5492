//! A bundle as a thing: packed, written, read again; and everything that is not one.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use cap_std::ambient_authority;
use cap_std::fs::Dir;
use sekisho_bundle::author::{self, About};
use sekisho_bundle::config::PluginClaim;
use sekisho_bundle::manifest::{Descriptor, Manifest};
use sekisho_bundle::{Bundle, BundleError, Layout, Limits, media, open, pack};
use sekisho_model::error::Hint;
use std::collections::{BTreeMap, BTreeSet};

const ABOUT: &str = r#"
format = "bundle/1"
id = "example-auto/suppliers"
version = "1.0.0"
title = { ja = "部品会社向け", en = "For suppliers" }
issuer = { ja = "例示自動車工業会", en = "Example Automobile Association" }
source_document = { ja = "例示指針", en = "Example guideline" }
source_date = "2026-04-01"
effective_from = "2026-10-01"
"#;

fn about() -> About {
    author::parse("bundle.toml", ABOUT).unwrap()
}

fn files() -> BTreeMap<String, Vec<u8>> {
    let text = |path: &str, text: &[u8]| (path.to_owned(), text.to_vec());
    BTreeMap::from([
        text("plugins/example_auto.wasm", b"\0asm-not-really"),
        text("policies/example/auto/policy.toml", b"a = 1"),
        text("policies/example/auto/catalogue.toml", b"b = 1"),
    ])
}

fn claims() -> BTreeMap<String, PluginClaim> {
    let set = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<BTreeSet<_>>();
    let claim = PluginClaim {
        id: "example/auto".to_owned(),
        version: "0.1.0".to_owned(),
        interface: "0.1.0".to_owned(),
        reads: set(&["assets", "sbom"]),
        checks: set(&["a.b"]),
    };
    BTreeMap::from([("plugins/example_auto.wasm".to_owned(), claim)])
}

fn layout() -> Layout {
    pack(about(), files(), claims()).unwrap()
}

fn reopen(bytes: &[u8]) -> Result<Bundle, BundleError> {
    open(&Layout::from_tar(bytes, Limits::default())?)
}

fn temp(name: &str) -> Dir {
    let path = std::env::temp_dir().join(format!("sekisho-bundle-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    Dir::open_ambient_dir(path, ambient_authority()).unwrap()
}

#[test]
fn the_same_files_give_the_same_digest_and_come_back() {
    let bytes = layout().to_tar().unwrap();
    assert_eq!(bytes, layout().to_tar().unwrap());
    let bundle = reopen(&bytes).unwrap();
    assert_eq!(bundle.files, files());
    assert_eq!(bundle.config.about, about());
    assert!(bundle.signatures.is_empty());
    // The digest is a promise to everyone who signed or pinned a bundle: it changes with the format, not with this program.
    assert_eq!(
        bundle.digest().to_string(),
        "sha256:f091995782e29c6c38e2f0207d278fdbb82b00c95c21562cb792903406b76ba0"
    );
    let mut other = files();
    other.insert("policies/example/auto/policy.toml".to_owned(), b"a = 2".to_vec());
    let other = open(&pack(about(), other, claims()).unwrap()).unwrap();
    assert_ne!(other.digest(), bundle.digest());
}

#[test]
fn a_directory_and_a_file_are_the_same_bundle() {
    let dir = temp("folder");
    layout().to_folder(&dir).unwrap();
    assert!(Layout::is_folder(&dir));
    // Other tools keep things of their own beside it.
    dir.write("blobs/sha256/note.txt", b"x").unwrap();
    let read = Layout::from_folder(&dir, Limits::default()).unwrap();
    assert_eq!(read.to_tar().unwrap(), layout().to_tar().unwrap());
    let digest = *read.blobs().keys().next().unwrap();
    dir.write(format!("blobs/sha256/{}", digest.hex()), b"other").unwrap();
    let error = Layout::from_folder(&dir, Limits::default()).unwrap_err();
    assert_eq!(error.code(), "bundle-digest", "{error}");
    dir.remove_file(format!("blobs/sha256/{}", digest.hex())).unwrap();
    assert!(Layout::from_folder(&dir, Limits::default()).is_err());
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_directory_is_not_followed() {
    let dir = temp("link");
    layout().to_folder(&dir).unwrap();
    let digest = *layout().blobs().keys().next().unwrap();
    let blob = format!("blobs/sha256/{}", digest.hex());
    dir.remove_file(&blob).unwrap();
    dir.symlink("../../../etc/hostname", &blob).unwrap();
    assert!(Layout::from_folder(&dir, Limits::default()).is_err());
}

#[test]
fn one_flipped_bit_anywhere_is_refused() {
    let bytes = layout().to_tar().unwrap();
    for at in 0..bytes.len() {
        for bit in [0x01, 0x80] {
            let mut spoilt = bytes.clone();
            spoilt[at] ^= bit;
            assert!(reopen(&spoilt).is_err(), "byte {at}, bit {bit}");
        }
    }
    for cut in [0, 1, 511, 512, bytes.len() / 2, bytes.len() - 1] {
        assert!(reopen(&bytes[..cut]).is_err(), "cut at {cut}");
    }
    let mut longer = bytes.clone();
    longer.extend([0; 512]);
    assert!(reopen(&longer).is_err());
}

/// An archive with one more entry in it.
fn with(name: &str, kind: tar::EntryType, content: &[u8]) -> Vec<u8> {
    let mut out = tar::Builder::new(Vec::new());
    let mut add = |name: &str, kind: tar::EntryType, content: &[u8]| {
        let mut header = tar::Header::new_ustar();
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(content.len() as u64);
        header.set_entry_type(kind);
        header.set_mode(0o644);
        if kind.is_symlink() || kind.is_hard_link() {
            header.set_link_name("/etc/passwd").unwrap();
        }
        header.set_cksum();
        out.append(&header, content).unwrap();
    };
    add(name, kind, content);
    out.into_inner().unwrap()
}

#[test]
fn entries_that_are_no_blobs_are_refused_by_name() {
    let digest = "0".repeat(64);
    let blob = format!("blobs/sha256/{digest}");
    for (name, kind) in [
        ("../../etc/cron.d/x", tar::EntryType::Regular),
        ("/etc/passwd", tar::EntryType::Regular),
        ("blobs/sha256/../../x", tar::EntryType::Regular),
        ("blobs/md5/0", tar::EntryType::Regular),
        (blob.as_str(), tar::EntryType::Symlink),
        (blob.as_str(), tar::EntryType::Link),
        (blob.as_str(), tar::EntryType::Char),
        (blob.as_str(), tar::EntryType::Block),
        (blob.as_str(), tar::EntryType::Fifo),
        (blob.as_str(), tar::EntryType::GNUSparse),
        ("plugins/x.wasm", tar::EntryType::Regular),
    ] {
        let error = reopen(&with(name, kind, b"")).unwrap_err();
        assert!(
            matches!(error.code(), "bundle-entry" | "bundle-unreadable"),
            "{name} {kind:?}: {error}"
        );
    }
}

#[test]
fn what_grows_without_measure_is_refused() {
    let limits = Limits {
        blob: 100,
        total: 300,
        blobs: 3,
        index: 100,
    };
    let error = Layout::from_tar(&layout().to_tar().unwrap(), limits).unwrap_err();
    assert_eq!(error.code(), "bundle-too-large", "{error}");
    // A head that promises far more than there is.
    let mut bytes = with("index.json", tar::EntryType::Regular, b"{}");
    bytes[124..136].copy_from_slice(b"77777777777\0");
    let mut header = tar::Header::new_ustar();
    header.as_mut_bytes().copy_from_slice(&bytes[..512]);
    header.set_cksum();
    bytes[..512].copy_from_slice(header.as_bytes());
    assert!(reopen(&bytes).is_err());
}

/// The layout with a manifest that was changed by someone who computes digests anew.
fn forged(change: impl FnOnce(&mut Manifest)) -> Layout {
    let honest = layout();
    let mut manifest = Manifest::parse("m", honest.get("m", &honest.manifests()[0]).unwrap()).unwrap();
    change(&mut manifest);
    let mut forged = Layout::default();
    for bytes in honest.blobs().values() {
        forged.put(bytes.clone());
    }
    forged.add_manifest(&manifest).unwrap();
    forged
}

#[test]
fn manifests_that_lie_are_refused() {
    let refused = |layout: &Layout, code: &str| {
        let error = open(layout).unwrap_err();
        assert_eq!(error.code(), code, "{error}");
        assert!(error.hint().is_some());
    };
    refused(&forged(|m| m.layers.truncate(1)), "bundle-missing");
    refused(&forged(|m| m.layers.push(m.layers[0].clone())), "bundle-entry");
    refused(
        &forged(|m| m.layers[0].media_type = "text/plain".to_owned()),
        "bundle-claim",
    );
    refused(&forged(|m| m.layers[0].size += 1), "bundle-claim");
    refused(
        &forged(|m| m.config.media_type = "application/json".to_owned()),
        "bundle-media-type",
    );
    refused(&forged(|m| m.artifact_type = None), "bundle-media-type");
    refused(
        &forged(|m| m.config.digest = sekisho_model::Digest::of(b"x")),
        "bundle-missing",
    );
    refused(
        &forged(|m| {
            m.annotations.insert(media::VERSION.to_owned(), "9.9.9".to_owned());
        }),
        "bundle-unreadable",
    );
    let swap = |m: &mut Manifest| {
        let first = m.layers[1].digest;
        m.layers[1].digest = m.layers[2].digest;
        m.layers[2].digest = first;
    };
    refused(&forged(swap), "bundle-claim");
    let mut two = forged(|m| {
        m.annotations.insert("x".to_owned(), "y".to_owned());
    });
    let honest = layout();
    two.add_manifest(&Manifest::parse("m", honest.get("m", &honest.manifests()[0]).unwrap()).unwrap())
        .unwrap();
    refused(&two, "bundle-not-one");
    refused(&Layout::default(), "bundle-not-one");
}

#[test]
fn what_nothing_names_has_no_place_in_a_file() {
    let mut layout = layout();
    layout.put(b"smuggled".to_vec());
    let error = reopen(&layout.to_tar().unwrap()).unwrap_err();
    assert_eq!(error.code(), "bundle-not-canonical", "{error}");
}

#[test]
fn a_claim_is_held_against_what_is_computed() {
    let bundle = open(&layout()).unwrap();
    let path = "plugins/example_auto.wasm";
    let true_one = claims().remove(path).unwrap();
    assert!(bundle.config.hold(path, &true_one).is_ok());
    let mut greedy = true_one.clone();
    greedy.reads.insert("answers".to_owned());
    let error = bundle.config.hold(path, &greedy).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the bundle says that of `plugins/example_auto.wasm` what it reads is [assets, sbom], and it is [answers, assets, sbom]"
    );
    assert!(bundle.config.hold("plugins/other.wasm", &true_one).is_err());
}

#[test]
fn files_that_no_bundle_holds_are_not_packed() {
    for path in [
        "README.md",
        "plugins/../x.wasm",
        "policies/a/b/c/d/e/f.toml",
        "plugins/a.so",
    ] {
        let mut files = files();
        files.insert(path.to_owned(), Vec::new());
        let error = pack(about(), files, claims()).unwrap_err();
        assert_eq!(error.code(), "bundle-entry", "{path}: {error}");
    }
    assert!(
        pack(about(), files(), BTreeMap::new()).is_err(),
        "a plugin that nobody described"
    );
}

#[test]
fn signatures_lie_beside_the_bundle_and_do_not_change_its_digest() {
    let mut layout = layout();
    let bundle = open(&layout).unwrap();
    for signature in ["{\"one\":1}", "{\"two\":2}", "{\"one\":1}"] {
        pack::attach(&mut layout, &bundle.descriptor, signature.into(), "dsse-envelope").unwrap();
    }
    // A signature of something else is none of this bundle.
    let other = Descriptor::of(media::MANIFEST, b"other");
    pack::attach(&mut layout, &other, b"{\"three\":3}".to_vec(), "dsse-envelope").unwrap();
    let again = reopen(&layout.to_tar().unwrap()).unwrap();
    assert_eq!(again.digest(), bundle.digest());
    assert_eq!(again.signatures, [b"{\"one\":1}".to_vec(), b"{\"two\":2}".to_vec()]);
}
