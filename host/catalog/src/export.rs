//! A catalogue and its profiles as OSCAL 1.2.1, for tools that know nothing of ours. What OSCAL has no word for stands in
//! properties of our namespace, so that [`crate::import`] takes all of it back; `docs/oscal.md` lists them.

mod catalog;
mod controls;
mod parameters;
mod profile;
mod shapes;

use crate::{Catalogue, Policy, Profile};
use sekisho_model::error::Hint;
use sekisho_model::text::Language;
use sekisho_model::{Date, Digest};
use sekisho_oscal::{id, text};

/// How deep groups may stand in each other: readers of JSON bound it too.
const DEPTH: usize = 24;

/// What is exported.
#[derive(Debug, Clone, Copy)]
pub struct Plan<'a> {
    /// The catalogue.
    pub catalogue: &'a Catalogue,
    /// The policy that decides it: its parameters become parameters of controls.
    pub policy: Option<&'a Policy>,
    /// All profiles of the policy: what any of them sets is a parameter as well.
    pub profiles: &'a [Profile],
    /// Language of titles; the other one stands in properties and parts.
    pub language: Language,
    /// The day of `last-modified`; that of the guideline where none is given, so that the same files give the same bytes.
    pub day: Option<Date>,
}

/// An export could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// Groups stand in each other deeper than any reader follows.
    #[error("group `{group}` of catalogue `{catalogue}` stands more than {DEPTH} groups deep")]
    Depth {
        /// The catalogue.
        catalogue: String,
        /// The group.
        group: String,
    },
    /// The document could not be written.
    #[error("the OSCAL document cannot be written: {0}")]
    Json(#[from] serde_json::Error),
}

impl Hint for ExportError {
    fn code(&self) -> &'static str {
        match self {
            Self::Depth { .. } => "export-depth",
            Self::Json(_) => "export-json",
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::Depth { .. } => Some("give the groups in the catalogue fewer parents".to_owned()),
            Self::Json(_) => None,
        }
    }
}

/// The catalogue as an OSCAL catalog.
pub fn catalog(plan: &Plan<'_>) -> Result<Vec<u8>, ExportError> {
    let mut document = catalog::document(plan)?;
    let uuid = named(&["catalog", &plan.catalogue.id], &document)?;
    document.catalog.uuid = uuid;
    Ok(sekisho_oscal::written(&document)?)
}

/// A profile as an OSCAL profile over the catalog that [`catalog()`] writes from the same plan; all controls where there is
/// no profile.
pub fn profile(plan: &Plan<'_>, chosen: Option<&Profile>) -> Result<Vec<u8>, ExportError> {
    let base = Digest::of(&catalog(plan)?);
    let mut document = profile::document(plan, chosen, base);
    let name = chosen.map_or("", |p| p.id.as_str());
    let uuid = named(&["profile", &plan.catalogue.id, name], &document)?;
    document.profile.uuid = uuid;
    Ok(sekisho_oscal::written(&document)?)
}

/// A UUID that is another one whenever the document is: made from the document without it.
fn named(words: &[&str], document: &impl serde::Serialize) -> Result<String, ExportError> {
    let digest = Digest::of(&sekisho_oscal::written(document)?).to_string();
    Ok(id::uuid(&[words, &[digest.as_str()]].concat()))
}

impl Plan<'_> {
    /// The name under which the profile looks for the catalog beside it.
    fn catalog_name(&self) -> String {
        let name = self.catalogue.id.replace('/', "-");
        text::path(&format!("{name}.catalog.json"))
    }

    /// The day, and where it is from.
    fn day(&self) -> (String, &'static str) {
        let of_source = self.catalogue.source.date.or(self.catalogue.effective_from);
        match (self.day, of_source) {
            (Some(day), _) => (text::nearest_moment(day), "given"),
            (None, Some(day)) => (text::nearest_moment(day), "guideline"),
            // OSCAL wants a day; this one says nothing, and the property says so.
            (None, None) => (text::nearest_moment(Date::from_days(0)), "unknown"),
        }
    }
}
