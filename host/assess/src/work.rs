//! The work itself: workers take chunks of subjects one after another, results stand in order afterwards.

use crate::aside::Outside;
use crate::assess::{AssessError, Progress};
use crate::memo::kept::Kept;
use crate::memo::{Recall, Slot};
use crate::parallel;
use crate::run::{Runner, SubjectRun};
use crate::section::{Frame, Section};
use crate::subject::{SubjectFacts, SubjectSource};
use sekisho_model::Diagnostic;
use sekisho_model::canonical::CanonicalError;
use sekisho_sandbox::Sandbox;

/// Most subjects in one call of a plugin: a batch of a hundred costs as little per subject as one of a thousand.
const CHUNK: usize = 64;
/// Most facts that one worker holds before it evaluates them: memory is bounded by jobs, not by subjects.
const CHUNK_FACTS: u32 = 100_000;

/// What a subject becomes in the hands of its worker.
pub(crate) trait Piece: Sized + Send {
    /// Made of its section.
    fn of(section: Section, work: &Work<'_>) -> Result<Self, CanonicalError>;

    /// The subject's id.
    fn id<'s>(&'s self, work: &'s Work<'_>) -> &'s str;

    /// Found without reading it, where it is remembered as a whole.
    fn find(index: usize, id: &str, work: &Work<'_>, runner: &Runner<'_>) -> Option<Self>;

    /// Lays aside what need not be held in memory until all subjects are done.
    fn settle(pieces: &mut [Self], work: &Work<'_>);
}

/// What all workers share.
pub(crate) struct Work<'a> {
    pub(crate) sandbox: &'a Sandbox,
    pub(crate) source: &'a dyn SubjectSource,
    pub(crate) frame: &'a Frame<'a>,
    pub(crate) recall: Option<&'a Recall<'a>>,
    pub(crate) kept: Option<&'a Kept<'a>>,
    pub(crate) outside: Option<&'a Outside<'a>>,
    pub(crate) progress: Progress<'a>,
}

impl Work<'_> {
    /// Evaluates every subject, in the order of their ids, and says what was odd about plugins. Where a plugin is found to
    /// mix subjects up, all its batches are suspect: everything is done again with that plugin on one subject at a time.
    pub(crate) fn all<P: Piece>(&self) -> Result<(Vec<P>, Vec<Diagnostic>), AssessError> {
        let (input, plan) = (self.frame.input, self.frame.plan);
        let mut runner = Runner::new(self.sandbox, input, plan, self.source.len(), self.recall);
        let mut remarks = Vec::new();
        let mut pieces: Vec<P> = loop {
            let pieces = self.once(&runner);
            let mixed = runner.isolate_mixed();
            if mixed.is_empty() {
                break pieces?;
            }
            remarks.extend(mixed);
        };
        pieces.sort_by(|a, b| a.id(self).cmp(b.id(self)));
        let twice = pieces
            .windows(2)
            .find(|pair| matches!(pair, [a, b] if a.id(self) == b.id(self)));
        if let Some([first, _]) = twice {
            return Err(AssessError::DuplicateSubject(first.id(self).to_owned()));
        }
        Ok((pieces, remarks))
    }

    fn once<P: Piece>(&self, runner: &Runner<'_>) -> Result<Vec<P>, CanonicalError> {
        if let Some(outside) = self.outside {
            outside.begin();
        }
        let input = self.frame.input;
        let jobs = input.jobs.clamp(1, 256);
        // Small enough that every worker has several chunks to take.
        let chunk = if input.isolate {
            1
        } else {
            (self.source.len() / (jobs * 4)).clamp(1, CHUNK)
        };
        let chunks = self.source.len().div_ceil(chunk);
        // Where there are fewer chunks than workers, the plugins of one chunk run side by side.
        let inner = (jobs / chunks.clamp(1, jobs)).max(1);
        let done = parallel::map(chunks, jobs, |number| self.chunk(runner, number * chunk, chunk, inner));
        let mut pieces = Vec::with_capacity(self.source.len());
        for chunk in done {
            pieces.extend(chunk?);
        }
        Ok(pieces)
    }

    fn chunk<P: Piece>(
        &self,
        runner: &Runner<'_>,
        from: usize,
        count: usize,
        inner: usize,
    ) -> Result<Vec<P>, CanonicalError> {
        let mut done = Vec::with_capacity(count);
        let mut loaded: Vec<SubjectFacts> = Vec::new();
        let mut facts = 0u32;
        let end = self.source.len().min(from + count);
        let finish = |subject, ran| P::of(self.frame.section(subject, ran)?, self);
        for index in from..end {
            let id = self.source.id(index);
            if let Some(piece) = P::find(index, &id, self, runner) {
                done.push(piece);
            } else {
                let known = self.recall.and_then(|recall| recall.slot(&id));
                if let Some((subject, ran)) = self.remembered(runner, index, known.as_ref()) {
                    done.push(finish(subject, ran)?);
                } else {
                    let mut subject = self.source.load(index);
                    subject.known = known;
                    subject.at = index;
                    facts = facts.saturating_add(subject.facts.count());
                    loaded.push(subject);
                }
            }
            if facts >= CHUNK_FACTS || index + 1 == end {
                let runs = runner.run(&loaded, inner);
                for (subject, ran) in std::mem::take(&mut loaded).into_iter().zip(runs) {
                    done.push(finish(subject, ran)?);
                }
                facts = 0;
            }
            (self.progress)(index);
        }
        P::settle(&mut done, self);
        Ok(done)
    }

    /// A subject whose files are those of its slot, every call answered from it.
    fn remembered(
        &self,
        runner: &Runner<'_>,
        index: usize,
        known: Option<&Slot>,
    ) -> Option<(SubjectFacts, SubjectRun)> {
        // Where nothing is known there is nothing to compare the files with.
        let (recall, slot) = self.recall.zip(known)?;
        let stamp = self.source.stamp(index)?;
        let is_measured = |id: &str, facts| runner.is_measured(index, id, facts);
        let (subject, answered) = recall.whole(slot, &stamp, is_measured)?;
        Some((subject, SubjectRun::of(answered, Some(stamp), slot.facts)))
    }
}
