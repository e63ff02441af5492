//! Vectors of others, as they are, and one of our own.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sekisho_bundle::sign::{
    ARTIFACT_PREDICATE, Artifact, Envelope, FormatError, PublicKey, Signer, SigstoreBundle, VerifyError, pae,
    sign_artifact, verify_artifact,
};
use sekisho_model::Digest;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use support::{corpus, ed25519, hex, p256};

fn json_of(path: &str) -> Value {
    serde_json::from_slice(&std::fs::read(corpus(path)).unwrap()).unwrap()
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name]
        .as_str()
        .unwrap_or_else(|| panic!("`{name}` is missing in {value}"))
}

/// Every vector of a Wycheproof file, with the verdict of ours.
fn wycheproof(file: &str) -> usize {
    let mut count = 0;
    for group in json_of(&format!("wycheproof-signatures/{file}"))["testGroups"]
        .as_array()
        .unwrap()
    {
        let key = PublicKey::from_pem(text(group, "publicKeyPem").as_bytes()).unwrap();
        assert_eq!(key.to_der(), hex(text(group, "publicKeyDer")));
        for test in group["tests"].as_array().unwrap() {
            let (message, signature) = (hex(text(test, "msg")), hex(text(test, "sig")));
            let expected = match text(test, "result") {
                "valid" => true,
                "invalid" => false,
                other => panic!("{other}"),
            };
            assert_eq!(key.verify(&message, &signature), expected, "{file}: {test}");
            let by_digest = key.verify_digest(&Digest::of(&message), &signature);
            assert!(by_digest.is_none_or(|found| found == expected), "{file}: {test}");
            count += 1;
        }
    }
    count
}

#[test]
fn wycheproof_agrees() {
    assert_eq!(wycheproof("ed25519_test.json"), 151);
    assert_eq!(wycheproof("ecdsa_secp256r1_sha256_test.json"), 484);
}

/// RFC 8032 §7.1, tests 1: the empty message.
#[test]
fn ed25519_signs_as_the_standard_prints() {
    let signature = ed25519().sign(b"").unwrap();
    let printed = "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b";
    assert_eq!(signature, hex(printed));
}

/// RFC 6979 A.2.5, SHA-256: `r` as printed; `s` as printed, or n − s where that is lower.
#[test]
fn p256_signs_as_the_standard_prints_with_the_lower_s() {
    let sample = p256().sign(b"sample").unwrap();
    let r = "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716";
    // n − f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8
    let s = "0834e36ad29a83bf2bc9385e491d6099c8fdf9d1ed67aa7ea5f51f93782857a9";
    assert_eq!(sample, [hex("3045022100"), hex(r), hex("0220"), hex(s)].concat());
    let test = p256().sign(b"test").unwrap();
    let r = "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367";
    let s = "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083";
    assert_eq!(test, [hex("3045022100"), hex(r), hex("0220"), hex(s)].concat());
    // The other s is the same signature to others, and is taken.
    let high = "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8";
    let r = "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716";
    let other = [hex("3046022100"), hex(r), hex("022100"), hex(high)].concat();
    assert!(p256().public().verify(b"sample", &other));
}

fn bytes_of_decimal(text: &str) -> Vec<u8> {
    let mut bytes = vec![0_u8; 32];
    for digit in text.bytes().map(|b| u16::from(b - b'0')) {
        let mut carry = digit;
        for byte in bytes.iter_mut().rev() {
            let value = u16::from(*byte) * 10 + carry;
            *byte = (value & 0xff) as u8;
            carry = value >> 8;
        }
        assert_eq!(carry, 0);
    }
    bytes
}

/// The vector of the DSSE specification. Its signature is `r ‖ s`; ours are DER, as cosign's: the same two numbers are rewritten.
#[test]
fn the_vector_of_dsse_verifies() {
    let vector = json_of("dsse-vector/dsse-v1-vector.json");
    let (x, y) = (text(&vector["public_key"], "x"), text(&vector["public_key"], "y"));
    let head = hex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");
    let key = PublicKey::from_der(&[head, bytes_of_decimal(x), bytes_of_decimal(y)].concat()).unwrap();
    let payload = text(&vector, "payload_utf8");
    assert_eq!(
        pae(text(&vector, "payloadType"), payload.as_bytes()),
        text(&vector, "pae").as_bytes()
    );

    let mut envelope = vector["envelope"].clone();
    let raw = STANDARD.decode(text(&envelope["signatures"][0], "sig")).unwrap();
    // As it stands it is no DER and is refused.
    let as_it_is = Envelope::parse(envelope.to_string().as_bytes()).unwrap();
    assert!(as_it_is.open(&key, "http://example.com/HelloWorld").is_err());
    let der = p256::ecdsa::Signature::from_slice(&raw).unwrap().to_der();
    envelope["signatures"][0]["sig"] = json!(STANDARD.encode(der.as_bytes()));
    let envelope = Envelope::parse(envelope.to_string().as_bytes()).unwrap();
    assert_eq!(
        envelope.open(&key, "http://example.com/HelloWorld").unwrap(),
        payload.as_bytes()
    );
    let other = envelope.open(&key, "application/vnd.in-toto+json").unwrap_err();
    assert!(matches!(other, VerifyError::PayloadType { .. }), "{other}");
}

