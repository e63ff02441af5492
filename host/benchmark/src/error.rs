//! What can be wrong with a score, an aggregate, or the wish for one.

use sekisho_model::error::Hint;

/// Why there is no score, aggregate or comparison.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BenchmarkError {
    /// A record without the policy that was asked for.
    #[error("the record has no policy `{0}`")]
    NoPolicy(String),
    /// A record with several policies, none of which was named.
    #[error("the record has {0} policies, and a score is about one")]
    ManyPolicies(usize),
    /// A subject that the record does not have.
    #[error("the record has no subject `{0}`")]
    NoSubject(String),
    /// A record in which nothing was assessed.
    #[error("the record has no status of any control of `{0}`")]
    Nothing(String),
    /// A file that is no score or no aggregate.
    #[error("`{file}` is no {what}: {reason}")]
    Unreadable {
        /// The file.
        file: String,
        /// What it should be.
        what: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// A score of another policy, version or profile.
    #[error("`{file}` is about {found}, the others are about {expected}")]
    Mixed {
        /// The file.
        file: String,
        /// What it is about.
        found: String,
        /// What the policy at hand is.
        expected: String,
    },
    /// A score whose controls are not those of the policy.
    #[error("`{file}` does not have the controls of {policy}: {reason}")]
    Controls {
        /// The file.
        file: String,
        /// The policy.
        policy: String,
        /// Which is missing or too much.
        reason: String,
    },
    /// Too few firms.
    #[error(
        "{firms} firms are fewer than the {minimum} that are needed, so that none of them can be told from the average"
    )]
    TooFew {
        /// How many there are.
        firms: usize,
        /// How many there must be.
        minimum: usize,
    },
    /// A record or score that the aggregate does not speak of.
    #[error("this is about {own}, the aggregate is about {aggregate}")]
    Unlike {
        /// What the own one is about.
        own: String,
        /// What the aggregate is about.
        aggregate: String,
    },
    /// An aggregate without firms like the own one.
    #[error("the aggregate has no firms of {0}")]
    NoSlice(String),
    /// A report could not be written.
    #[error("the comparison cannot be written: {0}")]
    Render(String),
}

impl Hint for BenchmarkError {
    fn code(&self) -> &'static str {
        match self {
            Self::NoPolicy(_) => "benchmark-no-policy",
            Self::ManyPolicies(_) => "benchmark-many-policies",
            Self::NoSubject(_) => "benchmark-no-subject",
            Self::Nothing(_) => "benchmark-nothing",
            Self::Unreadable { .. } => "benchmark-unreadable",
            Self::Mixed { .. } => "benchmark-mixed",
            Self::Controls { .. } => "benchmark-controls",
            Self::TooFew { .. } => "benchmark-too-few",
            Self::Unlike { .. } => "benchmark-unlike",
            Self::NoSlice(_) => "benchmark-no-slice",
            Self::Render(_) => "benchmark-render",
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::ManyPolicies(_) => "name one with `--policy`",
            Self::Mixed { .. } => "aggregate the scores of one policy, version and profile at a time",
            Self::Unreadable { what, .. } if *what == "aggregate" => {
                "give a file written by `sekisho benchmark aggregate`"
            }
            Self::Unreadable { .. } => "give files written by `sekisho benchmark export`",
            Self::Controls { .. } => {
                "have it exported again; a score has every control of its policy and profile, and no other"
            }
            Self::TooFew { .. } => {
                "collect more scores; the minimum can be raised with `--min-firms`, and is kept for a reason"
            }
            Self::Unlike { .. } => "scan with the policy, version and profile of the aggregate",
            Self::NoSlice(_) => {
                "name `--size-class` or `--field` as the aggregate has them, or compare with an aggregate of all"
            }
            _ => return None,
        };
        Some(hint.to_owned())
    }
}
