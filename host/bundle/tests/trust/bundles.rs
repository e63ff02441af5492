//! What follows for a bundle: who must sign it, what is revoked and since when, and which version may be used.

use crate::world::{DELEGATE, TODAY, World, both, code, day, key, plan_of, rule, signer};
use sekisho_bundle::sign::{Artifact, Offered, sign_artifact};
use sekisho_bundle::trust::TrustState;
use sekisho_bundle::trust::signers::{MinimumVersion, RevokedBundle, RevokedKey, Signers};
use sekisho_model::Digest;
use sekisho_model::error::Hint as _;
use semver::Version;

fn version(text: &str) -> Version {
    Version::parse(text).unwrap()
}

#[test]
fn rules_add_up_and_nothing_is_trusted_without_one() {
    let world = World::new();
    let mut repository = world.repository();
    let mut list = repository.signers("kansai").unwrap();
    list.signers
        .push(signer("author", 30, &["author"], &["factory/kansai/*"]));
    list.rules.push(rule("factory/kansai/*", &[("author", 1)], 3));
    list.rules.push(rule("**", &[("author", 9)], 9));
    repository.set_signers("kansai", list, day("2027-06-01")).unwrap();
    let mut list = repository.signers("targets").unwrap();
    list.rules.push(rule("factory/*", &[("certifier", 2)], 1));
    repository.set_signers("targets", list, day("2027-06-01")).unwrap();
    world.publish(&mut repository);
    let state = world.pinned().update(world.files(), day(TODAY)).unwrap();
    let need = |id: &str| {
        let need = state.rules_for(id).unwrap().threshold;
        let roles: Vec<(String, usize)> = need
            .roles()
            .iter()
            .map(|place| (place.role.clone(), place.count))
            .collect();
        (roles, need.total())
    };
    let role = |name: &str, count| (name.to_owned(), count);
    assert_eq!(
        need("factory/meti"),
        (vec![role("association", 1), role("certifier", 2)], 3)
    );
    assert_eq!(
        need("factory/meti/x"),
        (vec![role("association", 1), role("certifier", 1)], 2)
    );
    assert_eq!(
        need("factory/kansai/a"),
        (
            vec![role("association", 1), role("author", 9), role("certifier", 1)],
            11
        )
    );
    for id in ["power/jesc", "", "factory", "Factory/x", "factory/../x", "factory/*"] {
        assert_eq!(state.rules_for(id).unwrap_err().code(), "trust-no-rule", "{id}");
        let digest = Digest::of(b"bundle");
        let used = state.check_bundle(id, &version("1.0.0"), &digest);
        assert_eq!(
            used.is_err(),
            ["", "Factory/x", "factory/../x", "factory/*"].contains(&id),
            "{id}"
        );
    }
}

#[test]
fn a_rule_of_a_delegate_alone_lets_nothing_in() {
    let world = World::new();
    let mut repository = world.repository();
    let mut list = repository.signers("targets").unwrap();
    list.rules = vec![rule("power/*", &[], 1)];
    repository.set_signers("targets", list, day("2027-06-01")).unwrap();
    let mut list = Signers::default();
    list.rules.push(rule("factory/kansai/*", &[("author", 1)], 1));
    repository.set_signers("kansai", list, day("2027-06-01")).unwrap();
    world.publish(&mut repository);
    let state = world.pinned().update(world.files(), day(TODAY)).unwrap();
    assert_eq!(state.rules_for("factory/kansai/a").unwrap_err().code(), "trust-no-rule");
    assert!(state.rules_for("power/a").is_ok());
}

