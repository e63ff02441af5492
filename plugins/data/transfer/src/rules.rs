//! What a rule is, and which version of it holds on a day.

use crate::needs::Tier;
use crate::table::{self, Table, Value};
use sekisho_sdk::prelude::*;

const FILE: &str = include_str!("../rules.toml");

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Duty {
    Transfer,
    Storage,
}

/// How much a rule says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    InForce,
    Draft,
    NoRule,
    NotModelled,
    OtherLaw,
}

/// From when persons are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Window {
    ThisYear,
    LastYear,
}

/// One version of one rule. `rules.toml` tells what the fields mean.
#[derive(Debug, Clone)]
pub(crate) struct Rule<'r> {
    pub(crate) id: &'r str,
    pub(crate) law: &'r str,
    pub(crate) clause: &'r str,
    pub(crate) duty: Duty,
    pub(crate) country: &'r str,
    pub(crate) from: Option<Date>,
    pub(crate) until: Option<Date>,
    pub(crate) status: Status,
    pub(crate) as_of: &'r str,
    pub(crate) confidence: &'r str,
    pub(crate) categories: Vec<&'r str>,
    pub(crate) contents: Vec<&'r str>,
    pub(crate) sectors: Vec<&'r str>,
    pub(crate) roles: Vec<&'r str>,
    pub(crate) not_roles: Vec<&'r str>,
    pub(crate) recipients: Vec<&'r str>,
    pub(crate) within: bool,
    pub(crate) tiers: Vec<Tier<'r>>,
    pub(crate) window: Window,
    pub(crate) demands: Vec<&'r str>,
    adequate: Vec<(Date, &'r str)>,
    pub(crate) grace_days: i64,
    changed: Vec<(Date, &'r str, &'r str)>,
}

const KEYS: &[&str] = &[
    "id",
    "law",
    "clause",
    "duty",
    "country",
    "from",
    "until",
    "status",
    "as_of",
    "confidence",
    "categories",
    "contents",
    "sectors",
    "roles",
    "not_roles",
    "recipients",
    "within",
    "tiers",
    "window",
    "demands",
    "adequate",
    "grace_days",
    "changed",
];

impl<'r> Rule<'r> {
    fn read(table: &Table<'r>) -> Option<Self> {
        if table.keys().any(|key| !KEYS.contains(key)) {
            return None;
        }
        let text = |key: &str| match table.get(key) {
            Some(Value::Text(text)) => Some(*text),
            _ => None,
        };
        let list = |key: &str| match table.get(key) {
            Some(Value::List(items)) => items.clone(),
            _ => Vec::new(),
        };
        let day = |key: &str| match text(key) {
            Some(text) => Date::parse(text).map(Some),
            None => Some(None),
        };
        let adequate = list("adequate").into_iter().map(|item| {
            let (country, day) = item.split_once(' ')?;
            Some((Date::parse(day)?, country))
        });
        let changed = list("changed").into_iter().map(|item| {
            let (day, what) = item.split_once(" | ")?;
            Some((Date::parse(day)?, day, what))
        });
        Some(Self {
            id: text("id")?,
            law: text("law")?,
            clause: text("clause")?,
            duty: match text("duty")? {
                "transfer" => Duty::Transfer,
                "storage" => Duty::Storage,
                _ => return None,
            },
            country: text("country")?,
            from: day("from")?,
            until: day("until")?,
            status: match text("status")? {
                "in-force" => Status::InForce,
                "draft" => Status::Draft,
                "no-rule" => Status::NoRule,
                "not-modelled" => Status::NotModelled,
                "other-law" => Status::OtherLaw,
                _ => return None,
            },
            as_of: text("as_of")?,
            confidence: text("confidence").filter(|word| matches!(*word, "confirmed" | "unverified"))?,
            categories: list("categories"),
            contents: list("contents"),
            sectors: list("sectors"),
            roles: list("roles"),
            not_roles: list("not_roles"),
            recipients: list("recipients"),
            within: text("within") == Some("true"),
            tiers: list("tiers").into_iter().map(Tier::read).collect::<Option<_>>()?,
            window: if text("window") == Some("last-year") {
                Window::LastYear
            } else {
                Window::ThisYear
            },
            demands: list("demands"),
            adequate: adequate.collect::<Option<_>>()?,
            grace_days: match table.get("grace_days") {
                Some(Value::Number(days)) => *days,
                _ => 0,
            },
            changed: changed.collect::<Option<_>>()?,
        })
    }

