//! `sekisho procure annex|check`: what a buyer asks for, and whether a supplier answered it.

use crate::args::procure::{Annex as AnnexArgs, Asked, Check, Procure as Command};
use crate::args::{Bundles, Form as Output};
use crate::bundle::Bundle;
use crate::commands::evidence::template_format;
use crate::commands::plugin::sandbox;
use crate::commands::{answers, put};
use crate::failure::{Failure, exit};
use crate::limits::Limits;
use crate::subjects::Subjects;
use crate::{machine, output, print};
use sekisho_evidence::template;
use sekisho_model::Verdict;
use sekisho_model::check::PluginInfo;
use sekisho_model::diagnostic::Level;
use sekisho_model::text::Language;
use sekisho_procure::annex::{self, Annex, Choice};
use sekisho_procure::complete::{Line, Sbom};
use sekisho_procure::render::why;
use sekisho_procure::{Answered, Form, check, render};
use sekisho_sandbox::Plugin;
use std::path::{Path, PathBuf};

/// Largest annex.
const ANNEX_BYTES: u64 = 64 << 20;

pub(crate) fn run(command: Command) -> crate::Outcome {
    match command {
        Command::Annex(args) => write(&args),
        Command::Check(args) => hold(&args),
    }
}

/// What to write.
#[derive(Clone, Copy, PartialEq)]
enum Wanted {
    Document(Form),
    Sheet,
}

fn write(args: &AnnexArgs) -> crate::Outcome {
    let outputs = output::forms(
        &args.output,
        &FORMS,
        &[Wanted::Document(Form::Docx)],
        "form of an annex",
    )?;
    let annex = asked(&args.asked, &args.bundles)?;
    let l = args.language.get();
    for (wanted, path) in outputs {
        let bytes = match wanted {
            Wanted::Document(form) => render(&annex, form, l)?,
            Wanted::Sheet => {
                let controls = annex
                    .requirements
                    .iter()
                    .map(|r| (r.control.clone(), r.title.get(l).to_owned(), Vec::new()));
                let asked = template::Questions {
                    controls: controls.collect(),
                    ..template::Questions::default()
                };
                let format = template_format(path.as_deref())?;
                template::answers(&asked, l, format).map_err(|e| Failure::internal(e.to_string()))?
            }
        };
        put(path.as_deref(), &bytes)?;
    }
    Ok(exit::CONFORMANT)
}

/// The annex of a policy and chosen controls.
fn asked(asked: &Asked, bundles: &Bundles) -> Result<Annex, Failure> {
    let Some(name) = asked.policy.as_deref() else {
        return Err(Failure::usage("it is not said what is asked for").hint("name a policy with `--policy`"));
    };
    let mut bundle = Bundle::open(bundles)?;
    let id = bundle.id_of(name)?;
    let policy = bundle.policy(&id)?;
    let plugins = bundle.load_for(&sandbox()?, std::slice::from_ref(&policy))?;
    let resolved = policy.resolve(policy.profile(asked.profile.as_deref())?, None, &plugins)?;
    let infos: Vec<&PluginInfo> = plugins.iter().map(Plugin::info).collect();
    let choice = Choice {
        catalogue: &policy.catalogue,
        policy: &policy.policy,
        resolved: &resolved,
        plugins: &infos,
        controls: &asked.control,
        system: asked.system.as_deref(),
    };
    Ok(annex::make(choice)?)
}

/// The forms of an annex, and the sheet that a supplier fills in.
const FORMS: [(&str, Wanted); 5] = {
    let [md, html, docx, json] = Form::ALL;
    [
        (md.0, Wanted::Document(md.1)),
        (html.0, Wanted::Document(html.1)),
        (docx.0, Wanted::Document(docx.1)),
        (json.0, Wanted::Document(json.1)),
        ("answers", Wanted::Sheet),
    ]
};

