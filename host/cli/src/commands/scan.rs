//! `sekisho scan`: evidence and policies in, an assessment out.
//!
//! tokio drives the deadline clock while the assessment runs on blocking threads; spans go from the command to the
//! plugin call.

mod calendar;
mod profiles;

use crate::args::Scan;
use crate::bundle::{Bundle, LoadedPolicy};
use crate::failure::Failure;
use crate::limits::Limits;
use crate::store::{Keep, Told};
use crate::subjects::Subjects;
use crate::summary::Summary;
use crate::{machine, output, print};
use indicatif::{ProgressBar, ProgressStyle};
use sekisho_assess::{AssessError, Input, Remember, assess_and_remember, assess_in_brief};
use sekisho_catalog::{Resolved, Waiver, waiver};
use sekisho_model::assessment::Tool;
use sekisho_model::facts::Wanted;
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
    let mut bundle = Bundle::open(&args.bundles)?;
    let ids = args
        .policy
        .iter()
        .map(|name| bundle.id_of(name))
        .collect::<Result<Vec<_>, Failure>>()?;
    let loaded: Result<Vec<LoadedPolicy>, Failure> = unique(&ids).into_iter().map(|id| bundle.policy(id)).collect();
    let loaded = loaded?;
    let as_of = args.as_of.unwrap_or_else(machine::today);
    let calendar = calendar::check(&bundle, &loaded, as_of, args.as_of.is_some())?;
    let waivers = waivers(args.waivers.as_deref())?;
    let keep = Keep::open(args.store.as_deref(), args.no_memo)?;
    let mut subjects = Subjects::find(&args.evidence, limits.read)?;
    if keep.memo().is_some() {
        subjects = subjects.stamped();
    }
    subjects.diagnostics.extend(calendar);
    // The clock must tick while plugins describe themselves as well.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .map_err(|e| Failure::internal(format!("cannot start the clock: {e}")))?;
    let bar = progress(&args, subjects.count());
    let language = args.language.get();
    let (summary, told, keep, outputs) = runtime.block_on(async {
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
                let bundles = bundle.records();
                let mut diagnostics = bundle.remarks();
                diagnostics.extend(subjects.diagnostics.iter().cloned());
                subjects.want(wanted(&plugins, &policies));
                info!(policies = policies.len(), plugins = plugins.len(), "bundle is ready");
                let input = Input {
                    plugins: &plugins,
                    policies: &policies,
                    bundles: &bundles,
                    waivers: &waivers.0,
                    waiver_file: &waivers.1,
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
                let remember = keep.memo().map(|memo| Remember {
                    memo,
                    program: machine::program(),
                    anew: false,
                });
                let tell = |_| bar.inc(1);
                let done = |e: AssessError| Failure::usage(e.to_string());
                let (brief, told) = match remember {
                    Some(mut remember) => loop {
                        let recorded = assess_and_remember(&sandbox, &subjects, input.clone(), remember, &tell);
                        let mut recorded = recorded.map_err(done)?;
                        bar.finish_and_clear();
                        match output::write_recorded(&recorded, &outputs, language) {
                            // A memo costs time and nothing else: everything is found out again.
                            Err(_) if recorded.is_altered() && !remember.anew => remember.anew = true,
                            Err(failure) => return Err(failure),
                            Ok(()) => {
                                recorded.keep();
                                let told = Told::of(&mut recorded);
                                break (recorded.brief, told);
                            }
                        }
                    },
                    None => {
                        let assessed = assess_in_brief(&sandbox, &subjects, input, &tell);
                        let (assessment, brief) = assessed.map_err(done)?;
                        bar.finish_and_clear();
                        output::write(&assessment, None, &outputs, language)?;
                        (brief, Told::default())
                    }
                };
                Ok::<_, Failure>((Summary::of(brief), told, keep, outputs))
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
    keep.close(&summary, &told);
    summary.tell(outputs.iter().all(|o| o.path.is_some()));
    Ok(summary.code(args.fail_on))
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
