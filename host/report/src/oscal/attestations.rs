//! What rests on somebody's word, set apart from what evidence shows: grouped by who gave it.

use super::plan;
use super::record::Record;
use super::shapes::{Attestation, AttestationPart};
use sekisho_model::finding::Finding;
use sekisho_model::text::Language;
use sekisho_model::{Bilingual, Outcome};
use sekisho_oscal::shapes::{Link, Prop, Responsible, Role};
use sekisho_oscal::{NAMESPACE, text};
use std::collections::BTreeMap;

/// The role of who states something.
pub(super) const ROLE: &str = "attester";

pub(super) fn role(l: Language) -> Role {
    let title = Bilingual::new("表明者", "Attester");
    Role {
        id: ROLE,
        title: text::line(title.get(l)),
    }
}

/// The statements of each person; first those that stand in a register and name nobody.
pub(super) fn all(record: &Record<'_>) -> Vec<Attestation> {
    let findings = record.assessment.findings.iter().enumerate();
    let mut by_person: BTreeMap<Option<&str>, Vec<AttestationPart>> = BTreeMap::new();
    for (at, finding) in findings.filter(|(_, f)| f.outcome == Outcome::Attested) {
        let part = part(record, at, finding);
        by_person.entry(Record::speaker(finding)).or_default().push(part);
    }
    let each = by_person.into_iter().map(|(name, parts)| {
        let responsible = name.map(|name| Responsible {
            role_id: ROLE,
            party_uuids: vec![record.person(name).uuid],
        });
        Attestation {
            responsible_parties: responsible.into_iter().collect(),
            parts,
        }
    });
    each.collect()
}

fn part(record: &Record<'_>, at: usize, finding: &Finding) -> AttestationPart {
    let said = Bilingual::new(finding.message.ja.as_str(), finding.message.en.as_str());
    let mut links = vec![Link::to(&record.observation(at), "observation")];
    links.extend(plan::link(record, &finding.policy));
    AttestationPart {
        uuid: record.here(&["attestation", &at.to_string()]),
        name: "attestation",
        ns: NAMESPACE,
        props: vec![
            Prop::own("subject", &finding.subject),
            Prop::own("policy", &finding.policy),
            Prop::own("control", &finding.control),
            Prop::own("outcome", Outcome::Attested.name()),
        ],
        prose: text::both(&said, record.language),
        links,
    }
}
