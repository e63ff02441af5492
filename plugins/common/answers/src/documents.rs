//! The document register: the document that a control means, and what is written in it.

use crate::aliases::{DOCUMENTS, Fit, fit};
use crate::heard::{filled, items, label, same};
use crate::problem::Mark;
use sekisho_sdk::prelude::*;
use std::collections::BTreeMap;

/// A document in force or in the making.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Document<'a>(pub(crate) Entry<'a>);

impl Fact for Document<'_> {
    fn fact(&self) -> u32 {
        self.0.fact()
    }
}

impl<'a> Document<'a> {
    pub(crate) fn name(self) -> String {
        label(&self.0, "title")
    }

    pub(crate) fn is_draft(self) -> bool {
        self.0.get("status") == Some("draft")
    }

    /// Whether a text is its number or its title.
    pub(crate) fn is(self, text: &str) -> bool {
        self.0.key().is_some_and(|id| same(id, text)) || self.0.get("title").is_some_and(|title| same(title, text))
    }

    /// How surely it is the one asked for: its title says more than a type, which may be a mere category.
    fn rank(self, token: &str) -> u8 {
        let of = |field: &str| filled(&self.0, field).map_or(Fit::None, |text| fit(DOCUMENTS, token, text));
        let literal = |field: &str| self.0.get(field).is_some_and(|text| same(text, token));
        match (literal("type") || literal("id"), of("title"), of("type")) {
            (true, _, _) => 5,
            (_, Fit::Exact, _) => 4,
            (_, Fit::Part, _) => 3,
            (_, _, Fit::Exact) => 2,
            (_, _, Fit::Part) => 1,
            _ => 0,
        }
    }

    /// The day of its present version.
    pub(crate) fn revised(self) -> Option<Date> {
        self.0.date("revised_at").or_else(|| self.0.date("approved_at"))
    }

    /// What its headings say.
    pub(crate) fn passages(self, cx: &Context<'a>) -> Vec<Passage<'a>> {
        let own = items(&self.0, "sections").into_iter().map(|text| Passage {
            text,
            mark: Mark::of(&self.0),
        });
        let mut found: Vec<Passage<'a>> = own.collect();
        for row in cx.registers().rows("document-sections") {
            if row.get("document").is_some_and(|name| self.is(name)) {
                let texts = ["heading", "topic", "summary"]
                    .into_iter()
                    .filter_map(|field| filled(&row, field));
                found.extend(texts.map(|text| Passage {
                    text,
                    mark: Mark::of(&row),
                }));
            }
        }
        found
    }
}

/// A heading, a step or a topic, and where it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Passage<'a> {
    pub(crate) text: &'a str,
    pub(crate) mark: Mark,
}

/// All documents that are not withdrawn; of one number the version approved last.
pub(crate) fn documents<'a>(register: &Register<'a>) -> Vec<Document<'a>> {
    let mut found: Vec<Document<'a>> = Vec::new();
    let mut places: BTreeMap<&'a str, usize> = BTreeMap::new();
    for row in register.rows().filter(|row| row.get("status") != Some("obsolete")) {
        let document = Document(row);
        let twin = row
            .key()
            .and_then(|key| places.get(key))
            .and_then(|at| found.get_mut(*at));
        match twin.filter(|_| !document.is_draft()) {
            Some(twin) if twin.is_draft() || twin.0.date("approved_at") <= row.date("approved_at") => *twin = document,
            Some(_) => {}
            None => {
                places.extend(row.key().map(|key| (key, found.len())));
                found.push(document);
            }
        }
    }
    found
}

/// The documents that fit a token best.
pub(crate) fn find<'a>(register: &Register<'a>, token: &str) -> Vec<Document<'a>> {
    let ranked: Vec<(u8, Document<'a>)> = documents(register).into_iter().map(|d| (d.rank(token), d)).collect();
    let best = ranked.iter().map(|(rank, _)| *rank).max().unwrap_or(0);
    ranked
        .into_iter()
        .filter(|(rank, _)| *rank == best && best > 0)
        .map(|(_, document)| document)
        .collect()
}
