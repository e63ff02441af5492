//! Cites a fact that does not exist.
#![allow(clippy::indexing_slicing, reason = "every subject of a call has its part of a table")]

use sekisho_sdk::bindings::sekisho::policy::assets;
use sekisho_test_guests::{info, pass};

sekisho_test_guests::guest!(info(), |_subject: u32, _selected: SelectedChecks| {
    let table = assets::assets()[0];
    vec![Ok(vec![pass(vec![table.first + table.rows + 1_000_000])])]
});
