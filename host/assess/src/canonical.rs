//! Canonical JSON (RFC 8785): the bytes that are hashed, signed and compared.

use sekisho_model::Digest;
use serde::Serialize;

/// A value could not be written as canonical JSON: it holds a number that JSON has no word for.
#[derive(Debug, thiserror::Error)]
#[error("the record cannot be written as canonical JSON: {0}")]
pub struct CanonicalError(String);

/// The canonical bytes of a value.
pub fn to_vec<T: Serialize>(value: &T) -> Result<Vec<u8>, CanonicalError> {
    serde_json_canonicalizer::to_vec(value).map_err(|e| CanonicalError(e.to_string()))
}

/// The digest of the canonical bytes of a value.
pub fn digest<T: Serialize>(value: &T) -> Result<Digest, CanonicalError> {
    Ok(Digest::of(&to_vec(value)?))
}
