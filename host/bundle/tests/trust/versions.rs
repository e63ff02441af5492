//! Time and versions: expiry, freeze, rollback, equivocation, fast-forward and how an association recovers from it.

use crate::world::{
    DELEGATE, SNAPSHOT, TARGETS, TIMESTAMP, TODAY, World, code, day, forge, key, meta, plan_of, resnapshot,
};
use sekisho_bundle::sign::Signer;
use sekisho_bundle::trust::{TrustError, TrustState};

const STAMP: &str = "metadata/timestamp.json";

#[test]
fn every_role_expires_and_is_named() {
    let world = World::new();
    let store = world.pinned();
    let expiring = |role: &str| {
        let mut files = world.files();
        let expired = |signed: &mut serde_json::Value| signed["expires"] = "2026-11-29T00:00:00Z".into();
        match role {
            "timestamp" => forge(&mut files, STAMP, STAMP, &[TIMESTAMP], expired),
            "snapshot" => {
                forge(
                    &mut files,
                    "metadata/1.snapshot.json",
                    "metadata/1.snapshot.json",
                    &[SNAPSHOT],
                    expired,
                );
                let listed = meta(&files["metadata/1.snapshot.json"], 1);
                forge(&mut files, STAMP, STAMP, &[TIMESTAMP], |signed| {
                    signed["meta"]["snapshot.json"] = listed
                });
            }
            "root" => forge(
                &mut files,
                "metadata/1.root.json",
                "metadata/2.root.json",
                &[1, 2],
                |signed| {
                    expired(signed);
                    signed["version"] = 2.into();
                },
            ),
            _ => {
                let path = format!("metadata/1.{role}.json");
                let keys = if role == "targets" { &TARGETS[..] } else { &[DELEGATE] };
                forge(&mut files, &path, &path, keys, expired);
                let listed = meta(&files[&path], 1);
                resnapshot(&mut files, 1, 1, 1, |meta| meta[format!("{role}.json")] = listed);
            }
        }
        files
    };
    for role in ["root", "timestamp", "snapshot", "targets", "kansai"] {
        let refused = store.update(expiring(role), day(TODAY)).unwrap_err();
        let expected = TrustError::Expired {
            role: role.to_owned(),
            expires: day(TODAY),
            on: day(TODAY),
        };
        assert_eq!(refused, expected);
        // An auditor who judges a day before takes it.
        let root = &world.files()["metadata/1.root.json"];
        let before = TrustState::reopen(expiring(role), root, day("2026-11-28"), &world.path("scratch"));
        assert_eq!(code(before), "accepted", "{role}");
    }
}

#[test]
fn a_frozen_timestamp_is_refused_and_shown() {
    let world = World::new();
    let store = world.updated();
    assert_eq!(code(store.state(day("2027-01-09"))), "accepted");
    assert_eq!(code(store.state(day("2027-01-10"))), "trust-frozen");
    assert_eq!(code(store.update(world.files(), day("2027-01-10"))), "trust-frozen");
    let shown = store.look(day("2027-01-10")).unwrap();
    assert!(shown.expired().is_some());
}

#[test]
fn an_older_copy_is_refused_after_a_newer() {
    let world = World::new();
    let first = world.files();
    world.publish_list(|list| list.signers[0].not_after = Some(day("2029-01-01")));
    let store = world.updated();
    let rollback = |role: &str| TrustError::Rollback {
        role: role.to_owned(),
        offered: 1,
        seen: 2,
    };
    assert_eq!(
        store.update(first.clone(), day(TODAY)).unwrap_err(),
        rollback("timestamp")
    );
    // With a stolen timestamp key: a new timestamp over the old snapshot.
    let mut files = first.clone();
    forge(&mut files, STAMP, STAMP, &[TIMESTAMP], |signed| {
        signed["version"] = 9.into()
    });
    assert_eq!(store.update(files, day(TODAY)).unwrap_err(), rollback("snapshot"));
    // With a stolen snapshot key too: a new snapshot over the old targets.
    let mut files = first.clone();
    resnapshot(&mut files, 1, 9, 9, |_| {});
    assert_eq!(store.update(files, day(TODAY)).unwrap_err(), rollback("targets"));
    // The reader's state is what it was.
    assert_eq!(store.state(day(TODAY)).unwrap().roles()[3].version, 2);
    assert_eq!(code(store.update(world.files(), day(TODAY))), "accepted");
}

