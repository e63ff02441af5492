//! What the registers know of a model: which firmware was released when, and until when it is supported.

use crate::words::{fold, is_nothing};
use sekisho_sdk::prelude::*;
use std::collections::BTreeMap;

/// Rows of `releases` and `support-lifecycle` by the product they name.
#[derive(Debug, Default)]
pub(crate) struct Known<'a> {
    releases: BTreeMap<String, Vec<(&'a str, Option<Date>)>>,
    ends: BTreeMap<String, Vec<(Option<&'a str>, Date)>>,
}

impl<'a> Known<'a> {
    /// Reads both registers.
    pub(crate) fn load(cx: &Context<'a>) -> Self {
        let mut known = Self::default();
        for row in cx.registers().rows("releases") {
            let version = row.get("version").filter(|version| !is_nothing(version));
            if let (Some(product), Some(version)) = (row.get("asset"), version) {
                let of_product = known.releases.entry(fold(product)).or_default();
                of_product.push((version, row.date("released_at")));
            }
        }
        for row in cx.registers().rows("support-lifecycle") {
            let end = row.date("security_end").or_else(|| row.date("support_end"));
            if let (Some(product), Some(end)) = (row.get("product"), end) {
                let version = row.get("version").filter(|version| !is_nothing(version));
                known.ends.entry(fold(product)).or_default().push((version, end));
            }
        }
        known
    }

    /// The releases of a model, found by its name with or without its vendor's.
    pub(crate) fn releases(&self, vendor: &str, model: &str) -> Vec<(&'a str, Option<Date>)> {
        let names = [fold(model), fold(&format!("{vendor} {model}"))];
        let found = names.iter().filter_map(|name| self.releases.get(name));
        found.flatten().copied().collect()
    }

    /// The last day on which a firmware of a model is supported: a row for that version, else one for the model.
    pub(crate) fn end(&self, vendor: &str, model: &str, firmware: Option<&str>) -> Option<Date> {
        let names = [fold(model), fold(&format!("{vendor} {model}"))];
        let rows = || names.iter().filter_map(|name| self.ends.get(name)).flatten();
        let of_version = rows().filter(|(version, _)| version.is_some() && *version == firmware);
        let of_model = rows().filter(|(version, _)| version.is_none());
        let latest = |(_, end): &(Option<&str>, Date)| *end;
        of_version.map(latest).max().or_else(|| of_model.map(latest).max())
    }
}
