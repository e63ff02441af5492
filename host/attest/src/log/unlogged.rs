//! Why something does not stand in the logs that a trust root asks for: each by its rule, with what to do.

use super::error::LogError;
use sekisho_bundle::trust::TrustError;
use sekisho_model::Date;
use sekisho_model::error::Hint;

/// Why something does not stand where it must.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unlogged {
    /// Two states of a log, or nothing that links them.
    #[error(transparent)]
    State(#[from] TrustError),
    /// The log's time is over.
    #[error("log `{log}` counts until {day}, and nothing shows that `{what}` stood in it by then")]
    Ended {
        /// What should stand there.
        what: String,
        /// The log.
        log: String,
        /// Its last day.
        day: Date,
    },
    /// A proof that does not hold.
    #[error("the proof that `{what}` stands in log `{log}` does not hold: {error}")]
    Proof {
        /// What should stand there.
        what: String,
        /// The log.
        log: String,
        /// Why.
        error: Box<LogError>,
    },
    /// A file that is no proof.
    #[error("what is offered as proof that `{what}` was logged is none: {error}")]
    Unreadable {
        /// What should be logged.
        what: String,
        /// Why.
        error: LogError,
    },
    /// A log that nobody named.
    #[error("`{what}` is offered with a proof of log `{origin}`; {}", named(.logs))]
    Unknown {
        /// What should be logged.
        what: String,
        /// Origin of the log that is offered.
        origin: String,
        /// Logs that count.
        logs: Vec<String>,
    },
    /// No proof at all.
    #[error("`{what}` must stand in a log, and no proof is with it; {}", named(.logs))]
    Missing {
        /// What should be logged.
        what: String,
        /// Logs that count.
        logs: Vec<String>,
    },
}

fn named(logs: &[String]) -> String {
    match logs {
        [] => "the trust root names no log for it".to_owned(),
        logs => format!("the trust root names for it {}", logs.join(", ")),
    }
}

impl Unlogged {
    /// The most telling first.
    pub(super) fn rank(&self) -> u8 {
        match self {
            Self::State(TrustError::LogSplit { .. }) => 0,
            Self::State(_) => 1,
            Self::Ended { .. } => 2,
            Self::Proof { .. } => 3,
            Self::Unreadable { .. } => 4,
            Self::Unknown { .. } => 5,
            Self::Missing { .. } => 6,
        }
    }

    /// Whether it shows that a log has two branches.
    pub fn is_split(&self) -> bool {
        matches!(self, Self::State(TrustError::LogSplit { .. }))
    }
}

impl Hint for Unlogged {
    fn code(&self) -> &'static str {
        match self {
            Self::State(error) => error.code(),
            Self::Ended { .. } => "log-ended",
            Self::Proof { error, .. } if matches!(**error, LogError::Quorum { .. }) => "log-quorum",
            Self::Proof { .. } | Self::Unreadable { .. } => "log-proof",
            Self::Unknown { .. } => "log-unknown",
            Self::Missing { .. } => "log-missing",
        }
    }

    fn hint(&self) -> Option<String> {
        let text = match self {
            Self::State(error) => return error.hint(),
            Self::Ended { .. } => {
                "have it logged in a log that counts today, or get a proof that witnesses signed by that day"
            }
            Self::Proof { error, .. } => match **error {
                LogError::Quorum { .. } => return error.hint(),
                _ => "get the proof again from the keeper of the log (`sekisho log prove`)",
            },
            Self::Unreadable { .. } => "give a file that `sekisho log prove` wrote, whole",
            Self::Unknown { .. } => "get a proof of a log that counts, or ask the association to name this one",
            Self::Missing { .. } => {
                "get the proof from the keeper of the log (`sekisho log prove`), and give it with `--proof` or enclose it with `sekisho log enclose`"
            }
        };
        Some(text.to_owned())
    }
}
