//! SB-10 `sbom.fresh`: the SBOM is about the version that is deployed (inventory, or register `releases`), and was made on
//! the day of that release or later.

use crate::identity::{Match, Root, compare, hashes, roots, same_text, same_version};
use crate::{label, scope};
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::assets::Asset;

/// The check.
#[derive(Debug)]
pub(crate) struct Freshness;

impl Check for Freshness {
    fn spec(&self) -> Spec {
        Spec::new("sbom.fresh")
            .reads("sbom")
            .reads("advisories")
            .reads("assets")
            .reads("registers")
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some(documents) = scope::documents(cx, out) else {
            return Ok(());
        };
        let roots = roots(cx);
        let known = hashes(cx, |c| c.is_root() == Some(true));
        let assets = scope::assets_in_use(cx);
        for document in documents
            .iter()
            .filter(|d| !roots.iter().any(|r| r.document.row() == d.row()))
        {
            out.unknown("no-root")
                .arg("document", label::document(*document))
                .cite(document);
        }
        let found: Vec<Deployed<'_>> = roots
            .iter()
            .map(|root| {
                let asset = assets
                    .iter()
                    .find(|a| compare(**a, *root, &known, false) == Match::Yes)
                    .copied();
                Deployed::of(cx, *root, asset)
            })
            .collect();
        for deployed in &found {
            // An older SBOM of a product that also has a current one is history, not a gap.
            let current = found
                .iter()
                .any(|other| other.same_product(deployed) && other.is_current());
            deployed.judge(current, out);
        }
        if let Some(pass) = out.pass_if_clean("current") {
            pass.arg("documents", documents.len())
                .cite_all(&documents)
                .cite_all(found.iter().filter_map(|d| d.asset.as_ref()));
        }
        Ok(())
    }
}

/// What is deployed of the product an SBOM is about.
struct Deployed<'a> {
    root: Root<'a>,
    asset: Option<Asset<'a>>,
    version: Option<&'a str>,
    release: Option<Entry<'a>>,
    released: Option<Date>,
}

impl<'a> Deployed<'a> {
    fn of(cx: &Context<'a>, root: Root<'a>, asset: Option<Asset<'a>>) -> Self {
        let names = [
            root.component.name(),
            asset.and_then(|a| a.id()),
            asset.and_then(|a| a.name()),
        ];
        let is_about = |row: &Entry<'a>| {
            row.get("asset")
                .is_some_and(|product| names.iter().flatten().any(|n| same_text(product, n)))
        };
        let rows: Vec<Entry<'a>> = cx.registers().rows("releases").filter(is_about).collect();
        let running = rows.iter().filter(|r| r.flag("deployed") == Some(true));
        let latest = running.max_by_key(|r| r.date("deployed_at").or_else(|| r.date("released_at")));
        let version = asset
            .and_then(|a| a.product_version())
            .or_else(|| latest.and_then(|r| r.get("version")));
        let of_version = |r: &&Entry<'a>| r.get("version").zip(version).is_some_and(|(r, v)| same_version(r, v));
        let release = rows.iter().find(of_version).copied();
        let own = || {
            let of_asset = |a: Asset<'a>| asset.is_some_and(|own| own.row() == a.row());
            let mut attributes = cx.assets().attributes();
            attributes
                .find(|a| a.field() == Some("release_at") && a.asset().is_some_and(of_asset))?
                .date()
        };
        let released = release.and_then(|r| r.date("released_at")).or_else(own);
        Self {
            root,
            asset,
            version,
            release,
            released,
        }
    }

    fn same_product(&self, other: &Self) -> bool {
        let assets = self.asset.map(Asset::row).zip(other.asset.map(Asset::row));
        assets.map_or_else(
            || self.root.component.name().is_some() && self.root.component.name() == other.root.component.name(),
            |(left, right)| left == right,
        )
    }

    fn is_current(&self) -> bool {
        self.version
            .zip(self.root.component.version())
            .is_some_and(|(d, s)| same_version(d, s))
    }

    fn judge(&self, another_is_current: bool, out: &mut Findings) {
        let (document, component) = (self.root.document, self.root.component);
        let stated = component.version();
        let finding = match (self.version, stated) {
            (None, _) => out.unknown("no-deployed-version"),
            (Some(_), None) => out.unknown("no-root-version"),
            (Some(deployed), Some(stated)) if !self.is_current() => {
                let finding = if another_is_current {
                    out.informational("superseded")
                } else {
                    out.fail("other-version")
                };
                finding.arg("stated", stated).arg("deployed", deployed)
            }
            _ => match (self.released, document.created()) {
                (None, _) => out.unknown("no-release-date"),
                (Some(_), None) => out.unknown("no-timestamp"),
                (Some(released), Some(created)) if created < released => out
                    .fail("older-than-release")
                    .arg("created", created)
                    .arg("released", released),
                _ => return,
            },
        };
        finding
            .arg("document", label::document(document))
            .cite(&document)
            .cite(&component);
        finding.cite_all(&self.asset).cite_all(&self.release);
    }
}
