//! Facts and policies in, an assessment out.
//!
//! Reading order: [`subject`] (where facts come from), [`plan`] (what must be decided), [`run`] (calls the plugins on a
//! chunk of subjects, [`cost`] in fuel; `batch` finds out whether a call for many may be believed), [`finding`] and
//! `contradict` (raw findings become the record's), [`status`] (outcomes become statuses and a verdict), [`waive`],
//! `section` (all that the record says of one subject, with one hashed ledger entry per planned check), `work` (sections of
//! all subjects, in parallel), `sum` (what is said of all together). Then the two ways out: [`assess`] gives a record as a
//! value (`record`), [`pieces`] one that is written piece by piece, waits outside of memory ([`aside`]) and is remembered
//! ([`memo`]).

pub mod aside;
pub mod assess;
mod batch;
mod contradict;
pub mod cost;
pub mod finding;
pub mod memo;
mod parallel;
pub mod pieces;
pub mod plan;
mod record;
pub mod run;
mod section;
pub mod status;
pub mod subject;
mod sum;
pub mod waive;
mod work;

pub use aside::Aside;
pub use assess::{AssessError, Input, Progress, assess, assess_in_brief};
pub use memo::Remember;
pub use pieces::{Origin, Recorded, assess_in_pieces};
pub use subject::{SubjectFacts, SubjectSource};
pub use sum::Brief;
