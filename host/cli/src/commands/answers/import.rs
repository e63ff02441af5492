//! `sekisho answers import`: a check sheet of somebody else's making becomes an answer sheet of a policy, without being edited.

use super::super::evidence::template_format;
use crate::args::Form;
use crate::args::answers::Import;
use crate::bundle::{Bundle, LoadedPolicy};
use crate::failure::{Failure, exit};
use crate::{machine, print, tables};
use sekisho_evidence::ReadError;
use sekisho_evidence::checksheet::{Item, Mapping, Merged, items, merge};
use sekisho_evidence::template::{Cells, Column, answer_word, filled_answers};
use sekisho_model::Bilingual;
use sekisho_model::text::Language;
use serde_json::json;
use std::collections::BTreeMap;

/// Largest mapping.
const MAPPING_BYTES: u64 = 16 << 20;

pub(super) fn run(args: &Import) -> crate::Outcome {
    let format = template_format(Some(&args.to_file))?;
    let mapping = mapping(args)?;
    let mut bundle = Bundle::open(&args.bundles)?;
    let id = bundle.id_of(args.policy.as_deref().unwrap_or(&mapping.policy))?;
    let policy = bundle.policy(&id)?;
    if policy.policy.id != mapping.policy {
        return Err(Failure::usage(format!(
            "the mapping `{}` is for `{}`, not for `{}`",
            args.mapping.display(),
            mapping.policy,
            policy.policy.id
        )));
    }
    known(args, &mapping, &policy)?;
    let (sheets, _) = tables::sheets(&args.sheet)?;
    let items = items(&sheets, &mapping).map_err(|reason| {
        Failure::evidence(format!(
            "cannot take answers from `{}`:\n       {reason}",
            args.sheet.display()
        ))
        .hint(
            "mend the sheet, or say in the mapping what it means: `item`, `words` and `columns` (docs/check-sheets.md)",
        )
    })?;
    let merged = merge(&mapping, &items);
    let l = args.language.get();
    let rows: Vec<Cells> = policy
        .catalogue
        .controls
        .iter()
        .map(|control| {
            let mut row = Cells::from([
                ("control", control.id.clone()),
                ("question", control.title.get(l).to_owned()),
                ("policy", policy.policy.id.clone()),
            ]);
            if let Some(answer) = merged.get(&control.id) {
                fill(&mut row, answer, l);
            }
            row
        })
        .collect();
    let columns: [Column; 2] = [
        ("policy", Bilingual::new("ポリシー", "Policy")),
        ("origins", Bilingual::new("元の項目", "Items of the sheet")),
    ];
    let bytes = filled_answers(&rows, &columns, l, format).map_err(|e| Failure::internal(e.to_string()))?;
    machine::make_way(&args.to_file)?;
    machine::write(&args.to_file, &bytes)?;
    tell(args, &policy, &mapping, &items, &merged)
}

fn mapping(args: &Import) -> Result<Mapping, Failure> {
    let text = machine::read_text(&args.mapping, MAPPING_BYTES)?;
    Mapping::parse(&text).map_err(|error| {
        let line = match &error {
            ReadError::Malformed { line: Some(line), .. } => format!(":{line}"),
            _ => String::new(),
        };
        Failure::usage(format!("{}{line}: {error}", args.mapping.display()))
            .hint("docs/check-sheets.md tells the format of a mapping")
    })
}

/// Every control that the mapping names is one of the policy.
fn known(args: &Import, mapping: &Mapping, policy: &LoadedPolicy) -> Result<(), Failure> {
    let place = args.mapping.display();
    let named = mapping.items.iter();
    let named = named.flat_map(|item| item.controls.iter().map(move |control| (item, control)));
    let faults: Vec<String> = named
        .filter(|(_, control)| !policy.catalogue.has(control))
        .map(|(item, control)| {
            format!(
                "{place}:{}: `{}` has no control `{}`, which item `{}` names",
                item.line,
                policy.policy.id,
                control.escape_debug(),
                item.id
            )
        })
        .collect();
    if faults.is_empty() {
        return Ok(());
    }
    Err(Failure::usage(faults.join("\n       ")).hint("`sekisho policy show` lists the controls"))
}

fn fill(row: &mut Cells, answer: &Merged, l: Language) {
    let word = answer.answer.and_then(|word| answer_word(word, l)).unwrap_or_default();
    for (field, text) in [
        ("answer", word.to_owned()),
        ("answered_by", answer.by.clone()),
        ("answered_role", answer.role.clone()),
        ("answered_at", answer.at.map(|day| day.to_string()).unwrap_or_default()),
        ("evidence", answer.evidence.clone()),
        ("reason", answer.reason.clone()),
        ("origins", answer.origins.join("; ")),
    ] {
        row.insert(field, text);
    }
}

fn tell(
    args: &Import,
    policy: &LoadedPolicy,
    mapping: &Mapping,
    items: &[Item],
    merged: &BTreeMap<String, Merged>,
) -> crate::Outcome {
    let numbers: Vec<usize> = items.iter().map(|item| item.item).collect();
    let absent: Vec<&str> = mapping
        .items
        .iter()
        .enumerate()
        .filter(|(number, _)| !numbers.contains(number))
        .map(|(_, item)| item.id.as_str())
        .collect();
    let empty = items.iter().filter(|item| item.answer.is_none());
    let empty: Vec<&str> = empty
        .filter_map(|item| Some(mapping.items.get(item.item)?.id.as_str()))
        .collect();
    let answered = merged.values().filter(|answer| answer.answer.is_some()).count();
    let total = policy.catalogue.controls.len();
    if args.output == Form::Json {
        print::json(&json!({
            "policy": policy.policy.id, "items": items.len(), "empty": empty, "absent": absent,
            "controls": total, "mapped": merged.len(), "answered": answered,
        }))?;
        return Ok(exit::CONFORMANT);
    }
    let ja = args.language.get() == Language::Ja;
    print::line(&if ja {
        format!(
            "{}: シートの {} 項目から、対応する管理策 {} のうち {answered} に回答(全 {total})",
            policy.policy.id,
            items.len(),
            merged.len()
        )
    } else {
        format!(
            "{}: {} items answer {answered} of {} mapped controls ({total} in all)",
            policy.policy.id,
            items.len(),
            merged.len()
        )
    });
    for (ja_word, en_word, list) in [
        ("未記入の項目", "items left empty", &empty),
        ("シートにない項目", "items that the sheet lacks", &absent),
    ] {
        if !list.is_empty() {
            let word = if ja { ja_word } else { en_word };
            print::line(&format!("{word} {}: {}", list.len(), list.join(", ")));
        }
    }
    Ok(exit::CONFORMANT)
}
