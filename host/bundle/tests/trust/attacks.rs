//! Keys and signatures, mixing and withholding, delegates who reach too far.

use crate::world::{DELEGATE, SNAPSHOT, TIMESTAMP, TODAY, World, code, day, forge, key, meta, resnapshot};
use sekisho_bundle::trust::{TrustError, pinnable};
use sekisho_model::error::Hint as _;
use serde_json::{Value, json};

const STAMP: &str = "metadata/timestamp.json";

#[test]
fn an_unknown_key_does_not_sign() {
    let world = World::new();
    let store = world.pinned();
    let mut files = world.files();
    forge(&mut files, STAMP, STAMP, &[11], |_| {});
    match store.update(files, day(TODAY)) {
        Err(TrustError::Threshold {
            role,
            need,
            valid,
            invalid,
            unknown,
        }) => {
            assert_eq!(
                (role.as_str(), need, valid.len(), invalid.len()),
                ("timestamp", 1, 0, 0)
            );
            assert_eq!(unknown, [key(11).id()]);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_known_key_must_match_and_is_named() {
    let world = World::new();
    let store = world.pinned();
    let mut files = world.files();
    let mut value: Value = serde_json::from_slice(&files[STAMP]).unwrap();
    value["signed"]["expires"] = "2099-01-01T00:00:00Z".into();
    files.insert(STAMP.to_owned(), serde_json::to_vec(&value).unwrap());
    match store.update(files, day(TODAY)) {
        Err(TrustError::Threshold { role, invalid, .. }) => {
            assert_eq!((role.as_str(), invalid), ("timestamp", vec![key(TIMESTAMP).id()]));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn one_signature_of_two_is_not_enough() {
    let world = World::new();
    let store = world.pinned();
    for keys in [&[4][..], &[5], &[4, 11], &[]] {
        let mut files = world.files();
        forge(
            &mut files,
            "metadata/1.targets.json",
            "metadata/1.targets.json",
            keys,
            |_| {},
        );
        let listed = meta(&files["metadata/1.targets.json"], 1);
        resnapshot(&mut files, 1, 1, 1, |meta| meta["targets.json"] = listed);
        assert_eq!(code(store.update(files, day(TODAY))), "trust-threshold", "{keys:?}");
    }
}

#[test]
fn two_signatures_by_one_key_are_refused() {
    let world = World::new();
    let store = world.pinned();
    let mut files = world.files();
    forge(
        &mut files,
        "metadata/1.targets.json",
        "metadata/1.targets.json",
        &[5, 5],
        |_| {},
    );
    let listed = meta(&files["metadata/1.targets.json"], 1);
    resnapshot(&mut files, 1, 1, 1, |meta| meta["targets.json"] = listed);
    let refused = store.update(files, day(TODAY)).unwrap_err();
    let twice = TrustError::SignedTwice {
        role: "targets".to_owned(),
        key: key(5).id(),
    };
    assert_eq!(refused, twice);
}

/// A key's id is the digest of how it is written; another way of writing gives another id for the same key.
#[test]
fn one_key_under_two_ids_is_refused() {
    let world = World::new();
    let mut files = world.files();
    let root: Value = serde_json::from_slice(&files["metadata/1.root.json"]).unwrap();
    let old = key(5).id();
    let mut twin = root["signed"]["keys"][&old].clone();
    twin["keytype"] = "ecdsa-sha2-nistp256".into();
    let id = sekisho_model::Digest::of(crate::world::cjson(&twin).as_bytes()).hex();
    forge(
        &mut files,
        "metadata/1.root.json",
        "metadata/1.root.json",
        &[1, 2],
        |signed| {
            signed["keys"][&id] = twin;
            signed["roles"]["targets"]["keyids"] = json!([old, id]);
        },
    );
    let root = &files["metadata/1.root.json"];
    assert_eq!(pinnable(root).unwrap_err().code(), "trust-same-key");
    // As a second root it is refused too.
    let store = world.updated();
    let mut files = world.files();
    let mut next: Value = serde_json::from_slice(root).unwrap();
    next["signed"]["version"] = 2.into();
    files.insert("metadata/2.root.json".to_owned(), serde_json::to_vec(&next).unwrap());
    forge(
        &mut files,
        "metadata/2.root.json",
        "metadata/2.root.json",
        &[1, 2],
        |_| {},
    );
    assert_eq!(code(store.update(files, day(TODAY))), "trust-same-key");
}

#[test]
fn a_root_must_be_signed_by_the_root_before() {
    let world = World::new();
    let store = world.updated();
    for (keys, expected) in [
        (&[1, 11][..], "trust-threshold"),
        (&[1], "trust-threshold"),
        (&[9, 10], "trust-threshold"),
        (&[1, 3], "accepted"),
    ] {
        let mut files = world.files();
        forge(
            &mut files,
            "metadata/1.root.json",
            "metadata/2.root.json",
            keys,
            |signed| signed["version"] = 2.into(),
        );
        assert_eq!(code(store.update(files, day(TODAY))), expected, "{keys:?}");
    }
}

#[test]
fn a_root_that_skips_a_version_or_cannot_be_met_is_refused() {
    let world = World::new();
    let store = world.updated();
    let mut files = world.files();
    forge(
        &mut files,
        "metadata/1.root.json",
        "metadata/2.root.json",
        &[1, 2],
        |signed| signed["version"] = 3.into(),
    );
    assert!(store.update(files, day(TODAY)).is_err());
    let mut files = world.files();
    forge(
        &mut files,
        "metadata/1.root.json",
        "metadata/2.root.json",
        &[1, 2],
        |signed| {
            signed["version"] = 2.into();
            signed["roles"]["snapshot"]["threshold"] = 2.into();
        },
    );
    assert_eq!(code(store.update(files, day(TODAY))), "trust-unreachable");
}

#[test]
fn files_of_different_days_do_not_mix() {
    let world = World::new();
    let first = world.files();
    world.publish_list(|list| list.signers[0].not_after = Some(day("2029-01-01")));
    let second = world.files();
    let store = world.pinned();
    // The second day's timestamp with the first day's snapshot, then with the first day's targets.
    for (path, old) in [
        ("metadata/2.snapshot.json", "metadata/1.snapshot.json"),
        ("metadata/2.targets.json", "metadata/1.targets.json"),
    ] {
        let mut files = second.clone();
        files.insert(path.to_owned(), first[old].clone());
        assert_eq!(code(store.update(files, day(TODAY))), "trust-mixed", "{path}");
    }
    // Without lengths and digests, the version speaks.
    let mut files = second.clone();
    resnapshot(&mut files, 2, 2, 2, |meta| meta["targets.json"] = json!({"version": 2}));
    files.insert(
        "metadata/2.targets.json".to_owned(),
        first["metadata/1.targets.json"].clone(),
    );
    assert_eq!(code(store.update(files, day(TODAY))), "trust-mixed");
    for missing in [
        "metadata/timestamp.json",
        "metadata/2.snapshot.json",
        "metadata/2.targets.json",
        "metadata/1.kansai.json",
    ] {
        let mut files = second.clone();
        files.remove(missing).unwrap();
        assert_eq!(code(store.update(files, day(TODAY))), "trust-missing", "{missing}");
    }
}

#[test]
fn a_role_is_not_kept_back() {
    let world = World::new();
    let store = world.pinned();
    let mut files = world.files();
    resnapshot(&mut files, 1, 1, 1, |meta| {
        drop(meta.as_object_mut().unwrap().remove("kansai.json"))
    });
    assert_eq!(
        store.update(files, day(TODAY)).unwrap_err(),
        TrustError::Withheld("kansai".to_owned())
    );
    let mut files = world.files();
    resnapshot(&mut files, 1, 1, 1, |meta| {
        drop(meta.as_object_mut().unwrap().remove("targets.json"))
    });
    assert_eq!(
        store.update(files, day(TODAY)).unwrap_err(),
        TrustError::Withheld("targets".to_owned())
    );
}

#[test]
fn one_role_is_not_taken_for_another() {
    let world = World::new();
    let store = world.pinned();
    let mut files = world.files();
    forge(&mut files, STAMP, STAMP, &[TIMESTAMP], |signed| {
        signed["_type"] = "snapshot".into()
    });
    assert_eq!(code(store.update(files, day(TODAY))), "trust-malformed");
    let mut files = world.files();
    forge(&mut files, STAMP, STAMP, &[TIMESTAMP], |signed| {
        signed["spec_version"] = "2.0.0".into()
    });
    assert_eq!(code(store.update(files, day(TODAY))), "trust-malformed");
    // The snapshot's key does not sign timestamps.
    let mut files = world.files();
    forge(&mut files, STAMP, STAMP, &[SNAPSHOT], |_| {});
    assert_eq!(code(store.update(files, day(TODAY))), "trust-threshold");
}

/// What a delegate who has its own key can do.
fn delegate(world: &World, change: impl FnOnce(&mut Value), list: Option<&[u8]>) -> sekisho_bundle::trust::Files {
    let mut files = world.files();
    forge(
        &mut files,
        "metadata/1.kansai.json",
        "metadata/1.kansai.json",
        &[DELEGATE],
        |signed| {
            if let Some(list) = list {
                signed["targets"]["factory/kansai/signers.json"] = meta(list, 1);
                signed["targets"]["factory/kansai/signers.json"]
                    .as_object_mut()
                    .unwrap()
                    .remove("version");
            }
            change(signed);
        },
    );
    if let Some(list) = list {
        let digest = sekisho_model::Digest::of(list).hex();
        files.insert(format!("targets/factory/kansai/{digest}.signers.json"), list.to_vec());
    }
    let listed = meta(&files["metadata/1.kansai.json"], 1);
    resnapshot(&mut files, 1, 1, 1, |meta| meta["kansai.json"] = listed);
    files
}

#[test]
fn a_delegate_stays_inside_of_its_paths() {
    let world = World::new();
    let store = world.pinned();
    for path in [
        "signers.json",
        "factory/kanto/signers.json",
        "factory/kansai/../x/signers.json",
        "factory/kansai/a/signers.json",
    ] {
        let files = delegate(
            &world,
            |signed| {
                let listed = signed["targets"]["factory/kansai/signers.json"].clone();
                signed["targets"][path] = listed;
            },
            None,
        );
        assert_eq!(code(store.update(files, day(TODAY))), "trust-target", "{path}");
    }
    assert_eq!(
        code(store.update(delegate(&world, |_| {}, None), day(TODAY))),
        "accepted"
    );
}

#[test]
fn a_delegate_gives_no_more_than_it_has() {
    let world = World::new();
    let store = world.pinned();
    let signer = |roles: Value| json!([{"id": "x", "name": {"ja": "エ", "en": "X"}, "key": key(30).pem(), "roles": roles, "scopes": ["**"]}]);
    let revoked = json!([{"bundle": "factory/kanto", "digest": format!("sha256:{}", "0".repeat(64)), "since": TODAY, "reason": {"ja": "い", "en": "i"}}]);
    for (list, expected) in [
        (
            json!({"format": "signers/1", "signers": signer(json!(["author"]))}),
            "accepted",
        ),
        (
            json!({"format": "signers/1", "signers": signer(json!(["author", "certifier"]))}),
            "trust-delegation",
        ),
        (
            json!({"format": "signers/1", "delegations": [{"to": "kansai", "roles": ["association"]}]}),
            "trust-delegation",
        ),
        (
            json!({"format": "signers/1", "revoked_bundles": revoked}),
            "trust-delegation",
        ),
        (
            json!({"format": "signers/1", "minimum_versions": [{"bundle": "factory/kanto", "version": "1.0.0"}]}),
            "trust-delegation",
        ),
    ] {
        let files = delegate(&world, |_| {}, Some(&serde_json::to_vec(&list).unwrap()));
        // Each in a store of its own: two lists under one version are another attack.
        drop(std::fs::remove_dir_all(world.path("store")));
        std::fs::create_dir(world.path("store")).unwrap();
        assert_eq!(code(world.pinned().update(files, day(TODAY))), expected, "{list}");
    }
    drop(store);
}

#[test]
fn a_delegate_does_not_delegate_to_a_name_that_is_taken() {
    let world = World::new();
    let store = world.pinned();
    for name in ["kansai", "targets", "../x", ""] {
        let files = delegate(
            &world,
            |signed| {
                let id = key(9).id();
                let public = json!({"keytype": "ecdsa", "scheme": "ecdsa-sha2-nistp256", "keyval": {"public": key(9).pem().trim()}});
                signed["delegations"] = json!({"keys": {id.clone(): public}, "roles": [
                {"name": name, "keyids": [id], "threshold": 1, "paths": ["factory/kansai/*"], "terminating": false}]});
            },
            None,
        );
        let refused = code(store.update(files, day(TODAY)));
        assert!(
            ["trust-delegation", "trust-threshold", "trust-missing", "trust-withheld"].contains(&refused),
            "{name} {refused}"
        );
    }
}
