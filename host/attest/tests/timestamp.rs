//! Tokens made with OpenSSL, good ones and one for each rule that can be broken (`data/timestamps/make.sh`).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

#[path = "support/timestamps.rs"]
mod support;

use sekisho_attest::timestamp::{Authorities, Stamped, TimestampError, Window, request, verify};
use sekisho_model::error::Hint;
use std::time::Duration;
use support::{MESSAGE, file, pem_content};

fn trusting(names: &[&str]) -> Authorities {
    let mut authorities = Authorities::default();
    for name in names {
        authorities.add_pem(&file(name), Window::default()).unwrap();
    }
    authorities
}

fn judged(token: &str, authorities: &Authorities) -> Result<Stamped, TimestampError> {
    verify(&file(token), MESSAGE, authorities)
}

/// The code of the refusal, and what it says.
fn refusal(token: &str, trusted: &[&str]) -> (&'static str, String) {
    let error = judged(token, &trusting(trusted)).expect_err(token);
    (error.code(), error.to_string())
}

#[test]
fn good_tokens_of_every_algorithm_are_accepted() {
    let trusted = trusting(&["root-rsa.pem", "root-ec.pem"]);
    for (token, authority) in [
        ("rsa.tsr", "stamp-rsa"),
        ("rsa-token.der", "stamp-rsa"),
        ("rsa-sha512.tsr", "stamp-rsa"),
        ("pss.der", "stamp-rsa"),
        ("p256.tsr", "stamp-p256"),
        ("p384.tsr", "stamp-p384"),
        ("p521.tsr", "stamp-p521"),
        ("ess-v1.tsr", "stamp-p256"),
        ("ess-chain.tsr", "stamp-p256"),
        ("fraction.tsr", "stamp-p256"),
        ("named.tsr", "stamp-p256"),
        ("key-identifier.der", "stamp-p256"),
    ] {
        let stamped = judged(token, &trusted).unwrap_or_else(|error| panic!("{token}: {error}"));
        assert_eq!(stamped.authority, format!("CN={authority},O=Test"), "{token}");
        assert_eq!(stamped.policy, "1.2.3.4.1", "{token}");
        assert_eq!(stamped.accuracy, Some(Duration::from_micros(1_500_100)), "{token}");
        assert!(
            stamped.time > 1_767_225_600 && stamped.time < 2_398_291_200,
            "{token}: {}",
            stamped.time
        );
        assert!(stamped.latest() > stamped.time + 1, "{token}");
    }
}

#[test]
fn all_that_a_token_says_is_told() {
    let stamped = judged("p256.tsr", &trusting(&["root-ec.pem"])).unwrap();
    let certificate = sekisho_model::Digest::of(&pem_content("stamp-p256.pem"));
    assert_eq!(stamped.certificate, certificate);
    assert!(
        stamped.serial.to_string().starts_with("0x4a5b6c7d8e9f001122"),
        "{}",
        stamped.serial
    );
    assert!((1..=9).contains(&stamped.nonce.as_ref().unwrap().as_bytes().len()));
    assert_eq!(judged("p384.tsr", &trusting(&["root-ec.pem"])).unwrap().nonce, None);
    let fraction = judged("fraction.tsr", &trusting(&["root-ec.pem"])).unwrap().fraction;
    assert!(fraction > 0 && fraction.is_multiple_of(1000), "{fraction}");
    assert_eq!(stamped.fraction, 0);
}

#[test]
fn the_request_is_the_one_that_openssl_writes() {
    let theirs = file("rsa.tsq");
    // Their nonce is drawn anew: it stands before the last three bytes, after tag and length.
    let stamped = judged("rsa.tsr", &trusting(&["root-rsa.pem"])).unwrap();
    let nonce = stamped.nonce.as_ref().unwrap().as_bytes().to_vec();
    assert_eq!(request(MESSAGE, &nonce), theirs);
    assert!(stamped.answers(&nonce) && stamped.answers(&[&[0, 0], nonce.as_slice()].concat()));
    assert!(!stamped.answers(&[]) && !stamped.answers(&[1, 2, 3]));
    let without = request(MESSAGE, &[]);
    assert_eq!(without.len(), theirs.len() - nonce.len() - 2);
    assert_eq!(&without[without.len() - 3..], [1, 1, 0xff]);
    // A nonce with its first bit set stays a number that is not negative; a long one has a long length.
    assert!(request(b"", &[0x80]).windows(4).any(|part| part == [2, 2, 0, 0x80]));
    assert!(
        request(b"", &[0x11; 200])
            .windows(4)
            .any(|part| part == [2, 0x81, 200, 0x11])
    );
}

