//! Public keys as JSON Web Keys (RFC 7517), their thumbprints, and the signature algorithms of JWA (RFC 7518, RFC 8037).
//!
//! Only verifying happens here: no private key ever comes into this process.

use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use p256::ecdsa::signature::Verifier;
use rsa::sha2::{Digest, Sha256, Sha384, Sha512};
use rsa::{BoxedUint, pkcs1v15, pss};

/// Padding may stand there or not: it changes no byte.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);
/// RFC 7518 §3.3 and §3.5 refuse shorter keys.
const RSA_BITS: u32 = 2048;

/// Why a signature was not found to be intact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Trouble {
    /// It is not one.
    Invalid(String),
    /// It may be one: this program cannot tell.
    Unverified(String),
}

/// A public key.
#[derive(Debug)]
pub(super) enum Key {
    P256(p256::ecdsa::VerifyingKey),
    P384(p384::ecdsa::VerifyingKey),
    P521(p521::ecdsa::VerifyingKey),
    Ed25519(ed25519_dalek::VerifyingKey),
    Rsa(rsa::PublicKey),
}

/// Bytes written as base64url.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    BASE64.decode(text).ok()
}

impl Key {
    /// The key in a JSON Web Key, with its thumbprint (RFC 7638, SHA-256).
    pub(super) fn read(member: impl Fn(&str) -> Option<String>) -> Result<(Self, String), Trouble> {
        let bad = |what: &str| Trouble::Invalid(format!("the key in the signature is not one: {what}"));
        let bytes = |name: &str| {
            let value = member(name).ok_or_else(|| bad(&format!("`{name}` is missing")))?;
            decode(&value).ok_or_else(|| bad(&format!("`{name}` is not base64url")))
        };
        let kind = member("kty").unwrap_or_default();
        let curve = member("crv").unwrap_or_default();
        match (kind.as_str(), curve.as_str()) {
            ("EC", "P-256" | "P-384" | "P-521") => {
                let (x, y) = (bytes("x")?, bytes("y")?);
                let point = [&[4][..], &x, &y].concat();
                let key = match curve.as_str() {
                    "P-256" => p256::ecdsa::VerifyingKey::from_sec1_bytes(&point).map(Self::P256),
                    "P-384" => p384::ecdsa::VerifyingKey::from_sec1_bytes(&point).map(Self::P384),
                    _ => p521::ecdsa::VerifyingKey::from_sec1_bytes(&point).map(Self::P521),
                };
                let key = key.map_err(|_| bad("`x` and `y` are no point of the curve"))?;
                let (x, y) = (encode(&x), encode(&y));
                let print = format!(r#"{{"crv":"{curve}","kty":"EC","x":"{x}","y":"{y}"}}"#);
                Ok((key, thumbprint(&print)))
            }
            ("OKP", "Ed25519") => {
                let x = bytes("x")?;
                let fixed = <[u8; 32]>::try_from(x.as_slice()).map_err(|_| bad("`x` has not 32 bytes"))?;
                let key =
                    ed25519_dalek::VerifyingKey::from_bytes(&fixed).map_err(|_| bad("`x` is no point of the curve"))?;
                let print = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, encode(&x));
                Ok((Self::Ed25519(key), thumbprint(&print)))
            }
            ("RSA", _) => {
                let (n, e) = (bytes("n")?, bytes("e")?);
                let number = BoxedUint::from_be_slice_vartime;
                let key = rsa::PublicKey::new(number(&n), number(&e)).map_err(|e| bad(&e.to_string()))?;
                let bits = number(&n).bit_width_vartime();
                if bits < RSA_BITS {
                    return Err(bad(&format!("{bits} bits are fewer than {RSA_BITS}")));
                }
                let significant = |bytes: &[u8]| {
                    let zeros = bytes.iter().take_while(|b| **b == 0).count();
                    encode(bytes.get(zeros..).unwrap_or_default())
                };
                let print = format!(r#"{{"e":"{}","kty":"RSA","n":"{}"}}"#, significant(&e), significant(&n));
                Ok((Self::Rsa(key), thumbprint(&print)))
            }
            _ => Err(Trouble::Unverified(format!(
                "keys of type `{}` are not verified",
                super::shown(&[kind.as_str(), curve.as_str()].join(" "))
            ))),
        }
    }

    /// Whether the signature over the message was made with this key, by an algorithm of JWA.
    pub(super) fn verify(&self, algorithm: &str, message: &[u8], signature: &[u8]) -> Result<(), Trouble> {
        let intact = match (self, algorithm) {
            (Self::P256(key), "ES256") => fits::<p256::ecdsa::Signature>(key, message, signature),
            (Self::P384(key), "ES384") => fits::<p384::ecdsa::Signature>(key, message, signature),
            (Self::P521(key), "ES512") => fits::<p521::ecdsa::Signature>(key, message, signature),
            (Self::Ed25519(key), "Ed25519") => ed25519_dalek::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_strict(message, &signature).is_ok()),
            (Self::Rsa(key), "RS256") => fits(&pkcs1v15::VerifyingKey::<Sha256>::new(key.clone()), message, signature),
            (Self::Rsa(key), "RS384") => fits(&pkcs1v15::VerifyingKey::<Sha384>::new(key.clone()), message, signature),
            (Self::Rsa(key), "RS512") => fits(&pkcs1v15::VerifyingKey::<Sha512>::new(key.clone()), message, signature),
            // The salt is as long as the hash: RFC 7518 §3.5.
            (Self::Rsa(key), "PS256") => fits(&pss::VerifyingKey::<Sha256>::new(key.clone()), message, signature),
            (Self::Rsa(key), "PS384") => fits(&pss::VerifyingKey::<Sha384>::new(key.clone()), message, signature),
            (Self::Rsa(key), "PS512") => fits(&pss::VerifyingKey::<Sha512>::new(key.clone()), message, signature),
            _ => {
                let algorithm = super::shown(algorithm);
                let why = format!("algorithm `{algorithm}` does not go with the key in the signature");
                return Err(Trouble::Invalid(why));
            }
        };
        if intact {
            Ok(())
        } else {
            Err(Trouble::Invalid(
                "the signature does not fit the content of the document".to_owned(),
            ))
        }
    }
}

