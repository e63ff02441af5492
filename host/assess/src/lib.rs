//! Facts and policies in, an assessment out.
//!
//! Reading order: [`subject`] (where facts come from), [`plan`] (what must be decided), [`run`] (calls the plugins on a
//! chunk of subjects; `batch` finds out whether a call for many may be believed), [`finding`] (raw findings become the
//! record's), [`status`] (outcomes become statuses and a verdict), [`waive`], [`ledger`] (one state per planned check,
//! hashed), [`memo`] (what need not be computed again), [`assess`] (all of it, over all subjects in parallel), `record` (everything in its place).

pub mod assess;
mod batch;
pub mod finding;
pub mod ledger;
pub mod memo;
mod parallel;
pub mod plan;
mod record;
pub mod run;
pub mod status;
pub mod subject;
pub mod waive;

pub use assess::{Assessed, Input, Origin, Progress, assess, assess_with_memo};
pub use memo::Remember;
pub use subject::{SubjectFacts, SubjectSource};
