//! Q-04 `train.ok`: those who must be trained were, on each topic, within a year and when they joined. By name only: the
//! records say what, how, when and who, and the content was looked at. Source: coverage of 100 %, failing below 80 %.

mod coverage;
mod joining;

use crate::ages::{LONGEST, Names, max_age, recent, too_old};
use crate::aliases::{Fit, METHODS, TOPICS, fit};
use crate::heard::{filled, items, label, same, some};
use crate::parts::Parts;
use crate::people::{People, covers};
use crate::problem::{Mark, best, tell_all};
use sekisho_sdk::prelude::*;

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
            records: registers.get("training-records"),
            people,
            register: Mark::of(&trainings),
        };
        let topics = cx.texts("topics")?;
        let mut marks = Vec::new();
        let any = [String::new()];
        for topic in if topics.is_empty() { &any[..] } else { topics } {
            course.rows = trainings.rows().filter(|row| is_about(row, topic)).collect();
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
    records: Option<Register<'a>>,
    people: Option<People<'a>>,
    register: Mark,
}

impl<'a> Course<'a> {
    /// Records of one person's presence, with their days. A failed test is no training done.
    fn attended(&self, person: crate::people::Person<'a>) -> impl Iterator<Item = (Entry<'a>, Date)> {
        let rows = self.records.iter().flat_map(Register::rows);
        let mine = rows.filter(move |row| row.get("person").is_some_and(|name| person.is(name)));
        let done = mine.filter(|row| !matches!(row.get("result"), Some("failed" | "unknown")) && self.is_of(row));
        done.filter_map(|row| row.date("completed_at").map(|day| (row, day)))
            .filter(|(_, day)| *day <= self.today)
    }

    /// Whether a record of presence is of one of these trainings.
    fn is_of(&self, record: &Entry<'_>) -> bool {
        let names = |row: &Entry<'_>, name: &str| {
            row.key().is_some_and(|k| same(k, name)) || row.get("title").is_some_and(|t| same(t, name))
        };
        record
            .get("training")
            .is_some_and(|name| self.rows.iter().any(|row| names(row, name)))
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
        for row in &rows {
            let by_person = |field: &str| {
                field == "completed_count"
                    && self.records.iter().flat_map(Register::rows).any(|r| {
                        r.get("training").is_some_and(|name| {
                            row.key().is_some_and(|k| same(k, name)) || row.get("title").is_some_and(|t| same(t, name))
                        })
                    })
            };
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
