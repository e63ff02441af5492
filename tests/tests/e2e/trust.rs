//! The trust root from the command line: keys, a repository signed in two offices, a reader who follows it, and what is
//! refused with exit code 5.

use sekisho_tests::binary::{Ran, Scratch, sekisho};
use serde_json::Value;
use std::path::Path;

const KEYS: [&str; 8] = [
    "root1",
    "root2",
    "list1",
    "list2",
    "snapshot",
    "timestamp",
    "signer",
    "author",
];

/// A place with keys and a repository that one office began.
fn begun() -> Scratch {
    let s = Scratch::new();
    std::fs::write(s.at("password"), "correct horse\n").unwrap();
    for (number, name) in KEYS.iter().enumerate() {
        let kind = if number % 2 == 0 { "p256" } else { "ed25519" };
        sekisho(&[
            "trust",
            "key",
            &s.at(name),
            "--kind",
            kind,
            "--password-file",
            &s.at("password"),
        ])
        .exits(0);
    }
    let public = |name: &str| s.at(&format!("{name}.pub"));
    let (root1, root2, list1, list2) = (public("root1"), public("root2"), public("list1"), public("list2"));
    let repository = s.at("repository");
    let mut arguments = vec!["trust", "init", "--repository", &repository];
    arguments.extend(["--root-key", &root1, "--root-key", &root2, "--root-threshold", "2"]);
    arguments.extend(["--list-key", &list1, "--list-key", &list2, "--list-threshold", "2"]);
    let (snapshot, timestamp) = (public("snapshot"), public("timestamp"));
    arguments.extend(["--snapshot-key", &snapshot, "--timestamp-key", &timestamp]);
    let first = signed(&s, &arguments, &["root1", "list1"]).exits(0).json();
    assert_eq!(first["waiting"].as_array().unwrap().len(), 2);
    let second = office(&s, "sign", &[], &["root2", "list2", "snapshot", "timestamp"])
        .exits(0)
        .json();
    assert_eq!(second["root"], 1);
    s
}

/// Runs with these secret keys.
fn signed(s: &Scratch, arguments: &[&str], keys: &[&str]) -> Ran {
    let files: Vec<String> = keys.iter().map(|key| s.at(key)).collect();
    let password = s.at("password");
    let mut all = arguments.to_vec();
    for file in &files {
        all.extend(["--key", file]);
    }
    all.extend(["--password-file", &password]);
    sekisho(&all)
}

/// A command of the publisher.
fn office(s: &Scratch, command: &str, more: &[&str], keys: &[&str]) -> Ran {
    let repository = s.at("repository");
    let mut arguments: Vec<&str> = std::iter::once("trust").chain(command.split(' ')).collect();
    arguments.extend(["--repository", &repository]);
    arguments.extend(more);
    signed(s, &arguments, keys)
}

const ALL: [&str; 4] = ["list1", "list2", "snapshot", "timestamp"];

fn with_signer(s: &Scratch) {
    let key = s.at("signer.pub");
    let names = [
        "--id",
        "jama",
        "--name-ja",
        "協会",
        "--name-en",
        "Association",
        "--public-key",
        &key,
    ];
    let mut more = names.to_vec();
    more.extend(["--role", "association", "--scope", "factory/**"]);
    office(s, "add signer", &more, &ALL).exits(0);
    let rule = ["--scope", "factory/**", "--require", "association=1", "--distinct", "1"];
    office(s, "add rule", &rule, &ALL).exits(0);
}

fn pin(s: &Scratch) {
    let (store, root) = (s.at("store"), s.at("repository/metadata/1.root.json"));
    sekisho(&["trust", "init", "--trust", &store, "--root", &root]).exits(0);
}

fn update(s: &Scratch, from: &str) -> Ran {
    sekisho(&[
        "trust",
        "update",
        "--from",
        from,
        "--trust",
        &s.at("store"),
        "-o",
        "json",
    ])
}

