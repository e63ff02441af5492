//! OSCAL 1.2.1 assessment results, from the record alone: no clock, so the same record gives the same bytes.
//!
//! One result for the record; an observation for every finding, a finding for every status of a control for a subject, a
//! risk for every one that is open, an attestation for every statement of a person. OSCAL knows two states: what is not
//! `satisfied` in the record is not `satisfied` here. `docs/oscal.md` says what becomes of what, and what is lost.

mod attestations;
mod findings;
mod observations;
mod plan;
mod record;
mod risks;
mod shapes;
mod subjects;

use crate::{ReportError, words};
use record::Record;
use sekisho_model::text::Language;
use sekisho_model::{Assessment, Bilingual};
use sekisho_oscal::shapes::{Metadata, Party, Prop, Role};
use sekisho_oscal::text;
use shapes::{AssessmentResults, Document, ImportAp, ResultOf};

/// The mark of an excerpt: its label, and the line about it.
pub(crate) type Mark<'a> = (&'a str, &'a str);

/// Renders.
pub fn render(assessment: &Assessment, l: Language) -> Result<Vec<u8>, ReportError> {
    render_marked(assessment, l, None)
}

/// Renders with a mark, where the record is an excerpt.
pub(crate) fn render_marked(
    assessment: &Assessment,
    l: Language,
    mark: Option<Mark<'_>>,
) -> Result<Vec<u8>, ReportError> {
    let fault = |e: &dyn std::fmt::Display| ReportError::new("oscal", e);
    let record = Record::new(assessment, l).map_err(|e| fault(&e))?;
    sekisho_oscal::written(&document(&record, mark)).map_err(|e| fault(&e))
}

fn document<'r>(record: &'r Record<'r>, mark: Option<Mark<'_>>) -> Document<'r> {
    let plan = record.here(&["plan"]);
    Document {
        assessment_results: AssessmentResults {
            uuid: record.here(&["assessment-results"]),
            metadata: metadata(record, mark),
            import_ap: ImportAp {
                href: format!("#{plan}"),
                remarks: text::both(&plan::NOTE, record.language),
            },
            local_definitions: plan::objectives(record),
            results: vec![result(record)],
            back_matter: plan::back_matter(record, plan),
        },
    }
}

fn metadata(record: &Record<'_>, mark: Option<Mark<'_>>) -> Metadata {
    let (assessment, l) = (record.assessment, record.language);
    let title = format!("{}: {}", words::title(l), words::verdict(assessment.verdict, l));
    let digest = record.digest.hex();
    let version = format!("{}+{}", assessment.as_of, digest.get(..12).unwrap_or_default());
    let mut metadata = Metadata::new(&title, text::nearest_moment(assessment.as_of), &version);
    metadata
        .props
        .extend(mark.map(|(label, _)| Prop::core("marking", label)));
    metadata.props.push(Prop::own("record-format", &assessment.format));
    for policy in &assessment.policies {
        metadata.appoint(
            Role {
                id: "issuer",
                title: text::line(words::issuer(l)),
            },
            Party::organization(&policy.issuer, l),
        );
    }
    for name in record.people() {
        metadata.appoint(attestations::role(l), record.person(name));
    }
    let notes = Bilingual::new(
        format!(
            "{}\n{}",
            words::paraphrase_note(Language::Ja),
            words::attested_note(Language::Ja)
        ),
        format!(
            "{}\n{}",
            words::paraphrase_note(Language::En),
            words::attested_note(Language::En)
        ),
    );
    let notes = text::both(&notes, l);
    metadata.remarks = Some(match mark {
        Some((_, line)) => format!("{}\n\n{notes}", text::prose(line)),
        None => notes,
    });
    metadata
}

fn result<'r>(record: &'r Record<'r>) -> ResultOf<'r> {
    let (assessment, l) = (record.assessment, record.language);
    let day = text::nearest_moment(assessment.as_of);
    let told = |l| format!("{}: {}", words::verdict_label(l), words::verdict(assessment.verdict, l));
    ResultOf {
        uuid: record.here(&["result"]),
        title: text::line(&told(l)),
        description: text::both(&Bilingual::new(told(Language::Ja), told(Language::En)), l),
        start: day.clone(),
        end: day,
        props: props(record),
        local_definitions: subjects::definitions(record),
        reviewed_controls: plan::reviewed(record),
        attestations: attestations::all(record),
        observations: observations::all(record),
        risks: risks::all(record),
        findings: findings::all(record),
    }
}

/// What the record says of itself. An excerpt's ledger proves nothing, so its root is not shown.
fn props(record: &Record<'_>) -> Vec<Prop> {
    let assessment = record.assessment;
    let mut props = vec![
        Prop::own("verdict", assessment.verdict.name()),
        Prop::own("as-of", &assessment.as_of.to_string()),
    ];
    if record.is_whole() {
        props.push(Prop::own("record-digest", &record.digest.to_string()));
        props.push(Prop::own("ledger-root", &assessment.ledger.root.to_string()));
        props.push(Prop::own("ledger-leaves", &assessment.ledger.leaves.to_string()));
    }
    for (name, state) in [
        ("waivers-applied", "applied"),
        ("waivers-expired", "expired"),
        ("waivers-unmatched", "unmatched"),
    ] {
        let count = assessment.waivers.iter().filter(|w| w.state == state).count();
        props.push(Prop::own(name, &count.to_string()));
    }
    let unsigned = crate::view::unsigned(assessment);
    props.extend(unsigned.iter().map(|bundle| Prop::own("bundle-unsigned", bundle)));
    props.push(Prop::own(
        "remarks-on-inputs",
        &assessment.diagnostics.len().to_string(),
    ));
    props
}
