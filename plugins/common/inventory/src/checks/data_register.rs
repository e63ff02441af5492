//! IN-18 `data.register`: data items are registered with what must be known of them (domain.md, IN-18).
//!
//! Predicate: owner, category, event, place (country and operator), purpose, disclosure range, retention limit and
//! legal basis are filled. A retention limit in words (until the contract ends) is a limit. `categories` is a filter.

use crate::cells::{Cells, Stated, state};
use crate::fields::DATA_ITEMS;
use crate::words::{some, split};
use sekisho_sdk::parts::holds;
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::data_flows::DataItem;

const FIELDS: &[&str] = &[
    "owner",
    "category",
    "event",
    "country",
    "operator",
    "purpose",
    "disclosure",
    "retention_until",
    "legal_basis",
];
const CATEGORIES: &[&str] = &[
    "personal",
    "sensitive",
    "person-related",
    "pseudonymous",
    "anonymous",
    "trade-secret",
    "important",
    "technical",
    "operational",
    "public",
    "other",
];

/// The check.
#[derive(Debug)]
pub(crate) struct DataItems;

#[derive(Debug, Clone, Copy)]
struct Row<'a>(DataItem<'a>);

impl Fact for Row<'_> {
    fn fact(&self) -> u32 {
        self.0.fact()
    }
}

impl<'a> Cells<'a> for Row<'a> {
    fn stated(&self, field: &str) -> Stated<'a> {
        let item = self.0;
        let text = match field {
            "id" => item.id(),
            "name" => item.name(),
            "owner" => item.owner(),
            "category" => item.category(),
            "event" => item.event(),
            "place" => item.place(),
            "country" => item.country(),
            "operator" => item.operator(),
            "purpose" => item.purpose(),
            "disclosure" => item.disclosure(),
            "legal_basis" => item.legal_basis(),
            // Judged as words below: the limit may be an event.
            "retention_until" => item.retention(),
            _ => None,
        };
        state(
            text,
            if field == "retention_until" {
                item.retention_until()
            } else {
                None
            },
            None,
        )
    }

    fn items(&self, field: &str) -> Vec<&'a str> {
        self.text(field).map(split).unwrap_or_default()
    }

    fn label(&self) -> String {
        let name = self.0.id().or_else(|| self.0.name());
        name.map_or_else(|| format!("#{}", self.0.row() + 1), ToOwned::to_owned)
    }
}

impl Check for DataItems {
    fn spec(&self) -> Spec {
        Spec::new("data.register")
            .reads("data-flows")
            .reads("registers")
            .parameter(Parameter::texts("fields", FIELDS))
            .parameter(Parameter::texts("categories", &[]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let fields = cx.known_texts("fields", &[FIELDS, &["id", "name", "place"]].concat())?;
        let asked = cx.known_texts("categories", CATEGORIES)?;
        let rows: Vec<Row<'_>> = cx.data_flows().items().map(Row).collect();
        if rows.is_empty() {
            match cx.registers().get("data-items") {
                Some(register) => out.fail("register-empty").cite(&register),
                None => out.unknown("no-register"),
            };
            return Ok(());
        }
        let (mut judged, mut open) = (Vec::new(), Vec::new());
        for row in &rows {
            match row.0.category().filter(|word| CATEGORIES.contains(word)) {
                _ if asked.is_empty() => judged.push(row),
                Some(word) if holds(asked, word) => judged.push(row),
                Some(_) => {}
                None => open.push(row),
            }
        }
        let register = cx.registers().get("data-items");
        if !open.is_empty() {
            let labels: Vec<String> = open.iter().map(|row| row.label()).collect();
            let finding = out
                .unknown("category-unclear")
                .arg("count", open.len())
                .arg("entries", some(&labels));
            finding.cite_all(open.iter().copied());
        } else if judged.is_empty() {
            out.not_applicable("none-in-scope")
                .arg("count", rows.len())
                .cite_all(&register);
            return Ok(());
        }
        let names: Vec<&str> = fields.iter().map(String::as_str).collect();
        for row in &judged {
            let mut gaps = DATA_ITEMS.gaps(*row, &names);
            gaps.odd.retain(|field| *field != "retention_until");
            gaps.tell(out, &row.label(), *row);
        }
        if let Some(finding) = out.pass_if_clean("complete") {
            finding
                .arg("count", judged.len())
                .arg("fields", names.join(", "))
                .cite_all(&register);
        }
        Ok(())
    }
}
