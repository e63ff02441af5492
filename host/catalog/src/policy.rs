//! A policy: which checks decide which control, with which parameters and severity. Data, no code.

use crate::CatalogError;
use crate::source::{Source, is_path_id};
use sekisho_model::{Bilingual, Severity};
use serde::Deserialize;
use std::collections::BTreeSet;
use toml::Spanned;

/// A checked policy, not yet joined with plugins.
#[derive(Debug, Clone)]
pub struct Policy {
    /// `<sector>/<guideline>`.
    pub id: String,
    /// Version.
    pub version: String,
    /// The catalogue it decides.
    pub catalogue: String,
    /// Title.
    pub title: Bilingual,
    /// Profile used where none is named.
    pub default_profile: Option<String>,
    /// Controls.
    pub controls: Vec<PolicyControl>,
}

/// How an answer sheet takes part in deciding a control.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AnswerUse {
    /// The sheet is not looked at.
    None,
    /// A valid answer stands in where checks are unknown; it never outweighs evidence that says otherwise.
    Fallback,
    /// A valid answer must exist beside the checks.
    Required,
}

impl AnswerUse {
    /// The word in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Fallback => "fallback",
            Self::Required => "required",
        }
    }
}

impl Combine {
    /// The word in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Any => "any",
        }
    }
}

/// How several checks make one status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Combine {
    /// Every check must be met.
    #[default]
    All,
    /// One met check is enough.
    Any,
}

/// One control of a policy.
#[derive(Debug, Clone)]
pub struct PolicyControl {
    /// Id in the catalogue.
    pub id: String,
    /// Line in the policy file.
    pub line: u32,
    /// Severity of a failure.
    pub severity: Severity,
    /// Part of the answer sheet.
    pub answer: AnswerUse,
    /// How checks combine.
    pub combine: Combine,
    /// The checks.
    pub checks: Vec<PolicyCheck>,
}

/// One use of a check.
#[derive(Debug, Clone)]
pub struct PolicyCheck {
    /// Plugin id.
    pub plugin: String,
    /// Check id.
    pub check: String,
    /// Line in the policy file.
    pub line: u32,
    /// Severity, where it differs from the control's.
    pub severity: Option<Severity>,
    /// Parameters as written.
    pub parameters: toml::Table,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: Spanned<String>,
    id: Spanned<String>,
    version: String,
    catalogue: String,
    title: Bilingual,
    default_profile: Option<String>,
    #[serde(default)]
    control: Vec<ControlFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ControlFile {
    id: Spanned<String>,
    severity: Severity,
    answer: AnswerUse,
    #[serde(default)]
    combine: Combine,
    #[serde(default)]
    check: Vec<CheckFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CheckFile {
    plugin: String,
    check: Spanned<String>,
    severity: Option<Severity>,
    #[serde(default)]
    parameters: toml::Table,
}

/// Reads `policy.toml`.
pub fn parse(file: &str, text: &str) -> Result<Policy, CatalogError> {
    let source = Source { file, text };
    let raw: File = source.parse("policy/1")?;
    source.format(&raw.format, "policy/1")?;
    if !is_path_id(raw.id.get_ref()) {
        return Err(source.content(&raw.id, "the id is not of the form `<sector>/<guideline>`"));
    }
    source.both(&raw.id, "the title", &raw.title)?;
    let mut seen = BTreeSet::new();
    let mut controls = Vec::with_capacity(raw.control.len());
    for control in raw.control {
        let id = control.id.get_ref().clone();
        if !seen.insert(id.clone()) {
            return Err(source.content(&control.id, format!("control `{id}` stands here twice")));
        }
        if control.check.is_empty() && control.answer == AnswerUse::None {
            return Err(source.content(
                &control.id,
                format!("nothing decides control `{id}`: no check and no answer"),
            ));
        }
        controls.push(PolicyControl {
            line: source.line(&control.id.span()),
            id,
            severity: control.severity,
            answer: control.answer,
            combine: control.combine,
            checks: control
                .check
                .into_iter()
                .map(|check| PolicyCheck {
                    plugin: check.plugin,
                    line: source.line(&check.check.span()),
                    check: check.check.into_inner(),
                    severity: check.severity,
                    parameters: check.parameters,
                })
                .collect(),
        });
    }
    Ok(Policy {
        id: raw.id.into_inner(),
        version: raw.version,
        catalogue: raw.catalogue,
        title: raw.title,
        default_profile: raw.default_profile,
        controls,
    })
}
