//! One finding whose argument is larger than any answer may be.

use sekisho_sdk::bindings::sekisho::policy::types::{Argument, ArgumentValue};
use sekisho_test_guests::{info, pass};

sekisho_test_guests::guest!(info(), |_selected: Vec<SelectedCheck>| {
    let text = "x".repeat(200 << 20);
    let mut finding = pass(Vec::new());
    finding.arguments.push(Argument {
        name: "text".to_owned(),
        value: ArgumentValue::Text(text),
    });
    vec![Ok(vec![finding])]
});
