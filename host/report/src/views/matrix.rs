//! Risks on two axes: one matrix for each use, drawn in HTML and told as a table everywhere. The whole report draws them too.
//!
//! Drawn from findings alone: those whose message has the arguments `use`, `axis_1`, `axis_2` (0 to 2), `mark` (`within`, `wanted`,
//! `low`), `names` and `count`, as the plugin `iot/ssf` gives them. Names of levels are general knowledge, not compared with the source.

use super::{ViewError, dates, pick};
use crate::page::matrix::{Axis, LEVELS, Mark, Matrix, Sign};
use crate::page::{Cell, Figure, Page, Section, Table};
use crate::view::View;
use crate::words;
use sekisho_model::Status;
use sekisho_model::finding::Finding;
use sekisho_model::text::Language;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Matrices that a page draws; what is beyond stands in the table.
const DRAWN: usize = 50;

/// Where something stands: levels of both axes, and the sign.
type Place = (usize, usize, Sign);

/// Of one use.
type Places = BTreeMap<Place, (Vec<String>, usize)>;

pub(super) fn page(view: &View<'_>, l: Language) -> Result<Page, ViewError> {
    let uses = read_all(view);
    if uses.is_empty() {
        return Err(ViewError::new(
            "no finding of this record has a place on two axes; scan with the policy iot/iot-ssf-1.0",
        ));
    }
    let mut sections = Vec::new();
    let mut data = Vec::new();
    for (number, ((subject, used), places)) in uses.iter().enumerate() {
        let heading = if view.assessment.subjects.len() > 1 {
            let found = view.subject(subject);
            format!("{} – {used}", found.map_or(*subject, |s| s.name.get(l)))
        } else {
            used.clone()
        };
        sections.push(section(&heading, places, number < DRAWN, l));
        data.push(entry(subject, used, places));
    }
    Ok(Page {
        title: pick(l, "IoTリスクのマッピング(2軸)", "IoT risks on two axes").to_owned(),
        tone: view.assessment.verdict.name(),
        lead: vec![dates(view.assessment, l), words::axes_note(l).to_owned()],
        sections,
        data: json!({ "view": "matrix", "as_of": view.assessment.as_of, "uses": data }),
    })
}

/// The matrices of each subject as SVG, with the names of their uses, for a page of another kind.
pub(crate) fn drawn<'a>(view: &View<'a>, l: Language) -> BTreeMap<&'a str, Vec<(String, String)>> {
    let mut drawn: BTreeMap<&str, Vec<(String, String)>> = BTreeMap::new();
    for (number, ((subject, used), places)) in read_all(view).iter().take(DRAWN).enumerate() {
        for figure in section(used, places, true, l).figures {
            let svg = figure.draw(&format!("m{number}"));
            drawn.entry(subject).or_default().push((used.clone(), svg));
        }
    }
    drawn
}

/// The places of each subject and use.
fn read_all<'a>(view: &View<'a>) -> BTreeMap<(&'a str, String), Places> {
    let mut uses: BTreeMap<(&str, String), Places> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for finding in &view.assessment.findings {
        let Some((used, place, names, count)) = read(finding) else {
            continue;
        };
        // The same finding under several controls or policies is one.
        let told: Vec<_> = finding.message.args.iter().map(|(k, v)| (k, v.to_string())).collect();
        if seen.insert((&finding.subject, &finding.message.id, told)) {
            let here = uses
                .entry((&finding.subject, used))
                .or_default()
                .entry(place)
                .or_default();
            here.0.extend(names);
            here.1 += count;
        }
    }
    uses
}

/// What a finding says of a place, where it does.
fn read(finding: &Finding) -> Option<(String, Place, Vec<String>, usize)> {
    let arg = |name: &str| finding.message.args.get(name).map(ToString::to_string);
    let level = |name: &str| arg(name)?.parse().ok().filter(|level| *level < LEVELS);
    let sign = match arg("mark")?.as_str() {
        "within" => Sign::Within,
        "wanted" => Sign::Wanted,
        "low" => Sign::Low,
        _ => return None,
    };
    let names: Vec<String> = arg("names")?.split(", ").map(ToOwned::to_owned).collect();
    // The last one may be "… (+3)".
    let names: Vec<String> = names.into_iter().filter(|name| !name.starts_with('…')).collect();
    let count = arg("count")?.parse().ok()?;
    Some((arg("use")?, (level("axis_1")?, level("axis_2")?, sign), names, count))
}

