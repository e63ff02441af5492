//! The three files: what is sent, what is kept, what comes back. Strict: an unknown field, a number too many or an item that is no
//! point is refused, since somebody else wrote it.

use super::{MOST_ENTRIES, MOST_NAMES, SUITE};
use crate::SupplyError;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sekisho_model::{Digest, canonical};
use serde::{Deserialize, Serialize};

/// What a firm sends: names that nobody can read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    pub(super) format: String,
    pub(super) suite: String,
    /// Blinded names, sorted, filled up with names of nothing.
    pub(super) items: Vec<String>,
}

/// What the firm keeps to itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    pub(super) format: String,
    pub(super) request: Digest,
    pub(super) items: Vec<Own>,
}

/// One name of the firm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Own {
    /// Its place in the request.
    pub(super) at: usize,
    pub(super) name: String,
    /// How the component is called.
    pub(super) label: String,
    /// The factor it is blinded with.
    pub(super) blind: String,
}

/// What the publisher sends back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    pub(super) format: String,
    pub(super) suite: String,
    /// Digest of the request.
    pub(super) request: Digest,
    /// Who answers.
    pub(super) publisher: String,
    /// The items of the request, evaluated, in their order.
    pub(super) evaluated: Vec<String>,
    /// The publisher's own list, sorted by tag, filled up with entries of nothing.
    pub(super) entries: Vec<Entry>,
}

/// One name of the publisher.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub(super) tag: String,
    pub(super) sealed: String,
}

/// What is told to whoever uses the name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// The weakness.
    pub advisory: String,
    /// Affected versions, where the name is one of a package without its version; nothing where the version itself matched.
    pub versions: Option<String>,
}

impl Request {
    pub(super) const FORMAT: &'static str = "blind-request/1";

    /// Reads one.
    pub fn read(text: &str, file: &str) -> Result<Self, SupplyError> {
        let request: Self = parse(text, file, "request", Self::FORMAT, |r: &Self| {
            (&r.format, Some(&r.suite))
        })?;
        count("a request", request.items.len(), MOST_NAMES)?;
        let is_sorted = request.items.windows(2).all(|pair| matches!(pair, [a, b] if a < b));
        if !is_sorted {
            return Err(refuse(
                file,
                "request",
                "its items are not in order, or one stands twice".to_owned(),
            ));
        }
        Ok(request)
    }

    /// The text of the file.
    pub fn write(&self) -> Result<Vec<u8>, SupplyError> {
        canonical::to_vec(self).map_err(|e| SupplyError::Crypto(e.to_string()))
    }

    /// Number of items, those that only fill it up included.
    pub fn count(&self) -> usize {
        self.items.len()
    }

    pub(super) fn digest(&self) -> Result<Digest, SupplyError> {
        canonical::digest(self).map_err(|e| SupplyError::Crypto(e.to_string()))
    }
}

impl State {
    pub(super) const FORMAT: &'static str = "blind-state/1";

    /// Reads one.
    pub fn read(text: &str, file: &str) -> Result<Self, SupplyError> {
        let state: Self = parse(text, file, "state", Self::FORMAT, |s: &Self| (&s.format, None))?;
        count("a state", state.items.len(), MOST_NAMES)?;
        Ok(state)
    }

    /// The text of the file, which is a secret.
    pub fn write(&self) -> Result<Vec<u8>, SupplyError> {
        canonical::to_vec(self).map_err(|e| SupplyError::Crypto(e.to_string()))
    }

    /// Number of names.
    pub fn count(&self) -> usize {
        self.items.len()
    }
}

impl Answer {
    pub(super) const FORMAT: &'static str = "blind-answer/1";

    /// Reads one.
    pub fn read(text: &str, file: &str) -> Result<Self, SupplyError> {
        let answer: Self = parse(text, file, "answer", Self::FORMAT, |a: &Self| {
            (&a.format, Some(&a.suite))
        })?;
        count("an answer", answer.evaluated.len(), MOST_NAMES)?;
        count("an answer", answer.entries.len(), MOST_ENTRIES)?;
        let is_sorted = answer.entries.windows(2).all(|p| matches!(p, [a, b] if a.tag < b.tag));
        if !is_sorted {
            return Err(refuse(
                file,
                "answer",
                "its entries are not in order, or one stands twice".to_owned(),
            ));
        }
        let is_name = !answer.publisher.trim().is_empty() && answer.publisher.len() <= 300;
        if !is_name || answer.publisher.chars().any(char::is_control) {
            return Err(refuse(file, "answer", "it does not say who answers".to_owned()));
        }
        Ok(answer)
    }

    /// The text of the file.
    pub fn write(&self) -> Result<Vec<u8>, SupplyError> {
        canonical::to_vec(self).map_err(|e| SupplyError::Crypto(e.to_string()))
    }

    /// Who answered.
    pub fn publisher(&self) -> &str {
        &self.publisher
    }

    /// Number of entries, those that only fill it up included.
    pub fn count(&self) -> usize {
        self.entries.len()
    }
}

fn parse<'t, T: Deserialize<'t>>(
    text: &'t str,
    file: &str,
    what: &'static str,
    format: &str,
    head: impl Fn(&T) -> (&String, Option<&String>),
) -> Result<T, SupplyError> {
    let value: T = serde_json::from_str(text).map_err(|e| refuse(file, what, e.to_string()))?;
    let (own, suite) = head(&value);
    if own != format {
        return Err(refuse(
            file,
            what,
            format!(
                "its format is `{}`",
                own.chars().take(40).collect::<String>().escape_debug()
            ),
        ));
    }
    if suite.is_some_and(|suite| suite != SUITE) {
        return Err(refuse(file, what, format!("its suite is not `{SUITE}`")));
    }
    Ok(value)
}

pub(super) fn refuse(file: &str, what: &'static str, reason: String) -> SupplyError {
    SupplyError::Unreadable {
        file: file.to_owned(),
        what,
        reason,
    }
}

fn count(what: &'static str, count: usize, most: usize) -> Result<(), SupplyError> {
    if count > most {
        return Err(SupplyError::TooMany { what, count, most });
    }
    Ok(())
}

pub(super) fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}
