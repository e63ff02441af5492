//! Cites a fact that does not exist.

use sekisho_sdk::bindings::sekisho::policy::assets;
use sekisho_test_guests::{info, pass};

sekisho_test_guests::guest!(info(), |_subject: u32, _selected: Vec<SelectedCheck>| {
    let table = assets::assets()[0];
    vec![Ok(vec![pass(vec![table.first + table.rows + 1_000_000])])]
});
