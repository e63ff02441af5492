//! Q-04 `train.ok`: those who must be trained were, on each topic, within a year and when they joined. By name only: the
//! records say what, how, when and who, and the content was looked at. Source: coverage of 100 %, failing below 80 %.

mod coverage;
mod joining;

use crate::ages::{LONGEST, Names, max_age, recent, too_old};
use crate::aliases::{Fit, METHODS, TOPICS, fit};
use crate::heard::{filled, id, items, label, some};
use crate::parts::Parts;
use crate::people::{People, covers};
use crate::problem::{Mark, best, tell_all};
use sekisho_sdk::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The check.
#[derive(Debug)]
pub(crate) struct Training;

const PARTS: &[&str] = &["coverage", "on-joining", "records", "content-reviewed"];
const RULE: &[&str] = &["coverage", "on-joining"];
const FIELDS: &[&str] = &["topics", "method", "held_at", "completed_count"];
const REVIEWED: Names = Names {
    missing: "review-missing",
    odd: "review-odd",
    future: "review-future",
    old: "review-old",
};

impl Check for Training {
    fn spec(&self) -> Spec {
        Spec::new("train.ok")
            .reads("registers")
            .parameter(Parameter::texts("topics", &[]))
            .parameter(Parameter::texts("groups", &[]))
            .parameter(Parameter::texts("methods", &[]))
            .parameter(Parameter::texts("fields", FIELDS))
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::decimal("min_coverage", 0.0, 100.0, 100.0))
            .parameter(Parameter::decimal("fail_below", 0.0, 100.0, 80.0))
            .parameter(Parameter::integer("joining_days", 0, LONGEST, 31))
            .parameter(max_age(365))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, PARTS, RULE)?;
        let registers = cx.registers();
        let Some(trainings) = registers.get("trainings") else {
            out.unknown("no-trainings");
            return Ok(());
        };
        let people = People::load(cx);
        let asked = cx.texts("groups")?;
        let mut groups: Vec<&str> = asked.iter().map(String::as_str).collect();
        groups.retain(|token| people.as_ref().is_none_or(|people| !people.lacks(token)));
        if let (true, false, Some(people)) = (groups.is_empty(), asked.is_empty(), &people) {
            out.not_applicable("nobody").cite(&people.register);
            return Ok(());
        }
        if asked.is_empty() {
            groups.push("everyone");
        }
        let mut course = Course {
            today: cx.today(),
            limit: cx.integer("max_age_days")?,
            min_coverage: cx.decimal("min_coverage")?,
            fail_below: cx.decimal("fail_below")?,
            joining_days: cx.integer("joining_days")?,
            any_group: asked.is_empty(),
            groups,
            methods: cx.texts("methods")?,
            rows: Vec::new(),
            recorded: false,
            attended: BTreeMap::new(),
            records: registers.get("training-records"),
            people,
            register: Mark::of(&trainings),
        };
        let topics = cx.texts("topics")?;
        let mut marks = Vec::new();
        let any = [String::new()];
        for topic in if topics.is_empty() { &any[..] } else { topics } {
            course.rows = trainings.rows().filter(|row| is_about(row, topic)).collect();
            course.gather_records();
            if course.rows.is_empty() {
                out.fail("topic-missing").arg("topic", topic).cite(&trainings);
                continue;
            }
            if parts.asks("coverage") {
                coverage::judge(&course, topic, out);
            }
            if parts.asks("on-joining") {
                joining::judge(&course, topic, out);
            }
            if parts.asks("records") {
                course.records_kept(cx.texts("fields")?, out);
            }
            if parts.asks("content-reviewed") {
                course.content_reviewed(out);
            }
            marks.extend(course.rows.iter().map(Mark::of));
        }
        if out.is_clean() {
            marks.sort_unstable();
            marks.dedup();
            out.attested("met").arg("count", marks.len()).cite_all(&marks);
        }
        Ok(())
    }
}

fn is_about(row: &Entry<'_>, topic: &str) -> bool {
    let fits = |text: &&str| fit(TOPICS, topic, text) != Fit::None;
    topic.is_empty() || items(row, "topics").iter().any(fits) || filled(row, "title").iter().any(fits)
}

/// Number and title of a training, as they are compared.
fn names_of<'a>(row: &Entry<'a>) -> impl Iterator<Item = String> + use<'a> {
    row.key().into_iter().chain(row.get("title")).map(id)
}

