//! Two axes of three levels as inline SVG, with what stands at each place. Shape and colour tell the same, so that it can be read
//! without colours; title and description say in words what is drawn.

use super::html::{cut, escape};
use std::fmt::Write as _;

/// Levels of an axis.
pub const LEVELS: usize = 3;

/// A matrix.
#[derive(Debug, Clone, Default)]
pub struct Matrix {
    /// What it is about.
    pub title: String,
    /// The same as a sentence, for who cannot see it.
    pub description: String,
    /// Upwards.
    pub up: Axis,
    /// To the right.
    pub right: Axis,
    /// What stands in it; what is outside of the levels is not drawn.
    pub marks: Vec<Mark>,
    /// What the signs mean, in the order of [`Sign`].
    pub legend: [String; 3],
}

/// One axis.
#[derive(Debug, Clone, Default)]
pub struct Axis {
    /// Title.
    pub title: String,
    /// Names of the levels, from the lowest.
    pub levels: [String; LEVELS],
}

/// How something at a place is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// In order.
    Within,
    /// Something is wanted.
    Wanted,
    /// Something is wrong.
    Low,
}

impl Sign {
    const ALL: [Self; 3] = [Self::Within, Self::Wanted, Self::Low];

    const fn class(self) -> &'static str {
        match self {
            Self::Within => "within",
            Self::Wanted => "wanted",
            Self::Low => "low",
        }
    }
}

/// Things at one place with one sign.
#[derive(Debug, Clone)]
pub struct Mark {
    /// Level of the axis upwards.
    pub up: usize,
    /// Level of the axis to the right.
    pub right: usize,
    /// Sign.
    pub sign: Sign,
    /// Names.
    pub names: Vec<String>,
    /// How many there are; more than there are names where some are left out.
    pub count: usize,
}

const LEFT: usize = 120;
const TOP: usize = 34;
const CELL: (usize, usize) = (220, 124);
/// Lines of text that a cell has room for.
const LINES: usize = 6;
/// Half-width letters that a line of a cell has room for.
const LETTERS: usize = 30;

/// Draws it; `id` tells it apart from others on the page. Every text in it is escaped here.
pub(super) fn draw(matrix: &Matrix, id: &str) -> String {
    let (width, height) = (LEFT + LEVELS * CELL.0 + 10, TOP + LEVELS * CELL.1 + 50);
    let mut out = format!(
        "<div class=\"plan\"><svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\">\
         <title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>",
        escape(&matrix.title),
        escape(&matrix.description)
    );
    // INVARIANT: writing to a String cannot fail.
    let _ = write!(
        out,
        "<text class=\"axis\" x=\"0\" y=\"16\">↑ {}</text>",
        escape(&matrix.up.title)
    );
    let mut x = width - 420;
    for (sign, word) in Sign::ALL.into_iter().zip(&matrix.legend) {
        shape(&mut out, sign, x, 7);
        let _ = write!(out, "<text x=\"{}\" y=\"16\">{}</text>", x + 14, escape(&cut(word, 16)));
        x += 140;
    }
    for up in 0..LEVELS {
        let y = TOP + (LEVELS - 1 - up) * CELL.1;
        let name = matrix.up.levels.get(up).map_or("", String::as_str);
        let _ = write!(
            out,
            "<text x=\"0\" y=\"{}\">{up} {}</text>",
            y + CELL.1 / 2,
            escape(&cut(name, 16))
        );
        for right in 0..LEVELS {
            cell(&mut out, matrix, (up, right), (LEFT + right * CELL.0, y));
        }
    }
    let below = TOP + LEVELS * CELL.1;
    for right in 0..LEVELS {
        let name = matrix.right.levels.get(right).map_or("", String::as_str);
        let _ = write!(
            out,
            "<text x=\"{}\" y=\"{}\">{right} {}</text>",
            LEFT + right * CELL.0 + 8,
            below + 18,
            escape(&cut(name, 28))
        );
    }
    let _ = write!(
        out,
        "<text class=\"axis\" x=\"{LEFT}\" y=\"{}\">→ {}</text></svg></div>",
        below + 40,
        escape(&matrix.right.title)
    );
    out
}

