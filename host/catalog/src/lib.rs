//! Catalogues, policies, profiles and waivers: files become checked values here.
//!
//! Reading order: [`catalogue`] (the controls of a guideline, in our own words), [`policy`] (which checks decide them),
//! [`profile`] (an organisation's tailoring), [`crosswalk`] (the same thing in other frameworks), [`waiver`], [`sectors`]
//! (their names and order); [`derive`](mod@derive) and [`import`], which begin new policies, and [`export`], by which others read them; [`tables`] (risk
//! sources and measure examples of the user's own, joined to a catalogue); then [`resolve`], which joins all of them with what the plugins say about themselves. Nothing
//! here opens a file: texts are handed in, errors name the file and the line.

pub mod carry;
pub mod catalogue;
pub mod crosswalk;
pub mod derive;
pub mod error;
pub mod export;
pub mod import;
pub mod policy;
pub mod profile;
pub mod resolve;
pub mod sectors;
mod source;
pub mod tables;
pub mod waiver;

pub use catalogue::Catalogue;
pub use crosswalk::Crosswalk;
pub use error::CatalogError;
pub use policy::Policy;
pub use profile::Profile;
pub use resolve::{CheckUse, Resolved, ResolvedControl, resolve};
pub use waiver::Waiver;
