//! Which host a name or address in a rule is, and where it stands: by the inventory, else by what was observed.

use crate::addresses::Range;
use crate::cells::Cells;
use crate::inventory::{Inventory, Item};
use crate::words::fold;
use sekisho_sdk::prelude::*;
use std::collections::BTreeMap;

/// Where a host stands: the zones and networks that it is listed in, and its addresses.
#[derive(Debug, Default, Clone)]
pub(super) struct Host {
    pub(super) names: Vec<String>,
    pub(super) addresses: Vec<Range>,
}

/// Everything that has a name.
#[derive(Debug)]
pub(super) struct Known<'a> {
    inventory: Inventory<'a>,
    /// Observed hosts by name.
    seen: BTreeMap<String, Host>,
}

impl<'a> Known<'a> {
    /// Reads the inventory and the register of observed hosts.
    pub(super) fn load(cx: &Context<'a>) -> Self {
        let mut seen: BTreeMap<String, Host> = BTreeMap::new();
        for row in cx.registers().rows("observed-hosts") {
            for name in ["hostname", "asset"].into_iter().filter_map(|field| row.text(field)) {
                let host = seen.entry(bare(name)).or_default();
                host.addresses
                    .extend(row.items("ip").into_iter().filter_map(Range::parse));
                host.names.extend(row.items("network").into_iter().map(fold));
            }
        }
        Self {
            inventory: Inventory::load(cx),
            seen,
        }
    }

    /// Where the host of a name or address stands; nothing where nobody knows it.
    pub(super) fn find(&self, text: &str) -> Option<Host> {
        let name = bare(text);
        let by_name = self.inventory.find(text).or_else(|| self.inventory.find(&name));
        if let Some(item) = by_name.or_else(|| self.by_address(text)) {
            let mut host = of(item);
            // An inventory may leave to the network scan where a thing stands.
            if host.names.is_empty() && host.addresses.is_empty() {
                host = self
                    .observed(&name)
                    .or_else(|| self.observed(item.text("hostname")?))
                    .unwrap_or(host);
            }
            return Some(host);
        }
        self.observed(&name)
    }

    fn observed(&self, name: &str) -> Option<Host> {
        let name = bare(name);
        let short = || name.split_once('.').and_then(|(first, _)| self.seen.get(first));
        self.seen.get(&name).or_else(short).cloned()
    }

    fn by_address(&self, text: &str) -> Option<&Item<'a>> {
        let asked = Range::parse(text)?;
        let is_own = |item: &&Item<'a>| {
            item.items("ip")
                .into_iter()
                .filter_map(Range::parse)
                .any(|own| own == asked)
        };
        self.inventory.items.iter().find(is_own)
    }
}

fn of(item: &Item<'_>) -> Host {
    Host {
        names: ["zone", "network"]
            .iter()
            .flat_map(|field| item.items(field))
            .map(fold)
            .collect(),
        addresses: item.items("ip").into_iter().filter_map(Range::parse).collect(),
    }
}

/// A host name without what rules write around it: `host plc01`, `https://plc01.example.jp:8443/`, `plc01.example.jp.`.
fn bare(text: &str) -> String {
    let text = fold(text);
    let text = text
        .strip_prefix("host ")
        .or_else(|| text.strip_prefix("fqdn "))
        .unwrap_or(&text);
    let text = text.split_once("://").map_or(text, |(_, rest)| rest);
    let text = text.split('/').next().unwrap_or(text);
    let is_port = |port: &str| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit());
    let text = match text.rsplit_once(':') {
        Some((name, port)) if is_port(port) && !name.contains(':') => name,
        _ => text,
    };
    text.trim().trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn a_name_is_found_in_what_stands_around_it() {
        for text in [
            "PLC01.example.jp",
            "host plc01.example.jp",
            "https://plc01.example.jp:8443/x",
            "plc01.example.jp.",
        ] {
            assert_eq!(bare(text), "plc01.example.jp");
        }
        assert_eq!(bare("2001:db8::1"), "2001:db8::1");
        assert_eq!(bare("opc.tcp://scada:4840"), "scada");
    }
}
