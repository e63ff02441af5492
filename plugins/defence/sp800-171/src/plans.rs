//! System security plans, from the register `security-plans` or from the documents that are one.

use crate::cells::{Day, day, filled, items};
use crate::systems::{System, Systems};
use crate::words::{is_none, squash};
use sekisho_sdk::prelude::*;

/// What a plan describes by requirement 3.12.4, with the words by which a heading of a document is known to be about it.
pub(crate) const PARTS: &[(&str, &[&str])] = &[
    ("boundary", &["境界", "対象範囲", "boundar", "systemscope"]),
    (
        "environment",
        &["運用環境", "動作環境", "設置環境", "システム環境", "environment"],
    ),
    (
        "implementation",
        &[
            "実装",
            "実施方法",
            "対策の実施",
            "要求事項への対応",
            "implement",
            "controldescription",
        ],
    ),
    (
        "connections",
        &[
            "他システム",
            "システム間",
            "接続",
            "相互接続",
            "外部システム",
            "connection",
            "relationship",
            "interconnect",
        ],
    ),
];
/// Words in the title or the type of a document that is a plan.
const TITLES: &[&str] = &[
    "システムセキュリティ実装計画",
    "システムセキュリティ計画",
    "システムセキュリティ実施計画",
    "systemsecurityplan",
];

/// A plan in force or in the making.
#[derive(Debug, Clone)]
pub(crate) struct Plan<'a> {
    pub(crate) row: Entry<'a>,
    is_document: bool,
    headings: Vec<String>,
}

impl Fact for Plan<'_> {
    fn fact(&self) -> u32 {
        self.row.fact()
    }
}

impl<'a> Plan<'a> {
    pub(crate) fn label(&self) -> String {
        filled(&self.row, "title").map_or_else(|| self.row.label(), ToOwned::to_owned)
    }

    pub(crate) fn is_draft(&self) -> bool {
        self.row.get("status") == Some("draft")
    }

    /// Whether it names no system at all.
    pub(crate) fn is_silent(&self) -> bool {
        !self.is_document && items(&self.row, "system").is_empty()
    }

    /// Whether it is the plan of a system.
    pub(crate) fn is_of(&self, system: &System<'a>) -> bool {
        if self.is_document {
            let texts = self.row.get("title").into_iter().chain(self.row.list("target_groups"));
            return texts.into_iter().any(|text| system.is_in(text));
        }
        items(&self.row, "system").into_iter().any(|name| system.is(name))
    }

    /// Whether it describes a part. That there is no other system is a description of the connections.
    pub(crate) fn describes(&self, part: &str) -> bool {
        if self.is_document {
            let words = PARTS
                .iter()
                .find(|(id, _)| *id == part)
                .map_or(&[][..], |(_, words)| words);
            return self
                .headings
                .iter()
                .any(|heading| words.iter().any(|word| heading.contains(&squash(word))));
        }
        items(&self.row, part)
            .into_iter()
            .any(|text| part == "connections" || !is_none(text))
    }

    /// Whether the evidence tells what it describes.
    pub(crate) fn tells(&self) -> bool {
        !self.is_document || !self.headings.is_empty()
    }

    pub(crate) fn approver(&self) -> Option<&'a str> {
        filled(&self.row, if self.is_document { "approver" } else { "approved_by" })
    }

    pub(crate) fn approved(&self) -> Day<'a> {
        day(&self.row, "approved_at")
    }

    /// The days on which it was looked at, the review first.
    pub(crate) fn looks(&self) -> [Day<'a>; 3] {
        ["reviewed_at", "revised_at", "approved_at"].map(|field| day(&self.row, field))
    }
}

/// What the evidence holds of plans.
#[derive(Debug)]
pub(crate) struct Plans<'a> {
    pub(crate) list: Vec<Plan<'a>>,
    /// The registers in which a plan would stand.
    pub(crate) registers: Vec<Register<'a>>,
}

impl<'a> Plans<'a> {
    /// Reads both registers. A document counts only where the register of plans does not hold any.
    pub(crate) fn load(cx: &Context<'a>) -> Self {
        let (plans, documents) = (cx.registers().get("security-plans"), cx.registers().get("documents"));
        let mut list = Vec::new();
        for row in plans.iter().flat_map(Register::rows).filter(is_current) {
            list.push(Plan {
                row,
                is_document: false,
                headings: Vec::new(),
            });
        }
        if list.is_empty() {
            let rows = documents.iter().flat_map(Register::rows);
            for row in rows.filter(is_current).filter(is_plan) {
                list.push(Plan {
                    headings: headings(cx, &row),
                    row,
                    is_document: true,
                });
            }
        }
        Self {
            list,
            registers: plans.into_iter().chain(documents).collect(),
        }
    }

    /// The plans of a system; where it is the only one, also those that name none.
    pub(crate) fn of(&self, systems: &Systems<'a>, system: &System<'a>) -> Vec<&Plan<'a>> {
        let own =
            |plan: &&Plan<'a>| plan.is_of(system) || (systems.is_single() && (plan.is_silent() || plan.is_document));
        self.list.iter().filter(own).collect()
    }
}

fn is_current(row: &Entry<'_>) -> bool {
    row.get("status") != Some("obsolete")
}

fn is_plan(row: &Entry<'_>) -> bool {
    let texts = ["title", "type"].into_iter().filter_map(|field| row.get(field));
    texts
        .map(squash)
        .any(|text| text == "ssp" || TITLES.iter().any(|title| text.contains(&squash(title))))
}

fn headings(cx: &Context<'_>, row: &Entry<'_>) -> Vec<String> {
    let mut found: Vec<String> = items(row, "sections").into_iter().map(squash).collect();
    let names: Vec<String> = [row.key(), row.get("title")]
        .into_iter()
        .flatten()
        .map(squash)
        .collect();
    for section in cx.registers().rows("document-sections") {
        if section
            .get("document")
            .is_some_and(|name| names.contains(&squash(name)))
        {
            let texts = ["heading", "topic"]
                .into_iter()
                .filter_map(|field| filled(&section, field));
            found.extend(texts.map(squash));
        }
    }
    found
}
