//! `sekisho policy map` and `gaps`: from the controls of one policy to those of another framework, over the crosswalk of
//! either side.

use super::levels::Levels;
use super::to_json;
use crate::args::Form;
use crate::bundle::{Bundle, LoadedPolicy};
use crate::failure::{Failure, exit};
use crate::print;
use sekisho_catalog::crosswalk::{Links, Relationship};
use sekisho_model::Bilingual;
use sekisho_model::text::Language;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// The way from a policy to a framework.
struct Walk {
    title: Bilingual,
    note: Bilingual,
    pairs: Links,
    /// The catalogue there, where it is at hand.
    other: Option<LoadedPolicy>,
}

/// Finds the table in the policy's own crosswalk, or the other way round in that of the framework.
fn walk(bundle: &Bundle, policy: &LoadedPolicy, to: &str) -> Result<Walk, Failure> {
    let other = if bundle.has(to) { Some(bundle.policy(to)?) } else { None };
    if let Some(target) = policy.crosswalk.target(to) {
        return Ok(Walk {
            title: target.title.clone(),
            note: target.note.clone(),
            pairs: target.links(),
            other,
        });
    }
    let back = other
        .as_ref()
        .and_then(|o| Some((o, o.crosswalk.target(&policy.policy.id)?)));
    if let Some((found, target)) = back {
        return Ok(Walk {
            title: found.policy.title.clone(),
            note: target.note.clone(),
            pairs: target.reversed(),
            other,
        });
    }
    let known = targets(bundle, policy)?;
    let hint = if known.is_empty() {
        "no crosswalk leads from it".to_owned()
    } else {
        format!("choose one of: {}", known.into_keys().collect::<Vec<_>>().join(", "))
    };
    Err(Failure::usage(format!(
        "there is no crosswalk between `{}` and `{to}`",
        policy.policy.id
    ))
    .hint(hint))
}

/// The frameworks that can be reached, with their titles.
fn targets(bundle: &Bundle, policy: &LoadedPolicy) -> Result<BTreeMap<String, Bilingual>, Failure> {
    let own = policy.crosswalk.targets.iter().map(|t| (t.id.clone(), t.title.clone()));
    let mut found: BTreeMap<String, Bilingual> = own.collect();
    for id in bundle.policy_ids() {
        let other = bundle.policy(&id)?;
        if other.crosswalk.target(&policy.policy.id).is_some() {
            found.entry(id).or_insert_with(|| other.policy.title.clone());
        }
    }
    Ok(found)
}

/// `policy map FROM` without a target: what there is.
pub(super) fn tables(bundle: &Bundle, policy: &LoadedPolicy, output: Form, l: Language) -> crate::Outcome {
    let found = targets(bundle, policy)?;
    if output == Form::Json {
        let list: Vec<_> = found
            .iter()
            .map(|(id, title)| json!({ "id": id, "title": title }))
            .collect();
        return to_json(&json!(list));
    }
    for (id, title) in &found {
        print::line(&format!("{id}  {}", title.get(l)));
    }
    Ok(exit::CONFORMANT)
}

