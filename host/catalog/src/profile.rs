//! A profile: an organisation's selection of controls and values of parameters over a policy.

use crate::CatalogError;
use crate::source::Source;
use sekisho_model::Bilingual;
use sekisho_model::assessment::ScopeRecord;
use serde::Deserialize;
use std::collections::BTreeMap;
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
    /// Only controls with one of these values of a dimension; controls without the dimension stay.
    pub tags: BTreeMap<String, Vec<String>>,
    /// The attributes by which the profile is found: `--profile attribute=value`.
    pub when: BTreeMap<String, String>,
    /// Where controls apply.
    pub scopes: BTreeMap<String, ScopeRecord>,
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
    tags: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    when: BTreeMap<String, String>,
    #[serde(default)]
    scope: Vec<ScopeFile>,
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScopeFile {
    id: Spanned<String>,
    applies: Applies,
    #[serde(default)]
    alternative: bool,
    reason: Bilingual,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Applies {
    It,
    Ot,
    Both,
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
    let mut scopes = BTreeMap::new();
    for scope in raw.scope {
        let id = scope.id.get_ref().clone();
        source.both(&scope.id, format!("the reason for the scope of `{id}`"), &scope.reason)?;
        let applies = match scope.applies {
            Applies::It => "it",
            Applies::Ot => "ot",
            Applies::Both => "both",
        };
        let record = ScopeRecord {
            applies: applies.to_owned(),
            alternative: scope.alternative,
            reason: scope.reason,
        };
        if scopes.insert(id.clone(), record).is_some() {
            return Err(source.content(&scope.id, format!("the scope of `{id}` stands here twice")));
        }
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
        tags: raw.tags,
        when: raw.when,
        scopes,
        exclude: raw.exclude,
        file: file.to_owned(),
    })
}
