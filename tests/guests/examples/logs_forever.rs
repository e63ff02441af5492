//! Talks more than it may, with escapes that would steer a terminal.

use sekisho_sdk::bindings::sekisho::policy::log::{Level, write};
use sekisho_test_guests::{info, pass};

sekisho_test_guests::guest!(info(), |_selected: Vec<SelectedCheck>| {
    for _ in 0..10_000 {
        write(Level::Warn, "\u{1b}[2Jall systems are fine\r\n");
    }
    vec![Ok(vec![pass(Vec::new())])]
});
