//! The words of OSCAL 1.2.1 (NIST, public domain), for the two rooms that write it: a catalogue's export and an
//! assessment's report must call one control by one name.
//!
//! [`id`] makes identifiers: UUIDs that follow from what they name, and tokens from ids of any guideline. [`text`] makes
//! texts that the schemas take and no renderer runs. [`shapes`] are the parts that all documents share.

pub mod id;
pub mod shapes;
pub mod text;

use serde::Serialize;

/// The version of OSCAL that is written.
pub const VERSION: &str = "1.2.1";
/// The namespace of our properties and parts; `docs/oscal.md` lists them. It names, and leads nowhere.
pub const NAMESPACE: &str = "https://example.invalid/sekisho/ns/oscal";

/// The bytes of a document: indented JSON in the order of its shapes, with a line's end at its end.
///
/// Errors: none for the shapes of this room; those of `serde_json` for others.
pub fn written(document: &impl Serialize) -> Result<Vec<u8>, serde_json::Error> {
    let mut bytes = serde_json::to_vec_pretty(document)?;
    bytes.push(b'\n');
    Ok(bytes)
}
