//! Bundles by way of registries: pushed, pulled, pinned, carried on a stick, and never half there.

use super::bundle::{build, directory};
use sekisho_tests::binary::{DAY, POLICY, Ran, Scratch, apart, binary, command, finish, good, sekisho};
use sekisho_tests::registry::{Debian, Liar, Own, Registry};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

/// `sekisho ARGUMENTS` in a folder.
fn within(folder: &str, arguments: &[&str]) -> Ran {
    std::fs::create_dir_all(folder).unwrap();
    finish(command(&binary()).args(arguments).current_dir(folder))
}

/// The same where no network is.
fn offline(folder: &str, arguments: &[&str]) -> Ran {
    std::fs::create_dir_all(folder).unwrap();
    apart(Path::new(folder), arguments)
}

/// A bundle of a version, and one of the next, with a key that signed both.
fn two(s: &Scratch) -> [String; 2] {
    let folder = directory("honest");
    sekisho(&["trust", "key", &s.at("key"), "--password-file", &password(s)]).exits(0);
    let made = ["1.0.0", "1.1.0"].map(|version| {
        let about = std::fs::read_to_string(folder.at("bundle.toml")).unwrap();
        let old = about
            .lines()
            .find(|line| line.starts_with("version"))
            .unwrap()
            .to_owned();
        folder.write("bundle.toml", about.replace(&old, &format!("version = \"{version}\"")));
        let to = s.at(&format!("{version}.tar"));
        build(&folder, &to);
        sign(s, &to, "key");
        to
    });
    good(s, "e");
    made
}

fn password(s: &Scratch) -> String {
    s.write("pw", "walkthrough\n");
    s.at("pw")
}

fn sign(s: &Scratch, bundle: &str, key: &str) {
    sekisho(&[
        "bundle",
        "sign",
        bundle,
        "--key",
        &s.at(key),
        "--password-file",
        &password(s),
    ])
    .exits(0);
}

/// Everything below a folder but files of locks.
fn below(folder: &str) -> BTreeSet<String> {
    fn walk(path: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
            match entry.path() {
                path if path.is_dir() => walk(&path, found),
                path if path.file_name().unwrap() == ".lock" => {}
                path => {
                    found.insert(path.display().to_string());
                }
            }
        }
    }
    let mut found = BTreeSet::new();
    walk(Path::new(folder), &mut found);
    found
}

