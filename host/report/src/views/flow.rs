//! How data flows, drawn: actors as lanes, events as boxes, what goes on as arrows; told as a table everywhere. The whole report draws
//! it too.
//!
//! Drawn from findings alone: those for information whose message has the arguments `event`, `kind`, `actor`, `inputs`, `outputs`, `to`,
//! `country`, `fields` and `broken`, as the plugin `data/framework` gives them; open are the findings that cite the same row.

mod join;

use super::{ViewError, dates, pick};
use crate::page::{Cell, Figure, Page, Section, Table};
use crate::view::View;
use join::Step;
use sekisho_model::text::Language;
use sekisho_model::{Outcome, Status};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Pictures that a page draws; what is beyond stands in the table.
const DRAWN: usize = 20;

/// The events of each subject, and how many are not told in the record.
type Flows<'a> = BTreeMap<&'a str, (Vec<Step>, usize)>;

pub(super) fn page(view: &View<'_>, l: Language) -> Result<Page, ViewError> {
    let flows = read(view);
    if flows.is_empty() {
        return Err(ViewError::new(
            "no finding of this record tells an event of data; scan with the policy data/dmf-1.0",
        ));
    }
    let mut sections = Vec::new();
    let mut data = Vec::new();
    for (number, (subject, (steps, more))) in flows.iter().enumerate() {
        let found = view.subject(subject);
        let heading = found.map_or(*subject, |s| s.name.get(l));
        let figures = (number < DRAWN).then(|| figure(heading, steps, l));
        sections.push(Section {
            heading: heading.to_owned(),
            figures: figures.into_iter().collect(),
            table: Some(table(steps, l)),
            notes: notes(*more, l),
            ..Section::default()
        });
        data.push(json!({
            "subject": subject,
            "not_told": more,
            "events": steps.iter().map(entry).collect::<Vec<_>>(),
        }));
    }
    Ok(Page {
        title: pick(l, "データ処理フロー", "Flow of data").to_owned(),
        tone: view.assessment.verdict.name(),
        lead: vec![dates(view.assessment, l)],
        sections,
        data: json!({ "view": "flow", "as_of": view.assessment.as_of, "flows": data }),
    })
}

/// The flow of each subject as SVG with its heading, for a page of another kind.
pub(crate) fn drawn<'a>(view: &View<'a>, l: Language) -> BTreeMap<&'a str, (String, String)> {
    let flows = read(view);
    let own = flows
        .iter()
        .take(DRAWN)
        .enumerate()
        .map(|(number, (subject, (steps, _)))| {
            let heading = pick(l, "データ処理フロー", "Flow of data").to_owned();
            let found = view.subject(subject);
            let name = found.map_or(*subject, |s| s.name.get(l));
            (*subject, (heading, figure(name, steps, l).draw(&format!("f{number}"))))
        });
    own.collect()
}

/// Reads the events; the same row told under several controls or policies is one.
fn read<'a>(view: &View<'a>) -> Flows<'a> {
    let findings = &view.assessment.findings;
    let mut open: BTreeMap<_, BTreeSet<&str>> = BTreeMap::new();
    let is_open = |outcome| matches!(outcome, Outcome::Fail | Outcome::Unknown);
    for finding in findings.iter().filter(|f| is_open(f.outcome) && f.waived.is_none()) {
        for row in &finding.evidence {
            let cited = open.entry((finding.subject.as_str(), row)).or_default();
            cited.insert(&finding.message.id);
        }
    }
    let mut flows: Flows<'a> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for finding in findings.iter().filter(|f| f.outcome == Outcome::Informational) {
        let subject = finding.subject.as_str();
        if finding.check == "flow.joined" && finding.message.id == "flow-joined-more" {
            let count = finding.message.args.get("count").map(ToString::to_string);
            flows.entry(subject).or_default().1 = count.and_then(|c| c.parse().ok()).unwrap_or(0);
            continue;
        }
        let Some((mut step, row)) = Step::read(finding).zip(finding.evidence.first()) else {
            continue;
        };
        if seen.insert((subject, row)) {
            step.open = open.get(&(subject, row)).map_or(0, BTreeSet::len);
            step.at = (row.path.clone(), row.line.unwrap_or(0), row.locator.clone());
            flows.entry(subject).or_default().0.push(step);
        }
    }
    for (steps, _) in flows.values_mut() {
        // As they stand in their files: the record sorts findings by what they say.
        steps.sort_by(|a, b| a.at.cmp(&b.at));
    }
    flows
}

