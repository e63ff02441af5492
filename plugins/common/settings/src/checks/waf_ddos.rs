//! CF-28 `waf.ddos`: public web assets of high criticality stand behind a WAF and a protection against DDoS.
//!
//! Source: rule catalogue CF-28. A site whose criticality is not understood cannot be left out: it is unknown.

use crate::scope::fold;
use crate::statements::{Mark, Said, Statements, Verdict, said};
use sekisho_sdk::parts::{Parts, holds};
use sekisho_sdk::prelude::*;

pub(crate) struct WebProtection;

const PARTS: &[&str] = &["waf", "ddos"];
const CRITICALITY: &[&str] = &["critical", "high", "medium", "low"];

impl Check for WebProtection {
    fn spec(&self) -> Spec {
        Spec::new("waf.ddos")
            .reads("settings")
            .reads("registers")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::texts("criticality", &["critical", "high"]))
            .parameter(Parameter::boolean("waf_must_block", false))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, PARTS)?;
        let levels = cx.known_texts("criticality", CRITICALITY)?;
        let must_block = cx.boolean("waf_must_block")?;
        let Some(register) = cx.registers().get("web-assets") else {
            out.unknown("no-register");
            return Ok(());
        };
        let (mut count, mut marks) = (0_usize, Vec::new());
        for row in register.rows().filter(|row| said(row, "public") != Said::No) {
            let site = row.get("name").map_or_else(|| row.label(), str::to_owned);
            match row.get("criticality") {
                Some(level) if holds(levels, level) => {}
                Some(level) if CRITICALITY.contains(&level) => continue,
                _ => {
                    out.unknown("criticality-unclear").arg("site", &site).cite(&row);
                    continue;
                }
            }
            count += 1;
            for part in PARTS.iter().filter(|part| parts.asks(part)) {
                judge(cx, &row, &site, part, must_block, &mut marks, out);
            }
        }
        if count == 0 && out.is_empty() {
            out.not_applicable("none-in-scope")
                .arg("sites", register.len())
                .cite(&register);
        } else if let Some(finding) = out.pass_if_clean("protected") {
            finding.arg("count", count).cite_all(&marks);
        }
        Ok(())
    }
}

fn judge(
    cx: &Context<'_>,
    row: &Entry<'_>,
    site: &str,
    part: &str,
    must_block: bool,
    marks: &mut Vec<Mark>,
    out: &mut Findings,
) {
    let mut statements = Statements::default();
    statements.row(row, part);
    let own = [row.key(), row.get("name"), row.get("url").map(host)];
    let mut detects_only = part == "waf" && row.get("waf_mode") == Some("detect");
    for snapshot in cx
        .settings()
        .snapshots()
        .filter(|s| own.iter().flatten().any(|name| fold(name) == fold(s.asset())))
    {
        for setting in snapshot.all(if part == "waf" { "waf.enabled" } else { "ddos.enabled" }) {
            statements.say(setting.flag(), &setting);
        }
        for setting in snapshot.all("waf.mode").into_iter().filter(|_| part == "waf") {
            match setting.value() {
                Some("off") => statements.bad(&setting),
                Some("detect") => {
                    detects_only = true;
                    statements.good(&setting);
                }
                _ => statements.good(&setting),
            }
        }
    }
    let finding = match statements.verdict() {
        Verdict::Met if detects_only && must_block => out.fail("detects-only"),
        Verdict::Met => {
            marks.extend(statements.marks());
            return;
        }
        Verdict::NotMet => out.fail("off").arg("part", part),
        Verdict::Unclear | Verdict::Silent => out.unknown("unclear").arg("part", part),
    };
    finding.arg("site", site).cite(row).cite_all(&statements.marks());
}

/// Host name of an address.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', ':', '?']).next().unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn hosts_of_addresses() {
        assert_eq!(host("https://www.example.jp/shop?x=1"), "www.example.jp");
        assert_eq!(host("shop.example.jp:8443"), "shop.example.jp");
    }
}
