//! What fails in several policies at once: the same check on the same evidence, listed once with every control that it
//! touches. Mended once, it is mended everywhere.

use super::{dates, pick};
use crate::page::{Cell, Page, Section, Table};
use crate::view::{View, places};
use crate::words;
use sekisho_model::Outcome;
use sekisho_model::finding::{EvidenceReference, Finding};
use sekisho_model::text::Language;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Findings of one check on one set of evidence.
struct Shared<'a> {
    findings: Vec<&'a Finding>,
    controls: BTreeSet<(&'a str, &'a str)>,
}

impl Shared<'_> {
    fn policies(&self) -> usize {
        self.controls
            .iter()
            .map(|(policy, _)| policy)
            .collect::<BTreeSet<_>>()
            .len()
    }
}

pub(super) fn page(view: &View<'_>, l: Language) -> Page {
    let assessment = view.assessment;
    // Missing evidence beside a person's statement is no failure: the control is open or it is not.
    let rows = view.open_rows();
    let open_controls: BTreeSet<(&str, &str, &str)> = rows
        .iter()
        .map(|r| (r.status.subject.as_str(), r.policy.id.as_str(), r.control.id.as_str()))
        .collect();
    let open = |f: &&Finding| {
        matches!(f.outcome, Outcome::Fail | Outcome::Error | Outcome::Unknown)
            && f.waived.is_none()
            && open_controls.contains(&(f.subject.as_str(), f.policy.as_str(), f.control.as_str()))
    };
    type Key<'k> = (
        &'k str,
        &'k str,
        &'k str,
        &'static str,
        BTreeSet<&'k EvidenceReference>,
        &'k str,
    );
    let mut groups: BTreeMap<Key<'_>, Shared<'_>> = BTreeMap::new();
    for finding in assessment.findings.iter().filter(open) {
        let evidence: BTreeSet<&EvidenceReference> = finding.evidence.iter().collect();
        // Where nothing is cited, only the words tell one thing that is missing from another.
        let words = if evidence.is_empty() {
            finding.message.en.as_str()
        } else {
            ""
        };
        let key = (
            finding.subject.as_str(),
            finding.plugin.as_str(),
            finding.check.as_str(),
            finding.outcome.name(),
            evidence,
            words,
        );
        let group = groups.entry(key).or_insert_with(|| Shared {
            findings: Vec::new(),
            controls: BTreeSet::new(),
        });
        group.findings.push(finding);
        group.controls.insert((&finding.policy, &finding.control));
    }
    let mut shared: Vec<&Shared<'_>> = groups.values().filter(|g| g.policies() > 1).collect();
    shared.sort_by_key(|g| {
        let severity = g.findings.iter().map(|f| f.severity).max();
        (std::cmp::Reverse(severity), std::cmp::Reverse(g.controls.len()))
    });
    let alone = groups.len() - shared.len();
    let rows = shared.iter().filter_map(|g| {
        let finding = g.findings.first()?;
        let text = match l {
            Language::Ja => &finding.message.ja,
            Language::En => &finding.message.en,
        };
        let controls: Vec<String> = g
            .controls
            .iter()
            .map(|(policy, control)| format!("{policy} {control}"))
            .collect();
        Some(vec![
            Cell::text(&*finding.subject),
            Cell {
                text: words::outcome(finding.outcome, l).to_owned(),
                class: "",
                tag: finding.outcome.name(),
            },
            Cell::text(text),
            Cell::text(controls.join(", ")),
            Cell::text(places(&finding.evidence).join("; ")),
        ])
    });
    let columns = [
        words::subject(l),
        pick(l, "結果", "outcome"),
        pick(l, "内容", "finding"),
        pick(l, "関わる管理策", "controls"),
        pick(l, "証跡", "evidence"),
    ];
    let data = shared.iter().filter_map(|g| {
        let finding = g.findings.first()?;
        Some(json!({
            "subject": finding.subject, "plugin": finding.plugin, "check": finding.check, "outcome": finding.outcome,
            "message": { "ja": finding.message.ja, "en": finding.message.en }, "evidence": finding.evidence,
            "controls": g.controls.iter().map(|(policy, control)| json!({ "policy": policy, "control": control })).collect::<Vec<_>>(),
        }))
    });
    let data: Vec<_> = data.collect();
    Page {
        title: pick(l, "複数の指針に共通する不備", "Failures that several policies share").to_owned(),
        tone: assessment.verdict.name(),
        lead: vec![
            dates(assessment, l),
            match l {
                Language::Ja => format!(
                    "共通の不備 {} 件。ほかに一つの指針だけに関わるもの {alone} 件。",
                    shared.len()
                ),
                Language::En => format!("{} shared; {alone} more concern one policy only.", shared.len()),
            },
        ],
        sections: vec![Section {
            table: Some(Table {
                columns: columns.map(ToOwned::to_owned).to_vec(),
                rows: rows.collect(),
                is_matrix: false,
                is_drawn: false,
            }),
            ..Section::default()
        }],
        data: json!({ "view": "shared", "as_of": assessment.as_of, "shared": data, "in_one_policy": alone }),
    }
}
