//! People and their duties: moves, development against production, roles that must not meet in one hand.

use crate::people::{Account, Directory};
use crate::scope::fold;
use crate::words::some;
use sekisho_sdk::prelude::*;
use std::collections::BTreeMap;

/// Who an account stands for: the person, else the account itself.
fn holder(account: Account<'_>) -> String {
    let person = account
        .0
        .get("person_id")
        .or_else(|| account.0.get("person"))
        .or_else(|| account.0.key());
    person.map(fold).unwrap_or_else(|| account.name())
}

/// `current-role`: rights were looked at after a move, and the department is the person's own.
pub(super) fn current(cx: &Context<'_>, accounts: &[Account<'_>], out: &mut Findings) {
    let (leavers, people) = (cx.registers().get("leavers"), cx.registers().get("people"));
    let reviewed = accounts.iter().all(|a| a.0.date("last_reviewed").is_some());
    if leavers.is_none() && people.is_none() && !reviewed {
        out.unknown("no-moves").cite_all(accounts);
        return;
    }
    let moved = leavers
        .iter()
        .flat_map(Register::rows)
        .filter(|row| row.get("kind") == Some("moved"));
    let directory = Directory::new(accounts);
    for row in moved.filter(|row| row.date("left_at").is_none_or(|day| day <= cx.today())) {
        for account in directory.of_person(row.key(), row.get("name")) {
            let looked_at = match (account.0.date("last_reviewed"), row.date("left_at")) {
                (Some(reviewed), Some(moved)) => reviewed >= moved,
                _ => false,
            };
            if !looked_at {
                out.fail("not-reviewed-after-move")
                    .arg("account", account.name())
                    .arg("person", row.label())
                    .cite(&account)
                    .cite(&row);
            }
        }
    }
    let mut departments: BTreeMap<String, Entry<'_>> = BTreeMap::new();
    for row in people.iter().flat_map(Register::rows) {
        departments.extend(row.key().map(|key| (fold(key), row)));
    }
    for account in accounts {
        let Some(person) = account.0.get("person_id").and_then(|id| departments.get(&fold(id))) else {
            continue;
        };
        if let (Some(theirs), Some(accounts)) = (person.get("department"), account.0.get("department"))
            && fold(theirs) != fold(accounts)
        {
            let finding = out.fail("other-department").arg("account", account.name());
            finding
                .arg("department", accounts)
                .arg("current", theirs)
                .cite(account)
                .cite(person);
        }
    }
}

/// `development-separation`: nobody who develops administers production.
pub(super) fn development(accounts: &[Account<'_>], out: &mut Findings) {
    let develops =
        |a: &Account<'_>| a.0.flag("developer") == Some(true) || a.0.get("environment") == Some("development");
    let mut developers: BTreeMap<String, Account<'_>> = BTreeMap::new();
    for account in accounts.iter().filter(|a| develops(a)) {
        developers.entry(holder(*account)).or_insert(*account);
    }
    let mut unstated = Vec::new();
    for admin in accounts.iter().filter(|a| a.is_admin()) {
        let Some(developer) = developers.get(&holder(*admin)) else {
            continue;
        };
        match admin.0.get("environment") {
            Some("production") => {
                out.fail("developer-in-production")
                    .arg("account", admin.name())
                    .cite(admin)
                    .cite(developer);
            }
            Some("development" | "staging") => {}
            _ => unstated.push(*admin),
        }
    }
    let told = |a: &Account<'_>| a.0.flag("developer").is_some() || a.0.has("environment");
    if !accounts.iter().any(told) {
        unstated.extend(accounts.iter().filter(|a| a.is_admin()));
        if unstated.is_empty() {
            // No administrator at all: nobody can act in production with such rights.
            return;
        }
    }
    if !unstated.is_empty() {
        let names: Vec<String> = unstated.iter().map(|a| a.name()).collect();
        let finding = out
            .unknown("environment-unstated")
            .arg("count", names.len())
            .arg("accounts", some(&names));
        finding.cite_all(&unstated);
    }
}

/// `role-conflicts`: no person holds both roles of a pair. Without a table of pairs that part is unknown only where
/// the control names it, for most companies have no such table.
pub(super) fn conflicts(cx: &Context<'_>, accounts: &[Account<'_>], named: bool, out: &mut Findings) {
    let Some(register) = cx.registers().get("role-conflicts") else {
        if named {
            out.unknown("no-conflict-table");
        }
        return;
    };
    let mut held: BTreeMap<String, Vec<(String, Account<'_>)>> = BTreeMap::new();
    for account in accounts {
        let roles = account.0.list("roles").into_iter().map(|role| (fold(role), *account));
        held.entry(holder(*account)).or_default().extend(roles);
    }
    for pair in register.rows() {
        let (Some(a), Some(b)) = (pair.get("role_a").map(fold), pair.get("role_b").map(fold)) else {
            out.unknown("pair-unclear").arg("pair", pair.label()).cite(&pair);
            continue;
        };
        let exempt: Vec<String> = pair.list("exempt_accounts").into_iter().map(fold).collect();
        for roles in held.values() {
            let with = |role: &str| {
                let mut found = roles
                    .iter()
                    .filter(|(held, _)| held == role)
                    .map(|(_, account)| account);
                found.find(|account| !account.0.key().is_some_and(|key| exempt.contains(&fold(key))))
            };
            if let (Some(first), Some(second)) = (with(&a), with(&b)) {
                let finding = out
                    .fail("conflict")
                    .arg("account", first.name())
                    .arg("role_a", a.clone());
                finding.arg("role_b", b.clone()).cite(first).cite(second).cite(&pair);
            }
        }
    }
}
