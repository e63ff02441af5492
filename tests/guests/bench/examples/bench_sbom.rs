//! Rules of W1: four baseline fields of every component of an SBOM.

use sekisho_sdk::prelude::*;

struct Fields;

impl Check for Fields {
    fn spec(&self) -> Spec {
        Spec::new("bench.fields").reads("sbom")
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        for component in cx.sbom().components() {
            if !component.has_supplier() {
                out.fail("supplier").cite(&component);
            }
            if !component.has_name() {
                out.fail("name").cite(&component);
            }
            if !component.has_version() {
                out.fail("version").cite(&component);
            }
            if !component.has_purl() && !component.has_cpe() {
                out.fail("identifier").cite(&component);
            }
        }
        out.pass_if_clean("complete");
        Ok(())
    }
}

sekisho_sdk::plugin! {
    id: "bench/sbom",
    messages: { ja: include_str!("../messages/sbom.ja.ftl"), en: include_str!("../messages/sbom.en.ftl") },
    checks: [Fields],
}
