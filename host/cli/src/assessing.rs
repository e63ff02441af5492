//! An assessment from its parts: everything that was asked for is at hand, the plugins are loaded and called, and what became of it
//! goes to whoever asked. A scan, an audit and its replay all come through here, so they cannot differ.
//!
//! tokio drives the deadline clock while the assessment runs on blocking threads; spans go from the command to the
//! plugin call.

mod calendar;
mod profiles;
mod risks;

pub(crate) use profiles::{Tailor, digests};
pub(crate) use risks::{Tables, read as risks, table as risk_table};

use crate::bundle::{Bundle, LoadedPolicy};
use crate::failure::Failure;
use crate::limits::Limits;
use crate::subjects::Subjects;
use crate::{machine, print};
use indicatif::ProgressBar;
use sekisho_assess::{Input, SubjectSource as _};
use sekisho_catalog::{Resolved, Waiver, waiver};
use sekisho_model::assessment::Tool;
use sekisho_model::facts::Wanted;
use sekisho_model::{Date, Diagnostic};
use sekisho_sandbox::limits::TICK_MILLISECONDS;
use sekisho_sandbox::{Plugin, Sandbox, SandboxOptions};
use std::time::Duration;
use tracing::{info, info_span};

/// Largest waiver or profile file.
pub(crate) const FILE_BYTES: u64 = 16 << 20;

/// What is to be assessed, with what, and how.
#[derive(Debug)]
pub(crate) struct Order {
    pub(crate) bundle: Bundle,
    pub(crate) policies: Vec<LoadedPolicy>,
    pub(crate) profiles: Vec<Tailor>,
    pub(crate) waivers: Waivers,
    pub(crate) risks: Tables,
    pub(crate) subjects: Subjects,
    pub(crate) as_of: Date,
    pub(crate) limits: Limits,
    pub(crate) jobs: usize,
    pub(crate) isolate: bool,
}

/// A file of waivers, read.
#[derive(Debug, Default)]
pub(crate) struct Waivers {
    list: Vec<Waiver>,
    file: String,
}

/// Everything that an assessment needs, loaded.
pub(crate) struct Ready<'a> {
    pub(crate) sandbox: &'a Sandbox,
    pub(crate) subjects: &'a Subjects,
    pub(crate) input: Input<'a>,
}

/// A sandbox with these limits.
pub(crate) fn sandbox(limits: &Limits, jobs: usize) -> Result<Sandbox, Failure> {
    let options = SandboxOptions {
        limits: limits.call,
        parallel: u32::try_from(jobs).unwrap_or(u32::MAX),
        cache: machine::cache(),
    };
    Sandbox::new(options).map_err(|e| Failure::internal(e.to_string()))
}

/// The policies of these names, ids or folders, in order of their ids, so that the record does not depend on the order of arguments.
pub(crate) fn policies(bundle: &mut Bundle, names: &[String]) -> Result<Vec<LoadedPolicy>, Failure> {
    let ids = names.iter().map(|name| bundle.id_of(name));
    let ids: std::collections::BTreeSet<String> = ids.collect::<Result<_, _>>()?;
    ids.iter().map(|id| bundle.policy(id)).collect()
}

/// What the record has to say of the calendar; a guideline that has not begun is refused unless somebody named the day.
pub(crate) fn calendar(
    bundle: &Bundle,
    policies: &[LoadedPolicy],
    as_of: Date,
    is_named: bool,
) -> Result<Vec<Diagnostic>, Failure> {
    calendar::check(bundle, policies, as_of, is_named)
}

/// Reads waivers. The record names the file without its directory: it must not depend on where the file lay.
pub(crate) fn waivers(file: &str, text: &str) -> Result<Waivers, Failure> {
    let list = waiver::parse(file, text).map_err(|e| Failure::policy(&[e]))?;
    Ok(Waivers {
        list,
        file: file.to_owned(),
    })
}

/// Loads, then hands everything on, while the clock ticks.
pub(crate) fn run<T: Send + 'static>(
    sandbox: Sandbox,
    order: Order,
    assess: impl FnOnce(Ready<'_>) -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    // The clock must tick while plugins describe themselves as well.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .map_err(|e| Failure::internal(format!("cannot start the clock: {e}")))?;
    runtime.block_on(async {
        let tick = sandbox.ticker();
        let work = tokio::task::spawn_blocking(move || load(&sandbox, order, assess));
        let mut clock = tokio::time::interval(Duration::from_millis(TICK_MILLISECONDS));
        let mut work = std::pin::pin!(work);
        loop {
            tokio::select! {
                done = &mut work => break done.map_err(|e| Failure::internal(format!("the assessment broke: {e}")))?,
                _ = clock.tick() => tick(),
            }
        }
    })
}

fn load<T>(
    sandbox: &Sandbox,
    order: Order,
    assess: impl FnOnce(Ready<'_>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let Order {
        bundle,
        policies,
        profiles,
        waivers,
        risks,
        mut subjects,
        as_of,
        limits,
        jobs,
        isolate,
    } = order;
    let span = info_span!("scan", subjects = subjects.len(), jobs);
    let _entered = span.enter();
    let plugins = bundle.load_for(sandbox, &policies)?;
    for remark in sandbox.take_remarks() {
        print::remark(&remark);
    }
    let mut policies = profiles::resolve(&policies, &profiles, &plugins)?;
    for (id, table) in risks {
        let found = policies.iter_mut().find(|policy| policy.record.id == id);
        found
            .into_iter()
            .for_each(|policy| policy.record.risks = Some(table.clone()));
    }
    let bundles = bundle.records();
    let mut diagnostics = bundle.remarks();
    diagnostics.extend(subjects.diagnostics.iter().cloned());
    subjects.want(wanted(&plugins, &policies));
    info!(policies = policies.len(), plugins = plugins.len(), "bundle is ready");
    let input = Input {
        plugins: &plugins,
        policies: &policies,
        bundles: &bundles,
        waivers: &waivers.list,
        waiver_file: &waivers.file,
        diagnostics,
        as_of,
        limits: limits.call,
        jobs,
        isolate,
        tool: Tool {
            name: "sekisho".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        },
    };
    assess(Ready {
        sandbox,
        subjects: &subjects,
        input,
    })
}

/// What the plugins can read whose checks the policies use.
fn wanted(plugins: &[Plugin], policies: &[Resolved]) -> Wanted {
    let used = |plugin: &&Plugin| {
        let mut uses = policies.iter().flat_map(|p| &p.controls).flat_map(|c| &c.uses);
        uses.any(|used| used.plugin == plugin.info().id)
    };
    let mut wanted = Wanted::nothing();
    for plugin in plugins.iter().filter(used) {
        wanted.add_all(&plugin.authority().can_read);
    }
    wanted
}

/// A bar for many subjects, where somebody watches.
pub(crate) fn progress(hidden: bool, subjects: usize) -> ProgressBar {
    if hidden || subjects < 2 || !print::stderr_is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(subjects as u64);
    if let Ok(style) = indicatif::ProgressStyle::with_template("{bar:40} {pos}/{len} {eta}") {
        bar.set_style(style);
    }
    bar
}
