//! The account register: which accounts are meant and whether they are in use.

use crate::scope::fold;
use sekisho_sdk::parts::holds;
use sekisho_sdk::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Words of the `accounts` parameter.
pub(crate) const KINDS: &[&str] = &["user", "admin", "service", "maintenance", "guest", "emergency", "mfa"];

/// One account.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Account<'a>(pub(crate) Entry<'a>);

impl Fact for Account<'_> {
    fn fact(&self) -> u32 {
        self.0.fact()
    }
}

impl<'a> Account<'a> {
    pub(crate) fn name(self) -> String {
        self.0.label()
    }

    pub(crate) fn system(self) -> Option<&'a str> {
        self.0.get("system")
    }

    /// Administrators are those of that kind and those with the flag, whatever their kind.
    pub(crate) fn is_admin(self) -> bool {
        self.0.get("kind") == Some("admin") || self.0.flag("admin") == Some(true)
    }

    /// Its kind; an account without one is an ordinary user's.
    pub(crate) fn kind(self) -> &'a str {
        match self.0.get("kind") {
            _ if self.is_admin() => "admin",
            Some(kind) => kind,
            None => "user",
        }
    }

    /// Whether it can be used: only a plain "no" or a past day of disabling makes it unusable.
    pub(crate) fn is_enabled(self, today: Date) -> bool {
        match self.0.flag("enabled") {
            Some(enabled) => enabled,
            None => self.0.date("disabled_at").is_none_or(|day| day > today),
        }
    }

    /// Whether the `accounts` parameter means it (no word means all).
    pub(crate) fn is_meant(self, words: &[String]) -> bool {
        words.is_empty() || holds(words, self.kind()) || (holds(words, "mfa") && self.0.flag("mfa") == Some(true))
    }
}

/// Accounts by what a list of people can name them by: registers of thousands of rows meet here.
#[derive(Debug)]
pub(crate) struct Directory<'s, 'a> {
    accounts: &'s [Account<'a>],
    by_key: BTreeMap<String, Vec<usize>>,
    by_person_id: BTreeMap<String, Vec<usize>>,
    by_person: BTreeMap<String, Vec<usize>>,
}

impl<'s, 'a> Directory<'s, 'a> {
    pub(crate) fn new(accounts: &'s [Account<'a>]) -> Self {
        let mut directory = Self {
            accounts,
            by_key: BTreeMap::new(),
            by_person_id: BTreeMap::new(),
            by_person: BTreeMap::new(),
        };
        for (at, account) in accounts.iter().enumerate() {
            let mut add = |map: fn(&mut Self) -> &mut BTreeMap<String, Vec<usize>>, name: Option<&str>| {
                if let Some(name) = name {
                    map(&mut directory).entry(fold(name)).or_default().push(at);
                }
            };
            add(|d| &mut d.by_key, account.0.key());
            add(|d| &mut d.by_person_id, account.0.get("person_id"));
            // Two people may share a name: it only counts where the account tells no id.
            if !account.0.has("person_id") {
                add(|d| &mut d.by_person, account.0.get("person"));
            }
        }
        directory
    }

    /// The accounts of a person, in the order of the register.
    pub(crate) fn of_person(&self, id: Option<&str>, name: Option<&str>) -> Vec<Account<'a>> {
        self.take([(&self.by_person_id, id), (&self.by_person, name)])
    }

    /// The accounts with one of these ids, in the order of the register.
    pub(crate) fn of_keys(&self, keys: &[&str]) -> Vec<Account<'a>> {
        self.take(keys.iter().map(|key| (&self.by_key, Some(*key))))
    }

    fn take<'n>(
        &self,
        lookups: impl IntoIterator<Item = (&'n BTreeMap<String, Vec<usize>>, Option<&'n str>)>,
    ) -> Vec<Account<'a>> {
        let named = lookups.into_iter().filter_map(|(map, name)| map.get(&fold(name?)));
        let found: BTreeSet<usize> = named.flatten().copied().collect();
        found
            .into_iter()
            .filter_map(|at| self.accounts.get(at).copied())
            .collect()
    }
}

/// Accounts in use that the `accounts` parameter means; `None` where there is no account register.
pub(crate) fn accounts<'a>(cx: &Context<'a>) -> Result<Option<Vec<Account<'a>>>, CheckError> {
    let words = cx.known_texts("accounts", KINDS)?;
    let today = cx.today();
    Ok(cx.registers().get("accounts").map(|register| {
        register
            .rows()
            .map(Account)
            .filter(|a| a.is_enabled(today) && a.is_meant(words))
            .collect()
    }))
}
