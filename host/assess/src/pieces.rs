//! An assessment in pieces, one for each subject: the bytes that stand in the record. With a memo, what holds since an earlier
//! scan is taken from there and the rest is computed; the record is written from the pieces and never held as a whole.

use crate::aside::{Aside, Back, MEMORY, Outside};
use crate::assess::{AssessError, Input, Progress};
use crate::memo::fragment::{Fragment, Part, Recipe};
use crate::memo::kept::{Kept, Piece};
use crate::memo::lists::{Lists, Lost};
use crate::memo::{Recall, Remember};
use crate::plan::{Plan, plan};
use crate::run::Runner;
use crate::section::{Frame, Section};
use crate::subject::SubjectSource;
use crate::sum::{Brief, Sum};
use crate::work::{self, Work};
use sekisho_model::assessment::SubjectRecord;
use sekisho_model::canonical::{self, CanonicalError};
use sekisho_model::{Digest, Verdict};
use sekisho_sandbox::Sandbox;
use serde_json::{Map, Value};
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

/// Where the answers about one subject came from.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Origin {
    /// The subject.
    pub subject: String,
    /// Plugins that were run.
    pub computed: Vec<String>,
    /// Plugins whose answers were remembered.
    pub remembered: Vec<String>,
}

/// An assessment, not yet written.
#[derive(Debug)]
pub struct Recorded<'a> {
    /// The record in brief.
    pub brief: Brief,
    /// Where the answers came from, for each subject that was not remembered as a whole.
    pub origins: Vec<Origin>,
    /// Answers that were computed.
    pub computed: usize,
    /// Answers that were remembered.
    pub remembered: usize,
    /// The record with empty lists.
    frame: Map<String, Value>,
    verdicts: Vec<Verdict>,
    pieces: Vec<Piece>,
    kept: Kept<'a>,
    outside: Outside<'a>,
    jobs: usize,
    /// By what it is to be remembered; none where it is not.
    recall: Option<Recall<'a>>,
    /// Whether something remembered was found not to be what was written.
    is_altered: AtomicBool,
}

/// Assesses all subjects, and remembers where there is a memo: the record is the same, byte for byte. What waits to be written
/// is laid aside where there is room outside of memory.
pub fn assess_in_pieces<'m>(
    sandbox: &Sandbox,
    source: &dyn SubjectSource,
    input: Input<'_>,
    remember: Option<Remember<'m>>,
    aside: Option<&'m dyn Aside>,
    progress: Progress<'_>,
) -> Result<Recorded<'m>, AssessError> {
    let plan = plan(input.policies, input.plugins)?;
    let recall = remember.map(|remember| Recall::new(remember, &input, &plan));
    let frame = Frame::new(&input, &plan)?;
    let subjects = (0..source.len()).map(|index| source.id(index)).collect();
    let kept = Kept::load(remember, Recipe::of(remember, &frame), &subjects, input.jobs);
    let outside = Outside::new(aside);
    let work = Work {
        sandbox,
        source,
        frame: &frame,
        recall: recall.as_ref(),
        kept: Some(&kept),
        outside: Some(&outside),
        progress,
    };
    let (pieces, remarks) = work.all::<Piece>()?;
    // What a plugin said that mixes subjects up is not worth keeping, and the next scan must find out again.
    let recall = recall.filter(|_| remarks.is_empty());
    let mut sum = Sum::new(&frame, remarks);
    let (mut origins, mut computed, mut remembered) = (Vec::new(), 0, 0);
    for piece in &pieces {
        // INVARIANT: a piece was found among what is kept, or made.
        let Some((about, leaves, is_measured)) = kept.look(piece) else {
            continue;
        };
        sum.subject(&about.id, about.gist, &about.diagnostics);
        let (leaves, _) = leaves.as_chunks::<32>();
        sum.leaves(leaves.iter().map(|leaf| Digest::from_bytes(*leaf)));
        let waivers = kept.recipe.relevant(&about.id);
        let counts = waivers.into_iter().zip(&about.waived);
        counts.for_each(|(waiver, count)| sum.waived(waiver, *count));
        for (call, cost) in about.costs.iter().enumerate().filter(|_| is_measured) {
            cost.iter().for_each(|cost| sum.cost(call, cost));
        }
        match piece {
            Piece::Kept(..) => remembered += plan.calls.len(),
            Piece::Made(made) => {
                let origin = origin(made, frame.input, &plan);
                computed += origin.computed.len();
                remembered += origin.remembered.len();
                origins.push(origin);
            }
        }
    }
    let closed = sum.close(&frame);
    let Ok(Value::Object(members)) = serde_json::to_value(&closed.assessment) else {
        return Err(AssessError::Canonical(CanonicalError::new("the record is no object")));
    };
    Ok(Recorded {
        brief: closed.brief,
        origins,
        computed,
        remembered,
        frame: members,
        verdicts: closed.verdicts,
        pieces,
        kept,
        outside,
        jobs: input.jobs,
        recall,
        is_altered: AtomicBool::new(false),
    })
}

fn origin(made: &Fragment, input: &Input<'_>, plan: &Plan) -> Origin {
    let of = |wanted: bool| {
        let calls = plan.calls.iter().zip(&made.remembered);
        let plugins = calls.filter(|(_, is_remembered)| **is_remembered == wanted);
        let ids = plugins.filter_map(|(call, _)| Some(input.plugins.get(call.plugin)?.info().id.clone()));
        ids.collect()
    };
    Origin {
        subject: made.about.id.clone(),
        computed: of(false),
        remembered: of(true),
    }
}

