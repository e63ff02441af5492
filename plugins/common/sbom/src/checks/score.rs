//! `sbom.score`: open source projects reach the score that is asked for (register `scorecards`, which OpenSSF Scorecard's own result
//! is read into). A score tells of practices of a project, not of its code: what falls short is a warning to look closer.

use crate::scope;
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Score;

impl Check for Score {
    fn spec(&self) -> Spec {
        Spec::new("sbom.score")
            .reads("sbom")
            .reads("advisories")
            .reads("registers")
            .reads("assets")
            .parameter(Parameter::decimal("min", 0.0, 10.0, 5.0))
            .parameter(Parameter::texts("checks", &[]))
            .parameter(Parameter::integer("max_days", 1, 3650, 365))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some(register) = cx.registers().get("scorecards").filter(|r| !r.is_empty()) else {
            if scope::listing(cx).is_empty() {
                scope::without_sbom(cx, out);
            } else {
                out.unknown("no-scores").cite_all(&scope::listing(cx));
            }
            return Ok(());
        };
        let (least, checks, limit) = (cx.decimal("min")?, cx.texts("checks")?, cx.integer("max_days")?);
        let mut judged = 0usize;
        for row in register.rows() {
            let is_asked = match row.get("check") {
                None => true,
                Some(check) => checks.iter().any(|name| name.eq_ignore_ascii_case(check)),
            };
            if !is_asked {
                continue;
            }
            judged += 1;
            let project = match row.get("check") {
                None => row.get("repository").unwrap_or("-").to_owned(),
                Some(check) => format!("{} {check}", row.get("repository").unwrap_or("-")),
            };
            // Scorecard writes -1 where it could not tell.
            let Some(score) = row.number("score").filter(|score| (0.0..=10.0).contains(score)) else {
                out.unknown("no-score").arg("project", project).cite(&row);
                continue;
            };
            if score < least {
                out.fail("below")
                    .arg("project", project)
                    .arg("score", score)
                    .arg("min", least)
                    .cite(&row);
            } else if let Some(on) = row.date("date").filter(|on| cx.today().days_since(*on) > limit) {
                out.unknown("old")
                    .arg("project", project)
                    .arg("on", on)
                    .arg("limit", limit)
                    .cite(&row);
            }
        }
        if judged == 0 {
            out.unknown("no-scores").cite(&register);
        }
        if let Some(pass) = out.pass_if_clean("all") {
            pass.arg("scores", judged).arg("min", least).cite(&register);
        }
        Ok(())
    }
}
