//! Speaks in a message that it never described.

use sekisho_test_guests::{info, pass};

sekisho_test_guests::guest!(info(), |_subject: u32, _selected: SelectedChecks| {
    let mut finding = pass(Vec::new());
    finding.message = "hostile-\u{1b}[31mmade-up".to_owned();
    vec![Ok(vec![finding])]
});
