//! `sekisho policy import`: a private policy folder from an organisation's own copy of a guideline, or a profile of a policy
//! from an OSCAL profile.

use super::named;
use crate::args::Import;
use crate::bundle::Bundle;
use crate::failure::{Failure, exit};
use crate::{machine, print};
use sekisho_catalog::import::{self, profile};
use sekisho_model::{Bilingual, Diagnostic};
use std::path::Path;

/// Largest file.
const FILE_BYTES: u64 = 64 << 20;
const HINT: &str = "give a CSV with the columns `id` and `title` (also `group`, `text`, `clause`, `levels`; or 項番, 項目, 分類, \
本文, 条項, レベル), or an OSCAL catalogue in JSON; an OSCAL profile needs `--policy`";

pub(super) fn run(arguments: &Import) -> crate::Outcome {
    let place = arguments.file.display().to_string();
    let fault = |reason: String| Failure::usage(format!("cannot import `{place}`: {reason}")).hint(HINT);
    let bytes = machine::read(&arguments.file, FILE_BYTES)?;
    let text = sekisho_evidence::encoding::decode(&bytes, None)
        .map_err(|e| fault(e.to_string()))?
        .ok_or_else(|| fault("it is no text".to_owned()))?;
    match &arguments.policy {
        Some(policy) => tailor(arguments, policy, &text.text, &fault),
        None => copy(arguments, &text.text, &fault),
    }
}

/// A policy folder from a guideline.
fn copy(arguments: &Import, text: &str, fault: &dyn Fn(String) -> Failure) -> crate::Outcome {
    let (id, to) = (&arguments.id, &arguments.to);
    let mut read = import::read(text).map_err(fault)?;
    if let Some(title) = &arguments.title {
        read.title = Some(Bilingual::new(title.as_str(), title.as_str()));
    }
    let name = arguments
        .file
        .file_name()
        .map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let (catalogue, policy) = import::written(&read, id, &name).map_err(|e| Failure::policy(&[e]))?;
    machine::make_folder(to)?;
    machine::write(&to.join("catalogue.toml"), catalogue.as_bytes())?;
    machine::write(&to.join("policy.toml"), policy.as_bytes())?;
    tell(&read.remarks, &arguments.file);
    print::line(&format!(
        "{id}: {} controls in {} groups, in {}",
        read.controls.len(),
        read.groups.len(),
        to.display()
    ));
    Ok(exit::CONFORMANT)
}

/// A profile from an OSCAL profile.
fn tailor(arguments: &Import, policy: &str, text: &str, fault: &dyn Fn(String) -> Failure) -> crate::Outcome {
    let mut bundle = Bundle::open(&arguments.bundles)?;
    let policy = named(&mut bundle, policy)?;
    let mut chosen = profile::read(text, &policy.catalogue).map_err(fault)?;
    if let Some(title) = &arguments.title {
        chosen.title = Some(Bilingual::new(title.as_str(), title.as_str()));
    }
    let written = profile::written(&chosen, &arguments.id, &policy.policy.id).map_err(|e| Failure::policy(&[e]))?;
    if arguments.to.exists() {
        return Err(Failure::usage(format!("`{}` is there already", arguments.to.display())).hint("name a new file"));
    }
    machine::make_way(&arguments.to)?;
    machine::write(&arguments.to, written.as_bytes())?;
    tell(&chosen.remarks, &arguments.file);
    print::line(&format!(
        "{}: {} of {} controls of {}, in {}",
        arguments.id,
        chosen.controls.len(),
        policy.catalogue.controls.len(),
        policy.policy.id,
        arguments.to.display()
    ));
    Ok(exit::CONFORMANT)
}

/// What is odd about the file and was read all the same.
fn tell(remarks: &[String], file: &Path) {
    for remark in remarks {
        let place = file.display().to_string();
        print::remark(&Diagnostic::warning("import-odd", remark.as_str()).at_path(place));
    }
}
