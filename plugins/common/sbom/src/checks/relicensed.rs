//! `sbom.relicensed`: no component has come under another licence since the SBOM before. The SBOMs of a product are put in
//! the order of their timestamps, and each is compared with the one before; the versions of a component may differ.

use crate::product::{About, by_product, parts};
use crate::same::Called;
use crate::{field, label, scope};
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::sbom::{Component, License};
use std::collections::{BTreeMap, BTreeSet};

/// The check.
#[derive(Debug)]
pub(crate) struct Relicensed;

/// Licence statements by component.
type Stated<'a> = BTreeMap<u32, Vec<License<'a>>>;

impl Check for Relicensed {
    fn spec(&self) -> Spec {
        Spec::new("sbom.relicensed")
            .reads("sbom")
            .reads("advisories")
            .reads("assets")
            .parameter(Parameter::choice("changes", &["fail", "informational"], "fail"))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some(documents) = scope::documents(cx, out) else {
            return Ok(());
        };
        let fails = cx.text("changes")? == "fail";
        let components = field::counted(cx, "without-root");
        let mut stated = Stated::new();
        for license in cx.sbom().licenses().filter(|l| l.source() != Some("observed")) {
            if let Some(component) = license.component() {
                stated.entry(component.row()).or_default().push(license);
            }
        }
        let (mut compared, mut pairs) = (0usize, 0usize);
        for mut about in by_product(cx, &documents).into_values().filter(|a| a.len() > 1) {
            pairs += 1;
            if let Some(undated) = about.iter().find(|a| a.document.created().is_none()) {
                out.unknown("undated")
                    .arg("document", label::document(undated.document))
                    .cite(&undated.document);
                continue;
            }
            about.sort_by_key(|a| (a.document.created(), a.document.created_at().map(ToOwned::to_owned)));
            for pair in about.windows(2) {
                if let [before, after] = pair {
                    compared += tell(&components, &stated, (before, after), fails, out);
                }
            }
        }
        if pairs == 0 {
            out.unknown("no-earlier").cite_all(&documents);
        }
        if let Some(pass) = out.pass_if_clean("none") {
            pass.arg("components", compared).cite_all(&documents);
        }
        Ok(())
    }
}

/// Tells what changed, and how many components stand in both.
fn tell<'a>(
    components: &[Component<'a>],
    stated: &Stated<'a>,
    (before, after): (&About<'a>, &About<'a>),
    fails: bool,
    out: &mut Findings,
) -> usize {
    let mut earlier: BTreeMap<String, Vec<Component<'a>>> = BTreeMap::new();
    for component in parts(components, before.document) {
        earlier
            .entry(Called::component(component).package())
            .or_default()
            .push(component);
    }
    let mut compared = 0;
    for component in parts(components, after.document) {
        let Some(old) = earlier.get(&Called::component(component).package()) else {
            continue;
        };
        compared += 1;
        let now = licenses(stated, component);
        let then: BTreeSet<String> = old.iter().map(|c| licenses(stated, *c)).collect();
        if then.contains(&now) {
            continue;
        }
        let message = if now.is_empty() { "lost" } else { "changed" };
        // That a licence is stated for the first time is no change of licence.
        let finding = if then.iter().all(String::is_empty) {
            out.informational("first-stated")
        } else if fails {
            out.fail(message)
        } else {
            out.informational(message)
        };
        finding
            .arg("component", label::component(component))
            .arg("before", then.into_iter().collect::<Vec<_>>().join(" | "))
            .arg("after", now)
            .arg("since", label::document(before.document))
            .cite(&component)
            .cite_all(old);
    }
    compared
}

/// The licences of a component as one text: concluded ones where there are any, else declared ones.
fn licenses(stated: &Stated<'_>, component: Component<'_>) -> String {
    let own = stated.get(&component.row()).map_or(&[][..], Vec::as_slice);
    let concluded = own.iter().any(|l| l.source() == Some("concluded"));
    let which = |l: &&License<'_>| !concluded || l.source() == Some("concluded");
    let texts: BTreeSet<&str> = own.iter().filter(which).filter_map(|l| l.expression()).collect();
    texts.into_iter().collect::<Vec<_>>().join(" AND ")
}
