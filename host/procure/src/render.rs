//! An annex as a document: Markdown, a page, a Word document, or the file that a machine reads again.

mod docx;
mod html;
mod md;

use crate::annex::{Annex, Deliverable, Requirement};
use crate::{ProcureError, words};
use sekisho_model::canonical;
use sekisho_model::text::Language;
pub use words::why;

/// The forms of an annex.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Markdown.
    Md,
    /// One self-contained page.
    Html,
    /// Word (Office Open XML).
    Docx,
    /// Canonical JSON.
    Json,
}

impl Form {
    /// All forms with the words used after `-o`.
    pub const ALL: [(&'static str, Self); 4] = [
        ("md", Self::Md),
        ("html", Self::Html),
        ("docx", Self::Docx),
        ("json", Self::Json),
    ];
}

/// Renders.
pub fn render(annex: &Annex, form: Form, l: Language) -> Result<Vec<u8>, ProcureError> {
    let failed = |form: &'static str| move |reason: String| ProcureError::Render { form, reason };
    match form {
        Form::Md => Ok(md::render(annex, l).into_bytes()),
        Form::Html => html::render(annex, l).map(String::into_bytes).map_err(failed("html")),
        Form::Docx => docx::render(annex, l).map_err(failed("docx")),
        Form::Json => canonical::to_vec(annex).map_err(|e| failed("json")(e.to_string())),
    }
}

/// The head of the document: label and text.
fn head(annex: &Annex, l: Language) -> Vec<(&'static str, String)> {
    let profile = annex
        .policy
        .profile
        .as_deref()
        .map(|p| format!(" ({p})"))
        .unwrap_or_default();
    let system = annex.system.clone().unwrap_or_else(|| words::blank(l).to_owned());
    vec![
        (words::system(l), system),
        (
            words::basis(l),
            format!(
                "{} {} [{} {}{profile}]",
                annex.issuer.get(l),
                annex.guideline.get(l),
                annex.policy.id,
                annex.policy.version
            ),
        ),
        (words::count(l), annex.requirements.len().to_string()),
    ]
}

/// What is delivered at all.
fn deliverables(annex: &Annex, l: Language) -> Vec<&'static str> {
    let wanted = Deliverable::ALL.into_iter().filter(|d| annex.wants(*d));
    wanted.map(|d| words::deliverable_at_length(d, l)).collect()
}

fn evidence(requirement: &Requirement, l: Language) -> String {
    let list: Vec<&str> = requirement.evidence.iter().map(|d| words::deliverable(*d, l)).collect();
    list.join(match l {
        Language::Ja => "、",
        Language::En => ", ",
    })
}

fn judged(requirement: &Requirement, l: Language) -> String {
    let list: Vec<&str> = requirement.checks.iter().map(|c| c.title.get(l)).collect();
    list.join(match l {
        Language::Ja => "、",
        Language::En => "; ",
    })
}

/// Clause, severity, and whether it was compared with the source, in one line.
fn place(requirement: &Requirement, l: Language) -> String {
    let mut place = format!(
        "{} {} · {} {}",
        words::clause(l),
        requirement.clause,
        words::severity_label(l),
        words::severity(requirement.severity, l)
    );
    if requirement.confidence == "unverified" {
        place = format!("{place} · {}", words::unverified(l));
    }
    place
}
