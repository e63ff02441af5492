//! The parts of a document that are left out where nobody can ask for what they say.
//!
//! What decides is which columns are wanted. A part that only rules look at is read where everything is wanted, as
//! `evidence inspect` and `evidence validate` want it.

use crate::sbom::object::Parts;
use sekisho_model::facts::Wanted;
use sekisho_model::schema::Kind;

/// Hashes of components.
pub(super) const HASHES: u32 = 1 << 1;
/// Licences of components, stated and observed.
pub(super) const LICENSES: u32 = 1 << 2;
/// References to the outside.
pub(super) const REFERENCES: u32 = 1 << 3;
/// Properties of components.
pub(super) const PROPERTIES: u32 = 1 << 4;
/// What cryptographic assets are.
pub(super) const CRYPTO: u32 = 1 << 5;
/// SWID tags.
pub(super) const SWID: u32 = 1 << 6;
/// Identifiers in lists of their own.
pub(super) const IDENTIFIERS: u32 = 1 << 7;
/// Dependencies, and the services that may stand in them.
pub(super) const DEPENDENCIES: u32 = 1 << 8;
/// Statements on completeness.
pub(super) const COMPOSITIONS: u32 = 1 << 9;
/// Names of components, which others refer to them by.
pub(super) const NAMES: u32 = 1 << 10;
/// What people read of a component, and who made it beside its supplier.
pub(super) const PROSE: u32 = 1 << 12;
/// What only rules look at.
pub(super) const RULES: u32 = 1 << 11;

/// The parts that serve what is wanted.
pub(super) fn of(wanted: &Wanted) -> Parts {
    if wanted.is_everything() {
        return Parts(u32::MAX);
    }
    let table = |name| wanted.table(Kind::Sbom, name);
    let column = |name| wanted.column(Kind::Sbom, "components", name);
    let crypto = [
        "crypto_asset_type",
        "crypto_algorithm",
        "crypto_parameter",
        "crypto_protocol",
    ];
    // A value may be stated to be absent, which is a fact of its own.
    let absences = table("unknowns");
    let prose = ["description", "copyright", "publisher", "manufacturer", "author"];
    let dependencies = table("dependencies") || table("dependency_lists");
    let parts = [
        (HASHES, table("hashes")),
        (LICENSES, table("licenses") || absences),
        (
            REFERENCES,
            table("references") || column("download_location") || absences,
        ),
        (PROPERTIES, column("support_end")),
        (PROSE, prose.into_iter().any(column) || absences),
        (CRYPTO, crypto.into_iter().any(column)),
        (SWID, column("swid") || table("identifiers")),
        (IDENTIFIERS, table("identifiers")),
        (DEPENDENCIES, dependencies),
        (COMPOSITIONS, table("compositions")),
        (NAMES, column("reference") || dependencies || table("compositions")),
    ];
    let bits = parts.iter().filter(|(_, read)| *read).map(|(bit, _)| bit);
    Parts(bits.fold(Parts::MARKS, |all, bit| all | bit))
}
