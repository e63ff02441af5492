//! Never says what it is.

use sekisho_test_guests::{info, pass};

fn endless() -> PluginInfo {
    let mut n = 0u64;
    while std::hint::black_box(n) != u64::MAX {
        n = std::hint::black_box(n).wrapping_add(1) & 0xffff;
    }
    info()
}

sekisho_test_guests::guest!(endless(), |_subject: u32, _selected: SelectedChecks| vec![Ok(vec![
    pass(Vec::new())
])]);