fn show(s: &Scratch, more: &[&str]) -> Ran {
    let store = s.at("store");
    let mut arguments = vec!["trust", "show", "--trust", &store];
    arguments.extend(more);
    sekisho(&arguments)
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to.join(entry.file_name()));
        } else {
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

#[test]
fn an_association_publishes_and_a_reader_follows() {
    let s = begun();
    with_signer(&s);
    pin(&s);
    let state = update(&s, &s.at("repository")).exits(0).json();
    assert_eq!(state["format"], "trust-state/1");
    assert_eq!(state["valid"], true);
    for (lang, words) in [
        ("ja", ["協会", "必要な署名者"]),
        ("en", ["Association", "signers needed"]),
    ] {
        let text = show(&s, &["--lang", lang]).exits(0).out().to_owned();
        assert!(words.iter().all(|word| text.contains(word)), "{text}");
    }
    let one = show(&s, &["--bundle", "factory/meti", "-o", "json"]).exits(0).json();
    assert_eq!(one["threshold"]["total"], 1);
    assert_eq!(one["signers"][0]["id"], "jama");
    let refused = show(&s, &["--bundle", "power/jesc"]).exits(5);
    assert!(
        refused.stderr.contains("trust-no-rule") && refused.stderr.contains("hint:"),
        "{}",
        refused.stderr
    );
}

#[test]
fn an_older_or_altered_copy_exits_with_5() {
    let s = begun();
    copy(Path::new(&s.at("repository")), Path::new(&s.at("old")));
    with_signer(&s);
    pin(&s);
    update(&s, &s.at("repository")).exits(0);
    let refused = update(&s, &s.at("old")).exits(5);
    assert!(refused.stderr.contains("trust-rollback"), "{}", refused.stderr);
    let path = s.at("repository/metadata/timestamp.json");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replacen("\"version\":3", "\"version\":4", 1)).unwrap();
    let refused = update(&s, &s.at("repository")).exits(5);
    assert!(refused.stderr.contains("trust-threshold"), "{}", refused.stderr);
    // Nobody refreshed it for ten years.
    let refused = show(&s, &["--as-of", "2090-01-01"]).exits(5);
    assert!(refused.out().contains("timestamp"), "{}", refused.out());
    assert!(refused.stderr.contains("trust-expired"), "{}", refused.stderr);
}

#[test]
fn what_is_revoked_and_delegated_is_told() {
    let s = begun();
    with_signer(&s);
    let key = s.at("author.pub");
    let more = ["--name", "kansai", "--public-key", &key, "--path", "factory/kansai/*"];
    office(
        &s,
        "delegate",
        &more,
        &["author", "list1", "list2", "snapshot", "timestamp"],
    )
    .exits(0);
    let why = ["--since", "2020-01-01", "--reason-ja", "紛失", "--reason-en", "lost"];
    let mut more = vec!["--signer", "jama"];
    more.extend(why);
    office(&s, "revoke key", &more, &ALL).exits(0);
    pin(&s);
    let state: Value = update(&s, &s.at("repository")).exits(0).json();
    assert_eq!(state["lists"][1]["role"], "kansai");
    let text = show(&s, &["--bundle", "factory/meti", "--lang", "ja"])
        .exits(0)
        .out()
        .to_owned();
    assert!(text.contains("失効 2020-01-01: 紛失"), "{text}");
    office(&s, "remove delegation", &["--name", "kansai"], &ALL).exits(0);
    let state: Value = update(&s, &s.at("repository")).exits(0).json();
    assert_eq!(state["lists"].as_array().unwrap().len(), 1);
}

#[test]
fn wrong_use_is_no_refusal_of_trust() {
    let s = begun();
    std::fs::write(s.at("wrong"), "wrong\n").unwrap();
    let (repository, key, wrong) = (s.at("repository"), s.at("list1"), s.at("wrong"));
    sekisho(&[
        "trust",
        "sign",
        "--repository",
        &repository,
        "--key",
        &key,
        "--password-file",
        &wrong,
    ])
    .exits(3);
    sekisho(&["trust", "key", &key, "--password-file", &wrong]).exits(3);
    sekisho(&["trust", "init", "--repository", &repository]).exits(3);
    sekisho(&["trust", "show", "--trust", &s.at("nowhere")]).exits(3);
    let root = s.at("repository/metadata/1.root.json");
    let other = format!("sha256:{}", "0".repeat(64));
    let store = s.at("store");
    sekisho(&["trust", "init", "--trust", &store, "--root", &root, "--digest", &other]).exits(5);
    assert!(!Path::new(&store).exists());
}
