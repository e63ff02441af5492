//! Whether what a kit or a disclosure states stands in the transparency logs that the verifier's trust store asks for.

use crate::bundle::logged::said;
use crate::bundle::trust::Judges;
use crate::failure::Failure;
use sekisho_attest::audit::{Code, Report};
use sekisho_attest::log::{Stands, entry};
use sekisho_model::error::Hint as _;
use sekisho_model::text::Language;

/// Checks the entry of a statement for every policy, as a rule for `attestation/<policy>` says. Answers where it stands.
pub(super) fn statement(
    statement: &[u8],
    policies: &[&str],
    proofs: &[Vec<u8>],
    judges: &Judges,
    report: &mut Report,
    language: Language,
) -> Result<Vec<Stands>, Failure> {
    let entry = entry::of_statement(statement)?;
    let mut all = Vec::new();
    for policy in policies {
        let id = format!("attestation/{policy}");
        match judges.found(&id, &entry, proofs) {
            Ok(Some(found)) => {
                for stands in &found.stands {
                    report.held(Code::Log, format!("{id}: {}", said(stands, language)));
                }
                if found.stands.is_empty() {
                    for refused in &found.refused {
                        report.open(Code::Log, format!("{id}: {refused} [{}]", refused.code()));
                    }
                }
                all.extend(found.stands);
            }
            Ok(None) if proofs.is_empty() => {}
            Ok(None) => {
                let count = proofs.len();
                report.open(
                    Code::Log,
                    format!("{count} proofs of logs; `--trust` says which logs count"),
                );
                break;
            }
            // That nobody said who may attest is told with the signatures.
            Err(error) if error.code() == "trust-no-rule" => {}
            Err(error) => report.failed(Code::Log, format!("{id}: {error} [{}]", error.code())),
        }
    }
    Ok(all)
}
