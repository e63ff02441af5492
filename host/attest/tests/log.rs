//! A log in a directory: what is appended can be proven, and what is done to its files is seen.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "tests"
)]

#[path = "support/scratch.rs"]
mod support;

use ed25519_dalek::SigningKey;
use proptest::prelude::*;
use sekisho_attest::log::{
    ConsistencyProof, InclusionProof, Kind, Log, LogError, MemorySigner, Note, NoteSigner, NoteVerifier, Policy, Writer,
};
use sekisho_model::merkle::{Tree, leaf};
use sekisho_model::{Digest, canonical};
use support::Scratch;

const ORIGIN: &str = "log.example/sekisho";

fn secret(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

fn verifier(name: &str, kind: Kind, seed: u8) -> NoteVerifier {
    NoteVerifier::new(name, kind, &secret(seed).verifying_key().to_bytes()).unwrap()
}

fn policy() -> Policy {
    Policy {
        origin: ORIGIN.to_owned(),
        keys: vec![verifier(ORIGIN, Kind::Note, 1)],
        witnesses: Vec::new(),
        quorum: 0,
    }
}

fn signed<T>(seed: u8, with: impl FnOnce(&[&dyn NoteSigner]) -> T) -> T {
    let key = secret(seed);
    with(&[&MemorySigner {
        name: ORIGIN,
        key: &key,
    }])
}

fn create(at: &Scratch) -> Writer {
    signed(1, |by| Writer::create(at.dir(), policy(), by)).unwrap()
}

fn entry(number: u64) -> Vec<u8> {
    format!("entry {number}").into_bytes()
}

fn append(writer: &mut Writer, count: u64) {
    let first = writer.log().head().leaves;
    let numbers = writer.append((first..first + count).map(entry)).unwrap();
    assert_eq!(numbers, first..first + count);
    signed(1, |by| writer.checkpoint(by).map(|_| ())).unwrap();
}

fn log(at: &Scratch) -> Log {
    Log::open(at.dir(), policy()).unwrap()
}

fn tree(size: u64) -> Tree {
    Tree::of((0..size).map(|n| leaf(&entry(n))).collect())
}

#[test]
fn sizes_at_every_edge_have_the_root_and_the_files_of_the_specification() {
    let at = Scratch::new();
    let mut writer = create(&at);
    assert_eq!(writer.log().head(), tree(0).head());
    let mut last = 0;
    for size in [1, 2, 3, 255, 256, 257, 511, 512, 700, 65_535, 65_536, 65_537, 70_000] {
        append(&mut writer, size - last);
        assert_eq!(writer.log().head(), tree(size).head(), "{size}");
        assert_eq!(log(&at).head(), tree(size).head(), "{size}");
        last = size;
    }
    // C2SP tlog-tiles: the very example of the specification.
    let files = at.files();
    let full = |shelf: &str| {
        let prefix = format!("tile/{shelf}/");
        files
            .keys()
            .filter(|k| k.starts_with(&prefix) && !k.contains(".p/"))
            .count()
    };
    assert_eq!((full("0"), full("entries"), full("1"), full("2")), (273, 273, 1, 0));
    assert_eq!(files["tile/0/273.p/112"].len(), 112 * 32);
    assert_eq!(files["tile/1/001.p/17"].len(), 17 * 32);
    assert_eq!(files["tile/2/000.p/1"].len(), 32);
    assert!(files.values().zip(files.keys()).all(|(bytes, name)| {
        !name.starts_with("tile/") || name.starts_with("tile/entries") || name.contains(".p/") || bytes.len() == 8_192
    }));
    // What became full lies no longer beside it in part.
    assert!(
        files.keys().all(|name| !name.starts_with("tile/0/000.p/")),
        "cleared away"
    );
    assert!(files.keys().all(|name| !name.ends_with(".part")));
    log(&at).audit().unwrap();
    for index in [0, 1, 255, 256, 65_535, 65_536, 69_999] {
        let proof = log(&at).prove_inclusion(index).unwrap();
        assert_eq!(proof.hashes, tree(70_000).prove_inclusion(index).unwrap());
        let proof = InclusionProof::parse(proof.text().as_bytes()).unwrap();
        proof.verify(&entry(index), &policy()).unwrap();
        assert_eq!(log(&at).entry(index).unwrap(), entry(index));
    }
    assert_eq!(
        log(&at).prove_inclusion(70_000),
        Err(LogError::Beyond {
            size: 70_000,
            wanted: 70_000
        })
    );
}

/// A number of more than three digits has folders (C2SP: 1234067 is `x001/x234/067`).
#[test]
fn large_numbers_have_folders() {
    let at = Scratch::new();
    let mut writer = create(&at);
    append(&mut writer, 256 * 1_000 + 1);
    let files = at.files();
    assert!(files.contains_key("tile/0/999") && files.contains_key("tile/0/x001/000.p/1"));
    assert!(files.contains_key("tile/entries/x001/000.p/1"));
    assert_eq!(log(&at).entry(256_000).unwrap(), entry(256_000));
}

/// A recorded vector: key, entries, and every byte of every file that comes of them. The files were read and accepted by another implementation
/// of the specification (`tlog_tiles` 0.2.0) when this was recorded.
#[test]
fn the_files_of_a_recorded_log_are_the_same_to_the_byte() {
    let at = Scratch::new();
    let mut writer = create(&at);
    append(&mut writer, 300);
    append(&mut writer, 13);
    drop(writer);
    let mut files = at.files();
    files.remove("lock");
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "checkpoint",
            "tile/0/000",
            "tile/0/001.p/44",
            "tile/0/001.p/57",
            "tile/1/000.p/1",
            "tile/entries/000",
            "tile/entries/001.p/44",
            "tile/entries/001.p/57"
        ]
    );
    let digests: Vec<(&String, Digest)> = files.iter().map(|(name, bytes)| (name, Digest::of(bytes))).collect();
    let all = canonical::digest(&digests).unwrap();
    assert_eq!(files["checkpoint"], RECORDED.0.as_bytes());
    assert_eq!(all.to_string(), RECORDED.1);
}

