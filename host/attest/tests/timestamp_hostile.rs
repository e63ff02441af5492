//! Tokens that somebody has altered: refused, or what is altered says nothing and the judgement is the same.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "tests"
)]

#[path = "support/timestamps.rs"]
mod support;

use proptest::prelude::*;
use sekisho_attest::timestamp::{Authorities, Stamped, Window, verify};
use sekisho_model::error::Hint;
use std::sync::LazyLock;
use support::{MESSAGE, file, pem_content};

const TOKENS: [&str; 6] = [
    "p256.tsr",
    "rsa-token.der",
    "without-certificates.tsr",
    "named.tsr",
    "ess-chain.tsr",
    "p521.tsr",
];

/// The roots alone, so that each token needs what it brings; for the one that brings nothing, all.
static TRUSTED: LazyLock<[Authorities; 2]> = LazyLock::new(|| {
    let all = [file("root-ec.pem"), file("middle-ec.pem"), file("stamp-p256.pem")].concat();
    let mut roots = Authorities::from_pem(&file("root-ec.pem"), Window::default()).unwrap();
    roots.add_pem(&file("root-rsa.pem"), Window::default()).unwrap();
    [roots, Authorities::from_pem(&all, Window::default()).unwrap()]
});

fn trusted(name: &str) -> &'static Authorities {
    &TRUSTED[usize::from(name == "without-certificates.tsr")]
}

/// The judgement of the untouched token, and how many alterations of it were let through.
struct Watch {
    trusted: &'static Authorities,
    token: Vec<u8>,
    stamped: Stamped,
    same: usize,
}

impl Watch {
    fn new(name: &str) -> Self {
        let (token, trusted) = (file(name), trusted(name));
        let stamped = verify(&token, MESSAGE, trusted).unwrap_or_else(|error| panic!("{name}: {error}"));
        let same = 0;
        Self {
            trusted,
            token,
            stamped,
            same,
        }
    }

    fn holds(&mut self, altered: &[u8], how: &str) {
        match verify(altered, MESSAGE, self.trusted) {
            Ok(stamped) => {
                assert_eq!(stamped, self.stamped, "{how}");
                self.same += 1;
            }
            Err(error) => {
                assert!(error.code().starts_with("timestamp-"));
                assert!(!error.to_string().is_empty() && error.to_string().len() < 2000);
            }
        }
    }
}

#[test]
fn every_flipped_bit_is_refused_or_says_nothing() {
    let root = pem_content("root-rsa.pem");
    for name in TOKENS {
        let mut watch = Watch::new(name);
        let token = watch.token.clone();
        // What nobody needs: a copy of the certificate that is trusted anyway.
        let copy = token.windows(root.len()).position(|part| part == root);
        let copy = copy.map_or(0..0, |start| start..start + root.len());
        assert_eq!(copy.is_empty(), name != "rsa-token.der");
        let needed = (0..token.len()).filter(|at| !copy.contains(at)).count();
        for at in (0..token.len()).filter(|at| !copy.contains(at)).chain(copy.clone()) {
            for bit in 0..8 {
                let mut altered = token.clone();
                altered[at] ^= 1 << bit;
                watch.holds(&altered, &format!("{name}: byte {at}, bit {bit}"));
            }
            // The status is not signed: 0 and 1 both mean that it was granted.
            let status = usize::from(name.ends_with(".tsr"));
            assert!(
                copy.contains(&at) || watch.same <= status,
                "{name}: byte {at} of {needed}"
            );
        }
    }
}

#[test]
fn no_byte_can_have_another_value() {
    let mut watch = Watch::new("without-certificates.tsr");
    let token = watch.token.clone();
    for at in 0..token.len() {
        for value in (0..=255).filter(|value| *value != token[at]) {
            let mut altered = token.clone();
            altered[at] = value;
            watch.holds(&altered, &format!("byte {at} is {value}"));
        }
    }
    // The status alone, as above.
    assert_eq!(watch.same, 1);
}

