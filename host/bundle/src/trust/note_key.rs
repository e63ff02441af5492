//! Keys of logs and witnesses in the text form in which they are handed around (C2SP `signed-note`, verifier keys):
//! `name+id+key`.
//!
//! A key has a name, a kind and 32 bytes of Ed25519. Its id, 4 bytes, is a hash over all three: an id alone proves nothing, it
//! only says which signature to check.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, VerifyingKey};
use sekisho_model::Digest;

/// What a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteKind {
    /// The text of a note: `0x01`.
    Note,
    /// A checkpoint that a witness has seen at a time, `cosignature/v1`: `0x04`.
    Witness,
}

impl NoteKind {
    const fn byte(self) -> u8 {
        match self {
            Self::Note => 1,
            Self::Witness => 4,
        }
    }

    /// `SHA-256(name ‖ "\n" ‖ kind ‖ key)`, its first 4 bytes.
    pub fn id(self, name: &str, key: &[u8; 32]) -> [u8; 4] {
        let input = [name.as_bytes(), b"\n", &[self.byte()], key].concat();
        let [a, b, c, d, ..] = *Digest::of(&input).as_bytes();
        [a, b, c, d]
    }
}

/// A key that signatures are checked with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteKey {
    name: String,
    kind: NoteKind,
    key: VerifyingKey,
}

impl NoteKey {
    /// From its parts. Bytes that are no point of the curve, or one of the few weak ones, are no key.
    pub fn new(name: impl Into<String>, kind: NoteKind, key: &[u8; 32]) -> Result<Self, String> {
        let name = name.into();
        is_note_name(&name)?;
        let key = VerifyingKey::from_bytes(key)
            .ok()
            .filter(|key| !key.is_weak())
            .ok_or("its bytes are no Ed25519 public key")?;
        Ok(Self { name, kind, key })
    }

    /// Reads `<name>+<8 hex digits>+<base64 of kind and key>`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err("it must be `name+id+key`".to_owned());
        };
        let bytes = STANDARD.decode(key).map_err(|_| "its last part is not base64")?;
        let (kind, key) = bytes.split_first().ok_or("its last part is empty")?;
        let kind = match kind {
            1 => NoteKind::Note,
            4 => NoteKind::Witness,
            other => return Err(format!("keys of the kind {other:#04x} are not supported")),
        };
        let key = key.try_into().map_err(|_| "an Ed25519 key has 32 bytes")?;
        let key = Self::new(name, kind, key)?;
        if hex(key.id()) == id {
            Ok(key)
        } else {
            Err("its id is not that of its name and key".to_owned())
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
    pub fn kind(&self) -> NoteKind {
        self.kind
    }

    /// The 32 bytes.
    pub fn key(&self) -> &[u8; 32] {
        self.key.as_bytes()
    }

    /// Key id.
    pub fn id(&self) -> [u8; 4] {
        self.kind.id(&self.name, self.key.as_bytes())
    }

    /// Whether these bytes are this key's signature of a message (Ed25519, strictly as RFC 8032).
    pub fn signed(&self, message: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature).is_ok_and(|signature| self.key.verify_strict(message, &signature).is_ok())
    }
}

/// Whether this can be the name of a key.
pub fn is_note_name(name: &str) -> Result<(), &'static str> {
    if name.is_empty() {
        return Err("a key must have a name");
    }
    if name.contains(|c: char| c == '+' || c.is_whitespace() || c.is_control()) {
        return Err("the name of a key has no blanks and no `+`");
    }
    Ok(())
}

fn hex(id: [u8; 4]) -> String {
    format!("{:08x}", u32::from_be_bytes(id))
}
