//! A score, `format = "score/1"`: what one firm hands in. A standing for each control of one policy, the month, and, if the
//! firm wishes, two coarse attributes from closed lists. No names, no paths, no days, no digests, no texts.

mod attributes;
mod stamps;

pub use attributes::{Field, SizeClass};
pub use stamps::{Month, Serial};

use crate::BenchmarkError;
use sekisho_model::Status;
use sekisho_model::assessment::{Assessment, PolicyRecord};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The value of `format`.
pub const FORMAT: &str = "score/1";

/// What one firm hands in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Score {
    /// Always [`FORMAT`].
    pub format: String,
    /// Drawn by chance when it was exported: tells a file that came twice from two firms that stand alike. It follows
    /// from nothing.
    pub serial: Serial,
    /// The policy.
    pub policy: PolicyName,
    /// The month as of which was assessed.
    pub month: Month,
    /// How large the firm is, if it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size_class: Option<SizeClass>,
    /// What the firm does, if it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<Field>,
    /// The standing of every control that the profile does not leave out.
    #[serde(deserialize_with = "each_once")]
    pub standings: BTreeMap<String, Standing>,
}

/// Which policy was assessed with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyName {
    /// Id.
    pub id: String,
    /// Version.
    pub version: String,
    /// Profile, if one was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
}

impl PolicyName {
    /// The name of a policy as it stands in a record.
    pub fn of(policy: &PolicyRecord) -> Self {
        Self {
            id: policy.id.clone(),
            version: policy.version.clone(),
            profile: policy.profile.clone(),
        }
    }
}

impl fmt::Display for PolicyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.id, self.version)?;
        match &self.profile {
            Some(profile) => write!(f, " (profile {profile})"),
            None => Ok(()),
        }
    }
}

/// How a firm stands with a control.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Met by evidence.
    Met,
    /// Met by a person's statement.
    Attested,
    /// Does not apply.
    NotApplicable,
    /// Evidence is missing.
    Unknown,
    /// Not met.
    Open,
}

impl Standing {
    /// All of them, best first.
    pub const ALL: [Self; 5] = [
        Self::Met,
        Self::Attested,
        Self::NotApplicable,
        Self::Unknown,
        Self::Open,
    ];

    /// The word in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Attested => "attested",
            Self::NotApplicable => "not-applicable",
            Self::Unknown => "unknown",
            Self::Open => "open",
        }
    }

    /// Whether nothing is left to do.
    pub const fn is_done(self) -> bool {
        matches!(self, Self::Met | Self::Attested | Self::NotApplicable)
    }

    fn of(status: Status) -> Self {
        match status {
            Status::Satisfied => Self::Met,
            Status::Attested => Self::Attested,
            Status::NotApplicable => Self::NotApplicable,
            Status::Indeterminate => Self::Unknown,
            Status::NotSatisfied => Self::Open,
        }
    }

    /// Of two subjects of one firm: the worse one, since a firm has met a control when it has met it everywhere. Where a
    /// control does not apply, the other subject alone decides.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::NotApplicable, one) | (one, Self::NotApplicable) => one,
            (a, b) => a.max(b),
        }
    }
}

/// What of a record goes into a score.
#[derive(Debug, Clone, Default)]
pub struct Selection<'a> {
    /// The policy; needed where the record has several.
    pub policy: Option<&'a str>,
    /// Only these subjects; all where none is named.
    pub subjects: &'a [String],
}

/// The policy of a record that a selection means.
pub fn policy<'r>(record: &'r Assessment, selection: &Selection<'_>) -> Result<&'r PolicyRecord, BenchmarkError> {
    match (selection.policy, record.policies.as_slice()) {
        (Some(id), all) => {
            let found = all.iter().find(|p| p.id == id);
            found.ok_or_else(|| BenchmarkError::NoPolicy(id.to_owned()))
        }
        (None, [one]) => Ok(one),
        (None, many) => Err(BenchmarkError::ManyPolicies(many.len())),
    }
}