/// The trainings on one topic, and who must have had them.
#[derive(Debug)]
struct Course<'a> {
    today: Date,
    limit: i64,
    min_coverage: f64,
    fail_below: f64,
    joining_days: i64,
    /// No group was asked for: whoever a training was for counts.
    any_group: bool,
    groups: Vec<&'a str>,
    methods: &'a [String],
    rows: Vec<Entry<'a>>,
    /// Whether there are records of one of these trainings.
    recorded: bool,
    /// Those who attended, by id or name as the record has it, and when.
    attended: BTreeMap<String, Vec<(Entry<'a>, Date)>>,
    records: Option<Register<'a>>,
    people: Option<People<'a>>,
    register: Mark,
}

impl<'a> Course<'a> {
    /// Sorts the records of these trainings by person. A failed test is no training done.
    fn gather_records(&mut self) {
        let names: BTreeSet<String> = self.rows.iter().flat_map(names_of).collect();
        self.recorded = false;
        self.attended.clear();
        for row in self.records.iter().flat_map(Register::rows) {
            if !row.get("training").is_some_and(|name| names.contains(&id(name))) {
                continue;
            }
            self.recorded = true;
            let passed = !matches!(row.get("result"), Some("failed" | "unknown"));
            let day = row.date("completed_at").filter(|day| *day <= self.today && passed);
            if let Some((person, day)) = row.get("person").zip(day) {
                self.attended.entry(id(person)).or_default().push((row, day));
            }
        }
    }

    /// Records of one person's presence, with their days.
    fn attended(&self, person: crate::people::Person<'a>) -> impl Iterator<Item = (Entry<'a>, Date)> {
        let names: BTreeSet<String> = person.0.key().into_iter().chain(person.0.get("name")).map(id).collect();
        names
            .into_iter()
            .filter_map(|name| self.attended.get(&name))
            .flatten()
            .copied()
    }

    /// Trainings held in the period for a group.
    fn held(&self, group: &str) -> Vec<Entry<'a>> {
        let today = self.today;
        let in_time = |row: &&Entry<'a>| {
            row.date("held_at")
                .is_some_and(|day| day <= today && !too_old(day, today, self.limit))
        };
        self.rows
            .iter()
            .filter(in_time)
            .filter(|row| self.is_for(row, group))
            .copied()
            .collect()
    }

    /// Whether a training was for a group; one that names no group was for all.
    fn is_for(&self, row: &Entry<'_>, group: &str) -> bool {
        let named = items(row, "group");
        self.any_group || named.is_empty() || named.iter().any(|text| covers(group, text))
    }

    /// Whether a training used one of the methods; `None` where it says nothing.
    fn method_of(&self, row: &Entry<'_>) -> Option<bool> {
        let text = filled(row, "method")?;
        Some(
            self.methods
                .iter()
                .any(|method| fit(METHODS, method, text) != Fit::None),
        )
    }

    fn records_kept(&self, fields: &[String], out: &mut Findings) {
        let everyone = self.held("everyone");
        // The record of an older training is still a record, but the newest ones are what is being kept.
        let rows = if everyone.is_empty() {
            self.rows.clone()
        } else {
            everyone
        };
        let named = self
            .records
            .iter()
            .flat_map(Register::rows)
            .filter_map(|row| row.get("training"));
        let attended: BTreeSet<String> = named.map(id).collect();
        for row in &rows {
            // Whoever lists the persons need not count them.
            let listed = names_of(row).any(|name| attended.contains(&name));
            let by_person = |field: &str| field == "completed_count" && listed;
            let missing: Vec<String> = fields
                .iter()
                .filter(|f| items(row, f).is_empty() && !by_person(f))
                .cloned()
                .collect();
            if !missing.is_empty() {
                out.fail("record-incomplete")
                    .arg("name", label(row, "title"))
                    .arg("fields", some(&missing))
                    .cite(row);
            }
        }
    }

    fn content_reviewed(&self, out: &mut Findings) {
        let judged = self.rows.iter().map(|row| {
            let problem = recent(
                row,
                "reviewed_at",
                self.today,
                self.limit,
                &label(row, "title"),
                REVIEWED,
            )
            .err();
            (row, problem.into_iter().collect())
        });
        if let Some((_, problems)) = best(judged) {
            tell_all(problems, out);
        }
    }
}
