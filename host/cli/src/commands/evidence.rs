//! `sekisho evidence inspect|validate|template`; `lockfile` has `evidence sbom`.

mod describe;
mod vocabulary;

use crate::args::{Evidence as Command, Form};
use crate::bundle::{Bundle, LoadedPolicy};
use crate::failure::{Failure, exit};
use crate::limits::Limits;
use crate::subjects::Subjects;
use crate::{machine, print, tables};
use sekisho_catalog::catalogue::CatalogueControl;
use sekisho_catalog::tables::measures::{self, Measures};
use sekisho_evidence::Subject;
use sekisho_evidence::template::{self, Questions, TemplateFormat};
use sekisho_model::assessment::TitledRecord;
use sekisho_model::diagnostic::Level;
use sekisho_model::schema::KINDS;
use sekisho_model::text::Language;
use sekisho_model::{Bilingual, Diagnostic};
use serde_json::json;
use std::path::{Path, PathBuf};

pub(crate) fn run(command: Command) -> crate::Outcome {
    match command {
        Command::Inspect {
            evidence,
            output,
            limit,
        } => inspect(&evidence, output, &limit),
        Command::Validate {
            evidence,
            output,
            limit,
        } => validate(&evidence, output, &limit),
        Command::Vocabulary {
            register,
            attributes,
            output,
            language,
        } => vocabulary::run(&register, &attributes, output, language.get()),
        Command::Describe { file, attributes, to } => describe::run(&file, &attributes, to.as_deref()),
        Command::Sbom(args) => super::lockfile::run(&args),
        Command::Template {
            register: None,
            language,
            ..
        } => {
            list(language.get());
            Ok(exit::CONFORMANT)
        }
        Command::Template {
            register: Some(register),
            policy,
            measures,
            to,
            language,
            bundles,
        } => {
            let l = language.get();
            let format = template_format(to.as_deref())?;
            let bytes = if register == "answers" && policy.is_some() {
                let mut bundle = Bundle::open(&bundles)?;
                let id = bundle.id_of(policy.as_deref().unwrap_or_default())?;
                let asked = questions(&bundle.policy(&id)?, measures.as_deref(), l)?;
                template::answers(&asked, l, format)
            } else if measures.is_some() {
                return Err(Failure::usage("`--measures` belongs to the answer sheet of a policy")
                    .hint("`sekisho evidence template answers --policy ID --measures FILE`"));
            } else {
                template::template(&register, l, format)
            };
            let bytes = bytes
                .map_err(|e| Failure::usage(e.to_string()).hint("`sekisho evidence template` lists the registers"))?;
            match to {
                Some(path) => machine::write(&path, &bytes)?,
                None => print::data(&bytes).map_err(|e| Failure::internal(e.to_string()))?,
            }
            Ok(exit::CONFORMANT)
        }
    }
}

/// The controls of a policy as questions; with a table of measures, the examples of every level beside them.
fn questions(policy: &LoadedPolicy, table: Option<&Path>, l: Language) -> Result<Questions, Failure> {
    let catalogue = &policy.catalogue;
    let measures = match table {
        Some(path) => {
            let (rows, _) = tables::rows(path, &|rows| measures::fits(rows))?;
            measures::read(&rows, catalogue).map_err(|reason| {
                Failure::usage(format!("cannot join `{}` to `{}`: {reason}", path.display(), catalogue.id))
                    .hint("give a table (CSV, XLSX) with a column of control ids and one for each level, or `level` and `measure`")
            })?
        }
        None => Measures::default(),
    };
    let levels: &[TitledRecord] = if table.is_some() {
        &catalogue.measure_levels
    } else {
        &[]
    };
    let header = |level: &TitledRecord| {
        Bilingual::new(
            format!("対策例({})", level.title.ja),
            format!("Example ({})", level.title.en),
        )
    };
    let row = |control: &CatalogueControl| {
        let help = levels
            .iter()
            .map(|level| measures.of(&control.id, &level.id).unwrap_or_default().to_owned());
        (control.id.clone(), control.title.get(l).to_owned(), help.collect())
    };
    Ok(Questions {
        controls: catalogue.controls.iter().map(row).collect(),
        help: levels.iter().map(header).collect(),
        has_levels: !catalogue.measure_levels.is_empty(),
    })
}

