//! A check sheet of somebody else's making, read as answers to a policy's controls without being edited: a mapping says which
//! column is what, which words mean what, and which item asks for which controls.
//!
//! [`mapping`] is the file, [`sheet`] the sheet under it, [`merged`] the answers by control.

pub mod mapping;
pub mod merged;
pub mod sheet;

pub use mapping::Mapping;
pub use merged::{Merged, merge};
pub use sheet::{Item, items};
