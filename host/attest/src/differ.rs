//! Where two records of one assessment differ: first what went in, then what came out, so that the first line is the cause.

use sekisho_model::assessment::Assessment;
use sekisho_model::ledger::Entry;
use sekisho_model::{Bilingual, Digest};
use serde::Serialize;
use std::collections::BTreeMap;

/// Most differences that are told.
const TOLD: usize = 100;

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What differs: `tool`, `policy`, `plugin`, `bundle`, `evidence`, `entry`, `finding`, `status`, `verdict`, `remark`, `bytes`.
    pub what: &'static str,
    /// Subject, if it is one subject's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Where: a policy and control with its check, a path of evidence, an id.
    pub at: String,
    /// As the record has it; nothing where it has nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded: Option<String>,
    /// As it is now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replayed: Option<String>,
}

impl Difference {
    /// In words.
    pub fn sentence(&self) -> Bilingual {
        let place = match &self.subject {
            Some(subject) => format!("{subject}: {}", self.at),
            None => self.at.clone(),
        };
        let said = |text: &Option<String>, none: &str| text.clone().unwrap_or_else(|| none.to_owned());
        Bilingual::new(
            format!(
                "{} {place}: 記録では {}、再実行では {}",
                self.what,
                said(&self.recorded, "なし"),
                said(&self.replayed, "なし")
            ),
            format!(
                "{} {place}: recorded {}, replayed {}",
                self.what,
                said(&self.recorded, "nothing"),
                said(&self.replayed, "nothing")
            ),
        )
    }
}

/// All differences, up to a hundred; none where the records are the same.
pub fn differences(recorded: &Assessment, replayed: &Assessment) -> Vec<Difference> {
    let mut found = Found(Vec::new());
    let both = [recorded, replayed];
    found.maps(
        "tool",
        both.map(|r| BTreeMap::from([((None, r.tool.name.clone()), r.tool.version.clone())])),
    );
    let named = |id: &str, version: &str, digest: Digest| ((None, id.to_owned()), format!("{version} {digest}"));
    found.maps(
        "policy",
        both.map(|r| r.policies.iter().map(|p| named(&p.id, &p.version, p.digest)).collect()),
    );
    found.maps(
        "plugin",
        both.map(|r| r.plugins.iter().map(|p| named(&p.id, &p.version, p.digest)).collect()),
    );
    let bundle = |b: &sekisho_model::assessment::BundleRecord| {
        (
            (None, b.digest.to_string()),
            format!("{:?}", (b.trust, b.signers.len())),
        )
    };
    found.maps("bundle", both.map(|r| r.bundles.iter().map(bundle).collect()));
    let file = |e: &sekisho_model::Evidence| {
        (
            (Some(e.subject.clone()), e.path.clone()),
            format!("{} {}", e.format, e.digest),
        )
    };
    found.maps("evidence", both.map(|r| r.evidence.iter().map(file).collect()));
    found.maps("entry", both.map(|r| r.ledger.entries.iter().map(entry).collect()));
    found.maps("finding", both.map(findings));
    let status = |s: &sekisho_model::assessment::StatusRecord| {
        let waived = if s.waived { ", waived" } else { "" };
        (
            (Some(s.subject.clone()), format!("{} {}", s.policy, s.control)),
            format!("{}{waived}", s.status.name()),
        )
    };
    found.maps("status", both.map(|r| r.statuses.iter().map(status).collect()));
    let verdict = |r: &Assessment| {
        let whole = ((None, "whole".to_owned()), r.verdict.name().to_owned());
        let each = r
            .subjects
            .iter()
            .map(|s| ((Some(s.id.clone()), "subject".to_owned()), s.verdict.name().to_owned()));
        each.chain([whole]).collect()
    };
    found.maps("verdict", both.map(verdict));
    let remark = |(at, d): (usize, &sekisho_model::Diagnostic)| {
        let place = d.path.clone().unwrap_or_default();
        (
            (d.subject.clone(), format!("{at} {} {place}", d.code)),
            d.message.clone(),
        )
    };
    found.maps(
        "remark",
        both.map(|r| r.diagnostics.iter().enumerate().map(remark).collect()),
    );
    if found.0.is_empty() && recorded != replayed {
        found.rest(recorded, replayed);
    }
    found.0
}

