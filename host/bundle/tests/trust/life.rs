//! The ordinary course: an association publishes, a reader follows; keys change; offices sign apart.

use crate::world::{
    DELEGATE, Key, ROOT, SNAPSHOT, TARGETS, TIMESTAMP, TODAY, World, both, code, day, key, plan_of, signer,
};
use sekisho_bundle::sign::Signer;
use sekisho_bundle::trust::publish::Repository;
use sekisho_bundle::trust::signers::RevokedKey;
use sekisho_bundle::trust::{Folder, TrustError, TrustState, verify};
use sekisho_model::error::Hint as _;
use std::path::Path;

fn signers(keys: &[Key]) -> Vec<&dyn Signer> {
    keys.iter().map(|key| key as &dyn Signer).collect()
}

#[test]
fn a_reader_follows_what_is_published() {
    let world = World::new();
    let store = world.pinned();
    assert_eq!(code(store.state(day(TODAY))), "trust-store");
    let state = store.update(world.files(), day(TODAY)).unwrap();
    let roles: Vec<(&str, u64)> = state
        .roles()
        .iter()
        .map(|role| (role.role.as_str(), role.version))
        .collect();
    assert_eq!(
        roles,
        [
            ("root", 1),
            ("timestamp", 1),
            ("snapshot", 1),
            ("targets", 1),
            ("kansai", 1)
        ]
    );
    assert_eq!(state.roles()[0].threshold, 2);
    assert_eq!(state.roles()[1].expires, day("2027-01-10"));
    assert_eq!(state.roles()[4].paths, ["factory/kansai/*"]);
    world.publish_list(|list| list.signers.push(signer("second", 22, &["certifier"], &["factory/*"])));
    // From the folder itself, as from a stick.
    let state = store.update(Folder::new(world.dir("repository")), day(TODAY)).unwrap();
    assert_eq!(state.lists()[0].signers.signers.len(), 3);
    assert_eq!(state.roles()[3].version, 2);
    assert_eq!(store.state(day(TODAY)).unwrap().digest(), state.digest());
    // The same copy once more changes nothing.
    assert_eq!(
        store.update(world.files(), day(TODAY)).unwrap().digest(),
        state.digest()
    );
}

#[test]
fn the_same_changes_give_the_same_bytes() {
    assert_eq!(World::new().files(), World::new().files());
}

#[test]
fn a_repository_of_another_program_verifies_at_its_time() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/tuf-on-ci-0.11");
    let root = std::fs::read(folder.join("initial_root.json")).unwrap();
    let time = std::fs::read_to_string(folder.join("faketime")).unwrap();
    let scratch = tempfile::TempDir::new().unwrap();
    let open = || Folder::new(cap_std::fs::Dir::open_ambient_dir(&folder, cap_std::ambient_authority()).unwrap());
    let roles = verify(&root, open(), day(time.trim()), scratch.path()).unwrap();
    let versions: Vec<(&str, u64)> = roles.iter().map(|role| (role.role.as_str(), role.version)).collect();
    assert_eq!(
        versions,
        [
            ("root", 1),
            ("timestamp", 2),
            ("snapshot", 2),
            ("targets", 1),
            ("delegatedrole", 2)
        ]
    );
    let late = verify(&root, open(), day("2044-08-10"), scratch.path()).unwrap_err();
    assert_eq!(late.code(), "trust-expired");
    assert!(verify(&root, open(), day("2044-08-09"), scratch.path()).is_ok());
    assert_eq!(std::fs::read_dir(scratch.path()).unwrap().count(), 0);
}

