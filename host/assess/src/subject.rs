//! Where subjects come from: loaded one at a time by the worker that assesses them, and dropped afterwards, so that
//! thousands of systems fit into memory.

use crate::memo::Slot;
use sekisho_model::{Bilingual, Diagnostic, Digest, Evidence, Facts};
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
    /// Names the very bytes from which it was read, where a result about it may be remembered.
    pub stamp: Option<Digest>,
    /// Its place among the subjects of the scan.
    pub(crate) at: usize,
    /// What is remembered of it from earlier scans.
    pub(crate) known: Option<Slot>,
    /// Where all of it is remembered: what its findings cite, by number, in place of facts.
    pub(crate) cited: Option<Vec<Cited>>,
}

/// A place in the evidence that a remembered finding cites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cited {
    /// Index of the file in the subject's evidence.
    pub(crate) file: u32,
    /// Line from 1; 0 for none.
    pub(crate) line: u32,
    /// Place inside the file; empty for none.
    pub(crate) locator: String,
}

impl SubjectFacts {
    /// A subject as it was read.
    pub fn new(
        id: String,
        name: Bilingual,
        evidence: Vec<Evidence>,
        facts: Arc<Facts>,
        diagnostics: Vec<Diagnostic>,
    ) -> Self {
        Self {
            id,
            name,
            evidence,
            facts,
            diagnostics,
            stamp: None,
            at: 0,
            known: None,
            cited: None,
        }
    }
}

/// A list of subjects that are loaded on demand, from any thread.
pub trait SubjectSource: Sync {
    /// How many subjects there are.
    fn len(&self) -> usize;

    /// Whether there is none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The id of one.
    fn id(&self, index: usize) -> String;

    /// Names the bytes of one as they are now, without reading what they say; none where nothing may be remembered.
    fn stamp(&self, index: usize) -> Option<Digest>;

    /// Loads one. Called exactly once per index, from any worker. A subject that cannot be read is a subject with
    /// error diagnostics and no facts.
    fn load(&self, index: usize) -> SubjectFacts;
}
