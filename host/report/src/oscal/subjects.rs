//! What was assessed, and with what: subjects and plugins as components that the rest of the result refers to.

use super::record::Record;
use super::shapes::{Assets, Component, ComponentStatus, Definitions, Platform, SubjectReference, UsesComponent};
use sekisho_model::Bilingual;
use sekisho_model::assessment::{PluginRecord, SubjectRecord};
use sekisho_oscal::shapes::Prop;
use sekisho_oscal::text;

pub(super) fn definitions(record: &Record<'_>) -> Definitions {
    let assessment = record.assessment;
    let tools = assessment.plugins.iter().map(|p| plugin(record, p));
    let components: Vec<Component> = std::iter::once(platform(record)).chain(tools).collect();
    let uses = components.iter().map(|c| UsesComponent {
        component_uuid: c.uuid.clone(),
    });
    let platforms = vec![Platform {
        uuid: record.here(&["platform"]),
        title: text::line(&assessment.tool.name),
        uses_components: uses.collect(),
    }];
    Definitions {
        components: assessment.subjects.iter().map(|s| subject(record, s)).collect(),
        assessment_assets: Assets {
            components,
            assessment_platforms: platforms,
        },
    }
}

/// A reference to a subject.
pub(super) fn reference<'a>(record: &Record<'a>, subject: &'a str) -> SubjectReference {
    SubjectReference {
        subject_uuid: record.of_subject(subject, &[]),
        kind: "component",
        title: text::line(record.name(subject, record.language)),
    }
}

fn subject(record: &Record<'_>, subject: &SubjectRecord) -> Component {
    let note = Bilingual::new(
        "稼働の状態は評価の対象ではない。",
        "Whether it is in operation is not assessed.",
    );
    Component {
        uuid: record.of_subject(&subject.id, &[]),
        kind: "system",
        title: text::line(record.name(&subject.id, record.language)),
        description: text::both(&subject.name, record.language),
        props: vec![
            Prop::own("subject", &subject.id),
            Prop::own("verdict", subject.verdict.name()),
        ],
        status: ComponentStatus {
            state: "other",
            remarks: Some(text::both(&note, record.language)),
        },
    }
}

fn platform(record: &Record<'_>) -> Component {
    let tool = &record.assessment.tool;
    let told = Bilingual::new(
        "証跡からポリシーを評価するプログラム。",
        "The program that evaluates policies from evidence.",
    );
    Component {
        uuid: record.platform(),
        kind: "software",
        title: text::line(&tool.name),
        description: text::both(&told, record.language),
        props: vec![Prop::core("version", &tool.version)],
        status: operational(),
    }
}

fn plugin(record: &Record<'_>, plugin: &PluginRecord) -> Component {
    let reads = plugin.authority.join(", ");
    let told = Bilingual::new(
        format!("チェックを実行するWebAssemblyコンポーネント。読めるもの: {reads}"),
        format!("A WebAssembly component that runs checks. It can read: {reads}"),
    );
    let mut props = vec![
        Prop::core("version", &plugin.version),
        Prop::own("interface", &plugin.interface),
    ];
    props.extend(Record::told(plugin.digest).map(|d| Prop::own("digest", &d.to_string())));
    props.extend(plugin.authority.iter().map(|word| Prop::own("authority", word)));
    Component {
        uuid: record.tool(&plugin.id),
        kind: "software",
        title: text::line(&plugin.id),
        description: text::both(&told, record.language),
        props,
        status: operational(),
    }
}

fn operational() -> ComponentStatus {
    ComponentStatus {
        state: "operational",
        remarks: None,
    }
}
