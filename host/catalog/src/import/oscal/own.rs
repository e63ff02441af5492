//! What our own export says beside what OSCAL has words for, from the properties of our namespace.

use super::raw::{BackMatter, Item, Metadata, Prop, both, our_props, ours};
use crate::catalogue::Sorting;
use crate::import::{Control, Frame};
use sekisho_model::assessment::{
    BodyRecord, DimensionRecord, EventRecord, PointsRecord, ReferenceRecord, SourceRecord, TitledRecord,
};
use sekisho_model::{Bilingual, Date};
use sekisho_oscal::id;
use sekisho_oscal::text::plain;
use std::collections::BTreeMap;

/// Documents by the UUID of their resource.
pub(super) type References = BTreeMap<String, ReferenceRecord>;

/// What the catalogue says of itself; nothing where the file is not of our export.
pub(super) fn frame(metadata: &Metadata) -> Option<Frame> {
    let props = metadata.props.as_slice();
    ours(props, "catalogue")?;
    let text = |name: &str| ours(props, name).map(ToOwned::to_owned);
    let day = |name: &str| ours(props, name).and_then(Date::parse);
    let index = Index::new(props);
    Some(Frame {
        issuer: both(props, "issuer")?,
        parent_issuer: both(props, "parent-issuer"),
        completeness: text("completeness")?,
        access: text("access"),
        effective_from: day("effective-from"),
        superseded_by: text("superseded-by"),
        source: SourceRecord {
            document: both(props, "document")?,
            version: text("source-version")?,
            date: day("source-date"),
            url: text("source-url"),
            note: both(props, "note")?,
            bodies: bodies(&index),
        },
        history: index
            .titled("history")
            .map(|(_, date, text)| EventRecord {
                date: date.to_owned(),
                text,
            })
            .collect(),
        points: points(props),
        measure_levels: index
            .titled("measure-level")
            .map(|(_, id, title)| record(id, title))
            .collect(),
        sorting: Sorting {
            levels: index.titled("level").map(|(_, id, title)| record(id, title)).collect(),
            dimensions: dimensions(&index),
            matrix: text("matrix-rows").zip(text("matrix-columns")),
        },
    })
}

fn record(id: &str, title: Bilingual) -> TitledRecord {
    TitledRecord {
        id: id.to_owned(),
        title,
    }
}

/// The properties of our namespace by name, class and group: the texts of one thing stand in its class and group.
struct Index<'a> {
    props: &'a [Prop],
    values: BTreeMap<(&'a str, Option<&'a str>, Option<&'a str>), &'a str>,
}

impl<'a> Index<'a> {
    fn new(props: &'a [Prop]) -> Self {
        let ours = props
            .iter()
            .filter(|p| p.ns.as_deref() == Some(sekisho_oscal::NAMESPACE));
        let each = ours.filter_map(|p| {
            let key = (p.name.as_deref()?, p.class.as_deref(), p.group.as_deref());
            Some((key, p.value.as_deref()?))
        });
        Self {
            props,
            values: each.collect(),
        }
    }

    /// Class, value and texts of the properties with a name: the texts are `<name>-ja` and `<name>-en`.
    fn titled(&self, name: &str) -> impl Iterator<Item = (Option<&'a str>, &'a str, Bilingual)> {
        let (ja, en) = (format!("{name}-ja"), format!("{name}-en"));
        our_props(self.props, name).filter_map(move |prop| {
            let (class, group) = (prop.class.as_deref(), prop.group.as_deref());
            let text = |name: &str| self.values.get(&(name, class, group)).copied();
            Some((class, prop.value.as_deref()?, Bilingual::new(text(&ja)?, text(&en)?)))
        })
    }
}

fn dimensions(index: &Index<'_>) -> Vec<DimensionRecord> {
    let mut values: BTreeMap<Option<&str>, Vec<TitledRecord>> = BTreeMap::new();
    for (class, id, title) in index.titled("dimension-value") {
        values.entry(class).or_default().push(record(id, title));
    }
    let each = index.titled("dimension").map(|(class, id, title)| DimensionRecord {
        id: id.to_owned(),
        title,
        values: values.remove(&class).unwrap_or_default(),
    });
    each.collect()
}

fn bodies(index: &Index<'_>) -> Vec<BodyRecord> {
    let names = index.titled("body");
    let each = names
        .zip(index.titled("body-document"))
        .map(|(name, document)| BodyRecord {
            name: name.2,
            document: document.2,
            confidence: name.1.to_owned(),
        });
    each.collect()
}

fn points(props: &[Prop]) -> Option<PointsRecord> {
    let of = |class: &str| {
        let found = our_props(props, "points").find(|p| p.class.as_deref() == Some(class));
        found?.value.as_deref()?.parse().ok()
    };
    Some(PointsRecord {
        yes: of("yes")?,
        partly: of("partly")?,
        no: of("no")?,
    })
}

pub(super) fn references(back_matter: &BackMatter) -> References {
    let each = back_matter.resources.iter().filter_map(|resource| {
        let text = |name: &str| ours(&resource.props, name).map(ToOwned::to_owned);
        let record = ReferenceRecord {
            title: both(&resource.props, "title")?,
            clause: text("clause"),
            url: text("url"),
        };
        Some((resource.uuid.clone()?, record))
    });
    each.collect()
}

/// A control as it was before it was exported.
pub(super) fn control(read: Control, item: &Item, references: &References) -> Control {
    let props = item.props.as_slice();
    let text = |name: &str| ours(props, name).map(ToOwned::to_owned);
    let part = |name: &str| {
        let of = |class: &str| {
            let found = item
                .parts
                .iter()
                .find(|p| p.name.as_deref() == Some(name) && p.class.as_deref() == Some(class));
            // One paragraph was one line.
            Some(plain(found?.prose.as_deref()?).replace("\n\n", "\n"))
        };
        Some(Bilingual::new(of("ja")?, of("en")?))
    };
    let mut tags: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for tag in our_props(props, "tag") {
        if let (Some(dimension), Some(value)) = (tag.class.as_deref().and_then(id::from_token), &tag.value) {
            tags.entry(dimension).or_default().push(value.clone());
        }
    }
    let links = item.links.iter().filter_map(|l| l.href.as_deref()?.strip_prefix('#'));
    Control {
        clause: text("clause").unwrap_or(read.clause),
        title: both(props, "title").unwrap_or(read.title),
        text: part("guidance").unwrap_or_default(),
        levels: our_props(props, "level").filter_map(|p| p.value.clone()).collect(),
        class: text("evidence-class"),
        confidence: text("confidence"),
        tags,
        fix: part("fix"),
        plain: part("plain"),
        references: links.filter_map(|uuid| references.get(uuid).cloned()).collect(),
        id: read.id,
        group: read.group,
    }
}
