//! One control of a catalog: a statement in the catalogue's own words, guidance in both languages, and everything else as
//! properties.

use super::catalog::is_paraphrase;
use super::shapes::Control;
use super::{Plan, parameters};
use crate::catalogue::CatalogueControl;
use crate::import::word;
use sekisho_model::Bilingual;
use sekisho_model::assessment::ReferenceRecord;
use sekisho_model::text::Language;
use sekisho_oscal::shapes::{Citation, Link, Part, Prop, Resource, Rlink};
use sekisho_oscal::{NAMESPACE, id, text};

pub(super) fn control(plan: &Plan<'_>, item: &CatalogueControl) -> Control {
    let links = item.references.iter().map(|reference| Link {
        text: Some(text::line(&cited(reference, plan.language))),
        ..Link::to(&reference_uuid(reference), "reference")
    });
    Control {
        id: id::token(&item.id),
        title: text::line(item.title.get(plan.language)),
        params: parameters::of_control(plan, &item.id),
        props: props(item),
        links: links.collect(),
        parts: parts(plan, item),
    }
}

fn props(item: &CatalogueControl) -> Vec<Prop> {
    let mut props = vec![
        Prop::core("label", &item.id),
        Prop::own("control", &item.id),
        Prop::own("clause", &item.clause),
        Prop::own("evidence-class", &item.class),
        Prop::own("confidence", &item.confidence),
    ];
    props.extend(Prop::both(("title-ja", "title-en"), &item.title));
    props.extend(item.levels.iter().map(|level| Prop::own("level", level)));
    for (dimension, values) in &item.tags {
        props.extend(values.iter().map(|v| Prop::own("tag", v).class(dimension)));
    }
    props
}

fn parts(plan: &Plan<'_>, item: &CatalogueControl) -> Vec<Part> {
    let l = plan.language;
    let token = id::token(&item.id);
    let mut prose = text::prose(item.title.get(l));
    let mut props = Vec::new();
    if is_paraphrase(plan.catalogue) {
        let document = &plan.catalogue.source.document;
        let note = Bilingual::new(
            format!("(このカタログの言葉による要約。正文: {} {})", document.ja, item.clause),
            format!(
                "(In the catalogue's own words; authoritative text: {}, {})",
                document.en, item.clause
            ),
        );
        prose = format!("{prose}\n\n{}", text::prose(note.get(l)));
        props.push(Prop::own("wording", "own-words"));
    }
    let mut parts = vec![Part {
        id: Some(format!("{token}_smt")),
        name: "statement",
        props,
        prose: Some(prose),
        ..Part::default()
    }];
    let others = [
        ("guidance", "gdn", None, &item.guidance),
        ("fix", "fix", Some(NAMESPACE), &item.fix),
        ("plain", "pln", Some(NAMESPACE), &item.plain),
    ];
    for (name, tail, ns, text) in others
        .into_iter()
        .filter_map(|(n, t, ns, text)| Some((n, t, ns, text.as_ref()?)))
    {
        let languages = match l {
            Language::Ja => [Language::Ja, Language::En],
            Language::En => [Language::En, Language::Ja],
        };
        parts.extend(languages.map(|l| Part {
            id: Some(format!("{token}_{tail}_{}", word(l))),
            name,
            ns,
            class: Some(word(l)),
            prose: Some(text::prose(text.get(l))),
            ..Part::default()
        }));
    }
    parts
}

fn cited(reference: &ReferenceRecord, l: Language) -> String {
    let title = reference.title.get(l);
    match &reference.clause {
        Some(clause) => format!("{title}, {clause}"),
        None => title.to_owned(),
    }
}

fn reference_uuid(reference: &ReferenceRecord) -> String {
    let ReferenceRecord { title, clause, url } = reference;
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    id::uuid(&["reference", &title.ja, &title.en, &optional(clause), &optional(url)])
}

/// A document that controls refer to.
pub(super) fn reference_resource(reference: &ReferenceRecord, l: Language) -> Resource {
    let mut props = Prop::both(("title-ja", "title-en"), &reference.title).to_vec();
    props.extend(reference.clause.iter().map(|c| Prop::own("clause", c)));
    props.extend(reference.url.iter().map(|u| Prop::own("url", u)));
    let rlink = reference.url.as_deref().and_then(text::address).map(|href| Rlink {
        href,
        media_type: None,
        hashes: Vec::new(),
    });
    Resource {
        uuid: reference_uuid(reference),
        title: Some(text::line(reference.title.get(l))),
        props,
        citation: Some(Citation {
            text: text::line(&cited(reference, l)),
        }),
        rlinks: rlink.into_iter().collect(),
        ..Resource::default()
    }
}
