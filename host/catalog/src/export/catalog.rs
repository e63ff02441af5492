//! The frame of a catalog: what the catalogue says of itself, its groups, and the documents that it names.

use super::controls::{control, reference_resource};
use super::shapes::{Catalog, CatalogDocument, Control, Group};
use super::{DEPTH, ExportError, Plan};
use crate::Catalogue;
use crate::import::is_own_copy;
use sekisho_model::Bilingual;
use sekisho_model::assessment::GroupRecord;
use sekisho_oscal::shapes::{BackMatter, Citation, Metadata, Party, Prop, Resource, Rlink, Role};
use sekisho_oscal::{id, text};
use std::collections::BTreeMap;

pub(super) fn document(plan: &Plan<'_>) -> Result<CatalogDocument, ExportError> {
    Ok(CatalogDocument {
        catalog: Catalog {
            uuid: String::new(),
            metadata: metadata(plan),
            groups: Groups::new(plan).below(None, 0)?,
            back_matter: back_matter(plan),
        },
    })
}

/// Whether the texts are the catalogue's own words, and not those of the guideline.
pub(super) fn is_paraphrase(catalogue: &Catalogue) -> bool {
    !is_own_copy(&catalogue.issuer)
}

/// Title, day, issuer and language, for both kinds of documents.
pub(super) fn head(plan: &Plan<'_>, title: &Bilingual, version: &str) -> Metadata {
    let (catalogue, l) = (plan.catalogue, plan.language);
    let (day, from) = plan.day();
    let mut metadata = Metadata::new(title.get(l), day, version);
    metadata.props = vec![
        Prop::own("catalogue", &catalogue.id),
        Prop::own("language", crate::import::word(l)),
        Prop::own("last-modified-from", from),
    ];
    metadata.props.extend(Prop::both(("title-ja", "title-en"), title));
    let role = Role {
        id: "issuer",
        title: text::line(Bilingual::new("発行者", "Issuer").get(l)),
    };
    metadata.appoint(role, Party::organization(&catalogue.issuer, l));
    metadata
}

fn metadata(plan: &Plan<'_>) -> Metadata {
    let (catalogue, l) = (plan.catalogue, plan.language);
    let source = &catalogue.source;
    let mut metadata = head(plan, &catalogue.title, &catalogue.version);
    let props = &mut metadata.props;
    props.extend(Prop::both(("issuer-ja", "issuer-en"), &catalogue.issuer));
    if let Some(parent) = &catalogue.parent_issuer {
        props.extend(Prop::both(("parent-issuer-ja", "parent-issuer-en"), parent));
    }
    props.push(Prop::own("completeness", &catalogue.completeness));
    props.extend(catalogue.access.iter().map(|a| Prop::own("access", a)));
    props.extend(
        catalogue
            .effective_from
            .map(|d| Prop::own("effective-from", &d.to_string())),
    );
    props.extend(catalogue.superseded_by.iter().map(|s| Prop::own("superseded-by", s)));
    props.extend(Prop::both(("document-ja", "document-en"), &source.document));
    props.push(Prop::own("source-version", &source.version));
    props.extend(source.date.map(|d| Prop::own("source-date", &d.to_string())));
    props.extend(source.url.iter().map(|u| Prop::own("source-url", u)));
    props.extend(Prop::both(("note-ja", "note-en"), &source.note));
    for (at, body) in source.bodies.iter().enumerate() {
        let group = format!("body{at}");
        let names = Prop::both(("body-ja", "body-en"), &body.name);
        let documents = Prop::both(("body-document-ja", "body-document-en"), &body.document);
        for (kind, texts) in [("body", names), ("body-document", documents)] {
            props.push(Prop::own(kind, &body.confidence).group(&group));
            props.extend(texts.map(|p| p.group(&group)));
        }
    }
    for (at, event) in catalogue.history.iter().enumerate() {
        let group = format!("event{at}");
        props.push(Prop::own("history", &event.date).group(&group));
        props.extend(Prop::both(("history-ja", "history-en"), &event.text).map(|p| p.group(&group)));
    }
    if let Some(points) = catalogue.points {
        for (class, value) in [("yes", points.yes), ("partly", points.partly), ("no", points.no)] {
            props.push(Prop::own("points", &value.to_string()).class(class));
        }
    }
    sorting(catalogue, props);
    let own_words = Bilingual::new(
        "項目の表題と解説はこのカタログの言葉による。正文は出典を参照のこと。",
        "Titles and guidance are the catalogue's own words; see the source for the authoritative text.",
    );
    let note = text::both(&source.note, l);
    metadata.remarks = Some(if is_paraphrase(catalogue) {
        format!("{}\n\n{note}", text::both(&own_words, l))
    } else {
        note
    });
    metadata
}

