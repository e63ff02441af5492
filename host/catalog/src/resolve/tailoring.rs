//! What a profile makes of a catalogue: whether it fits, and which controls it leaves out and why.

use crate::catalogue::{Catalogue, CatalogueControl};
use crate::{CatalogError, Policy, Profile};
use sekisho_model::Bilingual;

/// Everything in a profile that does not fit its policy and catalogue.
pub(super) fn faults(profile: &Profile, policy: &Policy, catalogue: &Catalogue) -> Vec<CatalogError> {
    let fault = |line: u32, reason: String| CatalogError::Content {
        file: profile.file.clone(),
        line,
        reason,
    };
    let mut faults = Vec::new();
    if profile.policy != policy.id {
        faults.push(fault(
            1,
            format!("it tailors policy `{}`, not `{}`", profile.policy, policy.id),
        ));
    }
    let named = profile
        .include
        .iter()
        .flatten()
        .chain(profile.exclude.iter().map(|e| &e.id))
        .chain(profile.scopes.keys());
    for id in named.filter(|id| !catalogue.controls.iter().any(|c| c.id == **id)) {
        faults.push(fault(1, format!("control `{id}` is not in the catalogue")));
    }
    for level in &profile.levels {
        if !catalogue.controls.iter().any(|c| c.levels.contains(level)) {
            faults.push(fault(1, format!("no control has level `{level}`")));
        }
    }
    for (id, values) in &profile.tags {
        let dimension = catalogue.sorting.dimensions.iter().find(|d| d.id == *id);
        match dimension {
            None => faults.push(fault(1, format!("the catalogue has no dimension `{id}`"))),
            Some(dimension) => faults.extend(
                values
                    .iter()
                    .filter(|v| !dimension.values.iter().any(|known| known.id == **v))
                    .map(|v| fault(1, format!("dimension `{id}` has no value `{v}`"))),
            ),
        }
    }
    for parameter in &profile.parameters {
        let used = policy.controls.iter().any(|control| {
            parameter.control.as_ref().is_none_or(|id| *id == control.id)
                && control
                    .checks
                    .iter()
                    .any(|c| c.plugin == parameter.plugin && c.check == parameter.check)
        });
        if !used {
            let reason = format!(
                "the policy does not use check `{}` of `{}` there",
                parameter.check, parameter.plugin
            );
            faults.push(fault(parameter.line, reason));
        }
    }
    faults
}

/// Why a profile leaves a control out, if it does.
pub(crate) fn exclusion(profile: &Profile, item: &CatalogueControl) -> Option<Bilingual> {
    if let Some(exclusion) = profile.exclude.iter().find(|e| e.id == item.id) {
        return Some(exclusion.reason.clone());
    }
    if profile
        .include
        .as_ref()
        .is_some_and(|include| !include.contains(&item.id))
    {
        return Some(Bilingual::new(
            "このプロファイルの対象項目に含まれない",
            "not among the controls of this profile",
        ));
    }
    let tagged = |(id, wanted): (&String, &Vec<String>)| {
        let values = item.tags.get(id).map_or(&[][..], Vec::as_slice);
        values.is_empty() || values.iter().any(|v| wanted.contains(v))
    };
    if !profile.tags.iter().all(tagged) {
        return Some(Bilingual::new(
            "このプロファイルの対象範囲に当たらない",
            "outside what this profile looks at",
        ));
    }
    let of_level = profile.levels.is_empty() || item.levels.iter().any(|l| profile.levels.contains(l));
    (!of_level).then(|| Bilingual::new("このプロファイルの水準に含まれない", "not part of this profile's level"))
}
