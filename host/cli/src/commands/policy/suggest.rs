//! `sekisho policy suggest`: which policies touch a product, by what it says of itself. What no policy speaks of is told as
//! well, since a rule that is not at hand is no rule that does not exist.

use super::to_json;
use crate::args::Suggest;
use crate::bundle::{Bundle, LoadedPolicy};
use crate::failure::{Failure, exit};
use crate::{machine, print};
use sekisho_catalog::catalogue::touches::{self, Attributes, Reach, Touch};
use sekisho_model::text::Language;
use serde_json::json;
use std::collections::BTreeSet;

/// Most bytes of a product file.
const FILE_BYTES: u64 = 1 << 20;

/// A policy with the reasons that concern the product, and for each what the product leaves open.
struct Found<'a> {
    policy: &'a LoadedPolicy,
    reasons: Vec<(&'a Touch, Vec<String>)>,
}

impl Found<'_> {
    fn touches(&self) -> bool {
        self.reasons.iter().any(|(_, open)| open.is_empty())
    }
}

pub(super) fn run(arguments: &Suggest) -> crate::Outcome {
    let product = product(arguments)?;
    let bundle = Bundle::open(&arguments.bundles)?;
    let policies = bundle
        .policy_ids()
        .iter()
        .map(|id| bundle.policy(id))
        .collect::<Result<Vec<_>, Failure>>()?;
    let mut found: Vec<Found<'_>> = policies
        .iter()
        .map(|policy| Found {
            policy,
            reasons: policy
                .catalogue
                .touches
                .iter()
                .filter_map(|t| Some((t, open(t, &product)?)))
                .collect(),
        })
        .filter(|f| !f.reasons.is_empty())
        .collect();
    found.sort_by_key(|f| !f.touches());
    let known: Attributes =
        policies
            .iter()
            .flat_map(|p| &p.catalogue.touches)
            .fold(Attributes::new(), |mut known, touch| {
                for (name, values) in &touch.when {
                    known.entry(name.clone()).or_default().extend(values.iter().cloned());
                }
                known
            });
    let unspoken: Vec<(&String, &String)> = product
        .iter()
        .flat_map(|(name, values)| values.iter().map(move |value| (name, value)))
        .filter(|(name, value)| !known.get(*name).is_some_and(|values| values.contains(*value)))
        .collect();
    if arguments.output == crate::args::Form::Json {
        return to_json(&json!({
            "product": product,
            "policies": found.iter().map(entry).collect::<Vec<_>>(),
            "unspoken": unspoken.iter().map(|(name, value)| json!({ "attribute": name, "value": value })).collect::<Vec<_>>(),
            "known": known,
        }));
    }
    let l = arguments.language.get();
    found.iter().for_each(|f| tell(f, l));
    for (name, value) in unspoken {
        let values: Vec<&str> = known.get(name).into_iter().flatten().map(String::as_str).collect();
        print::line(&match l {
            Language::Ja => format!(
                "{name}={value}: 手元のポリシーに言及なし(言及のある値: {})。規則がないという意味ではない",
                values.join(", ")
            ),
            Language::En => format!(
                "{name}={value}: no policy at hand speaks of it (they speak of: {}). That does not mean that no rule exists",
                values.join(", ")
            ),
        });
    }
    Ok(exit::CONFORMANT)
}

/// What the file says, and the attributes on the command line.
fn product(arguments: &Suggest) -> Result<Attributes, Failure> {
    let mut product = match &arguments.product {
        Some(path) => {
            let text = machine::read_text(path, FILE_BYTES)?;
            touches::product(&path.to_string_lossy(), &text).map_err(|e| Failure::policy(&[e]))?
        }
        None => Attributes::new(),
    };
    for pair in &arguments.attribute {
        match pair.split_once('=') {
            Some((name, value)) if !name.trim().is_empty() && !value.trim().is_empty() => {
                let values: &mut BTreeSet<String> = product.entry(name.trim().to_owned()).or_default();
                values.insert(value.trim().to_owned());
            }
            _ => {
                return Err(
                    Failure::usage(format!("`{pair}` is no attribute")).hint("write NAME=VALUE, e.g. `market=eu`")
                );
            }
        }
    }
    if product.is_empty() {
        return Err(Failure::usage("nothing is said of the product")
            .hint("give `--product FILE` or `--attribute NAME=VALUE`, e.g. `market=eu`"));
    }
    Ok(product)
}

/// What is left open; nothing where the reason does not concern the product.
fn open(touch: &Touch, product: &Attributes) -> Option<Vec<String>> {
    match touch.reach(product) {
        Reach::Touches => Some(Vec::new()),
        // A product that says nothing at all of what a rule asks for is no reason to name the rule.
        Reach::Open(open) if open.len() < touch.when.len() => Some(open),
        Reach::Open(_) | Reach::Misses => None,
    }
}

fn entry(found: &Found<'_>) -> serde_json::Value {
    let catalogue = &found.policy.catalogue;
    let reasons = found.reasons.iter().map(|(touch, open)| {
        json!({ "when": touch.when, "reason": touch.reason, "confidence": touch.confidence, "open": open })
    });
    json!({
        "id": found.policy.policy.id, "title": catalogue.title, "issuer": catalogue.issuer, "source": catalogue.source,
        "completeness": catalogue.completeness, "touches": found.touches(), "reasons": reasons.collect::<Vec<_>>(),
    })
}

fn tell(found: &Found<'_>, l: Language) {
    let ja = l == Language::Ja;
    let catalogue = &found.policy.catalogue;
    let frame = match (catalogue.completeness.as_str(), ja) {
        ("frame", true) => " (章立てのみ。項目は未収録)",
        ("frame", false) => " (frame only, items: incomplete)",
        _ => "",
    };
    print::line(&format!(
        "{}  {}{frame}",
        found.policy.policy.id,
        catalogue.title.get(l)
    ));
    for (touch, open) in &found.reasons {
        let sign = if open.is_empty() { "→" } else { "?" };
        let doubt = match (touch.confidence.as_str(), ja) {
            ("confirmed", _) => "",
            (_, true) => " (出典と未照合)",
            (_, false) => " (not compared with the source yet)",
        };
        print::line(&format!("  {sign} {}{doubt}", touch.reason.get(l)));
        if !open.is_empty() {
            let word = if ja {
                "製品について不明"
            } else {
                "the product does not say"
            };
            print::line(&format!("    {word}: {}", open.join(", ")));
        }
    }
    print::line(&format!("  {}", catalogue.source.document.get(l)));
}
