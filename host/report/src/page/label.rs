//! A product label as SVG: one sentence that is either there or not, the way to the details, and a QR code that leads there. A plain
//! card, so that nobody takes it for an official mark; it says so itself. It stands alone as a file, so that every style is inline.

use super::html::{cut, escape};
use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write as _;

/// A label.
#[derive(Debug, Clone, Default)]
pub struct Label {
    /// What it is about.
    pub title: String,
    /// The same as a sentence, for who cannot see it.
    pub description: String,
    /// Language of the texts, `ja` or `en`.
    pub language: &'static str,
    /// The product.
    pub product: String,
    /// The sentence.
    pub says: String,
    /// Whether the sentence says that everything is met.
    pub meets: bool,
    /// Lines under the sentence.
    pub lines: Vec<String>,
    /// That it is no official mark.
    pub disclaimer: String,
    /// What the QR code says.
    pub payload: String,
    /// Where the details stand on the page.
    pub anchor: String,
}

const WIDTH: usize = 720;
const HEIGHT: usize = 300;
/// Side of the square for the QR code, quiet zone included.
const SQUARE: usize = 232;
/// White modules around a code, as its standard asks for.
const QUIET: usize = 4;
/// Half-width letters of a line.
const LETTERS: usize = 60;
const FONT: &str = "font-family:'Hiragino Sans','Yu Gothic UI','Noto Sans CJK JP','IPAGothic',system-ui,sans-serif";

/// Draws it; `id` tells it apart from others on the page. Every text in it is escaped here.
pub(super) fn draw(label: &Label, id: &str) -> String {
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"{}\" lang=\"{}\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" \
         aria-labelledby=\"{id}-t {id}-d\" style=\"max-width:{WIDTH}px;{FONT}\"><title id=\"{id}-t\">{}</title>\
         <desc id=\"{id}-d\">{}</desc><rect x=\"1\" y=\"1\" width=\"{}\" height=\"{}\" style=\"fill:#fff;stroke:#1d2125;stroke-width:1\"/>",
        escape(&label.anchor),
        label.language,
        escape(&label.title),
        escape(&label.description),
        WIDTH - 2,
        HEIGHT - 2
    );
    let mut line = |text: &str, y: usize, size: usize, style: &str| {
        // The larger the letters, the fewer of them.
        let room = LETTERS * 13 / size;
        // INVARIANT: writing to a String cannot fail.
        let _ = write!(
            out,
            "<text x=\"24\" y=\"{y}\" style=\"font-size:{size}px;{style}\">{}</text>",
            escape(&cut(text, room))
        );
    };
    for (number, text) in wrapped(&label.title, LETTERS).iter().enumerate() {
        line(text, 28 + number * 18, 13, "fill:#5b626a");
    }
    line(&label.product, 80, 22, "fill:#1d2125;font-weight:700");
    let weight = if label.meets {
        "font-weight:700"
    } else {
        "font-weight:400"
    };
    line(&label.says, 118, 18, &format!("fill:#1d2125;{weight}"));
    for (number, text) in label.lines.iter().take(5).enumerate() {
        line(text, 148 + number * 22, 13, "fill:#1d2125");
    }
    line(&label.disclaimer, HEIGHT - 22, 12, "fill:#5b626a");
    code(&mut out, &label.payload);
    out.push_str("</svg>");
    out
}

/// Two lines of at most so many half-width letters, broken at a space where there is one; what is beyond is cut.
fn wrapped(text: &str, room: usize) -> Vec<String> {
    let mut width = 0;
    let mut end = text.len();
    for (at, c) in text.char_indices() {
        width += if c.is_ascii() { 1 } else { 2 };
        if width > room {
            end = at;
            break;
        }
    }
    let (first, rest) = text.split_at(end);
    match first.rsplit_once(' ').filter(|_| !rest.is_empty()) {
        Some((head, tail)) if head.chars().count() * 2 > first.chars().count() => {
            vec![head.to_owned(), format!("{tail}{rest}")]
        }
        _ if rest.is_empty() => vec![first.to_owned()],
        _ => vec![first.to_owned(), rest.trim_start().to_owned()],
    }
}

/// The QR code, at the right; a text too long for any code has none.
fn code(out: &mut String, payload: &str) {
    let Ok(code) = QrCode::with_error_correction_level(payload.as_bytes(), EcLevel::M) else {
        return;
    };
    let side = code.width();
    let colors = code.to_colors();
    let mut path = String::new();
    for (y, row) in colors.chunks(side.max(1)).enumerate() {
        for (x, color) in row.iter().enumerate() {
            if *color == Color::Dark {
                let _ = write!(path, "M{} {}h1v1h-1z", x + QUIET, y + QUIET);
            }
        }
    }
    let all = side + 2 * QUIET;
    let _ = write!(
        out,
        "<svg class=\"qr\" x=\"{}\" y=\"{}\" width=\"{SQUARE}\" height=\"{SQUARE}\" viewBox=\"0 0 {all} {all}\" shape-rendering=\"crispEdges\">\
         <rect width=\"{all}\" height=\"{all}\" style=\"fill:#fff\"/><path d=\"{path}\" style=\"fill:#000\"/></svg>",
        WIDTH - SQUARE - 14,
        (HEIGHT - SQUARE) / 2
    );
}

#[cfg(test)]
mod tests {
    use super::{Label, draw, wrapped};

    #[test]
    fn it_says_in_words_what_it_shows_escapes_all_of_it_and_needs_no_page() {
        let label = Label {
            title: "<t>".to_owned(),
            description: "a & b".to_owned(),
            product: "\"P\"".to_owned(),
            payload: "sekisho:sha256:00/p".to_owned(),
            ..Label::default()
        };
        let drawn = draw(&label, "m");
        assert!(drawn.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""));
        assert!(drawn.contains("role=\"img\" aria-labelledby=\"m-t m-d\""));
        assert!(drawn.contains("<title id=\"m-t\">&lt;t&gt;</title><desc id=\"m-d\">a &amp; b</desc>"));
        assert!(drawn.contains("&quot;P&quot;") && drawn.contains("<path d=\"M"));
        assert!(!drawn.contains("class=\"tag") && !drawn.contains("<script"));
    }

    #[test]
    fn a_long_title_has_two_lines() {
        assert_eq!(wrapped("short", 10), ["short"]);
        assert_eq!(wrapped("one two three four", 10), ["one two", "three four"]);
        assert_eq!(wrapped("消費者向け製品の基準", 10), ["消費者向け", "製品の基準"]);
        assert_eq!(wrapped("a bbbbbbbbbbbbbbbb", 10), ["a bbbbbbbb", "bbbbbbbb"]);
        assert_eq!(wrapped("", 10), [""]);
    }

    #[test]
    fn a_text_that_fits_no_code_draws_none_and_stops_nothing() {
        let label = Label {
            payload: "x".repeat(4_000),
            ..Label::default()
        };
        assert!(!draw(&label, "m").contains("class=\"qr\""));
    }
}
