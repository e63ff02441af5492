//! The members of OSCAL that are read, each of whatever type its writer gave it. A member that is missing says nothing.

use sekisho_model::Bilingual;
use sekisho_oscal::NAMESPACE;
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};

#[derive(Deserialize)]
pub(in crate::import) struct File {
    pub(in crate::import) catalog: Option<Catalog>,
    pub(in crate::import) profile: Option<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::import) struct Catalog {
    pub(in crate::import) metadata: Option<Metadata>,
    #[serde(default, deserialize_with = "list")]
    pub(in crate::import) groups: Vec<Group>,
    #[serde(default, deserialize_with = "list")]
    pub(in crate::import) controls: Vec<Item>,
    pub(in crate::import) back_matter: Option<BackMatter>,
}

#[derive(Deserialize, Default)]
pub(in crate::import) struct Metadata {
    #[serde(default, deserialize_with = "text")]
    pub(in crate::import) title: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub(in crate::import) version: Option<String>,
    #[serde(default, deserialize_with = "list")]
    pub(in crate::import) props: Vec<Prop>,
}

#[derive(Deserialize)]
pub(in crate::import) struct Group {
    #[serde(default, deserialize_with = "text")]
    pub(in crate::import) id: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub(in crate::import) title: Option<String>,
    #[serde(default, deserialize_with = "list")]
    pub(in crate::import) props: Vec<Prop>,
    #[serde(default, deserialize_with = "list")]
    pub(in crate::import) groups: Vec<Group>,
    #[serde(default, deserialize_with = "list")]
    pub(in crate::import) controls: Vec<Item>,
}

#[derive(Deserialize)]
pub(in crate::import) struct Item {
    #[serde(default, deserialize_with = "text")]
    pub(in crate::import) id: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub(in crate::import) title: Option<String>,
    #[serde(default, deserialize_with = "list")]
    pub(in crate::import) props: Vec<Prop>,
    #[serde(default, deserialize_with = "list")]
    pub(in crate::import) links: Vec<Link>,
    #[serde(default, deserialize_with = "list")]
    pub(in crate::import) parts: Vec<Part>,
    #[serde(default, deserialize_with = "list")]
    pub(in crate::import) controls: Vec<Item>,
}

#[derive(Deserialize)]
pub(in crate::import) struct Prop {
    #[serde(default, deserialize_with = "text")]
    pub(in crate::import) name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub(in crate::import) ns: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub(in crate::import) value: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub(in crate::import) class: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub(in crate::import) group: Option<String>,
}

#[derive(Deserialize)]
pub(in crate::import) struct Link {
    #[serde(default, deserialize_with = "text")]
    pub(in crate::import) href: Option<String>,
}

#[derive(Deserialize)]
pub(in crate::import) struct Part {
    #[serde(default, deserialize_with = "text")]
    pub(in crate::import) name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub(in crate::import) class: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub(in crate::import) prose: Option<String>,
    #[serde(default, deserialize_with = "list")]
    pub(in crate::import) parts: Vec<Part>,
}

#[derive(Deserialize, Default)]
pub(in crate::import) struct BackMatter {
    #[serde(default, deserialize_with = "list")]
    pub(in crate::import) resources: Vec<Resource>,
}

#[derive(Deserialize)]
pub(in crate::import) struct Resource {
    #[serde(default, deserialize_with = "text")]
    pub(in crate::import) uuid: Option<String>,
    #[serde(default, deserialize_with = "list")]
    pub(in crate::import) props: Vec<Prop>,
}

/// A text; a number or a truth value as one; nothing for anything else.
pub(in crate::import) fn text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Any {
        Text(String),
        Number(serde_json::Number),
        Truth(bool),
        Other(IgnoredAny),
    }
    Ok(match Any::deserialize(from)? {
        Any::Text(text) => Some(text),
        Any::Number(number) => Some(number.to_string()),
        Any::Truth(truth) => Some(truth.to_string()),
        Any::Other(_) => None,
    })
}

/// A list; none where `null` stands for it.
pub(in crate::import) fn list<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Vec<T>, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or_default())
}

/// The value of a property of our namespace.
pub(in crate::import) fn ours<'a>(props: &'a [Prop], name: &str) -> Option<&'a str> {
    our_props(props, name).next()?.value.as_deref()
}

/// The properties of our namespace with a name.
pub(in crate::import) fn our_props<'a, 'n>(
    props: &'a [Prop],
    name: &'n str,
) -> impl Iterator<Item = &'a Prop> + use<'a, 'n> {
    let is_ours = |p: &&Prop| p.ns.as_deref() == Some(NAMESPACE);
    props
        .iter()
        .filter(is_ours)
        .filter(move |p| p.name.as_deref() == Some(name))
}

/// A text of our namespace in both languages: `<name>-ja` and `<name>-en`.
pub(in crate::import) fn both(props: &[Prop], name: &str) -> Option<Bilingual> {
    Some(Bilingual::new(
        ours(props, &format!("{name}-ja"))?,
        ours(props, &format!("{name}-en"))?,
    ))
}

/// The value of a property that is not of our namespace.
pub(in crate::import) fn core<'a>(props: &'a [Prop], name: &str) -> Option<&'a str> {
    let is_core = |p: &&Prop| p.ns.as_deref() != Some(NAMESPACE) && p.name.as_deref() == Some(name);
    props.iter().find(is_core)?.value.as_deref()
}

/// All values of properties with a name, of any namespace.
pub(in crate::import) fn all(props: &[Prop], name: &str) -> Vec<String> {
    let named = props.iter().filter(|p| p.name.as_deref() == Some(name));
    named.filter_map(|p| p.value.clone()).collect()
}
