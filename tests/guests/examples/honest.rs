//! Behaves: cites a row of a table that it asked for.
#![allow(clippy::indexing_slicing, reason = "every subject of a call has its part of a table")]

use sekisho_sdk::bindings::sekisho::policy::assets;
use sekisho_test_guests::{info, pass};

sekisho_test_guests::guest!(info(), |subject: u32, _selected: SelectedChecks| {
    let table = assets::assets()[subject as usize];
    vec![Ok(vec![pass(if table.rows > 0 {
        vec![table.first]
    } else {
        Vec::new()
    })])]
});
