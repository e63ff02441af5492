//! Why a time stamp says nothing about what it was held against: each rule by its name.

use sekisho_model::Digest;
use sekisho_model::error::Hint;

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TimestampError {
    /// More bytes than are read.
    #[error("the {what} has {size} bytes, more than {limit}")]
    TooLarge {
        /// What is read.
        what: &'static str,
        /// Its size in bytes.
        size: usize,
        /// The most that is read.
        limit: usize,
    },
    /// More of something than is read.
    #[error("there are more than {limit} {what}")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// The most.
        limit: usize,
    },
    /// Bytes that are not DER, or not of that shape.
    #[error("the {what} is not well formed: {reason}")]
    Malformed {
        /// What is read.
        what: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// The authority answered that it does not stamp.
    #[error("the authority granted no time stamp: {0}")]
    NotGranted(String),
    /// Something else, in the same wrapping.
    #[error("the {what} is `{found}`, not `{expected}`")]
    ContentType {
        /// What has a type.
        what: &'static str,
        /// The type, as an object identifier.
        found: String,
        /// The one that it must have.
        expected: &'static str,
    },
    /// Another version of the format.
    #[error("the {what} is of version {found}, not {expected}")]
    Version {
        /// What has a version.
        what: &'static str,
        /// The version.
        found: u8,
        /// The one that it must have.
        expected: u8,
    },
    /// Not exactly one signer.
    #[error("the token has {0} signers, not one")]
    Signers(usize),
    /// A signed attribute that is missing, stands there twice or says something else.
    #[error("the signed attribute `{name}` {reason}")]
    Attribute {
        /// Its name in the standards.
        name: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// A hash that can be forged.
    #[error("{0} uses SHA-1, for which others with the same hash can be made")]
    Sha1(&'static str),
    /// An algorithm that is not verified here.
    #[error("{what} uses `{found}`, which is not verified here")]
    Algorithm {
        /// What uses it.
        what: &'static str,
        /// Its object identifier.
        found: String,
    },
    /// The content is not what its signer hashed.
    #[error("the token's content was changed: it has another hash than the signed one")]
    Content,
    /// A hash of a length that its algorithm never gives.
    #[error("the stamped hash has {found} bytes, {algorithm} gives {expected}")]
    ImprintLength {
        /// Its length.
        found: usize,
        /// Its algorithm.
        algorithm: &'static str,
        /// The right length.
        expected: usize,
    },
    /// A time stamp of something else.
    #[error("the time stamp is of another message: its {0} hash is another")]
    OtherMessage(&'static str),
    /// A signer whose certificate is nowhere.
    #[error("neither the token nor the trusted file has the certificate of its signer ({0})")]
    NoCertificate(String),
    /// The certificate is not the one that the signer meant.
    #[error("the certificate {found} is not the one that `{name}` names")]
    OtherCertificate {
        /// The certificate.
        found: Digest,
        /// The attribute that names another.
        name: &'static str,
    },
    /// The signature does not hold.
    #[error("the signature of `{0}` does not match the token")]
    Signature(String),
    /// A certificate that is not for time stamps, or not for them alone.
    #[error("the certificate `{certificate}` may not stamp: {reason}")]
    Purpose {
        /// Its subject.
        certificate: String,
        /// What is wrong with its extended key usage.
        reason: &'static str,
    },
    /// A key that may not be used like that.
    #[error("the key usage of certificate `{certificate}` {reason}")]
    KeyUsage {
        /// Its subject.
        certificate: String,
        /// What is wrong.
        reason: &'static str,
    },
    /// A certificate at a place in the chain that it does not allow.
    #[error("the basic constraints of the chain are broken: {0}")]
    BasicConstraints(&'static str),
    /// Names that an authority may not certify.
    #[error("the chain has a name that one of its authorities may not certify")]
    NameConstraints,
    /// Something that must be understood, and is not.
    #[error("{what} has a critical extension that is not understood here{oid}")]
    CriticalExtension {
        /// What has it.
        what: &'static str,
        /// Its object identifier with a space in front, or nothing if it is not known.
        oid: String,
    },
    /// A certificate outside of its time.
    #[error("{certificate} was not valid at {time}: {reason}")]
    Validity {
        /// Which certificate.
        certificate: String,
        /// The time on the token, UTC.
        time: String,
        /// From when or until when it was.
        reason: String,
    },
    /// A time at which the authority was not trusted.
    #[error("the authority is trusted {window}, and the token says {time}")]
    Window {
        /// The time on the token, UTC.
        time: String,
        /// From when and until when it is trusted.
        window: String,
    },
    /// No chain to anybody trusted.
    #[error("unknown authority: no chain leads from `{0}` to a trusted certificate")]
    UnknownAuthority(String),
    /// A certificate in the chain whose signature does not hold.
    #[error("a certificate in the chain was not signed by the authority that it names")]
    ChainSignature,
    /// Anything else that is wrong with a chain.
    #[error("the chain of certificates is refused: {0}")]
    Chain(String),
    /// The token names another than the certificate.
    #[error("the token says that it is of `{found}`, its certificate is of `{certificate}`")]
    AuthorityName {
        /// The name in the token.
        found: String,
        /// The subject of the certificate.
        certificate: String,
    },
    /// A file of trusted certificates that is none.
    #[error("the trusted certificates are not valid: {0}")]
    Authorities(String),
    /// Nobody is trusted.
    #[error("no time stamping authority is trusted")]
    NoAuthorities,
}

impl TimestampError {
    pub(super) fn malformed(what: &'static str, reason: impl ToString) -> Self {
        let reason = reason.to_string();
        Self::Malformed { what, reason }
    }

    pub(super) fn attribute(name: &'static str, reason: impl Into<String>) -> Self {
        let reason = reason.into();
        Self::Attribute { name, reason }
    }
}

impl Hint for TimestampError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "timestamp-too-large",
            Self::TooMany { .. } => "timestamp-too-many",
            Self::Malformed { .. } => "timestamp-malformed",
            Self::NotGranted(_) => "timestamp-not-granted",
            Self::ContentType { .. } => "timestamp-content-type",
            Self::Version { .. } => "timestamp-version",
            Self::Signers(_) => "timestamp-signers",
            Self::Attribute { .. } => "timestamp-attribute",
            Self::Sha1(_) => "timestamp-sha1",
            Self::Algorithm { .. } => "timestamp-algorithm",
            Self::Content => "timestamp-content",
            Self::ImprintLength { .. } => "timestamp-imprint-length",
            Self::OtherMessage(_) => "timestamp-other-message",
            Self::NoCertificate(_) => "timestamp-no-certificate",
            Self::OtherCertificate { .. } => "timestamp-other-certificate",
            Self::Signature(_) => "timestamp-signature",
            Self::Purpose { .. } => "timestamp-purpose",
            Self::KeyUsage { .. } => "timestamp-key-usage",
            Self::BasicConstraints(_) => "timestamp-basic-constraints",
            Self::NameConstraints => "timestamp-name-constraints",
            Self::CriticalExtension { .. } => "timestamp-critical-extension",
            Self::Validity { .. } => "timestamp-validity",
            Self::Window { .. } => "timestamp-window",
            Self::UnknownAuthority(_) => "timestamp-unknown-authority",
            Self::ChainSignature => "timestamp-chain-signature",
            Self::Chain(_) => "timestamp-chain",
            Self::AuthorityName { .. } => "timestamp-authority-name",
            Self::Authorities(_) => "timestamp-authorities",
            Self::NoAuthorities => "timestamp-no-authorities",
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Malformed { .. } | Self::Content | Self::Signature(_) => {
                "the token was changed or cut short on its way: fetch it again, as DER"
            }
            Self::NotGranted(_) => "send the request again, or to another authority",
            Self::ContentType { .. } => "give the answer of a time stamping authority (RFC 3161), as it came",
            Self::Sha1(_) | Self::Algorithm { .. } => {
                "have it stamped again with SHA-256, SHA-384 or SHA-512 and an RSA or ECDSA (P-256, P-384, P-521) key"
            }
            Self::ImprintLength { .. } | Self::Attribute { .. } | Self::AuthorityName { .. } => {
                "the authority does not keep to RFC 3161: take another one"
            }
            Self::OtherMessage(_) => "the token belongs to another file or signature: fetch both again",
            Self::NoCertificate(_) => {
                "ask for a token with certificates (`openssl ts -query -cert`), or add the signer's to the trusted file"
            }
            Self::OtherCertificate { .. } => {
                "add the certificate that the authority used at that time to the trusted file"
            }
            Self::Purpose { .. } | Self::KeyUsage { .. } => {
                "a certificate for time stamps has the extended key usage `timeStamping`, critical and alone"
            }
            Self::Validity { .. } => "have it stamped again by an authority whose certificates are valid",
            Self::Window { .. } | Self::UnknownAuthority(_) => {
                "get the authority's root certificate from somebody you trust, not from where the token is"
            }
            Self::Authorities(_) | Self::NoAuthorities => {
                "give the certificates of the authorities as PEM, with the root or intermediate CA that you trust"
            }
            _ => return None,
        };
        Some(hint.to_owned())
    }
}