#[test]
fn a_token_without_certificates_takes_them_from_the_trusted_file() {
    let all = [file("stamp-p256.pem"), file("middle-ec.pem"), file("root-ec.pem")].concat();
    let all = Authorities::from_pem(&all, Window::default()).unwrap();
    let stamped = judged("without-certificates.tsr", &all).unwrap();
    assert_eq!(stamped.authority, "CN=stamp-p256,O=Test");
    let (code, text) = refusal("without-certificates.tsr", &["root-ec.pem"]);
    assert_eq!(code, "timestamp-no-certificate");
    assert!(text.contains("CN=middle-ec,O=Test"), "{text}");
    // An intermediate authority may be trusted by itself; then the root is not needed.
    assert!(judged("p256.tsr", &trusting(&["middle-ec.pem"])).is_ok());
}

#[test]
fn the_certificate_must_be_the_one_that_the_signer_named() {
    // Issued again with the same key, name and number, and other dates.
    let again = [file("stamp-p256-again.pem"), file("middle-ec.pem"), file("root-ec.pem")].concat();
    let error = judged(
        "without-certificates.tsr",
        &Authorities::from_pem(&again, Window::default()).unwrap(),
    )
    .unwrap_err();
    assert_eq!(error.code(), "timestamp-other-certificate");
    assert!(error.to_string().contains("`signing-certificate-v2`"), "{error}");
    // Beside the right one it does not matter.
    let both = [again, file("stamp-p256.pem")].concat();
    assert!(
        judged(
            "without-certificates.tsr",
            &Authorities::from_pem(&both, Window::default()).unwrap()
        )
        .is_ok()
    );
    // A signer that names its chain is bound to it; one that does not, is not.
    let again = [file("middle-ec-again.pem"), file("stamp-p256.pem"), file("root-ec.pem")].concat();
    let again = Authorities::from_pem(&again, Window::default()).unwrap();
    let error = judged("ess-chain-alone.der", &again).unwrap_err();
    assert_eq!(error.code(), "timestamp-other-certificate", "{error}");
    assert!(judged("without-certificates.tsr", &again).is_ok());
}

#[test]
fn an_authority_is_believed_within_its_window_only() {
    let time = judged("p256.tsr", &trusting(&["root-ec.pem"])).unwrap().time;
    let judge = |start, end| {
        let window = Window { start, end };
        judged(
            "p256.tsr",
            &Authorities::from_pem(&file("root-ec.pem"), window).unwrap(),
        )
    };
    assert!(judge(Some(time), Some(time)).is_ok());
    for (start, end) in [(None, Some(time - 1)), (Some(time + 1), None)] {
        assert_eq!(judge(start, end).unwrap_err().code(), "timestamp-window");
    }
    let window = Window {
        start: Some(2),
        end: Some(1),
    };
    assert_eq!(
        Authorities::from_pem(&file("root-ec.pem"), window).unwrap_err().code(),
        "timestamp-authorities"
    );
}

