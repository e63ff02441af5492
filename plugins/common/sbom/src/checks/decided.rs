//! `vuln.decided`: every vulnerability in the register (`vulnerability-records`) has a decision within the days allowed, and
//! what was decided is not overdue. Under investigation is no decision.

use crate::scope;
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Decided;

impl Check for Decided {
    fn spec(&self) -> Spec {
        Spec::new("vuln.decided")
            .reads("sbom")
            .reads("advisories")
            .reads("registers")
            .reads("assets")
            .parameter(Parameter::integer("max_days", 0, 3650, 14))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some(register) = cx.registers().get("vulnerability-records").filter(|r| !r.is_empty()) else {
            if scope::listing(cx).is_empty() {
                scope::without_sbom(cx, out);
            } else {
                out.unknown("no-register").cite_all(&scope::listing(cx));
            }
            return Ok(());
        };
        let limit = cx.integer("max_days")?;
        let (mut decided, mut waiting) = (0usize, 0usize);
        for row in register.rows() {
            if matches!(row.get("status"), Some("done" | "accepted" | "cancelled")) || row.has("done_at") {
                decided += 1;
                continue;
            }
            let products = row.list("assets").join(", ");
            if matches!(row.get("decision"), None | Some("investigating")) {
                let Some(received) = row.date("received_at") else {
                    out.unknown("undated").arg("record", named(row)).cite(&row);
                    continue;
                };
                if cx.today().days_since(received) > limit {
                    out.fail("undecided")
                        .arg("record", named(row))
                        .arg("products", products)
                        .arg("received", received)
                        .arg("limit", limit)
                        .cite(&row);
                } else {
                    waiting += 1;
                }
                continue;
            }
            decided += 1;
            if let Some(due) = row.date("due_at").filter(|due| *due < cx.today()) {
                out.fail("overdue")
                    .arg("record", named(row))
                    .arg("products", products)
                    .arg("due", due)
                    .cite(&row);
            }
        }
        if waiting > 0 {
            out.informational("waiting").arg("records", waiting).cite(&register);
        }
        if let Some(pass) = out.pass_if_clean("all") {
            pass.arg("records", decided).cite(&register);
        }
        Ok(())
    }
}

/// The vulnerability's number, else the row's.
fn named(row: Entry<'_>) -> String {
    let numbers = row.list("vulnerability");
    if numbers.is_empty() {
        row.label()
    } else {
        numbers.join(", ")
    }
}
