//! `sekisho policy list`: what there is, by sector, and how far each can be trusted.

use super::show::said_of_access;
use super::to_json;
use crate::args::Form;
use crate::bundle::{Bundle, LoadedPolicy};
use crate::failure::{Failure, exit};
use crate::print;
use sekisho_catalog::sectors::Sector;
use sekisho_model::Bilingual;
use sekisho_model::text::Language;
use serde_json::json;

/// Which policies are wanted.
pub(super) struct Chosen {
    pub(super) sector: Option<String>,
    pub(super) search: Option<String>,
}

pub(super) fn run(bundle: &Bundle, chosen: &Chosen, output: Form, l: Language) -> crate::Outcome {
    let sectors = bundle.sectors()?;
    let mut policies = bundle
        .policy_ids()
        .iter()
        .map(|id| bundle.policy(id))
        .collect::<Result<Vec<_>, Failure>>()?;
    if let Some(wanted) = &chosen.sector
        && !sectors.iter().any(|s| s.id == *wanted)
        && !policies.iter().any(|p| sector_of(p) == wanted)
    {
        let known: Vec<&str> = sectors.iter().map(|s| s.id.as_str()).collect();
        return Err(Failure::usage(format!("there is no sector `{wanted}`"))
            .hint(format!("choose one of: {}", known.join(", "))));
    }
    policies.retain(|p| chosen.sector.as_ref().is_none_or(|s| sector_of(p) == s));
    if let Some(text) = &chosen.search {
        let text = text.to_lowercase();
        policies.retain(|p| searched(p).contains(&text));
    }
    let place = |p: &LoadedPolicy| {
        let at = sectors.iter().position(|s| s.id == sector_of(p));
        (at.unwrap_or(usize::MAX), p.policy.id.clone())
    };
    policies.sort_by_key(place);
    if output == Form::Json {
        return to_json(&json!(policies.iter().map(|p| entry(p, &sectors)).collect::<Vec<_>>()));
    }
    let mut last = None;
    for p in &policies {
        if last != Some(sector_of(p)) {
            if last.is_some() {
                print::line("");
            }
            last = Some(sector_of(p));
            match sectors.iter().find(|s| s.id == sector_of(p)) {
                Some(s) => print::line(&format!("{} [{}]  {}", s.title.get(l), s.id, s.under.get(l))),
                None => print::line(&format!("[{}]", sector_of(p))),
            }
        }
        tell(p, l);
    }
    Ok(exit::CONFORMANT)
}

fn sector_of(policy: &LoadedPolicy) -> &str {
    policy.policy.id.split('/').next().unwrap_or_default()
}

/// Everything that a search looks at, in lower case.
fn searched(p: &LoadedPolicy) -> String {
    let both = |text: &Bilingual| format!("{}\n{}\n", text.get(Language::Ja), text.get(Language::En));
    let catalogue = &p.catalogue;
    let mut all = format!("{}\n{}", p.policy.id, both(&p.policy.title));
    for text in [
        &catalogue.title,
        &catalogue.issuer,
        &catalogue.source.document,
        &catalogue.source.note,
    ] {
        all.push_str(&both(text));
    }
    all.extend(catalogue.parent_issuer.iter().map(both));
    for body in &catalogue.source.bodies {
        all.push_str(&both(&body.name));
        all.push_str(&both(&body.document));
    }
    all.extend(catalogue.history.iter().map(|e| both(&e.text)));
    all.to_lowercase()
}

fn entry(p: &LoadedPolicy, sectors: &[Sector]) -> serde_json::Value {
    let sector = sectors.iter().find(|s| s.id == sector_of(p));
    json!({
        "id": p.policy.id, "version": p.policy.version, "title": p.policy.title, "issuer": p.catalogue.issuer,
        "parent_issuer": p.catalogue.parent_issuer, "sector": sector, "source": p.catalogue.source,
        "completeness": p.catalogue.completeness, "access": p.catalogue.access.as_deref().unwrap_or("public"),
        "effective_from": p.catalogue.effective_from, "superseded_by": p.catalogue.superseded_by,
        "controls": p.catalogue.controls.len(), "unverified": unverified(p),
        "levels": p.catalogue.sorting.levels,
        "crosswalks": p.crosswalk.targets.iter().map(|t| &t.id).collect::<Vec<_>>(),
        "profiles": p.profiles.iter().map(|f| &f.id).collect::<Vec<_>>(),
        "default_profile": p.policy.default_profile, "examples": p.catalogue.examples,
    })
}

/// How much of the guideline a catalogue holds, for people.
pub(super) fn said_of_completeness(completeness: &str, ja: bool) -> &'static str {
    match (completeness, ja) {
        ("frame", true) => "章立てのみ。項目は未収録",
        ("frame", false) => "frame only, items: incomplete",
        (_, true) => "全項目",
        (_, false) => "complete",
    }
}

fn tell(p: &LoadedPolicy, l: Language) {
    let ja = l == Language::Ja;
    print::line(&format!(
        "{} {}  {}",
        p.policy.id,
        p.policy.version,
        p.policy.title.get(l)
    ));
    let completeness = said_of_completeness(&p.catalogue.completeness, ja);
    let open = match (unverified(p), ja) {
        (0, _) => String::new(),
        (n, true) => format!("、未照合 {n}"),
        (n, false) => format!(", {n} not compared with the source yet"),
    };
    let (controls, profiles) = if ja {
        ("管理策", "プロファイル")
    } else {
        ("controls", "profiles")
    };
    print::line(&format!("  {}", p.catalogue.issuer.get(l)));
    print::line(&format!(
        "  {} {controls} ({completeness}{open})",
        p.catalogue.controls.len()
    ));
    if let Some(access) = &p.catalogue.access {
        print::line(&format!("  {}", said_of_access(access, ja)));
    }
    if let Some(next) = &p.catalogue.superseded_by {
        let word = if ja { "後継" } else { "superseded by" };
        print::line(&format!("  {word}: {next}"));
    }
    let names: Vec<&str> = p.profiles.iter().map(|f| f.id.as_str()).collect();
    if !names.is_empty() {
        print::line(&format!("  {profiles}: {}", names.join(", ")));
    }
    for example in &p.catalogue.examples {
        let word = if ja { "例" } else { "example" };
        print::line(&format!("  {word}: {} {}", example.path, example.title.get(l)));
    }
}

fn unverified(policy: &LoadedPolicy) -> usize {
    let controls = policy.catalogue.controls.iter();
    controls.filter(|c| c.confidence == "unverified").count()
}