/// The score of a record. Of several subjects the worst one counts, control by control.
pub fn of_record(record: &Assessment, selection: &Selection<'_>, serial: Serial) -> Result<Score, BenchmarkError> {
    let policy = policy(record, selection)?;
    let known: BTreeSet<&str> = record.subjects.iter().map(|s| s.id.as_str()).collect();
    if let Some(lost) = selection.subjects.iter().find(|s| !known.contains(s.as_str())) {
        return Err(BenchmarkError::NoSubject(lost.clone()));
    }
    let is_chosen = |subject: &str| selection.subjects.is_empty() || selection.subjects.iter().any(|s| s == subject);
    let mut standings: BTreeMap<String, Standing> = BTreeMap::new();
    for status in &record.statuses {
        if status.policy != policy.id || !is_chosen(&status.subject) {
            continue;
        }
        let standing = Standing::of(status.status);
        standings
            .entry(status.control.clone())
            .and_modify(|all| *all = all.and(standing))
            .or_insert(standing);
    }
    if standings.is_empty() {
        return Err(BenchmarkError::Nothing(policy.id.clone()));
    }
    Ok(Score {
        format: FORMAT.to_owned(),
        serial,
        policy: PolicyName::of(policy),
        month: Month::of(record.as_of),
        size_class: None,
        field: None,
        standings,
    })
}

/// Reads a score from anybody's file.
pub fn parse(file: &str, text: &str) -> Result<Score, BenchmarkError> {
    let wrong = |reason: String| BenchmarkError::Unreadable {
        file: file.to_owned(),
        what: "score",
        reason,
    };
    let score: Score = serde_json::from_str(text).map_err(|e| wrong(e.to_string()))?;
    if score.format != FORMAT {
        let format: String = score.format.chars().take(40).collect();
        return Err(wrong(format!("its format is `{format}`, not `{FORMAT}`")));
    }
    Ok(score)
}

/// Refuses a control that stands in a file twice, which would hide the first one.
fn each_once<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, Standing>, D::Error> {
    struct Once;
    impl<'de> serde::de::Visitor<'de> for Once {
        type Value = BTreeMap<String, Standing>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a standing for each control")
        }

        fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut standings = BTreeMap::new();
            while let Some((control, standing)) = map.next_entry::<String, Standing>()? {
                if standings.insert(control, standing).is_some() {
                    return Err(serde::de::Error::custom("a control stands here twice"));
                }
            }
            Ok(standings)
        }
    }
    deserializer.deserialize_map(Once)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCORE: &str = r#"{"format":"score/1","serial":"00000000000000000000000000000001",
        "policy":{"id":"a/b","version":"1"},"month":"2026-11","standings":{"1":"met","2":"open"}}"#;

    #[test]
    fn a_score_survives_and_strangers_do_not() {
        let score = parse("f", SCORE).unwrap();
        assert_eq!(parse("f", &serde_json::to_string(&score).unwrap()).unwrap(), score);
        for (from, to) in [
            ("score/1", "score/2"),
            ("\"met\"", "\"satisfied\""),
            ("\"met\"", "NaN"),
            ("\"met\"", "1e999"),
            ("2026-11", "2026-11-23"),
            ("2026-11", "2026-13"),
            ("0001\"", "000G\""),
            ("0001\"", "001\""),
            ("\"month\"", "\"name\":\"ACME\",\"month\""),
            ("\"month\"", "\"size_class\":\"17\",\"month\""),
            ("\"2\":", "\"1\":"),
            ("\"version\":\"1\"", "\"version\":\"1\",\"digest\":\"x\""),
        ] {
            let text = SCORE.replacen(from, to, 1);
            assert_ne!(text, SCORE, "{from}");
            assert!(
                matches!(parse("f", &text), Err(BenchmarkError::Unreadable { .. })),
                "{to}"
            );
        }
    }

    #[test]
    fn the_worst_subject_counts_where_the_control_applies() {
        use Standing::{Attested, Met, NotApplicable, Open, Unknown};
        for (a, b, both) in [
            (Met, Attested, Attested),
            (Met, Unknown, Unknown),
            (Unknown, Open, Open),
            (NotApplicable, Met, Met),
            (NotApplicable, Open, Open),
            (NotApplicable, NotApplicable, NotApplicable),
        ] {
            assert_eq!((a.and(b), b.and(a)), (both, both));
        }
    }
}
