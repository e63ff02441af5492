//! Names of cryptographic algorithms: one algorithm is written in many ways (`AES-256-GCM`, `aes128`, `SHA256withRSA`),
//! a list names families (`AES`) or single algorithms (`SHA-256`).

/// What a list says about an algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Listed {
    /// It is on the list.
    Yes,
    /// It is not.
    No,
    /// The name says less than the list does: `RSA` without its padding.
    Vague,
}

/// Older and shorter names of algorithms that lists call otherwise; the first that a name begins with holds.
const SAME: &[(&str, &str)] = &[
    ("rijndael", "aes"),
    ("sha 2 256", "sha 256"),
    ("sha 2 384", "sha 384"),
    ("sha 2 512", "sha 512"),
    ("rsassa pss", "rsa pss"),
    ("rsapss", "rsa pss"),
    ("rsassa pkcs 1 v 1 5", "rsassa pkcs 1 v 1 5"),
    ("rsassa pkcs 1 v 15", "rsassa pkcs 1 v 1 5"),
    ("rsassa pkcs 1", "rsassa pkcs 1 v 1 5"),
    ("rsaes oaep", "rsa oaep"),
    ("ed 25519", "eddsa"),
    ("ed 448", "eddsa"),
    ("x 25519", "ecdh"),
    ("x 448", "ecdh"),
    ("ecdhe", "ecdh"),
    ("dhe", "dh"),
    ("ffdh", "dh"),
    ("diffie hellman", "dh"),
];

/// A name as words: letters and digits apart, lower case, anything else a blank.
fn words(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut last = ' ';
    for c in name.trim().chars() {
        let c = c.to_ascii_lowercase();
        let boundary = last.is_ascii_digit() != c.is_ascii_digit() && last.is_alphanumeric() && c.is_alphanumeric();
        if !c.is_alphanumeric() {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            // `sha3`, `blake2b` and `hmacsha1` keep their digit: it is part of the name, not a length.
            if boundary && !keeps_digit(&out, c) {
                out.push(' ');
            }
            out.push(c);
        }
        last = c;
    }
    let plain = out.trim().to_owned();
    let renamed = SAME.iter().find_map(|(from, to)| {
        let rest = plain.strip_prefix(from)?;
        (rest.is_empty() || rest.starts_with(' ')).then(|| format!("{to}{rest}"))
    });
    renamed.unwrap_or(plain)
}

fn keeps_digit(so_far: &str, next: char) -> bool {
    let word = so_far.rsplit(' ').next().unwrap_or("");
    matches!(
        (word, next),
        ("blake", '2' | '3') | ("md", '2' | '4' | '5') | ("rc", '2' | '4' | '5') | ("blake2", 'b' | 's')
    ) || word == "sha" && next == '3'
}

/// Whether one name is the other or begins with it, word by word.
fn begins(name: &str, entry: &str) -> bool {
    name.strip_prefix(entry)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// Modes of operation that names carry behind their cipher.
const MODES: &[&str] = &[
    "ecb", "cbc", "cfb", "ctr", "ofb", "xts", "ccm", "gcm", "pcbc", "ige", "eax", "ocb", "siv", "kw", "kwp",
];

/// Words that a hash function's name begins with.
const HASHES: &[&str] = &[
    "sha", "sha3", "md2", "md4", "md5", "ripemd", "blake2b", "blake2s", "blake3", "shake", "sm",
];

/// Asks a list about a name, and about what the name is made of: its mode (`AES-128-ECB`) and its hash (`HMAC-MD5`).
pub(crate) fn ask<'a>(list: impl Iterator<Item = &'a str>, name: &str) -> Listed {
    let entries: Vec<String> = list.map(words).filter(|e| !e.is_empty()).collect();
    let name = words(name);
    let whole = ask_words(&entries, &name);
    if whole != Listed::Yes || entries.contains(&name) {
        return whole;
    }
    let parts: Vec<&str> = name.split(' ').collect();
    let listed = |mode: &&str| entries.iter().any(|e| e == mode);
    if parts
        .iter()
        .skip(1)
        .filter(|p| MODES.contains(p))
        .any(|mode| !listed(mode))
    {
        return Listed::No;
    }
    let hash = parts.iter().enumerate().skip(1).find(|(_, part)| HASHES.contains(part));
    match hash.and_then(|(at, _)| parts.get(at..)) {
        Some(hash) => ask_words(&entries, &hash.join(" ")),
        None => Listed::Yes,
    }
}

