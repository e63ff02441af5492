//! Algorithms of keys: which are allowed, by the organization's own register, else by a list of what is common practice.

use crate::age::is_over;
use crate::scope::fold;
use crate::statements::{Said, said};
use sekisho_sdk::prelude::*;

/// What is known about an algorithm and its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Allowed,
    /// Not on the list, or on it as not allowed.
    Refused,
    TooShort {
        least: i64,
    },
    /// Allowed until a day that is past.
    Over,
    /// The name or the length is not understood.
    Unclear,
}

/// Names, least length in bits (0: the length does not matter); none where it is refused.
const COMMON: &[(&[&str], Option<i64>)] = &[
    // The longer name first: what contains another name must be found before it.
    (&["3des", "tripledes", "tdea", "desede"], None),
    (&["ed25519", "ed448", "eddsa", "x25519", "x448"], Some(0)),
    (&["mldsa", "mlkem", "slhdsa", "dilithium", "kyber", "sphincs"], Some(0)),
    (&["ecdsa", "ecdh", "ecc", "secp", "nistp", "prime256v1"], Some(224)),
    (&["rsa"], Some(2048)),
    (&["aes", "camellia"], Some(128)),
    (&["chacha20", "xchacha"], Some(0)),
    (&["hmacsha2", "hmacsha256", "hmacsha384", "hmacsha512", "kmac"], Some(0)),
    (&["hmacmd5", "hmacsha1"], None),
    (&["dsa", "des", "rc4", "rc2", "md5", "sha1", "blowfish", "idea"], None),
];

/// Judges an algorithm as written, with the length of the key where it is stated apart.
pub(crate) fn judge(cx: &Context<'_>, algorithm: &str, length: Option<f64>) -> Standing {
    let name = squeeze(algorithm);
    let bits = length.map(round).or_else(|| length_in(algorithm));
    let register = cx
        .registers()
        .get("approved-algorithms")
        .filter(|register| !register.is_empty());
    let Some(register) = register else {
        return common(&name, bits);
    };
    // The most telling name wins: AES-256-GCM before AES.
    let named = register.rows().filter(|row| {
        row.key()
            .is_some_and(|key| name.starts_with(&squeeze(key)) || squeeze(key) == name)
    });
    let Some(row) = named.max_by_key(|row| row.key().map_or(0, |key| squeeze(key).len())) else {
        return Standing::Refused;
    };
    match said(&row, "allowed") {
        Said::No => return Standing::Refused,
        Said::Odd | Said::Empty => return Standing::Unclear,
        Said::Yes => {}
    }
    if is_over(row.date("until"), cx.today()) {
        return Standing::Over;
    }
    long_enough(row.number("min_length").map_or(0, round), bits)
}

fn common(name: &str, bits: Option<i64>) -> Standing {
    let known = COMMON.iter().find(|(names, _)| {
        names
            .iter()
            .any(|known| name.starts_with(known) || name.contains(&format!("with{known}")))
    });
    match known {
        Some((_, Some(least))) => long_enough(*least, bits),
        Some((_, None)) => Standing::Refused,
        None => Standing::Unclear,
    }
}

fn long_enough(least: i64, bits: Option<i64>) -> Standing {
    match bits {
        _ if least == 0 => Standing::Allowed,
        Some(bits) if bits >= least => Standing::Allowed,
        Some(_) => Standing::TooShort { least },
        None => Standing::Unclear,
    }
}

/// Letters and digits only, lower case; what signs comes before what digests (`sha256WithRSA` is RSA).
fn squeeze(name: &str) -> String {
    let plain: String = fold(name).chars().filter(|c| c.is_alphanumeric()).collect();
    match plain.split_once("with") {
        Some((digest, key)) if digest.starts_with("sha") && !key.is_empty() => {
            key.trim_end_matches("encryption").to_owned()
        }
        _ => plain,
    }
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "lengths of keys; a float casts to the nearest whole number"
)]
fn round(number: f64) -> i64 {
    number.round() as i64
}

/// The length inside a name: `RSA-2048`, `AES-256-GCM`, `ECDSA P-256`; digits glued to letters (`ed25519`, `SHA256`)
/// are part of the name, except after `p`, `aes` and `rsa`.
fn length_in(name: &str) -> Option<i64> {
    let name = fold(name);
    let words = name
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    words
        .filter_map(|word| {
            let digits = ["secp", "nistp", "prime", "rsa", "aes", "camellia", "p"]
                .iter()
                .find_map(|start| word.strip_prefix(start))
                .unwrap_or(word);
            let digits: String = digits.chars().take_while(char::is_ascii_digit).collect();
            digits.parse().ok().filter(|bits: &i64| (64..=65_536).contains(bits))
        })
        .next()
}

#[cfg(test)]
mod tests {
    use super::{Standing, common, length_in, squeeze};

    fn plain(name: &str) -> Standing {
        common(&squeeze(name), length_in(name))
    }

    #[test]
    fn common_practice() {
        for name in [
            "RSA-2048",
            "RSA 3072",
            "AES-256-GCM",
            "ECDSA P-256",
            "Ed25519",
            "sha256WithRSAEncryption 2048",
            "secp384r1",
            "ML-KEM-768",
        ] {
            assert_eq!(plain(name), Standing::Allowed, "{name}");
        }
        for name in ["3DES", "DES", "RC4", "DSA-1024", "SHA-1"] {
            assert_eq!(plain(name), Standing::Refused, "{name}");
        }
        assert_eq!(plain("RSA-1024"), Standing::TooShort { least: 2048 });
        assert_eq!(plain("RSA"), Standing::Unclear);
        assert_eq!(plain("独自方式"), Standing::Unclear);
    }
}