#[test]
fn revocation_counts_from_its_day() {
    let world = World::new();
    let (gone, other) = (Digest::of(b"gone"), Digest::of(b"other"));
    world.publish_list(|list| {
        list.revoked_keys.push(RevokedKey {
            key: key(21).public().id(),
            since: day("2026-12-05"),
            reason: both("key lost"),
        });
        list.revoked_bundles.push(RevokedBundle {
            bundle: "factory/meti".to_owned(),
            digest: gone,
            since: day("2026-12-05"),
            reason: both("wrong verdicts"),
        });
    });
    let store = world.updated();
    let revoked = |state: &TrustState| {
        let need = state.rules_for("factory/meti").unwrap();
        let signer = need.signers.iter().find(|signer| signer.id == "certifier").unwrap();
        signer.revoked.clone().filter(|revoked| revoked.since <= state.on())
    };
    let before = store.state(day("2026-12-04")).unwrap();
    assert_eq!(revoked(&before), None);
    assert_eq!(before.check_bundle("factory/meti", &version("1.0.0"), &gone), Ok(()));
    let after = store.state(day("2026-12-05")).unwrap();
    assert_eq!(revoked(&after).unwrap().reason.ja, "key lost（日本語）");
    // By its bytes, under any name.
    for id in ["factory/meti", "factory/renamed"] {
        let refused = after.check_bundle(id, &version("1.0.0"), &gone).unwrap_err();
        assert_eq!(refused.code(), "trust-revoked-bundle");
    }
    assert_eq!(after.check_bundle("factory/meti", &version("1.0.0"), &other), Ok(()));
    // The archive, opened again for both days.
    let archive = after.archive().clone();
    let root = archive["root.json"].clone();
    let reopen = |on: &str| TrustState::reopen(archive.clone(), &root, day(on), &world.path("scratch"));
    assert_eq!(revoked(&reopen("2026-12-04").unwrap()), None);
    assert!(revoked(&reopen("2026-12-06").unwrap()).is_some());
    assert_eq!(reopen("2026-12-06").unwrap().digest(), after.digest());
    assert_eq!(code(reopen("2027-01-10")), "trust-frozen");
    // Somebody else's root does not open it.
    let mut other = archive.clone();
    other.insert("root.json".to_owned(), b"{}".to_vec());
    assert_eq!(
        code(TrustState::reopen(other, &root, day(TODAY), &world.path("scratch"))),
        "trust-other-root"
    );
}

#[test]
fn an_old_bundle_is_refused_after_a_newer() {
    let world = World::new();
    world.publish_list(|list| {
        list.minimum_versions.push(MinimumVersion {
            bundle: "factory/meti".to_owned(),
            version: version("1.2.0"),
        });
    });
    let store = world.updated();
    let (one, two) = (Digest::of(b"one"), Digest::of(b"two"));
    let check = |text: &str, digest: &Digest| match store.state(day(TODAY)).unwrap().check_bundle(
        "factory/meti",
        &version(text),
        digest,
    ) {
        Ok(()) => "accepted",
        Err(error) => error.code(),
    };
    assert_eq!(check("1.1.9", &one), "trust-below-minimum");
    assert_eq!(check("1.2.0-rc.1", &one), "trust-below-minimum");
    assert_eq!(check("1.2.0", &one), "accepted");
    store.saw_bundle("factory/meti", &version("1.3.0"), &one).unwrap();
    assert_eq!(check("1.2.0", &one), "trust-bundle-rollback");
    assert_eq!(check("1.3.0", &one), "accepted");
    assert_eq!(check("1.3.0", &two), "trust-bundle-replaced");
    assert_eq!(check("1.3.0+other", &two), "trust-bundle-replaced");
    assert_eq!(check("1.3.1", &two), "accepted");
    let refused = store.saw_bundle("factory/meti", &version("1.2.5"), &two).unwrap_err();
    assert_eq!(refused.code(), "trust-bundle-rollback");
    // An update of the metadata forgets none of it.
    world.publish_list(|_| {});
    store.update(world.files(), day(TODAY)).unwrap();
    assert_eq!(check("1.2.0", &one), "trust-bundle-rollback");
}

#[test]
fn a_delegate_speaks_for_its_own_bundles() {
    let world = World::new();
    let gone = Digest::of(b"gone");
    let mut repository = world.repository();
    let mut list = repository.signers("kansai").unwrap();
    list.signers.push(signer("author", 30, &["author"], &["**"]));
    list.revoked_keys.push(RevokedKey {
        key: key(21).public().id(),
        since: day("2026-01-01"),
        reason: both("I say so"),
    });
    list.revoked_bundles.push(RevokedBundle {
        bundle: "factory/kansai/a".to_owned(),
        digest: gone,
        since: day("2026-01-01"),
        reason: both("replaced"),
    });
    repository.set_signers("kansai", list, day("2027-06-01")).unwrap();
    world.publish(&mut repository);
    let state = world.pinned().update(world.files(), day(TODAY)).unwrap();
    assert_eq!(
        state
            .check_bundle("factory/kansai/a", &version("1.0.0"), &gone)
            .unwrap_err()
            .code(),
        "trust-revoked-bundle"
    );
    assert_eq!(state.check_bundle("factory/kansai/b", &version("1.0.0"), &gone), Ok(()));
    // It does not revoke what the association named.
    let need = state.rules_for("factory/kansai/a").unwrap();
    assert!(need.signers.iter().all(|signer| signer.revoked.is_none()));
    let ids: Vec<&str> = need.signers.iter().map(|signer| signer.id.as_str()).collect();
    assert_eq!(ids, ["association", "certifier", "kansai/author"]);
}

