//! What goes in, and the two ways out: a record as a value, and one that is written piece by piece and may remember. Both
//! say the same, byte for byte.

use crate::plan::{PlanError, plan};
use crate::record;
use crate::run::Runner;
use crate::section::{Frame, Section, Written};
use crate::subject::SubjectSource;
use crate::sum::Brief;
use crate::work::{Piece, Work};
use sekisho_catalog::{Resolved, Waiver};
use sekisho_model::assessment::{Assessment, BundleRecord, Tool};
use sekisho_model::canonical::CanonicalError;
use sekisho_model::{Date, Diagnostic};
use sekisho_sandbox::{Limits, Plugin, Sandbox};

/// What is assessed with what.
#[derive(Debug, Clone)]
pub struct Input<'a> {
    /// The plugins.
    pub plugins: &'a [Plugin],
    /// The policies.
    pub policies: &'a [Resolved],
    /// The bundles beside the standard one.
    pub bundles: &'a [BundleRecord],
    /// The waivers and the name of their file.
    pub waivers: &'a [Waiver],
    /// Name of the waiver file, for remarks.
    pub waiver_file: &'a str,
    /// Remarks made before: about policies, bundles, arguments.
    pub diagnostics: Vec<Diagnostic>,
    /// The day as of which is assessed.
    pub as_of: Date,
    /// Limits of every plugin call.
    pub limits: Limits,
    /// How many calls at once.
    pub jobs: usize,
    /// Whether every subject gets an instance of its own, and none is evaluated in a batch.
    pub isolate: bool,
    /// The program.
    pub tool: Tool,
}

/// Told from any worker as the work goes on.
pub type Progress<'a> = &'a (dyn Fn(usize) + Sync);

/// Why there is no assessment at all.
#[derive(Debug, thiserror::Error)]
pub enum AssessError {
    /// A plugin is missing.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The record cannot be written.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
    /// Two subjects have the same id.
    #[error("two subjects have the id `{0}`")]
    DuplicateSubject(String),
}

/// Assesses all subjects.
pub fn assess(
    sandbox: &Sandbox,
    source: &dyn SubjectSource,
    input: Input<'_>,
    progress: Progress<'_>,
) -> Result<Assessment, AssessError> {
    Ok(assess_in_brief(sandbox, source, input, progress)?.0)
}

/// Assesses all subjects, and says in brief what came of it.
pub fn assess_in_brief(
    sandbox: &Sandbox,
    source: &dyn SubjectSource,
    input: Input<'_>,
    progress: Progress<'_>,
) -> Result<(Assessment, Brief), AssessError> {
    let plan = plan(input.policies, input.plugins)?;
    let frame = Frame::new(&input, &plan)?;
    let work = Work {
        sandbox,
        source,
        frame: &frame,
        recall: None,
        kept: None,
        outside: None,
        progress,
    };
    let (sections, remarks) = work.all()?;
    Ok(record::record(&frame, remarks, sections))
}

impl Piece for Section {
    fn of(section: Section, _: &Work<'_>) -> Result<Self, CanonicalError> {
        // The record is written from its values.
        Ok(Section {
            written: Written::default(),
            ..section
        })
    }

    fn id<'s>(&'s self, _: &'s Work<'_>) -> &'s str {
        &self.id
    }

    fn find(_: usize, _: &str, _: &Work<'_>, _: &Runner<'_>) -> Option<Self> {
        None
    }

    fn settle(_: &mut [Self], _: &Work<'_>) {}
}
