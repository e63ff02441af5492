//! Calls itself until the stack is gone.

use sekisho_test_guests::{info, pass};

#[allow(unconditional_recursion, reason = "the point of this plugin")]
fn deeper(depth: u64) -> u64 {
    let local = std::hint::black_box([depth; 16]);
    deeper(std::hint::black_box(depth + 1)) + std::hint::black_box(local)[3]
}

fn start() -> u32 {
    deeper(0) as u32
}

sekisho_test_guests::guest!(info(), |_selected: Vec<SelectedCheck>| vec![Ok(vec![pass(vec![start()])])]);
