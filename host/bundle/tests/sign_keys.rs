//! Keys and their files: what is read, what is refused by name, and that OpenSSL reads and writes the same.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use pkcs8::EncryptedPrivateKeyInfoRef;
use pkcs8::der::Encode;
use pkcs8::der::asn1::OctetStringRef;
use pkcs8::pkcs5::pbes2::{EncryptionScheme, Kdf, Parameters, Pbkdf2Params, Salt, ScryptParams};
use sekisho_bundle::sign::{Algorithm, KeyError, PublicKey, SecretFile, SecretKey, Signer};
use sekisho_model::Digest;
use sekisho_model::error::Hint;
use support::{corpus, ed25519, fixture, hex, numbered, p256};

const PASSWORD: &[u8] = b"correct-horse";

fn open(text: &[u8], password: &[u8]) -> Result<SecretKey, KeyError> {
    match SecretFile::parse(text)? {
        SecretFile::Encrypted(key) => key.open(password),
        SecretFile::Plain(_) => panic!("not encrypted"),
    }
}

#[test]
fn the_keys_of_the_standards_have_the_public_keys_of_the_standards() {
    let ed = hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    assert!(ed25519().public().to_der().ends_with(&ed));
    let ec = hex("7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299");
    assert!(p256().public().to_der().ends_with(&ec));
}

#[test]
fn what_openssl_encrypted_is_opened() {
    for (name, algorithm) in [
        ("ed25519-scrypt.pem", Algorithm::Ed25519),
        ("ed25519-pbkdf2.pem", Algorithm::Ed25519),
        ("p256-scrypt.pem", Algorithm::EcdsaP256),
        ("p256-pbkdf2.pem", Algorithm::EcdsaP256),
        ("p256-pbkdf2-sha512-aes128.pem", Algorithm::EcdsaP256),
    ] {
        let key = open(&fixture(name), PASSWORD).unwrap();
        let expected = if algorithm == Algorithm::Ed25519 {
            ed25519()
        } else {
            p256()
        };
        assert_eq!(key.public(), expected.public(), "{name}");
        assert_eq!(
            open(&fixture(name), b"wrong").unwrap_err(),
            KeyError::Password,
            "{name}"
        );
        assert_eq!(open(&fixture(name), b"").unwrap_err(), KeyError::Password, "{name}");
    }
}

