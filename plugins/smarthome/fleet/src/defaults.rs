//! What a safe setting of a home device is. The fix for each stands in the message files, in words for residents.

use crate::words::fold;
use sekisho_sdk::words::yes_no;

/// What a setting must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wanted {
    Off,
    On,
    /// One of these words.
    One(Vec<String>),
}

/// A setting with its safe default.
#[derive(Debug, Clone)]
pub(crate) struct SafeDefault {
    /// What parameters and messages call it; `other` for one that a policy adds.
    pub(crate) id: &'static str,
    /// Canonical key of the setting.
    pub(crate) key: String,
    pub(crate) wanted: Wanted,
    /// Other words for what it must be.
    also: Vec<String>,
}

/// The table: id, key, what it must be, and how else people write that.
const TABLE: &[(&str, &str, &str, &str)] = &[
    ("guest", "account.guest_enabled", "false", ""),
    ("empty-password", "ssh.empty_passwords", "false", ""),
    ("telnet", "protocols.telnet.enabled", "false", ""),
    ("ftp", "protocols.ftp.enabled", "false", ""),
    ("plain-admin", "protocols.http_admin.enabled", "false", ""),
    ("snmp", "protocols.snmp_v1v2.enabled", "false", ""),
    ("remote", "remote.standing_access", "false", ""),
    ("public-storage", "storage.public_access", "false", ""),
    (
        "inbound",
        "firewall.default_inbound",
        "deny",
        "drop|reject|block|拒否|遮断",
    ),
    ("update", "update.automatic", "true", ""),
    ("update-signature", "update.signature_check", "true", ""),
    (
        "wifi",
        "wifi.security",
        "wpa2-personal|wpa3-personal|wpa2-enterprise|wpa3-enterprise",
        "wpa2|wpa3|wpa2-psk|wpa2-aes|wpa3-sae|wpa2/wpa3",
    ),
];
/// What a device states of a setting: in a snapshot, or in a column of the inventory that is called after the key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stated<'a> {
    pub(crate) flag: Option<bool>,
    pub(crate) value: Option<&'a str>,
}

/// All ids of the table.
pub(crate) fn ids() -> Vec<&'static str> {
    TABLE.iter().map(|(id, ..)| *id).collect()
}

/// The entries of the table with some ids (all, where none is named).
pub(crate) fn chosen(names: &[String]) -> Vec<SafeDefault> {
    let asked = TABLE
        .iter()
        .filter(|(id, ..)| names.is_empty() || names.iter().any(|name| name == id));
    asked
        .map(|(id, key, wanted, also)| SafeDefault::new(id, key, wanted, also))
        .collect()
}

/// Reads `key=value|value`.
pub(crate) fn parse(text: &str) -> Option<SafeDefault> {
    let (key, wanted) = text.split_once('=')?;
    let (key, wanted) = (key.trim(), wanted.trim());
    (!key.is_empty() && !wanted.is_empty()).then(|| SafeDefault::new("other", key, wanted, ""))
}

impl SafeDefault {
    fn new(id: &'static str, key: &str, wanted: &str, also: &str) -> Self {
        let list = |text: &str| text.split('|').map(fold).filter(|word| !word.is_empty()).collect();
        let wanted = match wanted {
            "false" => Wanted::Off,
            "true" => Wanted::On,
            words => Wanted::One(list(words)),
        };
        Self {
            id,
            key: key.to_owned(),
            wanted,
            also: list(also),
        }
    }

    /// What it should be, for messages.
    pub(crate) fn text(&self) -> String {
        match &self.wanted {
            Wanted::Off => "false".to_owned(),
            Wanted::On => "true".to_owned(),
            Wanted::One(words) => words.join(" | "),
        }
    }

    /// Whether a setting is safe; `None` where its value is not understood.
    pub(crate) fn holds(&self, stated: Stated<'_>) -> Option<bool> {
        let word = || stated.value.map(fold).filter(|word| !word.is_empty());
        let flag = || stated.flag.or_else(|| yes_no(stated.value?));
        match &self.wanted {
            Wanted::Off => flag().map(|on| !on),
            Wanted::On => flag(),
            Wanted::One(words) => word().map(|word| words.contains(&word) || self.also.contains(&word)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Stated, Wanted, chosen, ids, parse};

    #[test]
    fn every_key_is_one_of_the_vocabulary() {
        let text = include_str!("../../../../host/evidence/data/settings.toml");
        for default in chosen(&[]) {
            let line = format!("id = \"{}\"", default.key);
            assert!(text.lines().any(|own| own == line), "{}", default.key);
        }
        assert_eq!(chosen(&["wifi".to_owned()]).len(), 1);
        assert_eq!(ids().len(), chosen(&[]).len());
    }

    #[test]
    fn every_default_has_its_message_with_a_fix() {
        for text in [include_str!("../messages.ja.ftl"), include_str!("../messages.en.ftl")] {
            for id in ids().into_iter().chain(["other"]) {
                let head = format!("fleet-safe-{id} = ");
                let mut lines = text.lines().skip_while(|line| !line.starts_with(&head));
                assert!(lines.next().is_some(), "{id}");
                assert!(
                    lines.next().is_some_and(|line| line.starts_with("    .hint = ")),
                    "{id}"
                );
            }
        }
    }

    #[test]
    fn words_of_people_are_understood_or_not_guessed() {
        let holds = |id: &str, value: &str| {
            let stated = Stated {
                flag: None,
                value: Some(value),
            };
            chosen(&[id.to_owned()])[0].holds(stated)
        };
        assert_eq!(holds("telnet", "無効"), Some(true));
        assert_eq!(holds("telnet", "On"), Some(false));
        assert_eq!(holds("telnet", "否"), Some(true));
        assert_eq!(holds("telnet", "maybe"), None);
        assert_eq!(holds("wifi", "ＷＰＡ３"), Some(true));
        assert_eq!(holds("wifi", "WEP"), Some(false));
        assert_eq!(holds("wifi", " "), None);
    }

    #[test]
    fn a_policy_adds_its_own() {
        assert_eq!(parse("rate_limit.enabled=true").unwrap().wanted, Wanted::On);
        let words = parse("update.mode = install|Download").unwrap();
        assert_eq!(words.text(), "install | download");
        assert!(parse("update.mode").is_none() && parse("=true").is_none() && parse("a=").is_none());
    }
}
