//! `law.table`: the rules of all countries on one scale, one row each, with the same columns: so that they can be compared, and exported
//! with the record. What is judged is the table: every country that data of the subject lies in has a row.
//!
//! Source: gap analysis between countries (G7, G20, OECD) in the meeting paper. The scale is ours.

use crate::cells::countries;
use crate::needs::Tier;
use crate::rules::{Duty, Rule, Status, in_force};
use crate::scope::is_within;
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;
use std::collections::BTreeSet;

/// The check.
#[derive(Debug)]
pub(crate) struct Listed;

/// Means by an authority, by contract, by the person; whatever is none of these is the last column.
const MEANS: [(&str, &[&str]); 3] = [
    (
        "authority",
        &[
            "adequacy",
            "certification",
            "security-assessment",
            "authority-approval",
            "ctia-filing",
            "minister-coordination",
            "export-licence",
            "equal-level",
            "international-agreement",
        ],
    ),
    (
        "contract",
        &["standard-contract", "ad-hoc-contract", "bcr", "binding-safeguards"],
    ),
    ("consent", &["consent", "consent-confirmed", "opt-out"]),
];

impl Check for Listed {
    fn spec(&self) -> Spec {
        Spec::new("law.table")
            .reads("registers")
            .parameter(Parameter::texts("rules", &[]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let asked = cx.texts("rules")?;
        // One of the two duties may have none of the rules that are asked for.
        let mut rules = Vec::new();
        for duty in [Duty::Transfer, Duty::Storage] {
            rules.extend(in_force(cx.today(), &[], duty)?);
        }
        if let Some(odd) = asked.iter().find(|id| !rules.iter().any(|rule| rule.id == *id)) {
            return Err(CheckError::BadParameter(format!(
                "parameter `rules` knows no `{odd}` on this day"
            )));
        }
        rules.retain(|rule| asked.is_empty() || asked.iter().any(|id| id == rule.id));
        rules.sort_by_key(|rule| (rule.country, rule.duty == Duty::Storage, rule.id));
        let Some(register) = cx.registers().get("data-items") else {
            out.unknown("no-register");
            return Ok(());
        };
        if register.is_empty() {
            out.not_applicable("none-listed").cite(&register);
            return Ok(());
        }
        for rule in &rules {
            let is_transfer = rule.duty == Duty::Transfer;
            let means = |words: &dyn Fn(&str) -> bool| if is_transfer { grade(rule, words) } else { "-" };
            let finding = out.informational("row");
            finding
                .arg("country", rule.country)
                .arg("law", rule.law)
                .arg("duty", if is_transfer { "transfer" } else { "storage" })
                .arg("status", status(rule));
            for (column, words) in MEANS {
                finding.arg(column, means(&|word| words.contains(&word)));
            }
            let is_other = |word: &str| !MEANS.iter().any(|(_, words)| words.contains(&word));
            finding
                .arg("other", means(&is_other))
                .arg("storage", if is_transfer { "-" } else { storage(rule) })
                .arg("cases", rule.tiers.len())
                .arg("as_of", rule.as_of)
                .arg("confidence", rule.confidence)
                .arg("rule", rule.id);
        }
        let mut groups = Groups::default();
        for row in register.rows() {
            let own: BTreeSet<String> = countries(&row, "country").into_iter().collect();
            if own.is_empty() {
                groups.add(Tone::Unknown, "country-open", Vec::new(), row.label(), &row);
            }
            for country in own {
                if !rules.iter().any(|rule| is_within(rule.country, &country)) {
                    groups.add(Tone::Fail, "no-row", vec![("country", country)], row.label(), &row);
                }
            }
        }
        groups.tell(out);
        if let Some(finding) = out.pass_if_clean("listed") {
            finding.arg("count", rules.len()).cite(&register);
        }
        Ok(())
    }
}

/// How far means of a kind carry a transfer, in the best of the rule's cases: `alone`, `with-others`, `no`; `free` where the law asks for
/// nothing, `open` where the table does not say.
fn grade(rule: &Rule<'_>, is_of: &dyn Fn(&str) -> bool) -> &'static str {
    match rule.status {
        Status::NoRule => return "free",
        Status::NotModelled | Status::OtherLaw => return "open",
        Status::InForce | Status::Draft => {}
    }
    let named = |tier: &&Tier<'_>| tier.needs.iter().flatten().any(|word| is_of(word));
    let tiers: Vec<&Tier<'_>> = rule.tiers.iter().filter(named).collect();
    if tiers.is_empty() {
        "no"
    } else if tiers.iter().any(|tier| tier.needs.len() == 1) {
        "alone"
    } else {
        "with-others"
    }
}

/// The strictest demand on where data stays.
fn storage(rule: &Rule<'_>) -> &'static str {
    match rule.status {
        Status::NoRule => return "free",
        Status::NotModelled | Status::OtherLaw => return "open",
        Status::InForce | Status::Draft => {}
    }
    let demands = |word: &str| rule.demands.contains(&word);
    if demands("no-transfer") {
        "no-transfer"
    } else if demands("only-in") || demands("processed-in") {
        "only-inside"
    } else {
        "also-inside"
    }
}

fn status(rule: &Rule<'_>) -> &'static str {
    match rule.status {
        Status::InForce => "in-force",
        Status::Draft => "draft",
        Status::NoRule => "no-rule",
        Status::NotModelled => "not-modelled",
        Status::OtherLaw => "other-law",
    }
}
