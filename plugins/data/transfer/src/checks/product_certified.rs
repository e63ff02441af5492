//! `product.certified`: products of certain classes carry a certificate where they are sold.
//!
//! Source: certification of security products in the table (China). Which classes need one is the policy's to say (`classes`): it
//! is not guessed, and without it nothing is decided.

use crate::cells::{countries, filled};
use crate::scope::is_within;
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;
use sekisho_sdk::words::squash;

/// The check.
#[derive(Debug)]
pub(crate) struct Certified;

impl Check for Certified {
    fn spec(&self) -> Spec {
        Spec::new("product.certified")
            .reads("registers")
            .parameter(Parameter::text("market", 5, "CN"))
            .parameter(Parameter::texts("classes", &[]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let (market, classes) = (cx.text("market")?, cx.texts("classes")?);
        let classes: Vec<String> = classes.iter().map(|class| squash(class)).collect();
        let Some(register) = cx.registers().get("market-products") else {
            out.unknown("no-register");
            return Ok(());
        };
        let mut groups = Groups::default();
        for row in register.rows() {
            let markets = countries(&row, "markets");
            if !markets.is_empty() && !markets.iter().any(|own| is_within(market, own)) {
                continue;
            }
            let label = filled(&row, "name").map_or_else(|| row.label(), ToOwned::to_owned);
            let class = filled(&row, "product_class");
            let until = row.date("certificate_until");
            let (tone, message) = match class {
                _ if markets.is_empty() => (Tone::Unknown, "market-missing"),
                None => (Tone::Unknown, "class-missing"),
                Some(_) if classes.is_empty() => (Tone::Unknown, "no-classes"),
                Some(class) if !classes.contains(&squash(class)) => continue,
                Some(_) if filled(&row, "certificate").is_none() => (Tone::Fail, "no-certificate"),
                Some(_) if until.is_some_and(|day| day < cx.today()) => (Tone::Fail, "certificate-over"),
                Some(_) => (Tone::Pass, "certified"),
            };
            let args = vec![
                ("market", market.to_owned()),
                ("class", class.unwrap_or("-").to_owned()),
            ];
            groups.add(tone, message, args, label, &row);
        }
        if groups.is_empty() {
            out.not_applicable("none-in-scope")
                .arg("count", register.len())
                .arg("market", market)
                .cite(&register);
        }
        groups.tell(out);
        Ok(())
    }
}
