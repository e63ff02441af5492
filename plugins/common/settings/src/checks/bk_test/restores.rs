//! Restore tests: the latest of each system that is backed up.

use crate::age::older_than;
use crate::scope::fold;
use sekisho_sdk::prelude::*;
use std::collections::BTreeSet;

/// Judges the latest test of each system and hands back the tests it rests on.
pub(super) fn judge<'a>(cx: &Context<'a>, jobs: &[Entry<'a>], max_age: i64, out: &mut Findings) -> Vec<Entry<'a>> {
    let Some(register) = cx.registers().get("restore-tests") else {
        out.unknown("no-tests").arg("count", jobs.len()).cite_all(jobs);
        return Vec::new();
    };
    let mut systems = BTreeSet::new();
    let mut grounds = Vec::new();
    for job in jobs {
        let asset = job.get("asset").unwrap_or("?");
        // Several jobs of one system need one test of that system.
        if !systems.insert(fold(asset)) {
            continue;
        }
        let own: Vec<Entry<'a>> = jobs
            .iter()
            .copied()
            .filter(|j| j.get("asset").map(fold) == Some(fold(asset)))
            .collect();
        let tests = register.rows().filter(|test| {
            let same_asset = test.get("asset").map(fold) == Some(fold(asset));
            let same_job = test
                .get("job")
                .is_some_and(|name| own.iter().any(|j| j.key().map(fold) == Some(fold(name))));
            same_asset || same_job
        });
        let tests: Vec<Entry<'a>> = tests.collect();
        let latest = tests
            .iter()
            .filter_map(|test| Some((test.date("tested_at").filter(|day| *day <= cx.today())?, test)))
            .max_by_key(|(day, test)| (*day, test.fact()));
        let Some((day, test)) = latest else {
            if tests.is_empty() {
                out.fail("not-tested")
                    .arg("asset", asset)
                    .cite_all(&own)
                    .cite(&register);
            } else {
                out.unknown("test-unclear").arg("asset", asset).cite_all(&tests);
            }
            continue;
        };
        if older_than(day, cx.today(), max_age) {
            let finding = out.fail("test-old").arg("asset", asset).arg("tested", day);
            finding
                .arg("days", cx.today().days_since(day))
                .arg("limit", max_age)
                .cite(test);
        }
        match test.get("result") {
            Some("ok") => {}
            Some("failed" | "warning") => _ = out.fail("test-failed").arg("asset", asset).cite(test),
            _ => _ = out.unknown("result-unstated").arg("asset", asset).cite(test),
        }
        for (goal, actual, missed) in [
            ("rto_hours", "actual_hours", "rto-missed"),
            ("rpo_hours", "data_loss_hours", "loss-missed"),
        ] {
            let wanted = test.number(goal).or_else(|| own.iter().find_map(|j| j.number(goal)));
            match (wanted, test.number(actual)) {
                (Some(wanted), Some(actual)) if actual > wanted => {
                    let finding = out
                        .fail(missed)
                        .arg("asset", asset)
                        .arg("hours", actual)
                        .arg("goal", wanted);
                    finding.cite(test).cite_all(&own);
                }
                // How long it took must be known; what was lost is also told by how often the job runs.
                (Some(_), None) if goal == "rto_hours" => {
                    _ = out.unknown("time-unstated").arg("asset", asset).cite(test)
                }
                _ => {}
            }
        }
        grounds.push(*test);
    }
    grounds
}