#[test]
fn every_part_and_every_addition_is_refused() {
    for name in TOKENS {
        let token = Watch::new(name).token;
        // Without the status before it, an answer is a token.
        let head = if name.ends_with(".tsr") { 9 } else { 0 };
        for length in 0..token.len() {
            assert!(
                verify(&token[..length], MESSAGE, trusted(name)).is_err(),
                "{name}: {length} bytes"
            );
            let rest = verify(&token[length + 1..], MESSAGE, trusted(name));
            assert_eq!(rest.is_ok(), length + 1 == head, "{name}: without {length} bytes");
        }
        for more in [&[0][..], &token, b"\n"] {
            let error = verify(&[&token, more].concat(), MESSAGE, trusted(name)).unwrap_err();
            assert_eq!(error.code(), "timestamp-malformed", "{name}");
        }
    }
}

#[test]
fn size_and_number_are_bounded() {
    let error = verify(&vec![0x30; (1 << 20) + 1], MESSAGE, &TRUSTED[0]).unwrap_err();
    assert_eq!(error.code(), "timestamp-too-large");
    // Deep nesting is no way in: forms are of fixed depth.
    let mut deep = vec![0x05, 0x00];
    for _ in 0..20_000 {
        let length = u32::try_from(deep.len()).unwrap().to_be_bytes();
        let kept: Vec<u8> = length.into_iter().skip_while(|byte| *byte == 0).collect();
        let head = if deep.len() < 128 {
            kept
        } else {
            [&[0x80 | kept.len() as u8], kept.as_slice()].concat()
        };
        deep = [&[0x30], head.as_slice(), deep.as_slice()].concat();
    }
    assert_eq!(
        verify(&deep, MESSAGE, &TRUSTED[0]).unwrap_err().code(),
        "timestamp-malformed"
    );
}

/// A length as DER writes it.
fn length(bytes: usize) -> Vec<u8> {
    let kept: Vec<u8> = (bytes as u32)
        .to_be_bytes()
        .into_iter()
        .skip_while(|byte| *byte == 0)
        .collect();
    if bytes < 128 {
        vec![bytes as u8]
    } else {
        [&[0x80 | kept.len() as u8], kept.as_slice()].concat()
    }
}

fn wrapped(tag: u8, content: &[u8]) -> Vec<u8> {
    [&[tag], length(content.len()).as_slice(), content].concat()
}

/// Tag, content and what comes after.
fn unwrapped(bytes: &[u8]) -> (u8, &[u8], &[u8]) {
    let (head, size) = match bytes[1] {
        short if short < 0x80 => (2, usize::from(short)),
        long => {
            let count = usize::from(long & 0x7f);
            let size = bytes[2..2 + count]
                .iter()
                .fold(0, |size, byte| size << 8 | usize::from(*byte));
            (2 + count, size)
        }
    };
    (bytes[0], &bytes[head..head + size], &bytes[head + size..])
}

/// The token with other certificates in it, which nobody has signed.
fn with_certificates(token: &[u8], change: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    let (_, info, _) = unwrapped(token);
    let (_, oid, content) = unwrapped(info);
    let (_, data, _) = unwrapped(unwrapped(content).1);
    let mut rest = data;
    let mut parts = Vec::new();
    while !rest.is_empty() {
        let (tag, part, after) = unwrapped(rest);
        let part = if tag == 0xa0 { change(part) } else { part.to_vec() };
        parts.extend(wrapped(tag, &part));
        rest = after;
    }
    let content = wrapped(0xa0, &wrapped(0x30, &parts));
    wrapped(0x30, &[wrapped(0x06, oid), content].concat())
}

