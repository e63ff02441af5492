//! CF-04 `auth.default`: nothing is left as the vendor delivered it (domain.md, CF-04).
//!
//! Predicate: no enabled default account, no credential equal to the vendor's. A default account that was renamed is
//! none any more. A default account whose row does not say whether its password was changed is unknown.
//!
//! Several kinds of factor excuse a default account only where a policy says so (`accept_mfa`): of the guidelines that we
//! hold, one allows it (SCS 4-4-1-5: stop default ids, or ask for strong authentication such as MFA at log-on), and it
//! speaks of ids. Wherever initial passwords are asked about (SCS 4-1-5-1, 4-5-1-1, JAMA No.101) no second factor stands
//! beside the change as another way; and a password that everybody knows is no factor, so that MFA with it is one factor
//! less. A default password is therefore a failure whatever the row says of MFA.

use crate::people::Account;
use crate::scope::{CLASSES, Inventory, fold};
use crate::sources::{Device, Devices, borrowed};
use crate::words::factor;
use sekisho_sdk::parts::Parts;
use sekisho_sdk::prelude::*;
use std::collections::BTreeSet;

const PARTS: &[&str] = &["account", "password"];
const KEYS: &[&str] = &[
    "account.guest_enabled",
    "account.admin_enabled",
    "account.default_password_in_use",
    "snmp.communities",
];
/// Community names that devices are delivered with.
const DEFAULT_COMMUNITIES: &[&str] = &["public", "private"];
const DEFAULT_NAMES: &[&str] = &["administrator", "guest", "admin"];

/// The check.
#[derive(Debug)]
pub(crate) struct Defaults;

impl Check for Defaults {
    fn spec(&self) -> Spec {
        Spec::new("auth.default")
            .reads("registers")
            .reads("settings")
            .reads("assets")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::texts("classes", &[]))
            .parameter(Parameter::boolean("accept_remote_disabled", false))
            .parameter(Parameter::boolean("accept_mfa", false))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, PARTS)?;
        let classes = borrowed(cx.known_texts("classes", CLASSES)?);
        let (accept, by_mfa) = (cx.boolean("accept_remote_disabled")?, cx.boolean("accept_mfa")?);
        let inventory = Inventory::load(cx);
        let devices = Devices::gather(cx, &inventory, &[]);
        let register = cx.registers().get("accounts");
        let enabled = register
            .iter()
            .flat_map(Register::rows)
            .map(Account)
            .filter(|a| a.is_enabled(cx.today()));
        let mut accounts = Vec::new();
        for account in enabled {
            let Some(placed) = place(account, &inventory, &classes) else {
                continue;
            };
            if (accept && is_local_only(cx, account)) || judge_account(parts, by_mfa, account, placed, out) {
                accounts.push(account);
            }
        }
        let judged: Vec<&Device<'_>> = devices.of(&classes).filter(|d| d.has_any(KEYS)).collect();
        let mut excused: Vec<&str> = Vec::new();
        if by_mfa {
            let strong = accounts
                .iter()
                .filter(|a| a.0.flag("default_account") == Some(true) && is_strong(**a) == Some(true));
            excused.extend(strong.filter_map(|a| a.system()));
        }
        let is_same = |system: &str, device: &Device<'_>| {
            let item = inventory.find(system).map(Fact::fact);
            fold(system) == fold(&device.name) || (item.is_some() && item == device.item.as_ref().map(Fact::fact))
        };
        for device in &judged {
            judge_device(parts, excused.iter().any(|system| is_same(system, device)), device, out);
        }
        // Rows that tell neither flag prove nothing.
        let told = |a: &Account<'_>| a.0.flag("default_account").is_some() || a.0.flag("default_password").is_some();
        let told: Vec<Account<'_>> = accounts.iter().copied().filter(told).collect();
        if !told.is_empty() || !judged.is_empty() {
            if let Some(finding) = out.pass_if_clean("ok") {
                finding
                    .arg("accounts", told.len())
                    .arg("assets", judged.len())
                    .cite_all(&told);
                finding.cite_all(judged.iter().flat_map(|d| &d.snapshots));
            }
        } else if out.is_empty() {
            let absent = !inventory.is_empty() && !classes.is_empty() && inventory.live(&classes).next().is_none();
            match (inventory.items.first(), register) {
                (Some(first), _) if absent => _ = out.not_applicable("none-in-scope").cite(first),
                (_, Some(register)) => _ = out.unknown("flags-missing").cite(&register),
                _ => _ = out.unknown("no-evidence"),
            }
        }
        Ok(())
    }
}

