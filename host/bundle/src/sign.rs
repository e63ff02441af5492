//! Signatures with plain keys, offline: who signed an artifact or a statement, and whether enough of those who must.
//!
//! Reading order: [`PublicKey`], [`SecretKey`] and [`SecretFile`] (keys and their files), [`Envelope`] (DSSE), [`Statement`]
//! (in-toto), [`SigstoreBundle`] (one signature beside what it signs), [`sign_artifact`] and [`attest`] (making them),
//! [`verify_artifact`] and [`verify_statement`] (checking one), [`Threshold`] (judging several).
//!
//! One signature is one sigstore bundle v0.3, so that others can check it without Sekisho:
//!
//! - ECDSA P-256 over an artifact is a `messageSignature`: `cosign verify-blob --key k.pub --insecure-ignore-tlog --bundle
//!   FILE.sigstore.json FILE`.
//! - Ed25519 over an artifact is a DSSE envelope, since cosign changes between Ed25519 and Ed25519ph in message signatures
//!   depending on its log: `cosign verify-blob-attestation --key k.pub --insecure-ignore-tlog --type
//!   https://sigstore.dev/cosign/sign/v1 --bundle FILE.sigstore.json FILE`.
//! - A statement is a DSSE envelope under either algorithm.
//!
//! Transparency log entries and timestamp tokens that stand in a bundle are kept and counted, not verified here. They are not
//! covered by the signature: nobody may conclude anything from them before another room has verified them.

mod algorithm;
mod artifact;
mod bundle;
mod cost;
mod dsse;
mod encoding;
mod error;
mod judge;
mod judgement;
mod key;
mod keyfile;
mod matching;
mod offered;
mod pem;
mod secret;
mod statement;
mod threshold;
mod verify;

pub use artifact::{ARTIFACT_PREDICATE, Artifact, attest, sign_artifact};
pub use bundle::{Content, MEDIA_TYPE, SigstoreBundle};
pub use dsse::{Envelope, STATEMENT_TYPE, pae};
pub use error::{FormatError, KeyError, SignError, ThresholdError, VerifyError};
pub use judgement::{Check, CheckCode, Counted, Judgement, Standing};
pub use key::{Algorithm, PublicKey};
pub use keyfile::{EncryptedKey, SecretFile};
pub use offered::Offered;
pub use secret::{SecretKey, Signer};
pub use statement::{IN_TOTO_STATEMENT, Statement, Subject};
pub use threshold::{Place, Revocation, Threshold, TrustedSigner};
pub use verify::{Form, Verified, verify_artifact, verify_statement};
