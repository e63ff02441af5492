//! Bytes → documents → facts: the room where evidence is read.
//!
//! Reading order: [`limits`] (what bounds every reader), [`reading`] (what a reader is handed and what it may answer),
//! [`error`], then one module per family of formats: [`sbom`], [`advisory`], [`table`] (inventories, registers, answer
//! sheets, data registers) and [`config`] (configuration snapshots).

pub mod advisory;
pub mod config;
pub mod error;
pub mod limits;
pub mod reading;
pub mod sbom;
pub mod table;

pub use error::ReadError;
pub use limits::Limits;
pub use reading::Reading;
