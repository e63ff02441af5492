//! An aggregate, `format = "aggregate/1"`: many scores added up, control by control.

mod read;
mod slices;

pub use read::parse;

use crate::BenchmarkError;
use crate::cells::{Cell, Counts, tell};
use crate::score::{Field, Month, PolicyName, Score, Serial, SizeClass};
use sekisho_model::assessment::{GroupRecord, PolicyRecord};
use sekisho_model::{Bilingual, Diagnostic, Severity};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The value of `format`.
pub const FORMAT: &str = "aggregate/1";

/// The smallest minimum of firms and of a told cell: below three, one could subtract oneself and see the other.
pub const LEAST: usize = 3;

/// Many scores added up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Aggregate {
    /// Always [`FORMAT`].
    pub format: String,
    /// The policy.
    pub policy: PolicyName,
    /// Its title.
    pub title: Bilingual,
    /// Firms that a slice has at least.
    pub min_firms: usize,
    /// Firms that a told cell has at least, where it has any.
    pub min_cell: usize,
    /// First and last month of the scores.
    pub months: (Month, Month),
    /// What the slices are made by.
    pub by: By,
    /// Chapters, in order.
    pub groups: Vec<GroupRecord>,
    /// The controls, in order.
    pub controls: Vec<Control>,
    /// The firms: all of them as one slice, or sorted by an attribute.
    pub slices: Vec<Slice>,
}

/// A control that scores speak of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Control {
    /// Id.
    pub id: String,
    /// Chapter.
    pub group: String,
    /// Title.
    pub title: Bilingual,
    /// Severity of a failure.
    pub severity: Severity,
}

/// Firms that are told of together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slice {
    /// The values of the attribute, empty where all firms are one slice; `-` for firms that say nothing.
    pub of: Vec<String>,
    /// How many firms.
    pub firms: usize,
    /// What is told of each control, in the order of the controls.
    pub controls: Vec<Vec<Cell>>,
}

/// What the slices are made by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// All firms are one slice.
    #[default]
    All,
    /// By the number of people.
    SizeClass,
    /// By what the firm does.
    Field,
}

impl By {
    /// The value of this attribute in a score.
    pub fn value(self, score: &Score) -> Option<&'static str> {
        match self {
            Self::All => None,
            Self::SizeClass => score.size_class.map(SizeClass::name),
            Self::Field => score.field.map(Field::name),
        }
    }

    /// The title of a value.
    pub fn title(self, value: &str) -> Option<Bilingual> {
        match self {
            Self::All => None,
            Self::SizeClass => SizeClass::parse(value).map(SizeClass::title),
            Self::Field => Field::parse(value).map(Field::title),
        }
    }

    fn values(self) -> Vec<&'static str> {
        let mut values: Vec<&str> = match self {
            Self::All => return vec![UNSAID],
            Self::SizeClass => SizeClass::ALL.iter().map(|one| one.name()).collect(),
            Self::Field => Field::ALL.iter().map(|one| one.name()).collect(),
        };
        values.push(UNSAID);
        values
    }
}

/// Stands for firms that do not say.
pub const UNSAID: &str = "-";

/// Below which numbers nothing is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Minimums {
    /// Firms of a slice.
    pub firms: usize,
    /// Firms of a told cell.
    pub cell: usize,
}

impl Default for Minimums {
    fn default() -> Self {
        Self { firms: 5, cell: 5 }
    }
}

