//! The second step: the publisher evaluates what it cannot read, and adds its own list, sealed.

use super::files::{Entry, Note, decode, encode, refuse};
use super::{Answer, Chance, FILL, Fill, MOST_ENTRIES, Published, Request, SUITE, sealed};
use crate::SupplyError;
use rand_core06::RngCore as _;
use std::collections::BTreeSet;
use voprf::{BlindedElement, OprfServer, Ristretto255};

/// Notes are filled up to a multiple of this.
const NOTE: usize = 256;

/// The answer to a request. The key is made here and forgotten: two answers have nothing in common.
///
/// `most` is how many items a request may have: each of them can be a guess at the publisher's list.
pub fn answer(
    request: &Request,
    published: &Published,
    publisher: &str,
    most: usize,
    file: &str,
    fill: Fill<'_>,
) -> Result<Answer, SupplyError> {
    if published.names.is_empty() {
        return Err(SupplyError::Nothing("no affected package has a package URL"));
    }
    if request.count() > most {
        return Err(SupplyError::TooMany {
            what: "the request",
            count: request.count(),
            most,
        });
    }
    let count = published.names.len().div_ceil(FILL) * FILL;
    if count > MOST_ENTRIES {
        return Err(SupplyError::TooMany {
            what: "the list of weaknesses",
            count,
            most: MOST_ENTRIES,
        });
    }
    let mut chance = Chance::new(fill);
    let server = OprfServer::<Ristretto255>::new(&mut chance).map_err(|e| SupplyError::Crypto(format!("{e:?}")))?;
    let digest = request.digest()?;
    let mut evaluated = Vec::with_capacity(request.items.len());
    for (at, item) in request.items.iter().enumerate() {
        let point = decode(item).filter(|bytes| bytes.len() == 32);
        let point = point.and_then(|bytes| BlindedElement::<Ristretto255>::deserialize(&bytes).ok());
        let Some(point) = point else {
            return Err(refuse(file, "request", format!("item {} is no point", at + 1)));
        };
        evaluated.push(encode(&server.blind_evaluate(&point).serialize()));
    }
    let notes: Vec<Vec<u8>> = published.names.values().map(written).collect::<Result<_, _>>()?;
    // All notes are of one length, or their lengths would tell which weakness is which.
    let length = notes.iter().map(Vec::len).max().unwrap_or(0).div_ceil(NOTE) * NOTE;
    let mut entries = Vec::with_capacity(count);
    for (name, mut note) in published.names.keys().zip(notes) {
        note.resize(length, b' ');
        let evaluation = server
            .evaluate(name.as_bytes())
            .map_err(|e| SupplyError::Crypto(format!("{e:?}")))?;
        entries.push(Entry {
            tag: encode(&sealed::tag(&evaluation)),
            sealed: encode(&sealed::seal(&evaluation, &note, digest.as_bytes())?),
        });
    }
    while entries.len() < count {
        let mut nothing = vec![0; 32 + length + 16];
        chance.fill_bytes(&mut nothing);
        let (tag, note) = nothing.split_at(32);
        entries.push(Entry {
            tag: encode(tag),
            sealed: encode(note),
        });
    }
    chance.check()?;
    entries.sort();
    Ok(Answer {
        format: Answer::FORMAT.to_owned(),
        suite: SUITE.to_owned(),
        request: digest,
        publisher: publisher.to_owned(),
        evaluated,
        entries,
    })
}

fn written(notes: &BTreeSet<Note>) -> Result<Vec<u8>, SupplyError> {
    serde_json::to_vec(notes).map_err(|e| SupplyError::Crypto(e.to_string()))
}