#[test]
fn an_older_delegated_role_is_refused() {
    let world = World::new();
    let mut repository = world.repository();
    repository.renew("kansai", day("2027-08-01")).unwrap();
    world.publish(&mut repository);
    let store = world.updated();
    let mut files = world.files();
    let listed = meta(&files["metadata/1.kansai.json"], 1);
    resnapshot(&mut files, 2, 9, 9, |meta| meta["kansai.json"] = listed);
    let refused = store.update(files, day(TODAY)).unwrap_err();
    assert!(
        matches!(refused, TrustError::Rollback { ref role, offered: 1, seen: 2 } if role == "kansai"),
        "{refused:?}"
    );
    // Nor does it vanish from the snapshot, even when it is not delegated any more.
    let mut files = world.files();
    forge(
        &mut files,
        "metadata/1.targets.json",
        "metadata/2.targets.json",
        &TARGETS,
        |signed| {
            signed["version"] = 2.into();
            signed.as_object_mut().unwrap().remove("delegations");
        },
    );
    let listed = meta(&files["metadata/2.targets.json"], 2);
    resnapshot(&mut files, 2, 9, 9, |meta| {
        meta["targets.json"] = listed;
        meta.as_object_mut().unwrap().remove("kansai.json");
    });
    assert_eq!(
        store.update(files, day(TODAY)).unwrap_err(),
        TrustError::Withheld("kansai".to_owned())
    );
}

#[test]
fn an_older_root_does_not_come_back() {
    let world = World::new();
    let first = world.files();
    let mut repository = world.repository();
    repository
        .rotate("targets", &plan_of(&[4, 10], 2), day("2028-06-01"))
        .unwrap();
    world.publish(&mut repository);
    let store = world.updated();
    // A copy without the second root: the reader knows it and keeps to it.
    assert_eq!(code(store.update(first, day(TODAY))), "trust-threshold");
    let state = store.state(day(TODAY)).unwrap();
    assert_eq!(state.roles()[0].version, 2);
    // Another second root, well signed: the one that was followed stays.
    let mut files = world.files();
    forge(
        &mut files,
        "metadata/1.root.json",
        "metadata/2.root.json",
        &[1, 2],
        |signed| signed["version"] = 2.into(),
    );
    assert_eq!(store.update(files, day(TODAY)).unwrap().digest(), state.digest());
}

#[test]
fn one_version_says_one_thing() {
    let world = World::new();
    let store = world.updated();
    let mut files = world.files();
    forge(&mut files, STAMP, STAMP, &[TIMESTAMP], |signed| {
        signed["expires"] = "2027-01-11T00:00:00Z".into()
    });
    let refused = store.update(files, day(TODAY)).unwrap_err();
    let twice = TrustError::Equivocation {
        role: "timestamp".to_owned(),
        version: 1,
    };
    assert_eq!(refused, twice);
}

#[test]
fn a_fast_forward_is_survived_by_rotation_only() {
    let world = World::new();
    let store = world.updated();
    let mut files = world.files();
    forge(&mut files, STAMP, STAMP, &[TIMESTAMP], |signed| {
        signed["version"] = ((1_u64 << 53) + 1).into()
    });
    assert_eq!(code(store.update(files, day(TODAY))), "trust-fast-forward");
    // As far as it is allowed, with a stolen key.
    let mut files = world.files();
    forge(&mut files, STAMP, STAMP, &[TIMESTAMP], |signed| {
        signed["version"] = (1_u64 << 53).into()
    });
    assert_eq!(code(store.update(files, day(TODAY))), "accepted");
    world.publish_list(|_| {});
    assert_eq!(code(store.update(world.files(), day(TODAY))), "trust-rollback");
    // Other keys for the timestamp: versions begin anew.
    let mut repository = world.repository();
    repository
        .rotate("timestamp", &plan_of(&[9], 1), day("2028-06-01"))
        .unwrap();
    world.publish(&mut repository);
    let state = store.update(world.files(), day(TODAY)).unwrap();
    assert_eq!((state.roles()[0].version, state.roles()[1].version), (2, 3));
}

/// A key that is only added does not let the old versions in again: what it signed before still verifies.
#[test]
fn a_key_that_is_added_opens_no_way_back() {
    let world = World::new();
    let old = world.files();
    world.publish_list(|_| {});
    let store = world.updated();
    let mut repository = world.repository();
    repository
        .rotate("timestamp", &plan_of(&[TIMESTAMP, 9], 1), day("2028-06-01"))
        .unwrap();
    let keys = [key(1), key(2), key(6), key(7)];
    let signers: Vec<&dyn Signer> = keys.iter().map(|key| key as &dyn Signer).collect();
    repository.sign(&signers).unwrap();
    repository
        .publish(&signers, day("2027-03-01"), day("2027-01-10"))
        .unwrap();
    let mut files = old;
    files.insert(
        "metadata/2.root.json".to_owned(),
        world.files()["metadata/2.root.json"].clone(),
    );
    let refused = store.update(files, day(TODAY)).unwrap_err();
    assert!(
        matches!(refused, TrustError::Rollback { ref role, .. } if role == "timestamp"),
        "{refused:?}"
    );
}