pub(super) fn map(bundle: &Bundle, policy: &LoadedPolicy, to: &str, output: Form, l: Language) -> crate::Outcome {
    let walk = walk(bundle, policy, to)?;
    let reached: BTreeSet<&String> = walk.pairs.values().flatten().map(|link| &link.control).collect();
    let other = walk.other.iter().flat_map(|o| &o.catalogue.controls);
    let new: Vec<_> = other.filter(|c| !reached.contains(&c.id)).collect();
    let controls = &policy.catalogue.controls;
    let both = walk
        .pairs
        .iter()
        .flat_map(|(control, to)| to.iter().map(|link| (control.as_str(), link.control.as_str())));
    let levels = walk
        .other
        .as_ref()
        .and_then(|o| Levels::of(&policy.catalogue, &o.catalogue, both));
    let title_there = |id: &str| Some(walk.other.as_ref()?.catalogue.control(id)?.title.clone());
    if output == Form::Json {
        let pairs: Vec<_> = controls
            .iter()
            .filter_map(|control| {
                let to = walk.pairs.get(&control.id)?.iter().map(|link| {
                    json!({
                        "id": link.control, "title": title_there(&link.control),
                        "relationship": link.relationship, "confidence": link.confidence,
                    })
                });
                Some(json!({ "control": control.id, "title": control.title, "to": to.collect::<Vec<_>>() }))
            })
            .collect();
        let unmapped: Vec<_> = controls
            .iter()
            .filter(|c| !walk.pairs.contains_key(&c.id))
            .map(|c| &c.id)
            .collect();
        let new: Vec<_> = new
            .iter()
            .map(|c| json!({ "control": c.id, "title": c.title }))
            .collect();
        return to_json(&json!({
            "from": policy.policy.id, "to": to, "title": walk.title, "note": walk.note,
            "pairs": pairs, "unmapped": unmapped, "new": new, "levels": levels.map(|table| table.json()),
        }));
    }
    let ja = l == Language::Ja;
    print::line(&format!("{} → {to}  {}", policy.policy.id, walk.title.get(l)));
    print::line(&format!("  {}", walk.note.get(l)));
    for control in controls {
        print::line(&format!("\n{}  {}", control.id, control.title.get(l)));
        let Some(pairs) = walk.pairs.get(&control.id) else {
            print::line(if ja {
                "  – 対応なし"
            } else {
                "  – no counterpart"
            });
            continue;
        };
        for link in pairs {
            let id = &link.control;
            let title = title_there(id).map(|t| format!("  {}", t.get(l))).unwrap_or_default();
            let doubt = match (link.confidence.as_str(), ja) {
                ("confirmed", _) => "",
                (_, true) => "、未照合",
                (_, false) => ", not compared with the source yet",
            };
            print::line(&format!(
                "  {} {id}{title} ({}{doubt})",
                sign(link.relationship),
                said(link.relationship, ja)
            ));
        }
    }
    if !new.is_empty() {
        print::line(if ja {
            "\n対応元のない項目:"
        } else {
            "\nThere, but not here:"
        });
        for control in new {
            print::line(&format!("  {}  {}", control.id, control.title.get(l)));
        }
    }
    for line in levels.iter().flat_map(|table| table.lines(l)) {
        print::line(&line);
    }
    Ok(exit::CONFORMANT)
}

pub(super) fn gaps(bundle: &Bundle, policy: &LoadedPolicy, to: &str, output: Form, l: Language) -> crate::Outcome {
    let walk = walk(bundle, policy, to)?;
    let controls = &policy.catalogue.controls;
    let unmapped: Vec<_> = controls.iter().filter(|c| !walk.pairs.contains_key(&c.id)).collect();
    let mapped = controls.len() - unmapped.len();
    if output == Form::Json {
        let list: Vec<_> = unmapped
            .iter()
            .map(|c| json!({ "control": c.id, "title": c.title }))
            .collect();
        return to_json(&json!({ "policy": policy.policy.id, "to": to, "mapped": mapped, "unmapped": list }));
    }
    for control in &unmapped {
        print::line(&format!("{}  {}", control.id, control.title.get(l)));
    }
    let total = controls.len();
    print::line(&if l == Language::Ja {
        format!("{to} に対応する項目がないもの {} / {total}", unmapped.len())
    } else {
        format!("{} of {total} have no counterpart in {to}", unmapped.len())
    });
    Ok(exit::CONFORMANT)
}

fn sign(relationship: Relationship) -> &'static str {
    match relationship {
        Relationship::Equal => "=",
        Relationship::Subset => "⊂",
        Relationship::Superset => "⊃",
        Relationship::Intersects => "∩",
    }
}

fn said(relationship: Relationship, ja: bool) -> &'static str {
    match (relationship, ja) {
        (Relationship::Equal, true) => "同じ",
        (Relationship::Equal, false) => "equal",
        (Relationship::Subset, true) => "統合先(先方に含まれる)",
        (Relationship::Subset, false) => "merged into: it asks for less",
        (Relationship::Superset, true) => "先方を含む",
        (Relationship::Superset, false) => "it asks for more",
        (Relationship::Intersects, true) => "一部が重なる",
        (Relationship::Intersects, false) => "intersects",
    }
}
