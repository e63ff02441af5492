//! A profile: an organisation's selection of controls and values of parameters over a policy.

use crate::CatalogError;
use crate::source::Source;
use sekisho_model::Bilingual;
use serde::Deserialize;
use toml::Spanned;

/// A checked profile.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Id: the file's stem.
    pub id: String,
    /// The policy it tailors.
    pub policy: String,
    /// Title.
    pub title: Bilingual,
    /// Only controls of one of these levels; empty for all.
    pub levels: Vec<String>,
    /// Only these controls, where given.
    pub include: Option<Vec<String>>,
    /// Not these, each with a reason.
    pub exclude: Vec<Exclusion>,
    /// Parameter values.
    pub parameters: Vec<Override>,
    /// The file, for errors of [`crate::resolve()`].
    pub file: String,
}

/// A control left out on purpose.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// The control.
    pub id: String,
    /// Why.
    pub reason: Bilingual,
}

/// A parameter value set by a profile.
#[derive(Debug, Clone)]
pub struct Override {
    /// Plugin id.
    pub plugin: String,
    /// Check id.
    pub check: String,
    /// Only for this control; for all where absent.
    pub control: Option<String>,
    /// Parameter name.
    pub name: String,
    /// Value as written.
    pub value: toml::Value,
    /// Line in the file.
    pub line: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: Spanned<String>,
    id: Spanned<String>,
    policy: String,
    title: Bilingual,
    #[serde(default)]
    levels: Vec<String>,
    include: Option<Vec<String>>,
    #[serde(default)]
    exclude: Vec<Exclusion>,
    #[serde(default)]
    parameter: Vec<ParameterFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ParameterFile {
    plugin: String,
    check: String,
    control: Option<String>,
    name: Spanned<String>,
    value: toml::Value,
}

/// Reads a file of `profiles/`.
pub fn parse(file: &str, text: &str) -> Result<Profile, CatalogError> {
    let source = Source { file, text };
    let raw: File = source.parse("profile/1")?;
    source.format(&raw.format, "profile/1")?;
    source.both(&raw.id, "the title", &raw.title)?;
    for exclusion in &raw.exclude {
        source.both(
            &raw.id,
            format!("the reason for leaving out `{}`", exclusion.id),
            &exclusion.reason,
        )?;
    }
    let parameters = raw.parameter.into_iter().map(|p| Override {
        line: source.line(&p.name.span()),
        plugin: p.plugin,
        check: p.check,
        control: p.control,
        name: p.name.into_inner(),
        value: p.value,
    });
    Ok(Profile {
        parameters: parameters.collect(),
        id: raw.id.into_inner(),
        policy: raw.policy,
        title: raw.title,
        levels: raw.levels,
        include: raw.include,
        exclude: raw.exclude,
        file: file.to_owned(),
    })
}
