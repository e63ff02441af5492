//! What Sekisho writes into a log: one entry for one thing, found again by whoever has the thing, under keys from key files.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "tests"
)]

#[path = "support/scratch.rs"]
mod support;

use sekisho_attest::log::entry::{Entry, Subjects, of_bundle, of_statement, verify_logged};
use sekisho_attest::log::{KeySigner, Kind, Log, LogError, Note, NoteSigner as _, NoteVerifier, Policy, Writer};
use sekisho_bundle::sign::{Algorithm, PublicKey, SecretKey, Signer as _, Statement, Subject};
use sekisho_model::error::Hint as _;
use sekisho_model::{Digest, canonical, merkle};
use support::Scratch;

const ORIGIN: &str = "log.example/sekisho";

fn secret(algorithm: Algorithm, seed: u8) -> SecretKey {
    let random: [u8; 64] = std::array::from_fn(|n| seed.wrapping_add(n as u8));
    SecretKey::generate(algorithm, &random).unwrap()
}

fn statement(subjects: &[&str]) -> Vec<u8> {
    let subjects = subjects
        .iter()
        .map(|name| Subject::new(*name, &Digest::of(name.as_bytes())));
    let statement = Statement::new(subjects.collect(), "https://example.jp/said/1", serde_json::Map::new());
    statement.unwrap().to_json().unwrap()
}

#[test]
fn a_bundle_is_logged_by_id_version_and_digest() {
    let entry = of_bundle("factory/meti", "1.0.0", &Digest::of(b"manifest")).unwrap();
    let digest = Digest::of(b"manifest");
    let expected = format!(
        r#"{{"digest":"{digest}","format":"log-entry/1","id":"factory/meti","kind":"bundle","version":"1.0.0"}}"#
    );
    assert_eq!(std::str::from_utf8(&entry).unwrap(), expected);
    assert!(matches!(Entry::parse(&entry).unwrap(), Entry::Bundle { id, .. } if id == "factory/meti"));
    assert_ne!(entry, of_bundle("factory/meti", "1.0.1", &digest).unwrap());
}

#[test]
fn a_statement_is_logged_by_its_bytes_and_tells_no_names() {
    let payload = statement(&["supplier-b", "supplier-a", "supplier-b"]);
    let entry = of_statement(&payload).unwrap();
    let text = std::str::from_utf8(&entry).unwrap();
    assert!(!text.contains("supplier"), "{text}");
    let Entry::Attestation {
        digest,
        predicate_type,
        subjects,
        ..
    } = Entry::parse(&entry).unwrap()
    else {
        unreachable!("{text}")
    };
    assert_eq!(digest, Digest::of(&payload));
    assert_eq!(predicate_type, "https://example.jp/said/1");
    let mut both = [Digest::of(b"supplier-a"), Digest::of(b"supplier-b")];
    both.sort();
    assert_eq!(subjects, Subjects::Listed(both.to_vec()));
    // The same statement in other bytes is something else: what is signed are bytes.
    let spaced = [payload.as_slice(), b" "].concat();
    assert_ne!(of_statement(&spaced).ok(), Some(entry));
    for wrong in [
        b"".as_slice(),
        b"{}",
        b"null",
        b"not json",
        &[0xff, 0xfe],
        "[".repeat(100_000).as_bytes(),
    ] {
        let error = of_statement(wrong).unwrap_err();
        assert_eq!(error.code(), "log-malformed");
    }
}

#[test]
fn an_entry_has_one_way_to_be_written() {
    let entry = of_bundle("factory/meti", "1.0.0", &Digest::of(b"manifest")).unwrap();
    let good = String::from_utf8(entry).unwrap();
    for case in [
        String::new(),
        "[]".to_owned(),
        format!("{good}\n"),
        format!("{good}{good}"),
        good.replace("log-entry/1", "log-entry/2"),
        good.replace("\"bundle\"", "\"bottle\""),
        good.replace("\"id\":", "\"extra\":1,\"id\":"),
        good.replace("\"id\":", "\"id\":\"x\",\"id\":"),
        good.replace(",\"version\":\"1.0.0\"", ""),
        good.replace(':', ": "),
        good.replace("factory", "\\u0066actory"),
    ] {
        let error = Entry::parse(case.as_bytes()).unwrap_err();
        assert!(
            matches!(error, LogError::Malformed { what: "log entry", .. }),
            "{case}: {error}"
        );
    }
}

