//! From a sigstore bundle to a time: the token comes out of the bundle as it went in, and is over the bundle's signature.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

#[path = "support/timestamps.rs"]
mod support;

use sekisho_attest::timestamp::{Authorities, Window, verify};
use sekisho_bundle::sign::SigstoreBundle;
use sekisho_model::error::Hint;
use serde_json::{Value, json};
use support::{MESSAGE, base64, file};

fn trusted() -> Authorities {
    Authorities::from_pem(&file("root-ec.pem"), Window::default()).unwrap()
}

#[test]
fn a_token_goes_into_a_bundle_and_is_verified_out_of_it() {
    let token = file("statement.tsr");
    let bundle = SigstoreBundle::parse(&file("statement.sigstore.json")).unwrap();
    assert!(bundle.unverified_timestamps().is_empty());
    let written = bundle.with_timestamp(token.clone()).unwrap().to_json().unwrap();

    let bundle = SigstoreBundle::parse(&written).unwrap();
    assert_eq!(bundle.unverified_timestamps(), [token]);
    let stamped = verify(&bundle.unverified_timestamps()[0], bundle.signature(), &trusted()).unwrap();
    assert_eq!(stamped.authority, "CN=stamp-p256,O=Test");
    // Not over the payload, nor over anything else.
    assert!(verify(&bundle.unverified_timestamps()[0], MESSAGE, &trusted()).is_err());
}

#[test]
fn a_token_that_other_tools_put_there_is_read_the_same() {
    let mut bundle: Value = serde_json::from_slice(&file("statement.sigstore.json")).unwrap();
    let tokens = [file("statement.tsr"), file("p256.tsr")];
    let entries: Vec<Value> = tokens
        .iter()
        .map(|token| json!({ "signedTimestamp": base64(token) }))
        .collect();
    bundle["verificationMaterial"]["timestampVerificationData"] = json!({ "rfc3161Timestamps": entries });
    let bundle = SigstoreBundle::parse(&serde_json::to_vec_pretty(&bundle).unwrap()).unwrap();
    assert_eq!(bundle.unverified_timestamps(), tokens);
    // The second was moved there from another signature.
    let judged = bundle
        .unverified_timestamps()
        .iter()
        .map(|token| verify(token, bundle.signature(), &trusted()));
    let codes: Vec<_> = judged
        .map(|judged| judged.map_or_else(|error| error.code(), |_| "good"))
        .collect();
    assert_eq!(codes, ["good", "timestamp-other-message"]);
}

#[test]
fn the_bundle_of_another_program_gives_its_token() {
    let path = format!(
        "{}/tests/data/sigstore-conformance/managed-key-no-key_fail/bundle.sigstore.json",
        env!("CARGO_MANIFEST_DIR")
    );
    let bytes = std::fs::read(path).unwrap();
    let raw: Value = serde_json::from_slice(&bytes).unwrap();
    let token = &raw["verificationMaterial"]["timestampVerificationData"]["rfc3161Timestamps"][0]["signedTimestamp"];
    let bundle = SigstoreBundle::parse(&bytes).unwrap();
    assert_eq!(bundle.unverified_timestamps().len(), 1);
    assert_eq!(base64(&bundle.unverified_timestamps()[0]), token.as_str().unwrap());
    // Its authority is not trusted here, and its certificate is nowhere: the token names it.
    let error = verify(&bundle.unverified_timestamps()[0], bundle.signature(), &trusted()).unwrap_err();
    assert_eq!(error.code(), "timestamp-no-certificate");
    assert!(
        error.to_string().contains("CN=sigstore-tsa-selfsigned,O=sigstore.dev"),
        "{error}"
    );
    // It is over this signature: another message is refused before anybody is asked.
    let error = verify(&bundle.unverified_timestamps()[0], MESSAGE, &trusted()).unwrap_err();
    assert_eq!(error.code(), "timestamp-other-message");
}
