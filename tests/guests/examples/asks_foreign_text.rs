//! Asks for a text by a code that it was never given.

use sekisho_sdk::bindings::sekisho::policy::assets;
use sekisho_test_guests::{info, pass};

sekisho_test_guests::guest!(info(), |_subject: u32, _selected: SelectedChecks| {
    let texts = assets::text(&[u32::MAX]);
    vec![Ok(vec![pass(vec![texts.ends.len() as u32])])]
});
