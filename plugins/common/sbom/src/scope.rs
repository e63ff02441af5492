//! Is there anything to look at? The same answer for every check: an SBOM, a reason in the inventory why none is owed,
//! or not known.

use sekisho_sdk::prelude::*;
use sekisho_sdk::views::assets::Asset;
use sekisho_sdk::views::sbom::Document;

/// The SBOM documents. Where there is none, adds `nothing-in-scope` or `no-sbom` and answers `None`.
pub(crate) fn documents<'a>(cx: &Context<'a>, out: &mut Findings) -> Option<Vec<Document<'a>>> {
    let documents: Vec<Document<'a>> = cx.sbom().documents().collect();
    if documents.is_empty() {
        without_sbom(cx, out);
        return None;
    }
    Some(documents)
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
