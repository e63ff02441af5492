//! `sekisho bundle pull`: bundles from registries, held against their pins and the trust root, kept on this machine.
//!
//! A tag that leads elsewhere than its pin is refused; `--update` follows it on purpose and shows what that changes.

use super::{diff, settings::settings, signed};
use crate::args::Form;
use crate::args::registry::Pull as Args;
use crate::bundle::pinned::{Pinned, check_pin};
use crate::bundle::trust::Judges;
use crate::failure::{Failure, exit};
use crate::{machine, print, superseded};
use sekisho_bundle::registry::lock::Pin;
use sekisho_bundle::registry::{Reference, RegistryError, Settings, Target, pull, resolve};
use sekisho_bundle::{Bundle as Artifact, Layout, open};
use sekisho_model::Digest;
use sekisho_model::text::Language;
use serde_json::json;

/// What became of a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// A digest that needs no pin.
    Kept,
    /// Pinned for the first time.
    Pinned,
    /// As it was pinned.
    Same,
    /// Pinned anew.
    Moved(Digest),
}

/// What one reference gave.
struct Got {
    layout: Layout,
    artifact: Artifact,
    step: Step,
    /// Host and repository; nothing where it was at hand already.
    from: Option<String>,
}

pub(super) fn run(args: &Args) -> crate::Outcome {
    let mut pinned = Pinned::open(&args.pins)?;
    let references = references(args, &pinned)?;
    let judges = Judges::of(&args.trusted, machine::today())?;
    let l = args.language.get();
    let mut told = Vec::new();
    for reference in &references {
        let got = one(args, &pinned, reference)?;
        let is_verified = judges.vouched(&got.artifact, l)?;
        if let Step::Moved(old) = got.step {
            show_changes(&pinned, old, &got.artifact, l)?;
        }
        let about = &got.artifact.config.about;
        let pin = match &reference.target {
            Target::Tag(tag) => Some(Pin {
                repository: reference.place(),
                tag: tag.clone(),
                digest: got.artifact.digest(),
                id: about.id.clone(),
                version: about.version.clone(),
            }),
            Target::Digest(_) => None,
        };
        pinned.keep(std::slice::from_ref(&got.layout), pin.filter(|_| !args.locked))?;
        superseded::warn_of(&reference.to_string(), &got.artifact)?;
        if let Some(to) = &args.to {
            // With every signature that is known by now.
            let all = pinned.must_get(got.artifact.digest())?;
            machine::write(to, &all.to_tar()?)?;
        }
        match args.output {
            Form::Json => told.push(as_json(reference, &got, is_verified)),
            Form::Text => say(reference, &got, is_verified, l),
        }
    }
    if args.output == Form::Json {
        print::json(&json!({ "lock": pinned.place(), "bundles": told }))?;
    }
    Ok(exit::CONFORMANT)
}

fn references(args: &Args, pinned: &Pinned) -> Result<Vec<Reference>, Failure> {
    if args.to.is_some() && args.references.len() != 1 {
        return Err(Failure::usage("`--to` is one file, and needs one reference"));
    }
    let mut references = Vec::new();
    for text in &args.references {
        references.push(Reference::parse(text)?);
    }
    if references.is_empty() {
        references = pinned.references()?;
    }
    match references.is_empty() {
        true => Err(
            Failure::usage(format!("no reference is named, and `{}` pins none", pinned.place()))
                .hint("`sekisho bundle pull oci://HOST/REPOSITORY:TAG` pins one"),
        ),
        false => Ok(references),
    }
}