#[test]
fn offices_sign_apart_and_nothing_is_published_before() {
    let world = World::new();
    let before = world.files();
    let mut repository = world.repository();
    let list = repository.signers("targets").unwrap();
    repository.set_signers("targets", list, day("2027-07-01")).unwrap();
    assert_eq!(repository.sign(&signers(&[key(TARGETS[0])])).unwrap(), 1);
    repository.save().unwrap();
    // Another office, another day.
    let mut repository = world.repository();
    let waiting = repository.waiting().unwrap();
    assert_eq!(
        (waiting.len(), waiting[0].role.as_str(), waiting[0].missing),
        (1, "targets", 1)
    );
    assert_eq!(waiting[0].keys, [key(TARGETS[1]).id()]);
    let online = [key(SNAPSHOT), key(TIMESTAMP)];
    let refused = repository
        .publish(&signers(&online), day("2027-03-01"), day("2027-01-10"))
        .unwrap_err();
    assert_eq!(refused.code(), "trust-keys-missing");
    // The same key again is no second signature.
    assert_eq!(repository.sign(&signers(&[key(TARGETS[0])])).unwrap(), 0);
    assert_eq!(repository.sign(&signers(&[key(TARGETS[1])])).unwrap(), 1);
    let refused = repository.publish(&signers(&[key(SNAPSHOT)]), day("2027-03-01"), day("2027-01-10"));
    let missing = TrustError::KeysMissing {
        role: "timestamp".to_owned(),
        need: 1,
        keys: vec![key(TIMESTAMP).id()],
    };
    assert_eq!(refused, Err(missing));
    let mut now = world.files();
    now.remove("draft.json").unwrap();
    assert_eq!(now, before);
    let published = repository
        .publish(&signers(&online), day("2027-03-01"), day("2027-01-10"))
        .unwrap();
    assert_eq!((published.targets, published.snapshot, published.timestamp), (2, 2, 2));
    assert_eq!(published.files.last().unwrap(), "metadata/timestamp.json");
    assert!(!repository.has_draft() && !world.files().contains_key("draft.json"));
}

#[test]
fn keys_are_rotated_by_the_old_and_the_new() {
    let world = World::new();
    let store = world.updated();
    let mut repository = world.repository();
    // Root key 1 goes, key 9 comes.
    repository
        .rotate("root", &plan_of(&[2, 3, 9], 2), day("2028-06-01"))
        .unwrap();
    // One old key and one new one: the new threshold is met, the old one is not.
    repository.sign(&signers(&[key(9), key(2)])).unwrap();
    let waiting = repository.waiting().unwrap();
    assert_eq!((waiting.len(), waiting[0].missing), (1, 1));
    assert_eq!(
        waiting[0].keys,
        [key(1).id(), key(3).id()]
            .iter()
            .cloned()
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect::<Vec<_>>()
    );
    repository.sign(&signers(&[key(1)])).unwrap();
    assert_eq!(repository.waiting().unwrap(), []);
    let online = [key(SNAPSHOT), key(TIMESTAMP)];
    repository
        .publish(&signers(&online), day("2027-03-01"), day("2027-01-10"))
        .unwrap();
    let state = store.update(world.files(), day(TODAY)).unwrap();
    assert_eq!(state.roles()[0].version, 2);
    assert!(state.roles()[0].keys.contains(&key(9).id()) && !state.roles()[0].keys.contains(&key(1).id()));
    // A reader that pinned the first root comes later and follows the chain.
    let late = TrustState::reopen(
        world.files(),
        &world.files()["metadata/1.root.json"],
        day(TODAY),
        &world.path("scratch"),
    );
    assert_eq!(late.unwrap().roles(), state.roles());
}

