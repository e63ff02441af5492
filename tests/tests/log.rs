//! The transparency log from the command line: kept, proven, witnessed, refused where it was changed, and never torn.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "tests; the clock says when to kill, and decides nothing"
)]

use sekisho_tests::binary::{Ran, Scratch, binary, bundle, command, kill_when, sekisho};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

const ORIGIN: &str = "log.example.jp/bundles";

struct Place {
    s: Scratch,
    /// Of the log.
    vkey: String,
}

impl Place {
    fn new() -> Self {
        let s = Scratch::new();
        s.write("password", "correct horse\n");
        for (name, kind) in [("key", "ed25519"), ("witness", "ed25519"), ("p256", "p256")] {
            let (file, password) = (s.at(name), s.at("password"));
            sekisho(&["trust", "key", &file, "--kind", kind, "--password-file", &password]).exits(0);
        }
        let place = Self { s, vkey: String::new() };
        let ran = place.signed(
            "key",
            &[
                "log",
                "init",
                &place.at("log"),
                "--origin",
                ORIGIN,
                "--seen",
                &place.at("seen"),
            ],
        );
        let vkey = ran.exits(0).out().trim().to_owned();
        assert!(vkey.starts_with(&format!("{ORIGIN}+")), "{vkey}");
        Self { vkey, ..place }
    }

    fn at(&self, path: &str) -> String {
        self.s.at(path)
    }

    fn signed(&self, key: &str, arguments: &[&str]) -> Ran {
        let (key, password) = (self.at(key), self.at("password"));
        sekisho(&[arguments, &["--key", &key, "--password-file", &password]].concat())
    }

    fn append(&self, log: &str, files: &[&str], more: &[&str]) -> Ran {
        let log = self.at(log);
        let files: Vec<String> = files.iter().map(|file| self.at(file)).collect();
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        self.signed("key", &[&["log", "append", &log], files.as_slice(), more].concat())
    }

    /// A command that believes this log.
    fn believing(&self, arguments: &[&str]) -> Ran {
        sekisho(&[&["log"], arguments, &["--log-key", &self.vkey]].concat())
    }

    fn prove(&self, log: &str, file: &str, to: &str) {
        let (log, file, to) = (self.at(log), self.at(file), self.at(to));
        self.believing(&["prove", &log, &file, "--to", &to]).exits(0);
    }

    fn verify(&self, file: &str, proof: &str, more: &[&str]) -> Ran {
        let (file, proof) = (self.at(file), self.at(proof));
        self.believing(&[&["verify", &file, "--proof", &proof], more].concat())
    }

    /// A file with a statement in a Sigstore bundle; its signature is none, which a log does not ask about.
    fn attestation(&self, name: &str) {
        let digest = "5".repeat(64);
        let statement = json!({
            "_type": "https://in-toto.io/Statement/v1", "predicateType": "https://example.jp/said/1",
            "subject": [{ "name": name, "digest": { "sha256": digest } }], "predicate": { "name": name },
        });
        let hint = base64(&[1; 32]);
        let file = json!({
            "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json",
            "verificationMaterial": { "publicKey": { "hint": hint }, "tlogEntries": [] },
            "dsseEnvelope": {
                "payload": base64(statement.to_string().as_bytes()), "payloadType": "application/vnd.in-toto+json",
                "signatures": [{ "sig": base64(&[2; 64]), "keyid": hint }],
            },
        });
        self.s.write(name, file.to_string());
    }
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let number = (0..3).fold(0, |number, n| number << 8 | usize::from(*three.get(n).unwrap_or(&0)));
        for n in 0..4 {
            let letter = LETTERS[number >> (18 - 6 * n) & 63];
            out.push(if n > three.len() { '=' } else { char::from(letter) });
        }
    }
    out
}

fn copy(from: &str, to: &str) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let (path, to) = (
            entry.as_ref().unwrap().path(),
            Path::new(to).join(entry.unwrap().file_name()),
        );
        if path.is_dir() {
            copy(path.to_str().unwrap(), to.to_str().unwrap());
        } else {
            std::fs::copy(path, to).unwrap();
        }
    }
}

