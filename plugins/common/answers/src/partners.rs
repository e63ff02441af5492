//! The register of partners: those that are in scope of a control.

use crate::ages::is_over;
use crate::heard::{company, id, is_blank, label};
use crate::problem::Mark;
use sekisho_sdk::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Words of the `scope` parameter that are about partners. `external-systems` means those who run external services.
pub(crate) const SCOPES: &[&str] = &[
    "partners",
    "handles-confidential",
    "business-critical",
    "system-access",
    "external-systems",
];

/// One party to a contract, a check or a pledge.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Party<'a> {
    pub(crate) row: Entry<'a>,
    /// Fields by which other registers name it.
    names: &'static [&'static str],
}

impl Fact for Party<'_> {
    fn fact(&self) -> u32 {
        self.row.fact()
    }
}

impl Party<'_> {
    pub(crate) fn name(self) -> String {
        label(&self.row, "name")
    }

    /// Words that name it, by number or name.
    fn keys(self) -> impl Iterator<Item = String> {
        self.names
            .iter()
            .filter_map(move |field| self.row.get(field))
            .flat_map(keys_of)
    }
}

/// A name as it is compared: as written, and without its legal form. A space keeps the two apart.
fn keys_of(name: &str) -> impl Iterator<Item = String> {
    let (plain, bare) = (id(name), company(name));
    [plain, format!(" {bare}")]
        .into_iter()
        .filter(|key| !key.trim().is_empty())
}

/// Rows of a register by the party that they name.
#[derive(Debug, Clone)]
pub(crate) struct ByParty<'a> {
    rows: Vec<Entry<'a>>,
    keys: BTreeMap<String, Vec<usize>>,
}

impl<'a> ByParty<'a> {
    pub(crate) fn new(rows: Vec<Entry<'a>>, field: &str) -> Self {
        let mut keys: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate() {
            for key in row.get(field).into_iter().flat_map(keys_of) {
                keys.entry(key).or_default().push(at);
            }
        }
        Self { rows, keys }
    }

    /// The rows about a party, in their order.
    pub(crate) fn of(&self, party: Party<'_>) -> Vec<Entry<'a>> {
        let found: BTreeSet<usize> = party
            .keys()
            .filter_map(|key| self.keys.get(&key))
            .flatten()
            .copied()
            .collect();
        found.into_iter().filter_map(|at| self.rows.get(at).copied()).collect()
    }
}

/// Parties in scope, and those of whom the register does not say whether they are.
#[derive(Debug, Clone)]
pub(crate) struct Scoped<'a> {
    pub(crate) inside: Vec<Party<'a>>,
    pub(crate) unclear: Vec<Party<'a>>,
    pub(crate) register: Mark,
}

/// The parties that a scope word means; `None` where the register is missing.
pub(crate) fn scoped<'a>(cx: &Context<'a>, scope: &str) -> Option<Scoped<'a>> {
    if scope == "external-systems" {
        return providers(cx);
    }
    let (today, register) = (cx.today(), cx.registers().get("partners")?);
    let mut found = Scoped {
        inside: Vec::new(),
        unclear: Vec::new(),
        register: Mark::of(&register),
    };
    for row in register.rows() {
        let begun = row.date("starts_at").is_none_or(|day| day <= today);
        if row.flag("in_scope") == Some(false) || is_over(row.date("ends_at"), today) || !begun {
            continue;
        }
        let party = Party {
            row,
            names: &["id", "name"],
        };
        let odd = row.flag("in_scope").is_none() && row.get("in_scope").is_some_and(|text| !is_blank(text));
        let meant = match scope {
            "handles-confidential" => row.flag("handles_confidential"),
            "business-critical" => row.flag("business_critical"),
            "system-access" => row.flag("system_access"),
            _ => Some(true),
        };
        match meant {
            Some(true) if !odd => found.inside.push(party),
            Some(false) => {}
            _ => found.unclear.push(party),
        }
    }
    Some(found)
}

/// Who runs the external services in use. One that holds only public information needs no agreement.
fn providers<'a>(cx: &Context<'a>) -> Option<Scoped<'a>> {
    let (today, register) = (cx.today(), cx.registers().get("external-systems")?);
    let in_use =
        |row: &Entry<'_>| !is_over(row.date("contract_until"), today) && row.get("data_class") != Some("public");
    let names: &[&str] = &["provider", "partner", "name", "id"];
    let inside = register.rows().filter(in_use).map(|row| Party { row, names }).collect();
    Some(Scoped {
        inside,
        unclear: Vec::new(),
        register: Mark::of(&register),
    })
}
