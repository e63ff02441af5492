//! Time stamps (RFC 3161) over the signatures of a kit: asked for and taken in with `sekisho audit stamp`, judged when a kit is verified.
//! The asking itself goes over a network and is done by another tool.

use super::sign;
use crate::args::audit::Stamp as Args;
use crate::failure::{Failure, exit};
use crate::{machine, print};
use sekisho_attest::audit::{Code, Report, Said, says};
use sekisho_attest::timestamp::{Authorities, Stamped, TimestampError, Window, request, verify};
use sekisho_bundle::sign::SigstoreBundle;
use sekisho_model::error::Hint as _;
use sekisho_model::{Date, Digest};
use std::path::{Path, PathBuf};

/// Largest file of certificates, and largest token.
const FILE_BYTES: u64 = 1 << 20;

pub(super) fn run(args: &Args) -> crate::Outcome {
    let mut kit = super::open(&args.kit)?;
    let mut report = Report::default();
    let Some(sound) = sekisho_attest::audit::verify(&mut kit, &mut report) else {
        return super::verify::conclude(&report);
    };
    let mut signatures = sign::those_of(&kit)?;
    let is_ours = |bytes: &[u8]| SigstoreBundle::parse(bytes).is_ok_and(|s| says(&s, &sound) == Said::Statement);
    let ours: Vec<usize> = (0..signatures.len())
        .filter(|at| signatures.get(*at).is_some_and(|(bytes, _)| is_ours(bytes)))
        .collect();
    if let Some(path) = &args.request {
        let at = ours
            .get(usize::from(args.signature) - 1)
            .and_then(|at| signatures.get(*at));
        let Some((bytes, _)) = at else {
            return Err(Failure::usage(format!(
                "the kit has {} signatures of its statement, not {}",
                ours.len(),
                args.signature
            ))
            .hint("`sekisho audit sign` adds one"));
        };
        let asked = request(SigstoreBundle::parse(bytes)?.signature(), &machine::random::<16>()?);
        machine::write(path, &asked)?;
        return Ok(exit::CONFORMANT);
    }
    let Some(path) = &args.token else {
        return Err(Failure::usage("there is neither `--request` nor `--token`"));
    };
    let token = machine::read(path, FILE_BYTES)?;
    let authorities = authorities(&args.authority)?;
    let mut refused = None;
    for at in ours {
        let Some((bytes, _)) = signatures.get_mut(at) else {
            continue;
        };
        let signature = SigstoreBundle::parse(bytes)?;
        match verify(&token, signature.signature(), &authorities) {
            Ok(stamped) => {
                *bytes = signature.with_timestamp(token)?.to_json()?;
                sign::rewrite(&mut kit, &args.kit, &signatures)?;
                print::line(&told(&stamped));
                return Ok(exit::CONFORMANT);
            }
            // The token is of one of several signatures: what is said of it for the others tells nothing.
            Err(error) => refused = Some(error),
        }
    }
    match refused {
        Some(error) => Err(failure(&error)),
        None => Err(Failure::usage("nobody signed the kit yet").hint("`sekisho audit sign` adds a signature")),
    }
}

/// The authorities that a person trusts.
pub(super) fn authorities(files: &[PathBuf]) -> Result<Authorities, Failure> {
    let mut all = Authorities::default();
    for file in files {
        let pem = machine::read(file, FILE_BYTES)?;
        let named = |error: TimestampError| named(file, &error);
        all.add_pem(&pem, Window::default()).map_err(named)?;
    }
    Ok(all)
}

/// Judges the tokens of every signature; for each the last day on which it was made, where an authority says so.
pub(super) fn judge(signatures: &[&Vec<u8>], authorities: &Authorities, report: &mut Report) -> Vec<Option<Date>> {
    let mut days = Vec::with_capacity(signatures.len());
    let mut unjudged = 0;
    for (at, bytes) in signatures.iter().enumerate() {
        let mut day: Option<Date> = None;
        let signature = SigstoreBundle::parse(bytes).ok();
        let tokens = signature
            .iter()
            .flat_map(|s| s.unverified_timestamps().iter().map(|token| (s.signature(), token)));
        for (message, token) in tokens {
            if authorities.is_empty() {
                unjudged += 1;
                continue;
            }
            match verify(token, message, authorities) {
                Ok(stamped) => {
                    report.held(Code::Time, format!("signature {}: {}", at + 1, told(&stamped)));
                    let latest = date(stamped.latest());
                    day = Some(day.map_or(latest, |day| day.min(latest)));
                }
                Err(error) => {
                    report.failed(Code::Time, format!("signature {}: {error} [{}]", at + 1, error.code()));
                }
            }
        }
        days.push(day);
    }
    match (unjudged, authorities.is_empty()) {
        (0, true) => {}
        (0, false) if days.iter().all(Option::is_none) => report.open(Code::Time, "no signature has a time stamp"),
        (0, false) => {}
        (count, _) => report.open(
            Code::Time,
            format!("{count} time stamps; `--authority` says whose count"),
        ),
    }
    days
}

fn date(seconds: u64) -> Date {
    Date::from_days(i32::try_from(seconds / 86_400).unwrap_or(i32::MAX))
}

fn told(stamped: &Stamped) -> String {
    let certificate: Digest = stamped.certificate;
    format!(
        "{} {} ({certificate})",
        machine::moment(stamped.time),
        stamped.authority
    )
}

fn failure(error: &TimestampError) -> Failure {
    Failure::of_hint(error, Failure::untrusted(format!("{error} [{}]", error.code())))
}

fn named(file: &Path, error: &TimestampError) -> Failure {
    Failure::of_hint(error, Failure::usage(format!("`{}`: {error}", file.display())))
}
