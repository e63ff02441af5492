//! A crosswalk: which items of other frameworks speak of the same thing as the controls of a catalogue, how the two relate,
//! and how far the pair is confirmed.

use crate::source::{Source, is_path_id};
use crate::{CatalogError, Catalogue};
use sekisho_model::Bilingual;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

/// A checked crosswalk.
#[derive(Debug, Clone, Default)]
pub struct Crosswalk {
    /// One table for each framework.
    pub targets: Vec<Target>,
}

/// The table to one framework.
#[derive(Debug, Clone)]
pub struct Target {
    /// `<family>/<document>`; the id of a policy where there is one.
    pub id: String,
    /// Title.
    pub title: Bilingual,
    /// Where the pairs come from.
    pub note: Bilingual,
    /// `confirmed` or `unverified`, where a pair says nothing else.
    pub confidence: String,
    /// The pairs, by control.
    pub pairs: BTreeMap<String, Pair>,
}

/// The counterparts of one control.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// Ids there.
    pub ids: Vec<String>,
    /// How the control relates to them.
    pub relationship: Relationship,
    /// `confirmed` or `unverified`.
    pub confidence: String,
}

/// By control: what it is linked to.
pub type Links = BTreeMap<String, Vec<Link>>;

/// One counterpart of a control.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its id.
    pub control: String,
    /// Read from the control to this counterpart.
    pub relationship: Relationship,
    /// `confirmed` or `unverified`.
    pub confidence: String,
}

/// Read from the control to its counterpart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Relationship {
    /// Both ask for the same.
    Equal,
    /// The control asks for less.
    Subset,
    /// The control asks for more.
    Superset,
    /// Each asks for something that the other does not.
    Intersects,
}

impl Relationship {
    /// The same pair, read from the other side.
    pub fn reversed(self) -> Self {
        match self {
            Self::Subset => Self::Superset,
            Self::Superset => Self::Subset,
            same => same,
        }
    }

    /// The word in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::Subset => "subset",
            Self::Superset => "superset",
            Self::Intersects => "intersects",
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: Spanned<String>,
    target: Vec<TargetFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TargetFile {
    id: Spanned<String>,
    title: Bilingual,
    relationship: Relationship,
    confidence: String,
    note: Bilingual,
    map: BTreeMap<String, Spanned<PairFile>>,
}

#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "a list of ids, or a table of `ids`, `relationship` and `confidence`"
)]
enum PairFile {
    Ids(Vec<String>),
    Full(FullPair),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FullPair {
    ids: Vec<String>,
    relationship: Option<Relationship>,
    confidence: Option<String>,
}

/// Reads `crosswalk.toml` of a catalogue; every control named must be one of it.
pub fn parse(file: &str, text: &str, catalogue: &Catalogue) -> Result<Crosswalk, CatalogError> {
    let source = Source { file, text };
    let raw: File = source.parse("crosswalk/1")?;
    source.format(&raw.format, "crosswalk/1")?;
    let known: BTreeSet<&str> = catalogue.controls.iter().map(|c| c.id.as_str()).collect();
    let mut seen = BTreeSet::new();
    let mut targets = Vec::with_capacity(raw.target.len());
    for target in raw.target {
        let id = target.id.get_ref().clone();
        if !is_path_id(&id) || id == catalogue.id {
            let reason = format!("`{id}` is not the id of another framework, `<family>/<document>`");
            return Err(source.content(&target.id, reason));
        }
        if !seen.insert(id.clone()) {
            return Err(source.content(&target.id, format!("target `{id}` stands here twice")));
        }
        source.both(&target.id, format!("target `{id}`"), &target.title)?;
        source.both(&target.id, format!("the note of target `{id}`"), &target.note)?;
        if !is_confidence(&target.confidence) {
            return Err(source.content(&target.id, CONFIDENCE));
        }
        let mut pairs = BTreeMap::new();
        for (control, pair) in target.map {
            if !known.contains(control.as_str()) {
                let reason = format!("control `{control}` is not in catalogue `{}`", catalogue.id);
                return Err(source.content(&pair, reason));
            }
            let (ids, relationship, confidence) = match pair.get_ref() {
                PairFile::Ids(ids) => (ids.clone(), None, None),
                PairFile::Full(full) => (full.ids.clone(), full.relationship, full.confidence.clone()),
            };
            if ids.is_empty() || ids.iter().any(|i| i.trim().is_empty()) {
                return Err(source.content(&pair, format!("control `{control}` is mapped to nothing")));
            }
            let unique: BTreeSet<&String> = ids.iter().collect();
            if unique.len() != ids.len() {
                return Err(source.content(&pair, format!("control `{control}` is mapped to one id twice")));
            }
            let confidence = confidence.unwrap_or_else(|| target.confidence.clone());
            if !is_confidence(&confidence) {
                return Err(source.content(&pair, CONFIDENCE));
            }
            let relationship = relationship.unwrap_or(target.relationship);
            pairs.insert(
                control,
                Pair {
                    ids,
                    relationship,
                    confidence,
                },
            );
        }
        targets.push(Target {
            id,
            title: target.title,
            note: target.note,
            confidence: target.confidence,
            pairs,
        });
    }
    Ok(Crosswalk { targets })
}

const CONFIDENCE: &str = "confidence is neither `confirmed` nor `unverified`";

fn is_confidence(word: &str) -> bool {
    matches!(word, "confirmed" | "unverified")
}

impl Crosswalk {
    /// The table to a framework.
    pub fn target(&self, id: &str) -> Option<&Target> {
        self.targets.iter().find(|t| t.id == id)
    }
}

impl Target {
    /// What each control is linked to.
    pub fn links(&self) -> Links {
        let mut links = Links::new();
        for (control, pair) in &self.pairs {
            links.insert(control.clone(), pair.ids.iter().map(|id| pair.link(id)).collect());
        }
        links
    }

    /// The same table from the other side: what each counterpart is linked to.
    pub fn reversed(&self) -> Links {
        let mut links = Links::new();
        for (control, pair) in &self.pairs {
            for id in &pair.ids {
                let mut link = pair.link(control);
                link.relationship = link.relationship.reversed();
                links.entry(id.clone()).or_default().push(link);
            }
        }
        links
    }
}

impl Pair {
    fn link(&self, id: &str) -> Link {
        Link {
            control: id.to_owned(),
            relationship: self.relationship,
            confidence: self.confidence.clone(),
        }
    }
}
