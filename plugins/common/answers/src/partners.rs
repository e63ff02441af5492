//! The register of partners: those that are in scope of a control.

use crate::ages::is_over;
use crate::heard::{company, is_blank, label, same};
use crate::problem::Mark;
use sekisho_sdk::prelude::*;

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

    /// Whether a text names it by number or name.
    pub(crate) fn is(self, text: &str) -> bool {
        let alike = |name: &str| same(name, text) || !company(name).is_empty() && company(name) == company(text);
        self.names.iter().filter_map(|field| self.row.get(field)).any(alike)
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
