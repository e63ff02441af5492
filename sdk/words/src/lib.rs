//! Words that people write in registers and answer sheets. Readers of evidence and plugins use this one crate, so that 否 is
//! no for all of them or for none.

mod compare;
mod nothing;
mod yes_no;

pub use compare::{fold, narrow, squash};
pub use nothing::says;
pub use yes_no::{flag, is_none, yes_no};
