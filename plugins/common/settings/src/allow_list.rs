//! The allow-list of software, and how an installed piece is found on it.

use crate::age::is_over;
use crate::scope::fold;
use crate::sources::Device;
use crate::statements::filled;
use crate::words::is_any;
use sekisho_sdk::prelude::*;
use std::cmp::Ordering;

/// The rows of the list with their folded names; `None` where there is no such register.
#[derive(Debug)]
pub(crate) struct AllowList<'a> {
    rows: Option<Vec<(String, Entry<'a>)>>,
    today: Date,
}

/// Where an installed piece stands.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Listing<'a> {
    Allowed(Entry<'a>),
    Absent,
    /// Listed until a day that is past.
    Over(Entry<'a>),
    OtherVersion(Entry<'a>),
    /// Listed, but one of the versions is missing or not understood.
    Unclear(Entry<'a>),
    NoList,
}

impl<'a> AllowList<'a> {
    pub(crate) fn load(cx: &Context<'a>) -> Self {
        let rows = cx.registers().get("software-allowlist").map(|register| {
            register
                .rows()
                .filter_map(|row| Some((squeeze(row.get("name")?), row)))
                .collect()
        });
        Self {
            rows,
            today: cx.today(),
        }
    }

    /// The best listing of an installed piece on a device.
    pub(crate) fn look_up(&self, installed: &Entry<'_>, device: &Device<'_>) -> Listing<'a> {
        let Some(rows) = &self.rows else { return Listing::NoList };
        let name = squeeze(installed.get("name").unwrap_or_default());
        let mut best = Listing::Absent;
        for (listed, row) in rows
            .iter()
            .filter(|(listed, row)| is_named(&name, listed) && is_for(row, device))
        {
            let listing = self.judge(*row, installed, name.strip_prefix(listed.as_str()));
            if rank(&listing) > rank(&best) {
                best = listing;
            }
        }
        best
    }

    fn judge(&self, row: Entry<'a>, installed: &Entry<'_>, rest: Option<&str>) -> Listing<'a> {
        if is_over(row.date("expires_at"), self.today) {
            return Listing::Over(row);
        }
        if row.date("expires_at").is_none() && filled(&row, "expires_at").is_some() {
            return Listing::Unclear(row);
        }
        let Some(allowed) = filled(&row, "version") else {
            return Listing::Allowed(row);
        };
        // "7-Zip 23.01": the version may stand in the name.
        let version = filled(installed, "version").or_else(|| rest.map(str::trim).filter(|r| !r.is_empty()));
        match version.and_then(|version| version_fits(version, allowed)) {
            Some(true) => Listing::Allowed(row),
            Some(false) => Listing::OtherVersion(row),
            None => Listing::Unclear(row),
        }
    }
}

fn rank(listing: &Listing<'_>) -> u8 {
    match listing {
        Listing::Allowed(_) => 4,
        Listing::Unclear(_) => 3,
        Listing::OtherVersion(_) => 2,
        Listing::Over(_) => 1,
        Listing::Absent | Listing::NoList => 0,
    }
}

/// Names without case and with single spaces.
fn squeeze(name: &str) -> String {
    fold(name).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same name, a listed name with `*` at its end, or the listed name with a version behind it.
fn is_named(installed: &str, listed: &str) -> bool {
    if listed.is_empty() {
        return false;
    }
    if let Some(start) = listed.strip_suffix('*') {
        return !start.is_empty() && installed.starts_with(start);
    }
    match installed.strip_prefix(listed) {
        Some("") => true,
        Some(rest) => rest
            .strip_prefix(" v")
            .or_else(|| rest.strip_prefix(' '))
            .is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit())),
        None => false,
    }
}

/// Whether a row is meant for this device: for everybody, its class, its role, its department or itself.
fn is_for(row: &Entry<'_>, device: &Device<'_>) -> bool {
    let roles = row.list("roles");
    let item = device.item.as_ref();
    let known = [
        Some(device.name.as_str()),
        device.class(),
        device.class().and_then(class_in_japanese),
        item.and_then(|i| i.text("role")),
        item.and_then(|i| i.asset.department()),
        item.and_then(|i| i.asset.hostname()),
    ];
    roles.is_empty()
        || roles.iter().any(|role| {
            is_any(role)
                || matches!(
                    fold(role).as_str(),
                    "全社" | "共通" | "全端末" | "全員" | "everyone" | "common"
                )
                || {
                    let role = fold(role).replace("サーバー", "サーバ");
                    known.iter().flatten().any(|name| fold(name) == role)
                }
        })
}

fn class_in_japanese(class: &str) -> Option<&'static str> {
    Some(match class {
        "server" => "サーバ",
        "virtual-server" => "仮想サーバ",
        "pc" => "パソコン",
        "mobile" => "スマートデバイス",
        _ => return None,
    })
}

/// Whether a version is what the list allows: the same, `1.2.*`, `1.2.x`, `>= 1.2` or `1.2以上`. `None` where numbers
/// are needed and one of the two has none.
fn version_fits(version: &str, allowed: &str) -> Option<bool> {
    let (version, allowed) = (fold(version), fold(allowed));
    if let Some(start) = allowed.strip_suffix(".*").or_else(|| allowed.strip_suffix(".x")) {
        return Some(version == start || version.strip_prefix(start).is_some_and(|rest| rest.starts_with('.')));
    }
    let lowest = allowed.strip_prefix(">=").or_else(|| {
        let words = ["以上", "以降", "or later", "and later", "or newer", "+"];
        words.iter().find_map(|word| allowed.strip_suffix(word))
    });
    match lowest {
        Some(lowest) => Some(compare(&numbers(&version)?, &numbers(lowest.trim())?) != Ordering::Less),
        None => Some(version == allowed || numbers(&version).is_some_and(|v| numbers(&allowed) == Some(v))),
    }
}

fn numbers(version: &str) -> Option<Vec<u64>> {
    let plain = version.trim().trim_start_matches("ver.").trim_start_matches('v').trim();
    let parts: Option<Vec<u64>> = plain.split('.').map(|part| part.parse().ok()).collect();
    parts.filter(|p| !p.is_empty()).map(|mut parts| {
        while parts.len() > 1 && parts.last() == Some(&0) {
            parts.pop();
        }
        parts
    })
}

fn compare(left: &[u64], right: &[u64]) -> Ordering {
    left.cmp(right)
}

#[cfg(test)]
mod tests {
    use super::{is_named, version_fits};

    #[test]
    fn names_with_versions_behind_them() {
        assert!(is_named("7-zip 23.01 (x64)", "7-zip"));
        assert!(is_named("microsoft office 2021", "microsoft office*"));
        assert!(!is_named("7-zip portable", "7-zip"));
        assert!(!is_named("anything", "*"));
    }

    #[test]
    fn versions() {
        assert_eq!(version_fits("1.2.3", "1.2.*"), Some(true));
        assert_eq!(version_fits("1.20.3", "1.2.x"), Some(false));
        assert_eq!(version_fits("10.0", ">= 9.5"), Some(true));
        assert_eq!(version_fits("9.4", "9.5以上"), Some(false));
        assert_eq!(version_fits("9.5.0", "9.5"), Some(true));
        assert_eq!(version_fits("2024a", "9.5以上"), None);
    }
}
