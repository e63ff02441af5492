//! `sekisho policy risks`: the user's table of risk sources beside the controls that meet them, and what stays open if some of
//! these fail.

use super::{named, to_json};
use crate::args::{Form, Risks};
use crate::assessing::risk_table;
use crate::bundle::{Bundle, LoadedPolicy};
use crate::failure::{Failure, exit};
use crate::print;
use sekisho_model::Status;
use sekisho_model::assessment::{Judged, RiskTable};
use sekisho_model::text::Language;
use sekisho_report::view::clean;
use sekisho_report::words;
use serde_json::json;

pub(super) fn run(args: &Risks) -> crate::Outcome {
    let mut bundle = Bundle::open(&args.bundles)?;
    let policy = named(&mut bundle, &args.policy)?;
    let table = risk_table(&args.risks, &policy.catalogue)?;
    if let Some(stranger) = args.fails.iter().find(|id| !policy.catalogue.has(id)) {
        return Err(
            Failure::usage(format!("`{}` has no control `{stranger}`", policy.policy.id))
                .hint("`sekisho policy show` lists its controls"),
        );
    }
    let l = args.language.get();
    if args.fails.is_empty() {
        return list(&policy, &table, args.output, l);
    }
    let status = |id: &str| {
        let fails = args.fails.iter().any(|failing| failing == id);
        Some(if fails { Status::NotSatisfied } else { Status::Satisfied })
    };
    let judged = table.judge(&status);
    let mut open: Vec<Judged<'_>> = judged.into_iter().filter(|j| j.standing.stays_open()).collect();
    open.sort_by_key(|j| j.standing);
    what_if(&policy, &table, &args.fails, &open, args.output, l)
}

/// The controls that no risk source names.
fn unlinked<'p>(policy: &'p LoadedPolicy, table: &RiskTable) -> Vec<&'p str> {
    let is_named = |id: &str| table.sources.iter().any(|s| s.controls.iter().any(|c| c == id));
    let ids = policy.catalogue.controls.iter().map(|c| c.id.as_str());
    ids.filter(|id| !is_named(id)).collect()
}

fn list(policy: &LoadedPolicy, table: &RiskTable, output: Form, l: Language) -> crate::Outcome {
    let unlinked = unlinked(policy, table);
    if output == Form::Json {
        return to_json(&json!({
            "policy": policy.policy.id, "digest": table.digest, "sources": table.sources, "unlinked": unlinked,
        }));
    }
    for source in &table.sources {
        print::line(&clean(&format!("{}  {}  {}", source.id, source.layer, source.text())));
        print::line(&format!("    {}", source.controls.join(", ")));
    }
    print::line(&match l {
        Language::Ja => format!(
            "リスク源 {}、どのリスク源にも対応しない管理策 {}: {}",
            table.sources.len(),
            unlinked.len(),
            unlinked.join(", ")
        ),
        Language::En => format!(
            "{} risk sources; {} controls meet none of them: {}",
            table.sources.len(),
            unlinked.len(),
            unlinked.join(", ")
        ),
    });
    Ok(exit::CONFORMANT)
}

fn what_if(
    policy: &LoadedPolicy,
    table: &RiskTable,
    fails: &[String],
    open: &[Judged<'_>],
    output: Form,
    l: Language,
) -> crate::Outcome {
    if output == Form::Json {
        let open: Vec<_> = open.iter().map(sekisho_report::risks::data).collect();
        return to_json(&json!({
            "policy": policy.policy.id, "digest": table.digest, "fails": fails, "sources": table.sources.len(), "open": open,
        }));
    }
    let list = fails.join(", ");
    print::line(&match l {
        Language::Ja => format!(
            "{list} が満たされないとき: 残るリスク源 {} / {}",
            open.len(),
            table.sources.len()
        ),
        Language::En => format!(
            "if {list} fails: {} of {} risk sources stay open",
            open.len(),
            table.sources.len()
        ),
    });
    for judged in open {
        let source = judged.source;
        let head = format!(
            "{}  [{}]  {}  {}",
            source.id,
            words::standing(judged.standing, l),
            source.layer,
            source.text()
        );
        print::line(&clean(&head));
        print::line(&format!("    {}", sekisho_report::risks::controls(judged, l)));
    }
    Ok(exit::CONFORMANT)
}