#[test]
fn what_is_pulled_is_pinned_and_scans_without_a_network() {
    let s = Scratch::new();
    let [old, new] = two(&s);
    let registry = Registry::start();
    let reference = format!("oci://{}/example/suppliers:stable", registry.host());
    let pushed: Value = sekisho(&["bundle", "push", &old, &reference, "-o", "json"])
        .exits(0)
        .json();
    assert_eq!(pushed["signatures"], 1);

    let (home, key) = (s.at("enterprise"), s.at("key.pub"));
    let pull = |more: &[&str]| {
        within(
            &home,
            &[&["bundle", "pull", &reference, "--trusted-key", &key][..], more].concat(),
        )
    };
    // Without a pin nothing is taken for granted.
    let ran = within(&home, &["bundle", "pull", &reference, "--locked"]).exits(5);
    assert!(ran.stderr.contains("[registry-not-pinned]"), "{}", ran.stderr);
    let ran = within(&home, &["scan", &s.at("e"), "--policy", POLICY, "--bundle", &reference]).exits(3);
    assert!(ran.stderr.contains("bundle pull"), "{}", ran.stderr);

    let pulled: Value = pull(&["-o", "json"]).exits(0).json();
    let one = &pulled["bundles"][0];
    assert_eq!(
        (one["step"].as_str(), one["verified"].as_bool()),
        (Some("pinned"), Some(true))
    );
    assert_eq!(one["digest"], pushed["digest"]);
    let lock = std::fs::read_to_string(format!("{home}/sekisho.lock")).unwrap();
    assert!(lock.contains(pushed["digest"].as_str().unwrap()), "{lock}");

    let scan = |by: &dyn Fn(&str, &[&str]) -> Ran| {
        by(
            &home,
            &[
                "scan",
                &s.at("e"),
                "--policy",
                POLICY,
                "--bundle",
                &reference,
                "--trusted-key",
                &key,
                "--as-of",
                DAY,
                "-o",
                "json",
            ],
        )
    };
    let scanned: Value = scan(&offline).exits(0).json();
    assert_eq!(scanned["bundles"][0]["digest"], pushed["digest"]);
    assert_eq!(scanned["bundles"][0]["trust"], "signed");
    for verb in [&["inspect"][..], &["verify", "--trusted-key", &key]] {
        let (first, rest) = verb.split_first().unwrap();
        offline(&home, &[&["bundle", first, &reference][..], rest].concat()).exits(0);
    }

    // A tag that is taken is not moved by accident, and whoever pinned it is told.
    let ran = sekisho(&["bundle", "push", &new, &reference]).exits(5);
    assert!(ran.stderr.contains("[registry-tag-taken]"), "{}", ran.stderr);
    let moved: Value = sekisho(&["bundle", "push", &new, &reference, "--replace", "-o", "json"])
        .exits(0)
        .json();
    let ran = pull(&[]).exits(5);
    for part in [
        "[registry-tag-moved]",
        "1.0.0",
        "1.1.0",
        moved["digest"].as_str().unwrap(),
        "--update",
    ] {
        assert!(ran.stderr.contains(part), "{part}: {}", ran.stderr);
    }
    assert_eq!(std::fs::read_to_string(format!("{home}/sekisho.lock")).unwrap(), lock);
    let again: Value = scan(&offline).exits(0).json();
    assert_eq!(again, scanned);

    // The pinned one is still to be had, on another machine too.
    let other = s.at("other");
    s.write("other/sekisho.lock", &lock);
    let pulled: Value = within(&other, &["bundle", "pull", "--locked", "-o", "json"])
        .exits(0)
        .json();
    assert_eq!(pulled["bundles"][0]["digest"], pushed["digest"]);
    drop(registry);
    offline(&other, &["bundle", "pull", "--locked"]).exits(0);
}

#[test]
fn an_update_on_purpose_shows_what_it_changes() {
    let s = Scratch::new();
    let [old, new] = two(&s);
    let registry = Registry::start();
    let reference = format!("oci://{}/example/suppliers", registry.host());
    sekisho(&["bundle", "push", &old, &reference]).exits(0);
    let home = s.at("home");
    within(&home, &["bundle", "pull", &reference]).exits(0);
    sekisho(&["bundle", "push", &new, &reference, "--replace"]).exits(0);
    let ran = within(&home, &["bundle", "pull", &reference, "--update", "--lang", "en"]).exits(0);
    assert!(
        ran.stderr.contains("version: 1.0.0 → 1.1.0") || ran.stderr.contains("1.0.0 → 1.1.0"),
        "{}",
        ran.stderr
    );
    assert!(ran.out().contains("pinned anew"), "{}", ran.out());
    let ran = within(&home, &["bundle", "pull", &reference, "--lang", "en"]).exits(0);
    assert!(ran.out().contains("as pinned"), "{}", ran.out());
    // Another bundle under a name that is in use is not an update.
    let stranger = directory("honest");
    let about = std::fs::read_to_string(stranger.at("bundle.toml")).unwrap();
    stranger.write(
        "bundle.toml",
        about.replace("example-auto/suppliers", "example-auto/other"),
    );
    build(&stranger, &s.at("stranger.tar"));
    sekisho(&["bundle", "push", &s.at("stranger.tar"), &reference, "--replace"]).exits(0);
    let ran = within(&home, &["bundle", "pull", &reference, "--update"]).exits(5);
    assert!(ran.stderr.contains("[registry-other-bundle]"), "{}", ran.stderr);
}