    /// Whether this version holds on a day.
    pub(crate) fn holds_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Whether a country's level of protection is recognised on a day.
    pub(crate) fn is_adequate(&self, country: &str, day: Date) -> bool {
        self.adequate
            .iter()
            .any(|(from, code)| *code == country && *from <= day)
    }

    /// Name, clause and, where we did not see it, a sign of that.
    pub(crate) fn cited(&self) -> String {
        let clause = if self.clause == "-" {
            String::new()
        } else {
            format!(", {}", self.clause)
        };
        let mark = if self.confidence == "unverified" {
            " [unverified]"
        } else {
            ""
        };
        format!("{}{clause}{mark}", self.law)
    }

    /// What became of the law up to a day, for a message.
    pub(crate) fn changes(&self, today: Date) -> String {
        let told = self.changed.iter().filter(|(day, ..)| *day <= today);
        let told: Vec<String> = told.map(|(_, day, what)| format!("{day} {what}")).collect();
        if told.is_empty() {
            "-".to_owned()
        } else {
            told.join("; ")
        }
    }

    /// The days after one day and up to another on which the law changed.
    pub(crate) fn changed_between(&self, after: Date, today: Date) -> impl Iterator<Item = String> {
        let between = self
            .changed
            .iter()
            .filter(move |(day, ..)| after < *day && *day <= today);
        between.map(|(_, day, what)| format!("{day} {what}"))
    }
}

/// The versions that hold on a day, of all rules or of those a policy names.
pub(crate) fn in_force(today: Date, ids: &[String], duty: Duty) -> Result<Vec<Rule<'static>>, CheckError> {
    let all = all()?;
    if let Some(odd) = ids.iter().find(|id| !all.iter().any(|rule| rule.id == *id)) {
        return Err(CheckError::BadParameter(format!("parameter `rules` knows no `{odd}`")));
    }
    let is_asked = |rule: &Rule<'_>| rule.duty == duty && (ids.is_empty() || ids.iter().any(|id| id == rule.id));
    Ok(all
        .into_iter()
        .filter(|rule| is_asked(rule) && rule.holds_on(today))
        .collect())
}

/// Every rule of the file.
pub(crate) fn all() -> Result<Vec<Rule<'static>>, CheckError> {
    let tables = table::read(FILE).map_err(|line| CheckError::BadParameter(format!("rules.toml:{line} is no rule")))?;
    let rules = tables.iter().map(|table| {
        Rule::read(table)
            .ok_or_else(|| CheckError::BadParameter(format!("rules.toml: {:?} is no rule", table.get("id"))))
    });
    rules.collect()
}

#[cfg(test)]
mod tests {
    use super::{Date, Duty, Status, all, in_force};

    #[test]
    fn every_rule_can_be_read_and_says_what_it_asks() {
        let rules = all().unwrap_or_default();
        assert!(rules.len() > 35, "{}", rules.len());
        for rule in &rules {
            let asks = !rule.tiers.is_empty() || !rule.demands.is_empty();
            let is_rule = matches!(rule.status, Status::InForce | Status::Draft);
            assert_eq!(asks, is_rule, "{}", rule.id);
            // The last step of a rule on transfers always holds: no flow falls through.
            if let Some(last) = rule.tiers.last() {
                assert!(last.when.is_empty(), "{}", rule.id);
            }
            assert!(
                rule.until
                    .is_none_or(|until| rule.from.is_none_or(|from| from <= until)),
                "{}",
                rule.id
            );
        }
    }

    #[test]
    fn one_version_of_a_rule_holds_on_a_day() {
        for day in ["2022-04-04", "2022-10-17", "2024-03-21", "2024-03-22", "2026-11-23"] {
            let today = Date::parse(day).unwrap_or(Date(0));
            for duty in [Duty::Transfer, Duty::Storage] {
                let rules = in_force(today, &[], duty).unwrap_or_default();
                for rule in &rules {
                    assert_eq!(
                        rules.iter().filter(|other| other.id == rule.id).count(),
                        1,
                        "{} {day}",
                        rule.id
                    );
                }
            }
        }
    }

    #[test]
    fn an_unknown_rule_is_an_error() {
        assert!(in_force(Date(0), &["xx/none".to_owned()], Duty::Transfer).is_err());
    }
}
