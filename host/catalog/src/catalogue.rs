//! A catalogue: the controls made from one guideline, titles in our own words, with clause and confidence.

pub mod examples;
mod needed;
mod sorting;
mod terms;
pub mod touches;

use crate::CatalogError;
use crate::source::{Source, is_path_id};
use examples::Example;
use sekisho_model::assessment::{
    BodyRecord, EventRecord, GroupRecord, PointsRecord, ReferenceRecord, SourceRecord, TermRecord, TitledRecord,
};
use sekisho_model::{Bilingual, Date};
use serde::Deserialize;
pub use sorting::{Demand, Sorting};
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;
use touches::Touch;

/// Most levels of measures: each is a column of the answer sheet.
const MEASURE_LEVELS: usize = 6;

/// A checked catalogue.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// `<sector>/<guideline>`.
    pub id: String,
    /// Version of our file.
    pub version: String,
    /// `complete` or `frame`.
    pub completeness: String,
    /// Who can read the source, where not everybody can: `sold` or `members`.
    pub access: Option<String>,
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
    /// What happened to the guideline, oldest first.
    pub history: Vec<EventRecord>,
    /// Evidence that it can be tried with.
    pub examples: Vec<Example>,
    /// Which products it touches.
    pub touches: Vec<Touch>,
    /// Levels and dimensions.
    pub sorting: Sorting,
    /// Levels of measures among which whoever answers chooses, in rising order.
    pub measure_levels: Vec<TitledRecord>,
    /// Points for each answer, where the guideline's self check gives some.
    pub points: Option<PointsRecord>,
    /// Words that need telling.
    pub terms: Vec<TermRecord>,
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
    /// Values of dimensions.
    pub tags: BTreeMap<String, Vec<String>>,
    /// What to do where it is open.
    pub fix: Option<Bilingual>,
    /// The same without ids and jargon.
    pub plain: Option<Bilingual>,
    /// Where to read more.
    pub references: Vec<ReferenceRecord>,
    /// The terms in its texts that are told.
    pub terms: Vec<String>,
}

impl Catalogue {
    /// The control of an id.
    pub fn control(&self, id: &str) -> Option<&CatalogueControl> {
        self.controls.iter().find(|c| c.id == id)
    }

    /// Whether there is a control of this id.
    pub fn has(&self, id: &str) -> bool {
        self.control(id).is_some()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: Spanned<String>,
    id: Spanned<String>,
    version: Spanned<String>,
    completeness: Spanned<String>,
    access: Option<Spanned<String>>,
    effective_from: Option<Date>,
    superseded_by: Option<String>,
    title: Bilingual,
    issuer: Bilingual,
    parent_issuer: Option<Bilingual>,
    source: SourceFile,
    #[serde(default)]
    history: Vec<EventRecord>,
    #[serde(default)]
    example: Vec<examples::ExampleFile>,
    #[serde(default)]
    touches: Vec<touches::TouchFile>,
    #[serde(default)]
    level: Vec<sorting::Titled>,
    #[serde(default)]
    dimension: Vec<sorting::DimensionFile>,
    matrix: Option<Spanned<(String, String)>>,
    #[serde(default)]
    measure_level: Vec<sorting::Titled>,
    #[serde(default)]
    demands: Vec<Demand>,
    points: Option<PointsRecord>,
    #[serde(default)]
    term: Vec<terms::TermFile>,
    #[serde(default)]
    group: Vec<GroupFile>,
    #[serde(default)]
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
    #[serde(default)]
    body: Vec<BodyRecord>,
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
    #[serde(default)]
    tags: BTreeMap<String, Vec<String>>,
    fix: Option<Bilingual>,
    plain: Option<Bilingual>,
    #[serde(default)]
    references: Vec<ReferenceRecord>,
    #[serde(default)]
    terms: Vec<String>,
}

/// Reads `catalogue.toml`.
pub fn parse(file: &str, text: &str) -> Result<Catalogue, CatalogError> {
    let source = Source { file, text };
    needed::check(source)?;
    let raw: File = source.parse("catalogue/1")?;
    source.format(&raw.format, "catalogue/1")?;
    if !is_path_id(raw.id.get_ref()) {
        return Err(source.content(&raw.id, "the id is not of the form `<sector>/<guideline>`"));
    }
    if !matches!(raw.completeness.get_ref().as_str(), "complete" | "frame") {
        return Err(source.content(&raw.completeness, "completeness is neither `complete` nor `frame`"));
    }
    let access = access(source, raw.access)?;
    source.both(&raw.id, "the title", &raw.title)?;
    source.both(&raw.id, "the issuer", &raw.issuer)?;
    source.both(&raw.id, "the source document", &raw.source.document)?;
    source.both(&raw.id, "the source note", &raw.source.note)?;
    for body in &raw.source.body {
        source.both(&raw.id, "the name of a body", &body.name)?;
        source.both(&raw.id, format!("the document of {}", body.name.en), &body.document)?;
        if !matches!(body.confidence.as_str(), "confirmed" | "unverified") {
            let name = &body.name.en;
            return Err(source.content(
                &raw.id,
                format!("the confidence of {name} is neither `confirmed` nor `unverified`"),
            ));
        }
    }
    for event in &raw.history {
        source.both(&raw.id, format!("the history of {}", event.date), &event.text)?;
    }
    let examples = examples::read(source, raw.example)?;
    let touches = touches::read(source, raw.touches)?;
    let sorting = Sorting::read(source, raw.level, raw.dimension, raw.matrix)?;
    let measure_levels = sorting::titled(source, "measure level", raw.measure_level)?;
    if measure_levels.len() > MEASURE_LEVELS {
        return Err(source.content(&raw.id, format!("there are more than {MEASURE_LEVELS} measure levels")));
    }
    let groups = groups(source, raw.group)?;
    let terms = terms::read(source, raw.term)?;
    let known = Known {
        groups: &groups,
        sorting: &sorting,
        terms: &terms,
        demands: &raw.demands,
    };
    let controls = controls(source, raw.control, known)?;
    if controls.is_empty() && raw.completeness.get_ref() == "complete" {
        return Err(source.content(&raw.completeness, "a complete catalogue has controls"));
    }
    Ok(Catalogue {
        id: raw.id.into_inner(),
        version: raw.version.into_inner(),
        completeness: raw.completeness.into_inner(),
        access,
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
            bodies: raw.source.body,
        },
        history: raw.history,
        examples,
        touches,
        sorting,
        measure_levels,
        points: raw.points,
        terms,
        groups,
        controls,
    })
}

