//! Every way in which a plugin can be refused or break. Exhaustive on purpose: a new way must be thought of everywhere.

use sekisho_model::error::Hint;

/// Why a component is not loaded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// Larger than the limit.
    #[error("plugin `{name}` is {size} bytes, more than `limits.component_bytes` allows ({limit})")]
    TooLarge {
        /// File or bundle entry.
        name: String,
        /// Its size.
        size: u64,
        /// The limit.
        limit: u64,
    },
    /// Not a WebAssembly component.
    #[error("plugin `{name}` is not a valid WebAssembly component: {reason}")]
    NotAComponent {
        /// File or bundle entry.
        name: String,
        /// What the validator says.
        reason: String,
    },
    /// Imports something outside `sekisho:policy`.
    #[error("plugin `{name}` imports `{}`, which no plugin may", imports.join("`, `"))]
    ForeignImport {
        /// File or bundle entry.
        name: String,
        /// The foreign imports.
        imports: Vec<String>,
    },
    /// Speaks no version of the interface that this host speaks.
    #[error("plugin `{name}` speaks `sekisho:policy@{found}`, this program speaks {supported}")]
    Interface {
        /// File or bundle entry.
        name: String,
        /// The version it asks for.
        found: String,
        /// The versions served.
        supported: &'static str,
    },
    /// Does not export what a plugin must.
    #[error("plugin `{name}` does not export `sekisho:policy/checks`")]
    NoChecks {
        /// File or bundle entry.
        name: String,
    },
    /// Asks for a function, or a type of one, that the interface does not have.
    #[error("plugin `{name}` does not fit the interface: {reason}")]
    Mismatch {
        /// File or bundle entry.
        name: String,
        /// What does not fit.
        reason: String,
    },
    /// `describe` broke.
    #[error("plugin `{name}` cannot describe itself: {reason}")]
    Describe {
        /// File or bundle entry.
        name: String,
        /// What happened.
        reason: String,
    },
    /// `describe` answered something that cannot be used.
    #[error("plugin `{name}` describes itself wrongly: {reason}")]
    Description {
        /// File or bundle entry.
        name: String,
        /// What is wrong.
        reason: String,
    },
    /// A text lacks a language.
    #[error("plugin `{name}` lacks Japanese or English text for: {}", ids.join(", "))]
    Language {
        /// File or bundle entry.
        name: String,
        /// The ids of the texts.
        ids: Vec<String>,
    },
}

impl Hint for LoadError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "plugin-too-large",
            Self::NotAComponent { .. } => "plugin-not-a-component",
            Self::ForeignImport { .. } => "plugin-foreign-import",
            Self::Interface { .. } => "plugin-interface-version",
            Self::NoChecks { .. } => "plugin-no-checks",
            Self::Mismatch { .. } => "plugin-interface-mismatch",
            Self::Describe { .. } => "plugin-describe",
            Self::Description { .. } => "plugin-description",
            Self::Language { .. } => "plugin-language",
        }
    }

    fn hint(&self) -> Option<String> {
        Some(
            match self {
                Self::TooLarge { .. } => "strip the component, or raise `component_bytes` with `--limit`",
                Self::NotAComponent { .. } => {
                    "build a component, not a core module (see wit/README.md), and check that the file is whole"
                }
                Self::ForeignImport { .. } => {
                    "build for wasm32-unknown-unknown without WASI: a plugin sees facts, and no files, network or clock"
                }
                Self::Interface { .. } => "rebuild the plugin with the SDK of this release, or update this program",
                Self::NoChecks { .. } => "export the interface `checks` of the world `sekisho:policy/plugin`",
                Self::Mismatch { .. } => "rebuild the plugin against the released wit/policy folder",
                Self::Describe { .. } => "`describe` must answer without facts and within the limits",
                Self::Description { .. } | Self::Language { .. } => {
                    "run `sekisho plugin inspect` and correct the plugin"
                }
            }
            .to_owned(),
        )
    }
}

/// Why a call of a plugin gave no findings. The outcome of every check in that call is `error`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RunError {
    /// A limit was exceeded.
    #[error("plugin `{plugin}` exceeded `limits.{limit}` ({value} {unit}) while running {checks}")]
    Limit {
        /// The plugin.
        plugin: String,
        /// The checks of the call.
        checks: String,
        /// Name of the limit.
        limit: &'static str,
        /// Its value.
        value: u64,
        /// Its unit.
        unit: &'static str,
    },
    /// The guest trapped.
    #[error("plugin `{plugin}` trapped while running {checks}: {reason}")]
    Trap {
        /// The plugin.
        plugin: String,
        /// The checks of the call.
        checks: String,
        /// The engine's word for it.
        reason: String,
    },
    /// The guest answered something that is no answer to the question.
    #[error("plugin `{plugin}` gave an invalid answer for {checks}: {reason}")]
    Nonsense {
        /// The plugin.
        plugin: String,
        /// The check, or the checks of the call.
        checks: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The check itself says that it cannot conclude.
    #[error("check `{checks}` of plugin `{plugin}` cannot conclude: {reason}")]
    Declined {
        /// The plugin.
        plugin: String,
        /// The check.
        checks: String,
        /// Its reason.
        reason: String,
    },
}

impl RunError {
    /// The sentence without plugin-specific numbers that could differ between machines: what stands in the record.
    pub fn reason(&self) -> String {
        self.to_string()
    }
}

impl Hint for RunError {
    fn code(&self) -> &'static str {
        match self {
            Self::Limit { .. } => "plugin-limit",
            Self::Trap { .. } => "plugin-trap",
            Self::Nonsense { .. } => "plugin-nonsense",
            Self::Declined { .. } => "check-declined",
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Limit { limit, .. } => {
                format!("raise it with `--limit {limit}=VALUE`, or report the plugin to its publisher")
            }
            _ => "report this to the plugin's publisher with the evidence that caused it".to_owned(),
        })
    }
}