const RECORDED: (&str, &str) = (
    "log.example/sekisho\n313\n5tWtSMz1kTDBTssFJluTfwcotjfcTHieMOzjhX0cyco=\n\n\u{2014} log.example/sekisho Y4vLw6rrhHF3UNPHfc/tEYiMhjHOBzCtaBCnqKK4N0MSJKSyETJr5+fBGLzZU+Bu2C7f5ZqF0djh7rOh4CMxQccWeA0=\n",
    "sha256:d35e2d12c9d6714cdbe5c1371f3808362eefdedb9a49d9b1354b2a5ea01061a9",
);

#[test]
fn proofs_between_all_sizes_hold_and_are_those_of_the_tree() {
    let at = Scratch::new();
    let mut writer = create(&at);
    let mut seen = vec![writer.log().checkpoint().checkpoint.clone()];
    for _ in 0..40 {
        append(&mut writer, 17);
        seen.push(writer.log().checkpoint().checkpoint.clone());
    }
    let log = log(&at);
    for earlier in &seen {
        let old = earlier.head.leaves;
        let proof = log.prove_consistency(old).unwrap();
        assert_eq!(proof.hashes, tree(680).prove_consistency(old).unwrap_or_default());
        let proof = ConsistencyProof::parse(proof.text().as_bytes()).unwrap();
        assert_eq!(proof.verify(earlier, &policy()).unwrap().checkpoint.head.leaves, 680);
        log.extends(earlier).unwrap();
        // For another size it proves nothing.
        let other = seen.iter().find(|c| c.head.leaves != old).unwrap();
        assert!(proof.verify(other, &policy()).is_err());
    }
    assert!(matches!(log.prove_consistency(681), Err(LogError::Beyond { .. })));
}

