//! Parameters that are lists of known words: `require` (which parts of a check a control asks for) and its like.

use sekisho_sdk::prelude::*;

/// Which parts of a check the control asks for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Parts<'a> {
    named: &'a [String],
    rule: &'static [&'static str],
}

impl<'a> Parts<'a> {
    /// Reads `require`. A part that the check does not have is an error, not silence. `rule` lists the parts that the
    /// rule itself has: they are judged where no part is named.
    pub(crate) fn read(cx: &Context<'a>, known: &[&str], rule: &'static [&'static str]) -> Result<Self, CheckError> {
        cx.known_texts("require", known).map(|named| Self { named, rule })
    }

    /// Whether this part is to be judged.
    pub(crate) fn asks(self, part: &str) -> bool {
        if self.named.is_empty() {
            self.rule.contains(&part)
        } else {
            self.named.iter().any(|p| p == part)
        }
    }

    /// Whether this is the only part that is to be judged.
    pub(crate) fn asks_only(self, part: &str) -> bool {
        !self.named.is_empty() && self.named.iter().all(|p| p == part)
    }
}
