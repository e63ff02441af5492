//! Signing and verifying artifacts and statements, and everything that must not pass for it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use proptest::prelude::*;
use sekisho_bundle::sign::{
    ARTIFACT_PREDICATE, Algorithm, Artifact, Content, Envelope, Form, FormatError, PublicKey, STATEMENT_TYPE,
    SecretKey, SignError, Signer, SigstoreBundle, Statement, Subject, VerifyError, attest, sign_artifact,
    verify_artifact, verify_statement,
};
use sekisho_model::Digest;
use sekisho_model::error::Hint;
use serde_json::{Map, Value, json};
use support::{ed25519, numbered, p256};

const ARTIFACT: &[u8] = b"an artifact";
const RESULT: &str = "https://example.com/result/v1";

fn signers() -> [SecretKey; 2] {
    [ed25519(), p256()]
}

fn keys() -> Vec<PublicKey> {
    signers().iter().map(|key| key.public().clone()).collect()
}

fn predicate() -> Map<String, Value> {
    json!({"result": "適合", "n": 3}).as_object().unwrap().clone()
}

fn statement() -> Statement {
    let subjects = vec![
        Subject::new("a.json", &Digest::of(ARTIFACT)),
        Subject::new("b.json", &Digest::of(b"b")),
    ];
    Statement::new(subjects, RESULT, predicate()).unwrap()
}

fn parse(value: &Value) -> Result<SigstoreBundle, FormatError> {
    SigstoreBundle::parse(value.to_string().as_bytes())
}

fn value(bundle: &SigstoreBundle) -> Value {
    serde_json::from_slice(&bundle.to_json().unwrap()).unwrap()
}

fn message() -> Value {
    value(&sign_artifact(&p256(), Artifact::Bytes(ARTIFACT)).unwrap())
}

fn envelope() -> Value {
    value(&attest(&ed25519(), &statement()).unwrap())
}

#[test]
fn what_was_signed_verifies_after_it_was_written_and_read() {
    for (signer, form) in signers().iter().zip([Form::Statement, Form::Message]) {
        let bundle = sign_artifact(signer, Artifact::Bytes(ARTIFACT)).unwrap();
        let bundle = SigstoreBundle::parse(&bundle.to_json().unwrap()).unwrap();
        assert_eq!(
            bundle,
            sign_artifact(signer, Artifact::Digest(Digest::of(ARTIFACT))).unwrap()
        );
        for artifact in [None, Some(ARTIFACT)] {
            let verified = verify_artifact(&bundle, &Digest::of(ARTIFACT), artifact, &keys()).unwrap();
            assert_eq!(verified.key(), signer.public().id());
            assert_eq!(verified.algorithm(), signer.public().algorithm());
            assert_eq!((verified.form(), verified.about()), (form, Digest::of(ARTIFACT)));
        }
        let bundle = attest(signer, &statement()).unwrap();
        let bundle = SigstoreBundle::parse(&bundle.to_json().unwrap()).unwrap();
        for subject in [ARTIFACT, b"b"] {
            let verified = verify_statement(&bundle, &Digest::of(subject), RESULT, &keys()).unwrap();
            assert_eq!(verified.statement(), Some(&statement()));
            assert_eq!(verified.about(), Digest::of(&statement().to_json().unwrap()));
        }
    }
}

