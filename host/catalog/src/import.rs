//! A private policy from an organisation's own copy of a guideline, so that a text which is sold or copyrighted works as a
//! policy and never leaves the machine. Every control is answered by a person until a check is bound to it.

mod csv;
mod oscal;
pub mod profile;
mod written;

use crate::catalogue::Sorting;
use sekisho_model::assessment::{EventRecord, GroupRecord, PointsRecord, ReferenceRecord, SourceRecord, TitledRecord};
use sekisho_model::text::Language;
use sekisho_model::{Bilingual, Date};
use std::collections::{BTreeMap, BTreeSet};
pub use written::written;

/// Most controls of one file.
const CONTROLS: usize = 20_000;
/// Stands for the issuer of a catalogue that was made from a file of unknown issuer.
const OWN_COPY: (&str, &str) = ("利用者の手元の原文", "the user's own copy");

/// What a file tells about a guideline.
#[derive(Debug, Default)]
pub struct Read {
    /// Title of the guideline.
    pub title: Option<Bilingual>,
    /// Its version.
    pub version: Option<String>,
    /// Chapters, one above before those below it.
    pub groups: Vec<GroupRecord>,
    /// Controls, in order.
    pub controls: Vec<Control>,
    /// What our own export says of the catalogue; nothing for files of others.
    pub frame: Option<Box<Frame>>,
    /// What is odd about the file and was read all the same, each one sentence.
    pub remarks: Vec<String>,
}

/// One control as the file has it. A text that exists in one language stands in both.
#[derive(Debug, Default)]
pub struct Control {
    /// Id.
    pub id: String,
    /// Chapter.
    pub group: String,
    /// Title.
    pub title: Bilingual,
    /// Full text; empty where there is none beside the title.
    pub text: Bilingual,
    /// Clause.
    pub clause: String,
    /// Levels.
    pub levels: Vec<String>,
    /// Evidence classes, where the file says which.
    pub class: Option<String>,
    /// `confirmed` or `unverified`, where the file says which.
    pub confidence: Option<String>,
    /// Values of dimensions.
    pub tags: BTreeMap<String, Vec<String>>,
    /// What to do where it is open.
    pub fix: Option<Bilingual>,
    /// The same without ids and jargon.
    pub plain: Option<Bilingual>,
    /// Where to read more.
    pub references: Vec<ReferenceRecord>,
}

/// What [`crate::export`] says of a catalogue beside its groups and controls; as in [`crate::Catalogue`].
#[derive(Debug)]
#[allow(missing_docs, reason = "as in the catalogue")]
pub struct Frame {
    pub issuer: Bilingual,
    pub parent_issuer: Option<Bilingual>,
    pub completeness: String,
    pub access: Option<String>,
    pub effective_from: Option<Date>,
    pub superseded_by: Option<String>,
    pub source: SourceRecord,
    pub history: Vec<EventRecord>,
    pub points: Option<PointsRecord>,
    pub measure_levels: Vec<TitledRecord>,
    pub sorting: Sorting,
}

/// Whether a catalogue was made here from a file of unknown issuer, so that its texts are not our words.
pub(crate) fn is_own_copy(issuer: &Bilingual) -> bool {
    (issuer.ja.as_str(), issuer.en.as_str()) == OWN_COPY
}

/// The word for a language.
pub(crate) fn word(l: Language) -> &'static str {
    match l {
        Language::Ja => "ja",
        Language::En => "en",
    }
}

/// Reads a guideline: CSV with headers in either language, or an OSCAL catalogue in JSON. The answer to what cannot be read is
/// the reason.
pub fn read(text: &str) -> Result<Read, String> {
    let read = if text.trim_start().starts_with('{') {
        oscal::read(text)
    } else {
        csv::read(text)
    }?;
    match read.controls.len() {
        // A frame has none, and says so.
        0 if read.frame.as_ref().is_none_or(|f| f.completeness != "frame") => Err("it holds no control".to_owned()),
        n if n > CONTROLS => Err(format!("it holds more than {CONTROLS} controls")),
        _ => Ok(read),
    }
}

/// A TOML string.
pub(crate) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// Groups in the order in which controls name them.
fn groups_of(controls: &[Control]) -> Vec<GroupRecord> {
    let mut seen = BTreeSet::new();
    let named = controls.iter().filter(|c| seen.insert(c.group.as_str()));
    let groups = named.map(|control| GroupRecord {
        id: control.group.clone(),
        title: once(&control.group),
        parent: None,
    });
    groups.collect()
}

/// One text for both languages.
fn once(text: &str) -> Bilingual {
    Bilingual::new(text, text)
}
