//! A record shown for one kind of reader: the association that asks how far a level is, the manager with one page, the buyer
//! with many suppliers, the resident without a dictionary. From the record alone, like every report.

mod changes;
mod coverage;
mod crosswalk;
pub(crate) mod flow;
mod gate;
mod label;
mod levels;
mod management;
pub(crate) mod matrix;
mod partners;
mod resident;
mod risks;
mod score;
mod shared;
mod tally;

use crate::page::Page;
use crate::view::View;
use sekisho_model::text::Language;
use sekisho_model::{Assessment, Severity};
use tally::Tally;

/// The views.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// How much is met, by chapter and by the policy's dimensions.
    Coverage,
    /// Which levels are reached, and what is missing for the next.
    Levels,
    /// One page for management.
    Management,
    /// A line for every subject: suppliers, plants, systems.
    Partners,
    /// What fails in several policies at once, listed once.
    Shared,
    /// The same findings under the items of another framework.
    Crosswalk,
    /// For residents: no ids, no jargon.
    Resident,
    /// Points of a self check.
    Score,
    /// What changed since an earlier assessment.
    Changes,
    /// Whether a delivered product is accepted, held or rejected.
    Gate,
    /// Which risk sources stay open.
    Risks,
    /// Risks on two axes, drawn.
    Matrix,
    /// The label of a consumer product, drawn, with its details.
    Label,
    /// How data flows, drawn.
    Flow,
}

impl Kind {
    /// All views with the words used after `--view`.
    pub const ALL: [(&'static str, Self); 14] = [
        ("coverage", Self::Coverage),
        ("levels", Self::Levels),
        ("management", Self::Management),
        ("partners", Self::Partners),
        ("shared", Self::Shared),
        ("crosswalk", Self::Crosswalk),
        ("resident", Self::Resident),
        ("score", Self::Score),
        ("changes", Self::Changes),
        ("gate", Self::Gate),
        ("risks", Self::Risks),
        ("matrix", Self::Matrix),
        ("label", Self::Label),
        ("flow", Self::Flow),
    ];

    /// Looks a view up by its word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(name, _)| *name == word).map(|(_, kind)| *kind)
    }
}

/// A view cannot be made of this record.
#[derive(Debug, thiserror::Error)]
#[error("{reason}")]
pub struct ViewError {
    reason: String,
}

impl ViewError {
    fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into() }
    }
}

/// What some views need beside the record.
#[derive(Debug, Clone, Copy, Default)]
pub struct With<'a> {
    /// The framework of a crosswalk.
    pub to: Option<&'a str>,
    /// The earlier assessment of a comparison.
    pub since: Option<&'a Assessment>,
    /// The severity from which a gate rejects; high where none is given.
    pub reject_from: Option<Severity>,
    /// The address under which the page of a label will stand.
    pub link: Option<&'a str>,
}

/// Makes a view.
pub fn page(assessment: &Assessment, kind: Kind, with: With<'_>, l: Language) -> Result<Page, ViewError> {
    let view = View::new(assessment);
    match kind {
        Kind::Coverage => Ok(coverage::page(&view, l)),
        Kind::Levels => levels::page(&view, l),
        Kind::Management => Ok(management::page(&view, l)),
        Kind::Partners => Ok(partners::page(&view, l)),
        Kind::Shared => Ok(shared::page(&view, l)),
        Kind::Crosswalk => crosswalk::page(&view, with.to, l),
        Kind::Resident => resident::page(&view, l),
        Kind::Score => score::page(&view, l),
        Kind::Changes => changes::page(&view, with.since, l),
        Kind::Risks => risks::page(&view, l),
        Kind::Gate => Ok(gate::page(&view, with.reject_from, l)),
        Kind::Matrix => matrix::page(&view, l),
        Kind::Label => label::page(&view, with.link, l),
        Kind::Flow => flow::page(&view, l),
    }
}

/// A pair of words.
const fn pick<'t>(l: Language, ja: &'t str, en: &'t str) -> &'t str {
    match l {
        Language::Ja => ja,
        Language::En => en,
    }
}

/// The day of the assessment and of the evidence, for the head of a page.
fn dates(assessment: &Assessment, l: Language) -> String {
    let days = || assessment.evidence.iter().filter_map(|e| e.collected_at);
    let range = match (days().min(), days().max()) {
        (Some(first), Some(last)) if first == last => {
            format!("{}{first}", pick(l, "、証跡の採取日 ", ", evidence collected "))
        }
        (Some(first), Some(last)) => format!(
            "{}{first} – {last}",
            pick(l, "、証跡の採取日 ", ", evidence collected ")
        ),
        _ => String::new(),
    };
    format!("{} {}{range}", pick(l, "基準日", "as of"), assessment.as_of)
}
