//! A page in a browser: self-contained, no script, no request to anywhere. The template is `templates/page.html`.

use super::{Page, Section};
use crate::words;
use askama::Template;
use sekisho_model::Status;
use sekisho_model::text::Language;
use std::fmt::Write as _;

#[derive(Template)]
#[template(path = "page.html")]
struct Shown<'a> {
    lang: &'static str,
    l: Language,
    page: &'a Page,
}

pub(super) fn render(page: &Page, l: Language) -> String {
    let lang = match l {
        Language::Ja => "ja",
        Language::En => "en",
    };
    // INVARIANT: rendering into a String fails only if a Display implementation does, and none of ours can.
    Shown { lang, l, page }.render().unwrap_or_default()
}

impl Shown<'_> {
    /// The pictures of a section, told apart by its number on the page.
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    fn figures(&self, section: &Section, number: &usize) -> String {
        let figures = section.figures.iter().enumerate();
        figures
            .map(|(index, figure)| figure.draw(&format!("s{number}-{index}")))
            .collect()
    }

    /// Stacked bars as SVG, one line each; every text in it is escaped here.
    fn bars(&self, section: &Section) -> String {
        const LABEL: usize = 260;
        const WIDTH: usize = 460;
        const LINE: usize = 26;
        let largest = section
            .bars
            .iter()
            .map(|b| b.counts.iter().sum::<usize>())
            .max()
            .unwrap_or(0)
            .max(1);
        let height = section.bars.len() * LINE;
        let mut out = String::from("<div class=\"bars\"><p class=\"legend\">");
        for status in Status::WORST_FIRST {
            // INVARIANT: writing to a String cannot fail.
            let _ = write!(
                out,
                "<span><span class=\"tag {}\">{}</span></span>",
                status.name(),
                words::status(status, self.l)
            );
        }
        let _ = write!(
            out,
            "</p><svg viewBox=\"0 0 {} {height}\" role=\"img\">",
            LABEL + WIDTH + 60
        );
        for (line, bar) in section.bars.iter().enumerate() {
            let y = line * LINE;
            let _ = write!(
                out,
                "<text x=\"0\" y=\"{}\">{}</text>",
                y + 17,
                escape(&shortened(&bar.label))
            );
            let mut x = LABEL;
            for (status, count) in Status::WORST_FIRST.iter().zip(bar.counts) {
                let width = count * WIDTH / largest;
                if count == 0 {
                    continue;
                }
                let width = width.max(2);
                let _ = write!(
                    out,
                    "<rect class=\"f-{}\" x=\"{x}\" y=\"{}\" width=\"{width}\" height=\"18\"/>",
                    status.name(),
                    y + 4
                );
                if width >= 16 {
                    let _ = write!(
                        out,
                        "<text class=\"n\" x=\"{}\" y=\"{}\">{count}</text>",
                        x + width / 2,
                        y + 17
                    );
                }
                x += width;
            }
            let total: usize = bar.counts.iter().sum();
            let _ = write!(out, "<text x=\"{}\" y=\"{}\">{total}</text>", x + 6, y + 17);
        }
        out.push_str("</svg></div>");
        out
    }
}

/// A label that fits beside its bar: about 40 half-width letters.
pub(super) fn shortened(label: &str) -> String {
    cut(label, 38)
}

/// A label of at most so many half-width letters.
pub(super) fn cut(label: &str, mut room: usize) -> String {
    let mut out = String::new();
    for c in label.chars() {
        let wide = if c.is_ascii() { 1 } else { 2 };
        if wide > room {
            out.push('…');
            break;
        }
        room -= wide;
        out.push(c);
    }
    out
}

pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
