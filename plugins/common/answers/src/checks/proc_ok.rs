//! Q-11 `proc.ok`: the procedure has the steps that the control asks for. Steps stand in the procedure register, or as
//! headings of the document. With `per = "backup-target"` each thing that is backed up needs such a procedure.

use crate::aliases::{DOCUMENTS, Fit, PASSAGES, covered, fit};
use crate::documents::find;
use crate::heard::{Heard, filled, id, is_blank, items, label, same, some};
use crate::problem::{Mark, Problem, best, tell_all};
use sekisho_sdk::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The check.
#[derive(Debug)]
pub(crate) struct Procedures;

/// What a procedure says that is for everything.
const ALL: [&str; 7] = [
    "全システム",
    "全サーバ",
    "全対象",
    "共通",
    "all systems",
    "all servers",
    "common",
];

/// Something that has steps.
#[derive(Debug, Clone)]
struct Procedure<'a> {
    name: String,
    texts: Vec<&'a str>,
    marks: Vec<Mark>,
    /// Words that tell what it is for.
    about: Vec<Heard>,
    for_all: bool,
}

impl Check for Procedures {
    fn spec(&self) -> Spec {
        Spec::new("proc.ok")
            .reads("registers")
            .reads("assets")
            .parameter(Parameter::text("document", 200, "").required())
            .parameter(Parameter::texts("steps", &[]))
            .parameter(Parameter::choice("per", &["none", "backup-target"], "none"))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let (token, steps) = (cx.text("document")?, cx.texts("steps")?);
        let per_target = cx.text("per")? == "backup-target";
        let registers = cx.registers();
        let places: Vec<Mark> = ["procedures", "documents"]
            .iter()
            .filter_map(|name| registers.get(name))
            .map(|r| Mark::of(&r))
            .collect();
        let jobs = registers.get("backup-jobs");
        if per_target && jobs.as_ref().is_some_and(Register::is_empty) {
            out.not_applicable("no-targets").cite_all(&jobs);
            return Ok(());
        }
        if places.is_empty() {
            out.unknown("no-register").arg("document", token);
            return Ok(());
        }
        let found = procedures(cx, token);
        if !per_target {
            let judged = best(found.into_iter().map(|p| {
                let problems = against(&p, steps);
                (p, problems)
            }));
            match judged {
                Some((procedure, problems)) if problems.is_empty() => {
                    out.attested("met")
                        .arg("name", procedure.name)
                        .arg("count", steps.len())
                        .cite_all(&procedure.marks);
                }
                Some((_, problems)) => tell_all(problems, out),
                None => {
                    out.fail("missing").arg("document", token).cite_all(&places);
                }
            }
            return Ok(());
        }
        let Some(jobs) = jobs else {
            out.unknown("no-jobs").arg("document", token).cite_all(&places);
            return Ok(());
        };
        let (mut marks, mut targets) = (Vec::new(), BTreeSet::new());
        let assets = assets(cx);
        for job in jobs.rows() {
            let target = filled(&job, "asset").map_or_else(|| label(&job, "content"), ToOwned::to_owned);
            if !targets.insert(id(&target)) {
                continue;
            }
            let names = names(&assets, &target);
            let meant = found
                .iter()
                .filter(|p| p.is_for(&names))
                .map(|p| (p, against(p, steps)));
            match best(meant) {
                Some((procedure, problems)) if problems.is_empty() => marks.extend(procedure.marks.iter().copied()),
                Some((_, problems)) => tell_all(problems, out),
                None => {
                    out.fail("target-without")
                        .arg("target", target)
                        .arg("document", token)
                        .cite(&job)
                        .cite_all(&places);
                }
            }
        }
        if out.is_clean() {
            out.attested("all-met")
                .arg("targets", targets.len())
                .cite(&jobs)
                .cite_all(&marks);
        }
        Ok(())
    }
}