#[test]
fn certificates_are_bounded_and_their_order_does_not_matter() {
    let token = file("rsa-token.der");
    let expected = verify(&token, MESSAGE, &TRUSTED[0]).unwrap();
    assert_eq!(with_certificates(&token, <[u8]>::to_vec), token);
    let reversed = with_certificates(&token, |mut rest| {
        let mut parts = Vec::new();
        while !rest.is_empty() {
            let (tag, part, after) = unwrapped(rest);
            parts.insert(0, wrapped(tag, part));
            rest = after;
        }
        assert!(parts.len() > 2);
        parts.concat()
    });
    assert_eq!(verify(&reversed, MESSAGE, &TRUSTED[0]), Ok(expected));
    let many = with_certificates(&token, |certificates| certificates.repeat(6));
    assert_eq!(
        verify(&many, MESSAGE, &TRUSTED[0]).unwrap_err().code(),
        "timestamp-too-many"
    );
    let other = with_certificates(&token, |certificates| [certificates, &[0xa1, 0]].concat());
    assert_eq!(
        verify(&other, MESSAGE, &TRUSTED[0]).unwrap_err().code(),
        "timestamp-malformed"
    );
    let none = with_certificates(&token, |_| Vec::new());
    assert_eq!(
        verify(&none, MESSAGE, &TRUSTED[0]).unwrap_err().code(),
        "timestamp-no-certificate"
    );
}

/// A token under an unknown authority, of which there are so many, each with another key: they could issue each other, in every
/// order.
fn maze(authorities: u8) -> Vec<u8> {
    with_certificates(&file("under-unknown.der"), |certificates| {
        let (tag, part, after) = unwrapped(certificates);
        let first = wrapped(tag, part);
        let (tag, part, after) = unwrapped(after);
        let second = wrapped(tag, part);
        assert!(after.is_empty());
        // The signer's certificate says who it is, the authority's says so twice.
        let signs = |part: &[u8]| part.windows(13).any(|part| part == b"under-unknown");
        let (signer, authority) = if signs(&first) {
            (first, second)
        } else {
            (second, first)
        };
        // The public key: an uncompressed point on its curve.
        let point = authority
            .windows(4)
            .position(|part| part == [0x03, 0x42, 0x00, 0x04])
            .unwrap()
            + 10;
        let mut parts = signer;
        for other in 0..authorities {
            let mut altered = authority.clone();
            altered[point] = other;
            parts.extend(altered);
        }
        parts
    })
}

#[test]
fn a_maze_of_certificates_is_not_entered() {
    let refusal = |token: &[u8]| verify(token, MESSAGE, &TRUSTED[0]).unwrap_err();
    assert_eq!(
        refusal(&file("under-unknown.der")).code(),
        "timestamp-unknown-authority"
    );
    assert_eq!(refusal(&maze(3)).code(), "timestamp-unknown-authority");
    let error = refusal(&maze(4));
    assert_eq!(error.code(), "timestamp-too-many");
    assert_eq!(
        error.to_string(),
        "there are more than 3 certificates of one name in the token"
    );
    // The same one often is one.
    let often = with_certificates(&file("p256.tsr")[9..], |certificates| certificates.repeat(8));
    assert!(verify(&often, MESSAGE, &TRUSTED[0]).is_ok());
    let large = with_certificates(&file("p256.tsr")[9..], |certificates| {
        [certificates, &wrapped(0x30, &[5; 20_000])].concat()
    });
    assert_eq!(refusal(&large).code(), "timestamp-too-large");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn random_mutations_never_change_what_is_said(
        which in 0..TOKENS.len(),
        mutations in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4u8, 1..40usize), 1..6),
    ) {
        let mut watch = Watch::new(TOKENS[which]);
        let mut altered = watch.token.clone();
        for (at, value, kind, many) in mutations {
            if altered.is_empty() {
                break;
            }
            let at = at.index(altered.len());
            let until = (at + many).min(altered.len());
            match kind {
                0 => altered[at] = value,
                1 => altered.insert(at, value),
                2 => drop(altered.drain(at..until)),
                _ => {
                    let copy = altered[at..until].to_vec();
                    altered.splice(at..at, copy);
                }
            }
        }
        watch.holds(&altered, TOKENS[which]);
    }

    #[test]
    fn bytes_of_any_kind_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        prop_assert!(verify(&bytes, MESSAGE, &TRUSTED[0]).is_err());
        prop_assert!(Authorities::from_pem(&bytes, Window::default()).is_err());
        prop_assert!(Authorities::default().add_der(&[bytes.as_slice()], Window::default()).is_err());
    }
}
