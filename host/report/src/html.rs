//! One self-contained page: no script, no font, no request to anywhere; prints well; charts are inline SVG.
//!
//! The template is `templates/report.html`; everything it shows is escaped by the template engine.

mod model;
mod risk;

use crate::by_subject::BySubject;
use crate::risks;
use crate::view::View;
use askama::Template;
use model::{Labels, PolicySection, SubjectSection};
use risk::RiskSection;
use sekisho_model::text::Language;
use sekisho_model::{Assessment, Diagnostic};

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    lang: &'static str,
    t: Labels,
    a: &'a Assessment,
    verdict: &'static str,
    verdict_class: &'static str,
    policies: Vec<PolicySection>,
    subjects: Vec<SubjectSection>,
    remarks: Vec<&'a Diagnostic>,
    risks: Vec<RiskSection>,
}

/// Renders.
pub fn render(assessment: &Assessment, l: Language) -> String {
    let view = View::new(assessment);
    let rows = view.rows();
    let rows = BySubject::rows(&rows);
    let evidence = BySubject::new(assessment.evidence.iter().map(|e| (e.subject.as_str(), e)));
    let mut figures = crate::views::matrix::drawn(&view, l);
    let mut flows = crate::views::flow::drawn(&view, l);
    let page = Page {
        lang: match l {
            Language::Ja => "ja",
            Language::En => "en",
        },
        t: Labels(l),
        a: assessment,
        verdict: crate::words::verdict(assessment.verdict, l),
        verdict_class: assessment.verdict.name(),
        policies: assessment.policies.iter().map(|p| PolicySection::new(p, l)).collect(),
        subjects: assessment
            .subjects
            .iter()
            .map(|s| SubjectSection {
                figures: figures.remove(s.id.as_str()).unwrap_or_default(),
                flow: flows.remove(s.id.as_str()),
                ..SubjectSection::new(s, &assessment.policies, &rows, evidence.of(&s.id), l)
            })
            .collect(),
        remarks: assessment.diagnostics.iter().collect(),
        risks: risks::of(&view)
            .iter()
            .map(|risks| RiskSection::new(risks, l))
            .collect(),
    };
    // INVARIANT: rendering into a String fails only if a Display implementation does, and none of ours can.
    page.render().unwrap_or_default()
}