fn cell(out: &mut String, matrix: &Matrix, (up, right): (usize, usize), (x, y): (usize, usize)) {
    let _ = write!(
        out,
        "<rect class=\"cell step-{}\" x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\"/><text class=\"place\" x=\"{}\" y=\"{}\">({up}, {right})</text>",
        up + right,
        CELL.0,
        CELL.1,
        x + CELL.0 - 34,
        y + 14
    );
    let here: Vec<&Mark> = matrix
        .marks
        .iter()
        .filter(|mark| mark.up == up && mark.right == right)
        .collect();
    let total: usize = here.iter().map(|mark| mark.count).sum();
    let names: Vec<(Sign, &str)> = here
        .iter()
        .flat_map(|mark| mark.names.iter().map(|name| (mark.sign, name.as_str())))
        .collect();
    // One line is kept for "and so many more".
    let shown = if total > LINES || names.len() > LINES {
        names.len().min(LINES - 1)
    } else {
        names.len()
    };
    for (line, (sign, name)) in names.iter().take(shown).enumerate() {
        let top = y + 18 + line * 17;
        shape(out, *sign, x + 8, top);
        let _ = write!(
            out,
            "<text x=\"{}\" y=\"{}\">{}</text>",
            x + 22,
            top + 9,
            escape(&cut(name, LETTERS))
        );
    }
    if total > shown {
        let _ = write!(
            out,
            "<text x=\"{}\" y=\"{}\">+{}</text>",
            x + 22,
            y + 27 + shown * 17,
            total - shown
        );
    }
}

/// A circle, a triangle or a cross of ten units, by its upper left corner.
fn shape(out: &mut String, sign: Sign, x: usize, y: usize) {
    let class = sign.class();
    let _ = match sign {
        Sign::Within => write!(
            out,
            "<circle class=\"{class}\" cx=\"{}\" cy=\"{}\" r=\"5\"/>",
            x + 5,
            y + 5
        ),
        Sign::Wanted => write!(
            out,
            "<path class=\"{class}\" d=\"M{} {y}L{} {}H{x}Z\"/>",
            x + 5,
            x + 10,
            y + 10
        ),
        Sign::Low => write!(
            out,
            "<path class=\"{class}\" d=\"M{x} {y}h3l2 3 2-3h3l-3 5 3 5h-3l-2-3-2 3h-3l3-5Z\"/>"
        ),
    };
}

#[cfg(test)]
mod tests {
    use super::{Mark, Matrix, Sign, draw};

    fn with(marks: Vec<Mark>) -> String {
        let matrix = Matrix {
            title: "<t>".to_owned(),
            description: "a & b".to_owned(),
            marks,
            ..Matrix::default()
        };
        draw(&matrix, "m")
    }

    fn mark(up: usize, names: usize, count: usize) -> Mark {
        Mark {
            up,
            right: 2,
            sign: Sign::Wanted,
            names: (0..names).map(|n| format!("<{n}>")).collect(),
            count,
        }
    }

    #[test]
    fn it_says_in_words_what_it_shows_and_escapes_all_of_it() {
        let drawn = with(vec![mark(1, 2, 2)]);
        assert!(drawn.contains("role=\"img\" aria-labelledby=\"m-t m-d\""));
        assert!(drawn.contains("<title id=\"m-t\">&lt;t&gt;</title><desc id=\"m-d\">a &amp; b</desc>"));
        assert!(drawn.contains("&lt;1&gt;") && !drawn.contains("<1>"));
        assert_eq!(drawn, with(vec![mark(1, 2, 2)]));
    }

    #[test]
    fn a_full_cell_tells_how_many_more_and_a_place_outside_draws_nothing() {
        let full = with(vec![mark(2, 10, 100)]);
        assert_eq!(full.matches("class=\"wanted\"").count(), 5 + 1);
        assert!(full.contains(">+95<"));
        assert_eq!(with(vec![mark(3, 1, 1)]), with(Vec::new()));
    }
}
