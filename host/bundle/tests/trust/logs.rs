//! Transparency logs in the trust root: read strictly, counted only for what they are named for, and not forgotten.

use crate::world::{Key, TODAY, World, day, key, rule};
use ed25519_dalek::SigningKey;
use sekisho_bundle::sign::Signer;
use sekisho_bundle::trust::heads::{Link, one_log};
use sekisho_bundle::trust::{Log, NoteKey, NoteKind, SeenLog, Signers, Witness};
use sekisho_model::Digest;
use sekisho_model::error::Hint as _;
use sekisho_model::merkle::Tree;
use serde_json::{Value, json};

fn vkey(name: &str, kind: NoteKind, seed: u8) -> String {
    let key = SigningKey::from_bytes(&[seed; 32]).verifying_key().to_bytes();
    NoteKey::new(name, kind, &key).unwrap().text()
}

fn witness(name: &str, note: &str, seed: u8) -> Witness {
    Witness {
        name: name.to_owned(),
        key: vkey(note, NoteKind::Witness, seed),
    }
}

fn log(id: &str, scope: &str, seed: u8) -> Log {
    let origin = format!("log.example/{id}");
    Log {
        id: id.to_owned(),
        keys: vec![vkey(&origin, NoteKind::Note, seed)],
        origin,
        witnesses: vec![witness("meti", "w1.example", 101), witness("jama", "w2.example", 102)],
        quorum: 2,
        scopes: [scope.to_owned()].into(),
        not_after: None,
    }
}

