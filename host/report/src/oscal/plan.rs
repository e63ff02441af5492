//! What was to be assessed: the policies, which stand for the assessment plan, the controls that they take in and leave
//! out, what is decided about each, and the documents behind all of it.

use super::record::Record;
use super::shapes::{AllOfThem, ControlId, Empty, Objective, Objectives, Reviewed, Selection};
use sekisho_model::assessment::{ControlRecord, PolicyRecord};
use sekisho_model::{Bilingual, Evidence};
use sekisho_oscal::shapes::{BackMatter, Citation, DocumentId, Link, Part, Prop, Resource, Rlink};
use sekisho_oscal::{NAMESPACE, id, text};
use std::sync::LazyLock;

/// What the plan is.
pub(super) static NOTE: LazyLock<Bilingual> = LazyLock::new(|| {
    Bilingual::new(
        "OSCALの評価計画書はない。評価の計画に当たるのはポリシー(カタログ・チェック・プロファイル)であり、ダイジェストで特定する。",
        "There is no OSCAL assessment plan. What takes its place is the policy (catalogue, checks, profile), named by its digest.",
    )
});

/// What is decided about each control of each policy.
pub(super) fn objectives(record: &Record<'_>) -> Option<Objectives> {
    let of = |policy: &PolicyRecord| {
        let controls = policy.controls.iter().filter(|c| c.excluded.is_none());
        let objectives = controls.map(|control| objective(record, policy, control));
        objectives.collect::<Vec<_>>()
    };
    let all: Vec<Objective> = record.assessment.policies.iter().flat_map(of).collect();
    (!all.is_empty()).then_some(Objectives {
        objectives_and_methods: all,
    })
}

fn objective(record: &Record<'_>, policy: &PolicyRecord, control: &ControlRecord) -> Objective {
    let mut props = vec![
        Prop::own("policy", &policy.id),
        Prop::own("control", &control.id),
        Prop::own("clause", &control.clause),
        Prop::own("severity", control.severity.name()),
        Prop::own("confidence", &control.confidence),
    ];
    props.extend(control.levels.iter().map(|level| Prop::own("level", level)));
    for (dimension, values) in &control.tags {
        props.extend(values.iter().map(|v| Prop::own("tag", v).class(dimension)));
    }
    for (framework, ids) in &control.mapped {
        props.extend(ids.iter().map(|id| Prop::own("mapped", id).class(framework)));
    }
    if let Some(scope) = &control.scope {
        props.push(Prop::own("applies", &scope.applies));
        props.push(Prop::own("alternative", if scope.alternative { "yes" } else { "no" }));
        props.extend(Prop::both(("scope-reason-ja", "scope-reason-en"), &scope.reason));
    }
    Objective {
        control_id: id::token(&control.id),
        props,
        links: vec![Link::to(&resource(record, policy), "policy")],
        parts: vec![Part {
            id: Some(Record::objective(&policy.id, &control.id)),
            name: "assessment-objective",
            props: control.checks.iter().map(|check| Prop::own("check", check)).collect(),
            prose: Some(text::both(&control.title, record.language)),
            ..Part::default()
        }],
    }
}

/// The controls of each policy.
pub(super) fn reviewed(record: &Record<'_>) -> Reviewed {
    let policies = &record.assessment.policies;
    let mut selections: Vec<Selection> = policies.iter().map(|p| selection(record, p)).collect();
    if selections.is_empty() {
        // A result must select something; of no policy, all is nothing.
        let none = Bilingual::new("評価したポリシーはない。", "No policy was assessed.");
        selections.push(Selection {
            description: text::both(&none, record.language),
            props: Vec::new(),
            links: Vec::new(),
            include_all: Some(Empty {}),
            include_controls: Vec::new(),
            exclude_controls: Vec::new(),
            remarks: None,
        });
    }
    let has_objectives = policies.iter().any(|p| p.controls.iter().any(|c| c.excluded.is_none()));
    let objectives = has_objectives.then_some(AllOfThem { include_all: Empty {} });
    Reviewed {
        control_selections: selections,
        control_objective_selections: objectives.into_iter().collect(),
    }
}

fn selection(record: &Record<'_>, policy: &PolicyRecord) -> Selection {
    let ids = |is_left_out: bool| {
        let controls = policy.controls.iter().filter(|c| c.excluded.is_some() == is_left_out);
        let ids = controls.map(|c| ControlId {
            control_id: id::token(&c.id),
        });
        ids.collect::<Vec<_>>()
    };
    let (taken, left_out) = (ids(false), ids(true));
    let mut props = vec![
        Prop::own("policy", &policy.id),
        Prop::own("policy-version", &policy.version),
        Prop::own("completeness", &policy.completeness),
    ];
    props.extend(Record::told(policy.digest).map(|d| Prop::own("policy-digest", &d.to_string())));
    props.extend(policy.profile.iter().map(|profile| Prop::own("profile", profile)));
    props.extend(policy.access.iter().map(|access| Prop::own("access", access)));
    let reasons = policy.controls.iter().filter_map(|control| {
        let reason = control.excluded.as_ref()?.get(record.language);
        Some(format!("{}: {reason}", control.id))
    });
    let reasons: Vec<String> = reasons.collect();
    Selection {
        description: text::both(&policy.title, record.language),
        props,
        links: vec![Link::to(&resource(record, policy), "policy")],
        // A selection must take something in: where nothing is left, all but all of them.
        include_all: taken.is_empty().then_some(Empty {}),
        include_controls: taken,
        exclude_controls: left_out,
        remarks: (!reasons.is_empty()).then(|| text::prose(&reasons.join("\n"))),
    }
}

