//! Notes that only they can open who know the evaluation of the name: it is taken apart into a tag that is looked for and a key.
//! The evaluation is pseudo-random and of one answer only, so each key seals one note, once.

use crate::SupplyError;
use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Key, Nonce};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// The tag of an evaluation.
pub(super) fn tag(evaluation: &[u8]) -> [u8; 32] {
    derive(b"sekisho blind-answer/1 tag\0", evaluation)
}

fn derive(purpose: &[u8], evaluation: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(purpose);
    hash.update(evaluation);
    hash.finalize().into()
}

fn cipher(evaluation: &[u8]) -> Aes256Gcm {
    let key = Zeroizing::new(derive(b"sekisho blind-answer/1 key\0", evaluation));
    Aes256Gcm::new(&Key::<Aes256Gcm>::from(*key))
}

/// Seals a note, bound to the request that is answered.
pub(super) fn seal(evaluation: &[u8], note: &[u8], request: &[u8]) -> Result<Vec<u8>, SupplyError> {
    let payload = Payload {
        msg: note,
        aad: request,
    };
    cipher(evaluation)
        .encrypt(&Nonce::default(), payload)
        .map_err(|_| SupplyError::Crypto("a note cannot be sealed".to_owned()))
}

/// Opens a note; nothing where it was changed or belongs to another request.
pub(super) fn open(evaluation: &[u8], sealed: &[u8], request: &[u8]) -> Option<Vec<u8>> {
    let payload = Payload {
        msg: sealed,
        aad: request,
    };
    cipher(evaluation).decrypt(&Nonce::default(), payload).ok()
}
