//! in-toto Statement v1: what is said (`predicate`) about which things (`subject`).

use super::encoding::{self, shown};
use super::error::FormatError;
use sekisho_model::Digest;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The `_type` of every statement that is read or written.
pub const IN_TOTO_STATEMENT: &str = "https://in-toto.io/Statement/v1";

const WHAT: &str = "in-toto statement";
/// As sigstore-go.
const MAX_SUBJECTS: usize = 1024;
/// As sigstore-go.
const MAX_DIGESTS: usize = 32;
/// Longest name, type or digest.
const MAX_TEXT: usize = 4096;

/// A thing that a statement is about (in-toto ResourceDescriptor), known by its SHA-256.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Subject {
    /// Its name; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Digests by algorithm, in lower-case hexadecimal; `sha256` is always there.
    pub digest: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    uri: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    download_location: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    media_type: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    content: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    annotations: Option<Map<String, Value>>,
}

impl Subject {
    /// A thing with a name (may be empty) and its digest.
    pub fn new(name: impl Into<String>, digest: &Digest) -> Self {
        Self {
            name: name.into(),
            digest: BTreeMap::from([("sha256".to_owned(), digest.hex())]),
            uri: None,
            download_location: None,
            media_type: None,
            content: None,
            annotations: None,
        }
    }

    /// Its SHA-256.
    pub fn sha256(&self) -> Option<Digest> {
        let hex = self.digest.get("sha256")?;
        // One way to write it: neither upper case nor signs.
        Digest::parse(&format!("sha256:{hex}")).filter(|digest| digest.hex() == *hex)
    }
}

/// A statement. Its members are checked when it is made or read, and then stay as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    #[serde(rename = "_type")]
    kind: String,
    subject: Vec<Subject>,
    #[serde(rename = "predicateType")]
    predicate_type: String,
    #[serde(default)]
    predicate: Map<String, Value>,
}

impl Statement {
    /// A statement of a type (a URI) about one to 1,024 things.
    pub fn new(
        subject: Vec<Subject>,
        predicate_type: impl Into<String>,
        predicate: Map<String, Value>,
    ) -> Result<Self, FormatError> {
        Self {
            kind: IN_TOTO_STATEMENT.to_owned(),
            subject,
            predicate_type: predicate_type.into(),
            predicate,
        }
        .checked()
    }

    /// Reads a statement; members that in-toto does not define are refused, members of the predicate are not judged.
    pub fn parse(bytes: &[u8]) -> Result<Self, FormatError> {
        encoding::read::<Self>(WHAT, bytes, super::bundle::MAX_BYTES)?.checked()
    }

    fn checked(self) -> Result<Self, FormatError> {
        let wrong = |at: &str, reason: String| {
            Err(FormatError::Value {
                what: WHAT,
                at: at.to_owned(),
                reason,
            })
        };
        if self.kind != IN_TOTO_STATEMENT {
            return wrong(
                "_type",
                format!("is `{}`, not `{IN_TOTO_STATEMENT}`", shown(&self.kind)),
            );
        }
        if !is_uri(&self.predicate_type) {
            return wrong("predicateType", format!("is `{}`, no URI", shown(&self.predicate_type)));
        }
        if self.subject.is_empty() || self.subject.len() > MAX_SUBJECTS {
            return wrong(
                "subject",
                format!("has {} entries, not 1 to {MAX_SUBJECTS}", self.subject.len()),
            );
        }
        for (index, subject) in self.subject.iter().enumerate() {
            if let Some(reason) = trouble(subject) {
                return wrong(&format!("subject/{index}"), reason);
            }
        }
        Ok(self)
    }

    /// Canonical JSON: the bytes that are signed.
    pub fn to_json(&self) -> Result<Vec<u8>, FormatError> {
        super::dsse::written(WHAT, self)
    }

    /// What it is about.
    pub fn subjects(&self) -> &[Subject] {
        &self.subject
    }

    /// Whether it is about the thing with this SHA-256.
    pub fn is_about(&self, digest: &Digest) -> bool {
        self.subject.iter().any(|subject| subject.sha256() == Some(*digest))
    }

    /// What kind of thing it says.
    pub fn predicate_type(&self) -> &str {
        &self.predicate_type
    }

    /// What it says.
    pub fn predicate(&self) -> &Map<String, Value> {
        &self.predicate
    }
}

fn is_uri(text: &str) -> bool {
    let is_plain = text.len() <= MAX_TEXT && text.chars().all(|c| !c.is_whitespace() && !c.is_control());
    is_plain
        && text
            .split_once(':')
            .is_some_and(|(scheme, rest)| !scheme.is_empty() && !rest.is_empty())
}

fn trouble(subject: &Subject) -> Option<String> {
    if subject.name.len() > MAX_TEXT {
        return Some(format!("has a name of {} bytes", subject.name.len()));
    }
    if subject.digest.len() > MAX_DIGESTS {
        return Some(format!("has {} digests, more than {MAX_DIGESTS}", subject.digest.len()));
    }
    if subject.sha256().is_none() {
        return Some("has no SHA-256 of 64 lower-case hexadecimal digits in `digest/sha256`".to_owned());
    }
    let is_digest = |(name, value): (&String, &String)| {
        !name.is_empty() && !value.is_empty() && name.len() <= MAX_TEXT && value.len() <= MAX_TEXT
    };
    (!subject.digest.iter().all(is_digest)).then(|| "has a digest without name or value".to_owned())
}