/// Adds scores up. `policy` is the one at hand: it says which controls there are, whatever the files claim. Files that came
/// twice count once, with a remark.
pub fn aggregate(
    policy: &PolicyRecord,
    scores: Vec<(String, Score)>,
    minimums: Minimums,
    by: By,
) -> Result<(Aggregate, Vec<Diagnostic>), BenchmarkError> {
    let minimums = Minimums {
        firms: minimums.firms.max(LEAST),
        cell: minimums.cell.max(LEAST),
    };
    let (scores, remarks) = distinct(policy, scores)?;
    let too_few = |firms: usize| BenchmarkError::TooFew {
        firms,
        minimum: minimums.firms,
    };
    if scores.len() < minimums.firms {
        return Err(too_few(scores.len()));
    }
    let months = scores.iter().map(|s| s.month);
    let months = months.clone().min().zip(months.max()).ok_or_else(|| too_few(0))?;
    let controls: Vec<Control> = included(policy).collect();
    let slices = slices::sort(&scores, by, minimums.firms).into_iter();
    let slices = slices.map(|(of, scores)| {
        let told = controls.iter().map(|control| {
            let mut counts = Counts::new();
            for standing in scores.iter().filter_map(|s| s.standings.get(&control.id)) {
                *counts.entry(*standing).or_default() += 1;
            }
            tell(&counts, minimums.cell)
        });
        Slice {
            of,
            firms: scores.len(),
            controls: told.collect(),
        }
    });
    let slices = slices.collect();
    let groups = policy.groups.iter().filter(|g| is_needed(g, policy, &controls));
    let aggregate = Aggregate {
        format: FORMAT.to_owned(),
        policy: PolicyName::of(policy),
        title: policy.title.clone(),
        min_firms: minimums.firms,
        min_cell: minimums.cell,
        months,
        by,
        groups: groups.cloned().collect(),
        controls,
        slices,
    };
    Ok((aggregate, remarks))
}

fn included(policy: &PolicyRecord) -> impl Iterator<Item = Control> + '_ {
    let included = policy.controls.iter().filter(|c| c.excluded.is_none());
    included.map(|c| Control {
        id: c.id.clone(),
        group: c.group.clone(),
        title: c.title.clone(),
        severity: c.severity,
    })
}

/// Whether a chapter, or one below it, has a control.
fn is_needed(group: &GroupRecord, policy: &PolicyRecord, controls: &[Control]) -> bool {
    controls.iter().any(|c| c.group == group.id)
        || policy
            .groups
            .iter()
            .any(|g| g.parent.as_deref() == Some(&group.id) && is_needed(g, policy, controls))
}

/// The scores, each checked and each once.
fn distinct(
    policy: &PolicyRecord,
    mut scores: Vec<(String, Score)>,
) -> Result<(Vec<Score>, Vec<Diagnostic>), BenchmarkError> {
    // By name, so that of several wrong files always the same one is named.
    scores.sort_by(|a, b| a.0.cmp(&b.0));
    let expected = PolicyName::of(policy);
    let controls: BTreeSet<String> = included(policy).map(|c| c.id).collect();
    let mut seen: BTreeMap<Serial, (String, Score)> = BTreeMap::new();
    let mut remarks = Vec::new();
    for (file, score) in scores {
        if score.policy != expected {
            return Err(BenchmarkError::Mixed {
                file,
                found: short(&score.policy.to_string()),
                expected: expected.to_string(),
            });
        }
        let missing = controls.iter().find(|c| !score.standings.contains_key(*c));
        let strange = score.standings.keys().find(|c| !controls.contains(*c));
        let reason = match (missing, strange) {
            (Some(control), _) => format!("`{control}` is missing"),
            (None, Some(control)) => format!("`{}` is none of them", short(control)),
            (None, None) => String::new(),
        };
        if !reason.is_empty() {
            return Err(BenchmarkError::Controls {
                file,
                policy: expected.to_string(),
                reason,
            });
        }
        match seen.get(&score.serial) {
            Some((first, same)) if *same == score => {
                let remark = Diagnostic::warning(
                    "duplicate-score",
                    format!("the same score as `{first}`; it counts once"),
                );
                remarks.push(remark.at_path(file));
            }
            Some((first, _)) => {
                return Err(BenchmarkError::Unreadable {
                    reason: format!("it has the serial of `{first}` and says something else"),
                    what: "score",
                    file,
                });
            }
            None => {
                seen.insert(score.serial, (file, score));
            }
        }
    }
    Ok((seen.into_values().map(|(_, score)| score).collect(), remarks))
}

fn short(text: &str) -> String {
    text.chars().take(120).collect()
}
