//! Judging several signatures: who counts, who does not, and that nothing depends on the order.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

#[path = "support/keys.rs"]
mod support;

use proptest::prelude::*;
use sekisho_bundle::sign::{
    ARTIFACT_PREDICATE, Algorithm, Artifact, CheckCode, Judgement, Offered, Place, Revocation, SecretKey, Signer,
    Standing, Statement, Subject, Threshold, ThresholdError, TrustedSigner, attest, sign_artifact,
};
use sekisho_model::{Bilingual, Date, Digest};
use serde_json::Map;
use support::numbered;

const ARTIFACT: &[u8] = b"an artifact";

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn today() -> Date {
    day("2026-11-29")
}

fn secret(number: u8) -> SecretKey {
    let algorithm = if number.is_multiple_of(2) {
        Algorithm::Ed25519
    } else {
        Algorithm::EcdsaP256
    };
    numbered(algorithm, number)
}

fn signer(number: u8, id: &str, roles: &[&str]) -> TrustedSigner {
    TrustedSigner {
        key: secret(number).public().clone(),
        id: id.to_owned(),
        name: Bilingual::new(format!("署名者{id}"), format!("Signer {id}")),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        not_after: None,
        revoked: None,
    }
}

fn revoked(since: &str) -> Option<Revocation> {
    Some(Revocation {
        since: day(since),
        reason: Bilingual::new("鍵の紛失", "key lost"),
    })
}

fn threshold(roles: &[(&str, usize)], total: usize) -> Threshold {
    let place = |(role, count): &(&str, usize)| Place {
        role: (*role).to_owned(),
        count: *count,
    };
    Threshold::new(roles.iter().map(place).collect(), total).unwrap()
}

/// A signature over the artifact in the usual form.
fn signed(number: u8, name: &str, signers: &[TrustedSigner]) -> Offered {
    let bundle = sign_artifact(&secret(number), Artifact::Bytes(ARTIFACT))
        .unwrap()
        .to_json()
        .unwrap();
    Offered::artifact(name, &bundle, &Digest::of(ARTIFACT), None, signers)
}

/// The same as a statement, whatever the algorithm.
fn stated(number: u8, name: &str, signers: &[TrustedSigner]) -> Offered {
    let statement = Statement::new(
        vec![Subject::new("", &Digest::of(ARTIFACT))],
        ARTIFACT_PREDICATE,
        Map::new(),
    )
    .unwrap();
    let bundle = attest(&secret(number), &statement).unwrap().to_json().unwrap();
    Offered::artifact(name, &bundle, &Digest::of(ARTIFACT), None, signers)
}

fn judge(threshold: &Threshold, signatures: &[Offered], signers: &[TrustedSigner]) -> Judgement {
    threshold.judge(&Digest::of(ARTIFACT), signatures, signers, today())
}

fn codes(judgement: &Judgement) -> Vec<CheckCode> {
    judgement.checks.iter().map(|check| check.code).collect()
}

fn has(judgement: &Judgement, code: CheckCode) -> bool {
    codes(judgement).contains(&code)
}

#[test]
fn association_and_certifier_make_two() {
    let signers = [signer(1, "assoc", &["association"]), signer(2, "cert", &["certifier"])];
    let threshold = threshold(&[("association", 1), ("certifier", 1)], 0);
    let both = [signed(1, "a", &signers), signed(2, "b", &signers)];
    let judgement = judge(&threshold, &both, &signers);
    assert!(judgement.accepted, "{judgement:#?}");
    assert_eq!(judgement.failing(), None);
    let fills: Vec<_> = judgement
        .counted
        .iter()
        .map(|c| (c.signers[0].as_str(), c.fills.as_deref().unwrap()))
        .collect();
    assert!(
        fills.contains(&("assoc", "association")) && fills.contains(&("cert", "certifier")),
        "{fills:?}"
    );

    let one = judge(&threshold, &both[..1], &signers);
    assert!(!one.accepted);
    let failing = one.failing().unwrap();
    assert_eq!(
        (failing.code, failing.role.as_deref()),
        (CheckCode::Role, Some("certifier"))
    );
    assert_eq!((failing.need, failing.have), (Some(1), Some(0)));
    assert!(!judge(&threshold, &[], &signers).accepted);
    assert!(!judge(&threshold, &both, &[]).accepted);
}

