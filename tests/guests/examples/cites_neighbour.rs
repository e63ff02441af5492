//! Cites the first asset of the first subject for every subject of the call.
#![allow(clippy::indexing_slicing, reason = "every subject of a call has its part of a table")]

use sekisho_sdk::bindings::sekisho::policy::assets;
use sekisho_test_guests::{info, pass};

sekisho_test_guests::guest!(info(), |_subject: u32, _selected: SelectedChecks| {
    vec![Ok(vec![pass(vec![assets::assets()[0].first])])]
});
