//! A guideline as an OSCAL catalogue (JSON): groups and controls, nested as deep as OSCAL allows them.
//!
//! Most catalogues in the wild break the schema somewhere, so that what can be understood is read and [`oddities`] tells what
//! is odd. What [`crate::export`] wrote is taken back whole, from the properties of our namespace ([`own`]).

mod oddities;
mod own;
pub(super) mod raw;

use super::{Control, Read, once};
use raw::{File, Group, Item, Part};
use sekisho_model::assessment::GroupRecord;
use sekisho_oscal::text::plain;
use std::collections::BTreeSet;

/// The chapter of controls that stand in none.
const NO_GROUP: &str = "all";
/// Parts that explain, prove or check, and do not ask.
const BESIDE: [&str; 7] = [
    "guidance",
    "assessment-objective",
    "assessment-method",
    "objective",
    "example",
    "overview",
    "解説",
];

pub(super) fn read(text: &str) -> Result<Read, String> {
    let file: File = serde_json::from_str(text).map_err(|e| format!("it is no OSCAL catalogue: {e}"))?;
    let Some(catalog) = file.catalog else {
        return Err(match file.profile {
            Some(_) => "it is an OSCAL profile; name the policy that it tailors".to_owned(),
            None => "it is no OSCAL catalogue: it has no member `catalog`".to_owned(),
        });
    };
    let metadata = catalog.metadata.unwrap_or_default();
    let frame = own::frame(&metadata);
    let title = metadata.title.as_deref().map(|t| once(&plain(t)));
    let title = frame
        .is_some()
        .then(|| raw::both(&metadata.props, "title"))
        .flatten()
        .or(title);
    let mut reading = Reading {
        read: Read {
            title,
            version: metadata.version,
            remarks: oddities::remarks(text),
            frame: frame.map(Box::new),
            ..Read::default()
        },
        references: own::references(&catalog.back_matter.unwrap_or_default()),
        withdrawn: Vec::new(),
    };
    for group in catalog.groups {
        reading.group(group, None)?;
    }
    if !catalog.controls.is_empty() {
        reading.read.groups.push(GroupRecord {
            id: NO_GROUP.to_owned(),
            title: once(NO_GROUP),
            parent: None,
        });
        for control in catalog.controls {
            reading.control(control, NO_GROUP)?;
        }
    }
    reading.done()
}

struct Reading {
    read: Read,
    references: own::References,
    /// Ids of controls that the source has withdrawn.
    withdrawn: Vec<String>,
}

impl Reading {
    fn group(&mut self, group: Group, parent: Option<&str>) -> Result<(), String> {
        // The controls of a group that holds groups as well: our export gave them one of their own.
        if let (Some(of), true) = (raw::ours(&group.props, "controls-of"), self.read.frame.is_some()) {
            let of = of.to_owned();
            return group
                .controls
                .into_iter()
                .try_for_each(|control| self.control(control, &of));
        }
        let number = self.read.groups.len() + 1;
        let id = raw::ours(&group.props, "group").map(ToOwned::to_owned);
        let id = id.or(group.id).or_else(|| group.title.clone());
        let id = id.unwrap_or_else(|| format!("group-{number}"));
        let title = raw::both(&group.props, "title").or_else(|| group.title.as_deref().map(|t| once(&plain(t))));
        self.read.groups.push(GroupRecord {
            title: title
                .filter(sekisho_model::Bilingual::is_complete)
                .unwrap_or_else(|| once(&id)),
            parent: parent.map(ToOwned::to_owned),
            id: id.clone(),
        });
        for control in group.controls {
            self.control(control, &id)?;
        }
        group
            .groups
            .into_iter()
            .try_for_each(|inner| self.group(inner, Some(&id)))
    }

    fn control(&mut self, item: Item, group: &str) -> Result<(), String> {
        let core = |name: &str| raw::core(&item.props, name).map(ToOwned::to_owned);
        let given = item.title.as_deref().map(plain).filter(|t| !t.trim().is_empty());
        let id = raw::ours(&item.props, "control").map(ToOwned::to_owned);
        let Some(id) = id.or_else(|| item.id.clone()).or_else(|| core("label")) else {
            let title = given.unwrap_or_default();
            return Err(format!(
                "a control in group `{group}` has no id; its title is `{title}`"
            ));
        };
        // A withdrawn control asks for nothing any more.
        if core("status").is_none_or(|s| !s.eq_ignore_ascii_case("withdrawn")) {
            let prose = statement(&item.parts);
            let title = given.or_else(|| prose.lines().next().map(ToOwned::to_owned));
            let title = once(&title.unwrap_or_else(|| id.clone()));
            let read = Control {
                clause: core("label").unwrap_or_else(|| id.clone()),
                levels: raw::all(&item.props, "level"),
                id,
                group: group.to_owned(),
                title,
                text: once(&prose),
                ..Control::default()
            };
            let read = if self.read.frame.is_some() {
                own::control(read, &item, &self.references)
            } else {
                read
            };
            self.read.controls.push(read);
        } else {
            self.withdrawn.push(id);
        }
        item.controls
            .into_iter()
            .try_for_each(|inner| self.control(inner, group))
    }

    fn done(mut self) -> Result<Read, String> {
        if let Some(first) = self.withdrawn.first() {
            self.read.remarks.push(format!(
                "{} controls are withdrawn in the source and ask for nothing: left out, the first is `{first}`",
                self.withdrawn.len()
            ));
        }
        let mut seen = BTreeSet::new();
        match self.read.controls.iter().find(|c| !seen.insert(c.id.as_str())) {
            Some(twice) => Err(format!("control `{}` stands there twice", twice.id)),
            None => Ok(self.read),
        }
    }
}

/// What a control asks for: its statement; where no part is called so, all parts that ask.
fn statement(parts: &[Part]) -> String {
    let is_called = |part: &&Part, name: &str| part.name.as_deref().is_some_and(|n| n.eq_ignore_ascii_case(name));
    let mut prose = Vec::new();
    let statements: Vec<&Part> = parts.iter().filter(|p| is_called(p, "statement")).collect();
    if statements.is_empty() {
        let asking = parts
            .iter()
            .filter(|p| !BESIDE.iter().any(|beside| is_called(p, beside)));
        asking.for_each(|part| gather(part, &mut prose));
    } else {
        statements.into_iter().for_each(|part| gather(part, &mut prose));
    }
    prose.join("\n")
}

fn gather(part: &Part, prose: &mut Vec<String>) {
    prose.extend(part.prose.as_deref().map(plain));
    part.parts.iter().for_each(|inner| gather(inner, prose));
}
