//! Calls itself until the stack is gone.

use sekisho_test_guests::{info, pass};

#[allow(unconditional_recursion, reason = "the point of this plugin")]
fn deeper(depth: u64) -> u64 {
    // Through a pointer that the compiler cannot see through, or it would make a loop of it.
    let next: fn(u64) -> u64 = std::hint::black_box(deeper);
    next(depth.wrapping_add(1)).wrapping_mul(31) ^ depth
}

sekisho_test_guests::guest!(info(), |_subject: u32, _selected: SelectedChecks| vec![Ok(vec![pass(
    vec![deeper(0) as u32]
)])]);
