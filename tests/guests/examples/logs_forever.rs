//! Talks more than it may, with escapes that would steer a terminal.

use sekisho_sdk::bindings::sekisho::policy::log::{Level, write};
use sekisho_sdk::bindings::sekisho::policy::types::Place;
use sekisho_test_guests::{info, pass};

sekisho_test_guests::guest!(info(), |_subject: u32, _selected: SelectedChecks| {
    for _ in 0..10_000 {
        write(
            Place { subject: 0, check: 0 },
            Level::Warn,
            "\u{1b}[2Jall systems are fine\r\n",
        );
    }
    vec![Ok(vec![pass(Vec::new())])]
});
