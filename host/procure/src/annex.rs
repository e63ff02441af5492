//! An annex, `format = "annex/1"`: chosen controls of a policy as requirements to a supplier.

use crate::ProcureError;
use sekisho_catalog::policy::AnswerUse;
use sekisho_catalog::{Catalogue, Policy, Resolved};
use sekisho_model::check::PluginInfo;
use sekisho_model::{Bilingual, Severity};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The value of `format`.
pub const FORMAT: &str = "annex/1";

/// Requirements to a supplier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Annex {
    /// Always [`FORMAT`].
    pub format: String,
    /// The policy: id, version and profile.
    pub policy: PolicyName,
    /// Title of the policy.
    pub title: Bilingual,
    /// Name and version of the guideline.
    pub guideline: Bilingual,
    /// Issuer of the guideline.
    pub issuer: Bilingual,
    /// Licence and attribution.
    pub note: Bilingual,
    /// What is bought, if it was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// The requirements, in the order of the guideline.
    pub requirements: Vec<Requirement>,
}

/// Which policy the controls are from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyName {
    /// Id.
    pub id: String,
    /// Version.
    pub version: String,
    /// Profile, if one was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
}

/// One requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// Id of the control.
    pub control: String,
    /// Clause of the guideline.
    pub clause: String,
    /// What is asked for, in our own words.
    pub title: Bilingual,
    /// More about it, in our own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guidance: Option<Bilingual>,
    /// Severity of a failure.
    pub severity: Severity,
    /// `confirmed` or `unverified`.
    pub confidence: String,
    /// What the supplier delivers.
    pub evidence: Vec<Deliverable>,
    /// The checks that decide it: `plugin:check` and title.
    pub checks: Vec<Judge>,
    /// The part of a person's answer.
    pub answer: Part,
}

/// A check that decides a requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judge {
    /// `plugin:check`.
    pub check: String,
    /// Its title.
    pub title: Bilingual,
}

/// What a supplier can deliver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Deliverable {
    /// A software bill of materials.
    Sbom,
    /// Vulnerabilities and what they mean for the product (VEX).
    Advisories,
    /// The inventory.
    Assets,
    /// Registers and records.
    Registers,
    /// Snapshots of settings.
    Settings,
    /// The register of data.
    DataFlows,
    /// The answer of a named person, with day and proof.
    Answers,
}

impl Deliverable {
    /// All of them, in order.
    pub const ALL: [Self; 7] = [
        Self::Sbom,
        Self::Advisories,
        Self::Assets,
        Self::Registers,
        Self::Settings,
        Self::DataFlows,
        Self::Answers,
    ];

    /// By the name of a kind of facts.
    fn of_kind(kind: &str) -> Option<Self> {
        match kind {
            "sbom" => Some(Self::Sbom),
            "advisories" => Some(Self::Advisories),
            "assets" => Some(Self::Assets),
            "registers" => Some(Self::Registers),
            "settings" => Some(Self::Settings),
            "data-flows" => Some(Self::DataFlows),
            "answers" => Some(Self::Answers),
            _ => None,
        }
    }

    /// By an evidence class of a catalogue.
    fn of_class(class: &str) -> Option<Self> {
        match class {
            "a" => Some(Self::Sbom),
            "b" => Some(Self::Assets),
            "c" => Some(Self::Settings),
            "d" => Some(Self::Registers),
            _ => None,
        }
    }
}

/// The part of a person's answer in deciding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Evidence alone decides.
    None,
    /// An answer stands in where evidence cannot be had.
    Fallback,
    /// An answer must be there.
    Required,
}

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Choice<'a> {
    /// The controls.
    pub catalogue: &'a Catalogue,
    /// What decides them.
    pub policy: &'a Policy,
    /// Both, with the profile.
    pub resolved: &'a Resolved,
    /// What plugins say about their checks.
    pub plugins: &'a [&'a PluginInfo],
    /// Ids of controls; all of the profile where none is named.
    pub controls: &'a [String],
    /// What is bought.
    pub system: Option<&'a str>,
}

