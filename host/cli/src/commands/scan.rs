//! `sekisho scan`: evidence and policies in, an assessment out.

use crate::args::Scan;
use crate::assessing::{self, Order, Ready, Tailor, Waivers};
use crate::bundle::Bundle;
use crate::failure::Failure;
use crate::limits::Limits;
use crate::machine::{self, AsideFile, Prepared};
use crate::output;
use crate::store::{Keep, Told};
use crate::subjects::Subjects;
use crate::summary::Summary;
use sekisho_assess::{Aside, AssessError, Remember, SubjectSource as _, assess_in_brief, assess_in_pieces};
use std::path::Path;

pub(crate) fn run(args: Scan) -> crate::Outcome {
    let outputs = match args.output.as_slice() {
        [] => output::parse(&["terminal".to_owned()])?,
        given => output::parse(given)?,
    };
    let limits = Limits::parse(&args.limit)?;
    let jobs = args.jobs.map_or_else(machine::processors, usize::from);
    let sandbox = assessing::sandbox(&limits, jobs)?;
    // Beside the loading of plugins: together they are most of a short scan. A single file may well not need it.
    if args.evidence.iter().any(|path| machine::is_dir(path)) {
        std::thread::spawn(sekisho_evidence::prepare);
    }
    let mut bundle = Bundle::open(&args.bundles)?;
    let policies = assessing::policies(&mut bundle, &args.policy)?;
    let as_of = args.as_of.unwrap_or_else(machine::today);
    let calendar = assessing::calendar(&bundle, &policies, as_of, args.as_of.is_some())?;
    let waivers = waivers(args.waivers.as_deref())?;
    let risks = assessing::risks(&args.risks, &policies)?;
    let profiles = args.profile.iter().map(|argument| Tailor::read(argument));
    let profiles = profiles.collect::<Result<Vec<_>, Failure>>()?;
    let keep = Keep::open(args.store.as_deref(), args.no_memo)?;
    let mut subjects = Subjects::find(&args.evidence, limits.read)?;
    if keep.memo().is_some() {
        subjects = subjects.stamped();
    }
    subjects.diagnostics.extend(calendar);
    let bar = assessing::progress(args.no_progress, subjects.len());
    let language = args.language.get();
    let order = Order {
        bundle,
        policies,
        profiles,
        waivers,
        risks,
        subjects,
        as_of,
        limits,
        jobs,
        isolate: args.isolate,
    };
    let (summary, told, keep, outputs, written) = assessing::run(sandbox, order, move |ready| {
        let Ready {
            sandbox,
            subjects,
            input,
        } = ready;
        let mut remember = keep.memo().map(|memo| Remember {
            memo,
            program: machine::program(),
            anew: false,
        });
        let tell = |_| bar.inc(1);
        let done = |e: AssessError| Failure::usage(e.to_string());
        // Reports that are rendered from a record need all of it at hand. A store is told where every answer came from.
        if !keep.is_asked_for() && !output::are_records(&outputs) {
            let (assessment, brief) = assess_in_brief(sandbox, subjects, input, &tell).map_err(done)?;
            bar.finish_and_clear();
            output::write(&assessment, None, &outputs, language)?;
            return Ok((Summary::of(brief), Told::default(), keep, outputs, Vec::new()));
        }
        let (brief, told, written) = loop {
            let files = output::record_files(&outputs);
            let aside = files.and_then(|files| AsideFile::beside(files.first()?));
            let aside = aside.as_ref().map(|file| file as &dyn Aside);
            let recorded = assess_in_pieces(sandbox, subjects, input.clone(), remember, aside, &tell);
            let mut recorded = recorded.map_err(done)?;
            bar.finish_and_clear();
            match (output::write_recorded(&recorded, &outputs, language), &mut remember) {
                // A memo costs time and nothing else: everything is found out again.
                (Err(_), Some(remember)) if recorded.is_altered() && !remember.anew => remember.anew = true,
                (Err(failure), _) => return Err(failure),
                (Ok(written), _) => {
                    recorded.keep();
                    let told = Told::of(&mut recorded);
                    break (recorded.brief, told, written);
                }
            }
        };
        Ok((Summary::of(brief), told, keep, outputs, written))
    })?;
    keep.close(&summary, &told);
    // Behind the store, which is made durable: a file that takes another's place is written out before anything is that comes later.
    written.into_iter().try_for_each(Prepared::place)?;
    summary.tell(outputs.iter().all(|o| o.path.is_some()));
    Ok(summary.code(args.fail_on))
}

fn waivers(path: Option<&Path>) -> Result<Waivers, Failure> {
    let Some(path) = path else {
        return Ok(Waivers::default());
    };
    let text = machine::read_text(path, assessing::FILE_BYTES)?;
    let file = path
        .file_name()
        .map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    assessing::waivers(&file, &text)
}
