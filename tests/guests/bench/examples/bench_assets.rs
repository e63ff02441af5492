//! Rules of W5: ten columns of an asset inventory, row by row.

use sekisho_sdk::prelude::*;
use sekisho_sdk::views::assets::Asset;

/// Check id, and whether an asset keeps to the rule on the given day.
struct Rule(&'static str, fn(Asset<'_>, Date) -> bool);

impl Check for Rule {
    fn spec(&self) -> Spec {
        Spec::new(self.0).reads("assets")
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let today = cx.today();
        let assets = cx.assets().assets();
        if assets.is_empty() {
            out.unknown("no-assets");
        }
        for asset in assets {
            if !(self.1)(asset, today) {
                out.fail("violated").cite(&asset);
            }
        }
        out.pass_if_clean("met");
        Ok(())
    }
}

sekisho_sdk::plugin! {
    id: "bench/assets",
    messages: { ja: include_str!("../messages/assets.ja.ftl"), en: include_str!("../messages/assets.en.ftl") },
    checks: [
        Rule("bench.owner", |asset, _| asset.has_owner()),
        Rule("bench.location", |asset, _| asset.has_location()),
        Rule("bench.vendor", |asset, _| asset.has_vendor()),
        Rule("bench.serial", |asset, _| asset.has_serial()),
        Rule("bench.department", |asset, _| asset.has_department()),
        Rule("bench.zone", |asset, _| asset.has_zone()),
        Rule("bench.criticality", |asset, _| asset.has_criticality()),
        Rule("bench.os", |asset, _| asset.class() != Some("server") || asset.has_os()),
        Rule("bench.reviewed", |asset, _| asset.last_reviewed().is_some()),
        Rule("bench.support", |asset, today| {
            asset.support_end().is_some_and(|end| end >= today)
        }),
    ],
}
