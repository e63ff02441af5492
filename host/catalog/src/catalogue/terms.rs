//! The words of a guideline that need telling, so that a report can tell them where they stand. A control names its terms;
//! one that the catalogue does not declare, or whose word stands in none of the control's texts, is a mistake.

use crate::CatalogError;
use crate::source::Source;
use sekisho_model::Bilingual;
use sekisho_model::assessment::TermRecord;
use sekisho_model::text::Language;
use serde::Deserialize;
use std::collections::BTreeSet;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TermFile {
    id: Spanned<String>,
    word: Bilingual,
    text: Bilingual,
}

pub(super) fn read(source: Source<'_>, raw: Vec<TermFile>) -> Result<Vec<TermRecord>, CatalogError> {
    let mut seen = BTreeSet::new();
    let mut read = Vec::with_capacity(raw.len());
    for term in raw {
        let id = term.id.get_ref().clone();
        source.both(&term.id, format!("the word of term `{id}`"), &term.word)?;
        source.both(&term.id, format!("the text of term `{id}`"), &term.text)?;
        if !seen.insert(id.clone()) {
            return Err(source.content(&term.id, format!("term `{id}` stands here twice")));
        }
        read.push(TermRecord {
            id,
            word: term.word,
            text: term.text,
        });
    }
    Ok(read)
}

/// Whether the terms of a control are declared and stand in its texts; the answer is the rest of a sentence about it.
pub(super) fn check(known: &[TermRecord], named: &[String], texts: &[&Bilingual]) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    for id in named {
        let Some(term) = known.iter().find(|t| t.id == *id) else {
            return Err(format!("names the unknown term `{id}`"));
        };
        if !seen.insert(id) {
            return Err(format!("names term `{id}` twice"));
        }
        for (l, language) in [(Language::Ja, "Japanese"), (Language::En, "English")] {
            if !texts.iter().any(|text| term.find(text.get(l), l).is_some()) {
                return Err(format!(
                    "names term `{id}`, but `{}` stands in none of its {language} texts",
                    term.word.get(l)
                ));
            }
        }
    }
    Ok(())
}