/// Gets one bundle, or says why not. Nothing is kept yet.
fn one(args: &Args, pinned: &Pinned, reference: &Reference) -> Result<Got, Failure> {
    let pin = pinned.lock().pin(reference);
    let settings = || settings(&args.registry, &args.mirror, reference);
    let (wanted, step) = match (&reference.target, pin) {
        (Target::Digest(digest), _) => (Some(*digest), Step::Kept),
        (Target::Tag(_), None) if args.locked => {
            return Err(Failure::untrusted(format!(
                "`{reference}` is not pinned in `{}` [registry-not-pinned]",
                pinned.place()
            ))
            .hint("pull it once without `--locked`, look at it, and keep the lock file"));
        }
        (Target::Tag(_), None) => (None, Step::Pinned),
        (Target::Tag(_), Some(pin)) if args.locked => (Some(pin.digest), Step::Same),
        (Target::Tag(_), Some(pin)) => {
            let there = resolve(reference, &settings()?)?;
            passed_over(&there.passed_over);
            match there.digest == pin.digest {
                true => (Some(pin.digest), Step::Same),
                false if args.update => (Some(there.digest), Step::Moved(pin.digest)),
                false => return Err(moved(pin, there.digest, there.version.as_deref())),
            }
        }
    };
    // What is here already needs no network, unless newer signatures are wanted.
    let is_enough = args.locked || matches!(reference.target, Target::Digest(_));
    let known = match wanted.filter(|_| is_enough) {
        Some(digest) => pinned.get(digest)?,
        None => None,
    };
    let (layout, from) = match known {
        Some(layout) => (layout, None),
        None => fetch(reference, wanted, &settings()?)?,
    };
    let artifact = open(&layout)?;
    match (step, pin) {
        (Step::Same, Some(pin)) => check_pin(pin, &artifact)?,
        (Step::Moved(_), Some(pin)) if pin.id != artifact.config.about.id => {
            return Err(Failure::untrusted(format!(
                "`{reference}` was bundle `{}` and is `{}` now [registry-other-bundle]",
                pin.id, artifact.config.about.id
            ))
            .hint("ask its issuer; to use it all the same, take its entry out of the lock file first"));
        }
        _ => {}
    }
    Ok(Got {
        layout,
        artifact,
        step,
        from,
    })
}

fn fetch(
    reference: &Reference,
    wanted: Option<Digest>,
    settings: &Settings,
) -> Result<(Layout, Option<String>), Failure> {
    let exact = wanted.map(|digest| reference.at(digest));
    let pulled = pull(exact.as_ref().unwrap_or(reference), settings)?;
    passed_over(&pulled.passed_over);
    Ok((pulled.layout, Some(pulled.from)))
}

/// Places that were asked first and could not give it are named.
fn passed_over(errors: &[RegistryError]) {
    for error in errors {
        print::talk(&format!("warning: {error}; the next place was asked"));
    }
}

fn moved(pin: &Pin, now: Digest, version: Option<&str>) -> Failure {
    let version = version.map(|v| format!(" (version {v})")).unwrap_or_default();
    Failure::untrusted(format!(
        "`oci://{}:{}` is pinned to {} (version {}), and leads to {now}{version} now [registry-tag-moved]",
        pin.repository, pin.tag, pin.digest, pin.version
    ))
    .hint("`--update` takes the new one and shows what it changes; `--locked` takes the pinned one")
}

fn show_changes(pinned: &Pinned, old: Digest, new: &Artifact, l: Language) -> Result<(), Failure> {
    match pinned.get(old)? {
        Some(layout) => diff::tell(&open(&layout)?, new, l, &mut |line| print::talk(line)),
        None => {
            print::talk(&match l {
                Language::Ja => format!("{old} は手元になく、変更点を示せない"),
                Language::En => format!("{old} is not at hand, so what changes cannot be shown"),
            });
            Ok(())
        }
    }
}

fn as_json(reference: &Reference, got: &Got, is_verified: bool) -> serde_json::Value {
    let (step, before) = match got.step {
        Step::Kept => ("kept", None),
        Step::Pinned => ("pinned", None),
        Step::Same => ("same", None),
        Step::Moved(old) => ("moved", Some(old)),
    };
    let about = &got.artifact.config.about;
    json!({
        "reference": reference.to_string(), "digest": got.artifact.digest(), "id": about.id, "version": about.version,
        "signatures": got.artifact.signatures.len(), "verified": is_verified, "from": got.from,
        "step": step, "before": before,
    })
}

fn say(reference: &Reference, got: &Got, is_verified: bool, l: Language) {
    let ja = l == Language::Ja;
    let about = &got.artifact.config.about;
    let step = match (got.step, ja) {
        (Step::Kept, true) => "ダイジェスト指定".to_owned(),
        (Step::Kept, false) => "by digest".to_owned(),
        (Step::Pinned, true) => "新たに固定".to_owned(),
        (Step::Pinned, false) => "pinned".to_owned(),
        (Step::Same, true) => "固定どおり".to_owned(),
        (Step::Same, false) => "as pinned".to_owned(),
        (Step::Moved(old), true) => format!("固定を変更 (旧 {old})"),
        (Step::Moved(old), false) => format!("pinned anew (was {old})"),
    };
    let signed = signed(is_verified, l);
    print::line(&format!("{} {}  {}", about.id, about.version, got.artifact.digest()));
    print::line(&format!(
        "  {reference}: {step}; {signed} ({})",
        got.artifact.signatures.len()
    ));
}
