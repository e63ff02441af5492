//! The account register's part in `auth.password`: what each account's row says about its own password.

use super::{Asked, is_guarded};
use crate::people::Account;
use crate::scope::Inventory;
use crate::sources::Devices;
use crate::words::some;
use sekisho_sdk::prelude::*;

/// Judges the accounts in scope and hands back those that were judged. Where snapshots already speak for the sign-in,
/// an account that says nothing of its own is not asked again.
pub(super) fn judge<'a>(
    asked: &Asked<'_>,
    accounts: Option<Vec<Account<'a>>>,
    inventory: &Inventory<'a>,
    devices: &Devices<'a>,
    classes: &[&str],
    has_snapshots: bool,
    out: &mut Findings,
) -> Vec<Account<'a>> {
    let mut judged = Vec::new();
    let mut unproven = Vec::new();
    for account in accounts.unwrap_or_default() {
        let class = account
            .system()
            .and_then(|s| inventory.find(s))
            .and_then(|item| item.class());
        if !classes.is_empty() && !class.is_some_and(|class| classes.contains(&class)) {
            continue;
        }
        let length = account.0.number("password_min_length");
        if length.is_some_and(|n| n < 1.0) && asked.parts.asks("authenticated") {
            out.fail("account-empty").arg("account", account.name()).cite(&account);
        }
        if asked.parts.asks("length")
            && let Some(length) = length
        {
            own_length(asked, account, length, inventory, devices, out);
            judged.push(account);
        } else if asked.parts.asks("authenticated") && proves_sign_in(account) {
            judged.push(account);
        } else if length.is_none() && (asked.parts.asks("authenticated") || asked.parts.asks("length")) {
            unproven.push(account);
        }
    }
    if !unproven.is_empty() && !has_snapshots {
        let names: Vec<String> = unproven.iter().map(|a| a.name()).collect();
        let finding = out
            .unknown("accounts-unstated")
            .arg("count", names.len())
            .arg("accounts", some(&names));
        finding.cite_all(&unproven);
    }
    judged
}

fn own_length<'a>(
    asked: &Asked<'_>,
    account: Account<'a>,
    length: f64,
    inventory: &Inventory<'a>,
    devices: &Devices<'a>,
    out: &mut Findings,
) {
    let device = account.system().and_then(|system| devices.find(inventory, system));
    let guarded =
        asked.with_mfa || account.0.flag("mfa") == Some(true) || device.is_some_and(|device| is_guarded(asked, device));
    let wanted = if guarded {
        asked.min_length
    } else {
        asked.min_length_alone
    };
    if length < wanted {
        let finding = out
            .fail("account-short")
            .arg("account", account.name())
            .arg("length", length as i64);
        finding.arg("wanted", wanted as i64).cite(&account);
        finding.cite_all(device.iter().flat_map(|d| &d.snapshots));
    } else if !guarded && !asked.characters.is_empty() {
        // A register tells no kinds of character; the snapshot of the same system may.
        let told = device.is_some_and(|d| {
            d.reading("password.complexity").all() == Some(true)
                || asked
                    .characters
                    .iter()
                    .all(|kind| d.reading(&format!("password.require_{kind}")).all() == Some(true))
        });
        if !told {
            let finding = out
                .unknown("account-characters-unstated")
                .arg("account", account.name());
            finding.arg("missing", asked.characters.join(", ")).cite(&account);
        }
    }
}

/// Whether the row shows that something has to be shown at sign-in.
fn proves_sign_in(account: Account<'_>) -> bool {
    account.0.flag("mfa") == Some(true)
        || account.0.has("mfa_factors")
        || account.0.date("password_changed_at").is_some()
        || account.0.number("password_min_length").is_some_and(|n| n >= 1.0)
}
