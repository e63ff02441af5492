//! How many of those who must be trained were, within the period: counted person by person where the registers allow,
//! else as the training's own figures say.

use super::Course;
use crate::ages::{Day, day, too_old};
use crate::heard::some;
use crate::problem::Mark;
use sekisho_sdk::prelude::*;

/// Judges every group on one topic.
pub(super) fn judge(course: &Course<'_>, topic: &str, out: &mut Findings) {
    for group in &course.groups {
        let held = course.held(group);
        if held.is_empty() {
            let odd = course
                .rows
                .iter()
                .find(|row| course.is_for(row, group) && matches!(day(row, "held_at", course.today), Day::Odd(_)));
            if let Some(row) = odd {
                out.unknown("date-unclear")
                    .arg("topic", topic)
                    .arg("group", *group)
                    .cite(row);
                continue;
            }
            let finding = out
                .fail("not-held")
                .arg("topic", topic)
                .arg("group", *group)
                .arg("limit", course.limit);
            finding.cite(&course.register).cite_all(&course.rows);
            continue;
        }
        if !course.methods.is_empty() {
            methods(course, &held, topic, group, out);
        }
        match by_person(course, topic, group, out) {
            Counted::Told => {}
            Counted::NotPossible => by_figures(course, &held, topic, group, out),
        }
    }
}

enum Counted {
    Told,
    NotPossible,
}

fn methods(course: &Course<'_>, held: &[Entry<'_>], topic: &str, group: &str, out: &mut Findings) {
    let said: Vec<bool> = held.iter().filter_map(|row| course.method_of(row)).collect();
    if said.contains(&true) {
        return;
    }
    let finding = if said.len() < held.len() {
        out.unknown("method-unstated")
    } else {
        out.fail("method-missing")
    };
    finding
        .arg("topic", topic)
        .arg("group", group)
        .arg("methods", course.methods.join(", "))
        .cite_all(held);
}

fn by_person(course: &Course<'_>, topic: &str, group: &str, out: &mut Findings) -> Counted {
    let Some(people) = &course.people else {
        return Counted::NotPossible;
    };
    // Records that are all about other trainings tell nothing about this one.
    if !course.recorded {
        return Counted::NotPossible;
    }
    let members = people.group(group);
    if members.is_empty() {
        return Counted::NotPossible;
    }
    // Whoever has only just come is the business of training on joining.
    let settled = members.into_iter().filter(|p| {
        p.joined()
            .is_none_or(|day| course.today.days_since(day) > course.joining_days)
    });
    let (mut left, mut all) = (Vec::new(), 0_usize);
    for person in settled {
        all += 1;
        let in_time = |(_, day): (Entry<'_>, Date)| !too_old(day, course.today, course.limit);
        if !course.attended(person).any(in_time) {
            left.push((person.name(), Mark::of(&person)));
        }
    }
    if left.is_empty() {
        return Counted::Told;
    }
    let percent = percent(all - left.len(), all);
    let names: Vec<String> = left.iter().map(|(name, _)| name.clone()).collect();
    let untrained: Vec<Mark> = left.into_iter().map(|(_, mark)| mark).collect();
    if let Some(finding) = short(course, percent, out) {
        finding
            .arg("topic", topic)
            .arg("group", group)
            .arg("done", all - names.len())
            .arg("target", all);
        finding
            .arg("people", some(&names))
            .cite_all(&untrained)
            .cite_all(records_of(course).iter());
    }
    Counted::Told
}

fn records_of(course: &Course<'_>) -> Vec<Mark> {
    course.records.iter().map(Mark::of).collect()
}

fn by_figures(course: &Course<'_>, held: &[Entry<'_>], topic: &str, group: &str, out: &mut Findings) {
    let figures: Vec<(f64, Entry<'_>)> = held.iter().filter_map(|row| figure(row).map(|f| (f, *row))).collect();
    let best = figures.into_iter().max_by(|a, b| a.0.total_cmp(&b.0));
    let Some((percent, row)) = best else {
        out.unknown("coverage-unstated")
            .arg("topic", topic)
            .arg("group", group)
            .cite_all(held);
        return;
    };
    let name = if percent < course.fail_below {
        Some(false)
    } else if percent < course.min_coverage {
        Some(true)
    } else {
        None
    };
    let Some(nearly) = name else { return };
    let finding = if nearly {
        out.unknown("figure-short")
    } else {
        out.fail("figure-low")
    };
    finding
        .arg("topic", topic)
        .arg("group", group)
        .arg("percent", percent)
        .arg("limit", course.min_coverage)
        .cite(&row);
}

/// Share of those trained in percent: counts say more than a share that somebody worked out.
fn figure(row: &Entry<'_>) -> Option<f64> {
    let (target, done) = (row.number("target_count"), row.number("completed_count"));
    if let (Some(target), Some(done)) = (target, done)
        && target > 0.0
        && done >= 0.0
    {
        return Some(rounded(done * 100.0 / target).min(100.0));
    }
    let stated = row.number("coverage").filter(|share| (0.0..=100.0).contains(share))?;
    // A workbook keeps 95 % as 0.95; nobody reports a share of one percent.
    Some(rounded(if stated <= 1.0 { stated * 100.0 } else { stated }))
}

fn percent(done: usize, all: usize) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "counts of people are far below 2^52")]
    let share = done as f64 * 100.0 / all.max(1) as f64;
    rounded(share)
}

/// One digit after the point, downwards, so that 99.96 never becomes 100.
fn rounded(percent: f64) -> f64 {
    (percent * 10.0 + 1e-9).floor() / 10.0
}

fn short<'o>(course: &Course<'_>, percent: f64, out: &'o mut Findings) -> Option<&'o mut sekisho_sdk::Finding> {
    let finding = if percent < course.fail_below {
        out.fail("coverage-low")
    } else if percent < course.min_coverage {
        out.unknown("coverage-short")
    } else {
        return None;
    };
    Some(finding.arg("percent", percent).arg("limit", course.min_coverage))
}

#[cfg(test)]
mod tests {
    use super::{percent, rounded};

    #[test]
    #[allow(clippy::float_cmp, reason = "tests of exact tenths")]
    fn shares_are_rounded_downwards() {
        assert_eq!(percent(8, 10), 80.0);
        assert_eq!(percent(2, 3), 66.6);
        assert_eq!(rounded(99.96), 99.9);
        assert_eq!(percent(0, 0), 0.0);
    }
}
