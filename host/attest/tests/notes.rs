//! Notes, keys, checkpoints and proof files: against what Go and OpenSSL made, and against everything that is nearly right.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use ed25519_dalek::SigningKey;
use sekisho_attest::log::note::{MOST_BYTES, MOST_SIGNATURES};
use sekisho_attest::log::{
    ConsistencyProof, InclusionProof, Kind, LogError, MemorySigner, Note, NoteSigner, NoteVerifier, Policy,
};
use sekisho_model::Digest;
use sekisho_model::merkle::{Tree, leaf};

/// The example of golang.org/x/mod/sumdb/note.
const GO_KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const GO_SEED: &str = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const GO_TEXT: &str =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const GO_LINE: &str = "\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

/// A checkpoint of the three entries `first`, `second`, `third`, signed by the log (seed: 32 bytes of 1) and a witness (of 2) with OpenSSL
/// and hashed in Python.
const CHECKPOINT: &str = "log.example/sekisho\n3\nw2UeVBcUxT1kjsx7rsp/4sNu9PplvM4ksdcShkN95WY=\n\n\u{2014} log.example/sekisho Y4vLw0asx0I0czHwPOWrHc+WPhFc3mASRYYr1aDeChB9G4vHSRynUwvd0Ml19H2uQHUvW4kiYQKgDSA2CoNMbxtVKA4=\n\u{2014} witness.example/w yxOT3AAAAABlU/EAm5YonNzQNWZDpSZ7JWeIkovyhju9v7jiGLsKOjOsbmVe8Hdli50V2oeMh76l/xfxlm9na4xIGSx9csNTKTcNAQ==\n";
const LOG_KEY: &str = "log.example/sekisho+638bcbc3+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c";
const WITNESS_KEY: &str = "witness.example/w+cb1393dc+BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU";

fn key(text: &str) -> NoteVerifier {
    NoteVerifier::parse(text).unwrap()
}

fn policy() -> Policy {
    Policy {
        origin: "log.example/sekisho".to_owned(),
        keys: vec![key(LOG_KEY)],
        witnesses: vec![key(WITNESS_KEY)],
        quorum: 1,
    }
}

fn go_signing_key() -> SigningKey {
    use base64::Engine as _;
    let bytes = base64::engine::general_purpose::STANDARD.decode(GO_SEED).unwrap();
    SigningKey::from_bytes(&bytes[1..].try_into().unwrap())
}

#[test]
fn the_example_of_go_is_read_and_written_to_the_byte() {
    let known = [key(GO_KEY)];
    assert_eq!(known[0].text(), GO_KEY);
    let note = format!("{GO_TEXT}\n{GO_LINE}");
    let read = Note::parse(note.as_bytes()).unwrap();
    assert_eq!(read.text, GO_TEXT);
    assert_eq!(read.check(&known).unwrap()[0].by.name(), "PeterNeumann");
    let key = go_signing_key();
    let signer = MemorySigner {
        name: "PeterNeumann",
        key: &key,
    };
    assert_eq!(Note::sign(GO_TEXT.to_owned(), &[&signer]).unwrap().written(), note);
}

/// Go's own test of its reader: every part of the key, and every byte of it raised by one.
#[test]
fn a_key_that_is_mangled_anywhere_is_no_key() {
    for from in 0..GO_KEY.len() {
        for to in from + 1..=GO_KEY.len() {
            if (from, to) != (0, GO_KEY.len()) {
                assert!(NoteVerifier::parse(&GO_KEY[from..to]).is_err(), "{}", &GO_KEY[from..to]);
            }
        }
    }
    for at in 0..GO_KEY.len() {
        let mut bytes = GO_KEY.as_bytes().to_vec();
        bytes[at] += 1;
        let text = String::from_utf8(bytes).unwrap();
        assert!(NoteVerifier::parse(&text).is_err(), "{text}");
    }
    // A wrong length and an unknown kind, each with the id made to fit.
    for text in [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "",
        "+",
        "a+b+",
    ] {
        assert!(NoteVerifier::parse(text).is_err(), "{text}");
    }
    // The neutral point: every signature would be easy.
    let mut weak = [0; 32];
    weak[0] = 1;
    assert!(NoteVerifier::new("weak", Kind::Note, &weak).is_err());
    for name in ["", "a b", "a+b", "a\u{3000}b", "a\nb", "a\u{7f}"] {
        let bytes = *key(GO_KEY).key();
        assert!(NoteVerifier::new(name, Kind::Note, &bytes).is_err(), "{name:?}");
    }
}

