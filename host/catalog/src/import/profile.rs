//! An OSCAL profile (JSON) as a profile of ours over a policy at hand: which of its controls are asked for, by id or by
//! pattern, and what [`crate::export`] said beside.
//!
//! The catalogue that an import names is not fetched: ids are looked for in the catalogue at hand, in the form in which the
//! guideline writes them or in that of [`sekisho_oscal::id::token`].

mod raw;
mod selection;
mod written;

use super::oscal::raw::{both, our_props, ours};
use super::{once, quoted};
use crate::{CatalogError, Catalogue};
use raw::{File, Modify, Profile};
use sekisho_model::Bilingual;
use sekisho_model::assessment::ScopeRecord;
use sekisho_oscal::text::plain;
use std::collections::{BTreeMap, BTreeSet};
pub use written::written;

/// What an OSCAL profile asks of a catalogue.
#[derive(Debug)]
pub struct Chosen {
    /// Title; a text of one language stands in both.
    pub title: Option<Bilingual>,
    /// The controls that it takes in, in the order of the catalogue.
    pub controls: Vec<String>,
    /// Whether that is all of them.
    pub is_all: bool,
    /// Reasons for leaving controls out, where our export told them.
    pub excluded: BTreeMap<String, Bilingual>,
    /// Attributes by which it is found.
    pub when: BTreeMap<String, String>,
    /// Where controls apply.
    pub scopes: BTreeMap<String, ScopeRecord>,
    /// Values of checks' parameters: plugin, check, control and name, with the value as TOML.
    pub parameters: BTreeMap<[String; 4], toml::Value>,
    /// What was not followed, each one sentence.
    pub remarks: Vec<String>,
}

/// Reads a profile over a catalogue. The answer to what cannot be read is the reason.
pub fn read(text: &str, catalogue: &Catalogue) -> Result<Chosen, String> {
    let file: File = serde_json::from_str(text).map_err(|e| format!("it is no OSCAL profile: {e}"))?;
    let Some(profile) = file.profile else {
        return Err(match file.catalog {
            Some(_) => "it is an OSCAL catalogue, not a profile; import it without `--policy`".to_owned(),
            None => "it is no OSCAL profile: it has no member `profile`".to_owned(),
        });
    };
    let mut remarks = Vec::new();
    let selected = selection::of(&profile, catalogue, &mut remarks)?;
    let ids = catalogue
        .controls
        .iter()
        .enumerate()
        .filter(|(at, _)| selected.contains(at));
    let mut chosen = Chosen {
        is_all: selected.len() == catalogue.controls.len(),
        controls: ids.map(|(_, c)| c.id.clone()).collect(),
        ..told(&profile, catalogue)
    };
    // A reason leaves out what it is given for: it never takes back what the profile takes in.
    let taken: BTreeSet<&str> = chosen.controls.iter().map(String::as_str).collect();
    chosen.excluded.retain(|id, _| !taken.contains(id.as_str()));
    if let Some(modify) = &profile.modify {
        chosen.modify(modify, catalogue, &mut remarks);
    }
    chosen.remarks = remarks;
    Ok(chosen)
}

/// What stands in front of the profile.
fn told(profile: &Profile, catalogue: &Catalogue) -> Chosen {
    let (props, title) = match &profile.metadata {
        Some(metadata) => (metadata.props.as_slice(), metadata.title.as_deref()),
        None => (&[][..], None),
    };
    let known: BTreeSet<&str> = catalogue.controls.iter().map(|c| c.id.as_str()).collect();
    let mut reasons: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    for name in ["excluded-ja", "excluded-en"] {
        for prop in our_props(props, name) {
            if let (Some(group), Some(value)) = (&prop.group, &prop.value) {
                reasons.insert((name, group), value);
            }
        }
    }
    let excluded = our_props(props, "excluded").filter_map(|prop| {
        let (id, group) = (prop.value.as_deref()?, prop.group.as_deref()?);
        let reason = |name| reasons.get(&(name, group)).copied();
        let reason = Bilingual::new(reason("excluded-ja")?, reason("excluded-en")?);
        known.contains(id).then(|| (id.to_owned(), reason))
    });
    let when = our_props(props, "when").filter_map(|prop| {
        let name = sekisho_oscal::id::from_token(prop.class.as_deref()?)?;
        Some((name, prop.value.clone()?))
    });
    Chosen {
        title: both(props, "title").or_else(|| title.map(|t| once(&plain(t)))),
        controls: Vec::new(),
        is_all: false,
        excluded: excluded.collect(),
        when: when.collect(),
        scopes: BTreeMap::new(),
        parameters: BTreeMap::new(),
        remarks: Vec::new(),
    }
}

impl Chosen {
    fn modify(&mut self, modify: &Modify, catalogue: &Catalogue, remarks: &mut Vec<String>) {
        let mut foreign = 0_usize;
        for set in &modify.set_parameters {
            let of = |name: &str| ours(&set.props, name).map(ToOwned::to_owned);
            let key = (|| Some([of("plugin")?, of("check")?, of("control")?, of("parameter")?]))();
            let value = ours(&set.props, "value").and_then(value);
            match key.zip(value) {
                Some((key, value)) => {
                    self.parameters.insert(key, value);
                }
                None => foreign += 1,
            }
        }
        if foreign > 0 {
            remarks.push(format!(
                "{foreign} parameters of controls are set, which no check of ours has; they are left out"
            ));
        }
        let index = selection::Index::new(catalogue);
        let mut altered = 0_usize;
        for alter in &modify.alters {
            let props = || alter.adds.iter().flat_map(|a| &a.props);
            let of = |name: &str| alter.adds.iter().find_map(|a| ours(&a.props, name));
            let scope = (|| {
                Some(ScopeRecord {
                    applies: of("applies")
                        .filter(|word| matches!(*word, "it" | "ot" | "both"))?
                        .to_owned(),
                    alternative: of("alternative") == Some("yes"),
                    reason: Bilingual::new(of("scope-reason-ja")?, of("scope-reason-en")?),
                })
            })();
            let at = alter.control_id.as_deref().and_then(|id| index.find(id));
            if let Some((scope, control)) = scope.zip(at.and_then(|at| catalogue.controls.get(at))) {
                self.scopes.insert(control.id.clone(), scope);
            }
            let is_ours = props().all(|p| p.ns.as_deref() == Some(sekisho_oscal::NAMESPACE));
            let is_more = !alter.removes.is_empty() || alter.adds.iter().any(|a| a.holds_more());
            if is_more || !is_ours {
                altered += 1;
            }
        }
        if altered > 0 {
            remarks.push(format!(
                "{altered} controls are altered; the texts of a catalogue stay as they are here"
            ));
        }
    }
}

/// A value that our export wrote: TOML on one line.
fn value(text: &str) -> Option<toml::Value> {
    let table: toml::Table = toml::from_str(&format!("value = {text}")).ok()?;
    // A line's end would let other keys in.
    (table.len() == 1).then(|| table.get("value").cloned())?
}
