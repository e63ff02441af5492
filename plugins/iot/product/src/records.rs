//! One record of a conformity activity, and whether it counts. The three activities are those of the criteria for consumer labels:
//! declaration by the maker, test or inspection by a third party, certification by a third party.

use sekisho_sdk::prelude::*;

/// The activities, the one that shows most first.
pub(crate) const ACTIVITIES: [&str; 3] = ["certification", "test", "self"];

/// Fields without which a record of an activity does not count.
const NEEDED: [(&str, &[&str]); 3] = [
    (
        "certification",
        &["reference", "body", "version", "issued_at", "valid_until"],
    ),
    (
        "test",
        &["reference", "body", "accreditation", "issued_at", "valid_until"],
    ),
    ("self", &["reference", "declared_by", "issued_at"]),
];

/// What becomes of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It counts.
    Counts,
    /// It speaks against the product.
    Negative,
    /// It was given for another version.
    OtherVersion(String),
    /// These fields are missing or not understood.
    Incomplete(String),
    /// Its day of issue has not come yet.
    Ahead(Date),
    /// Its validity is over.
    Expired(Date),
    /// It names a version, and none is known to be deployed.
    Unplaced(String),
}

/// Whether a row speaks of a criterion: one that names none speaks of all.
pub(crate) fn is_about(row: &Entry<'_>, criterion: &str) -> bool {
    let named = row.list("criteria");
    criterion.is_empty() || named.is_empty() || named.iter().any(|c| c.trim().eq_ignore_ascii_case(criterion))
}

/// Judges a record for a product of a deployed version.
pub(crate) fn judge(row: &Entry<'_>, activity: &str, deployed: Option<&str>, today: Date) -> Standing {
    let needed = NEEDED
        .iter()
        .find(|(own, _)| *own == activity)
        .map_or(&[][..], |(_, fields)| *fields);
    let open: Vec<&str> = needed.iter().filter(|field| !row.has(field)).copied().collect();
    if row.get("result") == Some("fail") {
        return Standing::Negative;
    }
    if !open.is_empty() {
        return Standing::Incomplete(open.join(", "));
    }
    // A cell with something else than a day is no day.
    let odd: Vec<&str> = ["issued_at", "valid_until"]
        .into_iter()
        .filter(|field| row.has(field) && row.date(field).is_none())
        .collect();
    if !odd.is_empty() {
        return Standing::Incomplete(odd.join(", "));
    }
    if let Some(day) = row.date("issued_at").filter(|day| *day > today) {
        return Standing::Ahead(day);
    }
    if let Some(day) = row.date("valid_until").filter(|day| *day < today) {
        return Standing::Expired(day);
    }
    match (row.get("version"), deployed) {
        (Some(own), Some(deployed)) if !crate::products::is_same_version(own, deployed) => {
            Standing::OtherVersion(own.to_owned())
        }
        (Some(own), None) => Standing::Unplaced(own.to_owned()),
        _ => Standing::Counts,
    }
}
