//! `sbom.contract-end`: no component's support ends before the contract under which the product is kept up. Contracts in
//! force come from the register `contracts`; one whose title or services name a product of the SBOMs counts for that
//! product, any other for all. The end of support comes from the register `support-lifecycle` or the SBOM.

use crate::identity::same_text;
use crate::listed::Table;
use crate::{field, label, scope};
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::sbom::Component;

/// The check.
#[derive(Debug)]
pub(crate) struct ContractEnd;

/// A contract that binds, and the products that it names.
struct Bound<'a> {
    row: Entry<'a>,
    end: Date,
    documents: Vec<u32>,
}

impl Check for ContractEnd {
    fn spec(&self) -> Spec {
        Spec::new("sbom.contract-end")
            .reads("sbom")
            .reads("advisories")
            .reads("registers")
            .reads("assets")
            .parameter(Parameter::texts("kinds", &[]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some(documents) = scope::documents(cx, out) else {
            return Ok(());
        };
        let contracts = bound(cx, cx.texts("kinds")?);
        if contracts.is_empty() {
            out.unknown("no-contract").cite_all(&documents);
            return Ok(());
        }
        let register = cx.registers().get("support-lifecycle").filter(|r| !r.is_empty());
        let table = Table::of(register, "product");
        let (mut known, mut unknown) = (0usize, 0usize);
        for component in field::counted(cx, "all") {
            let row = table.find(component);
            let listed = row.as_ref().and_then(|r| r.date("support_end"));
            let Some(end) = listed.into_iter().chain(component.support_end()).min() else {
                unknown += 1;
                continue;
            };
            known += 1;
            let document = component.document().map(|d| d.row());
            let holds = |c: &&Bound<'_>| c.documents.is_empty() || document.is_some_and(|d| c.documents.contains(&d));
            if let Some(contract) = contracts.iter().filter(holds).max_by_key(|c| c.end)
                && end < contract.end
            {
                out.fail("before")
                    .arg("component", label::component(component))
                    .arg("end", end)
                    .arg("contract", contract.row.label())
                    .arg("until", contract.end)
                    .cite(&component)
                    .cite_all(&row)
                    .cite(&contract.row);
            }
        }
        if known == 0 {
            out.unknown("no-end").cite_all(&documents);
        } else if unknown > 0 {
            out.informational("unlisted")
                .arg("components", unknown)
                .cite_all(&documents);
        }
        if let Some(pass) = out.pass_if_clean("all") {
            pass.arg("components", known).cite_all(contracts.iter().map(|c| &c.row));
        }
        Ok(())
    }
}

/// Contracts in force with an end; no kind asks for all kinds.
fn bound<'a>(cx: &Context<'a>, kinds: &[String]) -> Vec<Bound<'a>> {
    let roots: Vec<Component<'a>> = cx.sbom().components().filter(|c| c.is_root() == Some(true)).collect();
    let mut found = Vec::new();
    for row in cx.registers().rows("contracts") {
        let wanted = kinds.is_empty()
            || row
                .get("kind")
                .is_some_and(|kind| kinds.iter().any(|k| same_text(k, kind)));
        let over = matches!(row.get("status"), Some("draft" | "ended"));
        let Some(end) = row.date("ends_at").filter(|end| wanted && !over && *end >= cx.today()) else {
            continue;
        };
        let texts: Vec<String> = ["title", "services"]
            .iter()
            .filter_map(|f| row.get(f))
            .map(str::to_lowercase)
            .collect();
        let names = |root: &&Component<'_>| {
            let name = root.name().map(|n| n.trim().to_lowercase()).filter(|n| !n.is_empty());
            name.is_some_and(|n| texts.iter().any(|t| t.contains(&n)))
        };
        let documents = roots
            .iter()
            .filter(names)
            .filter_map(|r| r.document())
            .map(|d| d.row())
            .collect();
        found.push(Bound { row, end, documents });
    }
    found
}
