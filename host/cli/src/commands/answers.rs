//! `sekisho answers …`: `carry` stands here, `import` and `maturity` in files of their own.
//!
//! `sekisho answers carry`: an answer sheet of one version of a guideline becomes a sheet of the next.
//!
//! An answer that must be reviewed is written so that no scan takes it for an answer: `review: yes`.

mod import;
mod maturity;

use crate::args::Form;
use crate::args::answers::{Answers as Command, Carry};
use crate::bundle::{Bundle, LoadedPolicy};
use crate::commands::evidence::template_format;
use crate::failure::{Failure, exit};
use crate::limits::Limits;
use crate::subjects::Subjects;
use crate::{machine, print};
use sekisho_catalog::carry::{Way, way};
use sekisho_catalog::crosswalk::Link;
use sekisho_catalog::crosswalk::{self, Relationship};
use sekisho_evidence::answers::{Answer, Sheet};
use sekisho_evidence::template::{Cells, Column, answer_word, filled_answers};
use sekisho_model::Bilingual;
use sekisho_model::diagnostic::Level;
use sekisho_model::text::Language;
use serde_json::json;
use std::path::{Path, PathBuf};

/// Largest crosswalk file.
const CROSSWALK_BYTES: u64 = 16 << 20;

pub(crate) fn run(command: Command) -> crate::Outcome {
    match command {
        Command::Carry(args) => carry(&args),
        Command::Import(args) => import::run(&args),
        Command::Maturity(args) => maturity::run(&args),
    }
}

/// What became of an item of the new version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Kept,
    Review,
    /// It comes from an old item, which nobody answered.
    Unanswered,
    New,
}

fn carry(args: &Carry) -> crate::Outcome {
    let format = template_format(Some(&args.to_file))?;
    let named = |name: &str| {
        let mut bundle = Bundle::open(&args.bundles)?;
        let id = bundle.id_of(name)?;
        bundle.policy(&id)
    };
    let (old, new) = (named(&args.from)?, named(&args.to)?);
    let way = found_way(&old, &new, args.crosswalk.as_deref())?;
    let answers = read(&args.answers, &old.policy.id)?;
    let l = args.language.get();
    let mut rows = Vec::with_capacity(way.items.len());
    let mut fates = Vec::with_capacity(way.items.len());
    for (item, control) in way.items.iter().zip(&new.catalogue.controls) {
        let mut row = Cells::from([
            ("control", control.id.clone()),
            ("question", control.title.get(l).to_owned()),
            ("policy", new.policy.id.clone()),
        ]);
        let said: Vec<(&Link, &Answer)> = item
            .from
            .iter()
            .flat_map(|from| answers.of(&from.control).iter().map(move |answer| (from, answer)))
            .collect();
        let fate = match (item.same(), said.as_slice()) {
            _ if item.from.is_empty() => Fate::New,
            (_, []) => Fate::Unanswered,
            (Some(_), [(_, one)]) if one.word.is_some() => Fate::Kept,
            _ => Fate::Review,
        };
        // Of several answers the least favorable one stands in the sheet; the column of origins names all.
        if let Some((_, answer)) = said.iter().min_by_key(|(_, answer)| answer.rank()) {
            fill(&mut row, answer, fate, l);
        }
        if !item.from.is_empty() {
            row.insert("carried", origins(&item.from, fate, l));
        }
        rows.push(row);
        fates.push(fate);
    }
    let bytes = filled_answers(&rows, &columns(), l, format).map_err(|e| Failure::internal(e.to_string()))?;
    machine::write(&args.to_file, &bytes)?;
    let strange: Vec<&str> = answers.strangers(old.catalogue.controls.iter().map(|c| c.id.as_str()));
    tell(
        &Told {
            old: &old,
            new: &new,
            way: &way,
            fates: &fates,
            answers: &answers,
            strange: &strange,
        },
        args.output,
        l,
    )
}

/// The columns beside those of an answer sheet.
fn columns() -> [Column; 3] {
    [
        ("policy", Bilingual::new("ポリシー", "Policy")),
        ("valid_until", Bilingual::new("有効期限", "Valid until")),
        ("carried", Bilingual::new("引継ぎ", "Carried over")),
    ]
}

fn fill(row: &mut Cells, answer: &Answer, fate: Fate, l: Language) {
    let word = answer.word.and_then(|word| answer_word(word, l));
    let word = word.map_or_else(|| answer.raw.clone(), ToOwned::to_owned);
    row.insert(
        "answer",
        match (fate, l) {
            (Fate::Review, Language::Ja) => format!("要確認: {word}"),
            (Fate::Review, Language::En) => format!("review: {word}"),
            _ => word,
        },
    );
    let day = |day: Option<sekisho_model::Date>| day.map(|d| d.to_string()).unwrap_or_default();
    for (field, text) in [
        ("answered_by", answer.by.clone()),
        ("answered_role", answer.role.clone()),
        ("answered_at", day(answer.at)),
        ("evidence", answer.evidence.clone()),
        ("reason", answer.reason.clone()),
        ("valid_until", day(answer.until)),
        ("level", answer.level.clone()),
    ] {
        row.insert(field, text);
    }
}

