//! Q-13 `law.ok`: the register of laws, sector rules and customer demands has an owner for each and was looked at within a
//! year, and after each amendment. A row whose scope says "none applies" stands for a kind that does not concern us.

use crate::ages::{Names, max_age, recent};
use crate::heard::{filled, id, is_blank, label};
use crate::problem::{Mark, Problem};
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Laws;

const KINDS: &[&str] = &["law", "sector", "customer", "internal", "other"];
const REVIEWED: Names = Names {
    missing: "review-missing",
    odd: "review-odd",
    future: "review-future",
    old: "review-old",
};

impl Check for Laws {
    fn spec(&self) -> Spec {
        Spec::new("law.ok")
            .reads("registers")
            .parameter(Parameter::texts("kinds", &["law", "sector", "customer"]))
            .parameter(max_age(365))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let (kinds, limit) = (cx.known_texts("kinds", KINDS)?, cx.integer("max_age_days")?);
        let Some(register) = cx.registers().get("laws") else {
            out.unknown("no-register");
            return Ok(());
        };
        if register.is_empty() {
            out.fail("empty").cite(&register);
            return Ok(());
        }
        // A row whose kind is empty or not understood may be of any kind, so it is judged.
        let asked = |row: &Entry<'_>| {
            row.get("kind")
                .is_none_or(|kind| !KINDS.contains(&kind) || kinds.iter().any(|k| k == kind))
        };
        let rows: Vec<Entry<'_>> = register.rows().filter(asked).collect();
        for row in rows
            .iter()
            .filter(|row| row.get("kind").is_none_or(|kind| !KINDS.contains(&kind)))
        {
            out.unknown("kind-unclear").arg("name", label(row, "title")).cite(row);
        }
        for kind in kinds
            .iter()
            .filter(|kind| !rows.iter().any(|row| row.get("kind") == Some(kind.as_str())))
        {
            out.unknown("kind-absent").arg("kind", kind).cite(&register);
        }
        let in_force: Vec<Entry<'_>> = rows.iter().filter(|row| applies(row)).copied().collect();
        for row in &in_force {
            let name = label(row, "title");
            if filled(row, "owner").is_none() {
                out.fail("owner-missing").arg("name", name.clone()).cite(row);
            }
            match recent(row, "last_reviewed", cx.today(), limit, &name, REVIEWED) {
                Err(problem) => problem.tell(out),
                Ok(reviewed) => {
                    if let Some(changed) = row
                        .date("changed_at")
                        .filter(|day| *day <= cx.today() && *day > reviewed)
                    {
                        let problem = Problem::fail("amended")
                            .arg("name", name)
                            .arg("date", changed)
                            .arg("reviewed", reviewed);
                        problem.cite(row).tell(out);
                    }
                }
            }
        }
        if out.is_clean() {
            let marks: Vec<Mark> = rows.iter().map(Mark::of).collect();
            if in_force.is_empty() {
                out.not_applicable("none-applies").cite_all(&marks);
            } else {
                out.attested("met").arg("count", in_force.len()).cite_all(&marks);
            }
        }
        Ok(())
    }
}

/// Only plain words for "nothing" in the scope take a row out.
fn applies(row: &Entry<'_>) -> bool {
    const NONE: &[&str] = &[
        "対象外",
        "非該当",
        "適用なし",
        "適用外",
        "notapplicable",
        "noneapplies",
        "doesnotapply",
    ];
    row.get("applies_to")
        .is_none_or(|text| !(is_blank(text) && text.trim() != "-" || NONE.contains(&id(text).as_str())))
}
