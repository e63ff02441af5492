//! SB-01 `sbom.present`: for each asset with `software_scope`, an SBOM in a current format whose root component is the
//! asset. No SBOM left that could be it: fail. SBOMs are left that match no asset: unknown.

use crate::identity::{Match, Root, compare, hashes, roots};
use crate::{label, scope};
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::sbom::Document;

/// The check.
#[derive(Debug)]
pub(crate) struct Present;

impl Check for Present {
    fn spec(&self) -> Spec {
        Spec::new("sbom.present")
            .reads("assets")
            .reads("sbom")
            .reads("advisories")
            .parameter(Parameter::texts(
                "formats",
                &[
                    "cyclonedx 1.4",
                    "cyclonedx 1.5",
                    "cyclonedx 1.6",
                    "cyclonedx 1.7",
                    "spdx 2.2",
                    "spdx 2.3",
                    "spdx 3.0",
                ],
            ))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let formats = cx.texts("formats")?;
        let assets = scope::assets_in_use(cx);
        if assets.is_empty() {
            out.unknown("no-inventory");
            return Ok(());
        }
        let unstated: Vec<_> = assets
            .iter()
            .filter(|a| a.software_scope().is_none())
            .copied()
            .collect();
        let owed: Vec<_> = assets
            .iter()
            .filter(|a| a.software_scope() == Some(true))
            .copied()
            .collect();
        if owed.is_empty() && unstated.is_empty() {
            out.not_applicable("nothing-in-scope")
                .arg("assets", assets.len())
                .cite_all(&assets);
            return Ok(());
        }
        let roots = roots(cx);
        let hashes = hashes(cx, |c| c.is_root() == Some(true));
        let matches = |root: Root<'_>| owed.iter().any(|a| compare(*a, root, &hashes, true) == Match::Yes);
        let claimed: Vec<u32> = roots
            .iter()
            .filter(|r| matches(**r))
            .map(|r| r.document.row())
            .collect();
        let left: Vec<Document<'_>> = scope::listing(cx)
            .into_iter()
            .filter(|d| !claimed.contains(&d.row()))
            .collect();
        let mut found = 0;
        for asset in &owed {
            let name = label::asset(*asset);
            let own: Vec<Root<'_>> = roots
                .iter()
                .filter(|r| compare(*asset, **r, &hashes, true) == Match::Yes)
                .copied()
                .collect();
            if own.iter().any(|r| is_current(r.document, formats)) {
                found += 1;
            } else if let Some(root) = own.first() {
                let format = format_of(root.document);
                out.fail("outdated")
                    .arg("asset", name)
                    .arg("format", format)
                    .cite(asset)
                    .cite(&root.document);
            } else if left.is_empty() {
                out.fail("missing").arg("asset", name).cite(asset);
            } else {
                out.unknown("unmatched")
                    .arg("asset", name)
                    .arg("documents", left.len())
                    .cite(asset)
                    .cite_all(&left);
            }
        }
        if !unstated.is_empty() {
            out.unknown("scope-unstated")
                .arg("assets", unstated.len())
                .cite_all(&unstated);
        }
        if let Some(pass) = out.pass_if_clean("all") {
            pass.arg("present", found)
                .arg("total", owed.len())
                .cite_all(&owed)
                .cite_all(&roots_of(&roots, &claimed));
        }
        Ok(())
    }
}

fn roots_of<'a>(roots: &[Root<'a>], claimed: &[u32]) -> Vec<Document<'a>> {
    roots
        .iter()
        .map(|r| r.document)
        .filter(|d| claimed.contains(&d.row()))
        .collect()
}

fn format_of(document: Document<'_>) -> String {
    format!(
        "{} {}",
        document.format().unwrap_or("?"),
        document.spec_version().unwrap_or("?")
    )
}

/// Whether a document has one of the formats; a patch number does not count (`spdx 3.0.1` is `spdx 3.0`).
fn is_current(document: Document<'_>, formats: &[String]) -> bool {
    let own = format_of(document).to_lowercase();
    formats.iter().map(|f| f.trim().to_lowercase()).any(|f| {
        own.strip_prefix(&f)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })
}
