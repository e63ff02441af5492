//! Every distinct text of a kind, once, under a small number: what text columns hold instead of text.

use std::collections::HashMap;
use std::sync::Arc;

/// Texts numbered from 1 in order of first appearance; 0 means "no text".
#[derive(Debug, Clone, Default)]
pub struct Dictionary {
    texts: Vec<Arc<str>>,
    codes: HashMap<Arc<str>, u32>,
}

impl Dictionary {
    /// The code of a text, given one if it is new.
    pub fn intern(&mut self, text: &str) -> u32 {
        if let Some(code) = self.codes.get(text) {
            return *code;
        }
        let shared: Arc<str> = Arc::from(text);
        self.texts.push(Arc::clone(&shared));
        // INVARIANT: readers are bounded far below 2^32 rows.
        let code = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.codes.insert(shared, code);
        code
    }

    /// The text of a code.
    pub fn get(&self, code: u32) -> Option<&str> {
        let index = code.checked_sub(1)? as usize;
        self.texts.get(index).map(AsRef::as_ref)
    }

    /// How many texts there are: the largest code.
    pub fn len(&self) -> u32 {
        u32::try_from(self.texts.len()).unwrap_or(u32::MAX)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }
}
