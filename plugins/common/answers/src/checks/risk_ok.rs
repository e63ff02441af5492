//! Q-10 `risk.ok`: risks were assessed within a year for all critical assets, and what is done about them and who accepts
//! what is left is recorded.

use crate::ages::{Names, max_age, recent};
use crate::heard::{Heard, filled, id, items, label, some};
use crate::parts::Parts;
use crate::problem::{Mark, Problem, tell_all};
use sekisho_sdk::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The check.
#[derive(Debug)]
pub(crate) struct Risks;

const PARTS: &[&str] = &["assessed", "coverage", "treatment", "acceptance"];
const GRADES: &[&str] = &["critical", "high", "medium", "low"];
const ASSESSED: Names = Names {
    missing: "date-missing",
    odd: "date-odd",
    future: "date-future",
    old: "too-old",
};
/// States in which nothing can be done to an asset.
const GONE: &[&str] = &["disposed", "planned"];

impl Check for Risks {
    fn spec(&self) -> Spec {
        Spec::new("risk.ok")
            .reads("registers")
            .reads("assets")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::texts("criticalities", &["critical", "high"]))
            .parameter(max_age(365))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let (parts, limit) = (Parts::read(cx, PARTS, PARTS)?, cx.integer("max_age_days")?);
        let grades = cx.known_texts("criticalities", GRADES)?;
        let critical = Critical::gather(cx, grades);
        if parts.asks_only("coverage") && critical.is_none_for_sure() {
            out.not_applicable("none-critical").cite_all(&critical.inventories);
            return Ok(());
        }
        let Some(register) = cx.registers().get("risk-assessments") else {
            out.unknown("no-register");
            return Ok(());
        };
        let (mut fresh, mut stale) = (Vec::new(), Vec::new());
        for row in register.rows() {
            match recent(&row, "assessed_at", cx.today(), limit, &label(&row, "title"), ASSESSED) {
                Ok(_) => fresh.push(row),
                Err(problem) => stale.push((row.date("assessed_at"), problem)),
            }
        }
        if fresh.is_empty() {
            match stale.into_iter().max_by_key(|(day, _)| *day) {
                Some((_, problem)) => problem.tell(out),
                None => {
                    out.fail("none").cite(&register);
                }
            }
            return Ok(());
        }
        let risks = RiskList::load(cx);
        if parts.asks("coverage") {
            critical.judge(&risks, &fresh, out);
        }
        for row in &fresh {
            tell_all(against(&risks, parts, row), out);
        }
        if out.is_clean() {
            out.attested("met")
                .arg("count", fresh.len())
                .arg("assets", critical.assets.len())
                .cite_all(&fresh);
        }
        Ok(())
    }
}

/// Risks by the number or title of their assessment.
#[derive(Debug)]
struct RiskList<'a>(BTreeMap<String, Vec<Entry<'a>>>);

impl<'a> RiskList<'a> {
    fn load(cx: &Context<'a>) -> Self {
        let mut found: BTreeMap<String, Vec<Entry<'a>>> = BTreeMap::new();
        for row in cx.registers().rows("risks") {
            if let Some(assessment) = row.get("assessment") {
                found.entry(id(assessment)).or_default().push(row);
            }
        }
        Self(found)
    }