impl work::Piece for Piece {
    fn of(section: Section, work: &Work<'_>) -> Result<Self, CanonicalError> {
        match work.kept {
            Some(kept) => Ok(Self::Made(Box::new(Fragment::of(section, &kept.recipe)?))),
            None => Err(CanonicalError::new("there is nothing to remember by")),
        }
    }

    fn id<'s>(&'s self, work: &'s Work<'_>) -> &'s str {
        let about = work.kept.and_then(|kept| kept.look(self));
        about.map_or("", |(about, ..)| &about.id)
    }

    fn find(index: usize, id: &str, work: &Work<'_>, runner: &Runner<'_>) -> Option<Self> {
        let is_measured = |facts| runner.is_measured(index, id, facts);
        work.kept?.find(id, || work.source.stamp(index), is_measured)
    }

    fn settle(pieces: &mut [Self], work: &Work<'_>) {
        let made = pieces.iter_mut().filter_map(|piece| match piece {
            Self::Made(made) => Some(&mut made.waiting),
            Self::Kept(..) => None,
        });
        if let Some(outside) = work.outside {
            outside.settle(made);
        }
    }
}

impl Recorded<'_> {
    /// Writes the record: canonical JSON, the very bytes of the record as a value.
    ///
    /// It is read from where it is remembered while it is written. If something there is not what was written, this fails,
    /// [`Self::is_altered`] says so, and what was assessed is to be assessed [anew](Remember::anew).
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        self.object(&self.frame, out)
    }

    /// Whether something remembered was found not to be what was written.
    pub fn is_altered(&self) -> bool {
        self.is_altered.load(Ordering::Relaxed)
    }

    /// Keeps for the next scan what this one found out. To be called once the record is written.
    pub fn keep(&self) {
        let Some(recall) = &self.recall else { return };
        std::thread::scope(|scope| {
            let slots = || self.keep_slots(recall);
            if self.jobs > 1 {
                scope.spawn(slots);
            } else {
                slots();
            }
            self.kept.keep(&self.pieces, &self.outside);
        });
    }

    fn keep_slots(&self, recall: &Recall<'_>) {
        let mut memories = Back::new(&self.outside, MEMORY);
        for piece in &self.pieces {
            if let Piece::Made(made) = piece
                && let Ok(memory) = memories.bytes(&made.waiting)
                && !memory.is_empty()
            {
                recall.put(&made.about.id, memory);
            }
        }
    }

    /// An object of the frame; its lists of what is said of every subject are filled in.
    fn object(&self, members: &Map<String, Value>, out: &mut dyn Write) -> io::Result<()> {
        let mut names: Vec<&String> = members.keys().collect();
        // As canonical JSON orders them: all names here are ASCII.
        names.sort_unstable();
        for (number, name) in names.into_iter().enumerate() {
            out.write_all(if number == 0 { b"{" } else { b"," })?;
            out.write_all(&bytes(name)?)?;
            out.write_all(b":")?;
            match (name.as_str(), members.get(name)) {
                ("evidence", _) => self.list(Part::Evidence, out)?,
                ("findings", _) => self.list(Part::Findings, out)?,
                ("statuses", _) => self.list(Part::Statuses, out)?,
                ("entries", _) => self.list(Part::Entries, out)?,
                ("subjects", _) => self.subjects(out)?,
                ("ledger", Some(Value::Object(ledger))) => self.object(ledger, out)?,
                (_, value) => out.write_all(&bytes(&value)?)?,
            }
        }
        out.write_all(b"}")
    }

    fn list(&self, part: Part, out: &mut dyn Write) -> io::Result<()> {
        let lists = Lists::new(&self.kept, &self.outside, part, self.pieces.iter());
        lists.read_ahead(self.jobs, |lists| self.items(lists, out))
    }

    fn items(&self, lists: &mut Lists<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut before: &[u8] = b"[";
        for (at, piece) in self.pieces.iter().enumerate() {
            let items = lists.items(at, piece).map_err(|lost| match lost {
                Lost::Altered => {
                    self.is_altered.store(true, Ordering::Relaxed);
                    io::Error::new(io::ErrorKind::InvalidData, lost)
                }
                Lost::Aside(error) => error,
            })?;
            if !items.is_empty() {
                out.write_all(before)?;
                out.write_all(items)?;
                before = b",";
            }
        }
        out.write_all(if before == b"[" { b"[]" } else { b"]" })
    }

    fn subjects(&self, out: &mut dyn Write) -> io::Result<()> {
        let pieces = self.pieces.iter().filter_map(|piece| self.kept.look(piece));
        let mut before: &[u8] = b"[";
        for ((about, ..), verdict) in pieces.zip(&self.verdicts) {
            out.write_all(before)?;
            out.write_all(&bytes(&SubjectRecord {
                id: about.id.clone(),
                name: about.name.clone(),
                verdict: *verdict,
            })?)?;
            before = b",";
        }
        out.write_all(if before == b"[" { b"[]" } else { b"]" })
    }
}

fn bytes<T: serde::Serialize + ?Sized>(value: &T) -> io::Result<Vec<u8>> {
    canonical::to_vec(value).map_err(io::Error::other)
}
