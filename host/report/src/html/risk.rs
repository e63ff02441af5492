//! The risk sources that stay open, made ready for the page.

use crate::risks::{Risks, controls};
use crate::words;
use sekisho_model::assessment::Judged;
use sekisho_model::text::Language;

/// One table of risk sources for one subject.
pub(super) struct RiskSection {
    pub(super) subject: String,
    pub(super) title: String,
    pub(super) tally: String,
    pub(super) is_closed: bool,
    pub(super) left: Vec<RiskLine>,
}

/// One risk source.
pub(super) struct RiskLine {
    pub(super) id: String,
    pub(super) layer: String,
    pub(super) text: String,
    pub(super) standing: &'static str,
    pub(super) class: &'static str,
    pub(super) controls: String,
}

impl RiskSection {
    pub(super) fn new(risks: &Risks<'_>, l: Language) -> Self {
        let line = |judged: &Judged<'_>| RiskLine {
            id: judged.source.id.clone(),
            layer: judged.source.layer.clone(),
            text: judged.source.text(),
            standing: words::standing(judged.standing, l),
            class: if judged.standing.stays_open() {
                "not-satisfied"
            } else {
                "indeterminate"
            },
            controls: controls(judged, l),
        };
        Self {
            subject: risks.subject.id.clone(),
            title: risks.policy.title.get(l).to_owned(),
            tally: risks.tally(l),
            is_closed: risks.open().next().is_none(),
            left: risks.left.iter().map(line).collect(),
        }
    }
}
