//! What to do about a refusal, one sentence each.

use super::TrustError;

pub(super) fn hint(error: &TrustError) -> Option<String> {
    let text = match error {
        TrustError::Missing(_) => {
            "the copy is not complete; take the whole repository (`metadata` and `targets`) again"
        }
        TrustError::Oversize { .. } | TrustError::Malformed { .. } => {
            "the file was damaged or replaced; take the repository again from the association"
        }
        TrustError::Source { .. } => "give a directory or an uncompressed tar that holds `metadata` and `targets`",
        TrustError::Threshold { .. } => {
            "do not use this copy; if keys were rotated, the copy must hold every root since the one you have"
        }
        TrustError::SignedTwice { .. } | TrustError::SameKey { .. } => {
            "tell the association: every signature must come from a key of its own"
        }
        TrustError::Unreachable { .. } => {
            "tell the association: the role must have at least as many keys as it needs signers"
        }
        TrustError::Expired { role, .. } if role == "timestamp" => {
            "the copy is old or somebody holds back newer ones; fetch a fresh one and run `sekisho trust update`"
        }
        TrustError::Expired { .. } => {
            "fetch a fresh copy; if it is the newest, ask the association to sign the role again"
        }
        TrustError::Rollback { .. } => {
            "an older copy was offered after a newer one; take the newest from the association and find out who offered this one"
        }
        TrustError::Equivocation { .. } => {
            "two different files bear one version; compare both with the association before you trust either"
        }
        TrustError::Mixed { .. } | TrustError::Withheld(_) => {
            "files of different days were mixed or left out; take the whole repository again"
        }
        TrustError::FastForward { .. } => "a key was misused; the association must rotate the keys of this role",
        TrustError::Delegation { .. } | TrustError::Target { .. } => {
            "do not use this copy; report it to the association that published it"
        }
        TrustError::OtherRoot { .. } => "compare the root's digest with the association by telephone or in person",
        TrustError::Store(_) => {
            "make a new store with `sekisho trust init --root FILE --trust DIR` and keep the old one as evidence"
        }
        TrustError::Busy => "wait for the other process to finish",
        TrustError::RevokedBundle { .. } => "remove the bundle; what was assessed with it must be assessed again",
        TrustError::BelowMinimum { .. } => "get the minimum version or a later one",
        TrustError::BundleRollback { .. } => "get the version seen before or a later one",
        TrustError::BundleReplaced { .. } => {
            "a released version never changes; ask the issuer which of the two is theirs"
        }
        TrustError::LogSplit { .. } => {
            "keep both checkpoints: together they show that the log does not only append; tell its keeper and witnesses"
        }
        TrustError::LogRollback { offered, .. } => {
            return Some(format!(
                "give a newer proof, or the proof that both are one log with `--consistency` (its keeper: `sekisho log consistency --old {offered}`)"
            ));
        }
        TrustError::LogGap { seen, .. } => {
            return Some(format!(
                "give the proof that it only appended with `--consistency` (its keeper: `sekisho log consistency --old {seen}`)"
            ));
        }
        TrustError::NoRule(_) => "ask the association to add a rule for this bundle id to `signers.json`",
        TrustError::KeysMissing { .. } => {
            "other holders add theirs with `sekisho trust sign --repository DIR --key FILE`; nothing is published before"
        }
        TrustError::Edit(_) => return None,
        TrustError::Key(_) => "give an Ed25519 or P-256 key as PEM",
    };
    Some(text.to_owned())
}