fn section(heading: &str, places: &Places, is_drawn: bool, l: Language) -> Section {
    let sign = |sign: Sign| match sign {
        Sign::Within => pick(l, "目標内", "within target"),
        Sign::Wanted => pick(l, "要対策", "treatment wanted"),
        Sign::Low => pick(l, "評価が低すぎる", "stated too low"),
    };
    let tone = |sign: Sign| match sign {
        Sign::Within => Status::Satisfied,
        Sign::Wanted => Status::Indeterminate,
        Sign::Low => Status::NotSatisfied,
    };
    let up = Axis {
        title: pick(l, "第1軸 回復困難性", "Axis 1: difficulty of recovery").to_owned(),
        levels: match l {
            Language::Ja => ["限定的", "重大", "致命的"],
            Language::En => ["limited", "grave", "fatal"],
        }
        .map(ToOwned::to_owned),
    };
    let right = Axis {
        title: pick(l, "第2軸 経済的影響", "Axis 2: economic effect").to_owned(),
        levels: match l {
            Language::Ja => ["限定的", "重大", "壊滅的"],
            Language::En => ["limited", "grave", "catastrophic"],
        }
        .map(ToOwned::to_owned),
    };
    let mut told = Vec::new();
    let mut rows = Vec::new();
    let mut marks = Vec::new();
    // The highest place first.
    for ((axis_1, axis_2, own), (names, count)) in places.iter().rev() {
        let more = count.saturating_sub(names.len());
        let mut text = names.join(", ");
        if more > 0 {
            text.push_str(&format!(", … (+{more})"));
        }
        told.push(match l {
            Language::Ja => format!("({axis_1}, {axis_2}) {} {count}件: {text}", sign(*own)),
            Language::En => format!("({axis_1}, {axis_2}) {}, {count}: {text}", sign(*own)),
        });
        let level = |axis: &Axis, at: usize| {
            let name = axis.levels.get(at).map_or("", String::as_str);
            Cell::text(format!("{at} {name}"))
        };
        rows.push(vec![
            level(&up, *axis_1),
            level(&right, *axis_2),
            Cell::status(tone(*own), sign(*own)),
            Cell::number(*count),
            Cell::text(text),
        ]);
        marks.push(Mark {
            up: *axis_1,
            right: *axis_2,
            sign: *own,
            names: names.clone(),
            count: *count,
        });
    }
    let columns = [
        up.title.clone(),
        right.title.clone(),
        pick(l, "判定", "judgement").to_owned(),
        pick(l, "件数", "number").to_owned(),
        pick(l, "リスク", "risks").to_owned(),
    ];
    let matrix = Matrix {
        title: format!("{}: {heading}", pick(l, "2軸のマッピング", "Place on two axes")),
        description: format!("{}.", told.join("; ")),
        up,
        right,
        marks,
        legend: [Sign::Within, Sign::Wanted, Sign::Low].map(|own| sign(own).to_owned()),
    };
    Section {
        heading: heading.to_owned(),
        figures: is_drawn
            .then_some(Figure::Matrix(Box::new(matrix)))
            .into_iter()
            .collect(),
        table: Some(Table {
            columns: columns.to_vec(),
            rows,
            is_matrix: false,
            is_drawn: false,
        }),
        ..Section::default()
    }
}

fn entry(subject: &str, used: &str, places: &Places) -> Value {
    let one = |((axis_1, axis_2, sign), (names, count)): (&Place, &(Vec<String>, usize))| {
        let mark = match sign {
            Sign::Within => "within",
            Sign::Wanted => "wanted",
            Sign::Low => "low",
        };
        json!({ "axis_1": axis_1, "axis_2": axis_2, "mark": mark, "count": count, "names": names })
    };
    json!({ "subject": subject, "use": used, "places": places.iter().map(one).collect::<Vec<_>>() })
}
