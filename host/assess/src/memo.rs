//! Remembering: what was concluded of a subject holds as long as nothing that it rests on has changed.
//!
//! Two layers. [`kept`]: what the record says of a subject, as bytes ([`fragment`], [`segment`], [`lists`]); it holds if the subject's
//! files, the policies, plugins, limits, waivers and, where it was asked for, the day are the same, and saves everything.
//! Below it a slot per subject holds what was read of it and, per call, the read set, a digest over all that was read, and
//! the answers. If the subject's files are the very same, the slot answers without opening them as evidence. If they
//! changed, every call whose columns did not change is answered from the slot, and only the others are made again. The
//! plugin, its checks and parameters, the limits, the schema and the program stand in a call's recipe; the day counts only
//! if it was asked for. What is remembered gives the same record, byte for byte, as what is computed.

mod columns;
pub(crate) mod fragment;
pub(crate) mod kept;
pub(crate) mod lists;
pub(crate) mod segment;
mod slot;

pub(crate) use slot::{CallMemory, Slot};

use crate::assess::Input;
use crate::cost::Cost;
use crate::plan::Plan;
use crate::subject::SubjectFacts;
use sekisho_model::check::Messages;
use sekisho_model::memo::{Memo, Shelf};
use sekisho_model::schema::KINDS;
use sekisho_model::{Date, Digest, ReadSet};
use sekisho_sandbox::{CheckRun, Plugin};

/// A memo and the program that fills it.
#[derive(Clone, Copy)]
pub struct Remember<'a> {
    /// Where answers are kept.
    pub memo: &'a dyn Memo,
    /// Names this very build: another one may conclude something else from the same facts.
    pub program: Digest,
    /// Whether what earlier scans kept as bytes of a record is given up, since some of it is not what was written.
    pub anew: bool,
}

impl std::fmt::Debug for Remember<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Remember")
            .field("program", &self.program)
            .finish_non_exhaustive()
    }
}

/// The memo as seen by one scan.
#[derive(Debug)]
pub(crate) struct Recall<'a> {
    remember: Remember<'a>,
    recipes: Vec<Digest>,
    /// The plugin of each call.
    plugins: Vec<Option<Plugin>>,
    as_of: Date,
}

/// One call on one subject, answered.
#[derive(Debug, Default)]
pub(crate) struct Answered {
    pub(crate) answers: Vec<CheckRun>,
    pub(crate) cost: Option<Cost>,
    /// What was read for it; none where that is not known.
    pub(crate) reads: Option<ReadSet>,
    /// Whether the day was asked for.
    pub(crate) asked_day: bool,
    pub(crate) is_remembered: bool,
}

impl<'a> Recall<'a> {
    pub(crate) fn new(remember: Remember<'a>, input: &Input<'_>, plan: &Plan) -> Self {
        let schema = format!("{KINDS:?}");
        let limits = format!("{:?}", input.limits);
        let recipes = plan.calls.iter().map(|call| {
            let plugin = input.plugins.get(call.plugin);
            let digest = plugin.map_or_else(|| Digest::of(b""), |p| p.digest());
            let interface = plugin.map_or_else(String::new, |p| p.authority().interface.to_string());
            // Quoted and typed, so that no two selections are written alike.
            let selected = format!("{:?}", call.selected);
            Digest::of_parts(&[
                b"call/1",
                remember.program.as_bytes(),
                schema.as_bytes(),
                digest.as_bytes(),
                interface.as_bytes(),
                selected.as_bytes(),
                limits.as_bytes(),
            ])
        });
        Self {
            recipes: recipes.collect(),
            plugins: plan
                .calls
                .iter()
                .map(|call| input.plugins.get(call.plugin).cloned())
                .collect(),
            remember,
            as_of: input.as_of,
        }
    }

    /// What the plugin of a call can say.
    fn messages(&self, call: usize) -> Option<&Messages> {
        Some(&self.plugins.get(call)?.as_ref()?.info().messages)
    }

