//! The names of the algorithms of keys, so that a refusal can say which one it refuses.

use pkcs8::spki::AlgorithmIdentifierRef;

/// `id-ecPublicKey` (RFC 5480).
pub(super) const EC: &str = "1.2.840.10045.2.1";
/// `id-Ed25519` (RFC 8410).
pub(super) const ED25519: &str = "1.3.101.112";
/// `secp256r1` (RFC 5480).
pub(super) const P256: &str = "1.2.840.10045.3.1.7";

/// What an identifier stands for, in words.
pub(super) fn name(algorithm: &AlgorithmIdentifierRef<'_>) -> String {
    let oid = algorithm.oid.to_string();
    if oid == EC {
        return match algorithm.parameters_oid() {
            Ok(curve) => format!("ECDSA {}", curve_name(&curve.to_string())),
            Err(_) => "ECDSA with a curve that is not named".to_owned(),
        };
    }
    let known = match oid.as_str() {
        ED25519 => "Ed25519",
        "1.3.101.110" => "X25519",
        "1.3.101.111" => "X448",
        "1.3.101.113" => "Ed448",
        "1.2.840.113549.1.1.1" => "RSA",
        "1.2.840.113549.1.1.10" => "RSASSA-PSS",
        "1.2.840.10040.4.1" => "DSA",
        "1.2.840.10046.2.1" => "Diffie-Hellman",
        "2.16.840.1.101.3.4.3.17" => "ML-DSA-44",
        "2.16.840.1.101.3.4.3.18" => "ML-DSA-65",
        "2.16.840.1.101.3.4.3.19" => "ML-DSA-87",
        _ => return format!("algorithm {oid}"),
    };
    known.to_owned()
}

fn curve_name(oid: &str) -> String {
    let known = match oid {
        P256 => "P-256",
        "1.2.840.10045.3.1.1" => "P-192",
        "1.3.132.0.33" => "P-224",
        "1.3.132.0.34" => "P-384",
        "1.3.132.0.35" => "P-521",
        "1.3.132.0.10" => "secp256k1",
        "1.3.36.3.3.2.8.1.1.7" => "brainpoolP256r1",
        _ => return format!("curve {oid}"),
    };
    known.to_owned()
}
