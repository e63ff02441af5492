//! Answers for no check although one was selected.

use sekisho_test_guests::info;

sekisho_test_guests::guest!(info(), |_subject: u32, _selected: SelectedChecks| Vec::new());
