//! Every link of a kit, checked in a fixed order: first what follows from the kit alone, then what needs bundles opened, then what
//! needs to know whom the verifier trusts. Nothing of the kit is executed.

use super::KitFile;
use super::inputs::{AtHand, Files, Inputs};
use super::{logged, stamp};
use crate::args::audit::Believed;
use crate::assessing;
use crate::bundle::Bundle;
use crate::bundle::logged::{HandedIn, said};
use crate::bundle::trust::Judges;
use crate::commands::bundle_check_said;
use crate::failure::Failure;
use crate::machine;
use sekisho_attest::audit::{self, Code, Report, Said, Sound};
use sekisho_attest::kit::Given;
use sekisho_attest::log::Stands;
use sekisho_attest::statement::PREDICATE_TYPE;
use sekisho_bundle::sign::{Offered, SigstoreBundle};
use sekisho_bundle::{Layout, open};
use sekisho_model::error::Hint as _;
use sekisho_model::text::Language;
use sekisho_model::{Date, Digest};

/// Bytes of the inputs of the largest kit.
const INPUT_BYTES: u64 = 2 << 30;

/// What was found.
pub(super) struct Checked {
    pub(super) report: Report,
    /// The parts, as far as nothing failed.
    pub(super) whole: Option<(Sound, Inputs, AtHand)>,
}

/// Checks everything.
pub(super) fn all(kit: &mut KitFile, believed: &Believed, language: Language) -> Result<Checked, Failure> {
    let mut report = Report::default();
    let handed_in = HandedIn::read(&believed.proofs)?;
    let judges = Judges::of(&believed.trusted, machine::today())?.with(handed_in.clone());
    let whole = audit::verify(kit, &mut report).and_then(|sound| {
        let inputs = inputs(kit, &mut report)?;
        let at_hand = held(&sound, &inputs, &mut report)?;
        Some((sound, inputs, at_hand))
    });
    if let Some((sound, inputs, _)) = &whole {
        let mut stands = trust(&judges, inputs, &mut report, language)?;
        let is_ours = |bytes: &&Vec<u8>| {
            SigstoreBundle::parse(bytes).map_or(true, |signature| audit::says(&signature, sound) == Said::Statement)
        };
        let signed = Signed {
            signatures: kit.signatures.iter().filter(is_ours).collect(),
            statement: &sound.statement,
            record: kit.config.record.digest,
            policies: sound.record.policies.iter().map(|policy| policy.id.as_str()).collect(),
        };
        signatures(&signed, &judges, believed, &mut report, language)?;
        let policies = &signed.policies;
        stands.extend(logged::statement(
            &sound.statement,
            policies,
            &kit.proofs,
            &judges,
            &mut report,
            language,
        )?);
        handed_in.all_compared(&stands)?;
    }
    Ok(Checked { report, whole })
}

/// Takes the inputs out.
fn inputs(kit: &mut KitFile, report: &mut Report) -> Option<Inputs> {
    let run = kit.config.run.clone();
    let sizes = kit.config.inputs.iter().map(|entry| entry.size);
    let total = sizes.fold(0_u64, u64::saturating_add);
    if total > INPUT_BYTES {
        report.failed(Code::Bundles, format!("the inputs are larger than {INPUT_BYTES} bytes"));
        return None;
    }
    let mut files = Files::new();
    for entry in kit.config.inputs.clone() {
        let bytes = kit.content(&entry.digest, INPUT_BYTES).map_err(|e| e.to_string());
        files.insert(entry.path, report.take(Code::Bundles, bytes)?);
    }
    Some(Inputs { run, files })
}

/// Puts the inputs together and holds them against the record.
fn held(sound: &Sound, inputs: &Inputs, report: &mut Report) -> Option<AtHand> {
    let said = |failure: Failure| failure.message().to_owned();
    match inputs.below("standard/") == Bundle::standard_files() {
        true => report.held(Code::Standard, env!("CARGO_PKG_VERSION")),
        false => report.open(
            Code::Standard,
            format!(
                "made with {} {}",
                sound.predicate.tool.version, sound.predicate.tool.digest
            ),
        ),
    }
    let run = &inputs.run;
    let judges = Judges::reopened(&inputs.files, run.trusted_signers, run.trusted_on);
    let at_hand = judges.and_then(|judges| inputs.at_hand(judges)).map_err(said);
    let at_hand = report.take(Code::Bundles, at_hand)?;
    let records = at_hand.bundle.records();
    let same = match records == sound.record.bundles {
        true => Ok(()),
        false => Err("other bundles, or other people vouch for them, than the record says".to_owned()),
    };
    report.take(Code::Bundles, same)?;
    report.held(Code::Bundles, records.len().to_string());
    let digests = assessing::digests(&at_hand.policies, at_hand.profiles()).map_err(said);
    let digests = report.take(Code::Policies, digests)?;
    let recorded = sound
        .record
        .policies
        .iter()
        .map(|policy| (policy.id.clone(), policy.digest));
    let same = match recorded.eq(digests) {
        true => Ok(()),
        false => Err("they are not those that lie in the kit".to_owned()),
    };
    report.take(Code::Policies, same)?;
    report.held(Code::Policies, sound.record.policies.len().to_string());
    let components = at_hand.bundle.components();
    let strange = sound
        .record
        .plugins
        .iter()
        .find(|plugin| !components.contains(&plugin.digest));
    let same = strange.map_or(Ok(()), |plugin| {
        Err(format!(
            "`{}` with {} does not lie in the kit",
            plugin.id, plugin.digest
        ))
    });
    report.take(Code::Plugins, same)?;
    report.held(Code::Plugins, sound.record.plugins.len().to_string());
    Some(at_hand)
}

