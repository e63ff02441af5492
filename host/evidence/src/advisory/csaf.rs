//! CSAF 2: every vulnerability is an advisory; in the VEX profile its product statuses are statements as well.

use super::records::{AdvisoryRecord, AffectedRecord, RangeRecord, StatementRecord, VexRecord, day, first_line};
use super::records::{purl_without_version, severity_word};
use super::{cvss, json, vers};
use crate::{ReadError, Reading};
use sekisho_model::Diagnostic;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Groups of products by status, and the status in the words of VEX.
const STATUSES: &[(&str, &str)] = &[
    ("known_affected", "affected"),
    ("first_affected", "affected"),
    ("last_affected", "affected"),
    ("known_not_affected", "not_affected"),
    ("fixed", "fixed"),
    ("first_fixed", "fixed"),
    ("under_investigation", "under_investigation"),
];

/// Status, flag, impact and action: what products of one statement have in common.
type Reasons<'a> = (&'a str, Option<String>, Option<String>, Option<String>);

/// One product of the tree.
#[derive(Debug, Default, Clone)]
struct Product {
    name: Option<String>,
    vendor: Option<String>,
    product: Option<String>,
    version: Option<String>,
    range: Option<String>,
    purl: Option<String>,
    cpe: Option<String>,
    hash: Option<String>,
}

impl Product {
    /// The best id for a statement.
    fn identity(&self, id: &str) -> String {
        let known = self
            .purl
            .as_ref()
            .or(self.cpe.as_ref())
            .or(self.hash.as_ref())
            .or(self.name.as_ref());
        known.cloned().unwrap_or_else(|| id.to_owned())
    }
}

#[derive(Debug, Default)]
struct Tree {
    products: BTreeMap<String, Product>,
    /// Id of a relation: the component and the product it is part of.
    relations: BTreeMap<String, (String, String)>,
    groups: BTreeMap<String, Vec<String>>,
}

pub(super) fn read(text: &str, reading: &mut Reading<'_>) -> Result<String, ReadError> {
    let document = json::parse(text, "CSAF JSON")?;
    let version = json::text(&document, &["document", "csaf_version"])
        .ok_or_else(|| ReadError::malformed("CSAF JSON", "`document.csaf_version` is missing"))?;
    if !version.starts_with("2.") {
        return Err(ReadError::UnsupportedVersion {
            format: "CSAF",
            version,
            supported: "2.0, 2.1",
        });
    }
    let tree = Tree::read(&document);
    let vulnerabilities = json::list(&document, &["vulnerabilities"]);
    let mut advisories = Vec::new();
    let mut statements = Vec::new();
    let mut unknown = BTreeSet::new();
    for (index, vulnerability) in vulnerabilities.iter().enumerate() {
        let locator = format!("/vulnerabilities/{index}");
        statements.extend(tree.statements(vulnerability, &document, &locator, &mut unknown));
        advisories.push(tree.advisory(vulnerability, &document, locator));
    }
    for id in &unknown {
        let text = format!("product `{id}` is named by a status, but the product tree does not have it");
        reading.note(Diagnostic::warning("csaf-product", text).hint("ask the publisher for a corrected document"));
    }
    for advisory in &advisories {
        advisory.push(reading)?;
    }
    if json::text(&document, &["document", "category"]).as_deref() == Some("csaf_vex") {
        let vex = VexRecord {
            format: "csaf",
            identifier: json::text(&document, &["document", "tracking", "id"]),
            author: json::text(&document, &["document", "publisher", "name"]),
            role: json::text(&document, &["document", "publisher", "category"]),
            created_at: json::text(&document, &["document", "tracking", "current_release_date"]),
            version: json::text(&document, &["document", "tracking", "version"]),
            statements,
        };
        vex.push(reading)?;
    }
    Ok(format!("csaf-{version}"))
}

