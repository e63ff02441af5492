//! What can be wrong with a key or its file.

use sekisho_model::error::Hint;

/// Why a key cannot be read, made or written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// More bytes than any key has.
    #[error("the key file has {size} bytes, more than {limit}")]
    TooLarge {
        /// Its size in bytes.
        size: usize,
        /// The most that is read.
        limit: usize,
    },
    /// Not one block of PEM (RFC 7468).
    #[error("the key is not one block of PEM: {0}")]
    Pem(String),
    /// A block of PEM that holds something else.
    #[error("the PEM block is `{found}`, not `{expected}`")]
    Label {
        /// Its label.
        found: String,
        /// What was looked for.
        expected: &'static str,
    },
    /// A key of another algorithm or curve.
    #[error("the key is one of {0}; only Ed25519 and ECDSA P-256 are taken")]
    Algorithm(String),
    /// Not the DER that the standard prescribes.
    #[error("the key is not well encoded: {0}")]
    Encoding(String),
    /// A public key under which anybody can sign.
    #[error("the Ed25519 key is a point of small order: anybody can sign under it")]
    Weak,
    /// The file asks for more work or memory than a key is worth.
    #[error("opening the key asks for {asked}, more than {limit}")]
    Cost {
        /// What it asks for.
        asked: String,
        /// The most that is done.
        limit: String,
    },
    /// Encrypted in a way that is not read.
    #[error("the key is encrypted with {0}, which is not read")]
    Cipher(String),
    /// The password does not open the file.
    #[error("the password does not open the key, or the file is damaged")]
    Password,
    /// No password at all.
    #[error("a key is not written under an empty password")]
    EmptyPassword,
    /// Bytes that cannot come from a generator of random bytes.
    #[error("the bytes handed in as random give no key")]
    Random,
    /// A private key of cosign's own form.
    #[error("the key is encrypted in cosign's own form (`{0}`)")]
    Cosign(String),
}

impl Hint for KeyError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "key-too-large",
            Self::Pem(_) => "key-pem",
            Self::Label { .. } => "key-label",
            Self::Algorithm(_) => "key-algorithm",
            Self::Encoding(_) => "key-encoding",
            Self::Weak => "key-weak",
            Self::Cost { .. } => "key-cost",
            Self::Cipher(_) => "key-cipher",
            Self::Password => "key-password",
            Self::EmptyPassword => "key-empty-password",
            Self::Random => "key-random",
            Self::Cosign(_) => "key-cosign",
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::TooLarge { .. } | Self::Pem(_) => "give one key per file, as PEM",
            Self::Label { found, expected } if found.contains("PRIVATE") && !expected.contains("PRIVATE") => {
                "this is a secret key: give its public key, and keep this file to yourself"
            }
            Self::Label { found, .. } if found.starts_with("EC ") => {
                "`openssl pkcs8 -topk8 -in FILE` writes the key in the form that is read"
            }
            Self::Label { found, .. } if found.contains("CERTIFICATE") => {
                "`openssl x509 -in FILE -pubkey -noout` prints the public key of a certificate"
            }
            Self::Label { .. } => "public keys are `PUBLIC KEY`, secret ones `ENCRYPTED PRIVATE KEY` or `PRIVATE KEY`",
            Self::Algorithm(_) => "make an Ed25519 or ECDSA P-256 key",
            Self::Encoding(_) => {
                "`openssl pkey -pubin -in FILE` (public) or `openssl pkey -in FILE` (secret) writes it anew"
            }
            Self::Cost { .. } | Self::Cipher(_) => {
                "`openssl pkcs8 -topk8 -v2 aes-256-cbc -scrypt -in FILE` writes it in a form that is read"
            }
            Self::Cosign(_) => {
                "make the key as PKCS#8 and give it to cosign by `cosign import-key-pair`; cosign does not export its own"
            }
            Self::Password => "check the password",
            Self::EmptyPassword => "choose a password",
            Self::Weak | Self::Random => return None,
        };
        Some(hint.to_owned())
    }
}
