//! A supplier's answers and SBOMs held against an annex: is everything answered, and does anything say no.
//!
//! This is about completeness. Whether evidence bears an answer out is what a scan of the supplier's evidence finds.

use crate::annex::{Annex, Part, Requirement};
use sekisho_evidence::answers::{Answer, Sheet};
use sekisho_model::schema::Kind;
use sekisho_model::{Bilingual, Date, Facts, Verdict};
use serde::Serialize;

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answered {
    /// Whether everything that the annex asks for is there.
    pub complete: bool,
    /// Non-conformant where an answer says no; indeterminate where something is missing.
    pub verdict: Verdict,
    /// How many requirements there are.
    pub requirements: usize,
    /// Requirements without an answer.
    pub missing: Vec<Line>,
    /// Answers that lack something: who, when, proof, reason.
    pub faulty: Vec<Line>,
    /// Requirements that the supplier says are not, or not fully, met.
    pub not_met: Vec<Line>,
    /// The SBOM, where the annex asks for one or one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sbom: Option<Sbom>,
    /// Answers to controls that nobody asked for.
    pub not_asked: Vec<String>,
}

/// A requirement, and what is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Id of the control.
    pub control: String,
    /// What is asked for.
    pub title: Bilingual,
    /// What is wrong: stable words.
    pub why: Vec<&'static str>,
}

/// What SBOMs hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Sbom {
    /// Documents.
    pub documents: u32,
    /// Components.
    pub components: u32,
    /// Components without a name.
    pub without_name: u32,
    /// Components without a version.
    pub without_version: u32,
    /// Components without a supplier.
    pub without_supplier: u32,
    /// Components without any of purl, CPE and SWID.
    pub without_identifier: u32,
}

impl Sbom {
    /// Adds what a subject's facts hold.
    pub fn add(&mut self, facts: &Facts) {
        self.documents += facts.rows(Kind::Sbom, "documents");
        for row in 0..facts.rows(Kind::Sbom, "components") {
            let has = |column: &str| {
                let text = facts.text(Kind::Sbom, "components", column, row);
                text.is_some_and(|text| !text.trim().is_empty())
            };
            self.components += 1;
            self.without_name += u32::from(!has("name"));
            self.without_version += u32::from(!has("version"));
            self.without_supplier += u32::from(!(has("supplier") || has("manufacturer")));
            self.without_identifier += u32::from(!(has("purl") || has("cpe") || has("swid")));
        }
    }

    /// Whether it names its components as a list of materials must.
    pub fn is_complete(&self) -> bool {
        self.components > 0
            && self.without_name + self.without_version + self.without_supplier + self.without_identifier == 0
    }
}

/// Holds answers against an annex. `sbom` is what was delivered, if anything was.
pub fn check(annex: &Annex, answers: &Sheet, sbom: Option<Sbom>, today: Date) -> Answered {
    let (mut missing, mut faulty, mut not_met) = (Vec::new(), Vec::new(), Vec::new());
    for requirement in &annex.requirements {
        let line = |why: Vec<&'static str>| Line {
            control: requirement.control.clone(),
            title: requirement.title.clone(),
            why,
        };
        let said = answers.of(&requirement.control);
        if said.is_empty() {
            missing.push(line(vec!["no-answer"]));
            continue;
        }
        // Of several answers the least favorable one counts, and each must be whole.
        let mut why: Vec<&'static str> = said
            .iter()
            .flat_map(|answer| faults(answer, requirement, today))
            .collect();
        why.sort_unstable();
        why.dedup();
        if !why.is_empty() {
            faulty.push(line(why));
        }
        match said
            .iter()
            .min_by_key(|answer| answer.rank())
            .and_then(|answer| answer.word)
        {
            Some("no") => not_met.push(line(vec!["no"])),
            Some("partial") => not_met.push(line(vec!["partial"])),
            _ => {}
        }
    }
    let sbom = match sbom {
        None if annex.wants_sbom() => Some(Sbom::default()),
        other => other,
    };
    let complete = missing.is_empty() && faulty.is_empty() && sbom.is_none_or(|sbom| sbom.is_complete());
    let asked = annex.requirements.iter().map(|r| r.control.as_str());
    Answered {
        complete,
        verdict: match (not_met.is_empty(), complete) {
            (false, _) => Verdict::NonConformant,
            (true, false) => Verdict::Indeterminate,
            (true, true) => Verdict::Conformant,
        },
        requirements: annex.requirements.len(),
        not_asked: answers.strangers(asked).into_iter().map(ToOwned::to_owned).collect(),
        missing,
        faulty,
        not_met,
        sbom,
    }
}

/// What an answer lacks, as the check that decides answers sees it.
fn faults(answer: &Answer, requirement: &Requirement, today: Date) -> Vec<&'static str> {
    let mut faults = Vec::new();
    let Some(word) = answer.word else {
        return vec!["not-understood"];
    };
    if answer.by.is_empty() {
        faults.push("no-answerer");
    }
    match answer.at {
        None => faults.push("no-date"),
        Some(day) if day > today => faults.push("future-date"),
        Some(_) => {}
    }
    if answer.until.is_some_and(|last| last < today) {
        faults.push("expired");
    }
    if word == "yes" && answer.evidence.is_empty() && requirement.answer != Part::None {
        faults.push("no-evidence");
    }
    if word != "yes" && answer.reason.is_empty() {
        faults.push("no-reason");
    }
    faults
}
