//! What a list of parts holds, counted: so that ways to make one can be compared by more than their costs. Rows of the register
//! `parts` count like components of an SBOM; matches of snippets and files that nobody has reviewed are counted apart, since they
//! are no finding yet.

use crate::look::{self, Entry};
use sekisho_model::Facts;
use sekisho_model::schema::Kind;
use std::collections::BTreeSet;

/// Counts of one list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Components; what a document is about is not one.
    pub components: usize,
    /// With a supplier.
    pub supplied: usize,
    /// Different suppliers.
    pub suppliers: usize,
    /// With a version.
    pub versions: usize,
    /// With a package URL, a CPE name or a SWID tag.
    pub identified: usize,
    /// With a license.
    pub licensed: usize,
    /// Matches of snippets and files that a person confirmed.
    pub confirmed: usize,
    /// Matches that a person rejected.
    pub rejected: usize,
    /// Matches that nobody has reviewed.
    pub unreviewed: usize,
}

/// Counts.
pub fn tally(facts: &Facts) -> Tally {
    let mut tally = Tally::default();
    let mut suppliers = BTreeSet::new();
    let mut licensed = BTreeSet::new();
    for row in 0..facts.rows(Kind::Sbom, "licenses") {
        licensed.extend(look::reference(facts, Kind::Sbom, "licenses", "component", row));
    }
    for row in 0..facts.rows(Kind::Sbom, "components") {
        if look::is_root(facts, row) {
            continue;
        }
        let has = |column| look::sbom(facts, "components", column, row);
        tally.components += 1;
        tally.versions += usize::from(has("version").is_some());
        tally.identified += usize::from(["purl", "cpe", "swid"].into_iter().any(|column| has(column).is_some()));
        tally.licensed += usize::from(licensed.contains(&row));
        if let Some(supplier) = has("supplier") {
            tally.supplied += 1;
            suppliers.insert(supplier.trim().to_lowercase());
        }
    }
    for part in look::register(facts, "parts") {
        let has = |field| usize::from(part.get(field).is_some());
        tally.components += 1;
        tally.versions += has("version");
        tally.identified += has("purl").max(has("cpe"));
        tally.licensed += has("license");
        if let Some(supplier) = part.get("supplier") {
            tally.supplied += 1;
            suppliers.insert(supplier.trim().to_lowercase());
        }
    }
    for found in look::register(facts, "reuse-matches") {
        match state(&found) {
            State::Confirmed => tally.confirmed += 1,
            State::Rejected => tally.rejected += 1,
            State::Unreviewed => tally.unreviewed += 1,
        }
    }
    tally.suppliers = suppliers.len();
    tally
}

enum State {
    Confirmed,
    Rejected,
    Unreviewed,
}

/// An empty state, or a word that the register does not know, is no review.
fn state(found: &Entry<'_>) -> State {
    match found.get("review") {
        Some("confirmed") => State::Confirmed,
        Some("rejected") => State::Rejected,
        _ => State::Unreviewed,
    }
}
