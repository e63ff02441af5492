//! A flow of data as inline SVG: a lane for each actor, a box for each event, an arrow wherever data goes on. What is wrong differs in
//! shape and line too, so that it can be read without colours; title and description say in words what is drawn.

mod place;

use super::html::{cut, escape};
use place::{Placed, Plan};
use std::fmt::Write as _;

/// A flow.
#[derive(Debug, Clone, Default)]
pub struct Flow {
    /// What it is about.
    pub title: String,
    /// The same as a sentence, for who cannot see it.
    pub description: String,
    /// Names of the actors, in the order of their lanes.
    pub lanes: Vec<String>,
    /// The events.
    pub events: Vec<Event>,
    /// Where data goes from one to another.
    pub links: Vec<Link>,
    /// What the signs mean: transfer, inside an actor, broken, open findings.
    pub legend: [String; 4],
    /// Words for events that found no room; `{}` stands for their number.
    pub more: String,
}

/// A box.
#[derive(Debug, Clone, Default)]
pub struct Event {
    /// Lane.
    pub lane: usize,
    /// First line: kind of event.
    pub kind: String,
    /// Second line: id and name.
    pub label: String,
    /// Third line: country and fields.
    pub setting: String,
    /// Findings that are open about it; zero for none.
    pub open: usize,
    /// Whether data is used here that nobody brought.
    pub is_broken: bool,
    /// Whether it is no event but where data arrives at somebody of whom nothing more is known.
    pub is_arrival: bool,
}

/// An arrow.
#[derive(Debug, Clone)]
pub struct Link {
    /// From this event; from nowhere if nothing is known.
    pub from: Option<usize>,
    /// To this event.
    pub to: usize,
    /// What goes along.
    pub label: String,
    /// Sort of arrow.
    pub way: Way,
}

/// Sorts of arrows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// From one actor to another.
    Transfer,
    /// Inside one actor.
    Inside,
    /// It should go here, and no event brings it.
    Broken,
}

const LEFT: usize = 130;
const TOP: usize = 40;
const BOX: (usize, usize) = (160, 54);
const STEP: (usize, usize) = (226, 72);

/// Draws it; `id` tells it apart from others on the page. Every text in it is escaped here.
pub(super) fn draw(flow: &Flow, id: &str) -> String {
    let plan = Plan::of(flow);
    let width = LEFT + plan.columns.max(4) * STEP.0;
    let below = TOP + plan.tracks * STEP.1;
    let height = below + if plan.left == 0 { 6 } else { 26 };
    let mut out = format!(
        "<div class=\"flow\"><svg viewBox=\"0 0 {width} {height}\" style=\"min-width:{}px\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\">\
         <title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc><defs>",
        width * 2 / 3,
        escape(&flow.title),
        escape(&flow.description)
    );
    for way in [Way::Transfer, Way::Inside, Way::Broken] {
        // INVARIANT: writing to a String cannot fail.
        let _ = write!(
            out,
            "<marker id=\"{id}-{0}\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path class=\"tip {0}\" d=\"M0 0L8 4L0 8Z\"/></marker>",
            class(way)
        );
    }
    out.push_str("</defs>");
    legend(&mut out, flow, id);
    for (lane, (first, tracks)) in flow.lanes.iter().zip(&plan.lanes) {
        if *tracks == 0 {
            continue;
        }
        let y = TOP + first * STEP.1;
        let _ = write!(
            out,
            "<rect class=\"lane\" x=\"0\" y=\"{y}\" width=\"{width}\" height=\"{}\"/><text class=\"axis\" x=\"8\" y=\"{}\">{}</text>",
            tracks * STEP.1,
            y + tracks * STEP.1 / 2 + 4,
            escape(&cut(lane, 16))
        );
    }
    for link in &flow.links {
        arrow(&mut out, &plan, link, id);
    }
    for (event, at) in flow.events.iter().zip(&plan.events) {
        if let Some(at) = at {
            boxed(&mut out, event, *at);
        }
    }
    if plan.left > 0 {
        let words = flow.more.replace("{}", &plan.left.to_string());
        let _ = write!(out, "<text x=\"8\" y=\"{}\">{}</text>", below + 18, escape(&words));
    }
    out.push_str("</svg></div>");
    out
}

const fn class(way: Way) -> &'static str {
    match way {
        Way::Transfer => "given",
        Way::Inside => "kept",
        Way::Broken => "broken",
    }
}

fn legend(out: &mut String, flow: &Flow, id: &str) {
    let [transfer, inside, broken, open] = &flow.legend;
    let ways = [(transfer, Way::Transfer), (inside, Way::Inside), (broken, Way::Broken)];
    let mut x = LEFT;
    for (words, way) in ways {
        let class = class(way);
        let _ = write!(
            out,
            "<path class=\"{class}\" d=\"M{x} 14h34\" marker-end=\"url(#{id}-{class})\"/><text x=\"{}\" y=\"18\">{}</text>",
            x + 42,
            escape(&cut(words, 22))
        );
        x += 210;
    }
    flag(out, (x, 7), "!");
    let _ = write!(out, "<text x=\"{}\" y=\"18\">{}</text>", x + 24, escape(&cut(open, 22)));
}

/// A triangle with a number, by its upper left corner.
fn flag(out: &mut String, (x, y): (usize, usize), text: &str) {
    let _ = write!(
        out,
        "<path class=\"flag\" d=\"M{} {y}l10 16h-20Z\"/><text class=\"on\" x=\"{}\" y=\"{}\">{}</text>",
        x + 10,
        x + 10,
        y + 14,
        escape(text)
    );
}

/// The upper left corner of a box.
const fn corner(at: Placed) -> (usize, usize) {
    (
        LEFT + at.column * STEP.0,
        TOP + at.track * STEP.1 + (STEP.1 - BOX.1) / 2,
    )
}