/// Whether an account's system is in scope: `Some(false)` where nobody can tell, nothing where it is not.
fn place(account: Account<'_>, inventory: &Inventory<'_>, classes: &[&str]) -> Option<bool> {
    if classes.is_empty() {
        return Some(true);
    }
    match account.system().and_then(|s| inventory.find(s)) {
        Some(item) => (item.is_live() && item.is_class(classes)).then_some(true),
        None => Some(false),
    }
}

/// Whether the account cannot be used over the network: as its row says, or because every path to its system is off.
fn is_local_only(cx: &Context<'_>, account: Account<'_>) -> bool {
    if let Some(remote) = account.0.flag("remote") {
        return !remote;
    }
    let Some(system) = account.system().map(fold) else {
        return false;
    };
    let mut paths = cx
        .registers()
        .rows("access-paths")
        .filter(|p| p.get("target").map(fold) == Some(system.clone()))
        .peekable();
    paths.peek().is_some() && paths.all(|p| p.flag("enabled") == Some(false))
}

/// Whether the row counts as judged.
fn judge_account(parts: Parts<'_>, by_mfa: bool, account: Account<'_>, placed: bool, out: &mut Findings) -> bool {
    let is_default = account.0.flag("default_account") == Some(true);
    let unchanged = account.0.flag("default_password");
    let strong = if by_mfa && is_default {
        is_strong(account)
    } else {
        Some(false)
    };
    let message = match (unchanged, strong) {
        (Some(true), _) if parts.asks("password") => "password",
        // The account is excused by its factors, of which the known password is none.
        (Some(true), Some(true)) if parts.asks("account") => "known-factor",
        (_, Some(false)) if parts.asks("account") && is_default => "account",
        (None, _) if is_default && (parts.asks("password") || strong == Some(true)) => "password-unstated",
        (_, None) if parts.asks("account") => "mfa-unstated",
        _ => return placed,
    };
    let finding = match (placed, message) {
        (false, _) => out.unknown("system-unclear"),
        (true, "password-unstated" | "mfa-unstated") => out.unknown(message),
        (true, _) => out.fail(message),
    };
    finding
        .arg("account", account.name())
        .arg("system", account.system().unwrap_or("?"))
        .cite(&account);
    placed
}

/// Whether two kinds of factor are asked for at log-on, by the row; nothing where it does not say.
fn is_strong(account: Account<'_>) -> Option<bool> {
    let words = account.0.list("mfa_factors");
    let kinds: BTreeSet<&str> = words
        .iter()
        .filter_map(|word| factor(word))
        .filter(|kind| *kind != "other")
        .collect();
    match account.0.flag("mfa") {
        Some(true) if words.is_empty() => None,
        Some(true) => Some(kinds.len() >= 2),
        Some(false) => Some(false),
        None if words.is_empty() => None,
        None => Some(kinds.len() >= 2),
    }
}

fn judge_device(parts: Parts<'_>, excused: bool, device: &Device<'_>, out: &mut Findings) {
    if parts.asks("account") {
        for (key, name, account) in [
            ("account.guest_enabled", "account.guest_renamed", "Guest"),
            ("account.admin_enabled", "account.admin_renamed", "Administrator"),
        ] {
            let (enabled, names) = (device.reading(key), device.reading(name).words());
            let renamed = !names.is_empty() && names.iter().all(|n| !DEFAULT_NAMES.contains(&n.as_str()));
            // Nobody logs on as guest with two factors.
            if excused && account != "Guest" {
                continue;
            }
            if enabled.any() == Some(true) && !renamed {
                let finding = out
                    .fail("setting-account")
                    .arg("asset", device.name.clone())
                    .arg("account", account);
                finding.cite_all(&enabled.0);
            } else if !enabled.is_empty() && enabled.any().is_none() {
                out.unknown("setting-unclear")
                    .arg("asset", device.name.clone())
                    .cite_all(&enabled.0);
            }
        }
    }
    if parts.asks("password") {
        let in_use = device.reading("account.default_password_in_use");
        if in_use.any() == Some(true) {
            out.fail("setting-password")
                .arg("asset", device.name.clone())
                .cite_all(&in_use.0);
        } else if !in_use.is_empty() && in_use.any().is_none() {
            out.unknown("setting-unclear")
                .arg("asset", device.name.clone())
                .cite_all(&in_use.0);
        }
        let communities = device.reading("snmp.communities");
        let found: Vec<String> = communities
            .words()
            .into_iter()
            .filter(|w| is_default_community(w))
            .collect();
        if !found.is_empty() {
            let finding = out
                .fail("community")
                .arg("asset", device.name.clone())
                .arg("community", found.join(", "));
            finding.cite_all(&communities.0);
        }
    }
}

/// A list setting may hold several names in one value.
fn is_default_community(value: &str) -> bool {
    value
        .split([',', ';', ' '])
        .any(|name| DEFAULT_COMMUNITIES.contains(&name.trim()))
}