#[test]
fn what_a_delegate_may_give_is_said_by_the_association() {
    let world = World::new();
    let mut repository = world.repository();
    let mut list = repository.signers("targets").unwrap();
    list.delegations.push(sekisho_bundle::trust::signers::DelegatedRoles {
        to: "kansai".to_owned(),
        roles: ["author", "certifier"].iter().map(|role| (*role).to_owned()).collect(),
    });
    repository.set_signers("targets", list, day("2027-06-01")).unwrap();
    let mut list = repository.signers("kansai").unwrap();
    list.signers
        .push(signer("house", 30, &["certifier"], &["factory/kansai/*"]));
    repository.set_signers("kansai", list, day("2027-06-01")).unwrap();
    world.publish(&mut repository);
    assert_eq!(code(world.pinned().update(world.files(), day(TODAY))), "accepted");
    assert_eq!(plan_of(&[DELEGATE], 1).keys.len(), 1);
}

#[test]
fn lists_are_read_strictly() {
    let mut list = crate::world::first_list();
    list.signers[0].not_after = Some(day("2029-01-01"));
    let good = serde_json::to_value(&list).unwrap();
    let parse = |value: &serde_json::Value| Signers::parse("signers.json", &serde_json::to_vec(value).unwrap());
    assert_eq!(parse(&good).unwrap(), list);
    let damages: &[(&str, serde_json::Value)] = &[
        ("/format", "signers/9".into()),
        ("/signers/0/id", "a b".into()),
        ("/signers/0/id", "certifier".into()),
        ("/signers/0/name/en", "".into()),
        ("/signers/0/name", serde_json::json!({"ja": "x"})),
        (
            "/signers/0/key",
            "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n".into(),
        ),
        ("/signers/0/key", key(21).pem().into()),
        ("/signers/0/roles", serde_json::json!([])),
        ("/signers/0/scopes", serde_json::json!(["../*"])),
        ("/signers/0/scopes", serde_json::json!([])),
        ("/signers/0/not_after", "2026-02-30".into()),
        ("/rules/0/scope", "".into()),
        ("/rules/0/distinct", 0.into()),
        ("/rules/0/require/0/count", 0.into()),
        ("/rules/0/require/0/count", (-1).into()),
        ("/rules/0/require/1/role", "association".into()),
        (
            "/revoked_keys",
            serde_json::json!([{"key": "sha256:00", "since": TODAY, "reason": {"ja": "a", "en": "a"}}]),
        ),
        (
            "/minimum_versions",
            serde_json::json!([{"bundle": "a/b", "version": "1"}]),
        ),
        (
            "/minimum_versions",
            serde_json::json!([{"bundle": "a/*", "version": "1.0.0"}]),
        ),
        ("/delegations", serde_json::json!([{"to": "root", "roles": []}])),
        ("/signers/0", serde_json::json!({"id": "x", "unknown": 1})),
    ];
    for (at, value) in damages {
        let mut list = good.clone();
        *list.pointer_mut(at).unwrap() = value.clone();
        assert_eq!(parse(&list).unwrap_err().code(), "trust-malformed", "{at} {value}");
    }
}

/// From the trust root to the verdict on a bundle: what the list says is what the judge counts.
#[test]
fn a_bundle_is_judged_by_what_the_trust_root_says() {
    let world = World::new();
    world.publish_list(|list| {
        list.signers
            .push(signer("certifier", 23, &["certifier"], &["factory/**"]));
        list.signers[2].name = both("certifier");
        list.revoked_keys.push(RevokedKey {
            key: key(21).public().id(),
            since: day("2026-12-05"),
            reason: both("key lost"),
        });
    });
    let artifact = b"a bundle";
    let about = Digest::of(artifact);
    let store = world.updated();
    let judge = |on: &str, numbers: &[u8]| {
        let need = store.state(day(on)).unwrap().rules_for("factory/meti").unwrap();
        let offered: Vec<Offered> = numbers
            .iter()
            .map(|number| {
                let bundle = sign_artifact(&key(*number), Artifact::Bytes(artifact))
                    .unwrap()
                    .to_json()
                    .unwrap();
                Offered::artifact(number.to_string(), &bundle, &about, Some(artifact), &need.signers)
            })
            .collect();
        let judged = need.threshold.judge(&about, &offered, &need.signers, day(on));
        judged.accepted
    };
    assert!(judge("2026-12-04", &[20, 21]));
    assert!(!judge("2026-12-05", &[20, 21]));
    assert!(judge("2026-12-05", &[20, 23]));
    for numbers in [&[20][..], &[20, 20], &[21, 21], &[21, 23], &[20, 40], &[]] {
        assert!(!judge("2026-12-04", numbers), "{numbers:?}");
    }
}