fn boxed(out: &mut String, event: &Event, at: Placed) {
    let (x, y) = corner(at);
    if event.is_arrival {
        let middle = y + BOX.1 / 2;
        let _ = write!(
            out,
            "<circle class=\"event\" cx=\"{}\" cy=\"{middle}\" r=\"8\"/><text x=\"{}\" y=\"{}\">{}</text>",
            x + 8,
            x + 22,
            middle + 4,
            escape(&cut(&event.label, 20))
        );
        return;
    }
    let class = match (event.is_broken, event.open) {
        (true, _) => "event bad",
        (false, 0) => "event",
        (false, _) => "event open",
    };
    let _ = write!(
        out,
        "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\" rx=\"5\"/><text class=\"kind\" x=\"{2}\" y=\"{3}\">{4}</text><text x=\"{2}\" y=\"{5}\">{6}</text><text class=\"place\" x=\"{2}\" y=\"{7}\">{8}</text>",
        BOX.0,
        BOX.1,
        x + 8,
        y + 15,
        escape(&cut(&event.kind, 20)),
        y + 31,
        escape(&cut(&event.label, 23)),
        y + 46,
        escape(&cut(&event.setting, 26))
    );
    if event.open > 0 {
        flag(out, (x + BOX.0 - 24, y + 3), &event.open.min(99).to_string());
    }
}

fn arrow(out: &mut String, plan: &Plan, link: &Link, id: &str) {
    let place = |event: usize| plan.events.get(event).copied().flatten();
    let Some(to) = place(link.to) else { return };
    let (right, y2) = corner(to);
    let y2 = y2 + BOX.1 / 2;
    let (x1, y1) = match link.from {
        None => (right - 40, y2),
        Some(from) => {
            let Some(at) = place(from) else { return };
            let (x, y) = corner(at);
            (x + BOX.0, y + BOX.1 / 2)
        }
    };
    let class = class(link.way);
    // Beyond a neighbour the arrow bows out, so that boxes between do not hide it.
    let bend = if right > x1 { (right - x1) / 2 } else { 60 };
    let far = right.saturating_sub(x1) > STEP.0;
    let (c1, c2) = if far && y1 == y2 {
        (y1.saturating_sub(44), y2.saturating_sub(44))
    } else {
        (y1, y2)
    };
    let _ = write!(
        out,
        "<path class=\"{class}\" d=\"M{x1} {y1}C{} {c1} {} {c2} {right} {y2}\" marker-end=\"url(#{id}-{class})\"/>",
        x1 + bend,
        right.saturating_sub(bend)
    );
    let (middle, mut y) = (usize::midpoint(x1, right), usize::midpoint(y1, y2));
    let mut x = middle;
    if y1 == y2 {
        y = y.saturating_sub(if far { 36 } else { 5 });
    } else {
        // Beside the slope, not on it.
        x += 30;
    }
    let _ = write!(
        out,
        "<text class=\"along\" x=\"{x}\" y=\"{y}\">{}</text>",
        escape(&cut(&link.label, 9))
    );
    if link.way == Way::Broken {
        let _ = write!(
            out,
            "<path class=\"cross\" d=\"M{} {}l10 10m0-10l-10 10\"/>",
            middle.saturating_sub(5),
            usize::midpoint(y1, y2).saturating_sub(5)
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{Event, Flow, Link, Way, draw};

    fn event(lane: usize, label: &str) -> Event {
        Event {
            lane,
            label: label.to_owned(),
            ..Event::default()
        }
    }

    fn link(from: Option<usize>, to: usize, way: Way) -> Link {
        let label = "<D>".to_owned();
        Link { from, to, label, way }
    }

    fn flow(events: Vec<Event>, links: Vec<Link>) -> Flow {
        Flow {
            title: "<t>".to_owned(),
            description: "a & b".to_owned(),
            lanes: vec!["<A>".to_owned(), "B".to_owned()],
            events,
            links,
            more: "{} more".to_owned(),
            ..Flow::default()
        }
    }

    #[test]
    fn it_says_in_words_what_it_shows_and_escapes_all_of_it() {
        let own = flow(
            vec![event(0, "<1>"), event(1, "2")],
            vec![link(Some(0), 1, Way::Transfer)],
        );
        let drawn = draw(&own, "f");
        assert!(drawn.contains("role=\"img\" aria-labelledby=\"f-t f-d\""));
        assert!(drawn.contains("<title id=\"f-t\">&lt;t&gt;</title><desc id=\"f-d\">a &amp; b</desc>"));
        for raw in ["<1>", "<A>", "<D>"] {
            assert!(!drawn.contains(raw), "{raw}");
        }
        assert_eq!(drawn, draw(&own, "f"));
        assert!(!drawn.contains(" more"));
    }

    #[test]
    fn what_is_broken_differs_in_more_than_colour() {
        let mut broken = event(1, "2");
        broken.is_broken = true;
        let drawn = draw(&flow(vec![broken], vec![link(None, 0, Way::Broken)]), "f");
        assert!(drawn.contains("class=\"cross\"") && drawn.contains("event bad"));
    }

    #[test]
    fn a_flow_too_large_says_how_much_is_left_out() {
        // A chain longer than there are columns, and back to its start.
        let many = (0..100).map(|n| event(n % 2, "e")).collect();
        let mut links: Vec<Link> = (1..100).map(|n| link(Some(n - 1), n, Way::Inside)).collect();
        links.push(link(Some(99), 0, Way::Inside));
        let drawn = draw(&flow(many, links), "f");
        let shown = drawn.matches("<rect class=\"event\"").count();
        assert!(shown > 0 && drawn.contains(&format!("{} more", 100 - shown)));
    }
}