/// The plan, the policies it consists of, and the evidence with its digests.
pub(super) fn back_matter(record: &Record<'_>, plan: String) -> BackMatter {
    let assessment = record.assessment;
    let policies = assessment.policies.iter().map(|p| policy_resource(record, p));
    let evidence = assessment.evidence.iter().map(|e| evidence_resource(record, e));
    let ids = assessment.policies.iter().filter_map(document_id);
    let title = Bilingual::new(
        "評価の計画に当たるポリシー",
        "The policies in place of an assessment plan",
    );
    let plan = Resource {
        uuid: plan,
        title: Some(text::line(title.get(record.language))),
        description: Some(text::both(&NOTE, record.language)),
        props: vec![Prop::core("type", "plan")],
        document_ids: ids.collect(),
        ..Resource::default()
    };
    BackMatter {
        resources: std::iter::once(plan).chain(policies).chain(evidence).collect(),
    }
}

/// The UUID of a policy's resource.
fn resource(record: &Record<'_>, policy: &PolicyRecord) -> String {
    record.here(&["policy", &policy.id])
}

/// A link to the policy of a finding; none where the record does not know it.
pub(super) fn link(record: &Record<'_>, policy: &str) -> Option<Link> {
    let policy = record.policy(policy)?;
    Some(Link::to(&resource(record, policy), "policy"))
}

fn document_id(policy: &PolicyRecord) -> Option<DocumentId> {
    Some(DocumentId {
        scheme: format!("{NAMESPACE}/policy-digest"),
        identifier: Record::told(policy.digest)?.to_string(),
    })
}

fn policy_resource(record: &Record<'_>, policy: &PolicyRecord) -> Resource {
    let (source, l) = (&policy.source, record.language);
    let mut props = vec![
        Prop::core("type", "policy"),
        Prop::own("policy", &policy.id),
        Prop::own("source-version", &source.version),
    ];
    props.extend(source.date.map(|date| Prop::own("source-date", &date.to_string())));
    let rlinks = source.url.as_deref().and_then(text::address).map(|href| Rlink {
        href,
        media_type: None,
        hashes: Vec::new(),
    });
    let cited = format!(
        "{}, {}, {}",
        policy.issuer.get(l),
        source.document.get(l),
        source.version
    );
    Resource {
        uuid: resource(record, policy),
        title: Some(text::line(policy.title.get(l))),
        description: Some(text::both(&source.note, l)),
        props,
        document_ids: document_id(policy).into_iter().collect(),
        citation: Some(Citation {
            text: text::line(&cited),
        }),
        rlinks: rlinks.into_iter().collect(),
    }
}

/// The UUID of the resource of a file of evidence.
pub(super) fn evidence_uuid(record: &Record<'_>, subject: &str, path: &str) -> String {
    record.here(&["evidence", subject, path])
}

/// Where a file of evidence lies, seen from the directory of all evidence.
pub(super) fn evidence_href(subject: &str, path: &str) -> String {
    if subject.is_empty() {
        text::path(path)
    } else {
        text::path(&format!("{subject}/{path}"))
    }
}

fn evidence_resource(record: &Record<'_>, evidence: &Evidence) -> Resource {
    let mut props = vec![
        Prop::core("type", "evidence"),
        Prop::own("subject", &evidence.subject),
        Prop::own("kind", evidence.kind.name()),
        Prop::own("format", &evidence.format),
        Prop::own("size", &evidence.size.to_string()),
    ];
    props.extend(evidence.encoding.iter().map(|e| Prop::own("encoding", e)));
    props.extend(evidence.origin.iter().map(|o| Prop::own("origin", o)));
    props.extend(
        evidence
            .collected_at
            .map(|day| Prop::own("collected-at", &day.to_string())),
    );
    Resource {
        uuid: evidence_uuid(record, &evidence.subject, &evidence.path),
        title: Some(text::line(&evidence.path)),
        props,
        rlinks: vec![Rlink {
            href: evidence_href(&evidence.subject, &evidence.path),
            media_type: None,
            hashes: Record::told(evidence.digest).map(Into::into).into_iter().collect(),
        }],
        ..Resource::default()
    }
}
