//! A disclosure together with the signatures that it is held against: one file to hand to a customer. The statement in them tells
//! what everybody may know of the whole (verdict, numbers, policies, plugins); the disclosure tells what was chosen.

use crate::disclose::{Disclosure, Expected, Named, Refused, Verified, verify};
use crate::statement::{self, PREDICATE_TYPE, Predicate};
use sekisho_bundle::sign::{Content, FormatError, SigstoreBundle, Statement};
use sekisho_model::canonical;
use sekisho_model::error::Hint;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The value of `format`.
pub const FORMAT: &str = "attested-disclosure/1";
/// Bytes of the largest file.
pub const LARGEST: usize = 128 << 20;
/// Most signatures.
const SIGNATURES: usize = 256;

/// The file, as canonical JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttestedDisclosure {
    /// Always [`FORMAT`].
    pub format: String,
    /// What is disclosed.
    pub disclosure: Disclosure,
    /// Sigstore bundles with the statement about the record; all with the same.
    pub signatures: Vec<Value>,
    /// Proofs that the statement stands in a transparency log (`tlog-proof@v1`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proofs: Vec<String>,
}

/// Why such a file is refused.
#[derive(Debug, thiserror::Error)]
pub enum AttestedError {
    /// It is not what it should be.
    #[error("it is no attested disclosure: {0}")]
    Unreadable(String),
    /// A signature or its statement.
    #[error(transparent)]
    Signature(#[from] FormatError),
    /// Signatures over other things, or over none.
    #[error("{0}")]
    Statement(&'static str),
    /// The disclosure does not hold.
    #[error(transparent)]
    Disclosure(#[from] Box<Refused>),
}

impl Hint for AttestedError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "disclosure-unreadable",
            Self::Signature(_) => "disclosure-signature",
            Self::Statement(_) => "disclosure-statement",
            Self::Disclosure(refused) => refused.code(),
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::Disclosure(refused) => refused.hint(),
            _ => Some("`sekisho audit disclose` writes such a file; ask for it again".to_owned()),
        }
    }
}

/// One whose disclosure holds against its own statement. Who signed that is another question.
#[derive(Debug)]
pub struct Held {
    /// The disclosure and the checks.
    pub verified: Verified,
    /// The statement's bytes: what every signature must be over.
    pub statement: Vec<u8>,
    /// What it says.
    pub predicate: Predicate,
    /// The signatures, as they are verified.
    pub signatures: Vec<Vec<u8>>,
    /// The proofs of logs, as they are.
    pub proofs: Vec<Vec<u8>>,
}

impl AttestedDisclosure {
    /// Puts them together; of the signatures those with this statement are taken.
    pub fn new(
        disclosure: Disclosure,
        signatures: &[Vec<u8>],
        statement: &[u8],
        proofs: &[Vec<u8>],
    ) -> Result<Self, AttestedError> {
        let mut taken = Vec::new();
        for bytes in signatures {
            let signature = SigstoreBundle::parse(bytes)?;
            if payload(&signature) == Some(statement) {
                let bytes = signature.to_json()?;
                taken.push(serde_json::from_slice(&bytes).map_err(|e| AttestedError::Unreadable(e.to_string()))?);
            }
        }
        if taken.is_empty() {
            return Err(AttestedError::Statement("nobody signed the statement yet"));
        }
        Ok(Self {
            format: FORMAT.to_owned(),
            disclosure,
            signatures: taken,
            proofs: (proofs.iter())
                .filter_map(|proof| String::from_utf8(proof.clone()).ok())
                .collect(),
        })
    }

    /// The bytes of the file.
    pub fn bytes(&self) -> Result<Vec<u8>, AttestedError> {
        canonical::to_vec(self).map_err(|e| AttestedError::Unreadable(e.to_string()))
    }
}

/// Reads such a file and holds its disclosure against its statement.
pub fn hold(bytes: &[u8]) -> Result<Held, AttestedError> {
    let unreadable = |e: &dyn ToString| AttestedError::Unreadable(e.to_string());
    if bytes.len() > LARGEST {
        return Err(AttestedError::Unreadable(format!("it is larger than {LARGEST} bytes")));
    }
    let file: AttestedDisclosure = serde_json::from_slice(bytes).map_err(|e| unreadable(&e))?;
    if file.format != FORMAT {
        let format: String = file.format.chars().take(80).collect();
        return Err(AttestedError::Unreadable(format!("its format is `{format}`")));
    }
    if file.bytes()? != bytes {
        return Err(AttestedError::Unreadable("it is no canonical JSON".to_owned()));
    }
    if file.signatures.len() > SIGNATURES || file.proofs.len() > SIGNATURES {
        return Err(AttestedError::Unreadable(format!(
            "it has more than {SIGNATURES} signatures or proofs of logs"
        )));
    }
    let mut statement: Option<Vec<u8>> = None;
    let mut signatures = Vec::new();
    for value in &file.signatures {
        let bytes = canonical::to_vec(value).map_err(|e| unreadable(&e))?;
        let signature = SigstoreBundle::parse(&bytes)?;
        let Some(said) = payload(&signature) else {
            return Err(AttestedError::Statement("a signature in it is over no statement"));
        };
        if statement.get_or_insert_with(|| said.to_vec()).as_slice() != said {
            return Err(AttestedError::Statement("its signatures are over different statements"));
        }
        signatures.push(bytes);
    }
    let statement = statement.ok_or(AttestedError::Statement("nobody signed it"))?;
    let said = Statement::parse(&statement)?;
    if said.predicate_type() != PREDICATE_TYPE {
        return Err(AttestedError::Statement("its statement is of another type"));
    }
    let predicate = statement::read(&said)?;
    let disclosure = canonical::to_vec(&file.disclosure).map_err(|e| unreadable(&e))?;
    let verified = verify(
        &disclosure,
        &expected(&predicate, &predicate.policies, &predicate.plugins),
    )?;
    Ok(Held {
        verified,
        statement,
        predicate,
        signatures,
        proofs: file.proofs.into_iter().map(String::into_bytes).collect(),
    })
}

fn expected<'a>(predicate: &Predicate, policies: &'a [Named], plugins: &'a [Named]) -> Expected<'a> {
    Expected {
        record: Some(predicate.record.digest),
        ledger: Some(predicate.ledger),
        as_of: Some(predicate.as_of),
        policies: Some(policies),
        plugins: Some(plugins),
        ..Expected::new(predicate.disclosures)
    }
}

fn payload(signature: &SigstoreBundle) -> Option<&[u8]> {
    match signature.content() {
        Content::Dsse(envelope) => Some(envelope.unverified_payload()),
        Content::Message { .. } => None,
    }
}
