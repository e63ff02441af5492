//! What makers state about their products (VEX): whether a vulnerability is closed for a component in a product.

use sekisho_sdk::prelude::*;
use sekisho_sdk::views::advisories::{Statement, StatementProduct};
use sekisho_sdk::views::sbom::Component;
use sekisho_versions::product::{Target, speaks_of};
use std::collections::BTreeMap;

/// The statements, by the vulnerability they speak of.
#[derive(Debug, Default)]
pub(crate) struct Statements<'a> {
    by_name: BTreeMap<&'a str, Vec<Statement<'a>>>,
    products: BTreeMap<u32, Vec<StatementProduct<'a>>>,
    roots: BTreeMap<u32, Component<'a>>,
    today: Option<Date>,
}

impl<'a> Statements<'a> {
    /// Reads all of them.
    pub(crate) fn read(cx: &Context<'a>) -> Self {
        let facts = cx.advisories();
        let mut book = Self {
            today: Some(cx.today()),
            ..Self::default()
        };
        for statement in facts.statements() {
            if let Some(name) = statement.vulnerability() {
                book.by_name.entry(name).or_default().push(statement);
            }
        }
        for alias in facts.statement_aliases() {
            if let (Some(statement), Some(name)) = (alias.statement(), alias.value()) {
                book.by_name.entry(name).or_default().push(statement);
            }
        }
        for product in facts.statement_products() {
            if let Some(statement) = product.statement() {
                book.products.entry(statement.row()).or_default().push(product);
            }
        }
        for root in cx.sbom().components().filter(|c| c.is_root() == Some(true)) {
            if let Some(document) = root.document() {
                book.roots.entry(document.row()).or_insert(root);
            }
        }
        book
    }

    /// Whether the latest statement of each author about this component says that it is not affected, with a reason, or fixed.
    pub(crate) fn close(&self, names: impl Iterator<Item = &'a str>, part: Component<'a>) -> bool {
        let mut latest: BTreeMap<&'a str, (Option<Date>, bool)> = BTreeMap::new();
        for statement in names.filter_map(|name| self.by_name.get(name)).flatten() {
            let day = statement
                .stated()
                .or_else(|| statement.document().and_then(|d| d.created()));
            if day > self.today || !self.is_about(*statement, part) {
                continue;
            }
            let closes = match statement.status() {
                Some("not_affected") => statement.has_justification() || statement.has_impact(),
                Some("fixed") => true,
                _ => false,
            };
            // On one day the worse word counts.
            let author = statement.document().and_then(|d| d.author()).unwrap_or("");
            let known = latest.get(author);
            let is_later = known.is_none_or(|(known, old)| day > *known || (day == *known && *old && !closes));
            if is_later {
                latest.insert(author, (day, closes));
            }
        }
        !latest.is_empty() && latest.values().all(|(_, closes)| *closes)
    }

    fn is_about(&self, statement: Statement<'a>, part: Component<'a>) -> bool {
        let own = target(part);
        let root = part
            .document()
            .and_then(|d| self.roots.get(&d.row()))
            .map(|root| target(*root));
        self.products.get(&statement.row()).into_iter().flatten().any(|named| {
            let product = named.product();
            product.is_some_and(|product| speaks_of(product, named.subcomponent(), &own, root.as_ref()))
        })
    }
}

/// A component as identifiers see it.
pub(crate) fn target(component: Component<'_>) -> Target<'_> {
    Target {
        purl: component.purl(),
        cpe: component.cpe(),
        bom_ref: component.reference(),
        name: component.name(),
        version: component.version(),
        hashes: &[],
        document: component.document().and_then(|d| d.identifier()),
        document_version: None,
        root: component.is_root() == Some(true),
    }
}
