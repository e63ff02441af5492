//! `--store DIR`: what a scan remembers, and the run file beside the record. Whatever happens to a store, the scan gives its
//! result; only a directory that is none of ours, or of a later program, is refused.

use crate::failure::Failure;
use crate::subjects::Subjects;
use crate::summary::Summary;
use crate::{machine, print};
use sekisho_assess::{Input, Origin, Remember};
use sekisho_model::Digest;
use sekisho_model::error::Hint as _;
use sekisho_model::memo::{Memo, Shelf};
use sekisho_store::{Place, StoreError, StoredMemo};
use serde_json::json;
use std::path::{Path, PathBuf};

/// Largest memo: a bigger one is begun anew (docs/limits.md).
const MEMO_BYTES: u64 = 4 << 30;
/// What differs from run to run.
const RUN_FILE: &str = "run.json";

/// A store that was asked for, as far as it can be used.
#[derive(Debug, Default)]
pub(crate) struct Keep {
    memo: Option<StoredMemo>,
    path: Option<PathBuf>,
}

impl Keep {
    /// Opens the directory; none is needed.
    pub(crate) fn open(path: Option<&Path>, no_memo: bool) -> Result<Self, Failure> {
        let Some(path) = path else {
            return Ok(Self::default());
        };
        let place = machine::make_private(path).and_then(|()| machine::open_dir(path));
        let place = match place {
            Ok(dir) => Place::open(dir, path),
            Err(error) => Err(StoreError::Io {
                place: path.display().to_string(),
                reason: error.to_string(),
            }),
        };
        let place = match place {
            Ok(place) => place,
            Err(error) if error.is_refusal() => return Err(refusal(&error)),
            Err(error) => {
                warn(&error);
                return Ok(Self::default());
            }
        };
        let mut keep = Self {
            memo: None,
            path: Some(path.to_owned()),
        };
        if !no_memo {
            match StoredMemo::open(&place, MEMO_BYTES) {
                Ok(memo) => keep.memo = Some(memo),
                Err(error) if error.is_refusal() => return Err(refusal(&error)),
                Err(error) => warn(&error),
            }
        }
        Ok(keep)
    }

    /// The memo, if there is one.
    pub(crate) fn memo(&self) -> Option<&dyn Memo> {
        self.memo.as_ref().map(|memo| memo as &dyn Memo)
    }

    /// Makes what was remembered durable, and tells where the answers came from.
    pub(crate) fn close(self, summary: &Summary, computed: usize, remembered: usize, origins: &[Origin]) {
        let Some(path) = self.path else { return };
        if let Some(memo) = self.memo {
            let troubles = memo.close();
            troubles.iter().for_each(told);
            print::talk(&format!(
                "memo: {remembered} of {} answers remembered, {computed} computed",
                remembered + computed
            ));
        }
        // A finding's subject and plugin say which of the lists it belongs to; no list means that all is remembered.
        let run = json!({
            "format": "run/1",
            "ledger_root": summary.root,
            "whole": origins.is_empty() && remembered > 0,
            "computed": computed,
            "remembered": remembered,
            "subjects": origins,
        });
        if let Err(failure) = machine::write(&path.join(RUN_FILE), format!("{run}\n").as_bytes()) {
            print::talk(&format!("warning: {}", failure.message()));
        }
    }
}

/// A whole scan in the memo: where no byte of any subject changed, the record is the one of last time.
pub(crate) struct Whole<'a> {
    memo: &'a dyn Memo,
    name: Digest,
    rest: Digest,
    calls: usize,
}

impl<'a> Whole<'a> {
    /// Names a scan by its policies and plugins; what else the record rests on is compared.
    pub(crate) fn new(remember: Remember<'a>, input: &Input<'_>) -> Self {
        // Written with every field, quoted and typed, so that no two inputs are written alike.
        let policies = format!("{:?}", input.policies);
        let limits = format!("{:?}", input.limits);
        let used = |id: &str| {
            let uses = input.policies.iter().flat_map(|p| &p.controls).flat_map(|c| &c.uses);
            uses.into_iter().any(|used| used.plugin == id)
        };
        let plugins: Vec<_> = input.plugins.iter().filter(|p| used(&p.info().id)).collect();
        let mut parts: Vec<Vec<u8>> = vec![b"scan/1".to_vec(), remember.program.as_bytes().to_vec()];
        parts.extend([policies.into_bytes(), limits.into_bytes()]);
        parts.extend(plugins.iter().map(|p| p.digest().as_bytes().to_vec()));
        let rest = format!(
            "{:?} {:?} {:?} {:?} {:?}",
            input.as_of, input.waivers, input.waiver_file, input.diagnostics, input.tool
        );
        Self {
            memo: remember.memo,
            name: Digest::of_parts(&parts.iter().map(Vec::as_slice).collect::<Vec<_>>()),
            rest: Digest::of(rest.as_bytes()),
            calls: plugins.len(),
        }
    }

    /// How many plugins are called for each subject.
    pub(crate) fn calls(&self) -> usize {
        self.calls
    }

    /// The record's own name holds all that it rests on, so that a scan that was killed between two writes leaves no
    /// record under the name of another.
    fn record_name(&self, inputs: &Digest) -> Digest {
        Digest::of_parts(&[b"record", self.name.as_bytes(), inputs.as_bytes()])
    }

    /// The record, if everything that it rests on is as it was.
    pub(crate) fn find(&self, subjects: &Subjects, jobs: usize) -> Option<(Summary, Vec<u8>)> {
        // Where no such scan is known there is nothing to compare the files with.
        let last = self.memo.get(Shelf::Scan, &self.name)?;
        let name = self.record_name(&self.inputs(&subjects.all_stamps(jobs)?));
        let summary = last.strip_prefix(name.as_bytes())?;
        let summary = serde_json::from_slice(summary).ok()?;
        let json = self.memo.get(Shelf::Scan, &name)?;
        Some((summary, json))
    }

    /// Remembers a scan whose subjects were all read as stamped, and forgets the one before it.
    pub(crate) fn put(&self, subjects: &Subjects, summary: &Summary, json: &[u8]) {
        let Some(stamps) = subjects.known_stamps() else { return };
        let Ok(summary) = serde_json::to_vec(summary) else {
            return;
        };
        let name = self.record_name(&self.inputs(&stamps));
        if let Some(last) = self.memo.get(Shelf::Scan, &self.name)
            && let Some((before, _)) = last.split_first_chunk::<32>()
            && before != name.as_bytes()
        {
            self.memo.forget(Shelf::Scan, &Digest::from_bytes(*before));
        }
        self.memo.put(Shelf::Scan, &name, json);
        self.memo
            .put(Shelf::Scan, &self.name, &[name.as_bytes(), summary.as_slice()].concat());
    }

    fn inputs(&self, stamps: &[Digest]) -> Digest {
        let mut bytes = self.rest.as_bytes().to_vec();
        stamps
            .iter()
            .for_each(|stamp| bytes.extend_from_slice(stamp.as_bytes()));
        Digest::of(&bytes)
    }
}

fn refusal(error: &StoreError) -> Failure {
    let failure = Failure::usage(error.to_string());
    match error.hint() {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}

fn warn(error: &StoreError) {
    print::talk(&format!("warning: {error}; the scan goes on without a memo"));
    if let Some(hint) = error.hint() {
        print::talk(&format!("hint: {hint}"));
    }
}

fn told(error: &StoreError) {
    let what = match error {
        StoreError::Damaged { .. } => "its memo was discarded and begun anew",
        _ => "not everything was remembered",
    };
    print::talk(&format!("warning: {error}; {what}"));
}
