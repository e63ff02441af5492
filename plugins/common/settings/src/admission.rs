//! Networks and how devices are admitted to them, joined over three registers by network id, name or SSID.

use crate::scope::fold;
use crate::statements::{Said, said};
use sekisho_sdk::prelude::*;

/// What a network runs over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Medium {
    Wired,
    Wireless,
}

impl Medium {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Wired => "wired",
            Self::Wireless => "wireless",
        }
    }
}

/// The rows of the three registers.
#[derive(Debug)]
pub(crate) struct Admissions<'a> {
    /// Whether there is a register of admission at all.
    pub(crate) is_kept: bool,
    pub(crate) rows: Vec<Entry<'a>>,
    pub(crate) networks: Vec<Entry<'a>>,
    wireless: Vec<Entry<'a>>,
}

const WIRED_KINDS: &[&str] = &["lan", "control", "management"];
const WORDS: &[&str] = &["無線", "wireless", "wi-fi", "wifi", "wlan"];

impl<'a> Admissions<'a> {
    pub(crate) fn load(cx: &Context<'a>) -> Self {
        let registers = cx.registers();
        Self {
            is_kept: registers.get("device-admission").is_some(),
            rows: registers.rows("device-admission").collect(),
            networks: registers.rows("networks").collect(),
            wireless: registers.rows("wireless").collect(),
        }
    }

    /// Networks that the organization's own devices connect to.
    pub(crate) fn in_scope(&self) -> impl Iterator<Item = (&Entry<'a>, Medium)> {
        self.networks.iter().filter_map(|row| match row.get("kind") {
            Some("wireless") => Some((row, Medium::Wireless)),
            Some(kind) if WIRED_KINDS.contains(&kind) => Some((row, Medium::Wired)),
            _ => None,
        })
    }

    /// Wireless networks in use that are not for guests.
    pub(crate) fn own_wireless(&self) -> impl Iterator<Item = &Entry<'a>> {
        self.wireless
            .iter()
            .filter(|row| said(row, "enabled") != Said::No && said(row, "guest") != Said::Yes)
    }

    pub(crate) fn medium_of(&self, admission: &Entry<'a>) -> Medium {
        let name = admission.get("network").unwrap_or_default();
        if let Some(network) = self.networks.iter().find(|row| is_called(row, &["id", "name"], name)) {
            return if network.get("kind") == Some("wireless") {
                Medium::Wireless
            } else {
                Medium::Wired
            };
        }
        let known = self
            .wireless
            .iter()
            .any(|row| is_called(row, &["ssid", "network", "id"], name));
        if known || WORDS.iter().any(|word| fold(name).contains(word)) {
            Medium::Wireless
        } else {
            Medium::Wired
        }
    }

    /// The admission row of a network.
    pub(crate) fn of_network(&self, network: &Entry<'a>) -> Option<&Entry<'a>> {
        let names = [network.get("id"), network.get("name")];
        self.rows
            .iter()
            .find(|row| names.iter().flatten().any(|name| is_called(row, &["network"], name)))
    }

    /// The admission row of a wireless network: by its SSID or by the network it leads into.
    pub(crate) fn of_wireless(&self, wireless: &Entry<'a>) -> Option<&Entry<'a>> {
        let names = [wireless.get("ssid"), wireless.get("id"), wireless.get("network")];
        self.rows.iter().find(|row| {
            said(row, "enabled") == Said::Yes && names.iter().flatten().any(|name| is_called(row, &["network"], name))
        })
    }

    /// The wireless network that is the same as, or leads into, a network.
    pub(crate) fn wireless_of(&self, network: &Entry<'a>) -> Option<&Entry<'a>> {
        let names = [network.get("id"), network.get("name")];
        self.wireless.iter().find(|row| {
            names
                .iter()
                .flatten()
                .any(|name| is_called(row, &["network", "ssid", "id"], name))
        })
    }
}

fn is_called(row: &Entry<'_>, fields: &[&str], name: &str) -> bool {
    let name = fold(name);
    !name.is_empty()
        && fields
            .iter()
            .any(|field| row.get(field).is_some_and(|value| fold(value) == name))
}