impl Tree {
    fn read(document: &Value) -> Self {
        let mut tree = Self::default();
        let root = json::get(document, &["product_tree"]);
        // Branches carry vendor, product and version on the way down; depth is bounded by the parser.
        let mut waiting: Vec<(&Value, Product)> = json::list(root, &["branches"])
            .iter()
            .map(|b| (b, Product::default()))
            .collect();
        while let Some((branch, mut context)) = waiting.pop() {
            let name = json::text(branch, &["name"]);
            match json::text(branch, &["category"]).as_deref() {
                Some("vendor") => context.vendor = name,
                Some("product_name") => context.product = name,
                Some("product_version") => context.version = name,
                Some("product_version_range") => context.range = name,
                _ => {}
            }
            tree.add(json::get(branch, &["product"]), context.clone());
            waiting.extend(json::list(branch, &["branches"]).iter().map(|b| (b, context.clone())));
        }
        for product in json::list(root, &["full_product_names"]) {
            tree.add(product, Product::default());
        }
        for relation in json::list(root, &["relationships"]) {
            let full = json::get(relation, &["full_product_name"]);
            tree.add(full, Product::default());
            if let (Some(id), Some(part), Some(whole)) = (
                json::text(full, &["product_id"]),
                json::text(relation, &["product_reference"]),
                json::text(relation, &["relates_to_product_reference"]),
            ) {
                tree.relations.insert(id, (part, whole));
            }
        }
        for group in json::list(root, &["product_groups"]) {
            if let Some(id) = json::text(group, &["group_id"]) {
                tree.groups.insert(id, json::texts(group, &["product_ids"]));
            }
        }
        tree
    }

    fn add(&mut self, product: &Value, context: Product) {
        let Some(id) = json::text(product, &["product_id"]) else {
            return;
        };
        let helper = json::get(product, &["product_identification_helper"]);
        let purl = json::text(helper, &["purl"]).or_else(|| json::texts(helper, &["purls"]).into_iter().next());
        let hash = json::list(helper, &["hashes"])
            .iter()
            .flat_map(|h| json::list(h, &["file_hashes"]))
            .find_map(|h| {
                Some(format!(
                    "{}:{}",
                    json::text(h, &["algorithm"])?,
                    json::text(h, &["value"])?
                ))
            });
        let cpe = json::text(helper, &["cpe"]);
        self.products.insert(
            id,
            Product {
                name: json::text(product, &["name"]),
                purl,
                cpe,
                hash,
                ..context
            },
        );
    }

    /// The ids an entry speaks of: its products and its groups; none at all means every product.
    fn concerns(&self, entry: &Value, id: &str) -> bool {
        let products = json::texts(entry, &["product_ids"]);
        let groups = json::texts(entry, &["group_ids"]);
        (products.is_empty() && groups.is_empty())
            || products.iter().any(|p| p == id)
            || groups
                .iter()
                .filter_map(|g| self.groups.get(g))
                .flatten()
                .any(|p| p == id)
    }

    fn names(&self, id: &str) -> (String, Option<String>) {
        let identity = |id: &str| self.products.get(id).map_or_else(|| id.to_owned(), |p| p.identity(id));
        match self.relations.get(id) {
            Some((part, whole)) => (identity(whole), Some(identity(part))),
            None => (identity(id), None),
        }
    }

    fn statements(
        &self,
        vulnerability: &Value,
        document: &Value,
        locator: &str,
        unknown: &mut BTreeSet<String>,
    ) -> Vec<StatementRecord> {
        let (id, aliases) = ids(vulnerability, document);
        let details = |list: &str, category: Option<&[&str]>, product: &str| {
            let texts: Vec<String> = json::list(vulnerability, &[list])
                .iter()
                .filter(|e| {
                    category.is_none_or(|c| json::text(e, &["category"]).is_some_and(|k| c.contains(&k.as_str())))
                })
                .filter(|e| self.concerns(e, product))
                .filter_map(|e| json::text(e, &["details"]).or_else(|| json::text(e, &["category"])))
                .collect();
            Some(texts.join(" ")).filter(|t| !t.is_empty())
        };
        // Products with the same status and the same reasons share one statement.
        let mut grouped: BTreeMap<Reasons<'_>, Vec<String>> = BTreeMap::new();
        for (group, status) in STATUSES {
            for product in json::texts(vulnerability, &["product_status", group]) {
                if !self.products.contains_key(&product) && unknown.len() < 1000 {
                    unknown.insert(product.clone());
                }
                let flag = json::list(vulnerability, &["flags"])
                    .iter()
                    .find(|f| self.concerns(f, &product))
                    .and_then(|f| json::text(f, &["label"]))
                    .filter(|_| *status == "not_affected");
                let impact = details("threats", Some(&["impact"]), &product);
                let action = details("remediations", None, &product);
                grouped.entry((status, flag, impact, action)).or_default().push(product);
            }
        }
        let stated = day(json::text(document, &["document", "tracking", "current_release_date"]).as_deref());
        grouped
            .into_iter()
            .map(|((status, justification, impact, action), products)| StatementRecord {
                line: 0,
                vulnerability: Some(id.clone()),
                status: Some(status.to_owned()),
                justification,
                impact,
                action,
                stated,
                aliases: aliases.clone(),
                products: products.iter().map(|p| self.names(p)).collect(),
                locator: locator.to_owned(),
            })
            .collect()
    }

