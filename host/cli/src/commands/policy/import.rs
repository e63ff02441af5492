//! `sekisho policy import`: a private policy folder from an organisation's own copy of a guideline.

use crate::failure::{Failure, exit};
use crate::{machine, print};
use sekisho_catalog::import;
use std::path::Path;

/// Largest file.
const FILE_BYTES: u64 = 64 << 20;
const HINT: &str = "give a CSV with the columns `id` and `title` (also `group`, `text`, `clause`, `levels`; or 項番, 項目, 分類, \
本文, 条項, レベル), or an OSCAL catalogue in JSON";

pub(super) fn run(file: &Path, id: &str, to: &Path, title: Option<&str>) -> crate::Outcome {
    let place = file.display().to_string();
    let fault = |reason: String| Failure::usage(format!("cannot import `{place}`: {reason}")).hint(HINT);
    let bytes = machine::read(file, FILE_BYTES)?;
    let text = sekisho_evidence::encoding::decode(&bytes, None)
        .map_err(|e| fault(e.to_string()))?
        .ok_or_else(|| fault("it is no text".to_owned()))?;
    let mut read = import::read(&text.text).map_err(fault)?;
    if let Some(title) = title {
        read.title = Some(title.to_owned());
    }
    let name = file
        .file_name()
        .map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let (catalogue, policy) = import::written(&read, id, &name).map_err(|e| Failure::policy(&[e]))?;
    machine::make_folder(to)?;
    machine::write(&to.join("catalogue.toml"), catalogue.as_bytes())?;
    machine::write(&to.join("policy.toml"), policy.as_bytes())?;
    print::line(&format!(
        "{id}: {} controls in {} groups, in {}",
        read.controls.len(),
        read.groups.len(),
        to.display()
    ));
    Ok(exit::CONFORMANT)
}