#[test]
fn two_signatures_by_one_key_count_once() {
    let signers = [signer(1, "assoc", &["association"]), signer(2, "cert", &["certifier"])];
    let two = threshold(&[], 2);
    let again = [
        signed(1, "a", &signers),
        signed(1, "b", &signers),
        stated(1, "c", &signers),
    ];
    let judgement = judge(&two, &again, &signers);
    assert!(!judgement.accepted, "{judgement:#?}");
    assert_eq!(
        codes(&judgement)
            .iter()
            .filter(|code| **code == CheckCode::SameKeyAgain)
            .count(),
        2
    );
    let total = judgement.failing().unwrap();
    assert_eq!(
        (total.code, total.need, total.have),
        (CheckCode::Total, Some(2), Some(1))
    );
}

#[test]
fn one_key_under_two_names_counts_once() {
    let signers = [signer(1, "assoc", &["association"]), signer(1, "cert", &["certifier"])];
    let signatures = [signed(1, "a", &signers), stated(1, "b", &signers)];
    let judgement = judge(
        &threshold(&[("association", 1), ("certifier", 1)], 0),
        &signatures,
        &signers,
    );
    assert!(!judgement.accepted, "{judgement:#?}");
    assert_eq!(judgement.counted.len(), 1);
    assert_eq!(judgement.counted[0].signers, ["assoc", "cert"]);
    assert!(judge(&threshold(&[("certifier", 1)], 0), &signatures, &signers).accepted);
}

#[test]
fn two_keys_of_one_signer_count_once() {
    let signers = [
        signer(1, "assoc", &["association"]),
        signer(2, "assoc", &["association"]),
        signer(3, "x", &["association"]),
    ];
    let signatures = [signed(1, "a", &signers), signed(2, "b", &signers)];
    let judgement = judge(&threshold(&[("association", 2)], 0), &signatures, &signers);
    assert!(
        !judgement.accepted && has(&judgement, CheckCode::SameSignerAgain),
        "{judgement:#?}"
    );
    assert_eq!(judgement.counted[0].keys.len(), 2);
    let three = [
        signed(1, "a", &signers),
        signed(2, "b", &signers),
        signed(3, "c", &signers),
    ];
    assert!(judge(&threshold(&[("association", 2)], 0), &three, &signers).accepted);
}

#[test]
fn who_has_two_roles_fills_one_place() {
    let signers = [
        signer(1, "a", &["association", "certifier"]),
        signer(2, "b", &["association"]),
    ];
    let threshold = threshold(&[("association", 1), ("certifier", 1)], 0);
    let one = judge(&threshold, &[signed(1, "a", &signers)], &signers);
    assert!(!one.accepted, "{one:#?}");
    // Both together: the one who has both roles moves to where only it can be counted.
    let both = judge(
        &threshold,
        &[signed(1, "a", &signers), signed(2, "b", &signers)],
        &signers,
    );
    assert!(both.accepted, "{both:#?}");
}

#[test]
fn expired_and_revoked_keys_are_named_and_do_not_count() {
    let one = threshold(&[], 1);
    let with = |not_after: Option<&str>, since: Option<&str>| {
        let mut signer = signer(1, "assoc", &["association"]);
        signer.not_after = not_after.map(day);
        signer.revoked = since.and_then(revoked);
        let signers = [signer];
        judge(&one, &[signed(1, "a", &signers)], &signers)
    };
    assert!(with(Some("2026-11-29"), None).accepted, "the last day counts");
    let expired = with(Some("2026-11-28"), None);
    assert!(!expired.accepted);
    let check = &expired.checks[0];
    assert_eq!(
        (check.code, check.signer.as_deref(), check.day),
        (CheckCode::SignerExpired, Some("assoc"), Some(day("2026-11-28")))
    );
    assert!(with(None, Some("2026-11-30")).accepted, "revoked from tomorrow on");
    let revoked = with(Some("2030-01-01"), Some("2026-11-29"));
    assert!(!revoked.accepted);
    let check = &revoked.checks[0];
    assert_eq!(
        (check.code, check.standing),
        (CheckCode::SignerRevoked, Standing::NotCounted)
    );
    assert_eq!(
        (check.day, check.reason.as_ref().unwrap().en.as_str()),
        (Some(today()), "key lost")
    );
}

