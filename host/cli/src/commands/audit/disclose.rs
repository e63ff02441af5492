//! `sekisho audit disclose`: chosen results of a kit with proofs and signatures, and nothing of the rest; and what
//! `audit verify` says of such a file.

use super::{check, logged, verify};
use crate::args::Form;
use crate::args::audit::{Disclose as Args, Verify};
use crate::bundle::logged::HandedIn;
use crate::bundle::trust::Judges;
use crate::failure::{Failure, exit};
use crate::{machine, print};
use sekisho_attest::attested::{self, AttestedDisclosure, AttestedError};
use sekisho_attest::audit::{self, Report};
use sekisho_attest::disclose::{self, Choice, ControlChoice};
use sekisho_model::error::Hint as _;
use serde_json::json;

pub(super) fn run(args: &Args) -> crate::Outcome {
    let mut kit = super::open(&args.kit)?;
    let mut report = Report::default();
    let Some(sound) = audit::verify(&mut kit, &mut report) else {
        return verify::conclude(&report);
    };
    let secret = audit::secret_of(&kit.secret()?).ok_or_else(|| Failure::untrusted("the kit has no secret"))?;
    let choice = Choice {
        subjects: args.subject.clone(),
        controls: args.control.iter().map(|control| chosen(control)).collect(),
    };
    let disclosure = disclose::disclose(&sound.record, kit.config.record.digest, &secret, &choice);
    let disclosure = disclosure.map_err(|e| Failure::of_hint(&e, Failure::usage(e.to_string())))?;
    let counts = disclosure.counts();
    let file = AttestedDisclosure::new(disclosure, &kit.signatures, &sound.statement, &kit.proofs)?;
    machine::write(&args.to, &file.bytes()?)?;
    print::line(&counts.sentence().en);
    print::line(&counts.sentence().ja);
    Ok(exit::CONFORMANT)
}

/// `POLICY=CONTROL`, or the control alone.
fn chosen(argument: &str) -> ControlChoice {
    match argument.split_once('=') {
        Some((policy, control)) if policy.contains('/') => ControlChoice {
            policy: Some(policy.to_owned()),
            control: control.to_owned(),
        },
        _ => ControlChoice {
            policy: None,
            control: argument.to_owned(),
        },
    }
}

/// Checks such a file: first the disclosure against its statement, then who signed that.
pub(super) fn verified(args: &Verify, bytes: &[u8]) -> crate::Outcome {
    let language = args.language.get();
    let held = attested::hold(bytes)?;
    let handed_in = HandedIn::read(&args.believed.proofs)?;
    let judges = Judges::of(&args.believed.trusted, machine::today())?.with(handed_in.clone());
    let disclosure = &held.verified.disclosure;
    let mut report = Report::default();
    let signed = check::Signed {
        signatures: held.signatures.iter().collect(),
        statement: &held.statement,
        record: held.predicate.record.digest,
        policies: disclosure.policies.iter().map(|policy| policy.id.as_str()).collect(),
    };
    check::signatures(&signed, &judges, &args.believed, &mut report, language)?;
    let stands = logged::statement(
        &held.statement,
        &signed.policies,
        &held.proofs,
        &judges,
        &mut report,
        language,
    )?;
    handed_in.all_compared(&stands)?;
    match args.output {
        Form::Json => print::json(&json!({
            "accepted": report.failing().is_none(), "counts": disclosure.counts(), "disclosure": disclosure,
            "disclosure_checks": held.verified.checks, "checks": report.checks, "stated": held.predicate,
        }))?,
        Form::Text => {
            print::line(&disclose::render(disclosure, &held.verified.checks, language));
            verify::tell(&report, language);
        }
    }
    verify::conclude(&report)
}

impl From<AttestedError> for Failure {
    fn from(error: AttestedError) -> Self {
        Self::of_hint(&error, Self::untrusted(format!("{error} [{}]", error.code())))
    }
}