#[test]
fn what_is_not_used_is_not_written() {
    let mut list = Signers::default();
    list.rules.push(rule("factory/*", &[], 1));
    let text = String::from_utf8(list.to_bytes().unwrap()).unwrap();
    assert!(!text.contains("logs") && !text.contains("require_log"), "{text}");
    list.rules[0].require_log = true;
    list.logs.push(log("one", "factory/*", 1));
    let bytes = list.to_bytes().unwrap();
    assert_eq!(Signers::parse("signers.json", &bytes).unwrap(), list);
    let text = String::from_utf8(bytes).unwrap();
    assert!(
        text.contains(r#""require_log":true"#) && !text.contains("not_after"),
        "{text}"
    );
}

#[test]
fn logs_are_read_strictly() {
    let mut list = Signers {
        logs: vec![log("one", "factory/*", 1), log("two", "**", 2)],
        ..Signers::default()
    };
    list.logs[0].not_after = Some(day("2029-01-01"));
    let good = serde_json::to_value(&list).unwrap();
    let parse = |value: &Value| Signers::parse("signers.json", &serde_json::to_vec(value).unwrap());
    assert_eq!(parse(&good).unwrap(), list);
    let note = |name: &str, seed| Value::from(vkey(name, NoteKind::Note, seed));
    let cosign = |name: &str, seed| Value::from(vkey(name, NoteKind::Witness, seed));
    let damages: Vec<(&str, Value)> = vec![
        ("/logs/0/id", "a b".into()),
        ("/logs/0/id", "two".into()),
        ("/logs/0/origin", "".into()),
        ("/logs/0/origin", "a b".into()),
        ("/logs/0/origin", "log.example/two".into()),
        ("/logs/0/keys", json!([])),
        ("/logs/0/keys/0", "log.example/one+00000000+AQ==".into()),
        ("/logs/0/keys/0", cosign("log.example/one", 1)),
        ("/logs/0/keys", json!([note("a", 1), note("b", 1)])),
        ("/logs/0/witnesses/0/key", note("w1.example", 101)),
        ("/logs/0/witnesses/0/key", "w1.example".into()),
        // One key under two names, the log's own key, two witnesses of one name.
        ("/logs/0/witnesses/0/key", cosign("w1.example", 102)),
        ("/logs/0/witnesses/0/key", cosign("w1.example", 1)),
        ("/logs/0/witnesses/0/key", cosign("w2.example", 103)),
        ("/logs/0/witnesses/0/name", "jama".into()),
        ("/logs/0/witnesses/0/name", "経産省".into()),
        ("/logs/0/quorum", 3.into()),
        ("/logs/0/quorum", (-1).into()),
        ("/logs/0/scopes", json!([])),
        ("/logs/0/scopes", json!(["../*"])),
        ("/logs/0/not_after", "2026-02-30".into()),
        ("/logs/0", json!({"id": "x", "unknown": 1})),
    ];
    for (at, value) in damages {
        let mut list = good.clone();
        *list.pointer_mut(at).unwrap() = value.clone();
        assert_eq!(parse(&list).unwrap_err().code(), "trust-malformed", "{at} {value}");
    }
    // A witness with an old and a new key is one witness.
    let mut list = good;
    list["logs"][0]["witnesses"] = json!([
        {"name": "meti", "key": cosign("w1.example", 101)}, {"name": "meti", "key": cosign("w1.example", 103)},
    ]);
    assert!(parse(&list).is_err(), "two of one");
    list["logs"][0]["quorum"] = 1.into();
    assert!(parse(&list).is_ok());
}

#[test]
fn a_delegate_asks_for_more_and_is_not_taken_for_the_association() {
    let world = World::new();
    let mut repository = world.repository();
    let mut list = repository.signers("kansai").unwrap();
    list.logs.push(log("own", "factory/kansai/*", 3));
    let mut logged = rule("factory/kansai/special", &[], 1);
    logged.require_log = true;
    list.rules.push(logged);
    repository.set_signers("kansai", list, day("2027-06-01")).unwrap();
    let mut list = repository.signers("targets").unwrap();
    list.logs.push(log("one", "factory/**", 1));
    list.rules[0].require_log = true;
    repository.set_signers("targets", list, day("2027-06-01")).unwrap();
    world.publish(&mut repository);
    let state = world.pinned().update(world.files(), day(TODAY)).unwrap();
    let special = state.rules_for("factory/kansai/special").unwrap();
    assert_eq!(special.must_be_logged_by, ["targets", "kansai"]);
    let ids: Vec<(&str, bool, bool)> = special
        .logs
        .iter()
        .map(|l| (l.log.id.as_str(), l.is_enough_for("targets"), l.is_enough_for("kansai")))
        .collect();
    assert_eq!(ids, [("one", true, true), ("own", false, true)]);
    let other = state.rules_for("factory/meti").unwrap();
    assert_eq!((other.must_be_logged_by.len(), other.logs.len()), (1, 1));
    // Outside of its paths it names nothing.
    for scope in ["factory/**", "**", "factory/kanto/*"] {
        let mut repository = world.repository();
        let mut list = repository.signers("kansai").unwrap();
        list.logs = vec![log("own", scope, 3)];
        repository.set_signers("kansai", list, day("2027-06-01")).unwrap();
        let keys: Vec<Key> = (1..=12).map(key).collect();
        let signers: Vec<&dyn Signer> = keys.iter().map(|key| key as &dyn Signer).collect();
        repository.sign(&signers).unwrap();
        let refused = repository.publish(&signers, day("2027-03-01"), day("2027-01-10"));
        assert_eq!(refused.unwrap_err().code(), "trust-delegation", "{scope}");
    }
}

fn head(tree: &Tree) -> SeenLog {
    tree.head()
}

fn tree(entries: std::ops::Range<u64>, other: Option<u64>) -> Tree {
    let leaf = |n: u64| Digest::of(format!("{n}{}", if Some(n) == other { " other" } else { "" }).as_bytes());
    Tree::of(entries.map(leaf).collect())
}

#[test]
fn a_store_remembers_logs_and_takes_no_other_branch() {
    let world = World::new();
    let store = world.updated();
    let (old, new, fork) = (tree(0..5, None), tree(0..9, None), tree(0..9, Some(3)));
    let link = |tree: &Tree| Link {
        old: 5,
        new: head(tree),
        hashes: tree.prove_consistency(5).unwrap(),
    };
    let saw = |tree: &Tree, links: &[Link], common| store.saw_log("log.example/one", &head(tree), links, common);
    assert_eq!(saw(&old, &[], false), Ok(()));
    assert_eq!(saw(&new, &[], false).unwrap_err().code(), "log-gap");
    assert_eq!(saw(&fork, &[link(&fork)], false).unwrap_err().code(), "log-split");
    assert_eq!(saw(&new, &[link(&fork), link(&new)], false), Ok(()));
    assert_eq!(store.state(day(TODAY)).unwrap().logs()["log.example/one"], head(&new));
    // An older one after it; the same size and another root, whoever signed it.
    assert_eq!(saw(&old, &[], false).unwrap_err().code(), "log-rollback");
    assert_eq!(saw(&fork, &[], true).unwrap_err().code(), "log-split");
    assert_eq!(saw(&old, &[link(&new)], false), Ok(()));
    assert_eq!(saw(&old, &[], true), Ok(()));
    assert_eq!(store.state(day(TODAY)).unwrap().logs()["log.example/one"], head(&new));
    // Another log is another log, and an update of the trust root forgets none.
    assert_eq!(store.saw_log("log.example/two", &head(&fork), &[], false), Ok(()));
    store.update(world.files(), day(TODAY)).unwrap();
    assert_eq!(store.state(day(TODAY)).unwrap().logs().len(), 2);
    // A store that has not seen a log yet.
    let seen = world.path("store").join("seen.json");
    let text = std::fs::read_to_string(&seen).unwrap();
    let mut value: Value = serde_json::from_str(&text).unwrap();
    value.as_object_mut().unwrap().remove("logs");
    std::fs::write(&seen, value.to_string()).unwrap();
    assert!(store.state(day(TODAY)).unwrap().logs().is_empty());
}

#[test]
fn the_empty_log_is_extended_by_every_log() {
    let (empty, some) = (tree(0..0, None), tree(0..3, None));
    assert_eq!(one_log("o", &head(&empty), &head(&some), &[], false), Ok(()));
    assert_eq!(one_log("o", &head(&some), &head(&empty), &[], false), Ok(()));
    assert!(log("one", "*", 1).has_common_witness());
    let half = Log {
        quorum: 1,
        ..log("one", "*", 1)
    };
    assert!(!half.has_common_witness());
}