/// All cases: none that must fail verifies; those with plain keys verify; those with certificates are refused by name.
#[test]
fn sigstore_conformance_agrees() {
    let folder = corpus("sigstore-conformance/bundle-verify");
    let default = std::fs::read(corpus("sigstore-conformance/a.txt")).unwrap();
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let case = entry.unwrap();
        let name = case.file_name().into_string().unwrap();
        let read = |file: &str| std::fs::read(case.path().join(file));
        let artifact = read("artifact").unwrap_or_else(|_| default.clone());
        let keys: Vec<PublicKey> = read("key.pub")
            .iter()
            .map(|pem| PublicKey::from_pem(pem).unwrap())
            .collect();
        let bundle = SigstoreBundle::parse(&read("bundle.sigstore.json").unwrap());
        let verdict = bundle
            .map_err(VerifyError::from)
            .and_then(|bundle| verify_artifact(&bundle, &Digest::of(&artifact), Some(&artifact), &keys));
        let reason = match &verdict {
            Ok(verified) => {
                assert_eq!(name, "managed-key-and-trusted-root");
                assert_eq!(verified.key(), keys[0].id());
                "verified"
            }
            Err(VerifyError::Format(FormatError::Certificate(_))) => "certificate",
            Err(VerifyError::Format(FormatError::Version(_))) => "version",
            Err(VerifyError::Format(FormatError::Json { .. })) => {
                assert_eq!(name, "bundle-malformed-json_fail");
                "malformed"
            }
            Err(VerifyError::UnknownSigner(_)) => {
                assert_eq!(name, "managed-key-no-key_fail");
                "unknown signer"
            }
            Err(other) => panic!("{name}: {other}"),
        };
        *reasons.entry(reason).or_default() += 1;
    }
    let expected = [
        ("certificate", 20),
        ("malformed", 1),
        ("unknown signer", 1),
        ("verified", 1),
        ("version", 16),
    ];
    assert_eq!(reasons, BTreeMap::from(expected));
}

/// Recorded on 2026-11-29: these keys and this artifact give these bytes, for ever.
#[test]
fn our_own_vector_stays_as_it_is() {
    let artifact = "関所 sekisho\n".as_bytes();
    assert_eq!(
        Digest::of(artifact).to_string(),
        "sha256:74ef8ec571b4068c02589dad4efb32ed68141cf1d7a4db8981603024d925658b"
    );
    let message = sign_artifact(&p256(), Artifact::Bytes(artifact))
        .unwrap()
        .to_json()
        .unwrap();
    assert_eq!(
        String::from_utf8(message).unwrap(),
        include_str!("fixtures/vector/message.sigstore.json")
    );
    let statement = sign_artifact(&ed25519(), Artifact::Bytes(artifact))
        .unwrap()
        .to_json()
        .unwrap();
    assert_eq!(
        String::from_utf8(statement).unwrap(),
        include_str!("fixtures/vector/statement.sigstore.json")
    );
    let by_digest = sign_artifact(&p256(), Artifact::Digest(Digest::of(artifact))).unwrap();
    assert_eq!(
        by_digest.to_json().unwrap(),
        include_bytes!("fixtures/vector/message.sigstore.json")
    );
    // What an outsider sees in it.
    let seen: Value = serde_json::from_str(include_str!("fixtures/vector/statement.sigstore.json")).unwrap();
    let payload = STANDARD.decode(text(&seen["dsseEnvelope"], "payload")).unwrap();
    let hex = Digest::of(artifact).hex();
    let statement = json!({
        "_type": "https://in-toto.io/Statement/v1",
        "predicate": {},
        "predicateType": ARTIFACT_PREDICATE,
        "subject": [{"digest": {"sha256": hex}}],
    });
    assert_eq!(payload, statement.to_string().as_bytes());
}
