//! The parts that all documents of OSCAL share, each written only where it says something: the schemas refuse empty lists.
//!
//! Members are named as in the OSCAL reference, where what they mean is said.

use crate::{NAMESPACE, VERSION, id, text};
use sekisho_model::Bilingual;
use sekisho_model::text::Language;
use serde::Serialize;

/// A property.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Prop {
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    ns: Option<&'static str>,
    value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    class: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<String>,
}

impl Prop {
    /// One of our own namespace. `name` is a token.
    pub fn own(name: &'static str, value: &str) -> Self {
        Self {
            ns: Some(NAMESPACE),
            ..Self::core(name, value)
        }
    }

    /// One that OSCAL itself defines.
    pub fn core(name: &'static str, value: &str) -> Self {
        Self {
            name,
            ns: None,
            value: text::string(value),
            class: None,
            group: None,
        }
    }

    /// What kind of it this is: any id, which becomes a token.
    #[must_use]
    pub fn class(mut self, id: &str) -> Self {
        self.class = Some(id::token(id));
        self
    }

    /// Which others it belongs to: any id, which becomes a token.
    #[must_use]
    pub fn group(mut self, id: &str) -> Self {
        self.group = Some(id::token(id));
        self
    }

    /// A text in both languages: two properties.
    pub fn both(names: (&'static str, &'static str), text: &Bilingual) -> [Self; 2] {
        [Self::own(names.0, &text.ja), Self::own(names.1, &text.en)]
    }
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// A URI, a relative reference, or `#` and the UUID of a resource.
    pub href: String,
    /// What it leads to: a token.
    pub rel: &'static str,
    /// A line of markup.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl Link {
    /// To a resource of the same document.
    pub fn to(resource: &str, rel: &'static str) -> Self {
        Self {
            href: format!("#{resource}"),
            rel,
            text: None,
        }
    }
}

/// A part of a control.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Part {
    /// A token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// A token.
    pub name: &'static str,
    /// Our namespace, for a part that OSCAL does not define.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ns: Option<&'static str>,
    /// A token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<&'static str>,
    /// Properties.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub props: Vec<Prop>,
    /// Lines of markup.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prose: Option<String>,
    /// Parts of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
}

/// What stands in front of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Metadata {
    /// A line of markup.
    pub title: String,
    /// A moment.
    pub last_modified: String,
    /// A string.
    pub version: String,
    oscal_version: &'static str,
    /// Properties.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub props: Vec<Prop>,
    /// Roles.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
    /// People and organizations.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<Party>,
    /// Who has which role.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub responsible_parties: Vec<Responsible>,
    /// Lines of markup.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remarks: Option<String>,
}

impl Metadata {
    /// With what every document must have: texts of anybody, and a moment.
    pub fn new(title: &str, last_modified: String, version: &str) -> Self {
        Self {
            title: text::line(title),
            last_modified,
            version: text::string(version),
            oscal_version: VERSION,
            props: Vec::new(),
            roles: Vec::new(),
            parties: Vec::new(),
            responsible_parties: Vec::new(),
            remarks: None,
        }
    }

    /// Gives a party a role; both are declared once.
    pub fn appoint(&mut self, role: Role, party: Party) {
        let uuid = party.uuid.clone();
        if !self.parties.iter().any(|p| p.uuid == uuid) {
            self.parties.push(party);
        }
        match self.responsible_parties.iter_mut().find(|r| r.role_id == role.id) {
            Some(known) if known.party_uuids.contains(&uuid) => {}
            Some(known) => known.party_uuids.push(uuid),
            None => self.responsible_parties.push(Responsible {
                role_id: role.id,
                party_uuids: vec![uuid],
            }),
        }
        if !self.roles.iter().any(|r| r.id == role.id) {
            self.roles.push(role);
        }
    }
}

/// A role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Role {
    /// A token.
    pub id: &'static str,
    /// A line of markup.
    pub title: String,
}

/// A person or an organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Party {
    /// UUID.
    pub uuid: String,
    #[serde(rename = "type")]
    kind: &'static str,
    name: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    props: Vec<Prop>,
}

impl Party {
    /// An organization, known by its name: the same name is the same organization in all documents.
    pub fn organization(name: &Bilingual, language: Language) -> Self {
        Self {
            uuid: id::uuid(&["organization", &name.ja, &name.en]),
            kind: "organization",
            name: text::string(name.get(language)),
            props: Prop::both(("name-ja", "name-en"), name).to_vec(),
        }
    }

    /// A person, known by its name within some scope: namesakes elsewhere are somebody else.
    pub fn person(name: &str, scope: &[&str]) -> Self {
        Self {
            uuid: id::uuid(&[&["person"], scope, &[name]].concat()),
            kind: "person",
            name: text::string(name),
            props: Vec::new(),
        }
    }
}

/// Who has a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Responsible {
    /// The role.
    pub role_id: &'static str,
    /// The parties, at least one.
    pub party_uuids: Vec<String>,
}

/// What stands behind a document.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct BackMatter {
    /// Resources.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<Resource>,
}

/// A resource.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Resource {
    /// UUID.
    pub uuid: String,
    /// A line of markup.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Lines of markup.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Properties.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub props: Vec<Prop>,
    /// What it is called elsewhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub document_ids: Vec<DocumentId>,
    /// How it is cited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub citation: Option<Citation>,
    /// Where it lies.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rlinks: Vec<Rlink>,
}

/// A name of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DocumentId {
    /// What kind of name: a URI.
    pub scheme: String,
    /// The name: a string.
    pub identifier: String,
}

/// A citation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// A line of markup.
    pub text: String,
}

/// Where a resource lies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Rlink {
    /// A URI or a relative reference.
    pub href: String,
    /// A string.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_type: Option<&'static str>,
    /// Digests.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hashes: Vec<Hash>,
}

/// A digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hash {
    algorithm: &'static str,
    value: String,
}

impl From<sekisho_model::Digest> for Hash {
    fn from(digest: sekisho_model::Digest) -> Self {
        Self {
            algorithm: "SHA-256",
            value: digest.hex(),
        }
    }
}
