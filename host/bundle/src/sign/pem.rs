//! One key in one block of PEM (RFC 7468): text around it, a second block or another label is refused by name.

use super::error::KeyError;
use pkcs8::der::pem;
use zeroize::Zeroizing;

/// No key file that is read is larger.
pub(super) const MAX_BYTES: usize = 16 * 1024;

/// Label and content of the only block of a text.
pub(super) fn decode(bytes: &[u8]) -> Result<(String, Zeroizing<Vec<u8>>), KeyError> {
    if bytes.len() > MAX_BYTES {
        return Err(KeyError::TooLarge {
            size: bytes.len(),
            limit: MAX_BYTES,
        });
    }
    let text = bytes.trim_ascii();
    if !text.starts_with(b"-----BEGIN ") {
        return Err(KeyError::Pem("it does not begin with `-----BEGIN `".to_owned()));
    }
    if text.windows(11).filter(|w| *w == b"-----BEGIN ").count() > 1 {
        return Err(KeyError::Pem("there is more than one block".to_owned()));
    }
    // Other base64 than PEM's stands in some foreign keys: their label tells more than that.
    let label = pem::decode_label(text).map_err(|error| KeyError::Pem(error.to_string()))?;
    super::keyfile::refuse_foreign(label)?;
    let (label, content) = pem::decode_vec(text).map_err(|error| KeyError::Pem(error.to_string()))?;
    Ok((label.to_owned(), Zeroizing::new(content)))
}

/// The content of the only block, which must have this label.
pub(super) fn decode_as(bytes: &[u8], expected: &'static str) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let (found, content) = decode(bytes)?;
    if found == expected {
        Ok(content)
    } else {
        Err(KeyError::Label { found, expected })
    }
}

/// A block of PEM.
pub(super) fn encode(label: &'static str, content: &[u8]) -> Result<String, KeyError> {
    pem::encode_string(label, pem::LineEnding::LF, content).map_err(|error| KeyError::Pem(error.to_string()))
}
