//! Q-02 `doc.spread`: the document was made known to each group after its last revision. By name only: that it can be
//! read at any time, that it is made known again every so often, and that serious incidents are told to everybody.

use crate::ages::{LONGEST, max_age, too_old};
use crate::aliases::{DOCUMENTS, Fit, METHODS, fit};
use crate::documents::{Document, find};
use crate::heard::{filled, items, label, same};
use crate::parts::Parts;
use crate::people::{People, any_covers, covers};
use crate::problem::Mark;
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Spread;

const PARTS: &[&str] = &["after-revision", "available", "periodic", "after-incident"];
const RULE: &[&str] = &["after-revision"];

impl Check for Spread {
    fn spec(&self) -> Spec {
        Spec::new("doc.spread")
            .reads("registers")
            .parameter(Parameter::text("document", 200, "").required())
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::texts("groups", &[]))
            .parameter(max_age(365))
            .parameter(Parameter::integer("after_incident_days", 0, LONGEST, 31))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let (parts, token, limit) = (
            Parts::read(cx, PARTS, RULE)?,
            cx.text("document")?,
            cx.integer("max_age_days")?,
        );
        let grace = cx.integer("after_incident_days")?;
        let registers = cx.registers();
        let Some(publications) = registers.get("publications") else {
            out.unknown("no-publications");
            return Ok(());
        };
        let listed = registers.get("documents");
        let found = listed
            .as_ref()
            .map(|register| find(register, token))
            .unwrap_or_default();
        // Of several documents that fit, the one that was made known is meant.
        let told = |document: &Document<'_>| {
            publications
                .rows()
                .any(|row| row.get("document").is_some_and(|name| document.is(name)))
        };
        let document = found.iter().copied().find(told).or_else(|| found.first().copied());
        let rows: Vec<Entry<'_>> = publications
            .rows()
            .filter(|row| is_about(row, token, document))
            .collect();
        let groups = match Groups::gather(cx, document)? {
            Some(groups) => groups,
            None => {
                out.not_applicable("nobody")
                    .arg("document", token)
                    .cite_all(&People::load(cx).map(|p| p.register));
                return Ok(());
            }
        };
        let case = Case {
            token,
            today: cx.today(),
            rows,
            register: Mark::of(&publications),
            groups,
        };
        if parts.asks("after-revision") || parts.asks("available") {
            match (document, &listed) {
                (Some(document), _) => case.since_revision(parts, document, out),
                (None, Some(register)) => {
                    out.fail("no-document").arg("document", token).cite(register);
                }
                (None, None) => {
                    out.unknown("no-documents").arg("document", token).cite(&publications);
                }
            }
        }
        if parts.asks("periodic") {
            case.periodic(limit, out);
        }
        if parts.asks("after-incident") {
            case.after_incidents(cx, limit, grace, parts.asks_only("after-incident"), out);
        }
        if out.is_empty() {
            let marks: Vec<Mark> = case
                .rows
                .iter()
                .map(Mark::of)
                .chain(document.iter().map(Mark::of))
                .collect();
            out.attested("met")
                .arg("document", token)
                .arg("count", case.rows.len())
                .cite_all(&marks);
        }
        Ok(())
    }
}

fn is_about(row: &Entry<'_>, token: &str, document: Option<Document<'_>>) -> bool {
    row.get("document").is_some_and(|name| match document {
        // Where the document is known, its number or title decides; its other names count where they are as plain.
        Some(document) => document.is(name) || fit(DOCUMENTS, token, name) == Fit::Exact,
        None => fit(DOCUMENTS, token, name) != Fit::None,
    })
}

/// Groups that must be reached, and the departments that stand for `departments`.
#[derive(Debug)]
struct Groups<'a> {
    tokens: Vec<&'a str>,
    departments: Vec<&'a str>,
}

impl<'a> Groups<'a> {
    /// Those of the parameter, else those that the document names; `None` where nobody is in any of them.
    fn gather(cx: &Context<'a>, document: Option<Document<'a>>) -> Result<Option<Self>, CheckError> {
        let asked = cx.texts("groups")?;
        let people = People::load(cx);
        let mut tokens: Vec<&'a str> = asked.iter().map(String::as_str).collect();
        if tokens.is_empty() {
            tokens = document.map(|d| items(&d.0, "target_groups")).unwrap_or_default();
        }
        let any = !tokens.is_empty();
        tokens.retain(|token| {
            people
                .as_ref()
                .is_none_or(|people| asked.is_empty() || !people.lacks(token))
        });
        let departments = people.map(|people| people.departments()).unwrap_or_default();
        Ok((!any || !tokens.is_empty()).then_some(Self { tokens, departments }))
    }
}

