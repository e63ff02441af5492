//! Q-02 `doc.spread`: the document was made known to each group after its last revision. By name only: that it can be
//! read at any time, that it is made known again every so often, and that serious incidents are told to everybody.

use crate::ages::{Day, LONGEST, day, max_age, too_old};
use crate::aliases::{DOCUMENTS, Fit, METHODS, fit};
use crate::documents::{Document, find};
use crate::heard::{filled, id, items, label, same, some};
use crate::parts::Parts;
use crate::people::{People, covers, names};
use crate::problem::{Mark, Problem};
use sekisho_sdk::prelude::*;
use std::collections::BTreeMap;

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
        let Some(groups) = groups(cx, document, &rows)? else {
            let people = People::load(cx).map(|p| p.register);
            out.not_applicable("nobody").arg("document", token).cite_all(&people);
            return Ok(());
        };
        let days = rows.iter().map(|row| day(row, "published_at", cx.today())).collect();
        let case = Case {
            token,
            today: cx.today(),
            rows,
            days,
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

/// A group that must be reached, and which records name it.
#[derive(Debug)]
struct Group {
    label: String,
    rows: Vec<usize>,
}

/// Groups of the parameter, else those that the document names; `None` where nobody is in any of them. Where no group is
/// known, one record of any kind is enough.
fn groups<'a>(
    cx: &Context<'a>,
    document: Option<Document<'a>>,
    rows: &[Entry<'a>],
) -> Result<Option<Vec<Group>>, CheckError> {
    let asked = cx.texts("groups")?;
    let people = People::load(cx);
    let mut tokens: Vec<&str> = asked.iter().map(String::as_str).collect();
    if tokens.is_empty() {
        tokens = document.map(|d| items(&d.0, "target_groups")).unwrap_or_default();
    }
    if tokens.is_empty() {
        return Ok(Some(vec![Group {
            label: "everyone".to_owned(),
            rows: (0..rows.len()).collect(),
        }]));
    }
    let told: Vec<Vec<&str>> = rows.iter().map(|row| items(row, "group")).collect();
    let naming = |is: &dyn Fn(&str) -> bool| -> Vec<usize> {
        told.iter()
            .enumerate()
            .filter(|(_, texts)| texts.iter().any(|text| is(text)))
            .map(|(at, _)| at)
            .collect()
    };
    let mut found = Vec::new();
    for token in tokens {
        if !asked.is_empty() && people.as_ref().is_some_and(|people| people.lacks(token)) {
            continue;
        }
        let departments = people
            .as_ref()
            .filter(|_| token == "departments")
            .map(People::departments)
            .unwrap_or_default();
        let by_token = naming(&|text| covers(token, text));
        if departments.is_empty() {
            found.push(Group {
                label: token.to_owned(),
                rows: by_token,
            });
            continue;
        }
        // Each department that people work in may have been told by name.
        let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, texts) in told.iter().enumerate() {
            for name in texts.iter().flat_map(|text| names(text)) {
                by_name.entry(id(name)).or_default().push(at);
            }
        }
        for department in departments {
            let mut rows = by_token.clone();
            rows.extend(by_name.get(&id(department)).into_iter().flatten());
            found.push(Group {
                label: department.to_owned(),
                rows,
            });
        }
    }
    Ok((!found.is_empty()).then_some(found))
}

#[derive(Debug)]
struct Case<'a> {
    token: &'a str,
    today: Date,
    rows: Vec<Entry<'a>>,
    days: Vec<Day<'a>>,
    register: Mark,
    groups: Vec<Group>,
}

