//! Time stamps in bundles of Sigstore's conformance suite, under the authorities of their trusted roots.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use base64::Engine as _;
use sekisho_attest::timestamp::{Authorities, Stamped, TimestampError, Window, verify};
use sekisho_model::error::Hint;
use serde_json::Value;
use std::path::PathBuf;

fn decoded(value: &Value) -> Vec<u8> {
    let text = value.as_str().unwrap();
    base64::engine::general_purpose::STANDARD.decode(text).unwrap()
}

fn json(case: &str, name: &str) -> Value {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/sigstore-conformance");
    let bytes = std::fs::read(folder.join(case).join(name)).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

/// Token and stamped signature.
fn stamped(case: &str) -> (Vec<u8>, Vec<u8>) {
    let bundle = json(case, "bundle.sigstore.json");
    let data = &bundle["verificationMaterial"]["timestampVerificationData"]["rfc3161Timestamps"];
    assert_eq!(data.as_array().unwrap().len(), 1, "{case}");
    let signature = match bundle.get("messageSignature") {
        Some(message) => &message["signature"],
        None => &bundle["dsseEnvelope"]["signatures"][0]["sig"],
    };
    (decoded(&data[0]["signedTimestamp"]), decoded(signature))
}

fn second(value: &Value) -> Option<u64> {
    // The times of these files are whole seconds in UTC.
    let text = value.as_str()?.trim_end_matches('Z').trim_end_matches(".000");
    let (date, time) = text.split_once('T').unwrap();
    let date: Vec<i64> = date.split('-').map(|part| part.parse().unwrap()).collect();
    let time: Vec<i64> = time.split(':').map(|part| part.parse().unwrap()).collect();
    let (year, month) = if date[1] < 3 {
        (date[0] - 1, date[1] + 9)
    } else {
        (date[0], date[1] - 3)
    };
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + date[2] - 1 - 719_468;
    Some(
        (days * 86_400 + time[0] * 3600 + time[1] * 60 + time[2])
            .try_into()
            .unwrap(),
    )
}

fn trusted(case: &str) -> Authorities {
    let root = json(case, "trusted_root.json");
    let mut authorities = Authorities::default();
    for authority in root["timestampAuthorities"].as_array().unwrap() {
        let chain = authority["certChain"]["certificates"].as_array().unwrap();
        let chain: Vec<Vec<u8>> = chain
            .iter()
            .map(|certificate| decoded(&certificate["rawBytes"]))
            .collect();
        let chain: Vec<&[u8]> = chain.iter().map(Vec::as_slice).collect();
        let valid = &authority["validFor"];
        let window = Window {
            start: second(&valid["start"]),
            end: second(&valid["end"]),
        };
        authorities.add_der(&chain, window).unwrap();
    }
    authorities
}

fn judged(case: &str) -> Result<Stamped, TimestampError> {
    let (token, signature) = stamped(case);
    verify(&token, &signature, &trusted(case))
}

/// The times are those that `openssl ts -reply -in … -text` tells.
#[test]
fn the_time_stamps_of_valid_bundles_are_accepted() {
    for (case, time, authority) in [
        (
            "rekor2-timestamp-with-embedded-cert",
            "2025-08-06T18:51:36Z",
            "CN=sigstore-tsa,O=sigstore.dev",
        ),
        (
            "rekor2-timestamp-without-embedded-cert",
            "2025-08-06T19:03:51Z",
            "CN=sigstore-tsa,O=sigstore.dev",
        ),
        (
            "rekor2-timestamp-with-expired-cert-chain",
            "2025-08-07T15:32:26Z",
            "CN=Test TSA Timestamping,O=local",
        ),
        (
            "trust-root-tsa-validity-end-inclusive",
            "2025-06-12T12:02:20Z",
            "CN=sigstore-tsa,O=sigstore.dev",
        ),
        (
            "intoto-with-custom-trust-root",
            "2023-02-01T00:00:00Z",
            "O=sigstore.mock,CN=tsa signing",
        ),
        (
            "intoto-tsa-timestamp-outside-cert-validity_fail",
            "2023-02-02T00:00:00Z",
            "O=sigstore.mock,CN=tsa signing",
        ),
    ] {
        let stamped = judged(case).unwrap_or_else(|error| panic!("{case}: {error}"));
        assert_eq!(Some(stamped.time), second(&time.into()), "{case}");
        assert_eq!(stamped.authority, authority, "{case}");
        assert_eq!(stamped.policy, "1.3.6.1.4.1.57264.2", "{case}");
        assert_eq!(stamped.accuracy, Some(std::time::Duration::from_secs(1)), "{case}");
        assert_eq!(stamped.latest(), stamped.time + 1, "{case}");
    }
}

#[test]
fn those_of_invalid_bundles_are_refused_by_name() {
    for (case, code) in [
        (
            "rekor2-timestamp-outside-trust-root-tsa-validity_fail",
            "timestamp-window",
        ),
        ("rekor2-timestamp-outside-tsa-cert-validity_fail", "timestamp-validity"),
        ("rekor2-timestamp-payload-mismatch_fail", "timestamp-other-message"),
    ] {
        let error = judged(case).expect_err(case);
        assert_eq!(error.code(), code, "{case}: {error}");
    }
}

#[test]
fn the_authorities_of_one_root_do_not_vouch_under_another() {
    let (token, signature) = stamped("rekor2-timestamp-with-embedded-cert");
    let error = verify(&token, &signature, &trusted("intoto-with-custom-trust-root")).unwrap_err();
    assert_eq!(error.code(), "timestamp-unknown-authority");
    // Trusted beside others, they do.
    let mut both = trusted("intoto-with-custom-trust-root");
    let root = json("rekor2-timestamp-with-embedded-cert", "trusted_root.json");
    let chain = &root["timestampAuthorities"][0]["certChain"]["certificates"];
    let chain: Vec<Vec<u8>> = chain
        .as_array()
        .unwrap()
        .iter()
        .map(|one| decoded(&one["rawBytes"]))
        .collect();
    let chain: Vec<&[u8]> = chain.iter().map(Vec::as_slice).collect();
    both.add_der(&chain, Window::default()).unwrap();
    assert!(verify(&token, &signature, &both).is_ok());
}
