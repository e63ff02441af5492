//! SB-13 `vex.valid`: a VEX document has author, id, timestamp, version and at least one statement; each statement has one
//! of the four statuses, the reason or action its status asks for, and a product that an SBOM at hand contains.

use crate::identity::{Root, hashes, roots};
use crate::scope;
use crate::vulnerability::target;
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::advisories::{Statement, StatementProduct, VexDocument};
use sekisho_sdk::views::sbom::Component;
use sekisho_versions::product::designates;
use std::collections::BTreeMap;

/// The check.
#[derive(Debug)]
pub(crate) struct VexDocuments;

impl Check for VexDocuments {
    fn spec(&self) -> Spec {
        Spec::new("vex.valid")
            .reads("advisories")
            .reads("sbom")
            .reads("assets")
            .parameter(Parameter::choice(
                "products",
                &["component", "root", "any"],
                "component",
            ))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let documents: Vec<VexDocument<'_>> = cx.advisories().vex_documents().collect();
        if documents.is_empty() {
            no_vex(cx, out);
            return Ok(());
        }
        let mut statements: BTreeMap<u32, Vec<Statement<'_>>> = BTreeMap::new();
        for statement in cx.advisories().statements() {
            if let Some(document) = statement.document() {
                statements.entry(document.row()).or_default().push(statement);
            }
        }
        let mut products: BTreeMap<u32, Vec<StatementProduct<'_>>> = BTreeMap::new();
        for product in cx.advisories().statement_products() {
            if let Some(statement) = product.statement() {
                products.entry(statement.row()).or_default().push(product);
            }
        }
        for document in &documents {
            head(*document, out);
            if !statements.contains_key(&document.row()) {
                out.fail("no-statement")
                    .arg("document", named(*document))
                    .cite(document);
            }
        }
        for statement in statements.values().flatten() {
            body(*statement, out);
            if !products.contains_key(&statement.row()) {
                out.fail("no-product")
                    .arg("vulnerability", vulnerability(*statement))
                    .cite(statement);
            }
        }
        let extent = cx.text("products")?;
        if extent != "any" {
            resolve(cx, extent == "root", &products, out);
        }
        if let Some(pass) = out.pass_if_clean("all") {
            let count: usize = statements.values().map(Vec::len).sum();
            pass.arg("documents", documents.len())
                .arg("statements", count)
                .cite_all(&documents);
        }
        Ok(())
    }
}

fn no_vex(cx: &Context<'_>, out: &mut Findings) {
    let assets = scope::assets_in_use(cx);
    let owed = cx.sbom().documents().next().is_some() || assets.iter().any(|a| a.software_scope() != Some(false));
    if assets.is_empty() || owed {
        out.unknown("no-vex");
    } else {
        out.not_applicable("nothing-in-scope")
            .arg("assets", assets.len())
            .cite_all(&assets);
    }
}

fn head(document: VexDocument<'_>, out: &mut Findings) {
    let name = named(document);
    for (present, id) in [
        (document.has_author(), "no-author"),
        (document.has_identifier(), "no-id"),
        (document.created().is_some(), "no-timestamp"),
        (document.has_version(), "no-version"),
    ] {
        if !present {
            out.fail(id).arg("document", name.as_str()).cite(&document);
        }
    }
}

fn body(statement: Statement<'_>, out: &mut Findings) {
    let name = vulnerability(statement);
    if !statement.has_vulnerability() {
        out.fail("no-vulnerability").cite(&statement);
    }
    let id = match statement.status() {
        Some("not_affected") if !(statement.has_justification() || statement.has_impact()) => "no-reason",
        Some("affected") if !statement.has_action() => "no-action",
        Some("not_affected" | "affected" | "fixed" | "under_investigation") => return,
        other => {
            out.fail("bad-status")
                .arg("vulnerability", name)
                .arg("status", other.unwrap_or(""))
                .cite(&statement);
            return;
        }
    };
    out.fail(id).arg("vulnerability", name).cite(&statement);
}

/// Each product must be found in an SBOM; with subcomponents, the product and the part.
fn resolve(
    cx: &Context<'_>,
    roots_only: bool,
    products: &BTreeMap<u32, Vec<StatementProduct<'_>>>,
    out: &mut Findings,
) {
    if scope::listing(cx).is_empty() {
        out.unknown("no-sbom")
            .cite_all(cx.advisories().vex_documents().next().iter());
        return;
    }
    let roots: Vec<Root<'_>> = roots(cx);
    let known = hashes(cx, |_| true);
    let own = |c: Component<'_>| known.get(&c.row()).map_or(&[][..], Vec::as_slice);
    let mut resolved: BTreeMap<(&str, Option<&str>), bool> = BTreeMap::new();
    for product in products.values().flatten() {
        let Some(id) = product.product() else { continue };
        let part = product.subcomponent();
        let found = *resolved.entry((id, part)).or_insert_with(|| {
            let root = roots
                .iter()
                .any(|r| designates(id, &target(r.component, own(r.component), true)));
            let inside = |id: &str| {
                cx.sbom()
                    .components()
                    .any(|c| designates(id, &target(c, own(c), c.is_root() == Some(true))))
            };
            match part {
                Some(part) => root && inside(part),
                None => root || !roots_only && inside(id),
            }
        });
        if !found {
            let shown = part.map_or_else(|| id.to_owned(), |part| format!("{id} / {part}"));
            out.fail("unresolved").arg("product", shown).cite(product);
        }
    }
}

fn named(document: VexDocument<'_>) -> String {
    document
        .identifier()
        .map_or_else(|| format!("VEX #{}", document.row() + 1), ToOwned::to_owned)
}

fn vulnerability(statement: Statement<'_>) -> String {
    let name = statement.vulnerability();
    name.map_or_else(|| format!("#{}", statement.row() + 1), ToOwned::to_owned)
}
