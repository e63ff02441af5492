//! What a trust root asks of logs, joined with the proofs that are at hand: does a thing stand where it must?
//!
//! A proof that is not needed changes nothing, however bad; a proof that is needed must hold in full. Two states of a log that cannot be
//! one log are refused even where nobody asked for a log: they show that somebody lied.

use super::checkpoint::{Checkpoint, Policy};
use super::entry::{Logged, verify_logged};
use super::error::LogError;
use super::note::Note;
use super::proof::{ConsistencyProof, InclusionProof};
use super::unlogged::Unlogged;
use sekisho_bundle::trust::heads::{Link, one_log};
use sekisho_bundle::trust::{Log, NamedLog, Requirement, SeenLog};
use sekisho_model::Date;
use serde::Serialize;
use std::collections::BTreeMap;

/// Most proofs that are looked at.
const PROOFS: usize = 256;

/// What is known of logs beside the proofs.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The newest checkpoints that were relied on, by origin.
    pub remembered: BTreeMap<String, SeenLog>,
    /// Signed checkpoints that somebody saw, here or elsewhere: every proof must be shown to be of the same log.
    pub seen: Vec<Vec<u8>>,
    /// Proofs that a log only appended.
    pub links: Vec<ConsistencyProof>,
}

/// That something stands in a log that counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stands {
    /// Who named the log.
    pub by: String,
    /// Its short name.
    pub log: String,
    /// Its name in checkpoints.
    pub origin: String,
    /// Where and under what.
    #[serde(flatten)]
    pub logged: Logged,
    /// Whether its witnesses make one log of all its checkpoints.
    #[serde(skip)]
    pub has_common_witness: bool,
    /// Proofs that came along and link this checkpoint to others.
    #[serde(skip)]
    pub links: Vec<Link>,
}

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Where it stands.
    pub stands: Vec<Stands>,
    /// Why proofs do not count.
    pub refused: Vec<Unlogged>,
}

/// Where an entry stands, of the logs that count for it; refused where a rule asks for more. `on` is the day that is judged for.
pub fn demanded(
    need: &Requirement,
    entry: &[u8],
    proofs: &[Vec<u8>],
    known: &Known,
    on: Date,
) -> Result<Found, Unlogged> {
    let what = need.bundle.as_str();
    let mut found = Found::default();
    for bytes in proofs.iter().take(PROOFS) {
        let read = InclusionProof::parse(bytes).and_then(|proof| Ok((origin_of(&proof.checkpoint)?, proof)));
        let (origin, proof) = match read {
            Ok(read) => read,
            Err(error) => {
                let what = what.to_owned();
                found.refused.push(Unlogged::Unreadable { what, error });
                continue;
            }
        };
        let mut is_known = false;
        for named in need.logs.iter().filter(|named| named.log.origin == origin) {
            is_known = true;
            let case = Case { what, named, known, on };
            match case.stands(entry, bytes, &proof) {
                Ok(stands) => found.stands.push(stands),
                Err(error) => found.refused.push(error),
            }
        }
        if !is_known {
            found.refused.push(Unlogged::Unknown {
                what: what.to_owned(),
                origin,
                logs: names(&need.logs, "targets"),
            });
        }
    }
    found.refused.sort_by_key(Unlogged::rank);
    if let Some(split) = found.refused.iter().find(|error| error.is_split()) {
        return Err(split.clone());
    }
    for role in &need.must_be_logged_by {
        let is_enough = |stands: &Stands| stands.by == "targets" || stands.by == *role;
        if !found.stands.iter().any(is_enough) {
            let missing = || Unlogged::Missing {
                what: what.to_owned(),
                logs: names(&need.logs, role),
            };
            return Err(found.refused.into_iter().next().unwrap_or_else(missing));
        }
    }
    Ok(found)
}

/// The logs that are enough for a list's rules.
fn names(logs: &[NamedLog], role: &str) -> Vec<String> {
    let enough = logs.iter().filter(|named| named.is_enough_for(role));
    enough.map(|named| format!("`{}`", named.log.origin)).collect()
}

/// The name that a checkpoint bears; nobody has verified it yet.
pub fn origin_of(checkpoint: &str) -> Result<String, LogError> {
    Ok(Checkpoint::parse(&Note::parse(checkpoint.as_bytes())?.text)?.origin)
}

/// Whose checkpoints of a log are believed.
pub fn policy(log: &Log) -> Result<Policy, LogError> {
    let wrong = |reason: String| LogError::malformed("verifier key", reason);
    Ok(Policy {
        origin: log.origin.clone(),
        keys: log.keys().map_err(wrong)?.into_iter().map(Into::into).collect(),
        witnesses: log.witnesses().map_err(wrong)?.into_iter().map(Into::into).collect(),
        quorum: log.quorum as usize,
    })
}

/// A proof as a link between two states, if it can be one.
fn link(proof: &ConsistencyProof) -> Option<Link> {
    let later = Checkpoint::parse(&Note::parse(proof.checkpoint.as_bytes()).ok()?.text).ok()?;
    Some(Link {
        old: proof.old,
        new: later.head,
        hashes: proof.hashes.clone(),
    })
}

/// One proof against one log.
struct Case<'a> {
    what: &'a str,
    named: &'a NamedLog,
    known: &'a Known,
    on: Date,
}

impl Case<'_> {
    fn stands(&self, entry: &[u8], bytes: &[u8], proof: &InclusionProof) -> Result<Stands, Unlogged> {
        let log = &self.named.log;
        let wrong = |error: LogError| Unlogged::Proof {
            what: self.what.to_owned(),
            log: log.origin.clone(),
            error: Box::new(error),
        };
        let policy = policy(log).map_err(wrong)?;
        let logged = verify_logged(entry, bytes, &policy).map_err(wrong)?;
        if let Some(day) = log.not_after.filter(|day| self.on > *day) {
            let by_then = |time: u64| i32::try_from(time / 86_400).is_ok_and(|days| Date::from_days(days) <= day);
            if policy.quorum == 0 || !logged.time.is_some_and(by_then) {
                return Err(Unlogged::Ended {
                    what: self.what.to_owned(),
                    log: log.origin.clone(),
                    day,
                });
            }
        }
        let enclosed = proof
            .extra
            .as_deref()
            .and_then(|extra| ConsistencyProof::parse(extra).ok());
        let links: Vec<Link> = self.known.links.iter().chain(&enclosed).filter_map(link).collect();
        let head = SeenLog {
            leaves: logged.size,
            root: logged.root,
        };
        if let Some(seen) = self.known.remembered.get(&log.origin) {
            one_log(&log.origin, seen, &head, &links, log.has_common_witness())?;
        }
        let alone = Policy { quorum: 0, ..policy };
        for note in &self.known.seen {
            if std::str::from_utf8(note)
                .ok()
                .and_then(|note| origin_of(note).ok())
                .as_ref()
                != Some(&log.origin)
            {
                continue;
            }
            let seen = alone.believe(note).map_err(wrong)?.checkpoint.head;
            // Whoever brings a checkpoint wants it shown.
            one_log(&log.origin, &seen, &head, &links, false)?;
        }
        Ok(Stands {
            by: self.named.by.clone(),
            log: log.id.clone(),
            origin: log.origin.clone(),
            logged,
            has_common_witness: log.has_common_witness(),
            links,
        })
    }
}