#[test]
fn text_that_is_no_note_is_refused() {
    let good = format!("{GO_TEXT}\n{GO_LINE}");
    let many = format!("{GO_TEXT}\n{}", GO_LINE.repeat(MOST_SIGNATURES + 1));
    let long = format!("{}\n\n{GO_LINE}", "x".repeat(MOST_BYTES));
    let dashless = good.replace('\u{2014}', "-");
    let cases = [
        String::new(),
        "\n".to_owned(),
        "\n\n".to_owned(),
        GO_TEXT.to_owned(),
        format!("{GO_TEXT}{GO_LINE}"),
        format!("{GO_TEXT}\n"),
        good.trim_end().to_owned(),
        format!("{good}\n"),
        format!("{good}x"),
        dashless,
        good.replace("PeterNeumann x", "PeterNeumann  x"),
        good.replace("PeterNeumann x", "Peter+Neumann x"),
        good.replace("PeterNeumann x", "x"),
        good.replace("AM=", "AM"),
        good.replace("AM=", "AN="),
        good.replace("AM=", "A_="),
        format!("{GO_TEXT}\n\u{2014} PeterNeumann x08gow==\n"),
        format!("{GO_TEXT}\n\u{2014} PeterNeumann \n"),
        good.replace("is the", "is\tthe"),
        good.replace("is the", "is\rthe"),
        good.replace("is the", "is\0the"),
        many,
        long,
    ];
    for case in cases {
        let error = Note::parse(case.as_bytes()).unwrap_err();
        assert!(matches!(error, LogError::Malformed { .. }), "{case:?}: {error}");
    }
    let mut latin = good.into_bytes();
    latin[0] = 0xff;
    assert!(Note::parse(&latin).is_err());
}

#[test]
fn unknown_signatures_are_let_be_and_a_known_one_must_hold() {
    let known = [key(GO_KEY)];
    let stranger = "\u{2014} stranger.example AAAAAAAA\n";
    let read = |lines: &str| Note::parse(format!("{GO_TEXT}\n{lines}").as_bytes()).unwrap();
    assert!(read(&format!("{stranger}{GO_LINE}{stranger}")).check(&known).is_ok());
    // Often by one key is once by one key.
    assert_eq!(read(&GO_LINE.repeat(3)).check(&known).unwrap().len(), 1);
    assert!(matches!(
        read(stranger).check(&known),
        Err(LogError::UnknownSigners { .. })
    ));
    // The name is known, the key is not: an attacker's key, or a new one.
    let other = SigningKey::from_bytes(&[7; 32]);
    let signer = MemorySigner {
        name: "PeterNeumann",
        key: &other,
    };
    let note = Note::sign(GO_TEXT.to_owned(), &[&signer]).unwrap();
    assert!(matches!(note.check(&known), Err(LogError::OtherKey { expected, .. }) if expected == "c74f20a3"));
    // The same key under another name is another key.
    let right = go_signing_key();
    let renamed = MemorySigner {
        name: "PeterN",
        key: &right,
    };
    let note = Note::sign(GO_TEXT.to_owned(), &[&renamed]).unwrap();
    assert!(matches!(note.check(&known), Err(LogError::UnknownSigners { .. })));
    // One that does not hold spoils those that do.
    let mut note = read(&GO_LINE.repeat(2));
    note.lines[1].signature[5] ^= 1;
    assert_eq!(
        note.check(&known),
        Err(LogError::BadSignature {
            name: "PeterNeumann".to_owned()
        })
    );
    for length in [0, 63, 65] {
        let mut note = read(GO_LINE);
        note.lines[0].signature.resize(length, 0);
        assert!(matches!(note.check(&known), Err(LogError::BadSignature { .. })));
    }
}

#[test]
fn a_checkpoint_that_openssl_signed_is_believed_with_its_witness() {
    let believed = policy().believe(CHECKPOINT.as_bytes()).unwrap();
    assert_eq!(believed.checkpoint.head.leaves, 3);
    let tree = Tree::of([&b"first"[..], b"second", b"third"].map(leaf).to_vec());
    assert_eq!(believed.checkpoint.head, tree.head());
    assert_eq!(believed.witnessed, [("witness.example/w".to_owned(), 1_700_000_000)]);
    assert_eq!(believed.note, CHECKPOINT);
    // Ours are the same bytes.
    let (log, witness) = (SigningKey::from_bytes(&[1; 32]), SigningKey::from_bytes(&[2; 32]));
    let log = MemorySigner {
        name: "log.example/sekisho",
        key: &log,
    };
    let witness = MemorySigner {
        name: "witness.example/w",
        key: &witness,
    };
    let mut note = Note::sign(believed.checkpoint.text(), &[&log]).unwrap();
    note.cosign(&witness, 1_700_000_000).unwrap();
    assert_eq!(note.written(), CHECKPOINT);
    let verifier = NoteVerifier::new(log.name, Kind::Note, &log.key()).unwrap();
    assert_eq!(verifier.text(), LOG_KEY);
}