#[test]
fn a_log_that_was_put_back_is_refused_by_whoever_remembers() {
    let at = Scratch::new();
    let mut writer = create(&at);
    append(&mut writer, 300);
    let before = at.files();
    append(&mut writer, 100);
    let seen = writer.log().checkpoint().checkpoint.clone();
    drop(writer);
    at.put_back(&before);
    // By itself the older log is sound.
    let old = log(&at);
    assert_eq!(old.extends(&seen), Err(LogError::RolledBack { old: 400, new: 300 }));
    let refused = Writer::open(at.dir(), policy(), Some(&seen)).unwrap_err();
    assert_eq!(refused, LogError::RolledBack { old: 400, new: 300 });
    // Without memory it would be forked here, and everybody who saw the other branch sees it.
    let mut writer = Writer::open(at.dir(), policy(), None).unwrap();
    writer
        .append((0..100).map(|n| format!("other {n}").into_bytes()))
        .unwrap();
    signed(1, |by| writer.checkpoint(by).map(|_| ())).unwrap();
    assert_eq!(writer.log().extends(&seen), Err(LogError::Forked { size: 400 }));
    writer.append([b"more".to_vec()]).unwrap();
    signed(1, |by| writer.checkpoint(by).map(|_| ())).unwrap();
    assert_eq!(writer.log().extends(&seen), Err(LogError::Forked { size: 400 }));
    let proof = writer.log().prove_consistency(400).unwrap();
    assert!(matches!(proof.verify(&seen, &policy()), Err(LogError::Proof(_))));
}

#[test]
fn whoever_is_killed_leaves_the_old_log_or_the_new_one() {
    let at = Scratch::new();
    let mut writer = create(&at);
    append(&mut writer, 250);
    drop(writer);
    let old = at.files();
    let mut writer = Writer::open(at.dir(), policy(), None).unwrap();
    append(&mut writer, 600);
    drop(writer);
    let new = at.files();
    let old_names: Vec<&String> = old.keys().collect();
    let fresh: Vec<&String> = new.keys().filter(|name| !old_names.contains(name)).collect();
    // After any number of files written, before the checkpoint; then also half of the next one under its temporary name.
    for written in 0..=fresh.len() {
        let mut state = old.clone();
        for name in &fresh[..written] {
            state.insert((*name).clone(), new[*name].clone());
        }
        if let Some(next) = fresh.get(written) {
            let half = new[*next][..new[*next].len() / 2].to_vec();
            state.insert(format!("{next}.part"), half);
        }
        state.insert("checkpoint.part".to_owned(), b"log.exam".to_vec());
        at.put_back(&state);
        let log = log(&at);
        assert_eq!(log.head(), tree(250).head());
        log.audit().unwrap();
        assert_eq!(log.entry(249).unwrap(), entry(249));
        // Other entries than before may be appended: what lies about was never signed.
        let mut writer = Writer::open(at.dir(), policy(), None).unwrap();
        writer
            .append((0..7).map(|n| format!("other {n}").into_bytes()))
            .unwrap();
        signed(1, |by| writer.checkpoint(by).map(|_| ())).unwrap();
        drop(writer);
        let log = Log::open(at.dir(), policy()).unwrap();
        log.audit().unwrap();
        assert_eq!(log.entry(253).unwrap(), b"other 3");
        assert_eq!(log.head().leaves, 257);
    }
}

#[test]
fn every_file_is_needed_and_every_byte_of_it_counts() {
    let at = Scratch::new();
    let mut writer = create(&at);
    append(&mut writer, 256);
    append(&mut writer, 44);
    drop(writer);
    let good = at.files();
    let sound = |log: Result<Log, LogError>| log.and_then(|log| log.audit().map(|()| log.head()));
    assert_eq!(sound(Log::open(at.dir(), policy())).unwrap(), tree(300).head());
    for (name, bytes) in good.iter().filter(|(name, _)| *name != "lock") {
        let path = at.path().join(name);
        let with = |change: &dyn Fn(&mut Vec<u8>)| {
            let mut changed = bytes.clone();
            change(&mut changed);
            std::fs::write(&path, changed).unwrap();
            sound(Log::open(at.dir(), policy()))
        };
        for at in (0..bytes.len()).step_by(1 + bytes.len() / 40) {
            let result = with(&|b| b[at] ^= 0x10);
            assert!(result.is_err(), "{name}: byte {at}");
        }
        assert!(with(&|b| b.truncate(b.len() - 1)).is_err(), "{name} cut short");
        assert!(with(&|b| b.truncate(b.len() / 2)).is_err(), "{name} cut in half");
        assert!(with(&Vec::clear).is_err(), "{name} emptied");
        assert!(with(&|b| b.push(0)).is_err(), "{name} with a byte more");
        assert!(
            with(&|b| b.extend_from_slice(&[0; 34])).is_err(),
            "{name} with an entry more"
        );
        std::fs::remove_file(&path).unwrap();
        let missing = sound(Log::open(at.dir(), policy())).unwrap_err();
        assert_eq!(missing, LogError::Missing { path: name.clone() });
        std::fs::create_dir(&path).unwrap();
        let folder = sound(Log::open(at.dir(), policy())).unwrap_err();
        assert!(matches!(folder, LogError::Damaged { .. }), "{name}: {folder}");
        std::fs::remove_dir(&path).unwrap();
        std::fs::write(&path, bytes).unwrap();
    }
    assert!(sound(Log::open(at.dir(), policy())).is_ok());
}

