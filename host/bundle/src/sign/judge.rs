//! Judging several signatures: distinct signers are counted, never entries, and every check that was made is told.

use super::error::VerifyError;
use super::judgement::{Check, CheckCode, Counted, Judgement, Standing};
use super::matching;
use super::offered::Offered;
use super::threshold::{Threshold, TrustedSigner};
use sekisho_model::error::Hint;
use sekisho_model::{Date, Digest};
use std::collections::BTreeSet;

/// Orders listings by all that is in them.
fn rank(signer: &TrustedSigner) -> impl Ord {
    let revoked = signer.revoked.as_ref().map(|revoked| (revoked.since, &revoked.reason));
    (
        &signer.id,
        signer.key.id(),
        &signer.name,
        &signer.roles,
        signer.not_after,
        revoked,
    )
}

impl Threshold {
    /// Judges signatures about one thing (`about`: see [`Verified::about`]) by who is trusted on a day.
    ///
    /// Two signatures by one key count once, whatever their form; a key that is listed under two names counts once; two keys of one
    /// signer id count once. A key that is revoked in one listing is revoked in all; a listing whose day is over lends nothing. The
    /// order of either list does not change the answer.
    pub fn judge(&self, about: &Digest, signatures: &[Offered], signers: &[TrustedSigner], at: Date) -> Judgement {
        let mut signers: Vec<&TrustedSigner> = signers.iter().collect();
        signers.sort_by(|a, b| rank(a).cmp(&rank(b)));
        let mut signatures: Vec<&Offered> = signatures.iter().collect();
        signatures.sort_by(|a, b| a.rank().cmp(&b.rank()));

        let mut signed = Signed::default();
        let mut checks: Vec<Check> = signatures
            .iter()
            .map(|one| signed.look(one, about, &signers, at))
            .collect();
        let places: Vec<&str> = self
            .roles()
            .iter()
            .flat_map(|p| std::iter::repeat_n(p.role.as_str(), p.count))
            .collect();
        let roles: Vec<BTreeSet<&str>> = signed.groups.iter().map(|group| group.roles.clone()).collect();
        let filled = matching::fill(&places, &roles);
        for place in self.roles() {
            let have = places
                .iter()
                .zip(&filled)
                .filter(|(role, by)| **role == place.role && by.is_some())
                .count();
            checks.push(Check::count(CheckCode::Role, Some(&place.role), place.count, have));
        }
        checks.push(Check::count(CheckCode::Total, None, self.total(), signed.groups.len()));
        let counted = signed.groups.iter().enumerate().map(|(index, group)| {
            let place = filled.iter().position(|by| *by == Some(index));
            group.told(place.and_then(|place| places.get(place).copied()))
        });
        Judgement {
            accepted: checks.iter().all(|check| check.standing != Standing::NotMet),
            counted: counted.collect(),
            checks,
        }
    }
}

/// One distinct signer.
#[derive(Default)]
struct Group<'a> {
    keys: BTreeSet<Digest>,
    ids: BTreeSet<&'a str>,
    roles: BTreeSet<&'a str>,
}

impl Group<'_> {
    fn told(&self, fills: Option<&str>) -> Counted {
        Counted {
            keys: self.keys.iter().copied().collect(),
            signers: self.ids.iter().map(|id| (*id).to_owned()).collect(),
            roles: self.roles.iter().map(|role| (*role).to_owned()).collect(),
            fills: fills.map(str::to_owned),
        }
    }
}

/// The distinct signers so far.
#[derive(Default)]
struct Signed<'a> {
    groups: Vec<Group<'a>>,
    keys: BTreeSet<Digest>,
}

impl<'a> Signed<'a> {
    /// Looks at one signature and counts it, if it counts.
    fn look(&mut self, offered: &Offered, about: &Digest, signers: &[&'a TrustedSigner], at: Date) -> Check {
        let not = |code| Check::of(code, Standing::NotCounted, offered);
        let verified = match &offered.result {
            Ok(verified) => verified,
            // Nobody looked whether it holds: there is no key to look with.
            Err(error @ VerifyError::UnknownSigner(key)) => {
                return Check {
                    error: Some(error.code()),
                    key: Some(*key),
                    ..not(CheckCode::SignerUnknown)
                };
            }
            Err(error) => {
                return Check {
                    error: Some(error.code()),
                    text: Some(error.to_string()),
                    ..not(CheckCode::SignatureRefused)
                };
            }
        };
        if verified.about() != *about {
            return Check {
                digest: Some(verified.about()),
                ..not(CheckCode::SignatureAboutOther)
            };
        }
        let listed: Vec<&'a TrustedSigner> = signers
            .iter()
            .copied()
            .filter(|s| s.key.id() == verified.key())
            .collect();
        let Some(first) = listed.first() else {
            return not(CheckCode::SignerUnknown);
        };
        let revoked = |signer: &&&TrustedSigner| signer.revoked.as_ref().is_some_and(|revoked| revoked.since <= at);
        let earliest = listed
            .iter()
            .filter(revoked)
            .min_by_key(|signer| signer.revoked.as_ref().map(|r| r.since));
        if let Some(signer) = earliest {
            return Check {
                day: signer.revoked.as_ref().map(|revoked| revoked.since),
                reason: signer.revoked.as_ref().map(|revoked| revoked.reason.clone()),
                ..not(CheckCode::SignerRevoked).by(signer)
            };
        }
        let in_force: Vec<&'a TrustedSigner> = listed
            .iter()
            .copied()
            .filter(|signer| signer.not_after.is_none_or(|last| at <= last))
            .collect();
        let Some(signer) = in_force.first() else {
            let day = listed.iter().filter_map(|signer| signer.not_after).max();
            return Check {
                day,
                ..not(CheckCode::SignerExpired).by(first)
            };
        };
        if !self.keys.insert(verified.key()) {
            return not(CheckCode::SameKeyAgain).by(signer);
        }
        if self.join(verified.key(), &listed, &in_force) {
            not(CheckCode::SameSignerAgain).by(signer)
        } else {
            Check::of(CheckCode::SignatureCounts, Standing::Met, offered).by(signer)
        }
    }

    /// Adds a key to the signers whose ids it is listed under; whether there was one already.
    fn join(&mut self, key: Digest, listed: &[&'a TrustedSigner], in_force: &[&'a TrustedSigner]) -> bool {
        let mut group = Group {
            keys: BTreeSet::from([key]),
            ids: listed.iter().map(|signer| signer.id.as_str()).collect(),
            roles: in_force
                .iter()
                .flat_map(|signer| signer.roles.iter().map(String::as_str))
                .collect(),
        };
        let (same, others) = std::mem::take(&mut self.groups)
            .into_iter()
            .partition(|g: &Group<'_>| !g.ids.is_disjoint(&group.ids));
        let same: Vec<Group<'a>> = same;
        self.groups = others;
        let was_there = !same.is_empty();
        for other in same {
            group.keys.extend(other.keys);
            group.ids.extend(other.ids);
            group.roles.extend(other.roles);
        }
        self.groups.push(group);
        self.groups.sort_by(|a, b| a.keys.cmp(&b.keys));
        was_there
    }
}
