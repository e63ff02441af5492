//! `sekisho bundle diff`: what another version of a bundle changes. What its plugins can read comes first, then plugins, checks,
//! controls and messages.
//!
//! To know checks and messages, plugins are asked to describe themselves: in the sandbox, with no evidence at hand.

use crate::args::{Form, Pins};
use crate::bundle::{Bundle, artifact, pinned};
use crate::commands::plugin::sandbox;
use crate::commands::policy::diff as policies;
use crate::failure::{Failure, exit};
use crate::print;
use sekisho_bundle::Bundle as Artifact;
use sekisho_model::text::Language;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What can change, in the order in which it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
enum Part {
    Authority,
    About,
    Plugin,
    Check,
    Policy,
    Control,
    Message,
}

/// One difference.
#[derive(Debug, Serialize)]
struct Change {
    part: Part,
    what: String,
    /// Nothing for what is new.
    from: Option<Value>,
    /// Nothing for what is gone.
    to: Option<Value>,
}

/// A bundle as a list of what is true of it.
type Facts = BTreeMap<(Part, String), Value>;

pub(super) fn run(old: &Path, new: &Path, pins: &Pins, output: Form, l: Language) -> crate::Outcome {
    let (old, new) = (pinned::must(old, pins)?, pinned::must(new, pins)?);
    if output == Form::Json {
        print::json(&json!({ "changes": changes(&old, &new)? }))?;
    } else {
        tell(&old, &new, l, &mut |line| print::line(line))?;
    }
    Ok(exit::CONFORMANT)
}

/// Tells the differences line by line.
pub(super) fn tell(old: &Artifact, new: &Artifact, l: Language, to: &mut dyn FnMut(&str)) -> Result<(), Failure> {
    let changes = changes(old, new)?;
    if changes.is_empty() {
        to(if l == Language::Ja {
            "差分なし"
        } else {
            "no difference"
        });
    }
    for change in &changes {
        let title = title(change.part, l);
        match (&change.from, &change.to) {
            (None, _) => to(&format!("+ {title}{}", change.what)),
            (_, None) => to(&format!("- {title}{}", change.what)),
            (Some(before), Some(after)) => {
                to(&format!("~ {title}{}", change.what));
                for (what, before, after) in parts(before, after) {
                    to(&format!("    {what}{before} → {after}"));
                }
            }
        }
    }
    Ok(())
}

fn changes(old: &Artifact, new: &Artifact) -> Result<Vec<Change>, Failure> {
    let (before, after) = (facts(old)?, facts(new)?);
    let keys: BTreeSet<&(Part, String)> = before.keys().chain(after.keys()).collect();
    let all = keys.into_iter().map(|key| Change {
        part: key.0,
        what: key.1.clone(),
        from: before.get(key).cloned(),
        to: after.get(key).cloned(),
    });
    Ok(all.filter(|change| change.from != change.to).collect())
}

/// `+ reads assets: example/auto` needs no title: it is a sentence.
fn title(part: Part, l: Language) -> &'static str {
    let (ja, en) = match part {
        Part::Authority => ("読取 ", "reads "),
        Part::About => ("", ""),
        Part::Plugin => ("プラグイン ", "plugin "),
        Part::Check => ("チェック ", "check "),
        Part::Policy => ("ポリシー ", "policy "),
        Part::Control => ("管理策 ", "control "),
        Part::Message => ("メッセージ ", "message "),
    };
    match l {
        Language::Ja => ja,
        Language::En => en,
    }
}

/// The members of two objects that differ, or the two values.
fn parts(from: &Value, to: &Value) -> Vec<(String, String, String)> {
    let said = |value: Option<&Value>| match value {
        None | Some(Value::Null) => "–".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    let (Some(a), Some(b)) = (from.as_object(), to.as_object()) else {
        return vec![(String::new(), said(Some(from)), said(Some(to)))];
    };
    let names: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    let differ = names.into_iter().filter(|name| a.get(*name) != b.get(*name));
    differ
        .map(|name| (format!("{name}: "), said(a.get(name)), said(b.get(name))))
        .collect()
}

fn facts(found: &Artifact) -> Result<Facts, Failure> {
    let mut facts = Facts::new();
    let about = serde_json::to_value(&found.config.about).map_err(|e| Failure::internal(e.to_string()))?;
    for (name, value) in about.as_object().into_iter().flatten() {
        facts.insert((Part::About, name.clone()), value.clone());
    }
    let sandbox = sandbox()?;
    for (file, bytes) in found.files.iter().filter(|(file, _)| file.starts_with("plugins/")) {
        let plugin = sandbox.load(file, bytes).map_err(|e| Failure::refused(&e))?;
        let (info, authority) = (plugin.info(), plugin.authority());
        let id = &info.id;
        found.config.hold(file, &artifact::claim(&plugin))?;
        let mut reads = |what: &str| facts.insert((Part::Authority, format!("{what}  ({id})")), json!(true));
        for (kind, columns) in &authority.reads {
            reads(kind);
            columns.iter().for_each(|column| {
                reads(&format!("{kind}: {column}"));
            });
        }
        if authority.date {
            reads("the assessment date");
        }
        if authority.log {
            reads("nothing, and writes log lines");
        }
        let of =
            json!({ "version": info.version, "interface": authority.interface.to_string(), "digest": plugin.digest() });
        facts.insert((Part::Plugin, id.clone()), of);
        for check in &info.checks {
            facts.insert((Part::Check, format!("{id}:{}", check.id)), json!(check));
        }
        for (message, of) in info.messages.iter() {
            facts.insert((Part::Message, format!("{id}:{message}")), json!(of));
        }
    }
    let at_hand = Bundle::looked_at(found.config.about.id.clone(), found.clone())?;
    for id in at_hand.policy_ids() {
        if !found.files.contains_key(&format!("policies/{id}/policy.toml")) {
            continue;
        }
        let policy = at_hand.policy(&id)?;
        let of = json!({
            "version": policy.policy.version, "completeness": policy.catalogue.completeness,
            "source": policy.catalogue.source, "profiles": policy.profiles.iter().map(|p| &p.id).collect::<Vec<_>>(),
            "digest": policy.digest(None, None),
        });
        facts.insert((Part::Policy, id.clone()), of);
        for (control, of) in policies::facets_of(&policy) {
            facts.insert((Part::Control, format!("{id} {control}")), of);
        }
    }
    Ok(facts)
}