#[test]
fn who_must_have_signed_has_signed() {
    let note = |line: usize| {
        let mut note = Note::parse(CHECKPOINT.as_bytes()).unwrap();
        note.lines.remove(line);
        note.written()
    };
    // Without the witness there is no quorum, without the log there is nothing.
    assert_eq!(
        policy().believe(note(1).as_bytes()),
        Err(LogError::Quorum { found: 0, needed: 1 })
    );
    let relaxed = Policy { quorum: 0, ..policy() };
    assert!(relaxed.believe(note(1).as_bytes()).is_ok());
    assert!(matches!(
        relaxed.believe(note(0).as_bytes()),
        Err(LogError::UnknownSigners { .. })
    ));
    // A witness is no log, and a log is no witness.
    let swapped = Policy {
        keys: vec![key(WITNESS_KEY)],
        witnesses: vec![key(LOG_KEY)],
        ..policy()
    };
    assert!(swapped.believe(CHECKPOINT.as_bytes()).is_err());
    // One key under two names counts once.
    let bytes = *key(WITNESS_KEY).key();
    let again = NoteVerifier::new("witness.example/again", Kind::Witness, &bytes).unwrap();
    let secret = SigningKey::from_bytes(&[2; 32]);
    let mut twice = Note::parse(CHECKPOINT.as_bytes()).unwrap();
    let signer = MemorySigner {
        name: "witness.example/again",
        key: &secret,
    };
    twice.cosign(&signer, 1_700_000_001).unwrap();
    let two = Policy {
        witnesses: vec![key(WITNESS_KEY), again],
        quorum: 2,
        ..policy()
    };
    assert_eq!(
        two.believe(twice.written().as_bytes()),
        Err(LogError::Quorum { found: 1, needed: 2 })
    );
    // A known witness whose signature does not hold spoils all, quorum or not.
    let mut bad = Note::parse(CHECKPOINT.as_bytes()).unwrap();
    bad.lines[1].signature[7] ^= 1;
    assert!(matches!(
        relaxed.believe(bad.written().as_bytes()),
        Err(LogError::BadSignature { name }) if name == "witness.example/w"
    ));
    let elsewhere = Policy {
        origin: "log.example/other".to_owned(),
        ..policy()
    };
    assert!(matches!(
        elsewhere.believe(CHECKPOINT.as_bytes()),
        Err(LogError::WrongOrigin { .. })
    ));
}

#[test]
fn signed_text_that_is_no_checkpoint_is_refused() {
    let secret = SigningKey::from_bytes(&[1; 32]);
    let signer = MemorySigner {
        name: "log.example/sekisho",
        key: &secret,
    };
    let policy = Policy { quorum: 0, ..policy() };
    let root = "w2UeVBcUxT1kjsx7rsp/4sNu9PplvM4ksdcShkN95WY=";
    let origin = "log.example/sekisho";
    let believe = |text: String| {
        let note = Note::sign(text, &[&signer]).unwrap();
        policy.believe(note.written().as_bytes())
    };
    assert!(believe(format!("{origin}\n3\n{root}\n")).is_ok());
    let more = believe(format!("{origin}\n3\n{root}\nmore\n")).unwrap();
    assert_eq!(more.checkpoint.extensions, ["more"]);
    let number = u64::MAX;
    assert!(believe(format!("{origin}\n{number}\n{root}\n")).is_ok());
    for text in [
        format!("{origin}\n3\n"),
        format!("\n3\n{root}\n"),
        format!("{origin}\n03\n{root}\n"),
        format!("{origin}\n+3\n{root}\n"),
        format!("{origin}\n-3\n{root}\n"),
        format!("{origin}\n3 \n{root}\n"),
        format!("{origin}\n３\n{root}\n"),
        format!("{origin}\n\n{root}\n"),
        format!("{origin}\n18446744073709551616\n{root}\n"),
        format!("{origin}\n3\n{}\n", &root[1..]),
        format!("{origin}\n3\nAAAA\n"),
        format!("{origin}\n3\n{root}\n\nmore\n"),
        // The empty log has one root.
        format!("{origin}\n0\n{root}\n"),
    ] {
        let error = believe(text.clone()).unwrap_err();
        assert!(matches!(error, LogError::Malformed { .. }), "{text:?}: {error}");
    }
}

fn proof() -> InclusionProof {
    let tree = Tree::of([&b"first"[..], b"second", b"third"].map(leaf).to_vec());
    InclusionProof {
        extra: Some(b"bundle 1.0".to_vec()),
        index: 1,
        hashes: tree.prove_inclusion(1).unwrap(),
        checkpoint: CHECKPOINT.to_owned(),
    }
}

