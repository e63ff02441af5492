//! `sekisho scan`: evidence and policies in, an assessment out.
//!
//! tokio drives the deadline clock while the assessment runs on blocking threads; spans go from the command to the
//! plugin call.

mod profiles;

use crate::args::Scan;
use crate::bundle::{Bundle, LoadedPolicy};
use crate::failure::Failure;
use crate::limits::Limits;
use crate::store::{Keep, Whole};
use crate::subjects::Subjects;
use crate::summary::Summary;
use crate::{machine, output, print};
use indicatif::{ProgressBar, ProgressStyle};
use sekisho_assess::{Assessed, Input, Origin, Remember, assess_with_memo};
use sekisho_catalog::{Resolved, Waiver, waiver};
use sekisho_model::assessment::Tool;
use sekisho_model::facts::Wanted;
use sekisho_report::Format;
use sekisho_sandbox::limits::TICK_MILLISECONDS;
use sekisho_sandbox::{Plugin, Sandbox, SandboxOptions};
use std::path::Path;
use std::time::Duration;
use tracing::{info, info_span};

/// Largest waiver or profile file.
const FILE_BYTES: u64 = 16 << 20;

pub(crate) fn run(args: Scan) -> crate::Outcome {
    let outputs = match args.output.as_slice() {
        [] => output::parse(&["terminal".to_owned()])?,
        given => output::parse(given)?,
    };
    let limits = Limits::parse(&args.limit)?;
    let jobs = args.jobs.map_or_else(machine::processors, usize::from);
    let options = SandboxOptions {
        limits: limits.call,
        parallel: u32::try_from(jobs).unwrap_or(u32::MAX),
        cache: machine::cache(),
    };
    let sandbox = Sandbox::new(options).map_err(|e| Failure::internal(e.to_string()))?;
    // Beside the loading of plugins: together they are most of a short scan.
    std::thread::spawn(sekisho_evidence::prepare);
    let mut bundle = Bundle::open(&args.bundles.bundle)?;
    let ids = args
        .policy
        .iter()
        .map(|name| bundle.id_of(name))
        .collect::<Result<Vec<_>, Failure>>()?;
    let loaded: Result<Vec<LoadedPolicy>, Failure> = unique(&ids).into_iter().map(|id| bundle.policy(id)).collect();
    let loaded = loaded?;
    let waivers = waivers(args.waivers.as_deref())?;
    let keep = Keep::open(args.store.as_deref(), args.no_memo)?;
    let mut subjects = Subjects::find(&args.evidence, limits.read)?;
    if keep.memo().is_some() {
        subjects = subjects.stamped();
    }
    let as_of = args.as_of.unwrap_or_else(machine::today);
    // The clock must tick while plugins describe themselves as well.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .map_err(|e| Failure::internal(format!("cannot start the clock: {e}")))?;
    let bar = progress(&args, subjects.count());
    // A report that shows more than the record itself is rendered from it.
    let is_json_alone = outputs.iter().all(|o| o.format == Format::Json);
    let (done, keep) = runtime.block_on(async {
        let tick = sandbox.ticker();
        let work = tokio::task::spawn_blocking({
            let (bar, profile, isolate) = (bar.clone(), args.profile.clone(), args.isolate);
            move || {
                let span = info_span!("scan", subjects = subjects.count(), jobs);
                let _entered = span.enter();
                let plugins = bundle.load_for(&sandbox, &loaded)?;
                for remark in sandbox.take_remarks() {
                    print::remark(&remark);
                }
                let policies = profiles::resolve(&loaded, &profile, &plugins)?;
                subjects.want(wanted(&plugins, &policies));
                info!(policies = policies.len(), plugins = plugins.len(), "bundle is ready");
                let input = Input {
                    plugins: &plugins,
                    policies: &policies,
                    waivers: &waivers.0,
                    waiver_file: &waivers.1,
                    diagnostics: subjects.diagnostics.clone(),
                    as_of,
                    limits: limits.call,
                    jobs,
                    isolate,
                    tool: Tool {
                        name: "sekisho".to_owned(),
                        version: env!("CARGO_PKG_VERSION").to_owned(),
                    },
                };
                let remember = keep.memo().map(|memo| Remember {
                    memo,
                    program: machine::program(),
                });
                let whole = remember.map(|remember| Whole::new(remember, &input));
                if is_json_alone
                    && let Some(whole) = &whole
                    && let Some((summary, json)) = whole.find(&subjects, jobs)
                {
                    return Ok((Done::Remembered(summary, json, subjects.count() * whole.calls()), keep));
                }
                let assessed = assess_with_memo(&sandbox, &subjects, input, remember, &|_| bar.inc(1))
                    .map_err(|e| Failure::usage(e.to_string()))?;
                let summary = Summary::of(&assessed.assessment);
                let mut json = None;
                if let Some(whole) = &whole {
                    let bytes = output::json(&assessed.assessment)?;
                    whole.put(&subjects, &summary, &bytes);
                    json = Some(bytes);
                }
                Ok::<_, Failure>((Done::Assessed(Box::new(assessed), summary, json), keep))
            }
        });
        let mut clock = tokio::time::interval(Duration::from_millis(TICK_MILLISECONDS));
        let mut work = std::pin::pin!(work);
        loop {
            tokio::select! {
                done = &mut work => break done.map_err(|e| Failure::internal(format!("the assessment broke: {e}"))),
                _ = clock.tick() => tick(),
            }
        }
    })??;
    bar.finish_and_clear();
    let summary = match done {
        Done::Remembered(summary, json, answers) => {
            output::write_json(&json, &outputs)?;
            keep.close(&summary, 0, answers, &[]);
            summary
        }
        Done::Assessed(assessed, summary, json) => {
            output::write(&assessed.assessment, json.as_deref(), &outputs, args.language.get())?;
            let count = |of: fn(&Origin) -> usize| assessed.origins.iter().map(of).sum();
            let (computed, remembered) = (count(|o| o.computed.len()), count(|o| o.remembered.len()));
            keep.close(&summary, computed, remembered, &assessed.origins);
            summary
        }
    };
    summary.tell(outputs.iter().all(|o| o.path.is_some()));
    Ok(summary.code(args.fail_on))
}

/// What a scan came to.
enum Done {
    /// All of it is remembered: the record as bytes, and how many answers stand in it.
    Remembered(Summary, Vec<u8>, usize),
    /// Assessed, with the record as bytes where it is to be remembered.
    Assessed(Box<Assessed>, Summary, Option<Vec<u8>>),
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

/// In order of their ids, so that the record does not depend on the order of arguments.
fn unique(ids: &[String]) -> std::collections::BTreeSet<&str> {
    ids.iter().map(String::as_str).collect()
}

fn progress(args: &Scan, subjects: usize) -> ProgressBar {
    if args.no_progress || subjects < 2 || !print::stderr_is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(subjects as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {eta}") {
        bar.set_style(style);
    }
    bar
}

fn waivers(path: Option<&Path>) -> Result<(Vec<Waiver>, String), Failure> {
    let Some(path) = path else {
        return Ok((Vec::new(), String::new()));
    };
    let text = machine::read_text(path, FILE_BYTES)?;
    // The name without its directory: the record must not depend on where the file lay.
    let file = path
        .file_name()
        .map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    waiver::parse(&file, &text)
        .map(|list| (list, file))
        .map_err(|e| Failure::policy(&[e]))
}