    fn advisory(&self, vulnerability: &Value, document: &Value, locator: String) -> AdvisoryRecord {
        let (id, mut aliases) = ids(vulnerability, document);
        aliases.extend(json::text(document, &["document", "tracking", "id"]));
        let scores = json::list(vulnerability, &["scores"])
            .iter()
            .chain(json::list(vulnerability, &["metrics"]));
        let blocks: Vec<&Value> = scores
            .flat_map(|s| [s, json::get(s, &["content"])])
            .flat_map(|s| ["cvss_v3", "cvss_v4", "cvss_v2"].map(|key| json::get(s, &[key])))
            .filter(|block| block.is_object())
            .collect();
        let scored = blocks
            .iter()
            .filter_map(|b| json::text(b, &["vectorString"]))
            .filter_map(|vector| cvss::score(&vector, ""))
            .min_by_key(|s| s.preference);
        let stated = blocks.iter().find_map(|b| json::get(b, &["baseScore"]).as_f64());
        let severity = blocks.iter().find_map(|b| json::text(b, &["baseSeverity"]));
        let severity = severity.or_else(|| json::text(document, &["document", "aggregate_severity", "text"]));
        let exploited = json::list(vulnerability, &["threats"]).iter().any(|t| {
            json::text(t, &["category"]).as_deref() == Some("exploit_status")
                && json::text(t, &["details"]).is_some_and(|d| d.eq_ignore_ascii_case("exploited"))
        });
        let mut affected = BTreeMap::new();
        for group in ["known_affected", "first_affected", "last_affected"] {
            for product in json::texts(vulnerability, &["product_status", group]) {
                affected
                    .entry(product.clone())
                    .or_insert_with(|| self.affected(&product));
            }
        }
        let summary = json::text(vulnerability, &["title"])
            .or_else(|| {
                json::list(vulnerability, &["notes"])
                    .iter()
                    .find_map(|n| json::text(n, &["text"]))
            })
            .or_else(|| json::text(document, &["document", "title"]));
        AdvisoryRecord {
            source: "csaf",
            summary: summary.as_deref().and_then(first_line),
            published: day(json::text(document, &["document", "tracking", "initial_release_date"]).as_deref()),
            modified: day(json::text(document, &["document", "tracking", "current_release_date"]).as_deref()),
            score: scored.as_ref().map(|s| s.score).or(stated),
            vector: scored.map(|s| s.vector),
            severity: severity.map(|s| severity_word(&s)),
            exploited: exploited.then_some(true),
            url: json::list(document, &["document", "references"])
                .iter()
                .find(|r| json::text(r, &["category"]).as_deref() == Some("self"))
                .and_then(|r| json::text(r, &["url"])),
            aliases,
            affected: affected.into_values().collect(),
            id,
            locator,
            ..AdvisoryRecord::default()
        }
    }

    fn affected(&self, id: &str) -> AffectedRecord {
        // A component inside a product is known by the component.
        let inner = self.relations.get(id).map_or(id, |(part, _)| part);
        let product = self.products.get(inner).cloned().unwrap_or_default();
        let (mut ranges, mut versions): (Vec<RangeRecord>, Vec<String>) = (Vec::new(), Vec::new());
        if let Some((found, listed)) = product.range.as_deref().and_then(vers::parse) {
            ranges = found;
            versions = listed;
        }
        versions.extend(product.version);
        let names: Vec<String> = product.vendor.into_iter().chain(product.product.clone()).collect();
        AffectedRecord {
            ecosystem: None,
            name: product.product.or_else(|| product.name.clone()),
            purl: product.purl.as_deref().map(purl_without_version),
            product: Some(names.join(" ")).filter(|n| !n.is_empty()).or(product.name),
            ranges,
            versions,
        }
    }
}

/// The id of a vulnerability, and its other ids.
fn ids(vulnerability: &Value, document: &Value) -> (String, Vec<String>) {
    let others: Vec<String> = json::list(vulnerability, &["ids"])
        .iter()
        .filter_map(|i| json::text(i, &["text"]))
        .collect();
    let id = json::text(vulnerability, &["cve"])
        .or_else(|| others.first().cloned())
        .or_else(|| json::text(document, &["document", "tracking", "id"]))
        .unwrap_or_else(|| "unnamed".to_owned());
    (id, others)
}
