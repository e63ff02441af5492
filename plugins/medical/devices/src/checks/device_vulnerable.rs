//! `device.vulnerable`: inventory × SBOM × open vulnerabilities. For each vulnerability in the SBOM of a model and version, the devices
//! that have it are named and counted; devices whose SBOM is not known are counted as not known.
//!
//! Source: the checks of the guides for hospitals (inventory, SBOM and open vulnerabilities joined). A statement of the maker (VEX) that
//! the product is not affected or fixed closes one; so does a grace of days since fix or publication.

use crate::boms::{Bom, Boms};
use crate::known::{Book, Grave};
use crate::units::{load, scoped};
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::sbom::Component;
use std::collections::{BTreeMap, BTreeSet};

/// The check.
#[derive(Debug)]
pub(crate) struct Vulnerable;

impl Check for Vulnerable {
    fn spec(&self) -> Spec {
        scoped(Spec::new("device.vulnerable"))
            .reads("sbom")
            .reads("advisories")
            .parameter(Parameter::decimal("min_cvss", 0.0, 10.0, 7.0))
            .parameter(Parameter::integer("max_days", 0, 3650, 14))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let (least, days) = (cx.decimal("min_cvss")?, cx.integer("max_days")?);
        let Some(units) = load(cx, out)? else {
            return Ok(());
        };
        let boms = Boms::read(cx);
        let book = Book::read(cx);
        if boms.is_empty() || book.is_empty() {
            out.unknown(if boms.is_empty() { "no-sbom" } else { "no-advisories" });
            return Ok(());
        }
        let mut parts: BTreeMap<u32, Vec<Component<'_>>> = BTreeMap::new();
        for component in cx.sbom().components() {
            if let Some(document) = component.document() {
                parts.entry(document.row()).or_default().push(component);
            }
        }
        let mut groups = Groups::default();
        // What a document holds is looked up once, however many devices it is about.
        let mut found: BTreeMap<u32, Vec<Told>> = BTreeMap::new();
        for unit in &units {
            if unit.has_no_software() {
                groups.add(Tone::NotApplicable, "no-software", Vec::new(), unit.label.clone(), unit);
                continue;
            }
            let Bom::Of(roots) = boms.of(unit) else {
                groups.add(Tone::Unknown, "sbom-unknown", Vec::new(), unit.label.clone(), unit);
                continue;
            };
            // A component that stands twice is told once.
            let mut own: BTreeSet<Told> = BTreeSet::new();
            for document in roots.iter().filter_map(|root| root.document()) {
                let told = found.entry(document.row()).or_insert_with(|| {
                    let parts = parts.get(&document.row()).map_or(&[][..], Vec::as_slice);
                    let each = parts
                        .iter()
                        .flat_map(|part| tell(&book, *part, least, days, cx.today()));
                    each.collect()
                });
                own.extend(told.iter().cloned());
            }
            let is_clean = !own.iter().any(|(tone, ..)| matches!(tone, Tone::Fail | Tone::Unknown));
            for (tone, message, args) in own {
                groups.add(tone, message, args, unit.label.clone(), unit);
            }
            if is_clean {
                let args = vec![("model", unit.named())];
                groups.add(Tone::Pass, "clean", args, unit.label.clone(), unit);
            }
        }
        groups.tell(out);
        Ok(())
    }
}

type Told = (Tone, &'static str, Vec<(&'static str, String)>);

/// What there is to say of one component.
fn tell(book: &Book<'_>, part: Component<'_>, least: f64, days: i64, today: Date) -> Vec<Told> {
    let name = match (part.name(), part.version()) {
        (Some(name), Some(version)) => format!("{name} {version}"),
        (name, _) => name.unwrap_or("?").to_owned(),
    };
    let mut told = Vec::new();
    for hit in book.hits(part) {
        let mut args = vec![("vulnerability", hit.name.to_owned()), ("component", name.clone())];
        let said = match hit.grave {
            Grave::Score(score) if score < least => continue,
            Grave::NotScored => (Tone::Unknown, "not-scored"),
            Grave::Score(_) if hit.is_doubtful => (Tone::Unknown, "doubt"),
            Grave::Score(_) if hit.is_answered => (Tone::Informational, "answered"),
            Grave::Score(score) => {
                args.push(("score", format!("{score:.1}")));
                let is_fresh = hit.since.is_some_and(|day| today.days_since(day) <= days);
                if is_fresh {
                    (Tone::Informational, "fresh")
                } else {
                    (Tone::Fail, "open")
                }
            }
        };
        told.push((said.0, said.1, args));
    }
    told
}
