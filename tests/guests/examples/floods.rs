//! A million findings.

use sekisho_test_guests::{info, pass};

sekisho_test_guests::guest!(info(), |_subject: u32, _selected: SelectedChecks| {
    vec![Ok((0..1_000_000).map(|_| pass(Vec::new())).collect())]
});
