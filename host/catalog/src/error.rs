//! What is wrong with a catalogue, policy, profile or waiver file: always with file and line.

use sekisho_model::error::Hint;

/// A fault in a file of this room.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CatalogError {
    /// Not TOML, an unknown key, a missing key, a wrong type.
    #[error("{file}:{line}: {reason}")]
    Syntax {
        /// The file.
        file: String,
        /// Line from 1.
        line: u32,
        /// What is wrong.
        reason: String,
    },
    /// Fields that every such file has are not there.
    #[error("{}", missing(file, fields))]
    Missing {
        /// The file.
        file: String,
        /// Their paths, such as `issuer.en`.
        fields: Vec<String>,
    },
    /// The values do not fit together.
    #[error("{file}:{line}: {reason}")]
    Content {
        /// The file.
        file: String,
        /// Line from 1.
        line: u32,
        /// What is wrong.
        reason: String,
    },
    /// A text exists in one language only.
    #[error("{file}:{line}: {what} lacks its Japanese or English text")]
    Language {
        /// The file.
        file: String,
        /// Line from 1.
        line: u32,
        /// Whose text.
        what: String,
    },
    /// The policy needs a plugin that is not there.
    #[error("{file}:{line}: plugin `{plugin}` is not loaded")]
    NoPlugin {
        /// The file.
        file: String,
        /// Line from 1.
        line: u32,
        /// The plugin.
        plugin: String,
    },
}

/// One line for each field.
fn missing(file: &str, fields: &[String]) -> String {
    let line = |field: &String| format!("{file}: `{field}` is missing");
    fields.iter().map(line).collect::<Vec<_>>().join("\n       ")
}

impl Hint for CatalogError {
    fn code(&self) -> &'static str {
        match self {
            Self::Syntax { .. } => "policy-syntax",
            Self::Missing { .. } => "policy-missing",
            Self::Content { .. } => "policy-content",
            Self::Language { .. } => "policy-language",
            Self::NoPlugin { .. } => "policy-no-plugin",
        }
    }

    fn hint(&self) -> Option<String> {
        Some(
            match self {
                Self::Missing { .. } => "policies/README.md tells what each key means",
                Self::Syntax { .. } => "correct the file; policies/README.md lists the keys",
                Self::Content { .. } => "run `sekisho policy lint` after correcting it",
                Self::Language { .. } => "every text that a person reads exists in ja and en",
                Self::NoPlugin { .. } => "give the bundle that holds the plugin with `--bundle`",
            }
            .to_owned(),
        )
    }
}
