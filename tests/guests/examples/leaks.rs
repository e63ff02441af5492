//! Fails every subject but the first that it sees: what it says of one depends on how many came before.

use sekisho_sdk::bindings::sekisho::policy::types::Outcome;
use sekisho_test_guests::{info, pass};
use std::sync::atomic::{AtomicU32, Ordering};

static SEEN: AtomicU32 = AtomicU32::new(0);

sekisho_test_guests::guest!(info(), |_subject: u32, _selected: SelectedChecks| {
    let mut finding = pass(Vec::new());
    if SEEN.fetch_add(1, Ordering::Relaxed) > 0 {
        finding.outcome = Outcome::Fail;
    }
    vec![Ok(vec![finding])]
});