#[test]
fn what_is_not_trusted_is_neither_kept_nor_pinned() {
    let s = Scratch::new();
    let [old, _] = two(&s);
    let registry = Registry::start();
    let reference = format!("oci://{}/example/suppliers:1", registry.host());
    sekisho(&["bundle", "push", &old, &reference]).exits(0);
    sekisho(&["trust", "key", &s.at("stranger"), "--password-file", &password(&s)]).exits(0);
    let home = s.at("home");
    let ran = within(
        &home,
        &["bundle", "pull", &reference, "--trusted-key", &s.at("stranger.pub")],
    )
    .exits(5);
    assert!(ran.stderr.contains("[signatures]"), "{}", ran.stderr);
    let keys = [
        "--trusted-key",
        &s.at("stranger.pub"),
        "--trusted-key",
        &s.at("key.pub"),
        "--trusted-signers",
        "2",
    ];
    within(&home, &[&["bundle", "pull", &reference][..], &keys].concat()).exits(5);
    assert_eq!(below(&home), BTreeSet::new());
    // The certifier signs what is there already; the bundle stays what it is, and both signatures come.
    sign(&s, &old, "stranger");
    sekisho(&["bundle", "push", &old, &reference]).exits(0);
    let ran = within(
        &home,
        &[&["bundle", "pull", &reference, "-o", "json"][..], &keys].concat(),
    )
    .exits(0);
    assert_eq!(ran.json()["bundles"][0]["signatures"], 2);
}

#[test]
fn a_stick_carries_bundles_to_where_no_network_is() {
    let s = Scratch::new();
    let made = two(&s);
    let registry = Registry::start();
    let home = s.at("home");
    for (bundle, tag) in made.iter().zip(["1.0", "1.1"]) {
        let reference = format!("oci://{}/example/suppliers:{tag}", registry.host());
        sekisho(&["bundle", "push", bundle, &reference]).exits(0);
        within(&home, &["bundle", "pull", &reference]).exits(0);
    }
    within(&home, &["bundle", "save", "--to", &s.at("stick.tar")]).exits(0);
    let first = std::fs::read(s.at("stick.tar")).unwrap();
    within(&home, &["bundle", "save", "--to", &s.at("stick.tar")]).exits(0);
    assert_eq!(
        std::fs::read(s.at("stick.tar")).unwrap(),
        first,
        "the same bundles give the same file"
    );

    let plant = s.at("plant");
    s.write("plant/sekisho.lock", s.text("home/sekisho.lock"));
    let ran = offline(
        &plant,
        &[
            "bundle",
            "load",
            &s.at("stick.tar"),
            "--trusted-key",
            &s.at("key.pub"),
            "--lang",
            "en",
        ],
    )
    .exits(0);
    assert_eq!(ran.out().matches("signatures verified (1)").count(), 2, "{}", ran.out());
    let reference = format!("oci://{}/example/suppliers:1.1", registry.host());
    let scan = [
        "scan",
        &s.at("e"),
        "--policy",
        POLICY,
        "--bundle",
        &reference,
        "--trusted-key",
        &s.at("key.pub"),
        "--as-of",
        DAY,
    ];
    offline(&plant, &scan).exits(0);
    let ran = offline(
        &plant,
        &[
            "bundle",
            "diff",
            &format!("oci://{}/example/suppliers:1.0", registry.host()),
            &reference,
        ],
    )
    .exits(0);
    assert!(ran.out().contains("1.0.0 → 1.1.0"), "{}", ran.out());

    // Every byte of the stick is held; nothing of a bad one is kept.
    let bare = s.at("bare");
    for at in (0..first.len()).step_by(first.len() / 97) {
        let mut bad = first.clone();
        bad[at] ^= 1;
        s.write("bad.tar", &bad);
        within(&bare, &["bundle", "load", &s.at("bad.tar")]).exits(5);
    }
    // One of two that nobody trusted signed keeps both out.
    let third = directory("honest");
    build(&third, &s.at("unsigned.tar"));
    within(
        &bare,
        &[
            "bundle",
            "load",
            &s.at("unsigned.tar"),
            "--trusted-key",
            &s.at("key.pub"),
        ],
    )
    .exits(5);
    assert_eq!(below(&bare), BTreeSet::new());
}

