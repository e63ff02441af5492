//! Ways in: rows of the account, access-path and external-system registers, with the kinds of path they stand for.

use super::Asked;
use crate::people::Account;
use crate::scope::{Inventory, fold};
use crate::words::path;
use sekisho_sdk::parts::holds;
use sekisho_sdk::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// One row that tells who or what can come in, and how.
#[derive(Debug)]
pub(super) struct Way<'a> {
    pub(super) entry: Entry<'a>,
    pub(super) paths: BTreeSet<&'static str>,
    critical: Option<bool>,
    pub(super) tells_factors: bool,
}

/// All ways in.
#[derive(Debug, Default)]
pub(super) struct Found<'a> {
    pub(super) ways: Vec<Way<'a>>,
    pub(super) has_paths: bool,
    pub(super) sheet: Option<Register<'a>>,
}

impl Way<'_> {
    /// Whether the control means this row: `Some(false)` where it depends on critical data that the row does not state.
    pub(super) fn selected(&self, paths: &[String], critical_data: bool) -> Option<bool> {
        let matching = self.paths.iter().filter(|p| holds(paths, p));
        let only_cloud = matching.clone().all(|p| *p == "cloud");
        if matching.count() == 0 || (self.critical == Some(false) && (critical_data || only_cloud)) {
            return None;
        }
        Some(!critical_data || self.critical.is_some())
    }

    /// Whether MFA is on: as stated, else because enough kinds of factor are listed.
    pub(super) fn mfa(&self, asked: &Asked<'_>) -> Option<bool> {
        let listed = asked.kinds(self.entry.list("mfa_factors")).0 >= asked.min_factors.max(2);
        self.entry.flag("mfa").or(listed.then_some(true))
    }
}

/// Walks the registers.
pub(super) fn find<'a>(cx: &Context<'a>, inventory: &Inventory<'a>, kinds: &[String]) -> Found<'a> {
    let registers = cx.registers();
    let mut found = Found::default();
    let mut known_paths: BTreeMap<String, &'static str> = BTreeMap::new();
    if let Some(register) = registers.get("access-paths") {
        found.sheet = Some(register);
        for entry in register.rows() {
            let kind = entry.get("kind").and_then(path);
            for name in ["id", "name"].into_iter().filter_map(|field| entry.get(field)) {
                known_paths.extend(kind.map(|kind| (fold(name), kind)));
            }
            if entry.flag("enabled") != Some(false) {
                found.has_paths = true;
                let critical = entry.flag("critical_data");
                found.ways.push(Way {
                    entry,
                    paths: kind.into_iter().collect(),
                    critical,
                    tells_factors: true,
                });
            }
        }
    }
    let mut services: BTreeMap<String, Option<bool>> = BTreeMap::new();
    for entry in registers.rows("external-systems") {
        let critical = entry
            .get("data_class")
            .map(|class| !matches!(class, "public" | "internal"));
        for name in ["id", "name"].into_iter().filter_map(|field| entry.get(field)) {
            services.insert(fold(name), critical);
        }
        // The column is optional there: a service that says nothing is judged by its accounts.
        if entry.has("mfa") {
            found.ways.push(Way {
                entry,
                paths: BTreeSet::from(["cloud"]),
                critical,
                tells_factors: false,
            });
        }
    }
    if let Some(register) = registers.get("accounts") {
        found.sheet = Some(register);
        for account in register.rows().map(Account) {
            if !account.is_enabled(cx.today()) || !account.is_meant(kinds) {
                continue;
            }
            let service = account.system().and_then(|system| services.get(&fold(system)));
            let class = account
                .system()
                .and_then(|s| inventory.find(s))
                .and_then(|item| item.class());
            let listed = account.0.list("access_paths").into_iter();
            let mut paths: BTreeSet<&'static str> = listed
                .filter_map(|word| known_paths.get(&fold(word)).copied().or_else(|| path(word)))
                .collect();
            let also = [
                ("admin", account.is_admin()),
                ("remote", account.0.flag("remote") == Some(true)),
                ("cloud", service.is_some() || class == Some("cloud")),
                ("firewall", class == Some("firewall")),
                ("internal", account.0.flag("remote") == Some(false)),
            ];
            paths.extend(also.into_iter().filter(|(_, is)| *is).map(|(kind, _)| kind));
            let critical = account.0.flag("critical_data").or_else(|| service.copied().flatten());
            found.ways.push(Way {
                entry: account.0,
                paths,
                critical,
                tells_factors: true,
            });
        }
    }
    found
}