impl<'a> Case<'a> {
    /// Tells of each group without a record that serves. A record whose day cannot be read may be the one.
    fn tell_unreached(
        &self,
        out: &mut Findings,
        message: &'static str,
        dress: impl Fn(Problem) -> Problem,
        serves: impl Fn(&Entry<'a>, Date) -> bool,
    ) {
        let good: Vec<bool> = self
            .rows
            .iter()
            .zip(&self.days)
            .map(|(row, day)| day.past().is_some_and(|day| serves(row, day)))
            .collect();
        for group in &self.groups {
            if group.rows.iter().any(|at| good.get(*at) == Some(&true)) {
                continue;
            }
            let odd = group
                .rows
                .iter()
                .find(|at| matches!(self.days.get(**at), Some(Day::Odd(_))));
            let problem = match odd.and_then(|at| self.rows.get(*at)) {
                Some(row) => Problem::unknown("date-unclear").arg("document", self.token).cite(row),
                None => dress(Problem::fail(message)),
            };
            problem.arg("group", group.label.clone()).cite(&self.register).tell(out);
        }
    }

    fn since_revision(&self, parts: Parts<'_>, document: Document<'a>, out: &mut Findings) {
        let Some(revised) = document.revised() else {
            out.unknown("no-revision")
                .arg("document", document.name())
                .cite(&document);
            return;
        };
        let version = filled(&document.0, "version");
        let present = |row: &Entry<'_>, day: Date| {
            let named = filled(row, "version")
                .zip(version)
                .is_none_or(|(told, now)| same(told, now));
            named && day >= revised
        };
        let name = document.name();
        if parts.asks("after-revision") {
            let dress = |p: Problem| p.arg("document", name.clone()).arg("date", revised).cite(&document);
            self.tell_unreached(out, "not-told", dress, present);
        }
        if parts.asks("available") {
            // A notice by mail is read once; the text must stand somewhere.
            let kept = filled(&document.0, "location").is_some();
            let stands = |row: &Entry<'_>| {
                kept || filled(row, "method").is_some_and(|m| fit(METHODS, "standing", m) != Fit::None)
            };
            let dress = |p: Problem| p.arg("document", name.clone()).cite(&document);
            self.tell_unreached(out, "not-available", dress, |row, day| present(row, day) && stands(row));
        }
    }

    fn periodic(&self, limit: i64, out: &mut Findings) {
        let dress = |p: Problem| p.arg("document", self.token).arg("limit", limit);
        self.tell_unreached(out, "not-periodic", dress, |_, day| !too_old(day, self.today, limit));
    }

    /// Every serious incident of the period is followed by a notice; a fresh one may still be on its way.
    fn after_incidents(&self, cx: &Context<'a>, limit: i64, grace: i64, only: bool, out: &mut Findings) {
        let Some(incidents) = cx.registers().get("incidents") else {
            out.unknown("no-incidents").cite(&self.register);
            return;
        };
        let detected = |row: &Entry<'_>| row.date("detected_at").or_else(|| row.date("occurred_at"));
        let serious = |row: &Entry<'_>| {
            matches!(row.get("level"), Some("critical" | "high")) && row.get("status") != Some("cancelled")
        };
        // The last notice to each group answers for all incidents before it.
        let day_of = |at: &usize| self.days.get(*at).and_then(|day| day.past());
        let last: Vec<(&String, Option<Date>)> = self
            .groups
            .iter()
            .map(|group| (&group.label, group.rows.iter().filter_map(day_of).max()))
            .collect();
        let mut seen = 0_usize;
        for row in incidents.rows().filter(serious) {
            let Some(detected) = detected(&row) else {
                out.unknown("incident-undated")
                    .arg("incident", label(&row, "title"))
                    .cite(&row);
                continue;
            };
            if detected > self.today || too_old(detected, self.today, limit) {
                continue;
            }
            seen += 1;
            if self.today.days_since(detected) <= grace {
                continue;
            }
            let left: Vec<String> = last
                .iter()
                .filter(|(_, day)| day.is_none_or(|day| day < detected))
                .map(|(name, _)| (*name).clone())
                .collect();
            if !left.is_empty() {
                let finding = out
                    .fail("incident-not-told")
                    .arg("incident", label(&row, "title"))
                    .arg("group", some(&left));
                finding.arg("date", detected).cite(&row).cite(&self.register);
            }
        }
        if seen == 0 && only && out.is_clean() {
            out.not_applicable("no-serious-incident").cite(&incidents);
        }
    }
}
