//! The shapes of catalogs and profiles, each list written only where it holds something: the schemas refuse empty ones.
//!
//! Members are named as in the OSCAL reference, where what they mean is said.

use sekisho_oscal::shapes::{BackMatter, Link, Metadata, Part, Prop};
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct CatalogDocument {
    pub(super) catalog: Catalog,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Catalog {
    pub(super) uuid: String,
    pub(super) metadata: Metadata,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) groups: Vec<Group>,
    pub(super) back_matter: BackMatter,
}

/// A group holds groups or controls, never both.
#[derive(Serialize)]
pub(super) struct Group {
    pub(super) id: String,
    pub(super) title: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) props: Vec<Prop>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) groups: Vec<Group>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) controls: Vec<Control>,
}

#[derive(Serialize)]
pub(super) struct Control {
    pub(super) id: String,
    pub(super) title: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) params: Vec<Param>,
    pub(super) props: Vec<Prop>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) links: Vec<Link>,
    pub(super) parts: Vec<Part>,
}

#[derive(Serialize)]
pub(super) struct Param {
    pub(super) id: String,
    pub(super) props: Vec<Prop>,
    pub(super) label: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) values: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct ProfileDocument {
    pub(super) profile: Profile,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Profile {
    pub(super) uuid: String,
    pub(super) metadata: Metadata,
    pub(super) imports: Vec<Import>,
    pub(super) merge: Merge,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) modify: Option<Modify>,
    pub(super) back_matter: BackMatter,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Import {
    pub(super) href: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) include_all: Option<Empty>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) include_controls: Vec<WithIds>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) exclude_controls: Vec<WithIds>,
}

/// `{}`: OSCAL's way to say yes.
#[derive(Serialize)]
pub(super) struct Empty {}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct WithIds {
    pub(super) with_ids: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Merge {
    pub(super) as_is: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Modify {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) set_parameters: Vec<SetParameter>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) alters: Vec<Alter>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct SetParameter {
    pub(super) param_id: String,
    pub(super) props: Vec<Prop>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) values: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Alter {
    pub(super) control_id: String,
    pub(super) adds: Vec<Add>,
}

#[derive(Serialize)]
pub(super) struct Add {
    pub(super) position: &'static str,
    pub(super) props: Vec<Prop>,
}
