//! Gives up with a trap.

use sekisho_test_guests::{info, pass};

#[allow(clippy::panic, reason = "the point of this plugin")]
fn give_up() -> u32 {
    panic!("no")
}

sekisho_test_guests::guest!(info(), |_subject: u32, _selected: SelectedChecks| vec![Ok(vec![pass(
    vec![give_up()]
)])]);