#[test]
fn a_statement_about_much_is_logged_by_number_and_root() {
    let names: Vec<String> = (0..1024).map(|n| format!("s{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let subjects = |count: usize| {
        let entry = of_statement(&statement(&names[..count])).unwrap();
        let Entry::Attestation { subjects, .. } = Entry::parse(&entry).unwrap() else {
            unreachable!("{}", String::from_utf8_lossy(&entry))
        };
        (entry, subjects)
    };
    let mut digests: Vec<Digest> = names.iter().map(|name| Digest::of(name.as_bytes())).collect();
    let (entry, few) = subjects(256);
    let mut listed = digests[..256].to_vec();
    listed.sort();
    assert_eq!(few, Subjects::Listed(listed));
    // Without the list the entry is short, and everybody who has the statement makes the same one.
    let (long, many) = subjects(names.len());
    digests.sort();
    let leaves: Vec<Digest> = digests.iter().map(|digest| merkle::leaf(digest.as_bytes())).collect();
    assert_eq!(many, Subjects::Many(merkle::Tree::of(leaves).head()));
    assert!(long.len() < 500, "{}", long.len());
    assert_ne!(subjects(257).1, subjects(258).1);
    let at = Scratch::new();
    let key = secret(Algorithm::Ed25519, 1);
    let (mut writer, _) = begun(&at, &key);
    writer.append([long.clone(), entry]).unwrap();
    // There is one form for each: neither a list for many, nor a root for few, nor a list out of order.
    let value: serde_json::Value = serde_json::from_slice(&long).unwrap();
    for other in [
        serde_json::json!({ "leaves": 256, "root": Digest::of(b"x") }),
        serde_json::json!({ "leaves": 300, "root": Digest::of(b"x"), "more": 1 }),
        serde_json::json!([digests[1], digests[0]]),
        serde_json::json!([digests[0], digests[0]]),
        serde_json::json!(digests[..257]),
    ] {
        let mut value = value.clone();
        value["subjects"] = other;
        assert!(Entry::parse(&canonical::to_vec(&value).unwrap()).is_err(), "{value}");
    }
}

fn begun(at: &Scratch, key: &SecretKey) -> (Writer, Policy) {
    let signer = KeySigner::new(ORIGIN, key).unwrap();
    let policy = Policy {
        origin: ORIGIN.to_owned(),
        keys: vec![signer.verifier(Kind::Note).unwrap()],
        witnesses: Vec::new(),
        quorum: 0,
    };
    (Writer::create(at.dir(), policy.clone(), &[&signer]).unwrap(), policy)
}

#[test]
fn what_was_logged_is_found_and_proven_and_nothing_else() {
    let at = Scratch::new();
    let key = secret(Algorithm::Ed25519, 1);
    let signer = KeySigner::new(ORIGIN, &key).unwrap();
    let (mut writer, mut policy) = begun(&at, &key);
    let entries: Vec<Vec<u8>> = (0..600u32)
        .map(|n| of_bundle("a/b", &format!("1.0.{n}"), &Digest::of(&n.to_be_bytes())).unwrap())
        .collect();
    writer.append(entries.clone()).unwrap();
    writer.checkpoint(&[&signer]).unwrap();
    let log = Log::open(at.dir(), policy.clone()).unwrap();
    for number in [0u64, 255, 256, 599] {
        assert_eq!(log.find(&entries[number as usize]).unwrap(), Some(number));
    }
    assert_eq!(log.find(b"nothing").unwrap(), None);
    let proof = log.prove_inclusion(300).unwrap().text();
    let logged = verify_logged(&entries[300], proof.as_bytes(), &policy).unwrap();
    assert_eq!((logged.index, logged.size, logged.root), (300, 600, log.head().root));
    assert_eq!((logged.time, logged.witnesses.len()), (None, 0));
    assert!(matches!(
        verify_logged(&entries[301], proof.as_bytes(), &policy),
        Err(LogError::Proof(_))
    ));
    // Every byte of the proof counts.
    for byte in 0..proof.len() {
        let mut flipped = proof.clone().into_bytes();
        flipped[byte] ^= 1;
        assert!(verify_logged(&entries[300], &flipped, &policy).is_err(), "byte {byte}");
    }
    // With witnesses there is a time: the latest, so that one alone cannot put it too early.
    let witnesses = [secret(Algorithm::Ed25519, 2), secret(Algorithm::Ed25519, 3)];
    let witnesses = [
        ("w1", &witnesses[0], 1_700_000_000),
        ("w2", &witnesses[1], 1_600_000_000),
    ];
    let mut note = Note::parse(log.checkpoint().note.as_bytes()).unwrap();
    for (name, key, time) in witnesses {
        let signer = KeySigner::new(name, key).unwrap();
        note.cosign(&signer, time).unwrap();
        policy.witnesses.push(signer.verifier(Kind::Witness).unwrap());
    }
    policy.quorum = 2;
    assert_eq!(
        verify_logged(&entries[300], proof.as_bytes(), &policy),
        Err(LogError::Quorum { found: 0, needed: 2 })
    );
    writer.cosigned(note.written().as_bytes()).unwrap();
    let log = Log::open(at.dir(), policy.clone()).unwrap();
    let proof = log.prove_inclusion(300).unwrap().text();
    let logged = verify_logged(&entries[300], proof.as_bytes(), &policy).unwrap();
    assert_eq!(logged.time, Some(1_700_000_000));
    assert_eq!(logged.witnesses, ["w1", "w2"]);
}

#[test]
fn keys_from_files_sign_notes_and_only_those_that_can() {
    let key = secret(Algorithm::Ed25519, 7);
    let signer = KeySigner::new(ORIGIN, &key).unwrap();
    let public = PublicKey::from_pem(key.public().to_pem().unwrap().as_bytes()).unwrap();
    let verifier = NoteVerifier::of_public(ORIGIN, Kind::Note, &public).unwrap();
    assert_eq!(signer.verifier(Kind::Note).unwrap(), verifier);
    assert_eq!(signer.key(), *verifier.key());
    assert_eq!(NoteVerifier::parse(&verifier.text()).unwrap(), verifier);
    assert!(!format!("{signer:?}").contains("Secret"));
    let other = secret(Algorithm::EcdsaP256, 7);
    let error = KeySigner::new(ORIGIN, &other).unwrap_err();
    assert_eq!(error.code(), "log-signer");
    assert!(error.to_string().contains("ECDSA P-256"), "{error}");
    for name in ["", "a b", "a+b", "a\nb"] {
        assert!(KeySigner::new(name, &key).is_err(), "{name:?}");
    }
}