#[test]
fn a_rotated_targets_key_counts_no_more() {
    let world = World::new();
    let store = world.updated();
    let mut repository = world.repository();
    repository
        .rotate("targets", &plan_of(&[4, 10], 2), day("2028-06-01"))
        .unwrap();
    world.publish(&mut repository);
    let state = store.update(world.files(), day(TODAY)).unwrap();
    assert_eq!(state.roles()[3].version, 2);
    // Key 5 was dropped: the list of before, under the new root, is short of a signer.
    let mut files = world.files();
    crate::world::forge(
        &mut files,
        "metadata/2.targets.json",
        "metadata/3.targets.json",
        &[4, 5],
        |signed| {
            signed["version"] = 3.into();
        },
    );
    let listed = crate::world::meta(&files["metadata/3.targets.json"], 3);
    crate::world::resnapshot(&mut files, 2, 3, 3, |meta| meta["targets.json"] = listed);
    match store.update(files, day(TODAY)) {
        Err(TrustError::Threshold {
            role,
            need,
            valid,
            unknown,
            ..
        }) => {
            assert_eq!((role.as_str(), need), ("targets", 2));
            assert_eq!((valid, unknown), (vec![key(4).id()], vec![key(5).id()]));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_timestamp_is_renewed_alone() {
    let world = World::new();
    let store = world.updated();
    let mut repository = world.repository();
    let published = repository
        .refresh(&signers(&[key(TIMESTAMP)]), day("2027-02-10"))
        .unwrap();
    assert_eq!((published.timestamp, published.snapshot), (2, 1));
    assert_eq!(published.files, ["metadata/timestamp.json"]);
    // What was frozen on that day is not any more.
    assert_eq!(code(store.state(day("2027-01-10"))), "trust-frozen");
    let state = store.update(world.files(), day("2027-01-10")).unwrap();
    assert_eq!(state.roles()[1].version, 2);
}

#[test]
fn a_delegate_comes_changes_and_goes() {
    let world = World::new();
    let store = world.updated();
    let mut repository = world.repository();
    let mut list = repository.signers("kansai").unwrap();
    list.signers.push(signer("author", 30, &["author"], &["factory/**"]));
    list.revoked_keys.push(RevokedKey {
        key: key(31).public().id(),
        since: day("2026-12-01"),
        reason: both("lost"),
    });
    repository.set_signers("kansai", list, day("2027-05-01")).unwrap();
    repository.sign(&signers(&[key(DELEGATE)])).unwrap();
    let online = [key(SNAPSHOT), key(TIMESTAMP)];
    repository
        .publish(&signers(&online), day("2027-03-01"), day("2027-01-10"))
        .unwrap();
    let state = store.update(world.files(), day(TODAY)).unwrap();
    assert_eq!(state.lists()[1].path, "factory/kansai/signers.json");
    assert_eq!(state.rules_for("factory/kansai/a").unwrap().signers.len(), 3);
    // Only inside of what was delegated, whatever its file says.
    assert_eq!(state.rules_for("factory/kanto").unwrap().signers.len(), 2);
    assert_eq!(state.rules_for("factory/kansai/a/b").unwrap().signers.len(), 2);
    let mut repository = world.repository();
    repository.undelegate("kansai", day("2027-06-01")).unwrap();
    world.publish(&mut repository);
    let state = store.update(world.files(), day(TODAY)).unwrap();
    assert_eq!((state.roles().len(), state.lists().len()), (4, 1));
    // It comes back with a later version than it ever had.
    let mut repository = world.repository();
    let paths = ["factory/kansai/*".to_owned()];
    repository
        .delegate("kansai", &plan_of(&[DELEGATE], 1), &paths, day("2027-06-01"))
        .unwrap();
    world.publish(&mut repository);
    let state = store.update(world.files(), day(TODAY)).unwrap();
    assert_eq!(state.roles()[4].version, 3);
}

#[test]
fn a_publisher_cannot_do_what_a_reader_would_refuse() {
    let world = World::new();
    let mut repository = world.repository();
    for (numbers, threshold) in [(&ROOT[..], 0), (&ROOT[..], 4), (&[1, 1][..], 2)] {
        let refused = repository
            .rotate("root", &plan_of(numbers, threshold), day("2028-06-01"))
            .unwrap_err();
        assert_eq!(refused.code(), "trust-edit");
    }
    for (name, path) in [
        ("targets", "a/*"),
        ("a/b", "a/*"),
        ("kanto", "a"),
        ("kanto", "../*"),
        ("kanto", "*/*"),
    ] {
        let refused = repository.delegate(name, &plan_of(&[9], 1), &[path.to_owned()], day("2028-06-01"));
        assert!(refused.is_err(), "{name} {path}");
    }
    let mut list = repository.signers("kansai").unwrap();
    list.signers
        .push(signer("pretender", 30, &["association"], &["factory/**"]));
    repository.set_signers("kansai", list, day("2027-05-01")).unwrap();
    repository.sign(&signers(&[key(DELEGATE)])).unwrap();
    let online = [key(SNAPSHOT), key(TIMESTAMP)];
    let before = world.files();
    let refused = repository
        .publish(&signers(&online), day("2027-03-01"), day("2027-01-10"))
        .unwrap_err();
    assert_eq!(refused.code(), "trust-delegation");
    assert_eq!(world.files(), before);
    assert!(
        Repository::init(
            world.dir("repository"),
            &world.path("scratch"),
            &sekisho_bundle::trust::publish::Plan {
                root: plan_of(&ROOT, 2),
                targets: plan_of(&TARGETS, 2),
                snapshot: plan_of(&[SNAPSHOT], 1),
                timestamp: plan_of(&[TIMESTAMP], 1),
                root_expires: day("2028-01-01"),
                targets_expires: day("2027-06-01"),
            }
        )
        .is_err()
    );
}