fn figure(heading: &str, steps: &[Step], l: Language) -> Figure {
    let told: Vec<String> = steps.iter().map(|step| step.told(l)).collect();
    let mut flow = join::flow(steps, l);
    flow.title = format!("{}: {heading}", pick(l, "データ処理フロー", "Flow of data"));
    flow.description = format!("{}.", told.join("; "));
    flow.legend = match l {
        Language::Ja => [
            "移転・提供",
            "同じ主体の中",
            "途切れ(届ける者がない)",
            "指摘のあるイベント",
        ],
        Language::En => [
            "handed on",
            "inside one actor",
            "broken: none brings it",
            "open findings",
        ],
    }
    .map(ToOwned::to_owned);
    flow.more = pick(
        l,
        "図に収まらないイベントが{}件あります(表を参照)",
        "{} events found no room here; see the table",
    )
    .to_owned();
    Figure::Flow(Box::new(flow))
}

fn table(steps: &[Step], l: Language) -> Table {
    let titles: [&str; 8] = match l {
        Language::Ja => ["イベント", "種別", "主体", "入力", "出力", "相手先", "国・場", "状態"],
        Language::En => [
            "Event",
            "Kind",
            "Actor",
            "Data in",
            "Data out",
            "To",
            "Country, fields",
            "State",
        ],
    };
    let row = |step: &Step| {
        let state = if !step.broken.is_empty() {
            let text = format!("{}: {}", pick(l, "途切れ", "broken"), step.broken.join(", "));
            Cell::status(Status::NotSatisfied, text)
        } else if step.open > 0 {
            let text = pick(l, "指摘", "open findings");
            Cell::status(Status::Indeterminate, format!("{text}: {}", step.open))
        } else {
            Cell::status(Status::Satisfied, pick(l, "指摘なし", "nothing open"))
        };
        vec![
            Cell::text(&step.event),
            Cell::text(step.kind.name(l)),
            Cell::text(&step.actor),
            Cell::text(step.inputs.join(", ")),
            Cell::text(step.outputs.join(", ")),
            Cell::text(step.to.clone().unwrap_or_default()),
            Cell::text(step.setting()),
            state,
        ]
    };
    Table {
        columns: titles.map(ToOwned::to_owned).to_vec(),
        rows: steps.iter().map(row).collect(),
        is_matrix: false,
        is_drawn: false,
    }
}

fn notes(more: usize, l: Language) -> Vec<String> {
    let told = match l {
        Language::Ja => format!("記録には、ほかに{more}件のイベントがあります。図と表には載せていません。"),
        Language::En => format!("The registers hold {more} more events that are neither drawn nor listed."),
    };
    (more > 0).then_some(told).into_iter().collect()
}

fn entry(step: &Step) -> Value {
    json!({
        "event": step.event, "kind": step.kind.word(), "actor": step.actor, "inputs": step.inputs, "outputs": step.outputs,
        "to": step.to, "country": step.country, "fields": step.fields, "broken": step.broken, "open": step.open,
    })
}

#[cfg(test)]
mod tests {
    use super::join::{Kind, Step, flow};
    use crate::page::flow::Way;
    use sekisho_model::text::Language;

    fn step(kind: Kind, actor: &str, inputs: &[&str], outputs: &[&str], to: Option<&str>) -> Step {
        let all = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect();
        Step {
            kind,
            actor: actor.to_owned(),
            inputs: all(inputs),
            outputs: all(outputs),
            to: to.map(ToOwned::to_owned),
            ..Step::default()
        }
    }

    #[test]
    fn data_goes_on_from_whoever_brought_it() {
        let steps = [
            step(Kind::Create, "A", &[], &["D"], None),
            step(Kind::Transfer, "A", &["D"], &[], Some("B")),
            step(Kind::Store, "B", &["D"], &[], None),
            step(Kind::Transfer, "B", &["D"], &[], Some("C")),
        ];
        let drawn = flow(&steps, Language::En);
        assert_eq!(drawn.lanes, ["A", "B", "C"]);
        let links: Vec<_> = drawn.links.iter().map(|link| (link.from, link.to, link.way)).collect();
        // C does nothing with it: the arrow ends at an arrival.
        assert_eq!(
            links,
            [
                (Some(0), 1, Way::Inside),
                (Some(1), 2, Way::Transfer),
                (Some(1), 3, Way::Transfer),
                (Some(3), 4, Way::Transfer)
            ]
        );
        assert!(
            drawn
                .events
                .iter()
                .map(|event| event.is_arrival)
                .eq([false, false, false, false, true])
        );
    }

    #[test]
    fn what_nobody_brought_is_broken() {
        let mut last = step(Kind::Store, "B", &["D", "X"], &[], None);
        last.broken = vec!["D".to_owned(), "X".to_owned()];
        let drawn = flow(&[step(Kind::Create, "A", &[], &["D"], None), last], Language::En);
        let links: Vec<_> = drawn.links.iter().map(|link| (link.from, link.to, link.way)).collect();
        assert_eq!(links, [(None, 1, Way::Broken), (Some(0), 1, Way::Broken)]);
        assert!(drawn.events.get(1).is_some_and(|event| event.is_broken));
    }
}
