//! An annex as one self-contained page that prints well. The template engine escapes everything.

use super::{deliverables, evidence, head, judged, place};
use crate::annex::Annex;
use crate::words;
use askama::Template;
use sekisho_model::text::Language;

#[derive(Template)]
#[template(path = "annex.html")]
struct Page<'a> {
    lang: &'static str,
    l: Language,
    head: Vec<(&'static str, String)>,
    rows: Vec<Row<'a>>,
    deliverables: Vec<&'static str>,
    steps: [&'static str; 4],
    note: &'a str,
}

struct Row<'a> {
    id: &'a str,
    title: &'a str,
    guidance: &'a str,
    place: String,
    evidence: String,
    acceptance: &'static str,
    judged: String,
}

pub(super) fn render(annex: &Annex, l: Language) -> Result<String, String> {
    let rows = annex.requirements.iter().map(|r| Row {
        id: &r.control,
        title: r.title.get(l),
        guidance: r.guidance.as_ref().map_or("", |g| g.get(l)),
        place: place(r, l),
        evidence: evidence(r, l),
        acceptance: words::part(r.answer, l),
        judged: judged(r, l),
    });
    let page = Page {
        lang: match l {
            Language::Ja => "ja",
            Language::En => "en",
        },
        l,
        head: head(annex, l),
        rows: rows.collect(),
        deliverables: deliverables(annex, l),
        steps: words::acceptance_steps(l),
        note: annex.note.get(l),
    };
    page.render().map_err(|e| e.to_string())
}
