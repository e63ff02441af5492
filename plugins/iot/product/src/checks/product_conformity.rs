//! `product.conformity`: somebody says that a product meets a criterion, and what they say counts: the maker's declaration is attested
//! and no more, a test or inspection counts while its report is valid and its body accredited, a certificate for the very version.
//!
//! Source: the label criteria of NIST name three conformity activities. Which fields a record needs is ours (README.md).

use crate::products::{Product, Products};
use crate::records::{ACTIVITIES, Standing, is_about, judge};
use sekisho_sdk::prelude::*;
use sekisho_sdk::words::squash;
use std::collections::BTreeMap;

/// Records of one product that are told one by one though they do not count.
const TOLD: usize = 20;

/// The check.
#[derive(Debug)]
pub(crate) struct Conforms;

impl Check for Conforms {
    fn spec(&self) -> Spec {
        Spec::new("product.conformity")
            .reads("assets")
            .reads("registers")
            .parameter(Parameter::text("criterion", 200, ""))
            .parameter(Parameter::texts("activities", &ACTIVITIES))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let criterion = cx.text("criterion")?;
        let activities = cx.known_texts("activities", &ACTIVITIES)?;
        let products = Products::read(cx);
        let Some(register) = cx.registers().get("conformity") else {
            out.unknown("no-register");
            return Ok(());
        };
        if products.all.is_empty() && products.odd.is_empty() && products.has_register {
            out.not_applicable("none-in-scope").cite(&register);
            return Ok(());
        }
        if products.all.is_empty() {
            out.unknown("no-product").cite(&register);
            return Ok(());
        }
        let mut rows: BTreeMap<String, Vec<Entry<'_>>> = BTreeMap::new();
        for row in register.rows().filter(|row| is_about(row, criterion)) {
            if let Some(product) = row.get("product") {
                rows.entry(squash(product)).or_default().push(row);
            }
        }
        for product in &products.all {
            let names = product.names();
            let own: Vec<&Entry<'_>> = names.iter().filter_map(|name| rows.get(name)).flatten().collect();
            one(product, &own, activities, cx.today(), out);
        }
        Ok(())
    }
}

fn one(product: &Product<'_>, rows: &[&Entry<'_>], activities: &[String], today: Date, out: &mut Findings) {
    let deployed = product.version();
    let mut counted: Vec<(usize, &Entry<'_>)> = Vec::new();
    let mut is_open = false;
    let mut passed_over = 0_usize;
    for row in rows {
        let Some((rank, activity)) = row
            .get("activity")
            .and_then(|own| ACTIVITIES.iter().copied().enumerate().find(|(_, known)| *known == own))
        else {
            out.unknown("activity-unclear")
                .arg("product", &product.name)
                .arg("record", row.label())
                .cite(*row);
            is_open = true;
            continue;
        };
        if !activities.is_empty() && !activities.iter().any(|asked| asked == activity) {
            out.informational("other-activity")
                .arg("product", &product.name)
                .arg("record", row.label())
                .arg("activity", activity)
                .cite(*row);
            continue;
        }
        let standing = judge(row, activity, deployed, today);
        let decides = match &standing {
            Standing::Negative => true,
            Standing::OtherVersion(_) => activity == "certification",
            _ => false,
        };
        if !decides && standing != Standing::Counts {
            passed_over += 1;
            if passed_over > TOLD {
                continue;
            }
        }
        let finding = match &standing {
            Standing::Counts => {
                counted.push((rank, row));
                continue;
            }
            Standing::Negative => out.fail("negative"),
            Standing::OtherVersion(own) if activity == "certification" => out
                .fail("version-mismatch")
                .arg("version", own)
                .arg("deployed", deployed.unwrap_or("?")),
            Standing::OtherVersion(own) => out
                .informational("other-version")
                .arg("version", own)
                .arg("deployed", deployed.unwrap_or("?")),
            Standing::Incomplete(fields) => out.informational("incomplete").arg("fields", fields),
            Standing::Ahead(day) => out.informational("ahead").arg("date", *day),
            Standing::Expired(day) => out.informational("expired").arg("date", *day),
            Standing::Unplaced(own) => out.informational("unplaced").arg("version", own),
        };
        finding
            .arg("product", &product.name)
            .arg("record", row.label())
            .arg("activity", activity)
            .cite(*row)
            .cite_all(product.entry().iter());
        is_open |= decides;
    }
    if passed_over > TOLD {
        out.informational("more")
            .arg("product", &product.name)
            .arg("count", passed_over - TOLD);
    }
    let best = counted.iter().min_by_key(|(rank, _)| *rank);
    let Some((rank, row)) = best else {
        if !is_open {
            let message = if rows.is_empty() { "none" } else { "none-counts" };
            out.unknown(message)
                .arg("product", &product.name)
                .arg("count", rows.len())
                .cite_all(rows.iter().copied());
        }
        return;
    };
    let activity = ACTIVITIES.get(*rank).copied().unwrap_or("self");
    let finding = match activity {
        "certification" => out.pass("certified"),
        "test" => out.pass("tested"),
        _ => out.attested("declared"),
    };
    let text = |field: &str| row.get(field).unwrap_or("-").to_owned();
    finding
        .arg("product", &product.name)
        .arg("record", row.label())
        .arg("activity", activity)
        .arg("reference", text("reference"));
    if activity == "self" {
        finding.arg("declared_by", text("declared_by"));
    } else {
        finding
            .arg("body", text("body"))
            .arg("accreditation", text("accreditation"));
    }
    if let Some(day) = row.date("valid_until") {
        finding.arg("valid_until", day);
    }
    finding.cite(*row).cite_all(product.entry().iter());
}
