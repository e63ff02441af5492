//! Policies that another one has replaced: whoever takes one up is warned, and offered the newer one.

use crate::bundle::{Bundle, LoadedPolicy};
use crate::failure::Failure;
use crate::print;
use sekisho_bundle::Bundle as Artifact;

/// Warns on stderr where a policy says what replaced it.
pub(crate) fn warn(policy: &LoadedPolicy) {
    let Some(next) = &policy.catalogue.superseded_by else {
        return;
    };
    print::talk(&format!(
        "warning: policy `{}` is superseded by `{next}` [policy-superseded]",
        policy.policy.id
    ));
    print::talk(&format!(
        "hint: `sekisho policy show {next}` shows the newer one; take it, unless a contract or a law still names this one"
    ));
}

/// Warns of all policies that an artifact brings.
pub(crate) fn warn_of(place: &str, artifact: &Artifact) -> Result<(), Failure> {
    let at_hand = Bundle::looked_at(place.to_owned(), artifact.clone())?;
    for id in at_hand.policy_ids() {
        if artifact.files.contains_key(&format!("policies/{id}/policy.toml")) {
            warn(&at_hand.policy(&id)?);
        }
    }
    Ok(())
}
