//! Training when somebody joins: shown person by person where joining days are known, else by a training held for it.

use super::Course;
use crate::ages::too_old;
use crate::problem::Mark;
use sekisho_sdk::prelude::*;

/// Judges every group on one topic.
pub(super) fn judge(course: &Course<'_>, topic: &str, out: &mut Findings) {
    for group in &course.groups {
        if !by_person(course, topic, group, out) {
            by_flag(course, topic, group, out);
        }
    }
}

/// Answers whether persons could be looked at.
fn by_person(course: &Course<'_>, topic: &str, group: &str, out: &mut Findings) -> bool {
    let (Some(people), Some(records)) = (&course.people, &course.records) else {
        return false;
    };
    let members = people.group(group);
    if !members.iter().any(|p| p.joined().is_some()) {
        return false;
    }
    for person in members {
        let Some(joined) = person.joined().filter(|day| !too_old(*day, course.today, course.limit)) else {
            continue;
        };
        // Preparation before the first day counts as well.
        let in_time = |day: Date| (-course.joining_days..=course.joining_days).contains(&day.days_since(joined));
        let trained = course
            .attended(person)
            .any(|(row, day)| row.flag("on_joining") == Some(true) || in_time(day));
        if trained || course.today.days_since(joined) <= course.joining_days {
            continue;
        }
        let finding = out
            .fail("joiner-untrained")
            .arg("person", person.name())
            .arg("topic", topic)
            .arg("date", joined);
        finding
            .arg("days", course.joining_days)
            .cite(&person)
            .cite(&Mark::of(records));
    }
    true
}

fn by_flag(course: &Course<'_>, topic: &str, group: &str, out: &mut Findings) {
    let rows: Vec<Entry<'_>> = course
        .rows
        .iter()
        .filter(|row| course.is_for(row, group))
        .copied()
        .collect();
    let held = |row: &Entry<'_>| row.date("held_at").is_some_and(|day| day <= course.today);
    if rows.iter().any(|row| row.flag("on_joining") == Some(true) && held(row)) {
        return;
    }
    let stated = rows.iter().any(|row| row.flag("on_joining") == Some(false));
    let finding = if stated {
        out.fail("no-joining-training")
    } else {
        out.unknown("joining-unstated")
    };
    finding
        .arg("topic", topic)
        .arg("group", group)
        .cite(&course.register)
        .cite_all(&rows);
}