    fn of(&self, assessment: &Entry<'_>) -> impl Iterator<Item = Entry<'a>> {
        let names: BTreeSet<String> = assessment
            .key()
            .into_iter()
            .chain(assessment.get("title"))
            .map(id)
            .collect();
        names
            .into_iter()
            .filter_map(|name| self.0.get(&name))
            .flatten()
            .copied()
    }
}

fn against(list: &RiskList<'_>, parts: Parts<'_>, row: &Entry<'_>) -> Vec<Problem> {
    let name = label(row, "title");
    let fail = |message: &'static str| Problem::fail(message).arg("name", name.clone()).cite(row);
    let risks: Vec<Entry<'_>> = list
        .of(row)
        .filter(|risk| risk.get("status") != Some("cancelled"))
        .collect();
    let mut problems = Vec::new();
    if parts.asks("treatment") {
        let open: Vec<Entry<'_>> = risks
            .iter()
            .filter(|risk| filled(risk, "treatment").is_none())
            .copied()
            .collect();
        if !open.is_empty() {
            let names: Vec<String> = open.iter().map(|risk| label(risk, "title")).collect();
            problems.push(
                fail("risk-untreated")
                    .arg("risks", some(&names))
                    .arg("count", names.len())
                    .cite_all(&open),
            );
        } else if risks.is_empty() && filled(row, "treatment").is_none() {
            problems.push(fail("treatment-missing"));
        }
    }
    if parts.asks("acceptance") {
        let accepted = risks.iter().filter(|risk| risk.get("treatment") == Some("accept"));
        let open: Vec<Entry<'_>> = accepted
            .filter(|risk| filled(risk, "accepted_by").is_none())
            .copied()
            .collect();
        let by_all = !risks.is_empty() && risks.iter().all(|risk| filled(risk, "accepted_by").is_some());
        if filled(row, "accepted_by").is_none() && !by_all {
            problems.push(fail("acceptance-missing"));
        } else if !open.is_empty() {
            let names: Vec<String> = open.iter().map(|risk| label(risk, "title")).collect();
            problems.push(
                fail("risk-unaccepted")
                    .arg("risks", some(&names))
                    .arg("count", names.len())
                    .cite_all(&open),
            );
        }
    }
    problems
}

#[derive(Debug)]
struct Asset {
    names: Vec<String>,
    label: String,
    mark: Mark,
}

/// The critical assets of the inventory.
#[derive(Debug)]
struct Critical {
    assets: Vec<Asset>,
    /// Assets whose criticality is not a word we know.
    odd: Vec<(String, Mark)>,
    /// Whether any criticality is stated.
    graded: bool,
    inventories: Vec<Mark>,
}

impl Critical {
    fn gather(cx: &Context<'_>, grades: &[String]) -> Self {
        let inventories = cx.assets().inventories().map(|i| Mark::of(&i)).collect();
        let mut found = Self {
            assets: Vec::new(),
            odd: Vec::new(),
            graded: false,
            inventories,
        };
        for asset in cx
            .assets()
            .assets()
            .filter(|asset| !asset.status().is_some_and(|status| GONE.contains(&status)))
        {
            let names: Vec<String> = [asset.id(), asset.name(), asset.hostname()]
                .into_iter()
                .flatten()
                .map(ToOwned::to_owned)
                .collect();
            let label = names
                .first()
                .cloned()
                .unwrap_or_else(|| format!("#{}", asset.row() + 1));
            match asset.criticality() {
                None => {}
                Some(grade) if !GRADES.contains(&grade) => found.odd.push((label, Mark::of(&asset))),
                Some(grade) => {
                    found.graded = true;
                    if grades.iter().any(|g| g == grade) {
                        found.assets.push(Asset {
                            names,
                            label,
                            mark: Mark::of(&asset),
                        });
                    }
                }
            }
        }
        found
    }

    fn is_none_for_sure(&self) -> bool {
        self.graded && self.assets.is_empty() && self.odd.is_empty()
    }

    fn judge(&self, risks: &RiskList<'_>, assessments: &[Entry<'_>], out: &mut Findings) {
        if self.inventories.is_empty() {
            out.unknown("no-inventory").cite_all(assessments);
            return;
        }
        if !self.graded {
            out.unknown("ungraded").cite_all(&self.inventories);
        }
        for (asset, mark) in &self.odd {
            out.unknown("grade-odd").arg("asset", asset).cite(mark);
        }
        let whole = |text: &str| {
            let heard = Heard::of(text);
            let all = [
                "全資産",
                "全ての資産",
                "すべての資産",
                "全情報資産",
                "全機器",
                "全社",
                "all assets",
                "whole company",
                "company-wide",
            ];
            id(text) == "all" || id(text) == "全て" || all.iter().any(|word| heard.has(&Heard::of(word)))
        };
        let mut named = BTreeSet::new();
        for row in assessments {
            let texts = items(row, "assets");
            if texts.iter().chain(filled(row, "scope").iter()).any(|text| whole(text)) {
                return;
            }
            named.extend(texts.into_iter().map(id));
            named.extend(risks.of(row).flat_map(|risk| items(&risk, "assets")).map(id));
        }
        for asset in self
            .assets
            .iter()
            .filter(|asset| !asset.names.iter().any(|name| named.contains(&id(name))))
        {
            out.fail("asset-uncovered")
                .arg("asset", &asset.label)
                .cite(&asset.mark)
                .cite_all(assessments);
        }
    }
}
