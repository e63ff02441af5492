//! A radar chart as inline SVG: one axis for each area, rings for the grades. An axis without a value has no corner; the line
//! is cut there, since nothing is known is not the same as zero.

use super::html::{escape, shortened};
use std::f64::consts::TAU;
use std::fmt::Write as _;

/// A chart.
#[derive(Debug, Clone, Default)]
pub struct Radar {
    /// What the axes reach to.
    pub most: u8,
    /// At least three, or nothing is drawn.
    pub axes: Vec<Axis>,
}

/// One axis.
#[derive(Debug, Clone)]
pub struct Axis {
    /// Label.
    pub label: String,
    /// The value.
    pub value: Option<f64>,
    /// What is aimed at: a second, dashed line.
    pub target: Option<f64>,
}

const WIDTH: f64 = 760.0;
const RADIUS: f64 = 150.0;
const CENTRE: (f64, f64) = (WIDTH / 2.0, 190.0);

/// Draws it; every text in it is escaped here.
#[allow(clippy::cast_precision_loss, reason = "a chart has few axes")]
pub(super) fn draw(radar: &Radar) -> String {
    let count = radar.axes.len();
    if count < 3 || radar.most == 0 {
        return String::new();
    }
    let most = f64::from(radar.most);
    let at = |axis: usize, value: f64| {
        let angle = TAU * axis as f64 / count as f64;
        let reach = RADIUS * value.clamp(0.0, most) / most;
        (CENTRE.0 + reach * angle.sin(), CENTRE.1 - reach * angle.cos())
    };
    let mut out = format!("<div class=\"radar\"><svg viewBox=\"0 0 {WIDTH} 400\" role=\"img\">");
    // INVARIANT: writing to a String cannot fail.
    for ring in 1..=radar.most {
        let corners: Vec<_> = (0..count).map(|axis| at(axis, f64::from(ring))).collect();
        let _ = write!(out, "<polygon class=\"ring\" points=\"{}\"/>", points(&corners));
        let (x, y) = at(0, f64::from(ring));
        let _ = write!(
            out,
            "<text class=\"grade\" x=\"{:.1}\" y=\"{:.1}\">{ring}</text>",
            x + 4.0,
            y + 4.0
        );
    }
    for (index, axis) in radar.axes.iter().enumerate() {
        let (x, y) = at(index, most);
        let _ = write!(
            out,
            "<line class=\"ring\" x1=\"{}\" y1=\"{}\" x2=\"{x:.1}\" y2=\"{y:.1}\"/>",
            CENTRE.0, CENTRE.1
        );
        let aside = x - CENTRE.0;
        let anchor = match aside {
            _ if aside > 5.0 => "start",
            _ if aside < -5.0 => "end",
            _ => "middle",
        };
        let value = axis.value.map_or_else(|| "–".to_owned(), |value| format!("{value:.2}"));
        let (x, y) = (CENTRE.0 + aside * 1.08, CENTRE.1 + (y - CENTRE.1) * 1.1 + 4.0);
        let _ = write!(
            out,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{} {value}</text>",
            escape(&shortened(&axis.label))
        );
    }
    for (class, values) in [
        ("aim", radar.axes.iter().map(|a| a.target).collect::<Vec<_>>()),
        ("own", radar.axes.iter().map(|a| a.value).collect()),
    ] {
        let corners: Vec<Option<(f64, f64)>> = values
            .iter()
            .enumerate()
            .map(|(axis, v)| Some(at(axis, (*v)?)))
            .collect();
        if let Some(whole) = corners.iter().copied().collect::<Option<Vec<_>>>() {
            let _ = write!(out, "<polygon class=\"{class}\" points=\"{}\"/>", points(&whole));
        } else {
            let next = corners.iter().cycle().skip(1);
            for (from, to) in corners.iter().zip(next).filter_map(|(a, b)| Some(((*a)?, (*b)?))) {
                let _ = write!(out, "<polyline class=\"{class}\" points=\"{}\"/>", points(&[from, to]));
            }
        }
        if class == "own" {
            for (x, y) in corners.iter().flatten() {
                let _ = write!(out, "<circle class=\"own\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\"/>");
            }
        }
    }
    out.push_str("</svg></div>");
    out
}

fn points(corners: &[(f64, f64)]) -> String {
    let list: Vec<String> = corners.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    list.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn radar(values: &[Option<f64>]) -> String {
        let axis = |(index, value): (usize, &Option<f64>)| Axis {
            label: format!("<a{index}>"),
            value: *value,
            target: None,
        };
        draw(&Radar {
            most: 5,
            axes: values.iter().enumerate().map(axis).collect(),
        })
    }

    #[test]
    fn an_axis_without_a_value_cuts_the_line_and_two_axes_make_no_chart() {
        let whole = radar(&[Some(5.0), Some(1.0), Some(2.0)]);
        assert!(whole.contains("<polygon class=\"own\" points=\"380.0,40.0 "));
        assert!(whole.contains("&lt;a0&gt; 5.00"));
        let cut = radar(&[Some(5.0), None, Some(2.0)]);
        assert!(!cut.contains("<polygon class=\"own\""));
        assert_eq!(cut.matches("<polyline class=\"own\"").count(), 1);
        assert!(cut.contains("&lt;a1&gt; –"));
        assert_eq!(radar(&[Some(1.0), Some(2.0)]), "");
    }
}
