//! The first step: a firm blinds its names.

use super::files::{Own, encode};
use super::{Chance, FILL, Fill, MOST_NAMES, Request, SUITE, State, Used};
use crate::SupplyError;
use rand_core06::RngCore as _;
use voprf::{OprfClient, Ristretto255};

/// The request to send, and the state to keep.
pub fn request(used: &Used, fill: Fill<'_>) -> Result<(Request, State), SupplyError> {
    if used.names.is_empty() {
        return Err(SupplyError::Nothing("no component has a package URL"));
    }
    let count = used.names.len().div_ceil(FILL) * FILL;
    if count > MOST_NAMES {
        return Err(SupplyError::TooMany {
            what: "the list",
            count,
            most: MOST_NAMES,
        });
    }
    let mut chance = Chance::new(fill);
    let mut items = Vec::with_capacity(count);
    for (name, label) in &used.names {
        let (item, blind) = blinded(name.as_bytes(), &mut chance)?;
        items.push((item, Some((name, label, blind))));
    }
    while items.len() < count {
        let mut nothing = [0; 32];
        chance.fill_bytes(&mut nothing);
        items.push((blinded(&nothing, &mut chance)?.0, None));
    }
    chance.check()?;
    // Blinded names are random, so their order tells nothing of the list.
    items.sort_by(|a, b| a.0.cmp(&b.0));
    let own = items.iter().enumerate().filter_map(|(at, (_, own))| {
        let (name, label, blind) = own.as_ref()?;
        Some(Own {
            at,
            name: (*name).clone(),
            label: (*label).clone(),
            blind: blind.clone(),
        })
    });
    let own = own.collect();
    let request = Request {
        format: Request::FORMAT.to_owned(),
        suite: SUITE.to_owned(),
        items: items.into_iter().map(|(item, _)| item).collect(),
    };
    let state = State {
        format: State::FORMAT.to_owned(),
        request: request.digest()?,
        items: own,
    };
    Ok((request, state))
}

/// The blinded name, and the factor.
fn blinded(name: &[u8], chance: &mut Chance<'_>) -> Result<(String, String), SupplyError> {
    let blinded = OprfClient::<Ristretto255>::blind(name, chance).map_err(|e| SupplyError::Crypto(format!("{e:?}")))?;
    Ok((encode(&blinded.message.serialize()), encode(&blinded.state.serialize())))
}
