//! The third step: the firm removes its blinding, and opens the notes of the names it uses.

use super::files::{Note, decode, refuse};
use super::{Answer, State, sealed};
use crate::SupplyError;
use std::collections::{BTreeMap, BTreeSet};
use voprf::{EvaluationElement, OprfClient, Ristretto255};

/// A weakness that touches a component.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// How the component is called.
    pub component: String,
    /// What is told of it.
    pub note: Note,
}

/// What the answer says of the firm's names.
pub fn found(answer: &Answer, state: &State, file: &str) -> Result<BTreeSet<Found>, SupplyError> {
    if answer.request != state.request {
        return Err(SupplyError::OtherRequest {
            answered: answer.request.to_string(),
            own: state.request.to_string(),
        });
    }
    let broken = |reason: String| refuse(file, "answer", reason);
    let own_broken = |at: usize| refuse("state", "state", format!("item {} cannot be read", at + 1));
    let entries: BTreeMap<&str, &str> = answer
        .entries
        .iter()
        .map(|e| (e.tag.as_str(), e.sealed.as_str()))
        .collect();
    let mut all = BTreeSet::new();
    for own in &state.items {
        let blind = decode(&own.blind).filter(|bytes| bytes.len() == 32);
        let client = blind.and_then(|bytes| OprfClient::<Ristretto255>::deserialize(&bytes).ok());
        let client = client.ok_or_else(|| own_broken(own.at))?;
        let Some(item) = answer.evaluated.get(own.at) else {
            return Err(broken(format!("it leaves item {} of the request out", own.at + 1)));
        };
        let point = decode(item).filter(|bytes| bytes.len() == 32);
        let point = point.and_then(|bytes| EvaluationElement::<Ristretto255>::deserialize(&bytes).ok());
        let point = point.ok_or_else(|| broken(format!("evaluated item {} is no point", own.at + 1)))?;
        let evaluation = client
            .finalize(own.name.as_bytes(), &point)
            .map_err(|e| SupplyError::Crypto(format!("{e:?}")))?;
        let tag = super::files::encode(&sealed::tag(&evaluation));
        let Some(sealed) = entries.get(tag.as_str()) else {
            continue;
        };
        let note = decode(sealed).and_then(|bytes| sealed::open(&evaluation, &bytes, answer.request.as_bytes()));
        let note = note.ok_or_else(|| broken(format!("its note on `{}` was changed", own.label)))?;
        let notes: BTreeSet<Note> = serde_json::from_slice(&note)
            .map_err(|e| broken(format!("its note on `{}` cannot be read: {e}", own.label)))?;
        all.extend(notes.into_iter().map(|note| Found {
            component: own.label.clone(),
            note,
        }));
    }
    Ok(all)
}