#[test]
fn each_refusal_says_which_one_it_is() {
    let digest = Digest::of(ARTIFACT);
    let stranger = [numbered(Algorithm::Ed25519, 1), numbered(Algorithm::EcdsaP256, 1)];
    for (signer, other) in signers().iter().zip(&stranger) {
        let bundle = sign_artifact(signer, Artifact::Bytes(ARTIFACT)).unwrap();
        let unknown = verify_artifact(&bundle, &digest, None, &[other.public().clone()]).unwrap_err();
        assert_eq!(unknown, VerifyError::UnknownSigner(signer.public().id()));
        assert_eq!(verify_artifact(&bundle, &digest, None, &[]).unwrap_err(), unknown);

        let wrong = Digest::of(b"another artifact");
        let mismatch = verify_artifact(&bundle, &wrong, None, &keys()).unwrap_err();
        let shown = mismatch.to_string();
        assert!(
            shown.contains(&wrong.to_string()) && shown.contains(&digest.to_string()),
            "{shown}"
        );
        let bytes = verify_artifact(&bundle, &digest, Some(b"another artifact"), &keys()).unwrap_err();
        assert_eq!(bytes.code(), "verify-digest");

        // Signed by somebody else, under the name of a known key.
        let mut forged = value(&sign_artifact(other, Artifact::Bytes(ARTIFACT)).unwrap());
        forged["verificationMaterial"]["publicKey"]["hint"] = json!(signer.public().hint());
        if forged.get("dsseEnvelope").is_some() {
            forged["dsseEnvelope"]["signatures"][0]["keyid"] = json!("");
        }
        let refused = verify_artifact(&parse(&forged).unwrap(), &digest, None, &keys()).unwrap_err();
        assert_eq!(refused.code(), "verify-signature");

        let said = attest(signer, &statement()).unwrap();
        let kind = verify_statement(&said, &digest, ARTIFACT_PREDICATE, &keys()).unwrap_err();
        assert!(
            kind.to_string().contains(RESULT) && kind.to_string().contains(ARTIFACT_PREDICATE),
            "{kind}"
        );
        assert_eq!(
            verify_artifact(&said, &digest, None, &keys()).unwrap_err().code(),
            "verify-predicate-type"
        );
        let about = verify_statement(&said, &Digest::of(b"c"), RESULT, &keys()).unwrap_err();
        assert_eq!(
            about,
            VerifyError::Subject {
                subjects: 2,
                expected: Digest::of(b"c")
            }
        );
    }
    let no_statement = verify_statement(&parse(&message()).unwrap(), &digest, RESULT, &keys()).unwrap_err();
    assert_eq!(no_statement, VerifyError::NoStatement);
}

#[test]
fn a_signature_of_an_artifact_speaks_of_one() {
    let subjects = vec![
        Subject::new("", &Digest::of(ARTIFACT)),
        Subject::new("", &Digest::of(b"b")),
    ];
    let two = Statement::new(subjects, ARTIFACT_PREDICATE, Map::new()).unwrap();
    let refused = verify_artifact(&attest(&p256(), &two).unwrap(), &Digest::of(ARTIFACT), None, &keys()).unwrap_err();
    assert_eq!(refused, VerifyError::Subjects(2));
}

/// cosign writes these where no log is used; the prehashed variant is another algorithm and does not pass for it.
#[test]
fn a_message_signature_by_ed25519_needs_the_artifact() {
    let mut bundle = message();
    let signature = ed25519().sign(ARTIFACT).unwrap();
    let base64 = |bytes: &[u8]| {
        use base64::Engine as _;
        base64::engine::general_purpose::STANDARD.encode(bytes)
    };
    bundle["verificationMaterial"]["publicKey"]["hint"] = json!(ed25519().public().hint());
    bundle["messageSignature"]["signature"] = json!(base64(&signature));
    let digest = Digest::of(ARTIFACT);
    let pure = parse(&bundle).unwrap();
    assert!(verify_artifact(&pure, &digest, Some(ARTIFACT), &keys()).is_ok());
    let refused = verify_artifact(&pure, &digest, None, &keys()).unwrap_err();
    assert_eq!(refused, VerifyError::NeedsArtifact(ed25519().public().id()));
    bundle["messageSignature"]["signature"] = json!(base64(&ed25519().sign(digest.as_bytes()).unwrap()));
    let refused = verify_artifact(&parse(&bundle).unwrap(), &digest, Some(ARTIFACT), &keys()).unwrap_err();
    assert_eq!(refused.code(), "verify-signature");
}

