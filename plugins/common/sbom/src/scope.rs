//! Is there anything to look at? The same answer for every check: an SBOM, a reason in the inventory why none is owed,
//! or not known.

use sekisho_sdk::prelude::*;
use sekisho_sdk::views::assets::Asset;
use sekisho_sdk::views::sbom::Document;

/// The SBOM documents. Where there is none, adds `nothing-in-scope` or `no-sbom` and answers `None`.
pub(crate) fn documents<'a>(cx: &Context<'a>, out: &mut Findings) -> Option<Vec<Document<'a>>> {
    let documents = listing(cx);
    if documents.is_empty() {
        without_sbom(cx, out);
        return None;
    }
    Some(documents)
}

/// The documents that list something. A CycloneDX document that only states vulnerabilities of another document is VEX,
/// not an SBOM.
pub(crate) fn listing<'a>(cx: &Context<'a>) -> Vec<Document<'a>> {
    let all: Vec<Document<'a>> = cx.sbom().documents().collect();
    let mut lists = vec![false; all.len()];
    for document in cx.sbom().components().filter_map(|c| c.document()) {
        if let Some(slot) = lists.get_mut(document.row() as usize) {
            *slot = true;
        }
    }
    let is_vex = |document: &Document<'a>| {
        let mut vex = cx.advisories().vex_documents();
        vex.any(|v| v.format() == Some("cyclonedx") && v.identifier() == document.identifier())
    };
    all.into_iter()
        .zip(lists)
        .filter(|(d, lists)| *lists || !is_vex(d))
        .map(|(d, _)| d)
        .collect()
}

/// Concludes where no SBOM was handed in: not applicable only if the inventory says of every asset that none is owed.
pub(crate) fn without_sbom(cx: &Context<'_>, out: &mut Findings) {
    let assets = assets_in_use(cx);
    if !assets.is_empty() && assets.iter().all(|a| a.software_scope() == Some(false)) {
        out.not_applicable("nothing-in-scope")
            .arg("assets", assets.len())
            .cite_all(&assets);
    } else {
        out.unknown("no-sbom");
    }
}

/// The assets of the inventory that are not disposed of.
pub(crate) fn assets_in_use<'a>(cx: &Context<'a>) -> Vec<Asset<'a>> {
    cx.assets()
        .assets()
        .filter(|a| a.status() != Some("disposed"))
        .collect()
}
