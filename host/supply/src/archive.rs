//! An archive of SBOMs and other evidence: what is kept under its digest, until when, and who received it. The index is a file of
//! lines that only grows: each line names the digest of the line before it, so that a line that was changed or left out shows.

use crate::SupplyError;
use sekisho_model::{Date, Digest};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Word that every line begins with.
const FORMAT: &str = "archive/1";
/// Longest name of a document or a receiver.
const NAME: usize = 300;

/// What a line tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "what", deny_unknown_fields)]
pub enum Event {
    /// A document was put in.
    Kept {
        /// Name of the file as it came.
        name: String,
        /// Its size in bytes.
        size: u64,
        /// The last day on which it has to be kept.
        until: Date,
    },
    /// A document was given to somebody.
    Given {
        /// To whom.
        to: String,
    },
}

/// One line of the index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    format: String,
    /// Digest of the line before; of nothing for the first.
    before: Digest,
    /// The day.
    pub on: Date,
    /// Digest of the document.
    pub digest: Digest,
    /// What happened.
    pub event: Event,
}

/// A document of the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its digest.
    pub digest: Digest,
    /// Name of the file as it came first.
    pub name: String,
    /// Its size.
    pub size: u64,
    /// The day on which it was put in first.
    pub since: Date,
    /// The last day on which it has to be kept: the latest that was ever said.
    pub until: Date,
    /// Who received it, and when.
    pub receivers: Vec<(Date, String)>,
}

/// The index, read and checked.
#[derive(Debug, Clone)]
pub struct Index {
    last: Digest,
    documents: BTreeMap<Digest, Kept>,
}

impl Index {
    /// Reads an index; an empty text is an archive without documents.
    pub fn read(text: &str) -> Result<Self, SupplyError> {
        let mut index = Self {
            last: Digest::of(b""),
            documents: BTreeMap::new(),
        };
        for (number, written) in text.lines().enumerate() {
            let place = format!("line {} of the index", number + 1);
            let line: Line =
                serde_json::from_str(written).map_err(|e| SupplyError::Archive(format!("{place}: {e}")))?;
            if line.format != FORMAT {
                return Err(SupplyError::Archive(format!("{place} is of another format")));
            }
            if line.before != index.last {
                let text = format!("{place} does not follow the line before it: lines were changed or left out");
                return Err(SupplyError::Archive(text));
            }
            index.last = Digest::of(written.as_bytes());
            index
                .apply(line)
                .map_err(|reason| SupplyError::Archive(format!("{place}: {reason}")))?;
        }
        if !text.is_empty() && !text.ends_with('\n') {
            return Err(SupplyError::Archive(
                "the last line of the index was cut off".to_owned(),
            ));
        }
        Ok(index)
    }

    fn apply(&mut self, line: Line) -> Result<(), &'static str> {
        match line.event {
            Event::Kept { name, size, until } => {
                let kept = self.documents.entry(line.digest).or_insert_with(|| Kept {
                    digest: line.digest,
                    name,
                    size,
                    since: line.on,
                    until,
                    receivers: Vec::new(),
                });
                kept.until = kept.until.max(until);
            }
            Event::Given { to } => match self.documents.get_mut(&line.digest) {
                Some(kept) => kept.receivers.push((line.on, to)),
                None => return Err("it gives away what was never put in"),
            },
        }
        Ok(())
    }

    /// The line to append, with its line break.
    pub fn append(&mut self, on: Date, digest: Digest, event: Event) -> Result<String, SupplyError> {
        let text = match &event {
            Event::Kept { name, .. } => name,
            Event::Given { to } => to,
        };
        if text.trim().is_empty() || text.len() > NAME || text.chars().any(char::is_control) {
            return Err(SupplyError::Archive(format!("`{}` is no name", text.escape_debug())));
        }
        let line = Line {
            format: FORMAT.to_owned(),
            before: self.last,
            on,
            digest,
            event,
        };
        let mut text = serde_json::to_string(&line).map_err(|e| SupplyError::Archive(e.to_string()))?;
        self.apply(line)
            .map_err(|reason| SupplyError::Archive(reason.to_owned()))?;
        self.last = Digest::of(text.as_bytes());
        text.push('\n');
        Ok(text)
    }

    /// The documents, by digest.
    pub fn documents(&self) -> impl Iterator<Item = &Kept> {
        self.documents.values()
    }

    /// One document, by its digest or the beginning of it (at least eight hexadecimal digits).
    pub fn find(&self, wanted: &str) -> Result<&Kept, SupplyError> {
        let wanted = wanted.strip_prefix("sha256:").unwrap_or(wanted).to_lowercase();
        if wanted.len() < 8 || !wanted.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(SupplyError::Archive(
                "a digest has at least eight hexadecimal digits".to_owned(),
            ));
        }
        let mut found = self
            .documents
            .values()
            .filter(|kept| kept.digest.hex().starts_with(&wanted));
        match (found.next(), found.next()) {
            (Some(one), None) => Ok(one),
            (None, _) => Err(SupplyError::Archive(format!("nothing in it has the digest `{wanted}`"))),
            _ => Err(SupplyError::Archive(format!("several documents begin with `{wanted}`"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Event, Index};
    use sekisho_model::{Date, Digest};

    fn day(text: &str) -> Date {
        Date::parse(text).expect("a day")
    }

    fn lines() -> (String, Digest) {
        let mut index = Index::read("").expect("empty");
        let digest = Digest::of(b"bom");
        let kept = Event::Kept {
            name: "bom.json".to_owned(),
            size: 3,
            until: day("2027-11-23"),
        };
        let mut text = index.append(day("2026-11-23"), digest, kept).expect("kept");
        let given = Event::Given {
            to: "Example 株式会社".to_owned(),
        };
        text.push_str(&index.append(day("2026-11-24"), digest, given).expect("given"));
        (text, digest)
    }

    #[test]
    fn what_was_put_in_is_found_with_its_receivers() {
        let (text, digest) = lines();
        let index = Index::read(&text).expect("reads");
        let kept = index.find(&digest.hex()[..12]).expect("is there");
        assert_eq!((kept.name.as_str(), kept.size), ("bom.json", 3));
        assert_eq!(kept.receivers, [(day("2026-11-24"), "Example 株式会社".to_owned())]);
        assert!(index.find("00000000").is_err());
        assert!(index.find("ab").is_err());
    }

    #[test]
    fn a_line_that_was_changed_left_out_or_cut_off_shows() {
        let (text, _) = lines();
        let second = text.lines().nth(1).expect("two lines");
        assert!(Index::read(&format!("{second}\n")).is_err());
        assert!(Index::read(&text.replace("bom.json", "bom2.json")).is_err());
        assert!(Index::read(text.trim_end()).is_err());
        assert!(Index::read("{}\n").is_err());
        assert!(Index::read("\n").is_err());
    }

    #[test]
    fn nothing_is_given_that_is_not_there() {
        let mut index = Index::read("").expect("empty");
        let given = Event::Given { to: "x".to_owned() };
        assert!(index.append(day("2026-11-24"), Digest::of(b"?"), given).is_err());
    }
}