#[derive(Debug)]
struct Case<'a> {
    token: &'a str,
    today: Date,
    rows: Vec<Entry<'a>>,
    register: Mark,
    groups: Groups<'a>,
}

impl<'a> Case<'a> {
    /// Groups without a record that serves; where no group is known, one record is enough.
    fn unreached(&self, serves: impl Fn(&Entry<'a>) -> bool) -> Vec<String> {
        let today = self.today;
        let good: Vec<&Entry<'a>> = self
            .rows
            .iter()
            .filter(|row| row.date("published_at").is_some_and(|day| day <= today) && serves(row))
            .collect();
        let reached = |token: &str| good.iter().any(|row| any_covers(token, &items(row, "group")));
        let mut left = Vec::new();
        if self.groups.tokens.is_empty() && good.is_empty() {
            left.push("everyone".to_owned());
        }
        for token in &self.groups.tokens {
            if reached(token) {
                continue;
            }
            if *token == "departments" && !self.groups.departments.is_empty() {
                let by_name = |department: &&str| {
                    good.iter().any(|row| {
                        items(row, "group")
                            .iter()
                            .any(|g| same(g, department) || covers("everyone", g))
                    })
                };
                left.extend(
                    self.groups
                        .departments
                        .iter()
                        .filter(|d| !by_name(d))
                        .map(|d| (*d).to_owned()),
                );
            } else {
                left.push((*token).to_owned());
            }
        }
        left
    }

    fn since_revision(&self, parts: Parts<'_>, document: Document<'a>, out: &mut Findings) {
        let Some(revised) = document.revised() else {
            out.unknown("no-revision")
                .arg("document", document.name())
                .cite(&document);
            return;
        };
        let version = filled(&document.0, "version");
        let present = |row: &Entry<'_>| {
            let named = filled(row, "version")
                .zip(version)
                .is_none_or(|(told, now)| same(told, now));
            named && row.date("published_at").is_some_and(|day| day >= revised)
        };
        if parts.asks("after-revision") {
            for group in self.unreached(present) {
                let finding = out
                    .fail("not-told")
                    .arg("document", document.name())
                    .arg("group", group)
                    .arg("date", revised);
                finding.cite(&document).cite(&self.register);
            }
        }
        if parts.asks("available") {
            // A notice by mail is read once; the text must stand somewhere.
            let kept = filled(&document.0, "location").is_some();
            let stands = |row: &Entry<'_>| {
                kept || filled(row, "method").is_some_and(|m| fit(METHODS, "standing", m) != Fit::None)
            };
            for group in self.unreached(|row| present(row) && stands(row)) {
                let finding = out
                    .fail("not-available")
                    .arg("document", document.name())
                    .arg("group", group);
                finding.cite(&document).cite(&self.register);
            }
        }
    }

    fn periodic(&self, limit: i64, out: &mut Findings) {
        let today = self.today;
        for group in self.unreached(|row| row.date("published_at").is_some_and(|day| !too_old(day, today, limit))) {
            let finding = out
                .fail("not-periodic")
                .arg("document", self.token)
                .arg("group", group)
                .arg("limit", limit);
            finding.cite(&self.register).cite_all(&self.rows);
        }
    }

    /// Every serious incident of the period is followed by a notice; a fresh one may still be on its way.
    fn after_incidents(&self, cx: &Context<'a>, limit: i64, grace: i64, only: bool, out: &mut Findings) {
        let Some(incidents) = cx.registers().get("incidents") else {
            out.unknown("no-incidents").cite(&self.register);
            return;
        };
        let day = |row: &Entry<'_>| row.date("detected_at").or_else(|| row.date("occurred_at"));
        let serious = |row: &Entry<'_>| {
            matches!(row.get("level"), Some("critical" | "high")) && row.get("status") != Some("cancelled")
        };
        let mut seen = 0_usize;
        for row in incidents.rows().filter(serious) {
            let Some(detected) = day(&row) else {
                out.unknown("incident-undated")
                    .arg("incident", label(&row, "title"))
                    .cite(&row);
                continue;
            };
            if detected > self.today || too_old(detected, self.today, limit) {
                continue;
            }
            seen += 1;
            let fresh = self.today.days_since(detected) <= grace;
            for group in self
                .unreached(|p| p.date("published_at").is_some_and(|day| day >= detected))
                .into_iter()
                .filter(|_| !fresh)
            {
                let finding = out
                    .fail("incident-not-told")
                    .arg("incident", label(&row, "title"))
                    .arg("group", group);
                finding.arg("date", detected).cite(&row).cite(&self.register);
            }
        }
        if seen == 0 && only && out.is_clean() {
            out.not_applicable("no-serious-incident").cite(&incidents);
        }
    }
}
