//! `sekisho audit run`: evidence and policies in, one file out that holds both and all that was in between.

use super::evidence::{self, Laid};
use super::inputs::Inputs;
use super::sign;
use crate::args::audit::Run as Args;
use crate::assessing::{self, Ready};
use crate::bundle::trust::Judges;
use crate::failure::Failure;
use crate::summary::Summary;
use crate::{logging, machine, print};
use sekisho_assess::{AssessError, Brief, assess_in_brief};
use sekisho_attest::disclose::Secret;
use sekisho_attest::kit::form::{Entry, Part};
use sekisho_attest::kit::{Config, Contents, Draft, Root, ToolBuild, finish, form};
use sekisho_attest::{disclose, statement, summary};
use sekisho_model::{Assessment, Bilingual, Digest, canonical};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read};

pub(super) fn run(args: &Args) -> crate::Outcome {
    // Keys first: who cannot sign is told before anything is assessed.
    let keys = sign::keys(&args.key, &args.password_file)?;
    let judges = Judges::of(&args.bundles.trusted, machine::today())?;
    let inputs = Inputs::collect(args, &judges)?;
    let jobs = args.jobs.map_or_else(machine::processors, usize::from);
    let at_hand = inputs.at_hand(judges)?;
    let (roots, laid) = evidence::take(&args.evidence)?;
    let sandbox = assessing::sandbox(&at_hand.limits(), jobs)?;
    let order = at_hand.order(&inputs.run, &laid.paths, jobs)?;
    let (record, brief) = assessing::run(sandbox, order, assess)?;
    let secret = Secret::new(machine::random()?);
    let draft = draft(args, &inputs, roots, &record, &secret)?;
    let signed = sign::all(&keys, &draft.statement, &draft.summaries)?;
    let digest = write(args, &draft, &inputs, &laid, &signed)?;
    print::line(&digest.to_string());
    let summary = Summary::of(brief);
    summary.tell(true);
    Ok(summary.code(None))
}

/// Assesses, and forgets nothing and remembers nothing.
pub(super) fn assess(ready: Ready<'_>) -> Result<(Assessment, Brief), Failure> {
    let done = |e: AssessError| Failure::usage(e.to_string());
    assess_in_brief(ready.sandbox, ready.subjects, ready.input, &|_| ()).map_err(done)
}

/// The bytes of a record, as a scan writes them.
pub(super) fn bytes(record: &Assessment) -> Result<Vec<u8>, Failure> {
    canonical::to_vec(record).map_err(|e| Failure::internal(e.to_string()))
}

fn draft(
    args: &Args,
    inputs: &Inputs,
    roots: Vec<Root>,
    record: &Assessment,
    secret: &Secret,
) -> Result<Draft, Failure> {
    let bytes = bytes(record)?;
    let log = logging::captured();
    let entry = |(path, bytes): (&String, &Vec<u8>)| Entry {
        path: path.clone(),
        digest: Digest::of(bytes),
        size: bytes.len() as u64,
    };
    let assessor = args.assessor_ja.as_ref().zip(args.assessor_en.as_ref());
    let config = Config {
        format: form::FORMAT.to_owned(),
        created: machine::now(),
        assessor: assessor.map(|(ja, en)| Bilingual::new(ja.clone(), en.clone())),
        tool: ToolBuild {
            name: record.tool.name.clone(),
            version: record.tool.version.clone(),
            digest: machine::program_digest()?,
        },
        run: inputs.run.clone(),
        inputs: inputs.files.iter().map(entry).collect(),
        evidence: roots,
        evidence_included: !args.without_evidence,
        record: Part::of(&bytes),
        log: Part::of(&log),
    };
    let salted = disclose::commitment(record, secret).map_err(|e| Failure::internal(e.to_string()))?;
    let statement = statement::statement(record, &config, salted)?.to_json()?;
    let summaries = summary::summaries(record, &config)?;
    let summaries = summaries.iter().map(|summary| summary.to_json());
    Ok(Draft {
        config,
        record: bytes,
        log,
        secret: secret.hex().as_bytes().to_vec(),
        statement,
        summaries: summaries.collect::<Result<_, _>>()?,
    })
}

fn write(
    args: &Args,
    draft: &Draft,
    inputs: &Inputs,
    laid: &Laid,
    signed: &[(Vec<u8>, String)],
) -> Result<Digest, Failure> {
    let given: BTreeMap<Digest, &Vec<u8>> = inputs.files.values().map(|bytes| (Digest::of(bytes), bytes)).collect();
    let mut open = |digest: &Digest| -> io::Result<Box<dyn Read>> {
        match (given.get(digest), laid.by_digest.get(digest)) {
            (Some(bytes), _) => Ok(Box::new(io::Cursor::new(bytes.to_vec()))),
            (None, Some(path)) => Ok(Box::new(BufReader::new(File::open(path)?))),
            (None, None) => Err(io::ErrorKind::NotFound.into()),
        }
    };
    let fault = |e: io::Error| Failure::usage(format!("cannot write the kit: {e}"));
    let folder = machine::scratch_folder()?;
    let path = folder.path().join("contents.tar");
    let out = io::BufWriter::with_capacity(1 << 18, File::create_new(&path).map_err(fault)?);
    let contents = Contents::write(&draft.config.wanted(), &mut open, out)?;
    let mut from = BufReader::with_capacity(1 << 18, File::open(&path).map_err(fault)?);
    let mut digest = None;
    machine::write_by(&args.to, |out| {
        digest = Some(finish(draft, &contents, &mut from, signed, out).map_err(io::Error::other)?);
        Ok(())
    })?;
    digest.ok_or_else(|| Failure::internal("nothing was written"))
}
