//! Tables of risk sources that a scan is given: each is joined to one policy and stands in the record.

use crate::bundle::LoadedPolicy;
use crate::failure::Failure;
use crate::tables;
use sekisho_catalog::Catalogue;
use sekisho_catalog::tables::risks;
use sekisho_model::assessment::RiskTable;
use std::path::Path;

const HINT: &str = "give a table (CSV, XLSX) with the columns `risk source id` and `control id`, and where there are any `layer`, `element`, \
`incident`, `threat`, `vulnerability` (リスク源ID, 対策要件ID, 層, 構成要素, インシデント, 脅威, 脆弱性)";

/// Tables by the id of their policy.
pub(crate) type Tables = Vec<(String, RiskTable)>;

/// Reads the arguments of `--risks`: `FILE`, or `POLICY=FILE` where there are several policies.
pub(crate) fn read(arguments: &[String], policies: &[LoadedPolicy]) -> Result<Tables, Failure> {
    let mut all = Tables::new();
    for argument in arguments {
        let stated = argument
            .split_once('=')
            .and_then(|(id, file)| Some((policies.iter().find(|p| p.policy.id == id)?, file)));
        let (policy, file) = match (stated, policies) {
            (Some(stated), _) => stated,
            (None, [one]) => (one, argument.as_str()),
            (None, _) => {
                let ids: Vec<&str> = policies.iter().map(|p| p.policy.id.as_str()).collect();
                return Err(
                    Failure::usage(format!("`--risks {argument}` does not say which policy is meant"))
                        .hint(format!("write `POLICY=FILE` with one of: {}", ids.join(", "))),
                );
            }
        };
        let id = policy.policy.id.clone();
        if all.iter().any(|(known, _)| *known == id) {
            return Err(Failure::usage(format!("`--risks` is given twice for `{id}`")).hint("put the tables together"));
        }
        all.push((id, table(Path::new(file), &policy.catalogue)?));
    }
    Ok(all)
}

/// Reads one table.
pub(crate) fn table(path: &Path, catalogue: &Catalogue) -> Result<RiskTable, Failure> {
    let (rows, digest) = tables::rows(path, &|rows| risks::fits(rows))?;
    risks::read(&rows, digest, catalogue).map_err(|reason| {
        Failure::usage(format!(
            "cannot join `{}` to `{}`: {reason}",
            path.display(),
            catalogue.id
        ))
        .hint(HINT)
    })
}
