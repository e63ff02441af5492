//! A value on disk: a version, the value, and a digest over key and both, so that a damaged or misplaced value is seen.

use sekisho_model::Digest;

/// Version of the sealing itself.
const VERSION: u8 = 1;
/// Bytes of the digest that are kept: enough against damage, which is all that it is for.
const CHECK: usize = 16;

fn check(key: &[u8], value: &[u8]) -> Digest {
    let mut bytes = Vec::with_capacity(key.len() + value.len() + 9);
    bytes.push(VERSION);
    bytes.extend_from_slice(&(key.len() as u64).to_be_bytes());
    bytes.extend_from_slice(key);
    bytes.extend_from_slice(value);
    Digest::of(&bytes)
}

/// Makes what is written under a key.
pub(crate) fn seal(key: &[u8], value: &[u8]) -> Vec<u8> {
    let mut sealed = Vec::with_capacity(value.len() + 1 + CHECK);
    sealed.push(VERSION);
    sealed.extend(check(key, value).as_bytes().iter().take(CHECK));
    sealed.extend_from_slice(value);
    sealed
}

/// The value in what was read under a key, if it is whole.
pub(crate) fn open<'a>(key: &[u8], sealed: &'a [u8]) -> Option<&'a [u8]> {
    let (version, rest) = sealed.split_first()?;
    let (stored, value) = rest.split_at_checked(CHECK)?;
    let is_whole = *version == VERSION && check(key, value).as_bytes().starts_with(stored);
    is_whole.then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_bit_or_another_key_or_version_is_no_value() {
        let sealed = seal(b"key", b"value");
        assert_eq!(open(b"key", &sealed), Some(&b"value"[..]));
        assert_eq!(open(b"yek", &sealed), None);
        for at in 0..sealed.len() {
            for bit in 0..8 {
                let mut damaged = sealed.clone();
                damaged[at] ^= 1 << bit;
                assert_eq!(open(b"key", &damaged), None, "byte {at} bit {bit}");
            }
            assert_eq!(open(b"key", &sealed[..at]), None, "cut at {at}");
        }
    }
}
