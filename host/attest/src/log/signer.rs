//! The keys of `sekisho_bundle::sign` as signers of notes: a log is signed with the same key files as everything else.

use super::error::LogError;
use super::keys::{Kind, NoteSigner, NoteVerifier};
use sekisho_bundle::sign::{Algorithm, PublicKey, Signer};

/// A signer under a name in notes. Ed25519 only: notes and checkpoints know no other kind that others read.
pub struct KeySigner<'k> {
    name: String,
    key: [u8; 32],
    signer: &'k dyn Signer,
}

impl<'k> KeySigner<'k> {
    /// Gives a signer a name: for a log its origin.
    pub fn new(name: impl Into<String>, signer: &'k dyn Signer) -> Result<Self, LogError> {
        let name = name.into();
        let key = raw(&name, signer.public())?;
        // Whoever could not be verified afterwards does not sign.
        NoteVerifier::new(name.clone(), Kind::Note, &key)?;
        Ok(Self { name, key, signer })
    }

    /// The key that its signatures are checked with.
    pub fn verifier(&self, kind: Kind) -> Result<NoteVerifier, LogError> {
        NoteVerifier::new(self.name.clone(), kind, &self.key)
    }
}

impl NoteVerifier {
    /// A public key as it is read from PEM, under a name in notes.
    pub fn of_public(name: &str, kind: Kind, key: &PublicKey) -> Result<Self, LogError> {
        Self::new(name, kind, &raw(name, key)?)
    }
}

/// The 32 bytes at the end of the SubjectPublicKeyInfo (RFC 8410 §4).
fn raw(name: &str, key: &PublicKey) -> Result<[u8; 32], LogError> {
    let bytes = match key.algorithm() {
        Algorithm::Ed25519 => key.to_der().last_chunk::<32>(),
        Algorithm::EcdsaP256 => None,
    };
    bytes.copied().ok_or_else(|| LogError::Signer {
        name: name.to_owned(),
        reason: format!(
            "a log and its witnesses sign with Ed25519, this key is {}",
            key.algorithm()
        ),
    })
}

impl NoteSigner for KeySigner<'_> {
    fn name(&self) -> &str {
        &self.name
    }

    fn key(&self) -> [u8; 32] {
        self.key
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; 64], String> {
        let signature = self.signer.sign(message).map_err(|e| e.to_string())?;
        if !self.signer.public().verify(message, &signature) {
            return Err("its signature does not hold".to_owned());
        }
        <[u8; 64]>::try_from(signature).map_err(|_| "its signature does not have 64 bytes".to_owned())
    }
}

impl std::fmt::Debug for KeySigner<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KeySigner({})", self.name)
    }
}