/// `同じ: 3`, `review: 5 (intersects, unverified)`
fn origins(from: &[Link], fate: Fate, l: Language) -> String {
    let one = |origin: &Link| {
        let relationship = match (origin.relationship, l) {
            (Relationship::Equal, Language::Ja) => "同じ",
            (Relationship::Subset, Language::Ja) => "旧版の方が狭い",
            (Relationship::Superset, Language::Ja) => "旧版の方が広い",
            (Relationship::Intersects, Language::Ja) => "一部重なる",
            (other, Language::En) => other.name(),
        };
        let unverified = match (origin.confidence.as_str(), l) {
            ("confirmed", _) => "",
            (_, Language::Ja) => "・対応は未照合",
            (_, Language::En) => ", not compared with the source yet",
        };
        format!("{} ({relationship}{unverified})", origin.control)
    };
    let list: Vec<String> = from.iter().map(one).collect();
    let mark = match (fate, l) {
        (Fate::Review, Language::Ja) => "要確認: ",
        (Fate::Review, Language::En) => "review: ",
        _ => "",
    };
    format!("{mark}{}", list.join("; "))
}

fn found_way(old: &LoadedPolicy, new: &LoadedPolicy, file: Option<&Path>) -> Result<Way, Failure> {
    let (from, to) = (&old.catalogue, &new.catalogue);
    if let Some(path) = file {
        let text = machine::read_text(path, CROSSWALK_BYTES)?;
        let name = path.display().to_string();
        let forward = crosswalk::parse(&name, &text, from);
        if let Ok(table) = &forward
            && let Some(target) = table.target(&to.id)
        {
            return Ok(way(from, to, Some(target), None));
        }
        if let Ok(table) = crosswalk::parse(&name, &text, to)
            && let Some(target) = table.target(&from.id)
        {
            return Ok(way(from, to, None, Some(target)));
        }
        return Err(match forward {
            Err(error) => Failure::policy(&[error]),
            Ok(_) => Failure::usage(format!("`{name}` does not lead from `{}` to `{}`", from.id, to.id))
                .hint("it needs a `[[target]]` with the id of the other catalogue"),
        });
    }
    let forward = old.crosswalk.target(&to.id);
    let backward = new.crosswalk.target(&from.id);
    if forward.is_none() && backward.is_none() && from.id != to.id {
        return Err(
            Failure::usage(format!("there is no crosswalk between `{}` and `{}`", from.id, to.id))
                .hint("give one with `--crosswalk`; policies/README.md tells its format"),
        );
    }
    Ok(way(from, to, forward, backward))
}

/// Reads the answers to one policy; an unreadable file stops it, since answers would be missing.
pub(crate) fn read(paths: &[PathBuf], policy: &str) -> Result<Sheet, Failure> {
    let subjects = Subjects::find(paths, Limits::parse(&[])?.read)?;
    let mut sheet = Sheet::default();
    for index in 0..subjects.count() {
        let Some(subject) = subjects.read(index) else { continue };
        for remark in subject.diagnostics.iter().filter(|d| d.level != Level::Note) {
            if remark.level == Level::Error {
                return Err(Failure::evidence(remark.message.clone()));
            }
            print::remark(remark);
        }
        sheet.add(&subject.facts, policy);
    }
    if sheet.is_empty() {
        let what = format!("there is no answer to `{policy}` in what was given");
        return Err(Failure::evidence(what).hint("`sekisho evidence inspect` shows what a file is read as"));
    }
    Ok(sheet)
}

/// What there is to tell of the way.
struct Told<'a> {
    old: &'a LoadedPolicy,
    new: &'a LoadedPolicy,
    way: &'a Way,
    fates: &'a [Fate],
    answers: &'a Sheet,
    strange: &'a [&'a str],
}

fn tell(told: &Told<'_>, output: Form, l: Language) -> crate::Outcome {
    let of = |fate: Fate| -> Vec<&str> {
        let items = told.way.items.iter().zip(told.fates);
        items
            .filter(|(_, f)| **f == fate)
            .map(|(item, _)| item.control.as_str())
            .collect()
    };
    let (kept, review, unanswered, new) = (of(Fate::Kept), of(Fate::Review), of(Fate::Unanswered), of(Fate::New));
    if output == Form::Json {
        let withdrawn: Vec<_> = told
            .way
            .withdrawn
            .iter()
            .map(|id| json!({ "control": id, "answered": !told.answers.of(id).is_empty() }))
            .collect();
        print::json(&json!({
            "from": { "id": told.old.policy.id, "version": told.old.policy.version },
            "to": { "id": told.new.policy.id, "version": told.new.policy.version },
            "kept": kept, "review": review, "unanswered": unanswered, "new": new,
            "withdrawn": withdrawn, "strange": told.strange,
        }))?;
        return Ok(exit::CONFORMANT);
    }
    let ja = l == Language::Ja;
    let withdrawn: Vec<&str> = told.way.withdrawn.iter().map(String::as_str).collect();
    for (ja_word, en_word, list) in [
        ("引き継いだ回答", "kept", &kept),
        (
            "要確認(そのままでは回答とみなしません)",
            "to review (no answers until then)",
            &review,
        ),
        ("旧版で未回答", "not answered before", &unanswered),
        ("新設", "new", &new),
        ("廃止", "withdrawn", &withdrawn),
        (
            "旧版にない番号への回答",
            "answers to ids that the old version does not have",
            &told.strange.to_vec(),
        ),
    ] {
        let word = if ja { ja_word } else { en_word };
        let ids = if list.is_empty() {
            String::new()
        } else {
            format!(": {}", list.join(", "))
        };
        print::line(&format!("{word} {}{ids}", list.len()));
    }
    Ok(exit::CONFORMANT)
}
