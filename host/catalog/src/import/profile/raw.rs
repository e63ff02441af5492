//! The members of an OSCAL profile that are read, as tolerantly as those of a catalogue.

use crate::import::oscal::raw::{Metadata, Prop, list, text};
use serde::Deserialize;
use serde::de::IgnoredAny;

#[derive(Deserialize)]
pub(super) struct File {
    pub(super) profile: Option<Profile>,
    pub(super) catalog: Option<IgnoredAny>,
}

#[derive(Deserialize)]
pub(super) struct Profile {
    pub(super) metadata: Option<Metadata>,
    #[serde(default, deserialize_with = "list")]
    pub(super) imports: Vec<Import>,
    pub(super) modify: Option<Modify>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Import {
    pub(super) include_all: Option<IgnoredAny>,
    pub(super) include_controls: Option<Vec<Select>>,
    #[serde(default, deserialize_with = "list")]
    pub(super) exclude_controls: Vec<Select>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Select {
    #[serde(default, deserialize_with = "text")]
    pub(super) with_child_controls: Option<String>,
    #[serde(default, deserialize_with = "list")]
    pub(super) with_ids: Vec<String>,
    #[serde(default, deserialize_with = "list")]
    pub(super) matching: Vec<Matching>,
}

#[derive(Deserialize)]
pub(super) struct Matching {
    #[serde(default, deserialize_with = "text")]
    pub(super) pattern: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Modify {
    // The underscore stands in profiles of old tools.
    #[serde(default, alias = "set_parameters", deserialize_with = "list")]
    pub(super) set_parameters: Vec<SetParameter>,
    #[serde(default, deserialize_with = "list")]
    pub(super) alters: Vec<Alter>,
}

#[derive(Deserialize)]
pub(super) struct SetParameter {
    #[serde(default, deserialize_with = "list")]
    pub(super) props: Vec<Prop>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Alter {
    #[serde(default, deserialize_with = "text")]
    pub(super) control_id: Option<String>,
    #[serde(default, deserialize_with = "list")]
    pub(super) removes: Vec<IgnoredAny>,
    #[serde(default, deserialize_with = "list")]
    pub(super) adds: Vec<Add>,
}

#[derive(Deserialize)]
pub(super) struct Add {
    #[serde(default, deserialize_with = "list")]
    pub(super) props: Vec<Prop>,
    #[serde(default, deserialize_with = "list")]
    params: Vec<IgnoredAny>,
    #[serde(default, deserialize_with = "list")]
    links: Vec<IgnoredAny>,
    #[serde(default, deserialize_with = "list")]
    parts: Vec<IgnoredAny>,
    title: Option<IgnoredAny>,
}

impl Add {
    /// Whether it adds more than properties.
    pub(super) fn holds_more(&self) -> bool {
        let lists = [&self.params, &self.links, &self.parts];
        self.title.is_some() || lists.into_iter().any(|list| !list.is_empty())
    }
}
