//! `sbom.agree`: the SBOMs of one version of a product name the same components, whatever tool or format they come from.
//! The first one is compared with each of the others; a join that needs more than the package URL tells its rule.

use crate::product::{About, by_product, parts};
use crate::same::{Called, Rule, compare};
use crate::{field, label, scope};
use sekisho_sdk::Finding;
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::sbom::Component;

/// The check.
#[derive(Debug)]
pub(crate) struct Agreement;

impl Check for Agreement {
    fn spec(&self) -> Spec {
        Spec::new("sbom.agree")
            .reads("sbom")
            .reads("advisories")
            .reads("assets")
            .parameter(Parameter::choice("differences", &["fail", "informational"], "fail"))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some(documents) = scope::documents(cx, out) else {
            return Ok(());
        };
        let fails = cx.text("differences")? == "fail";
        let components = field::counted(cx, "without-root");
        let mut pairs = 0usize;
        for about in by_product(cx, &documents).into_values() {
            let Some((first, rest)) = about.split_first() else {
                continue;
            };
            for other in rest.iter().filter(|other| first.one_version(other)) {
                pairs += 1;
                tell(&components, first, other, fails, out);
            }
        }
        if pairs == 0 {
            out.unknown("no-pair")
                .arg("documents", documents.len())
                .cite_all(&documents);
        }
        if let Some(pass) = out.pass_if_clean("all") {
            pass.arg("pairs", pairs).cite_all(&documents);
        }
        Ok(())
    }
}

fn tell<'a>(components: &[Component<'a>], first: &About<'a>, other: &About<'a>, fails: bool, out: &mut Findings) {
    let (left, right) = (parts(components, first.document), parts(components, other.document));
    let call = |list: &[Component<'a>]| -> Vec<Called> { list.iter().map(|c| Called::component(*c)).collect() };
    let (left_called, right_called) = (call(&left), call(&right));
    let found = compare(&left_called, &right_called);
    let (left_name, right_name) = (label::document(first.document), label::document(other.document));
    let called = |list: &'_ [Called], at: usize| list.get(at).map_or_else(String::new, |c| c.shown.clone());
    for (a, b, rule) in found.both.iter().filter(|(_, _, rule)| *rule != Rule::Purl) {
        let form = |list: &[Called], at: usize| list.get(at).map_or("", Called::form);
        out.informational("joined")
            .arg("left", called(&left_called, *a))
            .arg("right", called(&right_called, *b))
            .arg("rule", rule.word())
            .arg("left_form", form(&left_called, *a))
            .arg("right_form", form(&right_called, *b))
            .cite_all(left.get(*a))
            .cite_all(right.get(*b));
    }
    for (a, b) in &found.versions {
        different(out, fails, "other-version")
            .arg("left", called(&left_called, *a))
            .arg("right", called(&right_called, *b))
            .cite_all(left.get(*a))
            .cite_all(right.get(*b));
    }
    let sides = [
        (&found.left, &left, &left_called, &left_name, &right_name),
        (&found.right, &right, &right_called, &right_name, &left_name),
    ];
    for (places, list, names, has, lacks) in sides {
        for at in places {
            different(out, fails, "only-in")
                .arg("component", called(names, *at))
                .arg("document", has.as_str())
                .arg("other", lacks.as_str())
                .cite_all(list.get(*at));
        }
    }
    out.informational("compared")
        .arg("left", left_name.as_str())
        .arg("right", right_name.as_str())
        .arg("both", found.both.len())
        .arg("versions", found.versions.len())
        .arg("only_left", found.left.len())
        .arg("only_right", found.right.len())
        .cite(&first.document)
        .cite(&other.document);
}

fn different<'f>(out: &'f mut Findings, fails: bool, message: &str) -> &'f mut Finding {
    if fails {
        out.fail(message)
    } else {
        out.informational(message)
    }
}
