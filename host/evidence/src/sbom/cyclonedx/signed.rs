//! What the signature of a CycloneDX document is worth, as the columns `signature` and `signature_keys` tell it.

use crate::Reading;
use crate::jsf::{self, Verdict};
use sekisho_model::Diagnostic;

/// The members that facts are made from: a signature that leaves one of them out does not vouch for the facts.
const NEEDED: &[&str] = &[
    "metadata",
    "components",
    "services",
    "externalReferences",
    "dependencies",
    "compositions",
    "vulnerabilities",
];

/// The signature of one document.
#[derive(Debug)]
pub(super) struct Signed {
    /// `none`, `present`, `valid` or `invalid`.
    pub(super) state: &'static str,
    /// Thumbprints of the keys of a valid signature.
    pub(super) keys: Option<String>,
}

impl Signed {
    /// There is none.
    pub(super) fn nowhere() -> Self {
        Self::of("none")
    }

    fn of(state: &'static str) -> Self {
        Self { state, keys: None }
    }

    /// A signature in JSON: it is verified, and what is odd about it is noted.
    pub(super) fn in_json(text: &str, reading: &mut Reading<'_>) -> Self {
        let note = |diagnostic: Diagnostic, reading: &mut Reading<'_>| reading.note(diagnostic.at("/signature"));
        match jsf::verify(text, "signature", NEEDED) {
            Verdict::Valid { keys, unsigned } => {
                if !unsigned.is_empty() {
                    let message = format!("the signature leaves out `{}`", unsigned.join("`, `"));
                    note(Diagnostic::note("signature-excludes", message), reading);
                }
                Self {
                    state: "valid",
                    keys: Some(keys.join(" ")),
                }
            }
            Verdict::Invalid(why) => {
                let hint = "the document was changed after it was signed, or its signature is broken: obtain it again from its author";
                note(Diagnostic::warning("signature-invalid", why).hint(hint), reading);
                Self::of("invalid")
            }
            Verdict::Unverified(why) => {
                let hint = "what is verified: the JSON Signature Format with RS, PS, ES or Ed25519 and a `publicKey` in the document";
                note(Diagnostic::warning("signature-unverified", why).hint(hint), reading);
                Self::of("present")
            }
        }
    }

    /// A signature in XML, which is not verified.
    pub(super) fn in_xml(reading: &mut Reading<'_>) -> Self {
        let message = "there is an XML signature, and XML signatures are not verified";
        let hint = "verify it with the author's key, or hand in the document as JSON with a signature of the JSON Signature Format";
        reading.note(Diagnostic::warning("signature-unverified", message).hint(hint));
        Self::of("present")
    }
}