/// Everybody can read a source of which nothing else is said.
fn access(source: Source<'_>, said: Option<Spanned<String>>) -> Result<Option<String>, CatalogError> {
    match said {
        None => Ok(None),
        Some(word) => match word.get_ref().as_str() {
            "public" => Ok(None),
            "sold" | "members" => Ok(Some(word.into_inner())),
            _ => Err(source.content(&word, "access is none of `public`, `sold` and `members`")),
        },
    }
}

/// Letters `a` to `d` with `+` between them, none twice.
fn is_class(text: &str) -> bool {
    let mut seen = BTreeSet::new();
    text.split('+')
        .all(|letter| matches!(letter, "a" | "b" | "c" | "d") && seen.insert(letter))
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

/// What the catalogue declares, and controls name.
#[derive(Clone, Copy)]
struct Known<'a> {
    groups: &'a [GroupRecord],
    sorting: &'a Sorting,
    terms: &'a [TermRecord],
    demands: &'a [Demand],
}

fn controls(
    source: Source<'_>,
    raw: Vec<ControlFile>,
    known: Known<'_>,
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
        if !known.groups.iter().any(|g| g.id == control.group) {
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
        if !is_class(&control.class) {
            let reason = format!("class of `{id}` is none of the letters a to d, or several of them such as `b+c`");
            return Err(source.content(&control.id, reason));
        }
        if control.clause.trim().is_empty() {
            return Err(source.content(&control.id, format!("control `{id}` names no clause of its source")));
        }
        source.both(&control.id, format!("control `{id}`"), &control.title)?;
        let texts = [
            ("guidance", &control.guidance),
            ("fix", &control.fix),
            ("plain", &control.plain),
        ];
        for (name, text) in texts.into_iter().filter_map(|(n, t)| Some((n, t.as_ref()?))) {
            source.both(&control.id, format!("{name} of control `{id}`"), text)?;
        }
        for reference in &control.references {
            source.both(&control.id, format!("a reference of control `{id}`"), &reference.title)?;
        }
        let fault = |reason: String| source.content(&control.id, format!("control `{id}` {reason}"));
        known.sorting.check(&control.levels, &control.tags).map_err(fault)?;
        let told: Vec<&Bilingual> = std::iter::once(&control.title)
            .chain(texts.iter().filter_map(|(_, text)| text.as_ref()))
            .collect();
        terms::check(known.terms, &control.terms, &told).map_err(fault)?;
        for demand in known.demands {
            let there = match demand {
                Demand::Fix => control.fix.is_some(),
                Demand::Plain => control.plain.is_some(),
                Demand::Guidance => control.guidance.is_some(),
                Demand::References => !control.references.is_empty(),
            };
            if !there {
                return Err(fault(format!("lacks `{}`, which the catalogue demands", demand.name())));
            }
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
            tags: control.tags,
            fix: control.fix,
            plain: control.plain,
            references: control.references,
            terms: control.terms,
        });
    }
    Ok(controls)
}
