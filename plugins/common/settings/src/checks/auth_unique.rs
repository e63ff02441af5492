//! CF-05 `auth.unique`: an account belongs to one person (domain.md, CF-05).
//!
//! Predicate: no account in use with `shared = true` unless a method of telling who used it is given. Also: the same id
//! on the same system must not stand for two people, and an administrator must not sign in as root over SSH, for then
//! nobody can tell who it was. A row that does not say whether it is shared is unknown.

use crate::people::{Account, accounts};
use crate::scope::{Inventory, fold};
use crate::sources::Devices;
use crate::words::some;
use sekisho_sdk::parts::holds;
use sekisho_sdk::prelude::*;
use std::collections::BTreeMap;

/// The check.
#[derive(Debug)]
pub(crate) struct Unique;

impl Check for Unique {
    fn spec(&self) -> Spec {
        Spec::new("auth.unique")
            .reads("registers")
            .reads("settings")
            .reads("assets")
            .parameter(Parameter::texts(
                "accounts",
                &["user", "admin", "maintenance", "guest", "emergency"],
            ))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let listed = accounts(cx)?;
        let words = cx.texts("accounts")?;
        if words.is_empty() || holds(words, "admin") {
            root_logins(cx, out);
        }
        let (Some(register), Some(accounts)) = (cx.registers().get("accounts"), listed) else {
            out.unknown("no-accounts");
            return Ok(());
        };
        let mut unstated = Vec::new();
        let mut owners: BTreeMap<(String, String), Account<'_>> = BTreeMap::new();
        for account in &accounts {
            match account.0.flag("shared") {
                Some(true) if !account.0.has("attribution") => {
                    out.fail("shared").arg("account", account.name()).cite(account);
                }
                Some(_) => {}
                None => unstated.push(*account),
            }
            let Some(name) = account.0.key() else { continue };
            let place = (fold(name), account.system().map(fold).unwrap_or_default());
            if let Some(first) = owners.get(&place) {
                if differ(first, account) {
                    out.fail("two-persons")
                        .arg("account", account.name())
                        .cite(first)
                        .cite(account);
                }
            } else {
                owners.insert(place, *account);
            }
        }
        if !unstated.is_empty() {
            let names: Vec<String> = unstated.iter().map(|a| a.name()).collect();
            let finding = out
                .unknown("unstated")
                .arg("count", names.len())
                .arg("accounts", some(&names));
            finding.cite_all(&unstated);
        }
        if accounts.is_empty() {
            out.not_applicable("none-in-scope").cite(&register);
        } else if let Some(finding) = out.pass_if_clean("ok") {
            let shared = accounts.iter().filter(|a| a.0.flag("shared") == Some(true)).count();
            finding
                .arg("count", accounts.len())
                .arg("shared", shared)
                .cite(&register)
                .cite_all(&accounts);
        }
        Ok(())
    }
}

/// Whether two rows name different people (a row that names nobody differs from none).
fn differ(a: &Account<'_>, b: &Account<'_>) -> bool {
    let field = if a.0.has("person_id") && b.0.has("person_id") {
        "person_id"
    } else {
        "person"
    };
    match (a.0.get(field), b.0.get(field)) {
        (Some(a), Some(b)) => fold(a) != fold(b),
        _ => false,
    }
}

/// Devices on which root signs in directly.
fn root_logins(cx: &Context<'_>, out: &mut Findings) {
    let inventory = Inventory::load(cx);
    for device in Devices::gather(cx, &inventory, &[]).of(&[]) {
        let reading = device.reading("ssh.permit_root_login");
        if reading.words().iter().any(|word| word == "yes") {
            out.fail("root-login")
                .arg("asset", device.name.clone())
                .cite_all(&reading.0);
        }
    }
}