/// Procedures and documents that the token means.
fn procedures<'a>(cx: &Context<'a>, token: &str) -> Vec<Procedure<'a>> {
    let documents = cx
        .registers()
        .get("documents")
        .map(|register| find(&register, token))
        .unwrap_or_default();
    let mut found = Vec::new();
    for row in cx.registers().rows("procedures") {
        let fits = |field: &str| filled(&row, field).is_some_and(|text| fit(DOCUMENTS, token, text) != Fit::None);
        let of_document = row
            .get("document")
            .is_some_and(|name| documents.iter().any(|d| d.is(name)));
        if !(fits("type") || fits("title") || of_document || row.key().is_some_and(|key| same(key, token))) {
            continue;
        }
        let own = ["asset", "target", "対象", "対象システム", "対象機器", "システム"]
            .iter()
            .flat_map(|field| row.list(field));
        let about = own.chain(row.get("title"));
        found.push(Procedure::new(
            label(&row, "title"),
            items(&row, "steps"),
            vec![Mark::of(&row)],
            about,
        ));
    }
    for document in documents.into_iter().filter(|d| !d.is_draft()) {
        let passages = document.passages(cx);
        let mut marks: Vec<Mark> = std::iter::once(Mark::of(&document))
            .chain(passages.iter().map(|p| p.mark))
            .collect();
        marks.dedup();
        let texts: Vec<&str> = passages.iter().map(|p| p.text).collect();
        found.push(Procedure::new(
            document.name(),
            texts,
            marks,
            document.0.get("title").into_iter(),
        ));
    }
    found
}

impl<'a> Procedure<'a> {
    fn new(name: String, texts: Vec<&'a str>, marks: Vec<Mark>, about: impl Iterator<Item = &'a str>) -> Self {
        let about: Vec<Heard> = about.chain(texts.iter().copied()).map(Heard::of).collect();
        let all = ALL.map(Heard::of);
        let for_all = about.iter().any(|text| all.iter().any(|word| text.has(word)));
        Self {
            name,
            texts,
            marks,
            about,
            for_all,
        }
    }

    fn is_for(&self, names: &[Heard]) -> bool {
        self.for_all || self.about.iter().any(|text| names.iter().any(|name| text.has(name)))
    }
}

fn against(procedure: &Procedure<'_>, steps: &[String]) -> Vec<Problem> {
    if procedure.texts.is_empty() {
        // A procedure that is not even listed with steps may have them on paper.
        return vec![
            Problem::unknown("steps-unstated")
                .arg("name", procedure.name.clone())
                .cite_all(&procedure.marks),
        ];
    }
    let left: Vec<String> = steps
        .iter()
        .filter(|step| !covered(PASSAGES, step, &procedure.texts))
        .cloned()
        .collect();
    if left.is_empty() {
        return Vec::new();
    }
    let problem = Problem::fail("step-missing")
        .arg("name", procedure.name.clone())
        .arg("steps", some(&left));
    vec![problem.arg("count", left.len()).cite_all(&procedure.marks)]
}

/// All names of a backed-up asset.
fn names(assets: &BTreeMap<String, Vec<&str>>, target: &str) -> Vec<Heard> {
    let known = assets.get(&id(target)).into_iter().flatten().copied();
    std::iter::once(target).chain(known).map(Heard::of).collect()
}

/// All names of each asset, by each of them.
fn assets<'a>(cx: &Context<'a>) -> BTreeMap<String, Vec<&'a str>> {
    let mut found: BTreeMap<String, Vec<&'a str>> = BTreeMap::new();
    for asset in cx.assets().assets() {
        let names: Vec<&str> = [asset.id(), asset.name(), asset.hostname()]
            .into_iter()
            .flatten()
            .collect();
        for name in &names {
            found
                .entry(id(name))
                .or_default()
                .extend(names.iter().filter(|name| !is_blank(name)));
        }
    }
    found
}
