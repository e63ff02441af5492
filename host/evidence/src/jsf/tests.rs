//! The reference vectors of the format, and documents signed here with keys of our own.

use super::{Verdict, verify};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer as _;
use serde_json::{Value, json};
use std::path::PathBuf;

fn vectors() -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/jsf-vectors");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let json = files.filter(|path| path.extension().is_some_and(|e| e == "json"));
    json.map(|path| (path.display().to_string(), std::fs::read_to_string(path).unwrap()))
        .collect()
}

fn keys(verdict: &Verdict) -> usize {
    match verdict {
        Verdict::Valid { keys, .. } => keys.len(),
        _ => 0,
    }
}

#[test]
fn the_reference_vectors_are_valid() {
    let vectors = vectors();
    assert_eq!(vectors.len(), 11);
    for (name, text) in vectors {
        let verdict = verify(&text, "signature", &["now", "name", "id", "mySignedData"]);
        let expected = if name.contains("chain") || name.contains("signers") {
            2
        } else {
            1
        };
        assert_eq!(keys(&verdict), expected, "{name}: {verdict:?}");
        let Verdict::Valid { unsigned, .. } = &verdict else {
            unreachable!()
        };
        assert_eq!(unsigned.is_empty(), !name.contains("excludes"), "{name}");
    }
}

#[test]
fn a_changed_document_or_signature_is_invalid() {
    for (name, text) in vectors() {
        for (old, new) in [
            ("\"Joe\"", "\"Jo\""),
            ("\"something\"", "\"some thing\""),
            ("\"id\": 2200063", "\"id\": 2200064"),
        ] {
            let changed = text.replace(old, new);
            if changed != text {
                let verdict = verify(&changed, "signature", &[]);
                assert!(matches!(verdict, Verdict::Invalid(_)), "{name}: {verdict:?}");
            }
        }
        // Each signature by itself, one character of it changed.
        for (at, _) in text.match_indices("\"value\": \"") {
            let from = at + "\"value\": \"".len();
            let other = if text[from..].starts_with('B') { "C" } else { "B" };
            let changed = format!("{}{other}{}", &text[..from], &text[from + 1..]);
            let verdict = verify(&changed, "signature", &[]);
            assert!(matches!(verdict, Verdict::Invalid(_)), "{name}: {verdict:?}");
        }
        // Blanks, order and members that were left out change nothing.
        let parsed: Value = serde_json::from_str(&text).unwrap();
        let mut unsigned = parsed.clone();
        if unsigned.get("myUnsignedData").is_some() {
            unsigned["myUnsignedData"] = json!("changed");
        }
        for same in [parsed.to_string(), serde_json::to_string_pretty(&unsigned).unwrap()] {
            assert!(keys(&verify(&same, "signature", &[])) > 0, "{name}");
        }
    }
}

#[test]
fn what_must_be_signed_may_not_be_left_out() {
    let (_, text) = vectors()
        .into_iter()
        .find(|(name, _)| name.ends_with("p256-es256-excludes.json"))
        .unwrap();
    let verdict = verify(&text, "signature", &["myUnsignedData"]);
    assert!(matches!(verdict, Verdict::Unverified(_)), "{verdict:?}");
}

/// Signs with P-256 over the canonical form that another implementation makes.
fn signed(mut document: Value, seed: u8) -> Value {
    let key = p256::ecdsa::SigningKey::from_slice(&[seed; 32]).unwrap();
    let point = key.verifying_key().to_sec1_point(false);
    let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    document["signature"] = json!({ "algorithm": "ES256", "publicKey": {
        "kty": "EC", "crv": "P-256", "x": encode(point.x().unwrap()), "y": encode(point.y().unwrap()) } });
    let message = serde_json_canonicalizer::to_vec(&document).unwrap();
    let signature: p256::ecdsa::Signature = key.sign(&message);
    document["signature"]["value"] = json!(encode(&signature.to_bytes()));
    document
}

#[test]
fn canonical_forms_of_two_makers_agree() {
    let document = json!({ "z": [1, 2.5, -0.0, 1e21, 1e-7, 123_456_789.123_456_78, null, true],
        "a\u{e9}\"\\\n": "日本語 \u{1} \u{7f} 😀", "\u{fb33}": {}, "😀": [], "": {"b": {"d": 1, "c": 2}} });
    let document = signed(document, 7);
    assert_eq!(keys(&verify(&document.to_string(), "signature", &[])), 1);
}

#[test]
fn what_cannot_be_told_is_said_so() {
    let document = signed(json!({"a": 1}), 9);
    let with = |pointer: &str, value: Option<Value>| {
        let mut changed = document.clone();
        let signature = changed["signature"].as_object_mut().unwrap();
        match value {
            Some(value) => signature.insert(pointer.to_owned(), value),
            None => signature.remove(pointer),
        };
        verify(&changed.to_string(), "signature", &[])
    };
    let unverified = [
        with("publicKey", None),
        with("value", None),
        with("algorithm", None),
        with("algorithm", Some(json!("HS256"))),
        with("algorithm", Some(json!("Ed448"))),
        with("value", Some(json!("eyJhbGciOiJFUzI1NiJ9.e30.AAAA"))),
        with("signers", Some(json!([]))),
        verify(r#"{"signature":"AAAA"}"#, "signature", &[]),
        verify(r#"{"signature":null}"#, "signature", &[]),
    ];
    for verdict in unverified {
        assert!(matches!(verdict, Verdict::Unverified(_)), "{verdict:?}");
    }
    let invalid = [
        with("algorithm", Some(json!("RS256"))),
        with("algorithm", Some(json!("ES384"))),
        with("value", Some(json!("not base64!"))),
        with("value", Some(json!(""))),
        with("keyId", Some(json!("added after signing"))),
        with(
            "publicKey",
            Some(json!({"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"})),
        ),
        with("excludes", Some(json!("a"))),
        with("excludes", Some(json!(["a"]))),
        verify(
            &document.to_string().replacen("\"a\":1", "\"a\":1,\"a\":1", 1),
            "signature",
            &[],
        ),
    ];
    for verdict in invalid {
        assert!(matches!(verdict, Verdict::Invalid(_)), "{verdict:?}");
    }
}

#[test]
fn one_broken_signature_outweighs_an_unknown_one() {
    let document = json!({"a": 1, "signature": {"signers": [
        {"algorithm": "HS256", "value": "AAAA"},
        {"algorithm": "Ed25519", "value": "AAAA", "publicKey": {"kty": "OKP", "crv": "Ed25519",
            "x": "_kms9bkrbpI1lPLoM2j2gKySS-k89TOuyvgC43dX-Mk"}}]}});
    let verdict = verify(&document.to_string(), "signature", &[]);
    assert!(matches!(verdict, Verdict::Invalid(_)), "{verdict:?}");
}
