//! A catalogue: the controls made from one guideline, titles in our own words, with clause and confidence.

use crate::CatalogError;
use crate::source::{Source, is_path_id};
use sekisho_model::assessment::{GroupRecord, SourceRecord};
use sekisho_model::{Bilingual, Date};
use serde::Deserialize;
use std::collections::BTreeSet;
use toml::Spanned;

/// A checked catalogue.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// `<sector>/<guideline>`.
    pub id: String,
    /// Version of our file.
    pub version: String,
    /// `complete` or `frame`.
    pub completeness: String,
    /// First day on which the guideline holds.
    pub effective_from: Option<Date>,
    /// The catalogue that replaces it.
    pub superseded_by: Option<String>,
    /// Title.
    pub title: Bilingual,
    /// Issuer.
    pub issuer: Bilingual,
    /// The body above the issuer.
    pub parent_issuer: Option<Bilingual>,
    /// The guideline document.
    pub source: SourceRecord,
    /// Chapters.
    pub groups: Vec<GroupRecord>,
    /// Controls.
    pub controls: Vec<CatalogueControl>,
}

/// One control of a catalogue.
#[derive(Debug, Clone)]
pub struct CatalogueControl {
    /// Id as the guideline numbers it.
    pub id: String,
    /// Chapter.
    pub group: String,
    /// Clause.
    pub clause: String,
    /// Levels at which it is asked for.
    pub levels: Vec<String>,
    /// Evidence classes, e.g. `b+c`.
    pub class: String,
    /// Title in our own words.
    pub title: Bilingual,
    /// Guidance in our own words.
    pub guidance: Option<Bilingual>,
    /// `confirmed` or `unverified`.
    pub confidence: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: Spanned<String>,
    id: Spanned<String>,
    version: Spanned<String>,
    completeness: Spanned<String>,
    effective_from: Option<Date>,
    superseded_by: Option<String>,
    title: Bilingual,
    issuer: Bilingual,
    parent_issuer: Option<Bilingual>,
    source: SourceFile,
    #[serde(default)]
    group: Vec<GroupFile>,
    control: Vec<ControlFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceFile {
    document: Bilingual,
    version: String,
    date: Option<Date>,
    url: Option<String>,
    note: Bilingual,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupFile {
    id: Spanned<String>,
    title: Bilingual,
    parent: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ControlFile {
    id: Spanned<String>,
    group: String,
    clause: String,
    #[serde(default)]
    levels: Vec<String>,
    class: String,
    title: Bilingual,
    guidance: Option<Bilingual>,
    confidence: String,
}

/// Reads `catalogue.toml`.
pub fn parse(file: &str, text: &str) -> Result<Catalogue, CatalogError> {
    let source = Source { file, text };
    let raw: File = source.parse("catalogue/1")?;
    source.format(&raw.format, "catalogue/1")?;
    if !is_path_id(raw.id.get_ref()) {
        return Err(source.content(&raw.id, "the id is not of the form `<sector>/<guideline>`"));
    }
    if !matches!(raw.completeness.get_ref().as_str(), "complete" | "frame") {
        return Err(source.content(&raw.completeness, "completeness is neither `complete` nor `frame`"));
    }
    source.both(&raw.id, "the title", &raw.title)?;
    source.both(&raw.id, "the issuer", &raw.issuer)?;
    source.both(&raw.id, "the source document", &raw.source.document)?;
    source.both(&raw.id, "the source note", &raw.source.note)?;
    let groups = groups(source, raw.group)?;
    let controls = controls(source, raw.control, &groups)?;
    if controls.is_empty() && raw.completeness.get_ref() == "complete" {
        return Err(source.content(&raw.completeness, "a complete catalogue has controls"));
    }
    Ok(Catalogue {
        id: raw.id.into_inner(),
        version: raw.version.into_inner(),
        completeness: raw.completeness.into_inner(),
        effective_from: raw.effective_from,
        superseded_by: raw.superseded_by,
        title: raw.title,
        issuer: raw.issuer,
        parent_issuer: raw.parent_issuer,
        source: SourceRecord {
            document: raw.source.document,
            version: raw.source.version,
            date: raw.source.date,
            url: raw.source.url,
            note: raw.source.note,
        },
        groups,
        controls,
    })
}

fn groups(source: Source<'_>, raw: Vec<GroupFile>) -> Result<Vec<GroupRecord>, CatalogError> {
    let mut seen = BTreeSet::new();
    let mut groups = Vec::with_capacity(raw.len());
    for group in raw {
        source.both(&group.id, format!("group `{}`", group.id.get_ref()), &group.title)?;
        // A parent stands before its children: no cycle can be written.
        if let Some(parent) = &group.parent
            && !seen.contains(parent)
        {
            return Err(source.content(&group.id, format!("group `{parent}` does not stand above it")));
        }
        if !seen.insert(group.id.get_ref().clone()) {
            return Err(source.content(&group.id, format!("group `{}` stands here twice", group.id.get_ref())));
        }
        groups.push(GroupRecord {
            id: group.id.into_inner(),
            title: group.title,
            parent: group.parent,
        });
    }
    Ok(groups)
}

fn controls(
    source: Source<'_>,
    raw: Vec<ControlFile>,
    groups: &[GroupRecord],
) -> Result<Vec<CatalogueControl>, CatalogError> {
    let mut seen = BTreeSet::new();
    let mut controls = Vec::with_capacity(raw.len());
    for control in raw {
        let id = control.id.get_ref().clone();
        if id.trim() != id || id.is_empty() {
            return Err(source.content(&control.id, "a control id is empty or has blanks around it"));
        }
        if !seen.insert(id.clone()) {
            return Err(source.content(&control.id, format!("control `{id}` stands here twice")));
        }
        if !groups.iter().any(|g| g.id == control.group) {
            return Err(source.content(
                &control.id,
                format!("control `{id}` names the unknown group `{}`", control.group),
            ));
        }
        if !matches!(control.confidence.as_str(), "confirmed" | "unverified") {
            return Err(source.content(
                &control.id,
                format!("confidence of `{id}` is neither `confirmed` nor `unverified`"),
            ));
        }
        if control.clause.trim().is_empty() {
            return Err(source.content(&control.id, format!("control `{id}` names no clause of its source")));
        }
        source.both(&control.id, format!("control `{id}`"), &control.title)?;
        if let Some(guidance) = &control.guidance {
            source.both(&control.id, format!("guidance of control `{id}`"), guidance)?;
        }
        controls.push(CatalogueControl {
            id,
            group: control.group,
            clause: control.clause,
            levels: control.levels,
            class: control.class,
            title: control.title,
            guidance: control.guidance,
            confidence: control.confidence,
        });
    }
    Ok(controls)
}