#[test]
fn a_payload_of_another_type_is_refused_though_it_is_signed() {
    let payload = statement().to_json().unwrap();
    let other = Envelope::sign(&ed25519(), "application/json", payload.clone()).unwrap();
    let mut bundle = envelope();
    bundle["dsseEnvelope"] = serde_json::from_slice(&other.to_json().unwrap()).unwrap();
    let refused = verify_statement(&parse(&bundle).unwrap(), &Digest::of(ARTIFACT), RESULT, &keys()).unwrap_err();
    assert_eq!(
        refused,
        VerifyError::PayloadType {
            found: "application/json".to_owned(),
            expected: STATEMENT_TYPE
        }
    );
    // Named as a statement afterwards: the type is under the signature.
    bundle["dsseEnvelope"]["payloadType"] = json!(STATEMENT_TYPE);
    let refused = verify_statement(&parse(&bundle).unwrap(), &Digest::of(ARTIFACT), RESULT, &keys()).unwrap_err();
    assert_eq!(refused.code(), "verify-signature");
    // Signed as a statement, and none.
    for payload in [
        &b"{}"[..],
        b"[]",
        b"",
        b"\xff",
        br#"{"_type":"https://in-toto.io/Statement/v0.1"}"#,
    ] {
        let other = Envelope::sign(&ed25519(), STATEMENT_TYPE, payload.to_vec()).unwrap();
        bundle["dsseEnvelope"] = serde_json::from_slice(&other.to_json().unwrap()).unwrap();
        let refused = verify_statement(&parse(&bundle).unwrap(), &Digest::of(ARTIFACT), RESULT, &keys()).unwrap_err();
        assert!(matches!(refused, VerifyError::Format(_)), "{refused}");
    }
}

/// Each change to a good bundle, and the code of its refusal.
#[test]
fn bundles_that_are_none_are_refused_by_name() {
    type Change = fn(&mut Value);
    let cases: &[(&str, Change)] = &[
        ("signature-version", |b| {
            b["mediaType"] = json!("application/vnd.dev.sigstore.bundle+json;version=0.1")
        }),
        ("signature-version", |b| {
            b["mediaType"] = json!("application/vnd.dev.sigstore.bundle+json;version=0.2")
        }),
        ("signature-version", |b| {
            b["mediaType"] = json!("application/vnd.dev.sigstore.bundle.v0.4+json")
        }),
        ("signature-malformed", |b| b["mediaType"] = json!(3)),
        ("signature-malformed", |b| {
            drop(b.as_object_mut().unwrap().remove("mediaType"))
        }),
        ("signature-certificate", |b| {
            b["verificationMaterial"]["certificate"] = json!({"rawBytes": ""})
        }),
        ("signature-certificate", |b| {
            b["verificationMaterial"]["x509CertificateChain"] = json!({})
        }),
        ("signature-invalid", |b| {
            drop(b["verificationMaterial"].as_object_mut().unwrap().remove("publicKey"))
        }),
        ("signature-malformed", |b| {
            b["verificationMaterial"]["publicKey"] = json!({})
        }),
        ("signature-malformed", |b| {
            b["verificationMaterial"]["publicKey"]["rawBytes"] = json!("")
        }),
        ("signature-invalid", |b| {
            b["verificationMaterial"]["publicKey"]["hint"] = json!("")
        }),
        ("signature-invalid", |b| {
            b["verificationMaterial"]["publicKey"]["hint"] = json!("AAAA")
        }),
        ("signature-invalid", |b| {
            b["verificationMaterial"]["tlogEntries"] = json!(vec![json!({}); 33])
        }),
        ("signature-malformed", |b| {
            b["verificationMaterial"]["tlogEntries"] = json!([1])
        }),
        ("signature-invalid", |b| {
            let token = json!({"signedTimestamp": "AA=="});
            b["verificationMaterial"]["timestampVerificationData"] = json!({"rfc3161Timestamps": vec![token; 33]});
        }),
        ("signature-invalid", |b| {
            b["verificationMaterial"]["timestampVerificationData"] =
                json!({"rfc3161Timestamps": [{"signedTimestamp": "A"}]});
        }),
        ("signature-malformed", |b| {
            b["verificationMaterial"]["timestampVerificationData"] = json!({"rfc9999": []})
        }),
        ("signature-malformed", |b| b["extra"] = json!(1)),
        ("signature-contents", |b| {
            b["messageSignature"] = message()["messageSignature"].clone()
        }),
        ("signature-contents", |b| {
            drop(b.as_object_mut().unwrap().remove("dsseEnvelope"))
        }),
        ("signature-count", |b| b["dsseEnvelope"]["signatures"] = json!([])),
        ("signature-count", |b| {
            let one = b["dsseEnvelope"]["signatures"][0].clone();
            b["dsseEnvelope"]["signatures"] = json!([one, one]);
        }),
        ("signature-invalid", |b| {
            b["dsseEnvelope"]["signatures"][0]["keyid"] = json!("another")
        }),
        ("signature-malformed", |b| {
            b["dsseEnvelope"]["signatures"][0]["cert"] = json!("")
        }),
        ("signature-invalid", |b| {
            b["dsseEnvelope"]["signatures"][0]["sig"] = json!("")
        }),
        ("signature-invalid", |b| {
            b["dsseEnvelope"]["signatures"][0]["sig"] = json!("A".repeat(4096))
        }),
        ("signature-invalid", |b| b["dsseEnvelope"]["payload"] = json!("e30")),
        ("signature-invalid", |b| b["dsseEnvelope"]["payload"] = json!("e31=")),
        ("signature-invalid", |b| b["dsseEnvelope"]["payload"] = json!("_-8=")),
        ("signature-invalid", |b| b["dsseEnvelope"]["payload"] = json!("e30=\n")),
    ];
    assert!(parse(&envelope()).is_ok());
    for (index, (code, change)) in cases.iter().enumerate() {
        let mut bundle = envelope();
        change(&mut bundle);
        let refused = parse(&bundle).unwrap_err();
        assert_eq!(refused.code(), *code, "case {index}: {refused}");
    }
    let mut other = message();
    other["messageSignature"]["messageDigest"]["algorithm"] = json!("SHA2_512");
    let refused = parse(&other).unwrap_err();
    assert!(refused.to_string().contains("SHA2_512"), "{refused}");
    let mut renamed = envelope();
    renamed["mediaType"] = json!("application/vnd.dev.sigstore.bundle+json;version=0.3");
    let read = parse(&renamed).unwrap();
    assert_eq!(value(&read), renamed, "the other name of 0.3 is kept");
}