/// Makes an annex.
pub fn make(choice: Choice<'_>) -> Result<Annex, ProcureError> {
    let record = &choice.resolved.record;
    for wanted in choice.controls {
        match record.controls.iter().find(|c| c.id == *wanted) {
            None => {
                return Err(ProcureError::NoControl {
                    policy: record.id.clone(),
                    control: wanted.clone(),
                });
            }
            Some(control) if control.excluded.is_some() => return Err(ProcureError::Excluded(wanted.clone())),
            Some(_) => {}
        }
    }
    let wanted: BTreeSet<&str> = choice.controls.iter().map(String::as_str).collect();
    let chosen = choice.catalogue.controls.iter().filter(|item| {
        let is_in = record.controls.iter().any(|c| c.id == item.id && c.excluded.is_none());
        is_in && (wanted.is_empty() || wanted.contains(item.id.as_str()))
    });
    let requirements: Vec<Requirement> = chosen.map(|item| requirement(&choice, item)).collect();
    if requirements.is_empty() {
        return Err(ProcureError::Nothing(record.id.clone()));
    }
    let with_version = |name: &str| format!("{name} {}", record.source.version);
    Ok(Annex {
        format: FORMAT.to_owned(),
        policy: PolicyName {
            id: record.id.clone(),
            version: record.version.clone(),
            profile: record.profile.clone(),
        },
        title: record.title.clone(),
        guideline: Bilingual::new(
            with_version(&record.source.document.ja),
            with_version(&record.source.document.en),
        ),
        issuer: record.issuer.clone(),
        note: record.source.note.clone(),
        system: choice.system.map(ToOwned::to_owned),
        requirements,
    })
}

fn requirement(choice: &Choice<'_>, item: &sekisho_catalog::catalogue::CatalogueControl) -> Requirement {
    let decided = choice.policy.controls.iter().find(|c| c.id == item.id);
    let answer = decided.map_or(Part::Required, |control| match control.answer {
        AnswerUse::None => Part::None,
        AnswerUse::Fallback => Part::Fallback,
        AnswerUse::Required => Part::Required,
    });
    let mut evidence: BTreeSet<Deliverable> = BTreeSet::new();
    let mut checks = Vec::new();
    for used in decided.iter().flat_map(|control| &control.checks) {
        let plugin = choice.plugins.iter().find(|p| p.id == used.plugin);
        if let Some((_, info)) = plugin.and_then(|p| p.check(&used.check)) {
            evidence.extend(info.reads.iter().filter_map(|kind| Deliverable::of_kind(kind)));
            checks.push(Judge {
                check: format!("{}:{}", used.plugin, used.check),
                title: info.title.clone(),
            });
        }
    }
    if checks.is_empty() {
        evidence.extend(item.class.split('+').filter_map(Deliverable::of_class));
    }
    match answer {
        Part::None => evidence.remove(&Deliverable::Answers),
        _ => evidence.insert(Deliverable::Answers),
    };
    let severity = choice.resolved.record.controls.iter().find(|c| c.id == item.id);
    Requirement {
        control: item.id.clone(),
        clause: item.clause.clone(),
        title: item.title.clone(),
        guidance: item.guidance.clone(),
        severity: severity.map_or(Severity::Medium, |c| c.severity),
        confidence: item.confidence.clone(),
        evidence: evidence.into_iter().collect(),
        checks,
        answer,
    }
}

impl Annex {
    /// Whether anything asks for a software bill of materials.
    pub fn wants_sbom(&self) -> bool {
        self.wants(Deliverable::Sbom)
    }

    /// Whether anything asks for this.
    pub fn wants(&self, deliverable: Deliverable) -> bool {
        self.requirements.iter().any(|r| r.evidence.contains(&deliverable))
    }
}

/// Reads an annex.
pub fn parse(file: &str, text: &str) -> Result<Annex, ProcureError> {
    let wrong = |reason: String| ProcureError::Unreadable {
        file: file.to_owned(),
        reason,
    };
    let annex: Annex = serde_json::from_str(text).map_err(|e| wrong(e.to_string()))?;
    if annex.format != FORMAT {
        return Err(wrong(format!("its format is not `{FORMAT}`")));
    }
    let mut seen = BTreeSet::new();
    if let Some(twice) = annex.requirements.iter().find(|r| !seen.insert(&r.control)) {
        return Err(wrong(format!("it asks for `{}` twice", twice.control)));
    }
    if annex.requirements.is_empty() {
        return Err(wrong("it asks for nothing".to_owned()));
    }
    Ok(annex)
}
