//! Installed software against the software that the inventory lists.

use crate::cells::Cells;
use crate::inventory::{Inventory, Item};
use crate::words::{fold, some, squash};
use sekisho_sdk::prelude::*;
use std::collections::BTreeMap;

/// Compares by package URL, CPE or name; one finding per software, however many hosts have it.
pub(super) fn compare(inventory: &Inventory<'_>, register: &Register<'_>, out: &mut Findings) {
    let listed: Vec<&Item<'_>> = inventory
        .items
        .iter()
        .filter(|i| i.is_kept() && i.is_class(&["software", "product"]))
        .collect();
    if register.is_empty() {
        out.informational("software-none").cite(register);
        return;
    }
    if listed.is_empty() {
        out.unknown("no-software-listed")
            .cite(register)
            .cite_all(&inventory.sheets);
        return;
    }
    let mut strange: BTreeMap<String, (&str, Vec<Entry<'_>>)> = BTreeMap::new();
    let mut unnamed = Vec::new();
    for row in register.rows() {
        if listed.iter().any(|item| is_same(item, &row)) {
            continue;
        }
        match row.text("name") {
            Some(name) => strange
                .entry(squash(name))
                .or_insert_with(|| (name, Vec::new()))
                .1
                .push(row),
            None => unnamed.push(row),
        }
    }
    let clean = strange.is_empty() && unnamed.is_empty();
    for (name, rows) in strange.values() {
        let mut hosts: Vec<&str> = rows.iter().filter_map(|row| row.text("asset")).collect();
        hosts.dedup();
        let finding = out
            .fail("software-not-listed")
            .arg("software", *name)
            .arg("count", hosts.len());
        finding.arg("hosts", some(&hosts)).cite_all(rows);
    }
    if !unnamed.is_empty() {
        out.unknown("software-unnamed")
            .arg("count", unnamed.len())
            .cite_all(&unnamed);
    }
    if clean {
        out.pass("software-match")
            .arg("count", register.len())
            .cite(register)
            .cite_all(&inventory.sheets);
    }
}

fn is_same(item: &Item<'_>, row: &Entry<'_>) -> bool {
    let base = |purl: &str| fold(purl.split(['@', '?', '#']).next().unwrap_or_default());
    if let (Some(a), Some(b)) = (item.text("purl"), row.text("purl"))
        && base(a) == base(b)
    {
        return true;
    }
    if let (Some(a), Some(b)) = (item.text("cpe"), row.text("cpe"))
        && fold(a) == fold(b)
    {
        return true;
    }
    match (item.text("name"), row.text("name")) {
        (Some(own), Some(found)) => squash(own) == squash(found) || is_longer_name(&fold(own), &fold(found)),
        _ => false,
    }
}

/// Whether the installed name is the listed one with a version or a build after it: `7-Zip 23.01 (x64)` of `7-Zip`.
fn is_longer_name(own: &str, found: &str) -> bool {
    found
        .strip_prefix(own)
        .and_then(|rest| rest.strip_prefix([' ', '-', '_']))
        .is_some_and(|rest| {
            rest.trim_start()
                .strip_prefix(['v', 'V'])
                .unwrap_or(rest)
                .starts_with(|c: char| c.is_ascii_digit() || c == '(')
        })
}

#[cfg(test)]
mod tests {
    use super::is_longer_name;

    #[test]
    fn a_version_may_follow_but_no_other_word() {
        assert!(is_longer_name("7-zip", "7-zip 23.01 (x64)"));
        assert!(is_longer_name("adobe reader", "adobe reader v11"));
        assert!(!is_longer_name("office", "office killer"));
        assert!(!is_longer_name("visual studio", "visual studio code"));
    }
}