#[cfg(unix)]
#[test]
fn links_and_pipes_are_no_files_of_a_log() {
    let at = Scratch::new();
    let mut writer = create(&at);
    append(&mut writer, 3);
    drop(writer);
    let path = at.path().join("checkpoint");
    let elsewhere = at.path().join("elsewhere");
    std::fs::rename(&path, &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &path).unwrap();
    assert!(matches!(Log::open(at.dir(), policy()), Err(LogError::Damaged { .. })));
    std::fs::remove_file(&path).unwrap();
    // A pipe that nobody writes to: opening it would never end.
    let made = std::process::Command::new("mkfifo").arg(&path).status();
    if made.is_ok_and(|status| status.success()) {
        assert!(matches!(Log::open(at.dir(), policy()), Err(LogError::Damaged { .. })));
    }
}

#[test]
fn what_no_policy_would_believe_is_not_written() {
    let at = Scratch::new();
    // A signer that is not in the policy.
    let stranger = signed(9, |by| Writer::create(at.dir(), policy(), by)).unwrap_err();
    assert!(matches!(stranger, LogError::OtherKey { .. }));
    assert!(Writer::create(at.dir(), policy(), &[]).is_err());
    assert!(!at.files().contains_key("checkpoint"));
    let mut writer = create(&at);
    append(&mut writer, 5);
    let before = at.files();
    writer.append([b"x".to_vec()]).unwrap();
    assert!(signed(9, |by| writer.checkpoint(by).map(|_| ())).is_err());
    assert_eq!(at.files()["checkpoint"], before["checkpoint"]);
    assert_eq!(log(&at).head(), tree(5).head());
    // A signer whose device is gone.
    struct Gone;
    impl NoteSigner for Gone {
        fn name(&self) -> &str {
            ORIGIN
        }
        fn key(&self) -> [u8; 32] {
            [0; 32]
        }
        fn sign(&self, _: &[u8]) -> Result<[u8; 64], String> {
            Err("the token was taken out".to_owned())
        }
    }
    assert!(matches!(writer.checkpoint(&[&Gone]), Err(LogError::Signer { .. })));
    // What was gathered is still there.
    signed(1, |by| writer.checkpoint(by).map(|_| ())).unwrap();
    assert_eq!(log(&at).entry(5).unwrap(), b"x");
    let long = writer.append([b"y".to_vec(), vec![0; 65_536]]);
    assert_eq!(long, Err(LogError::LongEntry { length: 65_536 }));
    // None of a refused list is kept; an entry may be as long as the format allows, or empty.
    writer.append([vec![7; 65_535], Vec::new()]).unwrap();
    signed(1, |by| writer.checkpoint(by).map(|_| ())).unwrap();
    assert_eq!(log(&at).entry(6).unwrap(), vec![7; 65_535]);
    assert_eq!(log(&at).entry(7).unwrap(), b"");
    assert_eq!(log(&at).head().leaves, 8);
}

#[test]
fn one_appends_at_a_time_and_a_log_is_not_begun_twice() {
    let at = Scratch::new();
    let writer = create(&at);
    assert_eq!(Writer::open(at.dir(), policy(), None).unwrap_err(), LogError::Busy);
    drop(writer);
    assert_eq!(
        signed(1, |by| Writer::create(at.dir(), policy(), by)).unwrap_err(),
        LogError::Exists
    );
    Writer::open(at.dir(), policy(), None).unwrap();
    let empty = Scratch::new();
    assert!(matches!(
        Log::open(empty.dir(), policy()),
        Err(LogError::Missing { .. })
    ));
    assert!(matches!(
        Writer::open(empty.dir(), policy(), None),
        Err(LogError::Missing { .. })
    ));
}