fn ask_words(entries: &[String], name: &str) -> Listed {
    let mut vague = false;
    for entry in entries {
        // `sha 512 224` is another function than `sha 512`; a number behind a cipher is its key length.
        let longer = entry.starts_with("sha ")
            && name
                .strip_prefix(entry.as_str())
                .is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()));
        if begins(name, entry) && !longer {
            return Listed::Yes;
        }
        // A bare `rsa` (perhaps with a key length) says less than `rsa pss` and `rsa oaep`.
        let bare_rsa = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ') == "rsa";
        vague |= !name.is_empty() && begins(entry, name) || bare_rsa && entry.starts_with("rsa");
    }
    if vague { Listed::Vague } else { Listed::No }
}

/// The key length or size that a parameter or name carries: the first number of at least two digits.
pub(crate) fn length(text: &str) -> Option<i64> {
    let numbers = text.split(|c: char| !c.is_ascii_digit());
    numbers.filter(|n| n.len() >= 2).find_map(|n| n.parse().ok())
}

/// Whether two names are the same algorithm or family.
pub(crate) fn same(left: &str, right: &str) -> bool {
    begins(&words(left), &words(right))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &[&str] = &[
        "RSA-PSS",
        "RSA-OAEP",
        "RSASSA-PKCS1-v1_5",
        "ECDSA",
        "EdDSA",
        "ECDH",
        "DH",
        "AES",
        "GCM",
        "SHA-256",
        "SHA3-256",
        "HMAC",
        "ChaCha20-Poly1305",
    ];

    #[test]
    fn spellings_of_one_algorithm_are_one() {
        let cases = [
            ("AES-256-GCM", Listed::Yes),
            ("aes128", Listed::Yes),
            ("SHA256", Listed::Yes),
            ("SHA2-256", Listed::Yes),
            ("SHA-1", Listed::No),
            ("SHA-224", Listed::No),
            ("SHA3-256", Listed::Yes),
            ("MD5", Listed::No),
            ("3DES", Listed::No),
            ("RSA-2048", Listed::Vague),
            ("RSASSA-PSS", Listed::Yes),
            ("RSAES-OAEP", Listed::Yes),
            ("RSASSA-PKCS1", Listed::Yes),
            ("RSAES-PKCS1", Listed::No),
            ("Ed25519", Listed::Yes),
            ("X25519", Listed::Yes),
            ("ECDHE", Listed::Yes),
            ("ChaCha20-Poly1305", Listed::Yes),
            ("ChaCha20", Listed::Vague),
            ("HMAC-SHA-256", Listed::Yes),
            ("HMAC-MD5", Listed::No),
            ("ECDSA-with-SHA1", Listed::No),
            ("AES-128-ECB", Listed::No),
            ("SHA-512/224", Listed::No),
            ("RC4", Listed::No),
            ("", Listed::No),
        ];
        for (name, expected) in cases {
            assert_eq!(ask(LIST.iter().copied(), name), expected, "{name}: {}", words(name));
        }
    }

    #[test]
    fn lengths_are_read_from_names_and_curves() {
        assert_eq!(length("2048"), Some(2048));
        assert_eq!(length("P-256"), Some(256));
        assert_eq!(length("secp384r1"), Some(384));
        assert_eq!(length("v1"), None);
    }
}
