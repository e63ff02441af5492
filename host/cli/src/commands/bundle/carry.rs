//! `sekisho bundle save` and `bundle load`: pulled bundles in one file, for machines that no registry reaches.
//!
//! The file is an OCI image layout as one tar, written as single bundles are. It says nothing of tags: the lock file does, and
//! is carried beside it.

use super::signed;
use crate::args::registry::{Load, Save};
use crate::bundle::artifact;
use crate::bundle::pinned::{Pinned, check_pin};
use crate::bundle::trust::Judges;
use crate::failure::{Failure, exit};
use crate::{machine, print};
use sekisho_bundle::registry::Reference;
use sekisho_bundle::{Layout, open};
use sekisho_model::Digest;
use sekisho_model::text::Language;

pub(super) fn save(args: &Save) -> crate::Outcome {
    let pinned = Pinned::open(&args.pins)?;
    let mut layouts = Vec::new();
    for text in &args.bundles {
        layouts.push(match Digest::parse(text) {
            Some(digest) => pinned.must_get(digest)?,
            None => pinned.find(&Reference::parse(text)?)?,
        });
    }
    if args.bundles.is_empty() {
        for reference in pinned.references()? {
            layouts.push(pinned.find(&reference)?);
        }
    }
    if layouts.is_empty() {
        return Err(
            Failure::usage(format!("no bundle is named, and `{}` pins none", pinned.place()))
                .hint("`sekisho bundle pull` pins bundles"),
        );
    }
    let mut all = Layout::default();
    layouts.iter().for_each(|layout| all.join(layout));
    machine::write(&args.to, &all.to_tar()?)?;
    let l = args.language.get();
    all.split()?.iter().try_for_each(|layout| tell(layout, None, l))?;
    Ok(exit::CONFORMANT)
}

pub(super) fn load(args: &Load) -> crate::Outcome {
    let mut pinned = Pinned::open(&args.pins)?;
    let judges = Judges::of(&args.trusted, machine::today())?;
    let l = args.language.get();
    let Some(all) = artifact::layout(&args.file)? else {
        return Err(artifact::not_built(&args.file));
    };
    let layouts = all.split()?;
    if layouts.is_empty() {
        return Err(Failure::usage(format!(
            "there is no bundle in `{}`",
            args.file.display()
        )));
    }
    // All are judged before the first is kept.
    let mut verdicts = Vec::new();
    for layout in &layouts {
        let found = open(layout)?;
        for pin in pinned.lock().pins().iter().filter(|pin| pin.digest == found.digest()) {
            check_pin(pin, &found)?;
        }
        verdicts.push(judges.vouched(&found, l)?);
    }
    pinned.keep(&layouts, None)?;
    for (layout, verdict) in layouts.iter().zip(verdicts) {
        tell(layout, Some((&pinned, verdict)), l)?;
    }
    Ok(exit::CONFORMANT)
}

fn tell(layout: &Layout, loaded: Option<(&Pinned, bool)>, l: Language) -> Result<(), Failure> {
    let found = open(layout)?;
    let about = &found.config.about;
    print::line(&format!("{} {}  {}", about.id, about.version, found.digest()));
    let signed = signed(loaded.is_some_and(|(_, is_verified)| is_verified), l);
    print::line(&format!("  {signed} ({})", found.signatures.len()));
    let pins = loaded.map(|(pinned, _)| pinned.lock().pins()).unwrap_or_default();
    for pin in pins.iter().filter(|pin| pin.digest == found.digest()) {
        print::line(&format!("  oci://{}:{}", pin.repository, pin.tag));
    }
    Ok(())
}
