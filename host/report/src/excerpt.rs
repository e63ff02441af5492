//! A record made ready to be passed on under a marking of the Traffic Light Protocol, and its reports with the mark.
//!
//! | | RED, AMBER+STRICT | AMBER | GREEN | CLEAR |
//! |---|---|---|---|---|
//! | names of subjects | kept | `S-0001` | `S-0001` | `S-0001` |
//! | paths, digests, origins of evidence | kept | `E-0001`, kind, format, day | `E-0001`, kind, format | none |
//! | places in evidence | kept | none | none | none |
//! | findings | kept | with numbers and days; other words from evidence blackened | without days | none |
//! | waivers | kept | without names and reasons | without names and reasons | counted only |
//! | remarks on inputs | kept | codes | codes | none |
//! | a profile of one's own | kept | kept | blackened | blackened |
//! | digests of policies and plugins | kept | kept | none | none |
//! | statuses of controls | kept | kept | kept | kept |
//! | day of the assessment | kept | kept | kept | month |
//! | root of the whole ledger | kept | as `of` | none | none |
//!
//! Texts of findings are made anew from the plugin's own words. Where these are not at hand, only the message's id is left:
//! nothing is cut out of a text, so nothing can be left standing by mistake.

mod mark;
mod order;
mod redact;

use crate::page::Page;
use crate::{Format, Options, ReportError};
use sekisho_model::check::MessageInfo;
use sekisho_model::excerpt::{Excerpt, FORMAT, Tlp};
use sekisho_model::{Assessment, canonical};

/// What stands for something that is not passed on.
pub const BLACK: &str = "■■■";

/// What is everybody's, and so tells of nobody.
#[allow(missing_debug_implementations, reason = "functions")]
pub struct Common<'a> {
    /// The words of a message of a plugin, by the plugin's id and the message's.
    pub message: &'a dyn Fn(&str, &str) -> Option<&'a MessageInfo>,
    /// Whether a word belongs to a shared vocabulary, such as the id of a register.
    pub is_word: &'a dyn Fn(&str) -> bool,
    /// Whether a profile of a policy is a shared one.
    pub is_profile: &'a dyn Fn(&str, &str) -> bool,
}

/// Makes an excerpt.
pub fn make(assessment: &Assessment, tlp: Tlp, common: &Common<'_>) -> Excerpt {
    let mut record = if tlp.keeps_all() {
        assessment.clone()
    } else {
        redact::redact(assessment, tlp, common)
    };
    FORMAT.clone_into(&mut record.format);
    let is_of = tlp.keeps_all() || tlp == Tlp::Amber;
    Excerpt {
        format: FORMAT.to_owned(),
        tlp,
        of: is_of.then_some(assessment.ledger.root),
        record,
    }
}

/// Renders an excerpt with its mark.
pub fn render(excerpt: &Excerpt, format: Format, options: Options) -> Result<Vec<u8>, ReportError> {
    match format {
        Format::Json => canonical::to_vec(excerpt).map_err(|e| ReportError::new("json", e)),
        Format::Xlsx => crate::xlsx::render_marked(&excerpt.record, options.language, Some(excerpt.tlp.label())),
        Format::Oscal => {
            let line = mark::line(excerpt.tlp, options.language);
            crate::oscal::render_marked(&excerpt.record, options.language, Some((excerpt.tlp.label(), &line)))
        }
        other => mark::mark(
            &crate::render(&excerpt.record, other, options)?,
            other,
            excerpt.tlp,
            options.language,
        ),
    }
}

/// Puts the mark on a view.
pub fn mark_page(page: &mut Page, tlp: Tlp, options: Options) {
    page.title = format!("{} · {}", tlp.label(), page.title);
    page.lead.insert(0, mark::line(tlp, options.language));
    if let Some(data) = page.data.as_object_mut() {
        data.insert("tlp".to_owned(), tlp.name().into());
    }
}
