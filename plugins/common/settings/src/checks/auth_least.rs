//! CF-07 `auth.least`: nobody can do more than their work needs (domain.md, CF-07).
//!
//! Predicate: the set of administrators lies inside the approved administrator register; nobody holds two conflicting
//! roles; nobody from development administers production. `require` picks the parts; all apply by default.

use crate::people::{Account, accounts};
use crate::scope::{CLASSES, Inventory};
use crate::sources::borrowed;
use sekisho_sdk::parts::Parts;
use sekisho_sdk::prelude::*;

mod approvals;
mod duties;
mod settings;

const PARTS: &[&str] = &[
    "admin-register",
    "approved-admins",
    "least-privilege",
    "current-role",
    "development-separation",
    "role-conflicts",
];

/// The check.
#[derive(Debug)]
pub(crate) struct Least;

impl Check for Least {
    fn spec(&self) -> Spec {
        Spec::new("auth.least")
            .reads("registers")
            .reads("settings")
            .reads("assets")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::texts("accounts", &[]))
            .parameter(Parameter::texts("classes", &[]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, PARTS)?;
        let classes = borrowed(cx.known_texts("classes", CLASSES)?);
        let inventory = Inventory::load(cx);
        let (Some(register), Some(listed)) = (cx.registers().get("accounts"), accounts(cx)?) else {
            out.unknown("no-accounts");
            return Ok(());
        };
        // Accounts of systems that the inventory knows to be of another class are not meant.
        let accounts: Vec<Account<'_>> = listed
            .into_iter()
            .filter(|account| {
                let item = account.system().and_then(|system| inventory.find(system));
                classes.is_empty() || item.is_none_or(|item| item.is_class(&classes))
            })
            .collect();
        if accounts.is_empty() {
            out.not_applicable("none-in-scope").cite(&register);
            return Ok(());
        }
        let admins: Vec<Account<'_>> = accounts.iter().copied().filter(|a| a.is_admin()).collect();
        if parts.asks("admin-register") {
            approvals::register(cx, &admins, out);
        }
        if parts.asks("approved-admins") {
            approvals::approved(cx, &admins, out);
        }
        if parts.asks("least-privilege") {
            approvals::roles(cx, &admins, out);
            settings::privileges(cx, &inventory, &classes, out);
        }
        if parts.asks("current-role") {
            duties::current(cx, &accounts, out);
        }
        if parts.asks("development-separation") {
            duties::development(&accounts, out);
        }
        if parts.asks("role-conflicts") {
            duties::conflicts(cx, &accounts, parts.names("role-conflicts"), out);
        }
        if let Some(finding) = out.pass_if_clean("ok") {
            finding
                .arg("count", accounts.len())
                .arg("admins", admins.len())
                .cite(&register)
                .cite_all(&accounts);
        }
        Ok(())
    }
}
