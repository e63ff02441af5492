//! `sbom.granularity`: the components lie within the depth that maker and buyer have agreed on. Depth counts the steps from
//! the product: what it uses itself is 1. What no way leads to is for `sbom.deps`.

use crate::graph::Graph;
use crate::{field, label, scope};
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::sbom::Component;

/// The check.
#[derive(Debug)]
pub(crate) struct Granularity;

impl Check for Granularity {
    fn spec(&self) -> Spec {
        Spec::new("sbom.granularity")
            .reads("sbom")
            .reads("advisories")
            .reads("assets")
            .parameter(Parameter::integer("depth", 1, 100, 1))
            .parameter(Parameter::choice("beyond", &["fail", "informational"], "fail"))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some(documents) = scope::documents(cx, out) else {
            return Ok(());
        };
        let (depth, fails) = (cx.integer("depth")?, cx.text("beyond")? == "fail");
        let roots = cx.sbom().components().filter(|c| c.is_root() == Some(true));
        let distances = Graph::of(cx).distances(roots.map(Component::row));
        let mut within = 0usize;
        for component in field::counted(cx, "without-root") {
            let Some(steps) = distances.get(component.row() as usize).copied().flatten() else {
                continue;
            };
            if i64::from(steps) <= depth {
                within += 1;
                continue;
            }
            let finding = if fails {
                out.fail("beyond")
            } else {
                out.informational("beyond")
            };
            finding
                .arg("component", label::component(component))
                .arg("steps", i64::from(steps))
                .arg("depth", depth)
                .cite(&component);
        }
        if within == 0 {
            out.unknown("no-tree").cite_all(&documents);
        }
        if let Some(pass) = out.pass_if_clean("within") {
            pass.arg("components", within).arg("depth", depth).cite_all(&documents);
        }
        Ok(())
    }
}