    fn name(&self, subject: &str) -> Digest {
        Digest::of_parts(&[b"slot/1", self.remember.program.as_bytes(), subject.as_bytes()])
    }

    /// What is known of a subject.
    pub(crate) fn slot(&self, subject: &str) -> Option<Slot> {
        let bytes = self.remember.memo.get(Shelf::Subject, &self.name(subject))?;
        Slot::decode(&bytes).filter(|slot| slot.subject == subject)
    }

    /// Keeps what is known of a subject.
    pub(crate) fn put(&self, subject: &str, bytes: &[u8]) {
        self.remember.memo.put(Shelf::Subject, &self.name(subject), bytes);
    }

    fn remembered<'s>(&self, slot: &'s Slot, call: usize, is_measured: bool) -> Option<&'s CallMemory> {
        let recipe = self.recipes.get(call)?;
        slot.calls.iter().find(|memory| {
            memory.recipe == *recipe
                && memory.day.is_none_or(|day| day == self.as_of)
                && (memory.cost.is_some() || !is_measured)
        })
    }

    /// The whole subject from its slot, if its files are the same and every call is known.
    pub(crate) fn whole(
        &self,
        slot: &Slot,
        stamp: &Digest,
        is_measured: impl Fn(&str, u32) -> bool,
    ) -> Option<(SubjectFacts, Vec<Answered>)> {
        if slot.stamp != *stamp {
            return None;
        }
        let is_measured = is_measured(&slot.subject, slot.facts);
        let memories: Option<Vec<&CallMemory>> = (0..self.recipes.len())
            .map(|call| self.remembered(slot, call, is_measured).filter(|m| m.stamp == *stamp))
            .collect();
        let mut subject = slot.subject();
        let answers = memories?.into_iter().enumerate().map(|(call, memory)| {
            Some(Answered {
                answers: memory.answers_without_facts(&mut subject.cited, self.messages(call)?)?,
                cost: memory.cost.clone().filter(|_| is_measured),
                reads: None,
                asked_day: memory.day.is_some(),
                is_remembered: true,
            })
        });
        let answers: Option<Vec<Answered>> = answers.collect();
        Some((subject, answers?))
    }

    /// One call from the slot of a subject whose files changed, if nothing that the call read did.
    pub(crate) fn call(&self, call: usize, subject: &SubjectFacts, is_measured: bool) -> Option<Answered> {
        let slot = subject.known.as_ref()?;
        let memory = self.remembered(slot, call, is_measured)?;
        let reads = memory.reads()?;
        if columns::digest(&reads, &subject.facts) != memory.read_digest {
            return None;
        }
        Some(Answered {
            answers: memory.answers_on(&subject.facts, self.messages(call)?)?,
            cost: memory.cost.clone().filter(|_| is_measured),
            reads: Some(reads),
            asked_day: memory.day.is_some(),
            is_remembered: true,
        })
    }

    /// The slot to keep for a subject, as bytes.
    pub(crate) fn memory(&self, subject: &SubjectFacts, answered: &[Answered]) -> Option<Vec<u8>> {
        let stamp = subject.stamp?;
        let mut calls: Vec<CallMemory> = answered
            .iter()
            .zip(&self.recipes)
            .enumerate()
            .filter_map(|(call, (answered, recipe))| {
                let reads = answered.reads.as_ref()?;
                let messages = self.messages(call)?;
                CallMemory::of(*recipe, stamp, self.as_of, reads, answered, subject, messages)
            })
            .collect();
        // Calls of other scans on this subject stay known: two policies in turn do not push each other out.
        let others = subject.known.iter().flat_map(|slot| &slot.calls);
        let others = others.filter(|other| !self.recipes.contains(&other.recipe));
        calls.extend(others.take(slot::OTHER_CALLS).cloned());
        Slot::of(subject, stamp, calls).encode()
    }
}