#[test]
fn a_key_that_is_revoked_once_is_revoked_everywhere_and_a_listing_that_is_over_lends_nothing() {
    let mut listed = [signer(1, "a", &["association"]), signer(1, "b", &["certifier"])];
    let certifier = threshold(&[("certifier", 1)], 0);
    let association = threshold(&[("association", 1)], 0);
    listed[0].not_after = Some(day("2020-01-01"));
    let signatures = [signed(1, "x", &listed)];
    assert!(judge(&certifier, &signatures, &listed).accepted);
    assert!(!judge(&association, &signatures, &listed).accepted);
    listed[0].revoked = revoked("2026-01-01");
    assert!(!judge(&certifier, &signatures, &listed).accepted);
}

#[test]
fn what_does_not_hold_is_told_and_harms_nobody() {
    let signers = [signer(1, "assoc", &["association"])];
    let known = signed(1, "good", &signers);
    let other = Digest::of(b"another artifact");
    let bundle = sign_artifact(&secret(1), Artifact::Bytes(b"another artifact"))
        .unwrap()
        .to_json()
        .unwrap();
    let about_other = Offered::artifact("other", &bundle, &other, None, &signers);
    let all = [
        Offered::artifact("garbage", b"{", &Digest::of(ARTIFACT), None, &signers),
        signed(4, "stranger", &signers),
        about_other,
        known,
    ];
    let judgement = judge(&threshold(&[("association", 1)], 1), &all, &signers);
    assert!(judgement.accepted, "{judgement:#?}");
    assert_eq!(judgement.checks.len(), 6, "each signature, the role, the total");
    let of = |name: &str| {
        judgement
            .checks
            .iter()
            .find(|check| check.signature.as_deref() == Some(name))
            .unwrap()
    };
    assert_eq!(
        (of("garbage").code, of("garbage").error),
        (CheckCode::SignatureRefused, Some("signature-malformed"))
    );
    assert_eq!(
        (of("stranger").code, of("stranger").error),
        (CheckCode::SignerUnknown, Some("verify-unknown-signer"))
    );
    assert_eq!(
        (of("other").code, of("other").digest),
        (CheckCode::SignatureAboutOther, Some(other))
    );
    assert_eq!(
        (of("good").code, of("good").standing),
        (CheckCode::SignatureCounts, Standing::Met)
    );
    // A key that was trusted when the signature was verified, and is not in this list.
    let gone = judge(
        &threshold(&[], 1),
        &[signed(1, "good", &signers)],
        &[signer(2, "x", &[])],
    );
    assert!(!gone.accepted && has(&gone, CheckCode::SignerUnknown));
}

#[test]
fn statements_are_counted_by_what_was_said() {
    let signers = [signer(1, "a", &["auditor"]), signer(2, "b", &["auditor"])];
    let subject = Digest::of(ARTIFACT);
    let kind = "https://example.com/result/v1";
    let say = |number: u8, text: &str| {
        let predicate = Map::from_iter([("result".to_owned(), text.into())]);
        let statement = Statement::new(vec![Subject::new("r", &subject)], kind, predicate).unwrap();
        let bundle = attest(&secret(number), &statement).unwrap().to_json().unwrap();
        (
            Digest::of(&statement.to_json().unwrap()),
            Offered::statement(text, &bundle, &subject, kind, &signers),
        )
    };
    let ((about, first), (same, second), (_, third)) = (say(1, "pass"), say(2, "pass"), say(2, "fail"));
    assert_eq!(about, same);
    let two = threshold(&[("auditor", 2)], 0);
    assert!(two.judge(&about, &[first.clone(), second], &signers, today()).accepted);
    assert!(
        !two.judge(&about, &[first, third], &signers, today()).accepted,
        "they said different things"
    );
}

