//! `--store DIR`: what a scan remembers, and the run file beside the record. Whatever happens to a store, the scan gives its
//! result; only a directory that is none of ours, or of a later program, is refused.

use crate::failure::Failure;
use crate::summary::Summary;
use crate::{machine, print};
use sekisho_assess::{Origin, Recorded};
use sekisho_model::error::Hint as _;
use sekisho_model::memo::Memo;
use sekisho_store::{Place, StoreError, StoredMemo};
use serde_json::json;
use std::path::{Path, PathBuf};

/// Largest memo: a bigger one is begun anew (docs/limits.md).
const MEMO_BYTES: u64 = 4 << 30;
/// What differs from run to run.
const RUN_FILE: &str = "run.json";

/// Where the answers of a scan came from.
#[derive(Debug, Default)]
pub(crate) struct Told {
    pub(crate) computed: usize,
    pub(crate) remembered: usize,
    pub(crate) origins: Vec<Origin>,
}

impl Told {
    pub(crate) fn of(recorded: &mut Recorded<'_>) -> Self {
        Self {
            computed: recorded.computed,
            remembered: recorded.remembered,
            origins: std::mem::take(&mut recorded.origins),
        }
    }
}

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

    /// Whether a store was named, usable or not.
    pub(crate) fn is_asked_for(&self) -> bool {
        self.path.is_some()
    }

    /// The memo, if there is one.
    pub(crate) fn memo(&self) -> Option<&dyn Memo> {
        self.memo.as_ref().map(|memo| memo as &dyn Memo)
    }

    /// Makes what was remembered durable, and tells where the answers came from.
    pub(crate) fn close(self, summary: &Summary, told: &Told) {
        let Some(path) = self.path else { return };
        let (computed, remembered) = (told.computed, told.remembered);
        if let Some(memo) = self.memo {
            let troubles = memo.close();
            troubles.iter().for_each(trouble);
            print::talk(&format!(
                "memo: {remembered} of {} answers remembered, {computed} computed",
                remembered + computed
            ));
        }
        // A finding's subject and plugin say which of the lists it belongs to; a subject that is not listed is remembered.
        let run = json!({
            "format": "run/1",
            "ledger_root": summary.root(),
            "whole": told.origins.is_empty() && remembered > 0,
            "computed": computed,
            "remembered": remembered,
            "subjects": told.origins,
        });
        if let Err(failure) = machine::write(&path.join(RUN_FILE), format!("{run}\n").as_bytes()) {
            print::talk(&format!("warning: {}", failure.message()));
        }
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

fn trouble(error: &StoreError) {
    let what = match error {
        StoreError::Damaged { .. } | StoreError::Older { .. } => "its memo was discarded and begun anew",
        StoreError::Altered { .. } => "what it stood for was found out again",
        _ => "not everything was remembered",
    };
    print::talk(&format!("warning: {error}; {what}"));
}