#[test]
fn every_broken_rule_is_refused_by_name() {
    let ec = "root-ec.pem";
    for (token, trusted, code) in [
        ("refused.tsr", ec, "timestamp-not-granted"),
        ("sha1-imprint.tsr", ec, "timestamp-sha1"),
        ("sha1-signature.tsr", "root-rsa.pem", "timestamp-sha1"),
        ("sha1-chain.tsr", "root-rsa.pem", "timestamp-sha1"),
        ("expired.tsr", ec, "timestamp-validity"),
        ("early.tsr", ec, "timestamp-validity"),
        ("purposeother.der", ec, "timestamp-purpose"),
        ("purposetwo.der", ec, "timestamp-purpose"),
        ("purposeloose.der", ec, "timestamp-purpose"),
        ("purposenone.der", ec, "timestamp-purpose"),
        ("usageother.der", ec, "timestamp-key-usage"),
        ("usagenone.der", ec, "timestamp-key-usage"),
        ("stampcritical.der", ec, "timestamp-critical-extension"),
        ("stampca.der", ec, "timestamp-basic-constraints"),
        ("stranger.tsr", ec, "timestamp-unknown-authority"),
        ("rsa.tsr", ec, "timestamp-unknown-authority"),
        ("middlenotca.der", ec, "timestamp-basic-constraints"),
        ("middlenosign.der", ec, "timestamp-key-usage"),
        ("middlecritical.der", ec, "timestamp-critical-extension"),
        ("middlepurpose.der", ec, "timestamp-purpose"),
        ("middlenames.der", ec, "timestamp-name-constraints"),
        ("middle-expired.tsr", ec, "timestamp-validity"),
        ("too-deep.tsr", ec, "timestamp-basic-constraints"),
        ("root0.tsr", "root0.pem", "timestamp-basic-constraints"),
        ("rootcritical.tsr", "rootcritical.pem", "timestamp-critical-extension"),
        ("rootpurpose.tsr", "rootpurpose.pem", "timestamp-purpose"),
        ("root-expired.tsr", "root-expired.pem", "timestamp-validity"),
        ("namesake.tsr", ec, "timestamp-chain-signature"),
        ("no-signing-certificate.der", ec, "timestamp-attribute"),
        ("no-attributes.der", ec, "timestamp-attribute"),
        ("two-signers.der", ec, "timestamp-signers"),
        ("other-name.der", ec, "timestamp-authority-name"),
        ("other-content.der", ec, "timestamp-version"),
        ("detached.der", ec, "timestamp-malformed"),
        ("rsa.tsq", ec, "timestamp-malformed"),
        ("root-ec.pem", ec, "timestamp-malformed"),
    ] {
        let (found, text) = refusal(token, &[trusted]);
        assert_eq!(found, code, "{token}: {text}");
    }
}

#[test]
fn refusals_say_what_is_wrong_and_what_to_do() {
    for (token, trusted, says) in [
        (
            "refused.tsr",
            "root-ec.pem",
            "rejected, unacceptedPolicy, \"Requested policy is not supported.\"",
        ),
        ("sha1-imprint.tsr", "root-ec.pem", "the stamped hash uses SHA-1"),
        ("expired.tsr", "root-ec.pem", "it ended at 2026-02-01T00:00:00Z"),
        ("stampcritical.der", "root-ec.pem", "(1.2.3.4)"),
        ("purposeloose.der", "root-ec.pem", "not critical"),
        ("purposetwo.der", "root-ec.pem", "other extended key usages beside"),
    ] {
        let text = refusal(token, &[trusted]).1;
        assert!(text.contains(says), "{token}: {text}");
    }
    let error = verify(&file("p256.tsr"), b"another message", &trusting(&["root-ec.pem"])).unwrap_err();
    assert_eq!(error.code(), "timestamp-other-message");
    assert!(error.hint().unwrap().contains("fetch both again"));
    let error = judged("p256.tsr", &Authorities::default()).unwrap_err();
    assert_eq!(error.code(), "timestamp-no-authorities");
}

#[test]
fn a_trusted_file_must_hold_certificates_of_authorities() {
    let from = |pem: &[u8]| Authorities::from_pem(pem, Window::default()).map(|found| found.len());
    assert_eq!(from(&[b"# our root\n".to_vec(), file("root-ec.pem")].concat()), Ok(1));
    for (pem, code) in [
        (Vec::new(), "timestamp-authorities"),
        (file("stamp-p256.pem"), "timestamp-authorities"),
        (file("stranger.pem"), "timestamp-authorities"),
        (
            b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".to_vec(),
            "timestamp-authorities",
        ),
        (b"-----BEGIN CERTIFICATE-----\nAAAA\n".to_vec(), "timestamp-authorities"),
        (
            [
                file("root-ec.pem"),
                b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n".to_vec(),
            ]
            .concat(),
            "timestamp-authorities",
        ),
        (vec![b'\n'; (1 << 20) + 1], "timestamp-too-large"),
        (file("root-ec.pem").repeat(65), "timestamp-too-many"),
    ] {
        assert_eq!(
            from(&pem).unwrap_err().code(),
            code,
            "{}",
            String::from_utf8_lossy(&pem[..pem.len().min(40)])
        );
    }
}