fn fits<S: for<'a> TryFrom<&'a [u8]>>(key: &impl Verifier<S>, message: &[u8], signature: &[u8]) -> bool {
    S::try_from(signature).is_ok_and(|signature| key.verify(message, &signature).is_ok())
}

fn encode(bytes: &[u8]) -> String {
    BASE64.encode(bytes)
}

fn thumbprint(canonical: &str) -> String {
    encode(&Sha256::digest(canonical.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(members: &[(&str, &str)]) -> Result<(Key, String), Trouble> {
        Key::read(|name| members.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()))
    }

    #[test]
    fn the_thumbprint_is_the_one_of_the_standard() {
        // RFC 7638 §3.1.
        let n = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMst\
            n64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n\
            91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
        let (_, print) = read(&[("kty", "RSA"), ("n", n), ("e", "AQAB")]).unwrap();
        assert_eq!(print, "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    }

    #[test]
    fn keys_that_are_none() {
        let x = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
        let off_the_curve = [("kty", "EC"), ("crv", "P-256"), ("x", x), ("y", x)];
        assert!(matches!(read(&off_the_curve), Err(Trouble::Invalid(_))));
        assert!(matches!(read(&off_the_curve[..3]), Err(Trouble::Invalid(_))));
        let short = [("kty", "RSA"), ("n", "wV8_9Q"), ("e", "AQAB")];
        assert!(matches!(read(&short), Err(Trouble::Invalid(_))));
        let other = [("kty", "OKP"), ("crv", "Ed448"), ("x", x)];
        assert!(matches!(read(&other), Err(Trouble::Unverified(_))));
    }
}
