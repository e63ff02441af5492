//! `sekisho answers maturity`: the averages of a filled self-assessment by area, as a table and as a radar chart.

use crate::args::answers::Maturity;
use crate::failure::{Failure, exit};
use crate::limits::Limits;
use crate::subjects::Subjects;
use crate::{output, print};
use sekisho_evidence::maturity::{Area, Question, areas, mean, questions};
use sekisho_model::diagnostic::Level;
use sekisho_model::text::Language;
use sekisho_report::page::radar::{Axis, Radar};
use sekisho_report::page::{Cell, Figure, Page, Section, Table};
use serde_json::json;

/// What one subject handed in.
struct Sheet {
    name: String,
    questions: Vec<Question>,
    areas: Vec<Area>,
}

pub(super) fn run(args: &Maturity) -> crate::Outcome {
    let outputs = output::parse(&args.output)?;
    let l = args.language.get();
    let sheets = read(args, l)?;
    output::write_page(&page(&sheets, args.most, l), &outputs, l)?;
    Ok(exit::CONFORMANT)
}

fn read(args: &Maturity, l: Language) -> Result<Vec<Sheet>, Failure> {
    let subjects = Subjects::find(&args.sheets, Limits::parse(&[])?.read)?;
    let mut sheets = Vec::new();
    for index in 0..subjects.count() {
        let Some(subject) = subjects.read(index) else { continue };
        for remark in subject.diagnostics.iter().filter(|d| d.level != Level::Note) {
            if remark.level == Level::Error {
                return Err(Failure::evidence(remark.message.clone()));
            }
            print::remark(remark);
        }
        let questions = questions(&subject.facts);
        if let Some(wrong) = questions.iter().find(|q| q.odd.is_some() || !is_on_scale(q, args.most)) {
            let said = wrong.odd.clone().or_else(|| wrong.level.map(|n| n.to_string()));
            return Err(Failure::evidence(format!(
                "question {} has the grade `{}`",
                wrong.id,
                said.unwrap_or_default().escape_debug()
            ))
            .hint(format!(
                "grades are numbers from 0 to {}; leave it empty where there is none",
                args.most
            )));
        }
        if !questions.is_empty() {
            sheets.push(Sheet {
                name: subject.name.get(l).to_owned(),
                areas: areas(&questions),
                questions,
            });
        }
    }
    if sheets.is_empty() {
        return Err(
            Failure::evidence("there is no self-assessment of maturity in what was given")
                .hint("`sekisho evidence template maturity --to sheet.xlsx` makes an empty one"),
        );
    }
    Ok(sheets)
}

fn is_on_scale(question: &Question, most: u8) -> bool {
    [question.level, question.target]
        .into_iter()
        .flatten()
        .all(|grade| (0.0..=f64::from(most)).contains(&grade))
}

fn page(sheets: &[Sheet], most: u8, l: Language) -> Page {
    let ja = l == Language::Ja;
    let title = if ja {
        "成熟度の自己評価"
    } else {
        "Maturity self-assessment"
    };
    let data: Vec<_> = sheets
        .iter()
        .map(|sheet| {
            let all: Vec<f64> = sheet.questions.iter().filter_map(|q| q.level).collect();
            let areas = sheet.areas.iter().map(|a| {
                json!({
                    "area": a.name, "mean": a.mean, "answered": a.answered, "missing": a.missing,
                    "target": a.target, "stated": a.stated, "agrees": a.agrees(),
                })
            });
            json!({
                "subject": sheet.name, "areas": areas.collect::<Vec<_>>(),
                "mean": mean(&all), "answered": all.len(), "missing": sheet.questions.len() - all.len(),
            })
        })
        .collect();
    Page {
        title: title.to_owned(),
        tone: "",
        lead: vec![if ja {
            format!("段階は 0 から {most}。空欄の設問は平均に含めず、件数だけを示す")
        } else {
            format!("Grades from 0 to {most}; empty questions are left out of averages and counted beside them")
        }],
        sections: sheets.iter().map(|sheet| section(sheet, most, l)).collect(),
        data: json!({ "view": "maturity", "most": most, "results": data }),
    }
}

fn section(sheet: &Sheet, most: u8, l: Language) -> Section {
    let ja = l == Language::Ja;
    let all: Vec<f64> = sheet.questions.iter().filter_map(|q| q.level).collect();
    let missing = sheet.questions.len() - all.len();
    let number = |n: Option<f64>| Cell {
        text: shown(n),
        class: "num",
        tag: "",
    };
    let row = |area: &Area| {
        vec![
            Cell::text(&*area.name),
            number(area.mean),
            number(area.target),
            number(area.stated),
            Cell::number(area.answered),
            Cell::number(area.missing),
        ]
    };
    let columns = if ja {
        ["領域", "平均", "目標の平均", "シートの平均", "回答", "空欄"]
    } else {
        ["Area", "average", "target", "the sheet's own", "answered", "empty"]
    };
    let differing: Vec<&str> = sheet
        .areas
        .iter()
        .filter(|a| a.agrees() == Some(false))
        .map(|a| a.name.as_str())
        .collect();
    let mut notes = Vec::new();
    if sheet.areas.iter().any(|a| a.target.is_some()) {
        let text = if ja {
            "実線は成熟度、破線は目標"
        } else {
            "Solid line: maturity; dashed line: target"
        };
        notes.push(text.to_owned());
    }
    if !differing.is_empty() {
        let list = differing.join(", ");
        notes.push(if ja {
            format!("シートに書かれた平均と合わない領域: {list}")
        } else {
            format!("The sheet gives another average for: {list}")
        });
    }
    Section {
        heading: sheet.name.clone(),
        text: vec![if ja {
            format!("全設問の平均 {}(回答 {}、空欄 {missing})", shown(mean(&all)), all.len())
        } else {
            format!(
                "average of all questions {} ({} answered, {missing} empty)",
                shown(mean(&all)),
                all.len()
            )
        }],
        figures: vec![Figure::Radar(Radar {
            most,
            axes: sheet
                .areas
                .iter()
                .map(|a| Axis {
                    label: a.name.clone(),
                    value: a.mean,
                    target: a.target,
                })
                .collect(),
        })],
        table: Some(Table {
            columns: columns.map(ToOwned::to_owned).to_vec(),
            rows: sheet.areas.iter().map(row).collect(),
            is_matrix: false,
            is_drawn: false,
        }),
        notes,
        ..Section::default()
    }
}

fn shown(number: Option<f64>) -> String {
    number.map_or_else(|| "–".to_owned(), |n| format!("{n:.2}"))
}