#[test]
fn thresholds_that_are_none_are_refused() {
    let place = |role: &str, count| Place {
        role: role.to_owned(),
        count,
    };
    assert_eq!(Threshold::new(Vec::new(), 0), Err(ThresholdError::Nothing));
    assert_eq!(
        Threshold::new(vec![place("a", 0)], 1),
        Err(ThresholdError::Zero("a".to_owned()))
    );
    assert_eq!(
        Threshold::new(vec![place("a", 1), place("a", 1)], 0),
        Err(ThresholdError::Twice("a".to_owned()))
    );
    assert!(matches!(
        Threshold::new(vec![place("a", usize::MAX), place("b", 2)], 0),
        Err(ThresholdError::TooMany { .. })
    ));
    assert_eq!(
        Threshold::new(vec![place("b", 2), place("a", 1)], 1).unwrap().total(),
        3,
        "never fewer than places"
    );
}

#[test]
fn the_record_of_a_judgement_is_plain_json() {
    let signers = [signer(1, "assoc", &["association"])];
    let judgement = judge(
        &threshold(&[("association", 1)], 0),
        &[signed(1, "good", &signers)],
        &signers,
    );
    let json = serde_json::to_value(&judgement).unwrap();
    assert_eq!(json["checks"][0]["code"], "signature-counts");
    assert_eq!(json["checks"][0]["name"]["ja"], "署名者assoc");
    assert_eq!(
        json["checks"][1],
        serde_json::json!({"code": "role", "standing": "met", "role": "association", "need": 1, "have": 1})
    );
}

/// A list of signers that is as bad as it can be: shared keys, shared ids, expired and revoked ones.
fn listing() -> impl Strategy<Value = TrustedSigner> {
    (0..5_u8, 0..4_usize, prop::collection::vec(0..3_usize, 0..3), 0..6_u8).prop_map(|(key, id, roles, fate)| {
        let roles: Vec<&str> = roles
            .iter()
            .map(|role| ["association", "certifier", "author"][*role])
            .collect();
        let mut signer = signer(key, ["a", "b", "c", "d"][id], &roles);
        match fate {
            0 => signer.not_after = Some(day("2026-11-28")),
            1 => signer.revoked = revoked("2026-11-01"),
            2 => signer.revoked = revoked("2026-12-01"),
            _ => {}
        }
        signer
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_changes_nothing_and_nobody_is_counted_twice(
        listings in prop::collection::vec(listing(), 0..7),
        signatures in prop::collection::vec((0..5_u8, any::<bool>(), 0..3_usize), 0..6),
        rotate in 0..6_usize, total in 1..4_usize
    ) {
        let offer = |(number, is_statement, name): &(u8, bool, usize)| {
            let name = ["x", "y", "z"][*name];
            if *is_statement { stated(*number, name, &listings) } else { signed(*number, name, &listings) }
        };
        let mut offered: Vec<Offered> = signatures.iter().map(offer).collect();
        let threshold = threshold(&[("association", 1), ("certifier", 1)], total);
        let judgement = judge(&threshold, &offered, &listings);

        let mut others = listings.clone();
        others.reverse();
        others.rotate_left(rotate.min(listings.len()));
        offered.reverse();
        let by = rotate.min(offered.len());
        offered.rotate_left(by);
        prop_assert_eq!(&judge(&threshold, &offered, &others), &judgement);

        let mut keys: Vec<Digest> = judgement.counted.iter().flat_map(|c| c.keys.clone()).collect();
        let mut ids: Vec<String> = judgement.counted.iter().flat_map(|c| c.signers.clone()).collect();
        let (all_keys, all_ids) = (keys.len(), ids.len());
        keys.sort();
        keys.dedup();
        ids.sort();
        ids.dedup();
        prop_assert_eq!((keys.len(), ids.len()), (all_keys, all_ids));
        for key in &keys {
            let of: Vec<&TrustedSigner> = listings.iter().filter(|l| l.key.id() == *key).collect();
            prop_assert!(of.iter().any(|l| l.not_after.is_none_or(|last| last >= today())));
            prop_assert!(of.iter().all(|l| l.revoked.as_ref().is_none_or(|r| r.since > today())));
        }
        // More signatures never make a refusal out of an acceptance, unless they show that two signers are one.
        prop_assert_eq!(judgement.accepted, judgement.failing().is_none());
        prop_assert!(!judgement.accepted || judgement.counted.len() >= total.max(2));
    }
}
