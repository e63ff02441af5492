//! Whether the guidelines were in force on the day of the assessment. Without `--as-of` the day is today, and a guideline that
//! has not begun is refused. A day that somebody named is their own question ("where would we stand?"): it is answered, and
//! the record says that the guideline was not in force.

use crate::bundle::{Bundle, LoadedPolicy};
use crate::failure::Failure;
use sekisho_model::{Date, Diagnostic};

/// What the record has to say of the calendar.
pub(super) fn check(
    bundle: &Bundle,
    policies: &[LoadedPolicy],
    as_of: Date,
    is_named: bool,
) -> Result<Vec<Diagnostic>, Failure> {
    let mut remarks = Vec::new();
    for LoadedPolicy { policy, catalogue, .. } in policies {
        if let Some(start) = catalogue.effective_from.filter(|start| as_of < *start) {
            if !is_named {
                return Err(Failure::usage(format!(
                    "policy `{}` is in force from {start}; today is {as_of}",
                    policy.id
                ))
                .hint("give the day as of which is to be assessed with `--as-of`; a day before that is allowed, and the record says so"));
            }
            remarks.push(
                Diagnostic::warning(
                    "policy-not-in-force",
                    format!(
                        "policy `{}` is in force from {start}, after the day of the assessment ({as_of})",
                        policy.id
                    ),
                )
                .at_path(policy.id.as_str())
                .hint("read the result as a forecast: on that day nobody was bound by it"),
            );
        }
        if let Some(next) = &catalogue.superseded_by {
            remarks.extend(superseded(bundle, policy.id.as_str(), next, as_of)?);
        }
    }
    Ok(remarks)
}

/// Whether the successor was in force on the day. One that is not at hand, or does not say when it begins, is not told of.
fn superseded(bundle: &Bundle, id: &str, next: &str, as_of: Date) -> Result<Option<Diagnostic>, Failure> {
    if !bundle.has(next) {
        return Ok(None);
    }
    let start = bundle.policy(next)?.catalogue.effective_from;
    Ok(start.filter(|start| *start <= as_of).map(|start| {
        Diagnostic::note(
            "policy-superseded",
            format!("policy `{id}` was superseded by `{next}` on {start}"),
        )
        .at_path(id)
        .hint("assess with the newer one, unless a contract or a law still names this one")
    }))
}