/// Holds the trust of the auditor against that of the verifier.
fn trust(judges: &Judges, inputs: &Inputs, report: &mut Report, language: Language) -> Result<Vec<Stands>, Failure> {
    let mut stands = Vec::new();
    let run = &inputs.run;
    let theirs = Judges::reopened(&inputs.files, run.trusted_signers, run.trusted_on)?;
    match (judges.pinned(), theirs.pinned()) {
        (Some(mine), Some(other)) if mine == other => report.held(Code::Trust, mine.to_string()),
        (Some(mine), Some(other)) => report.failed(Code::Trust, format!("the kit rests on {other}, not on {mine}")),
        (None, Some(other)) => report.open(Code::Trust, format!("the kit rests on {other}; `--trust` compares it")),
        (_, None) if run.bundles.is_empty() => {}
        (_, None) => report.open(Code::Trust, "no trust store judged the bundles of the kit"),
    }
    if judges.pinned().is_none() {
        return Ok(stands);
    }
    let then = judges.back_then(run.trusted_on)?;
    let now = judges.back_then(machine::today())?;
    for given in &run.bundles {
        let Given::Artifact(path) = given else { continue };
        let bytes = inputs.files.get(path).map(Vec::as_slice).unwrap_or_default();
        let artifact = open(&Layout::from_tar(bytes, sekisho_bundle::Limits::default())?)?;
        let against = |judges: &Judges| match judges.judge(&artifact) {
            Ok(Some(judgement)) if judgement.accepted => None,
            Ok(_) => Some("not signed by as many as the rules ask for".to_owned()),
            Err(failure) => Some(failure.message().to_owned()),
        };
        let name = &artifact.config.about.id;
        match (against(&then), against(&now)) {
            (Some(reason), _) if run.allow_unsigned => report.open(Code::Standing, format!("{name}: {reason}")),
            (Some(reason), _) => report.failed(Code::Standing, format!("{name}, on {}: {reason}", run.trusted_on)),
            (None, Some(reason)) => report.open(Code::Standing, format!("{name}, today: {reason}")),
            (None, None) => {
                report.held(Code::Standing, name.clone());
                // What an archived state would take is refused here for what was seen of a log since: an old kit stays one, two branches
                // of a log do not.
                match judges.logged(&artifact) {
                    Ok(found) => {
                        for one in found {
                            report.held(Code::Log, format!("{name}: {}", said(&one, language)));
                            stands.push(one);
                        }
                    }
                    Err(error) if error.is_split() => {
                        report.failed(Code::Log, format!("{name}: {error} [{}]", error.code()));
                    }
                    Err(error) => report.open(Code::Log, format!("{name}: {error} [{}]", error.code())),
                }
            }
        }
    }
    Ok(stands)
}

/// What is signed, and by whom it might be.
pub(super) struct Signed<'a> {
    pub(super) signatures: Vec<&'a Vec<u8>>,
    pub(super) statement: &'a [u8],
    pub(super) record: Digest,
    pub(super) policies: Vec<&'a str>,
}

/// Whether those signed whose word counts: for every policy, as a rule for `attestation/<policy>` says.
pub(super) fn signatures(
    signed: &Signed<'_>,
    judges: &Judges,
    believed: &Believed,
    report: &mut Report,
    language: Language,
) -> Result<(), Failure> {
    let allow_unsigned = believed.allow_unsigned;
    let about = Digest::of(signed.statement);
    let days = stamp::judge(&signed.signatures, &stamp::authorities(&believed.authority)?, report);
    for policy in &signed.policies {
        let id = format!("attestation/{policy}");
        let required = match judges.requirement(&id) {
            Ok(Some(required)) => required,
            Ok(None) if allow_unsigned => {
                let count = signed.signatures.len();
                report.open(Code::Signatures, format!("{count} signatures, and nobody is trusted"));
                return Ok(());
            }
            Ok(None) => {
                report.failed(
                    Code::Signatures,
                    "it is not said whose signatures count: `--trust`, `--trusted-key`, or `--allow-unsigned`",
                );
                return Ok(());
            }
            Err(failure) => {
                report.failed(Code::Signatures, failure.message());
                continue;
            }
        };
        let offer = |(number, bytes): (usize, &&Vec<u8>)| {
            let name = format!("signature {}", number + 1);
            Offered::statement(name, bytes, &signed.record, PREDICATE_TYPE, &required.signers)
        };
        let offered: Vec<Offered> = signed.signatures.iter().enumerate().map(offer).collect();
        let judge = |offered: &[Offered], day| required.threshold.judge(&about, offered, &required.signers, day);
        let mut judgement = judge(&offered, machine::today());
        // A key that does not count today may have counted when an authority stamped what it signed.
        let stamped = offered
            .iter()
            .zip(&days)
            .filter_map(|(offered, day)| Some((offered.clone(), (*day)?)));
        let (stamped, days): (Vec<Offered>, Vec<Date>) = stamped.unzip();
        if let (false, Some(last)) = (judgement.accepted, days.iter().max()) {
            let then = judge(&stamped, *last);
            judgement = if then.accepted { then } else { judgement };
        }
        let told: Vec<String> = judgement
            .checks
            .iter()
            .map(|check| bundle_check_said(check, language))
            .collect();
        let told = format!("{id}: {}", told.join("; "));
        match judgement.accepted {
            true => report.held(Code::Signatures, told),
            false if allow_unsigned => report.open(Code::Signatures, told),
            false => report.failed(Code::Signatures, told),
        }
    }
    Ok(())
}
