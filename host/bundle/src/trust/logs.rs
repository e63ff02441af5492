//! The transparency logs that a list names: their keys, their witnesses, and for which bundle ids they count. Whether something
//! stands in one is not decided here: this room knows no proofs.

use super::glob;
use super::note_key::{NoteKey, NoteKind, is_note_name};
use super::signers::{self, Rule, Signers};
use sekisho_model::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Most keys, and most witnesses, of one log: a signed checkpoint bears at most 100 signatures.
const MOST: usize = 32;
/// Bytes of the longest origin.
const ORIGIN: usize = 256;

/// A log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// Short name: a-z, 0-9, `-`, `_`, `.`.
    pub id: String,
    /// The name that stands in its checkpoints; no other log has it.
    pub origin: String,
    /// Its keys (`name+id+key`), one of which must have signed: several while it changes its key.
    pub keys: Vec<String>,
    /// Its witnesses. Entries of one name are keys of one witness, who counts once.
    #[serde(default)]
    pub witnesses: Vec<Witness>,
    /// How many different witnesses must have signed; 0 takes the log's word alone.
    pub quorum: u32,
    /// Patterns of the ids of what may stand in it: `factory/*`, `attestation/**`.
    pub scopes: BTreeSet<String>,
    /// The last day on which it counts. What witnesses saw in it by then counts on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_after: Option<Date>,
}

/// Somebody who signs the checkpoints of a log beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Witness {
    /// Short name.
    pub name: String,
    /// Its key (`name+id+key`).
    pub key: String,
}

impl Log {
    /// The keys, read.
    pub fn keys(&self) -> Result<Vec<NoteKey>, String> {
        let key = |text: &String| of_kind(text, NoteKind::Note).map_err(|reason| self.wrong(&reason));
        self.keys.iter().map(key).collect()
    }

    /// The keys of the witnesses, read.
    pub fn witnesses(&self) -> Result<Vec<NoteKey>, String> {
        let key = |witness: &Witness| {
            of_kind(&witness.key, NoteKind::Witness)
                .map_err(|reason| self.wrong(&format!("witness `{}`: {reason}", witness.name)))
        };
        self.witnesses.iter().map(key).collect()
    }

    /// Whether any two checkpoints that enough witnesses signed have a witness in common, so that nobody was shown another branch.
    pub fn has_common_witness(&self) -> bool {
        2 * self.quorum as usize > self.names().len()
    }

    /// Whether it counts for an id.
    pub(super) fn fits(&self, id: &str) -> bool {
        self.scopes.iter().any(|scope| glob::matches(scope, id))
    }

    fn names(&self) -> BTreeSet<&str> {
        self.witnesses.iter().map(|witness| witness.name.as_str()).collect()
    }

    fn wrong(&self, reason: &str) -> String {
        format!("log `{}`: {reason}", self.id)
    }

    fn check(&self) -> Result<(), String> {
        let wrong = |reason: &str| Err(self.wrong(reason));
        if !signers::is_word(&self.id) {
            return Err(format!("log id `{}` is no word", self.id));
        }
        if self.origin.len() > ORIGIN || is_note_name(&self.origin).is_err() {
            return wrong("its origin has no blanks and no `+`, best an address without scheme");
        }
        if self.keys.is_empty() || self.keys.len() > MOST || self.witnesses.len() > MOST {
            return wrong(&format!(
                "it needs a key, and has at most {MOST} keys and {MOST} witnesses"
            ));
        }
        if self.scopes.is_empty() || !self.scopes.iter().all(|scope| glob::is_pattern(scope)) {
            return wrong("it needs scopes such as `factory/*`");
        }
        if self.quorum as usize > self.names().len() {
            let count = self.names().len();
            return wrong(&format!("{} of {count} witnesses must sign", self.quorum));
        }
        let keys = self.keys()?;
        let witnesses = self.witnesses()?;
        let mut bytes = BTreeSet::new();
        // A log that is its own witness would count twice.
        if keys.iter().chain(&witnesses).any(|key| !bytes.insert(*key.key())) {
            return wrong("one key stands twice in it");
        }
        // Short names and the names in notes name the same people.
        let (mut of_short, mut of_note) = (BTreeMap::new(), BTreeMap::new());
        for (witness, key) in self.witnesses.iter().zip(&witnesses) {
            let short = witness.name.as_str();
            let is_same = *of_short.entry(short).or_insert(key.name()) == key.name()
                && *of_note.entry(key.name()).or_insert(short) == short;
            if !signers::is_word(short) || !is_same {
                return wrong(&format!(
                    "the name of witness `{short}` is no word, or stands for two witnesses"
                ));
            }
        }
        Ok(())
    }
}

/// Holds all logs of a list.
pub(super) fn check(logs: &[Log]) -> Result<(), String> {
    let (mut ids, mut origins) = (BTreeSet::new(), BTreeSet::new());
    for log in logs {
        log.check()?;
        if !ids.insert(&log.id) || !origins.insert(&log.origin) {
            return Err(log.wrong("its id or its origin stands twice"));
        }
    }
    Ok(())
}

/// Whether there is a log for every rule of the association that asks for one: else nothing could meet it.
pub(super) fn answer(list: &Signers) -> Result<(), String> {
    let touch = |one: &str, other: &str| glob::covers(one, other) || glob::covers(other, one);
    let has_log = |rule: &Rule| {
        let mut scopes = list.logs.iter().flat_map(|log| &log.scopes);
        scopes.any(|scope| touch(scope, &rule.scope))
    };
    match list.rules.iter().find(|rule| rule.require_log && !has_log(rule)) {
        None => Ok(()),
        Some(rule) => Err(format!(
            "the rule for `{}` asks for a log, and no log is named for that (`sekisho trust add log`)",
            rule.scope
        )),
    }
}

fn of_kind(text: &str, kind: NoteKind) -> Result<NoteKey, String> {
    let key = NoteKey::parse(text)?;
    match (key.kind() == kind, kind) {
        (true, _) => Ok(key),
        (false, NoteKind::Note) => Err("this is the key of a witness, not of a log".to_owned()),
        (false, NoteKind::Witness) => Err("this is the key of a log, not of a witness".to_owned()),
    }
}
