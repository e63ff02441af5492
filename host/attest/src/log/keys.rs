//! Who signs a note and under which key: names, key ids and verifier keys (C2SP `signed-note`; their text form is [`NoteKey`]'s).

use super::error::LogError;
use ed25519_dalek::{Signer as _, SigningKey};
use sekisho_bundle::trust::NoteKey;
pub use sekisho_bundle::trust::NoteKind as Kind;
pub(crate) use sekisho_bundle::trust::is_note_name as is_name;

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
pub struct NoteVerifier(NoteKey);

const WHAT: &str = "verifier key";

impl NoteVerifier {
    /// From its parts. Bytes that are no point of the curve, or one of the few weak ones, are no key.
    pub fn new(name: impl Into<String>, kind: Kind, key: &[u8; 32]) -> Result<Self, LogError> {
        let key = NoteKey::new(name, kind, key);
        key.map(Self).map_err(|reason| LogError::malformed(WHAT, reason))
    }

    /// Reads `<name>+<8 hex digits>+<base64 of kind and key>`.
    pub fn parse(text: &str) -> Result<Self, LogError> {
        let key = NoteKey::parse(text);
        key.map(Self).map_err(|reason| LogError::malformed(WHAT, reason))
    }

    /// The text form that [`parse`](Self::parse) reads.
    pub fn text(&self) -> String {
        self.0.text()
    }

    /// Name.
    pub fn name(&self) -> &str {
        self.0.name()
    }

    /// Kind.
    pub fn kind(&self) -> Kind {
        self.0.kind()
    }

    /// The 32 bytes.
    pub fn key(&self) -> &[u8; 32] {
        self.0.key()
    }

    /// Key id.
    pub fn id(&self) -> [u8; 4] {
        self.0.id()
    }

    /// Whether the bytes after the key id are this key's signature of a text; if so, the time that a witness signed with it,
    /// in seconds since 1970.
    pub(crate) fn verifies(&self, text: &str, signature: &[u8]) -> Option<Option<u64>> {
        let (time, signature) = match self.kind() {
            Kind::Note => (None, signature),
            Kind::Witness => {
                let (time, signature) = signature.split_at_checked(8)?;
                let time = u64::from_be_bytes(time.try_into().ok()?);
                // C2SP tlog-cosignature: no time is beyond 2^63 - 1.
                i64::try_from(time).ok()?;
                (Some(time), signature)
            }
        };
        let message = time.map_or_else(|| text.to_owned(), |time| cosigned(time, text));
        self.0.signed(message.as_bytes(), signature).then_some(time)
    }
}

impl From<NoteKey> for NoteVerifier {
    fn from(key: NoteKey) -> Self {
        Self(key)
    }
}

/// What a witness signs.
pub(crate) fn cosigned(time: u64, text: &str) -> String {
    format!("cosignature/v1\ntime {time}\n{text}")
}

/// The id of a key, as people see it.
pub(crate) fn hex(id: [u8; 4]) -> String {
    format!("{:08x}", u32::from_be_bytes(id))
}
