//! Takes memory without end.

use sekisho_test_guests::{info, pass};

sekisho_test_guests::guest!(info(), |_subject: u32, _selected: SelectedChecks| {
    let mut hoard: Vec<Vec<u8>> = Vec::new();
    for _ in 0..100_000 {
        hoard.push(std::hint::black_box(vec![1; 1 << 20]));
    }
    vec![Ok(vec![pass(vec![hoard.len() as u32])])]
});
