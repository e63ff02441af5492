//! `sekisho policy diff`: what another version, or another organisation's edition, of a policy changes; with evidence also what it
//! changes of its results.

use super::to_json;
use crate::args::Form;
use crate::bundle::LoadedPolicy;
use crate::failure::exit;
use crate::print;
use sekisho_catalog::catalogue::CatalogueControl;
use sekisho_catalog::policy::PolicyControl;
use sekisho_model::Status;
use sekisho_model::text::Language;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// One control as both files tell it.
struct Both<'a> {
    item: &'a CatalogueControl,
    policy: Option<&'a PolicyControl>,
}

/// Statuses of stored evidence under both versions.
pub(super) struct Rerun {
    pub(super) old: BTreeMap<String, Status>,
    pub(super) new: BTreeMap<String, Status>,
}

impl Rerun {
    /// Controls whose status differs, or that only one version has.
    fn differences(&self) -> Vec<(&String, Option<Status>, Option<Status>)> {
        let mut ids: Vec<&String> = self.old.keys().chain(self.new.keys()).collect();
        ids.sort();
        ids.dedup();
        let both = ids
            .into_iter()
            .map(|id| (id, self.old.get(id).copied(), self.new.get(id).copied()));
        both.filter(|(_, old, new)| old != new).collect()
    }
}

pub(super) fn run(
    old: &LoadedPolicy,
    new: &LoadedPolicy,
    rerun: Option<&Rerun>,
    output: Form,
    l: Language,
) -> crate::Outcome {
    let (before, after) = (controls(old), controls(new));
    let added: Vec<_> = new
        .catalogue
        .controls
        .iter()
        .filter(|c| !before.contains_key(&c.id))
        .collect();
    let removed: Vec<_> = old
        .catalogue
        .controls
        .iter()
        .filter(|c| !after.contains_key(&c.id))
        .collect();
    let changed: Vec<_> = new
        .catalogue
        .controls
        .iter()
        .filter_map(|c| {
            let changes = changes(before.get(&c.id)?, after.get(&c.id)?);
            (!changes.is_empty()).then_some((c, changes))
        })
        .collect();
    if output == Form::Json {
        let titled = |c: &&CatalogueControl| json!({ "control": c.id, "title": c.title });
        let changed: Vec<_> = changed
            .iter()
            .map(|(c, changes)| {
                let changes: Vec<_> = changes
                    .iter()
                    .map(|(what, from, to)| json!({ "what": what, "from": from, "to": to }))
                    .collect();
                json!({ "control": c.id, "changes": changes })
            })
            .collect();
        let side = |p: &LoadedPolicy| json!({ "id": p.policy.id, "version": p.policy.version });
        let name = |status: Option<Status>| status.map(Status::name);
        let results = rerun.map(|rerun| {
            let differ = rerun.differences().into_iter();
            let differ: Vec<_> = differ
                .map(|(control, old, new)| json!({ "control": control, "from": name(old), "to": name(new) }))
                .collect();
            json!({ "assessed": rerun.new.len(), "differ": differ })
        });
        return to_json(&json!({
            "old": side(old), "new": side(new),
            "added": added.iter().map(titled).collect::<Vec<_>>(),
            "removed": removed.iter().map(titled).collect::<Vec<_>>(),
            "changed": changed,
            "results": results,
        }));
    }
    let side = |p: &LoadedPolicy| format!("{} {}", p.policy.id, p.policy.version);
    print::line(&format!("{} → {}", side(old), side(new)));
    for control in &added {
        print::line(&format!("+ {}  {}", control.id, control.title.get(l)));
    }
    for control in &removed {
        print::line(&format!("- {}  {}", control.id, control.title.get(l)));
    }
    for (control, changes) in &changed {
        print::line(&format!("~ {}  {}", control.id, control.title.get(l)));
        for (what, from, to) in changes {
            print::line(&format!("    {what}: {} → {}", short(from), short(to)));
        }
    }
    print::line(&if l == Language::Ja {
        format!("追加 {}、削除 {}、変更 {}", added.len(), removed.len(), changed.len())
    } else {
        format!(
            "{} added, {} removed, {} changed",
            added.len(),
            removed.len(),
            changed.len()
        )
    });
    if let Some(rerun) = rerun {
        tell(rerun, l);
    }
    Ok(exit::CONFORMANT)
}

fn tell(rerun: &Rerun, l: Language) {
    let differ = rerun.differences();
    print::line(&if l == Language::Ja {
        format!(
            "同じ証拠を両方の版で評価: {}項目、結果の違い {}",
            rerun.new.len(),
            differ.len()
        )
    } else {
        format!(
            "stored evidence under both versions: {} controls, {} come out otherwise",
            rerun.new.len(),
            differ.len()
        )
    });
    let word = |status: Option<Status>| status.map_or("–", |status| sekisho_report::words::status(status, l));
    for (control, old, new) in differ {
        print::line(&format!("  {control}: {} → {}", word(old), word(new)));
    }
}

fn controls(policy: &LoadedPolicy) -> BTreeMap<&String, Both<'_>> {
    let decided: BTreeMap<&String, &PolicyControl> = policy.policy.controls.iter().map(|c| (&c.id, c)).collect();
    let both = policy.catalogue.controls.iter().map(|item| {
        let policy = decided.get(&item.id).copied();
        (&item.id, Both { item, policy })
    });
    both.collect()
}

/// Every control with all that is said of it.
pub(crate) fn facets_of(policy: &LoadedPolicy) -> BTreeMap<String, Value> {
    let all = controls(policy).into_iter();
    all.map(|(id, both)| {
        let facets = facets(&both).into_iter().map(|(name, value)| (name.to_owned(), value));
        (id.clone(), Value::Object(facets.collect()))
    })
    .collect()
}

/// What differs, each with the value before and after.
fn changes(before: &Both<'_>, after: &Both<'_>) -> Vec<(&'static str, Value, Value)> {
    let (a, b) = (facets(before), facets(after));
    let differ = a.into_iter().zip(b).filter(|((_, old), (_, new))| old != new);
    differ.map(|((what, old), (_, new))| (what, old, new)).collect()
}

fn facets(control: &Both<'_>) -> Vec<(&'static str, Value)> {
    let item = control.item;
    let mut facets = vec![
        ("title", json!(item.title)),
        ("clause", json!(item.clause)),
        ("group", json!(item.group)),
        ("levels", json!(item.levels)),
        ("class", json!(item.class)),
        ("guidance", json!(item.guidance)),
        ("confidence", json!(item.confidence)),
        ("tags", json!(item.tags)),
        ("fix", json!(item.fix)),
    ];
    let policy = control.policy;
    facets.push(("severity", json!(policy.map(|p| p.severity))));
    facets.push(("answer", json!(policy.map(|p| p.answer.name()))));
    facets.push(("combine", json!(policy.map(|p| p.combine.name()))));
    let checks = policy.map(|p| {
        let one = |c: &sekisho_catalog::policy::PolicyCheck| {
            let parameters = serde_json::to_value(&c.parameters).unwrap_or_default();
            json!({ "check": format!("{}:{}", c.plugin, c.check), "severity": c.severity, "parameters": parameters })
        };
        p.checks.iter().map(one).collect::<Vec<_>>()
    });
    facets.push(("checks", json!(checks)));
    facets
}

fn short(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
