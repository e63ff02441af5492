//! Versions compared by the rules of their ecosystem, and packages told apart by their identifiers.
//!
//! For checks that ask "is this component affected?" and "is this VEX statement about this component?". Runs natively
//! and inside a plugin: no clock, no randomness, no I/O. What cannot be compared is a [`VersionError`], never a guess;
//! the caller turns it into `unknown`.
//!
//! Reading order: [`Scheme`] (which rules hold), [`affected`] (version against intervals), [`purl`], [`cpe`] and
//! [`product`] (what an identifier designates). One private module per comparer.

pub mod affected;
mod alpine;
mod alpm;
pub mod cpe;
mod digits;
mod error;
mod gems;
mod libraries;
mod maven;
mod nuget;
mod numbers;
mod packagist;
pub mod product;
pub mod purl;
mod rpm;
mod scheme;

pub use affected::Interval;
pub use cpe::Cpe;
pub use error::VersionError;
pub use product::Target;
pub use purl::Purl;
pub use scheme::Scheme;
