//! One finding whose argument is larger than any answer may be.

use sekisho_test_guests::{info, pass};

sekisho_test_guests::guest!(info(), |_subject: u32, _selected: SelectedChecks| {
    let text = "x".repeat(200 << 20);
    let mut finding = pass(Vec::new());
    finding.arguments.push(("text".to_owned(), text));
    vec![Ok(vec![finding])]
});