/// The format that the name of a file asks for.
pub(super) fn template_format(to: Option<&Path>) -> Result<TemplateFormat, Failure> {
    match to.map(|p| p.extension().and_then(|e| e.to_str()).unwrap_or_default()) {
        None | Some("csv") => Ok(TemplateFormat::Csv),
        Some("xlsx") => Ok(TemplateFormat::Xlsx),
        Some(other) => Err(Failure::usage(format!(
            "a template is written as .csv or .xlsx, not as `.{other}`"
        ))),
    }
}

fn list(l: Language) {
    for register in template::registers() {
        print::line(&format!("{:24} {}", register.id, register.title.get(l)));
    }
}

fn read(paths: &[PathBuf], limit: &[String]) -> Result<(Vec<Subject>, Vec<Diagnostic>), Failure> {
    let limits = Limits::parse(limit)?;
    let subjects = Subjects::find(paths, limits.read)?;
    let read = (0..subjects.count()).filter_map(|index| subjects.read(index)).collect();
    Ok((read, subjects.diagnostics))
}

/// How many facts each table got, for tables that got any.
fn counts(subject: &Subject) -> Vec<(String, u32)> {
    let mut counts = Vec::new();
    for kind in KINDS {
        for table in kind.tables {
            let rows = subject.facts.rows(kind.kind, table.name);
            if rows > 0 {
                counts.push((format!("{}.{}", kind.name, table.name), rows));
            }
        }
    }
    counts
}

fn inspect(paths: &[PathBuf], output: Form, limit: &[String]) -> crate::Outcome {
    let (subjects, others) = read(paths, limit)?;
    if output == Form::Json {
        let list: Vec<_> = subjects
            .iter()
            .map(|s| {
                let facts: serde_json::Map<_, _> = counts(s).into_iter().map(|(n, c)| (n, json!(c))).collect();
                json!({ "id": s.id, "name": s.name, "evidence": s.evidence, "facts": facts, "diagnostics": s.diagnostics })
            })
            .collect();
        print::json(&json!({ "subjects": list, "diagnostics": others }))?;
        return Ok(exit::CONFORMANT);
    }
    for subject in &subjects {
        print::line(&format!("{} ({} / {})", subject.id, subject.name.ja, subject.name.en));
        for item in &subject.evidence {
            let encoding = item.encoding.as_deref().unwrap_or("-");
            print::line(&format!(
                "  {:12} {:28} {:10} {:>10}  {}",
                item.kind.name(),
                item.format,
                encoding,
                item.size,
                item.path
            ));
        }
        for (table, count) in counts(subject) {
            print::line(&format!("    {table}: {count}"));
        }
        let weighty = subject.diagnostics.iter().filter(|d| d.level != Level::Note).count();
        print::line(&format!(
            "  {} remarks, {weighty} of them warnings or errors (see `sekisho evidence validate`)",
            subject.diagnostics.len()
        ));
    }
    Ok(exit::CONFORMANT)
}

fn validate(paths: &[PathBuf], output: Form, limit: &[String]) -> crate::Outcome {
    let (subjects, mut all) = read(paths, limit)?;
    all.extend(subjects.into_iter().flat_map(|s| s.diagnostics));
    all.sort_by(|a, b| b.level.cmp(&a.level).then_with(|| a.cmp(b)));
    if output == Form::Json {
        print::json(&all)?;
    } else {
        for d in &all {
            let level = match d.level {
                Level::Error => "error",
                Level::Warning => "warning",
                Level::Note => "note",
            };
            let subject = d.subject.as_deref().map(|s| format!("{s}/")).unwrap_or_default();
            let line = d.line.map(|n| format!(":{n}")).unwrap_or_default();
            let locator = d.locator.as_deref().map(|l| format!(" ({l})")).unwrap_or_default();
            print::line(&format!(
                "{level}[{}] {subject}{}{line}{locator}: {}",
                d.code,
                d.path.as_deref().unwrap_or(""),
                d.message
            ));
            if let Some(hint) = &d.hint {
                print::line(&format!("  hint: {hint}"));
            }
        }
        let errors = all.iter().filter(|d| d.level == Level::Error).count();
        print::talk(&format!("{} remarks, {errors} errors", all.len()));
    }
    let unreadable = all.iter().any(|d| d.level == Level::Error);
    Ok(if unreadable { exit::EVIDENCE } else { exit::CONFORMANT })
}
