//! Events read from findings, and the arrows between them: from whoever made an item or was handed it to whoever uses it.

use super::pick;
use crate::page::flow::{Event, Flow, Link, Way};
use sekisho_model::finding::Finding;
use sekisho_model::text::Language;
use std::collections::BTreeMap;

/// Kinds of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Kind {
    #[default]
    Create,
    Process,
    Transfer,
    Store,
    Dispose,
}

impl Kind {
    const ALL: [(&'static str, Self); 5] = [
        ("create", Self::Create),
        ("process", Self::Process),
        ("transfer", Self::Transfer),
        ("store", Self::Store),
        ("dispose", Self::Dispose),
    ];

    /// As plugins call it.
    pub(super) fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, own)| *own == self)
            .map_or("", |(word, _)| word)
    }

    /// As people call it.
    pub(super) const fn name(self, l: Language) -> &'static str {
        match self {
            Self::Create => pick(l, "生成・取得", "create, obtain"),
            Self::Process => pick(l, "加工・利用", "process, use"),
            Self::Transfer => pick(l, "移転・提供", "transfer"),
            Self::Store => pick(l, "保管", "store"),
            Self::Dispose => pick(l, "廃棄", "dispose"),
        }
    }
}

/// One event.
#[derive(Debug, Clone, Default)]
pub(super) struct Step {
    pub(super) event: String,
    pub(super) kind: Kind,
    pub(super) actor: String,
    pub(super) inputs: Vec<String>,
    pub(super) outputs: Vec<String>,
    pub(super) to: Option<String>,
    pub(super) country: String,
    pub(super) fields: Vec<String>,
    pub(super) broken: Vec<String>,
    pub(super) open: usize,
    /// Where it stands: file, line, place.
    pub(super) at: (String, u32, String),
}

impl Step {
    /// What a finding says of an event, where it does.
    pub(super) fn read(finding: &Finding) -> Option<Self> {
        let arg = |name: &str| finding.message.args.get(name).map(ToString::to_string);
        let all = |name: &str| -> Vec<String> {
            let text = arg(name).unwrap_or_default();
            text.split("; ")
                .filter(|item| !item.is_empty())
                .map(ToOwned::to_owned)
                .collect()
        };
        let word = arg("kind")?;
        Some(Self {
            event: arg("event")?,
            kind: Kind::ALL.iter().find(|(own, _)| *own == word)?.1,
            actor: arg("actor")?,
            inputs: all("inputs"),
            outputs: all("outputs"),
            to: arg("to").filter(|to| !to.is_empty()),
            country: arg("country").unwrap_or_default(),
            fields: all("fields"),
            broken: all("broken"),
            open: 0,
            at: <(String, u32, String)>::default(),
        })
    }

    /// Country and fields.
    pub(super) fn setting(&self) -> String {
        let parts = [self.country.clone(), self.fields.join(", ")];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(" · ")
    }

    /// As a part of a sentence.
    pub(super) fn told(&self, l: Language) -> String {
        let mut text = format!("{} ({}, {})", self.event, self.actor, self.kind.name(l));
        if let Some(to) = &self.to {
            text.push_str(" → ");
            text.push_str(to);
        }
        if !self.broken.is_empty() {
            let words = pick(l, "途切れ", "broken");
            text.push_str(&format!(" [{words}: {}]", self.broken.join(", ")));
        }
        if self.open > 0 {
            text.push_str(&format!(" [{}: {}]", pick(l, "指摘", "open findings"), self.open));
        }
        text
    }

    /// With whom an item is after it, if it brings it there.
    fn brings(&self, item: &String) -> Option<&str> {
        match self.kind {
            Kind::Transfer if self.inputs.contains(item) || self.outputs.contains(item) => self.to.as_deref(),
            Kind::Create if self.inputs.contains(item) || self.outputs.contains(item) => Some(&self.actor),
            Kind::Transfer | Kind::Create => None,
            _ => self.outputs.contains(item).then_some(self.actor.as_str()),
        }
    }
}

/// Lanes, boxes and arrows.
pub(super) fn flow(steps: &[Step], l: Language) -> Flow {
    let mut lanes: Vec<String> = Vec::new();
    let mut by_name: BTreeMap<&str, usize> = BTreeMap::new();
    for name in steps
        .iter()
        .flat_map(|step| [Some(step.actor.as_str()), step.to.as_deref()])
        .flatten()
    {
        by_name.entry(name).or_insert_with(|| {
            lanes.push(name.to_owned());
            lanes.len() - 1
        });
    }
    let lane = |name: &str| by_name.get(name).copied().unwrap_or(0);
    let mut events: Vec<Event> = steps
        .iter()
        .map(|step| Event {
            lane: lane(&step.actor),
            kind: step.kind.name(l).to_owned(),
            label: step.event.clone(),
            setting: step.setting(),
            open: step.open,
            is_broken: !step.broken.is_empty(),
            is_arrival: false,
        })
        .collect();
    let mut found: BTreeMap<(Option<usize>, usize, Way), Vec<&str>> = BTreeMap::new();
    let mut is_used = vec![false; steps.len()];
    for (to, step) in steps.iter().enumerate() {
        for item in step.inputs.iter().filter(|_| step.kind != Kind::Create) {
            let is_broken = step.broken.contains(item);
            let brought = |from: &usize| {
                let with = steps.get(*from).and_then(|other| other.brings(item));
                *from != to && with.is_some_and(|with| is_broken || with == step.actor)
            };
            // The last one before it in the list; where there is none, the first one after it.
            let from = (0..to).rev().find(brought).or_else(|| (to..steps.len()).find(brought));
            if from.is_none() && !is_broken {
                continue;
            }
            let crosses = from
                .and_then(|from| steps.get(from))
                .is_some_and(|other| other.kind == Kind::Transfer);
            let way = match (is_broken, crosses) {
                (true, _) => Way::Broken,
                (false, true) => Way::Transfer,
                (false, false) => Way::Inside,
            };
            if let Some(used) = from
                .filter(|_| way == Way::Transfer)
                .and_then(|from| is_used.get_mut(from))
            {
                *used = true;
            }
            found.entry((from, to, way)).or_default().push(item);
        }
    }
    for (from, step) in steps.iter().enumerate() {
        let Some(to) = step.to.as_deref().filter(|_| step.kind == Kind::Transfer) else {
            continue;
        };
        if is_used.get(from).copied().unwrap_or(false) {
            continue;
        }
        events.push(Event {
            lane: lane(to),
            label: pick(l, "受領", "received").to_owned(),
            is_arrival: true,
            ..Event::default()
        });
        let items = step.inputs.iter().chain(&step.outputs).map(String::as_str).collect();
        found.insert((Some(from), events.len() - 1, Way::Transfer), items);
    }
    let link = |((from, to, way), items): ((Option<usize>, usize, Way), Vec<&str>)| Link {
        from,
        to,
        label: items.join(", "),
        way,
    };
    Flow {
        lanes,
        events,
        links: found.into_iter().map(link).collect(),
        ..Flow::default()
    }
}