#[test]
fn another_log_in_the_same_place_is_seen() {
    let at = Scratch::new();
    let mut writer = create(&at);
    append(&mut writer, 3);
    drop(writer);
    let other = Policy {
        origin: "log.example/other".to_owned(),
        ..policy()
    };
    assert!(matches!(Log::open(at.dir(), other), Err(LogError::WrongOrigin { .. })));
    let renewed = Policy {
        keys: vec![verifier(ORIGIN, Kind::Note, 4)],
        ..policy()
    };
    assert!(matches!(Log::open(at.dir(), renewed), Err(LogError::OtherKey { .. })));
    // The signed checkpoint of another log of the same name and key, over these tiles.
    let elsewhere = Scratch::new();
    let mut writer = create(&elsewhere);
    writer.append([b"a".to_vec(), b"b".to_vec(), b"c".to_vec()]).unwrap();
    signed(1, |by| writer.checkpoint(by).map(|_| ())).unwrap();
    std::fs::copy(elsewhere.path().join("checkpoint"), at.path().join("checkpoint")).unwrap();
    assert!(matches!(Log::open(at.dir(), policy()), Err(LogError::Damaged { .. })));
}

#[test]
fn a_key_is_changed_and_witnesses_join() {
    let at = Scratch::new();
    let mut writer = create(&at);
    append(&mut writer, 3);
    drop(writer);
    let both = Policy {
        keys: vec![verifier(ORIGIN, Kind::Note, 1), verifier(ORIGIN, Kind::Note, 4)],
        witnesses: vec![verifier("w.example", Kind::Witness, 5)],
        quorum: 1,
        ..policy()
    };
    // The keeper's policy asks for a witness, and the keeper may append all the same.
    let mut writer = Writer::open(at.dir(), both.clone(), None).unwrap();
    let (old, new) = (secret(1), secret(4));
    let signers: [MemorySigner<'_>; 2] = [&old, &new].map(|key| MemorySigner { name: ORIGIN, key });
    writer.append([entry(3)]).unwrap();
    writer.checkpoint(&[&signers[0], &signers[1]]).unwrap();
    assert_eq!(
        Log::open(at.dir(), both.clone()).unwrap_err(),
        LogError::Quorum { found: 0, needed: 1 }
    );
    let mut note = Note::parse(&at.files()["checkpoint"]).unwrap();
    let witness = secret(5);
    let witness = MemorySigner {
        name: "w.example",
        key: &witness,
    };
    note.cosign(&witness, 1_800_000_000).unwrap();
    let believed = writer.cosigned(note.written().as_bytes()).unwrap();
    assert_eq!(believed.witnessed, [("w.example".to_owned(), 1_800_000_000)]);
    assert_eq!(Log::open(at.dir(), both).unwrap().head().leaves, 4);
    // Old and new keys are believed, each by itself.
    assert_eq!(log(&at).head().leaves, 4);
    let renewed = Policy {
        keys: vec![verifier(ORIGIN, Kind::Note, 4)],
        ..policy()
    };
    assert_eq!(Log::open(at.dir(), renewed).unwrap().head().leaves, 4);
    // Signatures for another text are not taken over.
    writer.append([entry(4)]).unwrap();
    writer.checkpoint(&[&signers[0]]).unwrap();
    assert!(matches!(
        writer.cosigned(note.written().as_bytes()),
        Err(LogError::Malformed { .. })
    ));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// However entries come, in one heap or many, the log is the same.
    #[test]
    fn the_log_does_not_depend_on_how_it_grew(steps in prop::collection::vec(0u64..400, 1..6)) {
        let (many, one) = (Scratch::new(), Scratch::new());
        let mut writer = create(&many);
        steps.iter().for_each(|count| append(&mut writer, *count));
        let total = steps.iter().sum();
        let mut whole = create(&one);
        append(&mut whole, total);
        prop_assert_eq!(writer.log().checkpoint(), whole.log().checkpoint());
        prop_assert_eq!(log(&many).head(), tree(total).head());
        log(&many).audit().unwrap();
        let many = many.files();
        for (name, bytes) in one.files() {
            prop_assert_eq!(many.get(&name), Some(&bytes), "{}", name);
        }
    }
}
