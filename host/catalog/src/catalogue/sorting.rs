//! How the controls of a catalogue are sorted beside their chapters: levels in rising order, and dimensions such as layer,
//! element, role, phase or place. Every value that a control names is one that the catalogue declares.

use crate::CatalogError;
use crate::source::Source;
use sekisho_model::Bilingual;
use sekisho_model::assessment::{DimensionRecord, TitledRecord};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

/// Levels, dimensions and the table that two of them span.
#[derive(Debug, Clone, Default)]
pub struct Sorting {
    /// Levels, in rising order.
    pub levels: Vec<TitledRecord>,
    /// Dimensions.
    pub dimensions: Vec<DimensionRecord>,
    /// Rows and columns of the coverage table.
    pub matrix: Option<(String, String)>,
}

/// A text that a catalogue wants every control to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Demand {
    /// What to do where the control is open.
    Fix,
    /// The control without ids and jargon.
    Plain,
    /// Guidance.
    Guidance,
    /// At least one reference.
    References,
}

impl Demand {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Fix => "fix",
            Self::Plain => "plain",
            Self::Guidance => "guidance",
            Self::References => "references",
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Titled {
    id: Spanned<String>,
    title: Bilingual,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DimensionFile {
    id: Spanned<String>,
    title: Bilingual,
    value: Vec<Titled>,
}

impl Sorting {
    pub(super) fn read(
        source: Source<'_>,
        levels: Vec<Titled>,
        dimensions: Vec<DimensionFile>,
        matrix: Option<Spanned<(String, String)>>,
    ) -> Result<Self, CatalogError> {
        let levels = titled(source, "level", levels)?;
        let mut seen = BTreeSet::new();
        let mut read = Vec::with_capacity(dimensions.len());
        for dimension in dimensions {
            let id = dimension.id.get_ref().clone();
            source.both(&dimension.id, format!("dimension `{id}`"), &dimension.title)?;
            if !seen.insert(id.clone()) {
                return Err(source.content(&dimension.id, format!("dimension `{id}` stands here twice")));
            }
            if dimension.value.is_empty() {
                return Err(source.content(&dimension.id, format!("dimension `{id}` has no values")));
            }
            read.push(DimensionRecord {
                values: titled(source, &format!("value of `{id}`"), dimension.value)?,
                title: dimension.title,
                id,
            });
        }
        if let Some(pair) = &matrix {
            let (rows, columns) = pair.get_ref();
            if rows == columns {
                return Err(source.content(pair, "the matrix needs two dimensions that differ"));
            }
            if let Some(lost) = [rows, columns].into_iter().find(|id| !seen.contains(*id)) {
                return Err(source.content(pair, format!("the matrix names the unknown dimension `{lost}`")));
            }
        }
        Ok(Self {
            levels,
            dimensions: read,
            matrix: matrix.map(Spanned::into_inner),
        })
    }

    /// Whether a control's levels and tags are declared; the answer is the rest of a sentence about the control.
    pub(super) fn check(&self, levels: &[String], tags: &BTreeMap<String, Vec<String>>) -> Result<(), String> {
        // A catalogue that declares no levels may still name them: then they are words without an order.
        if !self.levels.is_empty()
            && let Some(lost) = levels.iter().find(|id| !self.levels.iter().any(|l| l.id == **id))
        {
            return Err(format!("names the unknown level `{lost}`"));
        }
        for (id, values) in tags {
            let Some(dimension) = self.dimensions.iter().find(|d| d.id == *id) else {
                return Err(format!("names the unknown dimension `{id}`"));
            };
            if let Some(lost) = values
                .iter()
                .find(|v| !dimension.values.iter().any(|known| known.id == **v))
            {
                let known: Vec<&str> = dimension.values.iter().map(|v| v.id.as_str()).collect();
                return Err(format!(
                    "names the unknown value `{lost}` of `{id}`, which has {}",
                    known.join(", ")
                ));
            }
        }
        Ok(())
    }
}

pub(super) fn titled(source: Source<'_>, what: &str, items: Vec<Titled>) -> Result<Vec<TitledRecord>, CatalogError> {
    let mut seen = BTreeSet::new();
    let mut read = Vec::with_capacity(items.len());
    for item in items {
        let id = item.id.get_ref().clone();
        source.both(&item.id, format!("{what} `{id}`"), &item.title)?;
        if !seen.insert(id.clone()) {
            return Err(source.content(&item.id, format!("{what} `{id}` stands here twice")));
        }
        read.push(TitledRecord { id, title: item.title });
    }
    Ok(read)
}
