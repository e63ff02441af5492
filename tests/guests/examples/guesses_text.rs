//! Asks for the text behind a code that exists, and that no column has handed it.

use sekisho_sdk::bindings::sekisho::policy::assets;
use sekisho_test_guests::{info, pass};

sekisho_test_guests::guest!(info(), |_subject: u32, _selected: SelectedChecks| {
    let texts = assets::text(&[1]);
    vec![Ok(vec![pass(vec![texts.ends.len() as u32])])]
});