#[test]
fn a_lock_that_lies_is_refused() {
    let s = Scratch::new();
    let made = two(&s);
    let registry = Registry::start();
    let home = s.at("home");
    for (bundle, tag) in made.iter().zip(["1.0", "1.1"]) {
        let reference = format!("oci://{}/example/suppliers:{tag}", registry.host());
        sekisho(&["bundle", "push", bundle, &reference]).exits(0);
        within(&home, &["bundle", "pull", &reference]).exits(0);
    }
    let lock = s.text("home/sekisho.lock");
    let digests: Vec<&str> = lock.lines().filter(|line| line.starts_with("digest")).collect();
    let reference = format!("oci://{}/example/suppliers:1.0", registry.host());
    let scan = [
        "scan",
        &s.at("e"),
        "--policy",
        POLICY,
        "--bundle",
        &reference,
        "--allow-unsigned",
    ];
    s.write("home/sekisho.lock", lock.replace(digests[0], digests[1]));
    for ran in [
        within(&home, &scan),
        within(&home, &["bundle", "pull", &reference, "--locked"]),
    ] {
        let ran = ran.exits(5);
        assert!(ran.stderr.contains("[registry-pin]"), "{}", ran.stderr);
    }
    s.write("home/sekisho.lock", format!("{lock}surprise = 1\n"));
    let ran = within(&home, &scan).exits(3);
    assert!(ran.stderr.contains("[registry-lock]"), "{}", ran.stderr);
    // What lies in the store under a digest must be what the digest says.
    s.write("home/sekisho.lock", &lock);
    for path in below(&s.at("home/.sekisho")) {
        let mut bytes = std::fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(&path, bytes).unwrap();
    }
    within(&home, &scan).exits(5);
    // Pulling mends it.
    within(&home, &["bundle", "pull"]).exits(0);
    within(&home, &scan).exits(0);
}

#[test]
fn a_pull_that_is_killed_leaves_the_old_or_the_new() {
    let s = Scratch::new();
    let [old, new] = two(&s);
    // Slow enough that the kill falls into every part of it.
    let registry = Own::start(Some(|_, _, body| {
        std::thread::sleep(Duration::from_millis(3));
        Some(body)
    }));
    let reference = format!("oci://{}/example/suppliers:1", registry.host);
    let digest = |bundle: &str| -> String {
        let pushed: Value = sekisho(&["bundle", "push", bundle, &reference, "--replace", "-o", "json"])
            .exits(0)
            .json();
        pushed["digest"].as_str().unwrap().to_owned()
    };
    let first = digest(&old);
    let home = s.at("home");
    within(&home, &["bundle", "pull", &reference]).exits(0);
    let before = s.text("home/sekisho.lock");
    let second = digest(&new);
    let mut seen = BTreeSet::new();
    for delay in (0..160).step_by(8) {
        s.write("home/sekisho.lock", &before);
        let mut child = command(&binary())
            .args(["bundle", "pull", &reference, "--update"])
            .current_dir(&home)
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(delay));
        let _ = child.kill();
        child.wait().unwrap();
        let lock = s.text("home/sekisho.lock");
        let is_new = lock.contains(&second);
        assert_ne!(is_new, lock.contains(&first), "{lock}");
        seen.insert(is_new);
        // Whatever the lock says is there and whole.
        within(&home, &["bundle", "inspect", &reference]).exits(0);
    }
    assert!(seen.contains(&false), "no kill came in time");
    within(&home, &["bundle", "pull", &reference, "--update"]).exits(0);
    assert!(s.text("home/sekisho.lock").contains(&second));
}

#[test]
fn two_pulls_at_once_lose_no_pin() {
    let s = Scratch::new();
    let [old, _] = two(&s);
    let registry = Registry::start();
    let home = s.at("home");
    std::fs::create_dir_all(&home).unwrap();
    let tags: Vec<String> = (0..6)
        .map(|n| format!("oci://{}/example/suppliers:t{n}", registry.host()))
        .collect();
    for tag in &tags {
        sekisho(&["bundle", "push", &old, tag]).exits(0);
    }
    std::thread::scope(|scope| {
        for tag in &tags {
            scope.spawn(|| within(&home, &["bundle", "pull", tag]).exits(0));
        }
    });
    let lock = s.text("home/sekisho.lock");
    assert_eq!(lock.matches("[[bundle]]").count(), tags.len(), "{lock}");
}

