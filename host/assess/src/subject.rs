//! Where subjects come from: loaded one at a time by the worker that assesses them, and dropped afterwards, so that
//! thousands of systems fit into memory.

use sekisho_model::{Bilingual, Diagnostic, Evidence, Facts};
use std::sync::Arc;

/// One subject with its facts.
#[derive(Debug)]
pub struct SubjectFacts {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Bilingual,
    /// Its evidence; facts refer to it by index.
    pub evidence: Vec<Evidence>,
    /// Its facts.
    pub facts: Arc<Facts>,
    /// Remarks of the readers.
    pub diagnostics: Vec<Diagnostic>,
}

/// A list of subjects that are loaded on demand, from any thread.
pub trait SubjectSource: Sync {
    /// How many subjects there are.
    fn len(&self) -> usize;

    /// Whether there is none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Loads one. Called exactly once per index, from any worker. A subject that cannot be read is a subject with
    /// error diagnostics and no facts.
    fn load(&self, index: usize) -> SubjectFacts;
}
