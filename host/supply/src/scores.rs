//! Scores of open source projects (register `scorecards`), by project: what a person who selects components looks at.

use crate::look;
use sekisho_model::Facts;
use std::collections::BTreeMap;

/// One project.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Project {
    /// Its repository.
    pub repository: String,
    /// The whole score.
    pub score: Option<f64>,
    /// Scores of its checks, by name; nothing where there is none.
    pub checks: BTreeMap<String, Option<f64>>,
}

/// The projects of a subject, by repository; of several rows about one thing the last one holds.
pub fn scores(facts: &Facts) -> Vec<Project> {
    let mut projects: BTreeMap<&str, Project> = BTreeMap::new();
    for row in look::register(facts, "scorecards") {
        let Some(repository) = row.get("repository") else {
            continue;
        };
        let project = projects.entry(repository).or_insert_with(|| Project {
            repository: repository.to_owned(),
            ..Project::default()
        });
        let score = row.get("score").and_then(|score| score.trim().parse::<f64>().ok());
        // Scorecard writes -1 where it could not tell.
        let score = score.filter(|score| (0.0..=10.0).contains(score));
        match row.get("check") {
            None => project.score = score,
            Some(check) => {
                project.checks.insert(check.to_owned(), score);
            }
        }
    }
    projects.into_values().collect()
}