/// Refused, and by which rule.
#[track_caller]
fn refused(ran: Ran, rule: &str) {
    let ran = ran.exits(5);
    assert!(ran.stderr.contains(&format!("[{rule}]")), "{rule}: {}", ran.stderr);
}

const ABOUT: &str = r#"
format = "bundle/1"
id = "example-auto/suppliers"
version = "1.0.0"
title = { ja = "部品会社向け", en = "For suppliers" }
issuer = { ja = "例示自動車工業会", en = "Example Automobile Association" }
source_document = { ja = "例示指針", en = "Example guideline" }
source_date = 2026-04-01
effective_from = 2026-10-01
"#;

#[test]
fn a_bundle_and_an_attestation_are_logged_proven_and_verified_offline() {
    let place = Place::new();
    let from = bundle("honest");
    from.write("bundle.toml", ABOUT);
    let to = place.at("a.tar");
    sekisho(&["bundle", "build", from.path().to_str().unwrap(), "--to", &to]).exits(0);
    // The signature of an Ed25519 key over the bundle is itself a statement.
    let signature = place.at("a.sigstore.json");
    place
        .signed("key", &["bundle", "sign", &to, "--signature", &signature])
        .exits(0);
    let ran = place.append(
        "log",
        &["a.tar", "a.sigstore.json", "a.tar"],
        &["--seen", &place.at("seen"), "-o", "json"],
    );
    let told: Value = ran.exits(0).json();
    assert_eq!(told["size"], 2);
    let numbers: Vec<_> = told["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| (&e["index"], &e["new"]))
        .collect();
    assert_eq!(json!(numbers), json!([[0, true], [1, true], [0, false]]));
    let entry = &told["entries"][0]["entry"];
    assert_eq!(
        (&entry["kind"], &entry["id"]),
        (&json!("bundle"), &json!("example-auto/suppliers"))
    );
    assert_eq!(told["entries"][1]["entry"]["kind"], "attestation");
    assert_eq!(
        told["entries"][1]["entry"]["subjects"][0], entry["digest"],
        "it is about the bundle"
    );
    // Once more: nothing new, and the checkpoint stays as it is.
    let before = place.s.read("log/checkpoint");
    place.append("log", &["a.tar"], &[]).exits(0);
    assert_eq!(place.s.read("log/checkpoint"), before);
    assert_eq!(place.s.read("seen"), before);
    let shown: Value = place
        .believing(&["show", &place.at("log"), "-o", "json"])
        .exits(0)
        .json();
    assert_eq!((&shown["origin"], &shown["size"]), (&json!(ORIGIN), &json!(2)));
    let last = place
        .believing(&["show", &place.at("log"), "--last", "1", "--lang", "ja"])
        .exits(0);
    assert!(
        last.out().contains("アテステーション") && !last.out().contains("suppliers"),
        "{}",
        last.out()
    );
    for (file, proof) in [("a.tar", "bundle.proof"), ("a.sigstore.json", "attestation.proof")] {
        place.prove("log", file, proof);
        assert!(place.s.text(proof).starts_with("c2sp.org/tlog-proof@v1\nindex "));
        for (lang, words) in [
            ("ja", "に記載あり"),
            ("en", "stands in the log log.example.jp/bundles, number"),
        ] {
            let ran = place.verify(file, proof, &["--lang", lang]).exits(0);
            assert!(ran.out().contains(words), "{}", ran.out());
        }
    }
    let verified: Value = place.verify("a.tar", "bundle.proof", &["-o", "json"]).exits(0).json();
    assert_eq!(
        (&verified["logged"]["index"], &verified["logged"]["size"]),
        (&json!(0), &json!(2))
    );
    assert_eq!(verified["logged"]["root"], shown["root"]);
    // The proof of another thing, another log, another key.
    refused(
        place.verify("a.sigstore.json", "bundle.proof", &[]),
        "merkle-root-differs",
    );
    refused(
        place.verify("a.tar", "bundle.proof", &["--origin", "log.example.jp/other"]),
        "log-wrong-origin",
    );
    let other = Place::new();
    let (file, proof) = (place.at("a.tar"), place.at("bundle.proof"));
    refused(other.believing(&["verify", &file, "--proof", &proof]), "log-other-key");
    // A bundle with one byte changed is no bundle; a proof with one byte changed none.
    let mut bytes = place.s.read("bundle.proof");
    let end = bytes.len() - 10;
    bytes[end] ^= 1;
    place.s.write("bent.proof", bytes);
    let bent = place.verify("a.tar", "bent.proof", &[]).exits(5);
    assert!(bent.stderr.contains("[log-"), "{}", bent.stderr);
    place.attestation("never");
    refused(
        place.believing(&["prove", &place.at("log"), &place.at("never")]),
        "log-not-there",
    );
}

#[test]
fn what_is_no_log_key_and_no_thing_to_log_is_told() {
    let place = Place::new();
    let ran = place
        .signed("p256", &["log", "init", &place.at("other"), "--origin", ORIGIN])
        .exits(3);
    assert!(ran.stderr.contains("ECDSA P-256"), "{}", ran.stderr);
    assert!(!Path::new(&place.at("other")).join("checkpoint").exists());
    place
        .signed("key", &["log", "init", &place.at("log"), "--origin", ORIGIN])
        .exits(3);
    for (name, text, words) in [
        ("d.json", r#"{"format":"disclosure/2"}"#, "which is not logged"),
        (
            "e.json",
            r#"{"format":"assessment/1","more":[]}"#,
            "which is not logged",
        ),
    ] {
        place.s.write(name, text);
        let ran = place.append("log", &[name], &[]).exits(3);
        assert!(ran.stderr.contains(words), "{}", ran.stderr);
    }
    for (name, text) in [("f.json", "{"), ("g.json", "{}"), ("h.tar", "garbage"), ("i", "")] {
        place.s.write(name, text);
        let ran = place.append("log", &[name], &[]);
        assert!(ran.code == 3 || ran.code == 5, "{name}: {}", ran.stderr);
    }
    for key in ["", "x", "a+b+c", &place.vkey.replace("log.", "lag.")] {
        sekisho(&["log", "show", &place.at("log"), "--log-key", key]).exits(3);
    }
    sekisho(&[
        "log",
        "show",
        &place.at("log"),
        "--log-key",
        &place.vkey,
        "--quorum",
        "1",
    ])
    .exits(3);
    sekisho(&["log", "show", &place.at("password"), "--log-key", &place.vkey]).exits(3);
    // Nothing of all that has changed the log.
    let shown: Value = place
        .believing(&["show", &place.at("log"), "-o", "json"])
        .exits(0)
        .json();
    assert_eq!(shown["size"], 0);
}

#[test]
fn a_log_that_was_put_back_or_forked_is_refused() {
    let place = Place::new();
    for name in ["one", "two", "three", "four"] {
        place.attestation(name);
    }
    let seen = place.at("seen");
    place.append("log", &["one", "two"], &["--seen", &seen]).exits(0);
    copy(&place.at("log"), &place.at("old"));
    std::fs::copy(&seen, place.at("seen-at-two")).unwrap();
    place.append("log", &["three"], &["--seen", &seen]).exits(0);
    place.prove("log", "one", "one.proof");
    // The keeper: a copy that was put back.
    refused(place.append("old", &["four"], &["--seen", &seen]), "log-rolled-back");
    // Whoever keeps a checkpoint: the log must extend it.
    let early = place.at("seen-at-two");
    let (log, proof) = (place.at("log"), place.at("2to3"));
    place.verify("one", "one.proof", &["--seen", &early]).exits(3);
    place
        .believing(&["consistency", &log, "--old", "2", "--to", &proof])
        .exits(0);
    place
        .verify("one", "one.proof", &["--seen", &early, "--consistency", &proof])
        .exits(0);
    place.verify("one", "one.proof", &["--seen", &seen]).exits(0);
    // An older proof against a newer checkpoint: the same, the other way round.
    place.prove("old", "one", "early.proof");
    place
        .verify("one", "early.proof", &["--seen", &seen, "--consistency", &proof])
        .exits(0);
    // A second branch.
    place.append("old", &["four"], &[]).exits(0);
    place.prove("old", "one", "forked.proof");
    refused(place.verify("one", "forked.proof", &["--seen", &seen]), "log-forked");
    place.append("old", &["three"], &[]).exits(0);
    place.prove("old", "one", "forked.proof");
    let other = place.at("3to4");
    place
        .believing(&["consistency", &place.at("old"), "--old", "3", "--to", &other])
        .exits(0);
    refused(
        place.verify("one", "forked.proof", &["--seen", &seen, "--consistency", &other]),
        "merkle-old-root-differs",
    );
    // A tile that was bent, an entry that was exchanged.
    for file in ["log/tile/0/000.p/3", "log/tile/entries/000.p/3"] {
        let good = place.s.read(file);
        let mut bent = good.clone();
        let middle = bent.len() / 2;
        bent[middle] ^= 1;
        place.s.write(file, &bent);
        refused(place.believing(&["show", &log]), "log-damaged");
        place.s.write(file, &good);
    }
    place.believing(&["show", &log]).exits(0);
    place.believing(&["consistency", &log, "--old", "9"]).exits(3);
}

#[test]
fn a_witness_signs_what_extends_what_it_signed_and_nothing_else() {
    let place = Place::new();
    for name in ["one", "two", "three"] {
        place.attestation(name);
    }
    place.append("log", &["one"], &[]).exits(0);
    copy(&place.at("log"), &place.at("fork"));
    let (state, signed) = (place.at("state"), place.at("signed"));
    let cosign = |log: &str, time: &str, more: &[&str]| {
        let checkpoint = place.at(&format!("{log}/checkpoint"));
        let head = [
            "log",
            "cosign",
            &checkpoint,
            "--name",
            "witness.example.jp",
            "--log-key",
            &place.vkey,
        ];
        let tail = ["--seen", &state, "--to", &signed, "--time", time];
        place.signed("witness", &[head.as_slice(), &tail, more].concat())
    };
    cosign("log", "2026-11-23T00:00:00Z", &[]).exits(3);
    let key = cosign("log", "2026-11-23T00:00:00Z", &["--first"]).exits(0);
    let key = key.out().trim().to_owned();
    cosign("log", "2026-11-23T00:00:00Z", &["--first"]).exits(3);
    place.prove("log", "one", "one.proof");
    let (log, witness) = (place.at("log"), ["--witness", &key]);
    refused(place.verify("one", "one.proof", &witness), "log-quorum");
    place.believing(&["attach", &log, &signed, "--witness", &key]).exits(0);
    place.prove("log", "one", "one.proof");
    let verified: Value = place
        .verify("one", "one.proof", &["--witness", &key, "-o", "json"])
        .exits(0)
        .json();
    assert_eq!(verified["logged"]["time"], 1_795_392_000);
    assert_eq!(verified["logged"]["witnesses"], json!(["witness.example.jp"]));
    // The log grows: the witness wants to see that it only grew.
    place.append("log", &["two"], &[]).exits(0);
    let before = place.s.read("state");
    cosign("log", "1795392060", &[]).exits(3);
    let proof = place.at("1to2");
    place
        .believing(&["consistency", &log, "--old", "1", "--to", &proof])
        .exits(0);
    cosign("log", "1795392060", &["--consistency", &proof]).exits(0);
    assert_ne!(place.s.read("state"), before);
    // The other branch, of the same size and longer, and the one before.
    let before = place.s.read("state");
    place.append("fork", &["three"], &[]).exits(0);
    refused(cosign("fork", "1795392120", &[]), "log-forked");
    place.append("fork", &["two"], &[]).exits(0);
    let other = place.at("2to3");
    place
        .believing(&["consistency", &place.at("fork"), "--old", "2", "--to", &other])
        .exits(0);
    refused(
        cosign("fork", "1795392120", &["--consistency", &other]),
        "merkle-root-differs",
    );
    place
        .believing(&["attach", &log, &place.at("signed"), "--witness", &key])
        .exits(0);
    place.s.write("early/checkpoint", place.s.read("seen"));
    refused(cosign("early", "1795392120", &[]), "log-rolled-back");
    assert_eq!(place.s.read("state"), before, "nothing was signed");
    // A checkpoint that is not the newest cannot be attached.
    place.append("log", &["three"], &[]).exits(0);
    refused(
        place.believing(&["attach", &log, &signed, "--witness", &key]),
        "log-malformed",
    );
}

#[test]
fn a_log_changes_its_key() {
    let place = Place::new();
    place.attestation("one");
    place.append("log", &["one"], &[]).exits(0);
    let (log, one) = (place.at("log"), place.at("one"));
    refused(place.signed("witness", &["log", "append", &log, &one]), "log-other-key");
    place
        .signed("witness", &["log", "append", &log, &one, "--old-log-key", &place.vkey])
        .exits(0);
    refused(place.believing(&["show", &log]), "log-other-key");
}

/// Killed at any moment, an append leaves the old log or the new one; and it can be done again.
#[test]
fn an_append_that_is_killed_leaves_the_old_or_the_new_log() {
    let place = Place::new();
    let names: Vec<String> = (0..600).map(|n| format!("things/{n:03}")).collect();
    names.iter().for_each(|name| place.attestation(name));
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    place.append("log", &names[..100], &[]).exits(0);
    copy(&place.at("log"), &place.at("done"));
    let begun = Instant::now();
    place.append("done", &names, &[]).exits(0);
    let whole = begun.elapsed();
    let (old, new) = (place.s.read("log/checkpoint"), place.s.read("done/checkpoint"));
    let done = files(&place.at("done"));
    const STEPS: u32 = 40;
    let (mut olds, mut news, mut torn) = (0, 0, 0);
    for step in 0..=STEPS {
        let log = place.at(&format!("log-{step}"));
        copy(&place.at("log"), &log);
        let (key, password) = (place.at("key"), place.at("password"));
        let mut append = command(&binary());
        append.args(["log", "append", &log, "--key", &key, "--password-file", &password]);
        append.args(names.iter().map(|name| place.at(name)));
        let (begun, delay) = (
            Instant::now(),
            whole * step / STEPS * 11 / 10 + Duration::from_micros(50),
        );
        // The last one is let run to its end.
        kill_when(&mut append, || step < STEPS && begun.elapsed() > delay);
        let found = std::fs::read(Path::new(&log).join("checkpoint")).unwrap();
        assert!(
            found == old || found == new,
            "step {step}: {}",
            String::from_utf8_lossy(&found)
        );
        let shown: Value = place.believing(&["show", &log, "-o", "json"]).exits(0).json();
        if found == old {
            olds += 1;
            torn += u32::from(files(&log).len() > files(&place.at("log")).len());
            assert_eq!(shown["size"], 100);
        } else {
            news += 1;
            assert_eq!(shown["size"], 600);
        }
        place.append(&format!("log-{step}"), &names, &[]).exits(0);
        let again = files(&log);
        // Nothing of the done log is missing or other; what an interrupted one left over is no harm.
        assert!(
            done.iter().all(|(path, bytes)| again.get(path) == Some(bytes)),
            "step {step}"
        );
    }
    assert!(olds > 0 && news > 0, "{olds} old, {news} new");
    println!("{olds} old ({torn} of them with files that nobody signed), {news} new");
}

/// Every file below, but the lock.
fn files(folder: &str) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut left = vec![Path::new(folder).to_owned()];
    while let Some(at) = left.pop() {
        for entry in std::fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            match path.is_dir() {
                true => left.push(path),
                false => drop(found.insert(name, std::fs::read(&path).unwrap())),
            }
        }
    }
    found
}
