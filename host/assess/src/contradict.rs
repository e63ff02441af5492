//! A person's statement against evidence: where both are there and disagree, the control is not met.

use crate::finding::{Scope, outcome};
use crate::subject::SubjectFacts;
use sekisho_catalog::ResolvedControl;
use sekisho_catalog::policy::Combine;
use sekisho_model::Outcome;
use sekisho_model::finding::Finding;

/// A statement "implemented" against evidence that says otherwise becomes a failure that cites both.
pub(crate) fn contradict(
    subject: &SubjectFacts,
    policy: &str,
    control: &ResolvedControl,
    findings: &mut [Vec<Finding>],
) {
    let Some(at) = control.uses.iter().position(|u| u.is_answer) else {
        return;
    };
    let Some(used) = control.uses.get(at) else { return };
    // Where one way is enough and evidence shows one, the failure of another contradicts nobody.
    let is_shown = |(index, list): (usize, &Vec<Finding>)| index != at && outcome(list) == Outcome::Pass;
    if control.combine == Combine::Any && findings.iter().enumerate().any(is_shown) {
        return;
    }
    let failures: Vec<Finding> = findings
        .iter()
        .enumerate()
        .filter(|(index, _)| *index != at)
        .flat_map(|(_, list)| list.iter().filter(|f| f.outcome == Outcome::Fail).cloned())
        .collect();
    let Some(statements) = findings.get_mut(at) else { return };
    if failures.is_empty() || outcome(statements) != Outcome::Attested {
        return;
    }
    let scope = Scope {
        subject,
        policy,
        control: &control.id,
        used,
    };
    let finding = scope.contradicted(statements, &failures.iter().collect::<Vec<_>>());
    statements.push(finding);
}
