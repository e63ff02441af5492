//! Facts by number, so that one finding can rest on assets, rows and snapshots alike.

use sekisho_sdk::prelude::*;

/// A fact of any table.
pub(crate) struct Numbered(pub(crate) u32);

impl Fact for Numbered {
    fn fact(&self) -> u32 {
        self.0
    }
}
