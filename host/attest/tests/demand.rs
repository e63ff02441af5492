//! What a trust root asks of logs: proofs that hold are found, everything else is refused by the name of its rule.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "tests"
)]

#[path = "support/scratch.rs"]
mod support;

use ed25519_dalek::SigningKey;
use sekisho_attest::log::{
    ConsistencyProof, Kind, Known, Log, MemorySigner, Note, NoteVerifier, Policy, Unlogged, Writer, demanded,
};
use sekisho_bundle::sign::Threshold;
use sekisho_bundle::trust::{self, NamedLog, Requirement, Witness};
use sekisho_model::Date;
use sekisho_model::error::Hint as _;
use support::Scratch;

const ORIGIN: &str = "log.example/one";
/// 2026-11-23T00:00:00Z.
const THEN: u64 = 1_795_392_000;

fn secret(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

fn vkey(name: &str, kind: Kind, seed: u8) -> NoteVerifier {
    NoteVerifier::new(name, kind, &secret(seed).verifying_key().to_bytes()).unwrap()
}

fn on() -> Date {
    Date::parse("2026-11-29").unwrap()
}

fn entry(number: u64) -> Vec<u8> {
    format!("entry {number}").into_bytes()
}

/// A log in files, kept by the key of a seed.
struct Kept {
    at: Scratch,
    origin: &'static str,
    seed: u8,
}

impl Kept {
    fn new(origin: &'static str, seed: u8) -> Self {
        let kept = Self {
            at: Scratch::new(),
            origin,
            seed,
        };
        kept.sign(|by| Writer::create(kept.at.dir(), kept.policy(), &[by]).unwrap());
        kept
    }

    fn policy(&self) -> Policy {
        Policy {
            origin: self.origin.to_owned(),
            keys: vec![vkey(self.origin, Kind::Note, self.seed)],
            witnesses: Vec::new(),
            quorum: 0,
        }
    }

    fn sign<T>(&self, with: impl FnOnce(&MemorySigner<'_>) -> T) -> T {
        let key = secret(self.seed);
        with(&MemorySigner {
            name: self.origin,
            key: &key,
        })
    }

    fn append(&self, numbers: std::ops::Range<u64>) -> &Self {
        let mut writer = Writer::open(self.at.dir(), self.policy(), None).unwrap();
        writer.append(numbers.map(entry)).unwrap();
        self.sign(|by| writer.checkpoint(&[by]).map(|_| ())).unwrap();
        self
    }

    fn log(&self) -> Log {
        Log::open(self.at.dir(), self.policy()).unwrap()
    }

    /// The proof of an entry, its checkpoint signed by these witnesses beside.
    fn proof(&self, number: u64, witnesses: &[(&str, u8)]) -> Vec<u8> {
        let mut proof = self.log().prove_inclusion(number).unwrap();
        let mut note = Note::parse(proof.checkpoint.as_bytes()).unwrap();
        for (at, (name, seed)) in witnesses.iter().enumerate() {
            let key = secret(*seed);
            note.cosign(&MemorySigner { name, key: &key }, THEN + at as u64)
                .unwrap();
        }
        proof.checkpoint = note.written();
        proof.text().into_bytes()
    }

    fn consistency(&self, old: u64) -> ConsistencyProof {
        self.log().prove_consistency(old).unwrap()
    }
}

const W1: (&str, u8) = ("w1.example", 101);
const W2: (&str, u8) = ("w2.example", 102);

/// The log as the trust root names it, with two witnesses.
fn named(quorum: u32) -> trust::Log {
    let witness = |name: &str, (note, seed)| Witness {
        name: name.to_owned(),
        key: vkey(note, Kind::Witness, seed).text(),
    };
    trust::Log {
        id: "one".to_owned(),
        origin: ORIGIN.to_owned(),
        keys: vec![vkey(ORIGIN, Kind::Note, 1).text()],
        witnesses: vec![witness("meti", W1), witness("jama", W2)],
        quorum,
        scopes: ["**".to_owned()].into(),
        not_after: None,
    }
}

fn need(logs: Vec<trust::Log>) -> Requirement {
    let named = |log| NamedLog {
        by: "targets".to_owned(),
        log,
    };
    Requirement {
        bundle: "factory/meti".to_owned(),
        threshold: Threshold::new(Vec::new(), 1).unwrap(),
        signers: Vec::new(),
        logs: logs.into_iter().map(named).collect(),
        must_be_logged_by: vec!["targets".to_owned()],
    }
}

fn rule(need: &Requirement, number: u64, proofs: &[Vec<u8>], known: &Known) -> &'static str {
    match demanded(need, &entry(number), proofs, known, on()) {
        Ok(_) => "found",
        Err(error) => {
            assert!(error.hint().is_some(), "{error}");
            error.code()
        }
    }
}

#[test]
fn what_stands_in_a_named_log_is_found_and_the_rest_is_refused_by_name() {
    let kept = Kept::new(ORIGIN, 1);
    kept.append(0..7);
    let two = need(vec![named(2)]);
    let good = kept.proof(3, &[W1, W2]);
    let found = demanded(&two, &entry(3), std::slice::from_ref(&good), &Known::default(), on()).unwrap();
    assert_eq!((found.stands.len(), found.refused.len()), (1, 0));
    let stands = &found.stands[0];
    assert_eq!(
        (stands.log.as_str(), stands.logged.index, stands.logged.size),
        ("one", 3, 7)
    );
    assert_eq!(stands.logged.time, Some(THEN + 1));
    assert_eq!(stands.logged.witnesses, [W1.0, W2.0]);
    // Other proofs beside it do no harm.
    let other = Kept::new("log.example/other", 9);
    other.append(0..7);
    let beside = [
        b"rubbish".to_vec(),
        other.proof(3, &[]),
        kept.proof(4, &[W1, W2]),
        good.clone(),
    ];
    assert_eq!(rule(&two, 3, &beside, &Known::default()), "found");
    // Somebody calls his own log by this name.
    let own = Kept::new(ORIGIN, 9);
    own.append(0..7);
    let strange = ("w1.example", 103);
    for (case, proof, expected) in [
        ("other log", other.proof(3, &[W1, W2]), "log-unknown"),
        ("other key", own.proof(3, &[W1, W2]), "log-proof"),
        ("other entry", kept.proof(4, &[W1, W2]), "log-proof"),
        ("no witness", kept.proof(3, &[]), "log-quorum"),
        ("one of two", kept.proof(3, &[W1]), "log-quorum"),
        ("the same twice", kept.proof(3, &[W1, W1]), "log-quorum"),
        (
            "unknown witness",
            kept.proof(3, &[W1, ("w3.example", 104)]),
            "log-quorum",
        ),
        ("another key of a witness", kept.proof(3, &[W2, strange]), "log-quorum"),
        ("rubbish", b"rubbish".to_vec(), "log-proof"),
        ("nothing", Vec::new(), "log-proof"),
    ] {
        assert_eq!(rule(&two, 3, &[proof], &Known::default()), expected, "{case}");
    }
    assert_eq!(rule(&two, 3, &[], &Known::default()), "log-missing");
    assert_eq!(
        rule(&need(Vec::new()), 3, std::slice::from_ref(&good), &Known::default()),
        "log-unknown"
    );
    // Nobody asks: nothing is refused, and what does not count is told.
    let relaxed = Requirement {
        must_be_logged_by: Vec::new(),
        ..two
    };
    let proofs = [kept.proof(3, &[W1])];
    let found = demanded(&relaxed, &entry(3), &proofs, &Known::default(), on()).unwrap();
    assert_eq!(found.refused[0].code(), "log-quorum");
    assert!(found.stands.is_empty());
}

#[test]
fn a_witness_with_two_keys_is_one_witness() {
    let kept = Kept::new(ORIGIN, 1);
    kept.append(0..3);
    let mut log = named(2);
    log.witnesses.push(Witness {
        name: "meti".to_owned(),
        key: vkey(W1.0, Kind::Witness, 103).text(),
    });
    let need = need(vec![log]);
    let again = (W1.0, 103);
    assert_eq!(
        rule(&need, 1, &[kept.proof(1, &[W1, again])], &Known::default()),
        "log-quorum"
    );
    for both in [[W1, W2], [again, W2]] {
        assert_eq!(rule(&need, 1, &[kept.proof(1, &both)], &Known::default()), "found");
    }
}

#[test]
fn every_byte_of_a_proof_that_is_needed_counts() {
    let kept = Kept::new(ORIGIN, 1);
    kept.append(0..300);
    let two = need(vec![named(2)]);
    let good = kept.proof(257, &[W1, W2]);
    assert_eq!(rule(&two, 257, std::slice::from_ref(&good), &Known::default()), "found");
    for at in 0..good.len() {
        for bit in [1, 0x20, 0x80] {
            let mut flipped = good.clone();
            flipped[at] ^= bit;
            let refused = rule(&two, 257, &[flipped], &Known::default());
            assert!(
                ["log-proof", "log-quorum", "log-unknown"].contains(&refused),
                "byte {at}: {refused}"
            );
        }
    }
    for length in 0..good.len() {
        assert_ne!(
            rule(&two, 257, &[good[..length].to_vec()], &Known::default()),
            "found",
            "{length}"
        );
    }
}

#[test]
fn a_list_of_a_delegate_does_not_meet_the_rule_of_the_association() {
    let kept = Kept::new(ORIGIN, 1);
    kept.append(0..7);
    let mut need = need(vec![named(0)]);
    need.logs[0].by = "kansai".to_owned();
    let proof = [kept.proof(3, &[])];
    assert_eq!(rule(&need, 3, &proof, &Known::default()), "log-missing");
    need.must_be_logged_by = vec!["kansai".to_owned()];
    assert_eq!(rule(&need, 3, &proof, &Known::default()), "found");
    need.must_be_logged_by.push("targets".to_owned());
    assert_eq!(rule(&need, 3, &proof, &Known::default()), "log-missing");
}

#[test]
fn a_log_is_one_log_for_everybody_and_at_all_times() {
    let kept = Kept::new(ORIGIN, 1);
    kept.append(0..5);
    let (old, five) = (kept.proof(3, &[W1]), kept.log().checkpoint().note.clone());
    let (all, one, alone) = (need(vec![named(2)]), need(vec![named(1)]), need(vec![named(0)]));
    let old_of_two = kept.proof(3, &[W1, W2]);
    kept.append(5..9);
    let (new, nine) = (kept.proof(3, &[W1]), kept.log().checkpoint().note.clone());
    let fork = Kept::new(ORIGIN, 1);
    fork.append(0..4).append(100..105);
    let forked = fork.proof(3, &[W1, W2]);
    let remembered = |kept: &Kept, size: u64| {
        let leaves: Vec<_> = (0..size)
            .map(|n| sekisho_model::merkle::leaf(&kept.log().entry(n).unwrap()))
            .collect();
        Known {
            remembered: [(ORIGIN.to_owned(), sekisho_model::merkle::Tree::of(leaves).head())].into(),
            ..Known::default()
        }
    };
    let (five_seen, nine_seen) = (remembered(&kept, 5), remembered(&kept, 9));
    let proofs = |proof: &Vec<u8>| vec![proof.clone()];
    // Without a witness that both have in common, a link is needed.
    for need in [&one, &alone] {
        assert_eq!(rule(need, 3, &proofs(&new), &five_seen), "log-gap");
        assert_eq!(rule(need, 3, &proofs(&old), &nine_seen), "log-rollback");
        let linked = |known: &Known| Known {
            links: vec![fork.consistency(4), kept.consistency(5)],
            ..known.clone()
        };
        assert_eq!(rule(need, 3, &proofs(&new), &linked(&five_seen)), "found");
        assert_eq!(rule(need, 3, &proofs(&old), &linked(&nine_seen)), "found");
        assert_eq!(rule(need, 3, &proofs(&new), &nine_seen), "found");
    }
    // With one, an older state is merely older; another branch stays one.
    assert_eq!(rule(&all, 3, &proofs(&old_of_two), &nine_seen), "found");
    assert_eq!(rule(&all, 3, &proofs(&forked), &nine_seen), "log-split");
    // Even where nobody asks, or another proof would do.
    let relaxed = Requirement {
        must_be_logged_by: Vec::new(),
        ..all.clone()
    };
    assert_eq!(rule(&relaxed, 3, &proofs(&forked), &nine_seen), "log-split");
    assert_eq!(
        rule(&all, 3, &[forked.clone(), old_of_two.clone()], &nine_seen),
        "log-split"
    );
    // A link of the fork to what was seen of the log.
    let known = Known {
        links: vec![fork.consistency(5)],
        ..five_seen.clone()
    };
    assert_eq!(rule(&all, 3, &proofs(&forked), &known), "log-split");
    // A checkpoint that somebody brings is held against in any case.
    let brought = |note: &str| Known {
        seen: vec![note.as_bytes().to_vec()],
        ..Known::default()
    };
    assert_eq!(rule(&all, 3, &proofs(&old_of_two), &brought(&five)), "found");
    assert_eq!(rule(&all, 3, &proofs(&old_of_two), &brought(&nine)), "log-rollback");
    assert_eq!(rule(&one, 3, &proofs(&new), &brought(&five)), "log-gap");
    assert_eq!(rule(&all, 3, &proofs(&forked), &brought(&nine)), "log-split");
    let unsigned = nine.replace("\u{2014} log.example/one", "\u{2014} log.example/two");
    assert_eq!(rule(&one, 3, &proofs(&new), &brought(&unsigned)), "log-proof");
    // The link may come with the proof.
    let mut proof = kept.log().prove_inclusion(3).unwrap();
    proof.extra = Some(kept.consistency(5).text().into_bytes());
    assert_eq!(rule(&alone, 3, &[proof.text().into_bytes()], &five_seen), "found");
    proof.extra = Some(b"anything".to_vec());
    assert_eq!(rule(&alone, 3, &[proof.text().into_bytes()], &five_seen), "log-gap");
}

#[test]
fn a_log_ends_and_what_was_seen_in_it_by_then_counts_on() {
    let kept = Kept::new(ORIGIN, 1);
    kept.append(0..7);
    let until = |quorum, day: &str| {
        need(vec![trust::Log {
            not_after: Date::parse(day),
            ..named(quorum)
        }])
    };
    let proof = [kept.proof(3, &[W1, W2])];
    for (quorum, day, expected) in [
        (2, "2026-11-29", "found"),
        (2, "2026-11-23", "found"),
        (2, "2026-11-22", "log-ended"),
        (0, "2026-11-29", "found"),
        (0, "2026-11-28", "log-ended"),
    ] {
        assert_eq!(
            rule(&until(quorum, day), 3, &proof, &Known::default()),
            expected,
            "{day}"
        );
    }
    let error = demanded(&until(2, "2026-11-22"), &entry(3), &proof, &Known::default(), on()).unwrap_err();
    assert!(matches!(error, Unlogged::Ended { .. }));
}