#[test]
fn a_proof_file_is_read_as_it_is_written_and_holds_for_its_entry_only() {
    let proof = proof();
    let text = proof.text();
    assert!(
        text.starts_with("c2sp.org/tlog-proof@v1\nextra YnVuZGxlIDEuMA==\nindex 1\n"),
        "{text}"
    );
    let read = InclusionProof::parse(text.as_bytes()).unwrap();
    assert_eq!(read, proof);
    assert_eq!(read.verify(b"second", &policy()).unwrap().checkpoint.head.leaves, 3);
    for other in [&b"first"[..], b"third", b"", b"second "] {
        assert!(matches!(read.verify(other, &policy()), Err(LogError::Proof(_))));
    }
    for index in [0, 2, 3, u64::MAX] {
        let moved = InclusionProof { index, ..proof.clone() };
        assert!(matches!(moved.verify(b"second", &policy()), Err(LogError::Proof(_))));
    }
    let bare = InclusionProof {
        extra: None,
        index: 0,
        hashes: Vec::new(),
        ..proof
    };
    assert_eq!(InclusionProof::parse(bare.text().as_bytes()).unwrap(), bare);
}

#[test]
fn a_file_that_is_no_proof_is_refused() {
    let text = proof().text();
    let hash = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
    for case in [
        String::new(),
        text.replace("@v1", "@v2"),
        text.replace("index 1", "index 01"),
        text.replace("index 1", "index"),
        text.replace("index 1\n", ""),
        text.replace("index 1", "index 1\nindex 1"),
        text.replace("extra YnVu", "extra !nVu"),
        text.replace("extra YnVuZGxlIDEuMA==", "extra YnVuZGxlIDEuMA==\nextra AA=="),
        text.replace("index 1\n", &format!("index 1\n{}", hash.repeat(65))),
        text.replace("index 1\n", "index 1\nAAAA\n"),
        text.replace("\n\nlog.example", "\nlog.example"),
        "x".repeat(3 << 20),
    ] {
        assert!(InclusionProof::parse(case.as_bytes()).is_err(), "{case}");
    }
    for case in ["", "old 1", "old 01\n\n", "old x\n\n", "older 1\n\n", "old 1\nAAAA\n\n"] {
        assert!(ConsistencyProof::parse(case.as_bytes()).is_err(), "{case}");
    }
}

#[test]
fn one_flipped_byte_anywhere_in_a_proof_file_is_refused_or_changes_nothing_that_counts() {
    let proof = proof();
    let text = proof.text().into_bytes();
    for at in 0..text.len() {
        for bit in [0, 3, 5, 7] {
            let mut bytes = text.clone();
            bytes[at] ^= 1 << bit;
            let read = InclusionProof::parse(&bytes).and_then(|p| Ok((p.verify(b"second", &policy())?, p)));
            if let Ok((believed, read)) = read {
                // Only the bytes that nobody signs.
                assert_eq!((read.index, &read.hashes), (proof.index, &proof.hashes), "byte {at}");
                assert_eq!(believed.checkpoint.head.leaves, 3);
                assert_ne!(read.extra, proof.extra);
            }
        }
    }
}

#[test]
fn between_two_checkpoints_only_appending_is_allowed() {
    let leaves: Vec<Digest> = (0..20u8).map(|n| leaf(&[n])).collect();
    let tree = |count: usize| Tree::of(leaves[..count].to_vec());
    let checkpoint = |tree: &Tree| sekisho_attest::log::Checkpoint {
        origin: "log.example/sekisho".to_owned(),
        head: tree.head(),
        extensions: Vec::new(),
    };
    let (old, new) = (checkpoint(&tree(6)), checkpoint(&tree(20)));
    let proof = tree(20).prove_consistency(6).unwrap();
    assert_eq!(old.is_extended_by(&new, &proof), Ok(()));
    assert_eq!(new.is_extended_by(&new, &[]), Ok(()));
    assert_eq!(
        new.is_extended_by(&old, &proof),
        Err(LogError::RolledBack { old: 20, new: 6 })
    );
    let mut changed = leaves[..6].to_vec();
    changed[2] = leaf(b"rewritten");
    let fork = checkpoint(&Tree::of(changed.clone()));
    assert_eq!(old.is_extended_by(&fork, &[]), Err(LogError::Forked { size: 6 }));
    changed.extend_from_slice(&leaves[6..]);
    let fork = Tree::of(changed);
    let forged = fork.prove_consistency(6).unwrap();
    assert!(matches!(
        old.is_extended_by(&checkpoint(&fork), &forged),
        Err(LogError::Proof(_))
    ));
    let mut elsewhere = new.clone();
    elsewhere.origin = "log.example/other".to_owned();
    assert!(matches!(
        old.is_extended_by(&elsewhere, &proof),
        Err(LogError::WrongOrigin { .. })
    ));
    let empty = checkpoint(&tree(0));
    assert_eq!(empty.is_extended_by(&new, &[]), Ok(()));
    assert!(empty.is_extended_by(&new, &proof).is_err());
}
