//! Which products a guideline touches, told by attributes of the product: where it is sold, what kind of thing it is. A hint
//! for whoever looks for the rules of a product, and no legal advice.

use crate::CatalogError;
use crate::source::Source;
use sekisho_model::Bilingual;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

/// Values by attribute.
pub type Attributes = BTreeMap<String, BTreeSet<String>>;

/// One reason why a guideline may concern a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Touch {
    /// One of the values of every attribute must be the product's.
    pub when: Attributes,
    /// Why.
    pub reason: Bilingual,
    /// `confirmed` or `unverified`.
    pub confidence: String,
}

/// How a product stands to a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// All attributes fit.
    Touches,
    /// Nothing speaks against it, but the product does not say these.
    Open(Vec<String>),
    /// An attribute is another.
    Misses,
}

impl Touch {
    /// Holds a product against it.
    pub fn reach(&self, product: &Attributes) -> Reach {
        let mut open = Vec::new();
        for (name, values) in &self.when {
            match product.get(name) {
                None => open.push(name.clone()),
                Some(own) if own.is_disjoint(values) => return Reach::Misses,
                Some(_) => {}
            }
        }
        if open.is_empty() {
            Reach::Touches
        } else {
            Reach::Open(open)
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TouchFile {
    when: Spanned<Attributes>,
    reason: Bilingual,
    confidence: String,
}

pub(super) fn read(source: Source<'_>, raw: Vec<TouchFile>) -> Result<Vec<Touch>, CatalogError> {
    let mut read = Vec::with_capacity(raw.len());
    for touch in raw {
        source.both(&touch.when, "the reason why it touches a product", &touch.reason)?;
        check(source, &touch.when)?;
        if !matches!(touch.confidence.as_str(), "confirmed" | "unverified") {
            let reason = "confidence is neither `confirmed` nor `unverified`";
            return Err(source.content(&touch.when, reason));
        }
        read.push(Touch {
            when: touch.when.into_inner(),
            reason: touch.reason,
            confidence: touch.confidence,
        });
    }
    Ok(read)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProductFile {
    format: Spanned<String>,
    #[serde(rename = "name")]
    _name: Option<String>,
    attributes: Spanned<Attributes>,
}

/// Reads the attributes of a product, `product/1`.
pub fn product(file: &str, text: &str) -> Result<Attributes, CatalogError> {
    let source = Source { file, text };
    let raw: ProductFile = source.parse("product/1")?;
    source.format(&raw.format, "product/1")?;
    check(source, &raw.attributes)?;
    Ok(raw.attributes.into_inner())
}

fn check(source: Source<'_>, attributes: &Spanned<Attributes>) -> Result<(), CatalogError> {
    let list = attributes.get_ref();
    if list.is_empty() {
        return Err(source.content(attributes, "no attribute is given"));
    }
    let is_blank =
        |values: &BTreeSet<String>| values.is_empty() || values.iter().any(|v| v.trim() != v || v.is_empty());
    match list.iter().find(|(_, values)| is_blank(values)) {
        Some((name, _)) => Err(source.content(attributes, format!("attribute `{name}` has no value, or an empty one"))),
        None => Ok(()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn of(list: &[(&str, &[&str])]) -> Attributes {
        let pair =
            |(name, values): &(&str, &[&str])| ((*name).to_owned(), values.iter().map(|v| (*v).to_owned()).collect());
        list.iter().map(pair).collect()
    }

    #[test]
    fn every_attribute_must_fit_and_one_that_is_not_said_leaves_it_open() {
        let touch = Touch {
            when: of(&[("market", &["eu"]), ("kind", &["software", "connected-device"])]),
            reason: Bilingual::new("理由", "reason"),
            confidence: "confirmed".to_owned(),
        };
        let reach = |list: &[(&str, &[&str])]| touch.reach(&of(list));
        assert_eq!(
            reach(&[("market", &["jp", "eu"]), ("kind", &["software"])]),
            Reach::Touches
        );
        assert_eq!(reach(&[("market", &["eu"])]), Reach::Open(vec!["kind".to_owned()]));
        assert_eq!(reach(&[("market", &["jp"]), ("kind", &["software"])]), Reach::Misses);
        assert_eq!(reach(&[("market", &["jp"])]), Reach::Misses);
    }

    #[test]
    fn a_product_without_values_is_refused() {
        for text in [
            "format = \"product/1\"\n[attributes]\n",
            "format = \"product/1\"\n[attributes]\nmarket = []\n",
        ] {
            assert!(product("p.toml", text).is_err(), "{text}");
        }
        let text = "format = \"product/1\"\nname = \"Gate\"\n[attributes]\nmarket = [\"eu\"]\n";
        assert_eq!(product("p.toml", text).unwrap(), of(&[("market", &["eu"])]));
    }
}
