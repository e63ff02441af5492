//! What a record says about a policy and the guideline behind it: all that a report shows without looking anything up.

use super::risk::RiskTable;
use crate::finding::Severity;
use crate::text::Language;
use crate::{Bilingual, Date, Digest};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A policy as used.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PolicyRecord {
    /// Id.
    pub id: String,
    /// Version.
    pub version: String,
    /// Digest over catalogue, policy and profile files.
    pub digest: Digest,
    /// Profile, if one was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
    /// Title.
    pub title: Bilingual,
    /// Issuer of the guideline.
    pub issuer: Bilingual,
    /// The guideline document.
    pub source: SourceRecord,
    /// `complete` or `frame`.
    pub completeness: String,
    /// Who can read the source, where not everybody can: `sold` or `members`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<String>,
    /// Levels, in rising order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<TitledRecord>,
    /// The ways in which controls are sorted beside their chapters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dimensions: Vec<DimensionRecord>,
    /// Rows and columns of the coverage table: ids of two dimensions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matrix: Option<(String, String)>,
    /// Other frameworks its controls are mapped to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub crosswalks: Vec<CrosswalkRecord>,
    /// Points for each answer of a self check.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<PointsRecord>,
    /// Words that need telling.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<TermRecord>,
    /// Chapters, in order.
    pub groups: Vec<GroupRecord>,
    /// Controls, in order.
    pub controls: Vec<ControlRecord>,
    /// The risk sources that its controls meet, where the user gave a table of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risks: Option<RiskTable>,
}

/// The guideline a policy is made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRecord {
    /// Name of the document.
    pub document: Bilingual,
    /// Version.
    pub version: String,
    /// Date, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// Page of the issuer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Licence and attribution.
    pub note: Bilingual,
    /// Who made which document, where several bodies did.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bodies: Vec<BodyRecord>,
}

/// A body and the document that it made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BodyRecord {
    /// Name of the body.
    pub name: Bilingual,
    /// The document that it made.
    pub document: Bilingual,
    /// `confirmed` or `unverified`.
    pub confidence: String,
}

impl BodyRecord {
    /// Body and document in a line, marked where nobody compared it with the source.
    pub fn line(&self, l: Language) -> String {
        let mark = match (self.confidence == "unverified", l) {
            (false, _) => "",
            (true, Language::Ja) => "(未確認)",
            (true, Language::En) => " (not confirmed)",
        };
        format!("{}: {}{mark}", self.name.get(l), self.document.get(l))
    }
}

/// A chapter of a catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupRecord {
    /// Id.
    pub id: String,
    /// Title.
    pub title: Bilingual,
    /// The chapter above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
}

/// A control as used.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ControlRecord {
    /// Id.
    pub id: String,
    /// Its chapter.
    pub group: String,
    /// Clause of the source.
    pub clause: String,
    /// Title in our own words.
    pub title: Bilingual,
    /// Levels.
    pub levels: Vec<String>,
    /// Severity of a failure.
    pub severity: Severity,
    /// `confirmed` or `unverified`.
    pub confidence: String,
    /// What kinds of evidence can show it, the main one first: letters `a` to `d`, such as `b+c`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub class: String,
    /// Values of the policy's dimensions.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tags: BTreeMap<String, Vec<String>>,
    /// What to do where it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Bilingual>,
    /// The same for people who run no company: no ids, no jargon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plain: Option<Bilingual>,
    /// Where to read more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<ReferenceRecord>,
    /// The terms in its texts that are told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<String>,
    /// Its counterparts in other frameworks, by id of the framework.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub mapped: BTreeMap<String, Vec<String>>,
    /// What a profile says about where it applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<ScopeRecord>,
    /// Why a profile leaves it out, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excluded: Option<Bilingual>,
    /// Whether it is left out because it does not apply to the organisation, and not because nobody looked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exempt: bool,
    /// The checks that decide it, `plugin:check`.
    pub checks: Vec<String>,
}

/// An id with its title: a level, or a value of a dimension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TitledRecord {
    /// Id.
    pub id: String,
    /// Title.
    pub title: Bilingual,
}

/// A word of a guideline that needs telling.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermRecord {
    /// Id.
    pub id: String,
    /// The word as it stands in texts.
    pub word: Bilingual,
    /// What it means.
    pub text: Bilingual,
}

impl TermRecord {
    /// Where the word stands first; English words in whatever case, where they begin a word.
    pub fn find(&self, text: &str, l: Language) -> Option<std::ops::Range<usize>> {
        let word = self.word.get(l);
        let mut starts = text.char_indices().map(|(at, _)| at);
        let is_here = |at: usize| {
            let here = text.get(at..at + word.len());
            here.is_some_and(|found| found.eq_ignore_ascii_case(word))
                && (l == Language::Ja
                    || !text
                        .get(..at)
                        .is_some_and(|before| before.ends_with(|c: char| c.is_ascii_alphanumeric())))
        };
        let at = starts.find(|at| is_here(*at))?;
        Some(at..at + word.len())
    }
}

/// A way to sort controls: layer, element, role, phase, place …
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DimensionRecord {
    /// Id.
    pub id: String,
    /// Title.
    pub title: Bilingual,
    /// Its values, in order.
    pub values: Vec<TitledRecord>,
}

/// Another framework that controls are mapped to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrosswalkRecord {
    /// `<family>/<document>`.
    pub id: String,
    /// Title.
    pub title: Bilingual,
    /// `confirmed` or `unverified`.
    pub confidence: String,
}

/// Where to read more about a control.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReferenceRecord {
    /// Name of the document.
    pub title: Bilingual,
    /// Clause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    /// Page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Something that happened to a guideline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventRecord {
    /// When: a day, a month or a year.
    pub date: String,
    /// What.
    pub text: Bilingual,
}

/// Where a control applies, as a profile says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeRecord {
    /// `it`, `ot` or `both`.
    pub applies: String,
    /// Whether another measure may stand in.
    pub alternative: bool,
    /// Why.
    pub reason: Bilingual,
}

/// Points that a guideline gives for each answer of its self check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointsRecord {
    /// Done.
    pub yes: i64,
    /// Done in part.
    pub partly: i64,
    /// Not done.
    pub no: i64,
}