type Place = (Option<String>, String);

struct Found(Vec<Difference>);

impl Found {
    fn maps(&mut self, what: &'static str, [recorded, replayed]: [BTreeMap<Place, String>; 2]) {
        let mut places: Vec<&Place> = recorded.keys().chain(replayed.keys()).collect();
        places.sort();
        places.dedup();
        for place in places {
            let (before, after) = (recorded.get(place), replayed.get(place));
            if before != after && self.0.len() < TOLD {
                self.0.push(Difference {
                    what,
                    subject: place.0.clone(),
                    at: place.1.clone(),
                    recorded: before.cloned(),
                    replayed: after.cloned(),
                });
            }
        }
    }

    /// Something else than all that has a name of its own: the first place in the JSON.
    fn rest(&mut self, recorded: &Assessment, replayed: &Assessment) {
        let value = |record: &Assessment| serde_json::to_value(record).unwrap_or_default();
        let (at, before, after) = pointer(&value(recorded), &value(replayed), String::new()).unwrap_or_default();
        self.0.push(Difference {
            what: "bytes",
            subject: None,
            at,
            recorded: Some(before),
            replayed: Some(after),
        });
    }
}

/// The first place where two values differ, as a JSON pointer.
pub(crate) fn pointer(a: &serde_json::Value, b: &serde_json::Value, at: String) -> Option<(String, String, String)> {
    use serde_json::Value;
    if a == b {
        return None;
    }
    let short = |value: Option<&Value>| value.map_or_else(String::new, |v| v.to_string().chars().take(200).collect());
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => {
            let mut keys: Vec<&String> = a.keys().chain(b.keys()).collect();
            keys.sort();
            keys.dedup();
            keys.into_iter().find_map(|key| {
                let at = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
                match (a.get(key), b.get(key)) {
                    (Some(a), Some(b)) => pointer(a, b, at),
                    (a, b) => Some((at, short(a), short(b))),
                }
            })
        }
        (Value::Array(a), Value::Array(b)) => (0..a.len().max(b.len())).find_map(|index| {
            let at = format!("{at}/{index}");
            match (a.get(index), b.get(index)) {
                (Some(a), Some(b)) => pointer(a, b, at),
                (a, b) => Some((at, short(a), short(b))),
            }
        }),
        _ => Some((at, short(Some(a)), short(Some(b)))),
    }
}

fn entry(entry: &Entry) -> (Place, String) {
    let Entry {
        subject,
        policy,
        control,
        plugin,
        check,
        instance,
        state,
        waived,
        parameters_digest,
        ..
    } = entry;
    let state = match state {
        sekisho_model::ledger::State::Outcome(outcome) => outcome.name().to_owned(),
        sekisho_model::ledger::State::NotRun(reason) => format!("not run ({reason})"),
    };
    let waived = waived
        .as_ref()
        .map(|w| format!(", waived by {} until {}", w.id, w.until));
    (
        (
            Some(subject.clone()),
            format!("{policy} {control} {plugin}:{check} #{instance}"),
        ),
        format!(
            "{state}{} with parameters {parameters_digest}",
            waived.unwrap_or_default()
        ),
    )
}

/// The findings of each check, by their place in its list.
fn findings(record: &Assessment) -> BTreeMap<Place, String> {
    let mut counts: BTreeMap<Place, usize> = BTreeMap::new();
    let mut all = BTreeMap::new();
    for finding in &record.findings {
        let place = format!(
            "{} {} {}:{}",
            finding.policy, finding.control, finding.plugin, finding.check
        );
        let count = counts
            .entry((Some(finding.subject.clone()), place.clone()))
            .or_default();
        let cited: Vec<String> = finding
            .evidence
            .iter()
            .map(|e| format!("{} {}:{}", e.path, e.locator, e.line.unwrap_or_default()))
            .collect();
        let text = format!(
            "{}: {} [{}]",
            finding.outcome.name(),
            finding.message.en,
            cited.join(", ")
        );
        all.insert(
            (Some(finding.subject.clone()), format!("{place} finding {count}")),
            text,
        );
        *count += 1;
    }
    all
}
