//! What a record says of risk sources: a table of the user's own that tells which controls meet which of them, and what follows
//! from the controls that are not met.

use crate::Digest;
use crate::finding::Status;
use serde::{Deserialize, Serialize};

/// A table of risk sources, joined to the controls of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskTable {
    /// Digest of the file it was read from.
    pub digest: Digest,
    /// The risk sources, in the order of the file.
    pub sources: Vec<RiskSource>,
}

/// One risk source. Texts stand in the language of the user's table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskSource {
    /// Id as the guideline numbers it.
    pub id: String,
    /// Layer, as written.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub layer: String,
    /// Element, as written.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub element: String,
    /// The incident that may come of it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub incident: String,
    /// Threat.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub threat: String,
    /// Vulnerability.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub vulnerability: String,
    /// The controls that meet it; at least one.
    pub controls: Vec<String>,
}

impl RiskSource {
    /// Threat and vulnerability in one text; the incident where there is neither.
    pub fn text(&self) -> String {
        let parts = [self.threat.as_str(), self.vulnerability.as_str()];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        if parts.is_empty() {
            self.incident.clone()
        } else {
            parts.join(" / ")
        }
    }
}

/// How a risk source stands. A guideline lists its controls together and none of them instead of another, so one that fails is
/// enough to leave it open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Every control that applies fails: nothing meets it.
    Open,
    /// Some fail, others hold or are undecided.
    PartlyOpen,
    /// None fails, but not all were shown to hold.
    Undecided,
    /// Every control that applies holds.
    Closed,
    /// No control applies.
    NotApplicable,
}

impl Standing {
    /// All of them, worst first.
    pub const WORST_FIRST: [Self; 5] = [
        Self::Open,
        Self::PartlyOpen,
        Self::Undecided,
        Self::Closed,
        Self::NotApplicable,
    ];

    /// The word in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::PartlyOpen => "partly-open",
            Self::Undecided => "undecided",
            Self::Closed => "closed",
            Self::NotApplicable => "not-applicable",
        }
    }

    /// Whether a control that fails leaves it open.
    pub const fn stays_open(self) -> bool {
        matches!(self, Self::Open | Self::PartlyOpen)
    }
}

/// A risk source and what became of its controls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged<'a> {
    /// The risk source.
    pub source: &'a RiskSource,
    /// How it stands.
    pub standing: Standing,
    /// Its controls that are not met.
    pub fails: Vec<&'a str>,
    /// Its controls that are undecided, or were left out by a profile.
    pub undecided: Vec<&'a str>,
    /// Its controls that hold, by evidence or by a person's word.
    pub holds: Vec<&'a str>,
}

impl RiskTable {
    /// Judges every risk source by the statuses of controls; nothing is known of those without one. In the order of the table.
    pub fn judge(&self, status: &dyn Fn(&str) -> Option<Status>) -> Vec<Judged<'_>> {
        self.sources.iter().map(|source| source.judge(status)).collect()
    }
}

impl RiskSource {
    fn judge(&self, status: &dyn Fn(&str) -> Option<Status>) -> Judged<'_> {
        let (mut fails, mut undecided, mut holds) = (Vec::new(), Vec::new(), Vec::new());
        for control in self.controls.iter().map(String::as_str) {
            match status(control) {
                Some(Status::NotSatisfied) => fails.push(control),
                Some(Status::Indeterminate) | None => undecided.push(control),
                Some(Status::Attested | Status::Satisfied) => holds.push(control),
                Some(Status::NotApplicable) => {}
            }
        }
        let standing = match (fails.is_empty(), undecided.is_empty(), holds.is_empty()) {
            (false, true, true) => Standing::Open,
            (false, _, _) => Standing::PartlyOpen,
            (true, false, _) => Standing::Undecided,
            (true, true, false) => Standing::Closed,
            (true, true, true) => Standing::NotApplicable,
        };
        Judged {
            source: self,
            standing,
            fails,
            undecided,
            holds,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_control_that_fails_leaves_a_risk_source_open() {
        let source = RiskSource {
            id: "R".to_owned(),
            controls: ["a", "b"].map(ToOwned::to_owned).to_vec(),
            ..RiskSource::default()
        };
        let of = |a: Option<Status>, b: Option<Status>| {
            let status = |id: &str| if id == "a" { a } else { b };
            source.judge(&status).standing
        };
        use Status::{Attested, Indeterminate, NotApplicable, NotSatisfied, Satisfied};
        for (a, b, standing) in [
            (Some(NotSatisfied), Some(NotSatisfied), Standing::Open),
            (Some(NotSatisfied), Some(NotApplicable), Standing::Open),
            (Some(NotSatisfied), Some(Satisfied), Standing::PartlyOpen),
            (Some(NotSatisfied), None, Standing::PartlyOpen),
            (Some(Indeterminate), Some(Satisfied), Standing::Undecided),
            (None, Some(Attested), Standing::Undecided),
            (Some(Attested), Some(Satisfied), Standing::Closed),
            (Some(NotApplicable), Some(Satisfied), Standing::Closed),
            (Some(NotApplicable), Some(NotApplicable), Standing::NotApplicable),
        ] {
            assert_eq!(of(a, b), standing, "{a:?} {b:?}");
            assert_eq!(of(b, a), standing, "{b:?} {a:?}");
        }
    }
}
