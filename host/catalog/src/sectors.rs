//! The list of sectors: their names in both languages and the order in which policies are listed.

use crate::CatalogError;
use crate::source::Source;
use sekisho_model::Bilingual;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use toml::Spanned;

/// One sector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sector {
    /// The first part of its policies' ids.
    pub id: String,
    /// Title.
    pub title: Bilingual,
    /// The body that its group belongs to.
    pub under: Bilingual,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: Spanned<String>,
    sector: Vec<SectorFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SectorFile {
    id: Spanned<String>,
    title: Bilingual,
    under: Bilingual,
}

/// Reads `sectors.toml`.
pub fn parse(file: &str, text: &str) -> Result<Vec<Sector>, CatalogError> {
    let source = Source { file, text };
    let raw: File = source.parse("sectors/1")?;
    source.format(&raw.format, "sectors/1")?;
    let mut seen = BTreeSet::new();
    let mut sectors = Vec::with_capacity(raw.sector.len());
    for sector in raw.sector {
        let id = sector.id.get_ref().clone();
        source.both(&sector.id, format!("sector `{id}`"), &sector.title)?;
        source.both(&sector.id, format!("the body above sector `{id}`"), &sector.under)?;
        if !seen.insert(id.clone()) {
            return Err(source.content(&sector.id, format!("sector `{id}` stands here twice")));
        }
        sectors.push(Sector {
            id,
            title: sector.title,
            under: sector.under,
        });
    }
    Ok(sectors)
}