/// Levels, levels of measures and dimensions with their titles, in order.
fn sorting(catalogue: &Catalogue, props: &mut Vec<Prop>) {
    let sorting = &catalogue.sorting;
    for level in &sorting.levels {
        props.push(Prop::own("level", &level.id).group(&level.id));
        props.extend(Prop::both(("level-ja", "level-en"), &level.title).map(|p| p.group(&level.id)));
    }
    for level in &catalogue.measure_levels {
        props.push(Prop::own("measure-level", &level.id).group(&level.id));
        let titles = Prop::both(("measure-level-ja", "measure-level-en"), &level.title);
        props.extend(titles.map(|p| p.group(&level.id)));
    }
    for dimension in &sorting.dimensions {
        let id = dimension.id.as_str();
        props.push(Prop::own("dimension", id).class(id));
        props.extend(Prop::both(("dimension-ja", "dimension-en"), &dimension.title).map(|p| p.class(id)));
        for value in &dimension.values {
            props.push(Prop::own("dimension-value", &value.id).class(id).group(&value.id));
            let titles = Prop::both(("dimension-value-ja", "dimension-value-en"), &value.title);
            props.extend(titles.map(|p| p.class(id).group(&value.id)));
        }
    }
    if let Some((rows, columns)) = &sorting.matrix {
        props.push(Prop::own("matrix-rows", rows));
        props.push(Prop::own("matrix-columns", columns));
    }
}

/// The groups by the one above.
struct Groups<'a> {
    plan: &'a Plan<'a>,
    children: BTreeMap<Option<&'a str>, Vec<&'a GroupRecord>>,
    controls: BTreeMap<&'a str, Vec<Control>>,
}

impl<'a> Groups<'a> {
    fn new(plan: &'a Plan<'a>) -> Self {
        let mut children: BTreeMap<Option<&str>, Vec<&GroupRecord>> = BTreeMap::new();
        for group in &plan.catalogue.groups {
            children.entry(group.parent.as_deref()).or_default().push(group);
        }
        let mut controls: BTreeMap<&str, Vec<Control>> = BTreeMap::new();
        for item in &plan.catalogue.controls {
            controls.entry(&item.group).or_default().push(control(plan, item));
        }
        Self {
            plan,
            children,
            controls,
        }
    }

    fn below(&mut self, parent: Option<&'a str>, depth: usize) -> Result<Vec<Group>, ExportError> {
        let children = self.children.remove(&parent).unwrap_or_default();
        children.into_iter().map(|group| self.group(group, depth)).collect()
    }

    fn group(&mut self, group: &'a GroupRecord, depth: usize) -> Result<Group, ExportError> {
        if depth >= DEPTH {
            return Err(ExportError::Depth {
                catalogue: self.plan.catalogue.id.clone(),
                group: group.id.clone(),
            });
        }
        let mut groups = self.below(Some(&group.id), depth + 1)?;
        let mut controls = self.controls.remove(group.id.as_str()).unwrap_or_default();
        let title = text::line(group.title.get(self.plan.language));
        if !groups.is_empty() && !controls.is_empty() {
            // OSCAL has no group of both: the controls get one of their own, which import dissolves again.
            let own = Group {
                id: format!("{}_own", self.id(group)),
                title: title.clone(),
                props: vec![Prop::own("controls-of", &group.id)],
                groups: Vec::new(),
                controls: std::mem::take(&mut controls),
            };
            groups.insert(0, own);
        }
        let mut props = vec![Prop::core("label", &group.id), Prop::own("group", &group.id)];
        props.extend(Prop::both(("title-ja", "title-en"), &group.title));
        Ok(Group {
            id: self.id(group),
            title,
            props,
            groups,
            controls,
        })
    }
}

impl Groups<'_> {
    /// The id of a group in the document, where all ids are of one kind: a catalogue may name a group and a control alike. Import
    /// takes the group's own id from its property.
    fn id(&self, group: &GroupRecord) -> String {
        let token = id::token(&group.id);
        let catalogue = self.plan.catalogue;
        let is_control = |token: &str| catalogue.controls.iter().any(|c| id::token(&c.id) == token);
        let is_group = |token: &str| catalogue.groups.iter().any(|g| id::token(&g.id) == token);
        let mut unique = token.clone();
        while is_control(&unique) || (unique != token && is_group(&unique)) {
            unique.push_str("_grp");
        }
        unique
    }
}

/// The guideline itself, and everything that controls refer to.
fn back_matter(plan: &Plan<'_>) -> BackMatter {
    let (catalogue, l) = (plan.catalogue, plan.language);
    let source = &catalogue.source;
    let rlink = source.url.as_deref().and_then(text::address).map(|href| Rlink {
        href,
        media_type: None,
        hashes: Vec::new(),
    });
    let cited = format!(
        "{}, {}, {}",
        catalogue.issuer.get(l),
        source.document.get(l),
        source.version
    );
    let guideline = Resource {
        uuid: id::uuid(&["source", &catalogue.id, &source.version]),
        title: Some(text::line(source.document.get(l))),
        description: Some(text::both(&source.note, l)),
        citation: Some(Citation {
            text: text::line(&cited),
        }),
        rlinks: rlink.into_iter().collect(),
        ..Resource::default()
    };
    let mut resources = vec![guideline];
    let references = catalogue.controls.iter().flat_map(|c| &c.references);
    let named: BTreeMap<String, Resource> = references
        .map(|reference| {
            let resource = reference_resource(reference, l);
            (resource.uuid.clone(), resource)
        })
        .collect();
    resources.extend(named.into_values());
    BackMatter { resources }
}
