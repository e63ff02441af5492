//! CF-06 `auth.stale`: no account outlives its need (domain.md, CF-06).
//!
//! Predicate: no enabled account of a leaver; last sign-in within the limit, or exempt. Expiry that has passed while
//! the account is still enabled counts like a leaver. An account that never signed in is judged by the day it was made.
//! Without a list of leavers nobody can tell whose accounts they are: that part is then unknown.

use crate::age::{is_over, older_than};
use crate::people::{Account, Directory, accounts};
use crate::words::some;
use sekisho_sdk::parts::Parts;
use sekisho_sdk::prelude::*;

const PARTS: &[&str] = &["leaver", "idle"];

/// The check.
#[derive(Debug)]
pub(crate) struct Stale;

impl Check for Stale {
    fn spec(&self) -> Spec {
        Spec::new("auth.stale")
            .reads("registers")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::texts("accounts", &["user", "admin", "maintenance", "guest"]))
            .parameter(Parameter::integer("max_idle_days", 1, 3650, 90))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, PARTS)?;
        let (Some(register), Some(accounts)) = (cx.registers().get("accounts"), accounts(cx)?) else {
            out.unknown("no-accounts");
            return Ok(());
        };
        if accounts.is_empty() {
            out.not_applicable("none-in-scope").cite(&register);
            return Ok(());
        }
        if parts.asks("leaver") {
            leavers(cx, &accounts, out);
        }
        if parts.asks("idle") {
            idle(cx, &accounts, out)?;
        }
        if let Some(finding) = out.pass_if_clean("ok") {
            finding.arg("count", accounts.len()).cite(&register).cite_all(&accounts);
        }
        Ok(())
    }
}

/// Accounts of people who are gone, and accounts whose own time is over.
fn leavers(cx: &Context<'_>, accounts: &[Account<'_>], out: &mut Findings) {
    let today = cx.today();
    for account in accounts.iter().filter(|a| is_over(a.0.date("expires_at"), today)) {
        out.fail("expired").arg("account", account.name()).cite(account);
    }
    let sources: Vec<Register<'_>> = ["leavers", "people"]
        .iter()
        .filter_map(|id| cx.registers().get(id))
        .collect();
    if sources.is_empty() {
        out.unknown("no-leavers");
        return;
    }
    let gone = sources
        .iter()
        .flat_map(Register::rows)
        .filter(|row| has_left(row, today));
    let directory = Directory::new(accounts);
    for row in gone {
        // Who moved keeps the account; what must go is listed by name.
        let moved = row.get("kind") == Some("moved");
        let mut found = directory.of_keys(&row.list("accounts"));
        if !moved {
            found.extend(directory.of_person(row.key(), row.get("name")));
        }
        found.sort_by_key(Fact::fact);
        found.dedup_by_key(|account| account.fact());
        for account in found {
            let finding = out
                .fail("leaver")
                .arg("account", account.name())
                .arg("person", row.label());
            finding.cite(&account).cite(&row);
        }
    }
}

/// A row of the list of leavers means "gone" unless its day is still to come; a row of the staff list needs a day.
fn has_left(row: &Entry<'_>, today: Date) -> bool {
    match row.date("left_at") {
        Some(day) => day < today,
        None => row.has("kind") || row.has("accounts") || row.has("accounts_disabled_at"),
    }
}

/// Accounts nobody uses.
fn idle(cx: &Context<'_>, accounts: &[Account<'_>], out: &mut Findings) -> Result<(), CheckError> {
    let (today, limit) = (cx.today(), cx.integer("max_idle_days")?);
    let mut unstated = Vec::new();
    for account in accounts {
        if account.0.flag("stale_exempt") == Some(true) {
            continue;
        }
        // A sign-in that was written down but not understood must not be replaced by another day.
        let last = if account.0.has("last_login") {
            account.0.date("last_login")
        } else {
            account.0.date("created_at")
        };
        match last {
            Some(day) if older_than(day, today, limit) => {
                let message = if account.0.has("last_login") {
                    "idle"
                } else {
                    "never-used"
                };
                let finding = out.fail(message).arg("account", account.name()).arg("last", day);
                finding
                    .arg("days", today.days_since(day))
                    .arg("limit", limit)
                    .cite(account);
            }
            Some(_) => {}
            None => unstated.push(*account),
        }
    }
    if !unstated.is_empty() {
        let names: Vec<String> = unstated.iter().map(|a| a.name()).collect();
        let finding = out
            .unknown("last-unstated")
            .arg("count", names.len())
            .arg("accounts", some(&names));
        finding.cite_all(&unstated);
    }
    Ok(())
}