#[test]
fn a_key_that_is_written_is_read_again_and_only_with_its_password() {
    for key in [ed25519(), p256()] {
        let pem = key
            .to_encrypted_pem("合言葉".as_bytes(), &[7; SecretKey::SALT_BYTES])
            .unwrap();
        assert!(pem.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
        let again = open(pem.as_bytes(), "合言葉".as_bytes()).unwrap();
        assert_eq!(again.public(), key.public());
        assert_eq!(again.sign(b"x").unwrap(), key.sign(b"x").unwrap());
        assert_eq!(open(pem.as_bytes(), b"other").unwrap_err(), KeyError::Password);
        assert_eq!(
            key.to_encrypted_pem(b"", &[7; 32]).unwrap_err(),
            KeyError::EmptyPassword
        );
        let other = key.to_encrypted_pem("合言葉".as_bytes(), &[8; 32]).unwrap();
        assert_ne!(other, pem);
        // DOS line ends and blank lines around the block change nothing.
        let dos = format!("\r\n{}\r\n", pem.replace('\n', "\r\n"));
        assert_eq!(
            open(dos.as_bytes(), "合言葉".as_bytes()).unwrap().public(),
            key.public()
        );
    }
}

#[test]
fn a_plain_key_is_told_apart() {
    assert!(matches!(
        SecretFile::parse(&fixture("p256-plain.pem")),
        Ok(SecretFile::Plain(_))
    ));
    assert!(matches!(
        SecretFile::parse(&fixture("p256-scrypt.pem")),
        Ok(SecretFile::Encrypted(_))
    ));
}

#[test]
fn debug_shows_no_secret() {
    let shown = format!(
        "{:?} {:?}",
        ed25519(),
        SecretFile::parse(&fixture("p256-scrypt.pem")).unwrap()
    );
    assert!(!shown.contains("157"), "{shown}"); // 0x9d, the first byte, as a number
    assert!(!shown.to_lowercase().contains("9d61"), "{shown}");
    assert!(shown.contains("sha256:") && shown.contains('…'), "{shown}");
}

#[test]
fn random_bytes_that_are_none_make_no_key() {
    for algorithm in [Algorithm::Ed25519, Algorithm::EcdsaP256] {
        for byte in [0, 7, 255] {
            assert_eq!(
                SecretKey::generate(algorithm, &[byte; 64]).unwrap_err(),
                KeyError::Random
            );
        }
        assert_ne!(
            numbered(algorithm, 1).public().id(),
            numbered(algorithm, 2).public().id()
        );
    }
    // The first half is larger than the order of the group: the second is taken.
    let mut random = [0xff; 64];
    random[31] = 0;
    random[32..].copy_from_slice(&hex("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"));
    let key = SecretKey::generate(Algorithm::EcdsaP256, &random).unwrap();
    assert_eq!(key.public(), p256().public());
}

#[test]
fn public_keys_are_written_as_they_were_read_and_known_by_their_digest() {
    for name in ["ed25519-public.pem", "p256-public.pem"] {
        let key = PublicKey::from_pem(&fixture(name)).unwrap();
        assert_eq!(key.to_pem().unwrap().as_bytes(), fixture(name), "{name}");
        assert_eq!(PublicKey::from_der(key.to_der()).unwrap(), key);
        assert_eq!(key.id(), Digest::of(key.to_der()));
    }
    let cosign = std::fs::read(corpus(
        "sigstore-conformance/bundle-verify/managed-key-and-trusted-root/key.pub",
    ))
    .unwrap();
    assert_eq!(
        PublicKey::from_pem(&cosign).unwrap().hint(),
        "TLMsSDfG3ajPsWge+z/vX5T/zluXnmvbkTkwLIV68Tk="
    );
}

#[test]
fn foreign_keys_parse_or_are_refused_by_name() {
    let pem = |path: &str| PublicKey::from_pem(&std::fs::read(corpus(path)).unwrap());
    let here = "securesystemslib-dsse/tests/data/pems";
    assert_eq!(
        pem(&format!("{here}/ecdsa_public.pem")).unwrap().algorithm(),
        Algorithm::EcdsaP256
    );
    assert_eq!(
        pem(&format!("{here}/ed25519_public.pem")).unwrap().algorithm(),
        Algorithm::Ed25519
    );
    for (path, name) in [
        (format!("{here}/ecdsa_secp521r1_public.pem"), "ECDSA P-521"),
        ("witness-attestations/testpub2.pem".to_owned(), "RSA"),
    ] {
        assert_eq!(pem(&path).unwrap_err(), KeyError::Algorithm(name.to_owned()));
    }
    for (file, name) in [
        ("refused-secp384r1-public.pem", "ECDSA P-384"),
        ("refused-secp256k1-public.pem", "ECDSA secp256k1"),
        ("refused-ed448-public.pem", "Ed448"),
        ("refused-x25519-public.pem", "X25519"),
        ("refused-explicit-public.pem", "ECDSA with a curve that is not named"),
    ] {
        assert_eq!(
            PublicKey::from_pem(&fixture(file)).unwrap_err(),
            KeyError::Algorithm(name.to_owned()),
            "{file}"
        );
    }
    let secret = SecretFile::parse(&fixture("refused-secp384r1-plain.pem")).unwrap_err();
    assert_eq!(secret, KeyError::Algorithm("ECDSA P-384".to_owned()));
}

#[test]
fn one_key_is_not_written_in_two_ways() {
    let refused = PublicKey::from_pem(&fixture("refused-compressed-public.pem")).unwrap_err();
    assert!(matches!(refused, KeyError::Encoding(_)), "{refused}");
    // A NULL where RFC 8410 §3 has no parameters.
    let ed = ed25519().public().to_der().to_vec();
    let with_null = [&hex("302c300706032b65700500"), &ed[9..]].concat();
    assert!(PublicKey::from_der(&with_null).is_err());
    // Something after the key, and a length in the long form.
    assert!(PublicKey::from_der(&[&ed[..], &[0]].concat()).is_err());
    assert!(PublicKey::from_der(&[&hex("30812a"), &ed[2..]].concat()).is_err());
}

#[test]
fn ed25519_points_that_are_weak_or_not_reduced_are_refused() {
    let with = |point: &str| PublicKey::from_der(&[hex("302a300506032b6570032100"), hex(point)].concat());
    // The neutral point, and one of order 8.
    for weak in [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    ] {
        assert_eq!(with(weak).unwrap_err(), KeyError::Weak);
    }
    // y = p + 3, which is 3 written a second time; 3 itself is a point.
    assert!(with("0300000000000000000000000000000000000000000000000000000000000000").is_ok());
    let again = with("f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");
    assert_eq!(
        again.unwrap_err(),
        KeyError::Encoding("the number is not reduced".to_owned())
    );
}

#[test]
fn other_blocks_and_ciphers_are_refused_by_name_and_say_what_to_do() {
    let cosign = "-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\neyJrZGYiOnsibmFtZSI6InNjcnlwdCJ9fQ==\n-----END ENCRYPTED SIGSTORE PRIVATE KEY-----\n";
    let refused = SecretFile::parse(cosign.as_bytes()).unwrap_err();
    assert_eq!(refused.code(), "key-cosign");
    assert!(refused.hint().unwrap().contains("import-key-pair"));

    for (file, code, word) in [
        ("p256-sec1.pem", "key-label", "EC PRIVATE KEY"),
        ("p256-public.pem", "key-label", "PUBLIC KEY"),
        ("refused-des3.pem", "key-cipher", "1.2.840.113549.3.7"),
        ("refused-pbes1.pem", "key-cipher", "1.2.840.113549.1.12.1.3"),
        ("refused-pbkdf2-sha1.pem", "key-cipher", "SHA-1"),
    ] {
        let refused = SecretFile::parse(&fixture(file)).unwrap_err();
        assert_eq!(refused.code(), code, "{file}: {refused}");
        assert!(refused.to_string().contains(word), "{file}: {refused}");
        assert!(refused.hint().is_some(), "{file}");
    }
    for (file, word) in [
        ("p256-plain.pem", "secret key"),
        ("p256-scrypt.pem", "secret key"),
        ("refused-certificate.pem", "x509"),
    ] {
        let refused = PublicKey::from_pem(&fixture(file)).unwrap_err();
        assert_eq!(refused.code(), "key-label", "{file}");
        assert!(refused.hint().unwrap().contains(word), "{file}: {:?}", refused.hint());
    }
}

#[test]
fn text_around_the_block_is_refused() {
    let key = fixture("p256-public.pem");
    for text in [
        [b"subject: somebody\n", &key[..]].concat(),
        [&key[..], b"and more\n"].concat(),
        [&key[..], &key[..]].concat(),
        key[..key.len() - 30].to_vec(),
        b"-----BEGIN ".to_vec(),
        Vec::new(),
        vec![0xff; 100],
    ] {
        assert!(
            matches!(PublicKey::from_pem(&text), Err(KeyError::Pem(_))),
            "{:?}",
            String::from_utf8_lossy(&text)
        );
    }
    assert!(matches!(
        PublicKey::from_pem(&vec![b'-'; 1 << 20]),
        Err(KeyError::TooLarge { .. })
    ));
}

fn file_that_asks_for(kdf: Kdf) -> Vec<u8> {
    let parameters = Parameters {
        kdf,
        encryption: EncryptionScheme::Aes256Cbc { iv: [0; 16] },
    };
    let info = EncryptedPrivateKeyInfoRef {
        encryption_algorithm: parameters.into(),
        encrypted_data: OctetStringRef::new(&[0; 64]).unwrap(),
    };
    let der = info.to_der().unwrap();
    pkcs8::der::pem::encode_string("ENCRYPTED PRIVATE KEY", pkcs8::der::pem::LineEnding::LF, &der)
        .unwrap()
        .into_bytes()
}

#[test]
fn a_file_that_asks_for_too_much_is_refused_before_it_gets_it() {
    let scrypt = |n: u64, r: u16, p: u16| {
        SecretFile::parse(&file_that_asks_for(Kdf::Scrypt(ScryptParams {
            salt: Salt::new([1; 16]).unwrap(),
            cost_parameter: n,
            block_size: r,
            parallelization: p,
            key_length: None,
        })))
    };
    assert!(scrypt(1 << 17, 8, 1).is_ok(), "what others recommend");
    for (n, r, p) in [
        (1 << 26, 8, 1),
        (1 << 63, 65535, 1),
        (1 << 14, 65535, 65535),
        (2, 65535, 65535),
        (1 << 20, 1, 65535),
    ] {
        let refused = scrypt(n, r, p).unwrap_err();
        assert_eq!(refused.code(), "key-cost", "{n} {r} {p}: {refused}");
    }
    assert!(scrypt(1 << 26, 8, 1).unwrap_err().to_string().contains("65536 MiB"));
    for (n, r, p) in [(0, 8, 1), (1, 8, 1), (1000, 8, 1), (1 << 14, 0, 1), (1 << 14, 8, 0)] {
        assert_eq!(scrypt(n, r, p).unwrap_err().code(), "key-encoding", "{n} {r} {p}");
    }
    let pbkdf2 = |rounds| {
        SecretFile::parse(&file_that_asks_for(Kdf::Pbkdf2(
            Pbkdf2Params::hmac_sha256(rounds, &[1; 16]).unwrap(),
        )))
    };
    assert!(pbkdf2(600_000).is_ok());
    assert_eq!(pbkdf2(0).unwrap_err().code(), "key-encoding");
    assert_eq!(pbkdf2(100_000_000).unwrap_err().code(), "key-cost");
}

/// Every third byte of a file with one bit changed, and the key that comes out, if any.
fn damaged(name: &str) -> Vec<(usize, SecretKey)> {
    let pem = fixture(name);
    let opened = (0..pem.len()).step_by(3).filter_map(|position| {
        let mut other = pem.clone();
        other[position] ^= 4;
        Some((position, open(&other, PASSWORD).ok()?))
    });
    opened.collect()
}

#[test]
fn a_damaged_file_of_p256_is_never_another_key() {
    for (position, key) in damaged("p256-pbkdf2-sha512-aes128.pem") {
        assert_eq!(key.public(), p256().public(), "byte {position}");
    }
}

/// There is no public key in the file and AES-CBC is not authenticated: what opens as another key signs as another key.
#[test]
fn a_damaged_file_of_ed25519_signs_at_most_as_a_stranger() {
    for (position, key) in damaged("ed25519-scrypt.pem") {
        let is_ours = ed25519().public().verify(b"m", &key.sign(b"m").unwrap());
        assert_eq!(is_ours, key.public().id() == ed25519().public().id(), "byte {position}");
    }
}
