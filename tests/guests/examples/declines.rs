//! Says itself that it cannot conclude.

use sekisho_test_guests::info;

sekisho_test_guests::guest!(info(), |_subject: u32, _selected: SelectedChecks| {
    vec![Err(CheckError::Internal("I do not know".to_owned()))]
});
