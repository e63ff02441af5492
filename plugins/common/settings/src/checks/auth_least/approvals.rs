//! Administrators against the register of approved administrator rights.

use crate::age::is_over;
use crate::people::Account;
use crate::scope::fold;
use sekisho_sdk::prelude::*;

/// Approvals that name an account on its system (an approval without a system holds for all).
fn for_account<'a>(cx: &Context<'a>, account: Account<'_>) -> Vec<Entry<'a>> {
    let Some(name) = account.0.key().map(fold) else {
        return Vec::new();
    };
    let system = account.system().map(fold);
    let matching = cx.registers().rows("admin-approvals").filter(|row| {
        let same_system = match (row.get("system").map(fold), &system) {
            (Some(a), Some(b)) => a == *b,
            _ => true,
        };
        same_system && row.get("account").map(fold).as_ref() == Some(&name)
    });
    matching.collect()
}

/// Whether an approval was given by somebody and holds today.
fn holds(row: &Entry<'_>, today: Date) -> bool {
    let revoked = row.has("revoked_at") && row.date("revoked_at").is_none_or(|day| day <= today);
    let given = row.has("approved_by") && row.date("approved_at").is_some_and(|day| day <= today);
    let readable = !row.has("expires_at") || row.date("expires_at").is_some();
    given && readable && !revoked && !is_over(row.date("expires_at"), today)
}

/// `admin-register`: it can be told which person holds each administrator account.
pub(super) fn register(cx: &Context<'_>, admins: &[Account<'_>], out: &mut Findings) {
    for admin in admins {
        let by_approval = for_account(cx, *admin).iter().any(|row| row.has("person"));
        if !by_approval && !admin.0.has("person") && !admin.0.has("person_id") && !admin.0.has("attribution") {
            out.fail("holder-missing").arg("account", admin.name()).cite(admin);
        }
    }
}

/// `approved-admins`: each administrator account has an approval that holds.
pub(super) fn approved(cx: &Context<'_>, admins: &[Account<'_>], out: &mut Findings) {
    if cx.registers().get("admin-approvals").is_none() {
        if !admins.is_empty() {
            out.unknown("no-approvals").arg("count", admins.len()).cite_all(admins);
        }
        return;
    }
    for admin in admins {
        let approvals = for_account(cx, *admin);
        if approvals.is_empty() {
            out.fail("not-approved").arg("account", admin.name()).cite(admin);
        } else if !approvals.iter().any(|row| holds(row, cx.today())) {
            out.fail("approval-over")
                .arg("account", admin.name())
                .cite(admin)
                .cite_all(&approvals);
        }
    }
}

/// `least-privilege`: the roles of an administrator lie inside the approved ones.
pub(super) fn roles(cx: &Context<'_>, admins: &[Account<'_>], out: &mut Findings) {
    if cx.registers().get("admin-approvals").is_none() && !admins.is_empty() {
        out.unknown("no-approved-roles")
            .arg("count", admins.len())
            .cite_all(admins);
        return;
    }
    for admin in admins {
        let approvals: Vec<Entry<'_>> = for_account(cx, *admin)
            .into_iter()
            .filter(|row| holds(row, cx.today()))
            .collect();
        let approved: Vec<String> = approvals.iter().flat_map(|row| row.list("roles")).map(fold).collect();
        let held = admin.0.list("roles");
        if held.is_empty() || approved.is_empty() {
            out.unknown("roles-unstated")
                .arg("account", admin.name())
                .cite(admin)
                .cite_all(&approvals);
            continue;
        }
        let beyond: Vec<&str> = held
            .into_iter()
            .filter(|role| !approved.contains(&fold(role)))
            .collect();
        if !beyond.is_empty() {
            let finding = out
                .fail("roles-beyond")
                .arg("account", admin.name())
                .arg("roles", beyond.join(", "));
            finding.cite(admin).cite_all(&approvals);
        }
    }
}