#[test]
fn a_registry_that_lies_half_way_leaves_nothing_behind() {
    let s = Scratch::new();
    let [old, _] = two(&s);
    let good = Own::start(None);
    let reference = format!("oci://{}/example/suppliers:1", good.host);
    sekisho(&["bundle", "push", &old, &reference]).exits(0);
    let liars: [Liar; 3] = [
        // A file whose bytes are others, after others that were right.
        |method, path, mut body| {
            if method == "GET" && path.contains("/blobs/") && body.starts_with(b"\0asm") {
                body.push(0);
                let _ = body.swap_remove(100);
            }
            Some(body)
        },
        // A connection that is cut.
        |method, path, body| match method == "GET" && path.contains("/blobs/") && body.starts_with(b"\0asm") {
            true => None,
            false => Some(body),
        },
        // A manifest of another bundle.
        |method, path, body| match method == "GET" && path.contains("/manifests/sha256:") {
            true => Some(String::from_utf8(body).unwrap().replace("1.0.0", "9.9.9").into_bytes()),
            false => Some(body),
        },
    ];
    for (number, liar) in liars.into_iter().enumerate() {
        let bad = good.mirror(Some(liar));
        let home = s.at(&format!("home{number}"));
        let digest = sekisho(&["bundle", "inspect", &old, "-o", "json"]).exits(0).json();
        let by_digest = format!(
            "oci://{}/example/suppliers@{}",
            bad.host,
            digest["digest"].as_str().unwrap()
        );
        let ran = within(&home, &["bundle", "pull", &by_digest, "--timeout", "5"]);
        assert!(matches!(ran.code, 3 | 5), "{number}: {}", ran.stderr);
        assert_eq!(below(&home), BTreeSet::new(), "{number}");
        // As a mirror it is named, and the next place is asked.
        let ran = within(&home, &["bundle", "pull", &reference, "--mirror", &bad.host]).exits(0);
        let is_named = ran.stderr.contains(&bad.host) && ran.stderr.contains("next place");
        assert!(is_named || number == 2, "{number}: {}", ran.stderr);
    }
}

#[test]
fn debians_registry_is_spoken_with_by_tls_and_password() {
    let s = Scratch::new();
    let [old, _] = two(&s);
    let data = sekisho_tests::root().join("tests/data/registry");
    let at = |name: &str| data.join(name).to_str().unwrap().to_owned();
    // The password of this entry is `U*U`.
    s.write(
        "htpasswd",
        "auditor:$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW\n",
    );
    let http = format!(
        "  tls: {{ certificate: '{}', key: '{}' }}",
        at("server.pem"),
        at("server.key")
    );
    let more = format!("auth: {{ htpasswd: {{ realm: test, path: '{}' }} }}", s.at("htpasswd"));
    let Some(registry) = Debian::start(&http, &more) else {
        println!("left out: there is no docker-registry on this machine");
        return;
    };
    let reference = format!("oci://{}/example/suppliers:1", registry.host);
    s.write("registry.pw", "U*U\n").write("wrong.pw", "U*V\n");
    let (ca, pw) = (at("ca.pem"), s.at("registry.pw"));
    let push = |more: &[&str]| sekisho(&[&["bundle", "push", &old, &reference][..], more].concat());
    for (more, code) in [
        (&["--ca-file", &ca][..], "registry-denied"),
        (
            &[
                "--ca-file",
                &ca,
                "--username",
                "auditor",
                "--password-file",
                &s.at("wrong.pw"),
            ],
            "registry-denied",
        ),
        (
            &[
                "--ca-file",
                &at("other-ca.pem"),
                "--username",
                "auditor",
                "--password-file",
                &pw,
            ],
            "registry-unreachable",
        ),
    ] {
        let ran = push(more).exits(3);
        assert!(ran.stderr.contains(&format!("[{code}]")), "{}", ran.stderr);
        assert!(!ran.stderr.contains("U*"), "{}", ran.stderr);
    }
    let own = ["--ca-file", &ca, "--username", "auditor", "--password-file", &pw];
    push(&own).exits(0);
    let home = s.at("home");
    within(
        &home,
        &[
            &["bundle", "pull", &reference, "--trusted-key", &s.at("key.pub")][..],
            &own,
        ]
        .concat(),
    )
    .exits(0);
    assert!(!s.text("home/sekisho.lock").contains("U*U"));
    // The variable does what the file does.
    let mut by_variable = command(&binary());
    by_variable.args(["bundle", "pull", &reference, "--ca-file", &ca, "--username", "auditor"]);
    let ran = finish(by_variable.env("SEKISHO_REGISTRY_PASSWORD", "U*U").current_dir(&home));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}