fn hold(args: &Check) -> crate::Outcome {
    let (annex, sheets) = match (args.asked.policy.is_some(), args.files.split_first()) {
        (false, Some((first, rest))) => (read_annex(first)?, rest),
        _ => (asked(&args.asked, &args.bundles)?, args.files.as_slice()),
    };
    if sheets.is_empty() {
        return Err(Failure::usage("there is no answer sheet").hint("name the supplier's sheets after the annex"));
    }
    let sheet = answers::read(sheets, &annex.policy.id)?;
    let answered = check(
        &annex,
        &sheet,
        sbom(&args.sbom)?,
        args.as_of.unwrap_or_else(machine::today),
    );
    match args.output {
        Output::Json => print::json(&answered)?,
        Output::Text => tell(&answered, args.language.get()),
    }
    Ok(match answered.verdict {
        Verdict::Conformant => exit::CONFORMANT,
        Verdict::NonConformant => exit::NON_CONFORMANT,
        Verdict::Indeterminate => exit::INDETERMINATE,
    })
}

fn read_annex(path: &Path) -> Result<Annex, Failure> {
    let text = machine::read_text(path, ANNEX_BYTES)?;
    Ok(annex::parse(&path.display().to_string(), &text)?)
}

fn sbom(paths: &[PathBuf]) -> Result<Option<Sbom>, Failure> {
    if paths.is_empty() {
        return Ok(None);
    }
    let subjects = Subjects::find(paths, Limits::parse(&[])?.read)?;
    let mut sbom = Sbom::default();
    for index in 0..subjects.count() {
        let Some(subject) = subjects.read(index) else { continue };
        if let Some(remark) = subject.diagnostics.iter().find(|d| d.level == Level::Error) {
            return Err(Failure::evidence(remark.message.clone()));
        }
        sbom.add(&subject.facts);
    }
    if sbom.documents == 0 {
        return Err(Failure::evidence("what was given with `--sbom` is no SBOM")
            .hint("`sekisho evidence inspect` shows what a file is read as"));
    }
    Ok(Some(sbom))
}

fn tell(answered: &Answered, l: Language) {
    let ja = l == Language::Ja;
    let pick = |a: &'static str, b: &'static str| if ja { a } else { b };
    let head = match (answered.complete, answered.verdict) {
        (true, Verdict::NonConformant) => pick(
            "回答は揃っているが、満たさない要求事項がある",
            "complete, and something is not met",
        ),
        (true, _) => pick("回答は揃っている", "complete"),
        (false, _) => pick("不完全", "incomplete"),
    };
    let of = pick("要求事項", "requirements");
    print::line(&format!("{head} ({of} {})", answered.requirements));
    let list = |title: &str, lines: &[Line]| {
        if !lines.is_empty() {
            print::line(&format!("{title} {}", lines.len()));
        }
        for line in lines {
            let reasons: Vec<&str> = line.why.iter().map(|word| why(word, l)).collect();
            print::line(&format!(
                "  {} ({}) {}",
                line.control,
                reasons.join(", "),
                line.title.get(l)
            ));
        }
    };
    list(pick("回答のない要求事項", "without an answer"), &answered.missing);
    list(pick("回答の不備", "answers that lack something"), &answered.faulty);
    list(
        pick("満たさないとの回答", "not met, as the supplier says"),
        &answered.not_met,
    );
    if let Some(sbom) = answered.sbom {
        print::line(&if sbom.documents == 0 {
            pick("SBOM の提出がない", "there is no SBOM").to_owned()
        } else if ja {
            format!(
                "SBOM: 部品 {}、名称なし {}、版なし {}、供給者なし {}、識別子なし {}",
                sbom.components,
                sbom.without_name,
                sbom.without_version,
                sbom.without_supplier,
                sbom.without_identifier
            )
        } else {
            format!(
                "SBOM: {} components, {} without name, {} without version, {} without supplier, {} without identifier",
                sbom.components,
                sbom.without_name,
                sbom.without_version,
                sbom.without_supplier,
                sbom.without_identifier
            )
        });
    }
    if !answered.not_asked.is_empty() {
        let title = pick("求めていない番号への回答", "answers to what was not asked");
        print::line(&format!("{title}: {}", answered.not_asked.join(", ")));
    }
}
