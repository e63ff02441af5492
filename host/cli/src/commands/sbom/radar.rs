//! `sekisho sbom radar`: the scores of open source projects by check, as a table and as a radar chart.

use crate::args::sbom::Radar as Args;
use crate::failure::{Failure, exit};
use crate::output;
use sekisho_model::text::Language;
use sekisho_report::page::radar::{Axis, Radar};
use sekisho_report::page::{Cell, Figure, Page, Section, Table};
use sekisho_supply::scores::{Project, scores};
use serde_json::json;

/// What scores reach to.
const MOST: u8 = 10;

pub(super) fn run(args: &Args) -> crate::Outcome {
    let outputs = output::parse(&args.output)?;
    let l = args.language.get();
    let subjects = super::read(&args.evidence)?;
    let projects: Vec<Project> = subjects.iter().flat_map(|subject| scores(&subject.facts)).collect();
    if projects.is_empty() {
        return Err(Failure::evidence("there are no scores in what was given")
            .hint("give results of OpenSSF Scorecard (JSON), or the register `scorecards`"));
    }
    output::write_page(&page(&projects, args.target, l), &outputs, l)?;
    Ok(exit::CONFORMANT)
}

fn page(projects: &[Project], target: Option<u8>, l: Language) -> Page {
    let ja = l == Language::Ja;
    let word = |japanese: &str, english: &str| if ja { japanese } else { english }.to_owned();
    let data = projects
        .iter()
        .map(|p| json!({ "repository": p.repository, "score": p.score, "checks": p.checks }));
    Page {
        title: word("OSSプロジェクトの評点", "Scores of open source projects"),
        tone: "",
        lead: vec![word(
            "評点は 0 から 10。プロジェクトの進め方を表し、コードの良否ではない。評点のない検査は線を切って示す",
            "Scores from 0 to 10, of the practices of a project, not of its code; a check without a score cuts the line",
        )],
        sections: projects.iter().map(|project| section(project, target, l)).collect(),
        data: json!({ "view": "scores", "most": MOST, "target": target, "projects": data.collect::<Vec<_>>() }),
    }
}

fn section(project: &Project, target: Option<u8>, l: Language) -> Section {
    let ja = l == Language::Ja;
    let shown = |score: Option<f64>| Cell {
        text: score.map_or_else(|| "–".to_owned(), |score| score.to_string()),
        class: "num",
        tag: "",
    };
    let axis = |(check, score): (&String, &Option<f64>)| Axis {
        label: check.clone(),
        value: *score,
        target: target.map(f64::from),
    };
    let total = if ja { "総合点" } else { "Whole score" };
    let mut rows = vec![vec![Cell::text(total), shown(project.score)]];
    rows.extend(
        project
            .checks
            .iter()
            .map(|(check, score)| vec![Cell::text(check), shown(*score)]),
    );
    let columns = if ja {
        ["検査項目", "評点"]
    } else {
        ["Check", "Score"]
    };
    Section {
        heading: project.repository.clone(),
        figures: vec![Figure::Radar(Radar {
            most: MOST,
            axes: project.checks.iter().map(axis).collect(),
        })],
        table: Some(Table {
            columns: columns.map(ToOwned::to_owned).to_vec(),
            rows,
            ..Table::default()
        }),
        ..Section::default()
    }
}
