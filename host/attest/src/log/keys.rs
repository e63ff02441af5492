//! Who signs a note and under which key: names, key ids and the text form of verifier keys (C2SP `signed-note`).
//!
//! A key has a name, a kind and 32 bytes of Ed25519. Its id, 4 bytes, is a hash over all three: an id alone proves nothing, it
//! only says which signature to check.

use super::error::LogError;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sekisho_model::Digest;

/// What a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The text of a note: `0x01`.
    Note,
    /// A checkpoint that a witness has seen at a time, `cosignature/v1`: `0x04`.
    Witness,
}

impl Kind {
    const fn byte(self) -> u8 {
        match self {
            Self::Note => 1,
            Self::Witness => 4,
        }
    }
}

/// Whoever can sign; where the key lies is its own affair.
pub trait NoteSigner {
    /// Name of the key: no blanks, no `+`; for a log's own key best its origin.
    fn name(&self) -> &str;
    /// The public key, 32 bytes of Ed25519.
    fn key(&self) -> [u8; 32];
    /// Signs (Ed25519, RFC 8032); an error is the reason, for people.
    fn sign(&self, message: &[u8]) -> Result<[u8; 64], String>;
}

/// Signs with a key in memory.
#[derive(Debug, Clone, Copy)]
pub struct MemorySigner<'k> {
    /// Name of the key.
    pub name: &'k str,
    /// The key.
    pub key: &'k SigningKey,
}

impl NoteSigner for MemorySigner<'_> {
    fn name(&self) -> &str {
        self.name
    }

    fn key(&self) -> [u8; 32] {
        self.key.verifying_key().to_bytes()
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; 64], String> {
        self.key
            .try_sign(message)
            .map(|signature| signature.to_bytes())
            .map_err(|e| e.to_string())
    }
}

/// A key that signatures are checked with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteVerifier {
    name: String,
    kind: Kind,
    key: VerifyingKey,
}

const WHAT: &str = "verifier key";

impl NoteVerifier {
    /// From its parts. Bytes that are no point of the curve, or one of the few weak ones, are no key.
    pub fn new(name: impl Into<String>, kind: Kind, key: &[u8; 32]) -> Result<Self, LogError> {
        let name = name.into();
        is_name(&name).map_err(|reason| LogError::malformed(WHAT, reason))?;
        let key = VerifyingKey::from_bytes(key)
            .ok()
            .filter(|key| !key.is_weak())
            .ok_or_else(|| LogError::malformed(WHAT, "its bytes are no Ed25519 public key"))?;
        Ok(Self { name, kind, key })
    }

    /// Reads `<name>+<8 hex digits>+<base64 of kind and key>`.
    pub fn parse(text: &str) -> Result<Self, LogError> {
        let wrong = |reason: &str| LogError::malformed(WHAT, reason);
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(wrong("it must be `name+id+key`"));
        };
        let bytes = STANDARD.decode(key).map_err(|_| wrong("its last part is not base64"))?;
        let Some((kind, key)) = bytes.split_first() else {
            return Err(wrong("its last part is empty"));
        };
        let kind = match kind {
            1 => Kind::Note,
            4 => Kind::Witness,
            other => return Err(wrong(&format!("keys of the kind {other:#04x} are not supported"))),
        };
        let key = key.try_into().map_err(|_| wrong("an Ed25519 key has 32 bytes"))?;
        let verifier = Self::new(name, kind, key)?;
        if hex(verifier.id()) == id {
            Ok(verifier)
        } else {
            Err(wrong("its id is not that of its name and key"))
        }
    }

    /// The text form that [`parse`](Self::parse) reads.
    pub fn text(&self) -> String {
        let bytes = [&[self.kind.byte()], self.key.as_bytes().as_slice()].concat();
        format!("{}+{}+{}", self.name, hex(self.id()), STANDARD.encode(bytes))
    }

    /// Name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Kind.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The 32 bytes.
    pub fn key(&self) -> &[u8; 32] {
        self.key.as_bytes()
    }

    /// Key id.
    pub fn id(&self) -> [u8; 4] {
        id(&self.name, self.kind, self.key.as_bytes())
    }

    /// Whether the bytes after the key id are this key's signature of a text; if so, the time that a witness signed with it,
    /// in seconds since 1970.
    pub(crate) fn verifies(&self, text: &str, signature: &[u8]) -> Option<Option<u64>> {
        let (time, signature) = match self.kind {
            Kind::Note => (None, signature),
            Kind::Witness => {
                let (time, signature) = signature.split_at_checked(8)?;
                let time = u64::from_be_bytes(time.try_into().ok()?);
                // C2SP tlog-cosignature: no time is beyond 2^63 - 1.
                i64::try_from(time).ok()?;
                (Some(time), signature)
            }
        };
        let signature = Signature::from_slice(signature).ok()?;
        let message = time.map_or_else(|| text.to_owned(), |time| cosigned(time, text));
        self.key.verify_strict(message.as_bytes(), &signature).ok()?;
        Some(time)
    }
}

/// What a witness signs.
pub(crate) fn cosigned(time: u64, text: &str) -> String {
    format!("cosignature/v1\ntime {time}\n{text}")
}

/// `SHA-256(name ‖ "\n" ‖ kind ‖ key)`, its first 4 bytes.
pub(crate) fn id(name: &str, kind: Kind, key: &[u8; 32]) -> [u8; 4] {
    let input = [name.as_bytes(), b"\n", &[kind.byte()], key].concat();
    let [a, b, c, d, ..] = *Digest::of(&input).as_bytes();
    [a, b, c, d]
}

pub(crate) fn hex(id: [u8; 4]) -> String {
    format!("{:08x}", u32::from_be_bytes(id))
}

/// Whether this can be the name of a key.
pub(crate) fn is_name(name: &str) -> Result<(), &'static str> {
    if name.is_empty() {
        return Err("a key must have a name");
    }
    if name.contains(|c: char| c == '+' || c.is_whitespace() || c.is_control()) {
        return Err("the name of a key has no blanks and no `+`");
    }
    Ok(())
}