#[test]
fn json_that_is_not_strict_is_refused() {
    let good = envelope().to_string();
    for text in [
        good.replacen('{', r#"{"mediaType":"x","#, 1),
        good.replacen("\"tlogEntries\":[]", r#""tlogEntries":[{"a":1,"a":1}]"#, 1),
        good.replacen(
            "\"tlogEntries\":[]",
            r#""tlogEntries":[{"a":{"b":[{"c":1,"c":2}]}}]"#,
            1,
        ),
        good.replacen("\"tlogEntries\":[]", r#""tlogEntries":[{"a":1,"\u0061":1}]"#, 1),
        format!("{good}{good}"),
        format!("{good} x"),
        format!("\u{feff}{good}"),
        good[..good.len() - 1].to_owned(),
        good.replacen(
            "\"tlogEntries\":[]",
            &format!("\"tlogEntries\":[{{\"a\":{}{}}}]", "[".repeat(100), "]".repeat(100)),
            1,
        ),
        "[".repeat(1_000_000),
        String::new(),
        "null".to_owned(),
    ] {
        let refused = SigstoreBundle::parse(text.as_bytes()).unwrap_err();
        assert!(matches!(refused, FormatError::Json { .. }), "{refused}");
    }
    assert!(matches!(
        SigstoreBundle::parse(&vec![b' '; (16 << 20) + 1]),
        Err(FormatError::TooLarge { .. })
    ));
    // Foreign names in errors are short and tame.
    let long = good.replacen('{', &format!("{{\"{}\\u001b[31m\\u202e\":1,", "x".repeat(200_000)), 1);
    let refused = SigstoreBundle::parse(long.as_bytes()).unwrap_err().to_string();
    assert!(refused.len() < 600, "{}", refused.len());
    let tame = SigstoreBundle::parse(good.replacen('{', "{\"\\u001b[31m\\u202e\":1,", 1).as_bytes())
        .unwrap_err()
        .to_string();
    assert!(!tame.contains('\u{1b}') && !tame.contains('\u{202e}'), "{tame}");
}

#[test]
fn statements_that_are_none_are_refused() {
    let good: Value = serde_json::from_slice(&statement().to_json().unwrap()).unwrap();
    let parse = |value: &Value| Statement::parse(value.to_string().as_bytes());
    assert_eq!(parse(&good).unwrap(), statement());
    type Change = fn(&mut Value);
    let cases: &[Change] = &[
        |s| s["_type"] = json!("https://in-toto.io/Statement/v0.1"),
        |s| s["_type"] = json!("https://in-toto.io/Statement/v1 "),
        |s| drop(s.as_object_mut().unwrap().remove("_type")),
        |s| s["subject"] = json!([]),
        |s| s["subject"] = json!(vec![s["subject"][0].clone(); 1025]),
        |s| drop(s.as_object_mut().unwrap().remove("subject")),
        |s| s["subject"][0]["digest"] = json!({}),
        |s| s["subject"][0]["digest"] = json!({"sha512": "00"}),
        |s| s["subject"][0]["digest"]["sha256"] = json!("00"),
        |s| s["subject"][0]["digest"]["sha256"] = json!(Digest::of(b"").hex().to_uppercase()),
        |s| s["subject"][0]["digest"]["sha256"] = json!(format!("+f{}", "0".repeat(62))),
        |s| s["subject"][0]["digest"]["sha512"] = json!(""),
        |s| {
            for i in 0..32 {
                s["subject"][0]["digest"][format!("x{i}")] = json!("00");
            }
        },
        |s| s["subject"][0]["nmae"] = json!("x"),
        |s| s["subject"][0]["name"] = json!("x".repeat(5000)),
        |s| s["predicateType"] = json!(""),
        |s| s["predicateType"] = json!("result"),
        |s| s["predicateType"] = json!("https://example.com/a b"),
        |s| s["predicate"] = json!([]),
        |s| s["predicate"] = json!("x"),
        |s| s["predicates"] = json!({}),
    ];
    for (index, change) in cases.iter().enumerate() {
        let mut other = good.clone();
        change(&mut other);
        assert!(parse(&other).is_err(), "case {index}: {other}");
    }
    let twice = good.to_string().replacen("\"n\":3", "\"n\":3,\"n\":4", 1);
    assert!(
        Statement::parse(twice.as_bytes())
            .unwrap_err()
            .to_string()
            .contains("twice")
    );
    // What others write besides name and digest is kept.
    let mut more = good;
    more["subject"][0]["uri"] = json!("pkg:oci/x");
    more["subject"][0]["annotations"] = json!({"k": "v"});
    assert_eq!(
        serde_json::from_slice::<Value>(&parse(&more).unwrap().to_json().unwrap()).unwrap(),
        more
    );
    assert!(Statement::new(Vec::new(), RESULT, Map::new()).is_err());
    assert!(Statement::new(vec![Subject::new("a", &Digest::of(b""))], "no uri", Map::new()).is_err());
}

#[test]
fn timestamps_and_log_entries_are_kept_and_not_believed() {
    let bundle = sign_artifact(&p256(), Artifact::Bytes(ARTIFACT)).unwrap();
    let stamped = bundle.clone().with_timestamp(vec![0x30, 1, 2]).unwrap();
    let again = SigstoreBundle::parse(&stamped.to_json().unwrap()).unwrap();
    assert_eq!(again, stamped);
    assert_eq!(again.unverified_timestamps(), [vec![0x30, 1, 2]]);
    assert_eq!(again.signature(), bundle.signature());
    let mut logged = value(&bundle);
    logged["verificationMaterial"]["tlogEntries"] = json!([{"logIndex": "1"}]);
    let logged = parse(&logged).unwrap();
    assert_eq!(logged.unverified_log_entries().len(), 1);
    let verified = verify_artifact(&logged, &Digest::of(ARTIFACT), None, &keys()).unwrap();
    assert_eq!(
        verified,
        verify_artifact(&bundle, &Digest::of(ARTIFACT), None, &keys()).unwrap()
    );
}

/// A device that signs with another key than it says, or not at all.
#[derive(Debug)]
struct Device {
    says: PublicKey,
    signs: SecretKey,
}

impl Signer for Device {
    fn public(&self) -> &PublicKey {
        &self.says
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        self.signs.sign(message)
    }
}

#[test]
fn a_signature_that_does_not_fit_is_not_handed_out() {
    for algorithm in [Algorithm::Ed25519, Algorithm::EcdsaP256] {
        let says = numbered(algorithm, 1).public().clone();
        let device = Device {
            signs: numbered(algorithm, 2),
            says,
        };
        let faulty = SignError::Faulty(device.says.id());
        assert_eq!(sign_artifact(&device, Artifact::Bytes(ARTIFACT)).unwrap_err(), faulty);
        assert_eq!(attest(&device, &statement()).unwrap_err(), faulty);
    }
    // A device that cannot sign a digest says so.
    let device = Device {
        says: p256().public().clone(),
        signs: p256(),
    };
    assert!(sign_artifact(&device, Artifact::Bytes(ARTIFACT)).is_ok());
    let refused = sign_artifact(&device, Artifact::Digest(Digest::of(ARTIFACT))).unwrap_err();
    assert_eq!(refused, SignError::NeedsMessage(Algorithm::EcdsaP256));
}

/// What a bundle says, whatever the bytes of its JSON are.
fn verdict(bytes: &[u8], is_statement: bool) -> Option<Value> {
    let bundle = SigstoreBundle::parse(bytes).ok()?;
    let digest = Digest::of(ARTIFACT);
    if is_statement {
        verify_statement(&bundle, &digest, RESULT, &keys()).ok()?;
    } else {
        verify_artifact(&bundle, &digest, None, &keys()).ok()?;
    }
    serde_json::from_slice(bytes).ok()
}

#[test]
fn no_flipped_bit_passes() {
    for signer in signers() {
        for (bundle, is_statement) in [
            (sign_artifact(&signer, Artifact::Bytes(ARTIFACT)).unwrap(), false),
            (attest(&signer, &statement()).unwrap(), true),
        ] {
            let bytes = bundle.to_json().unwrap();
            let good = verdict(&bytes, is_statement).unwrap();
            for position in 0..bytes.len() {
                for bit in 0..8 {
                    let mut flipped = bytes.clone();
                    flipped[position] ^= 1 << bit;
                    if let Some(other) = verdict(&flipped, is_statement) {
                        assert_eq!(other, good, "byte {position} bit {bit}");
                    }
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = SigstoreBundle::parse(&bytes);
        let _ = Statement::parse(&bytes);
        let _ = Envelope::parse(&bytes);
        let _ = PublicKey::from_der(&bytes);
        let _ = PublicKey::from_pem(&bytes);
        let _ = sekisho_bundle::sign::SecretFile::parse(&bytes);
        prop_assert!(!ed25519().public().verify(b"", &bytes));
        prop_assert!(!p256().public().verify(b"", &bytes));
    }

    #[test]
    fn any_other_byte_anywhere_passes_only_if_it_says_the_same(
        position in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>(), number in 0..2_usize
    ) {
        let bundle = sign_artifact(&signers()[number], Artifact::Bytes(ARTIFACT)).unwrap();
        let good = bundle.to_json().unwrap();
        let mut other = good.clone();
        let at = position.index(good.len());
        if cut { other.remove(at); } else { other.insert(at, byte); }
        if let Some(said) = verdict(&other, false) {
            prop_assert_eq!(said, value(&bundle));
        }
    }

    #[test]
    fn the_pre_authentication_encoding_is_injective(a in ".{0,6}", b in prop::collection::vec(any::<u8>(), 0..6), c in ".{0,6}", d in prop::collection::vec(any::<u8>(), 0..6)) {
        prop_assert_eq!(sekisho_bundle::sign::pae(&a, &b) == sekisho_bundle::sign::pae(&c, &d), (&a, &b) == (&c, &d));
    }
}

#[test]
fn the_content_is_what_the_algorithm_asks_for() {
    let by = |signer: &SecretKey| sign_artifact(signer, Artifact::Bytes(ARTIFACT)).unwrap();
    assert!(matches!(by(&p256()).content(), Content::Message { .. }));
    assert!(matches!(by(&ed25519()).content(), Content::Dsse(_)));
    assert_eq!(by(&p256()).hint(), p256().public().id());
}
