//! `risk.cyber`: for each product there is a risk assessment that looks at what attacks over networks do to its safety.
//!
//! Source: draft of the General Product Safety Regulation of 2021, Article 7(h).

use crate::rows::{filled, label, list};
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;
use sekisho_sdk::words::squash;

/// The check.
#[derive(Debug)]
pub(crate) struct Assessed;

/// Words by which an assessment says that it looks at attacks.
const WORDS: [&str; 8] = [
    "サイバー",
    "cyber",
    "情報セキュリティ",
    "informationsecurity",
    "不正アクセス",
    "ハッキング",
    "hacking",
    "itsecurity",
];

impl Check for Assessed {
    fn spec(&self) -> Spec {
        Spec::new("risk.cyber")
            .reads("registers")
            .parameter(Parameter::integer("max_age_days", 0, 36_500, 0))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let limit = cx.integer("max_age_days")?;
        let Some(register) = cx.registers().get("risk-assessments") else {
            out.unknown("no-register");
            return Ok(());
        };
        let declared = cx.registers().get("product-declarations");
        if let Some(declared) = declared.filter(Register::is_empty) {
            out.not_applicable("no-product").cite(&declared);
            return Ok(());
        }
        let is_about = |row: &Entry<'_>| {
            let said = ["title", "scope", "method"]
                .into_iter()
                .filter_map(|field| filled(row, field));
            let said: Vec<String> = said.map(squash).collect();
            WORDS
                .iter()
                .any(|word| said.iter().any(|text| text.contains(&squash(word))))
        };
        let cyber: Vec<Entry<'_>> = register.rows().filter(is_about).collect();
        if cyber.is_empty() {
            out.fail("none").arg("count", register.len()).cite(&register);
            return Ok(());
        }
        let is_old = |row: &Entry<'_>| {
            let day = row.date("assessed_at");
            day.is_none_or(|day| day > cx.today() || (limit > 0 && cx.today().days_since(day) > limit))
        };
        let mut groups = Groups::default();
        let products: Vec<Entry<'_>> = cx.registers().rows("product-declarations").collect();
        for product in &products {
            let names: Vec<String> = filled(product, "product").into_iter().map(squash).collect();
            let mut own = cyber.iter().filter(|row| {
                let assets = list(row, "assets");
                assets.is_empty() || assets.iter().any(|asset| names.contains(&squash(asset)))
            });
            let current = own.clone().find(|row| !is_old(row));
            match (current, own.next()) {
                (Some(found), _) => {
                    let args = vec![("assessment", found.label())];
                    groups.add(Tone::Pass, "assessed", args, label(product), product);
                }
                (None, Some(found)) => {
                    let args = vec![("assessment", found.label())];
                    groups.add(Tone::Fail, "too-old", args, label(product), product);
                }
                (None, None) => groups.add(Tone::Fail, "not-this", Vec::new(), label(product), product),
            }
        }
        for row in cyber.iter().filter(|_| products.is_empty()) {
            let (tone, message) = if is_old(row) {
                (Tone::Fail, "too-old")
            } else {
                (Tone::Pass, "assessed")
            };
            let args = vec![("assessment", row.label())];
            groups.add(tone, message, args, row.label(), row);
        }
        groups.tell(out);
        Ok(())
    }
}
