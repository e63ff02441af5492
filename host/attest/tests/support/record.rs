//! A record made by hand: subjects with two policies, every outcome, a waiver, an excluded control.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    dead_code,
    unreachable_pub,
    missing_debug_implementations,
    reason = "tests"
)]

use sekisho_model::assessment::{
    Assessment, ControlRecord, FORMAT, PluginRecord, PolicyRecord, SourceRecord, StatusRecord, SubjectRecord, Tool,
};
use sekisho_model::check::Argument;
use sekisho_model::finding::{EvidenceReference, Finding, Message, Severity};
use sekisho_model::ledger::{Entry, Ledger, State, WaivedUntil};
use sekisho_model::merkle::Tree;
use sekisho_model::{Bilingual, Date, Digest, Evidence, EvidenceKind, Outcome, Status, Verdict, canonical};
use std::collections::BTreeMap;

pub fn text(text: &str) -> Bilingual {
    Bilingual::new(format!("{text} (日本語)"), text)
}

/// The controls of a policy: id, its checks with what each of them says, and its status.
type Control = (&'static str, &'static [(&'static str, Option<Outcome>)], Option<Status>);

pub const CONTROLS: [Control; 4] = [
    (
        "4-1-1",
        &[
            ("common/sbom:names", Some(Outcome::Pass)),
            ("common/sbom:names", Some(Outcome::Fail)),
            ("common/answers:statement", Some(Outcome::Attested)),
        ],
        Some(Status::NotSatisfied),
    ),
    (
        "4-1-2",
        &[("common/inventory:owner", Some(Outcome::Unknown))],
        Some(Status::Indeterminate),
    ),
    (
        "5-2",
        &[
            ("common/sbom:versions", Some(Outcome::Pass)),
            ("common/settings:ssh", Some(Outcome::NotApplicable)),
        ],
        Some(Status::Satisfied),
    ),
    ("9-9", &[("common/late:never", None)], None),
];

pub const POLICIES: [&str; 2] = ["factory/meti", "software/ntia"];

pub fn subject(number: usize) -> String {
    format!("supplier-{number:02}")
}

fn finding(subject: &str, policy: &str, control: &str, check: (&str, &str), outcome: Outcome, number: u32) -> Finding {
    let args = BTreeMap::from([
        (
            "component".to_owned(),
            Argument::Text(format!("lib-{subject}-{number}")),
        ),
        ("score".to_owned(), Argument::Decimal(7.5)),
        ("count".to_owned(), Argument::Integer(-3)),
    ]);
    let paths: &[&str] = match outcome {
        Outcome::Unknown => &[],
        Outcome::Fail => &["sbom.json", "assets.csv"],
        _ => &["sbom.json"],
    };
    let evidence = paths.iter().map(|path| EvidenceReference {
        path: (*path).to_owned(),
        locator: format!("/components/{number}"),
        line: (number > 0).then_some(number),
    });
    Finding {
        subject: subject.to_owned(),
        policy: policy.to_owned(),
        control: control.to_owned(),
        plugin: check.0.to_owned(),
        check: check.1.to_owned(),
        outcome,
        severity: Severity::High,
        message: Message {
            id: format!("{}-{}", check.1, outcome.name()),
            args,
            ja: format!("{subject} の部品 lib-{subject}-{number} は「{}」です", outcome.name()),
            en: format!("component lib-{subject}-{number} of {subject} is {}", outcome.name()),
            hint: Some(text("ask the supplier")),
        },
        evidence: evidence.collect(),
        waived: None,
        fingerprint: format!("{subject}{policy}{control}{number}"),
    }
}

/// Hashes the ledger anew, after something was changed.
pub fn hash(record: &mut Assessment) {
    let mut rest = record.findings.as_slice();
    for entry in &mut record.ledger.entries {
        let (mine, after) = rest.split_at(entry.findings as usize);
        rest = after;
        entry.findings_digest = canonical::digest(mine).unwrap();
    }
    let leaves = record.ledger.entries.iter().map(|e| e.leaf().unwrap()).collect();
    let head = Tree::of(leaves).head();
    record.ledger.leaves = head.leaves;
    record.ledger.root = head.root;
}

pub fn record(subjects: usize) -> Assessment {
    let nothing = Digest::of(b"");
    let mut record = Assessment {
        format: FORMAT.to_owned(),
        verdict: Verdict::NonConformant,
        as_of: Date::parse("2026-11-23").unwrap(),
        tool: Tool {
            name: "sekisho".to_owned(),
            version: "0.1.0".to_owned(),
        },
        policies: POLICIES.iter().map(|id| policy(id)).collect(),
        bundles: Vec::new(),
        plugins: ["common/answers", "common/inventory", "common/sbom", "common/settings"]
            .map(plugin)
            .to_vec(),
        subjects: Vec::new(),
        evidence: Vec::new(),
        findings: Vec::new(),
        statuses: Vec::new(),
        waivers: Vec::new(),
        diagnostics: Vec::new(),
        ledger: Ledger {
            leaves: 0,
            root: nothing,
            entries: Vec::new(),
        },
    };
    for number in 0..subjects {
        let id = subject(number);
        for path in ["assets.csv", "sbom.json", "secret-plan.xlsx"] {
            record.evidence.push(Evidence {
                subject: id.clone(),
                path: path.to_owned(),
                kind: EvidenceKind::Sbom,
                format: "any".to_owned(),
                digest: Digest::of_parts(&[id.as_bytes(), path.as_bytes()]),
                size: 7,
                encoding: None,
                origin: None,
                collected_at: None,
            });
        }
        for policy in POLICIES {
            for (control, checks, status) in CONTROLS {
                let mut used: BTreeMap<&str, u32> = BTreeMap::new();
                for (name, outcome) in checks {
                    let (plugin, check) = name.split_once(':').unwrap();
                    let instance = used.entry(name).or_default();
                    let mut findings: Vec<Finding> = Vec::new();
                    if let Some(outcome) = outcome {
                        findings.push(finding(
                            &id,
                            policy,
                            control,
                            (plugin, check),
                            Outcome::Informational,
                            0,
                        ));
                        findings.push(finding(&id, policy, control, (plugin, check), *outcome, *instance + 1));
                    }
                    let waived = (*outcome == Some(Outcome::Unknown)).then(|| WaivedUntil {
                        id: "W-1".to_owned(),
                        until: record.as_of,
                    });
                    for finding in &mut findings {
                        finding.waived = waived.as_ref().map(|w| w.id.clone());
                    }
                    record.ledger.entries.push(Entry {
                        subject: id.clone(),
                        policy: policy.to_owned(),
                        control: control.to_owned(),
                        plugin: plugin.to_owned(),
                        check: check.to_owned(),
                        instance: *instance,
                        state: outcome.map_or_else(|| State::NotRun("excluded by profile".to_owned()), State::Outcome),
                        waived,
                        findings: findings.len() as u32,
                        findings_digest: nothing,
                        parameters_digest: Digest::of(name.as_bytes()),
                    });
                    *instance += 1;
                    record.findings.append(&mut findings);
                }
                if let Some(status) = status {
                    record.statuses.push(StatusRecord {
                        subject: id.clone(),
                        policy: policy.to_owned(),
                        control: control.to_owned(),
                        status,
                        waived: status == Status::Indeterminate,
                    });
                }
            }
        }
        record.subjects.push(SubjectRecord {
            name: text(&id),
            id,
            verdict: Verdict::NonConformant,
        });
    }
    hash(&mut record);
    record
}

fn plugin(id: &str) -> PluginRecord {
    PluginRecord {
        id: id.to_owned(),
        version: "1.0.0".to_owned(),
        digest: Digest::of(id.as_bytes()),
        interface: "0.1.0".to_owned(),
        authority: Vec::new(),
        fuel: 1,
        measured_subjects: 1,
        checks: Vec::new(),
    }
}

fn policy(id: &str) -> PolicyRecord {
    let control = |(control, checks, status): &Control| ControlRecord {
        id: (*control).to_owned(),
        group: "g".to_owned(),
        clause: (*control).to_owned(),
        title: text("a control"),
        levels: Vec::new(),
        severity: Severity::High,
        confidence: "confirmed".to_owned(),
        class: String::new(),
        terms: Vec::new(),
        tags: BTreeMap::new(),
        fix: None,
        plain: None,
        references: Vec::new(),
        mapped: BTreeMap::new(),
        scope: None,
        excluded: status.is_none().then(|| text("not here")),
        exempt: false,
        checks: checks.iter().map(|(name, _)| (*name).to_owned()).collect(),
    };
    PolicyRecord {
        id: id.to_owned(),
        version: "2.0.0".to_owned(),
        digest: Digest::of(id.as_bytes()),
        profile: None,
        title: text(id),
        issuer: text("an issuer"),
        source: SourceRecord {
            document: text("a document"),
            version: "1".to_owned(),
            date: None,
            url: None,
            note: text("a note"),
            bodies: Vec::new(),
        },
        completeness: "complete".to_owned(),
        access: None,
        levels: Vec::new(),
        dimensions: Vec::new(),
        matrix: None,
        crosswalks: Vec::new(),
        points: None,
        terms: Vec::new(),
        groups: Vec::new(),
        risks: None,
        controls: CONTROLS.iter().map(control).collect(),
    }
}
