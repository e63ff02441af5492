//! Which asset an observed host is: by number, hardware address, host name, and by IP address where nothing speaks
//! against it (addresses are handed on, so an address alone does not make a stranger an asset).

use crate::cells::Cells;
use crate::inventory::{Inventory, Item};
use crate::words::fold;
use sekisho_sdk::prelude::*;
use std::collections::BTreeMap;

/// The inventory by address.
#[derive(Debug)]
pub(crate) struct Addresses<'s, 'a> {
    inventory: &'s Inventory<'a>,
    by_mac: BTreeMap<String, usize>,
    by_ip: BTreeMap<String, Vec<usize>>,
}

impl<'s, 'a> Addresses<'s, 'a> {
    /// Indexes the inventory. An asset that is still there outranks one that is gone.
    pub(crate) fn new(inventory: &'s Inventory<'a>) -> Self {
        let (mut by_mac, mut by_ip) = (BTreeMap::new(), BTreeMap::<String, Vec<usize>>::new());
        for kept in [true, false] {
            for (at, item) in inventory
                .items
                .iter()
                .enumerate()
                .filter(|(_, item)| item.is_kept() == kept)
            {
                for mac in item.items("mac").into_iter().filter_map(hardware) {
                    by_mac.entry(mac).or_insert(at);
                }
                for ip in item.items("ip") {
                    by_ip.entry(address(ip)).or_default().push(at);
                }
            }
        }
        Self {
            inventory,
            by_mac,
            by_ip,
        }
    }

    /// Position of the asset that an observed host is.
    pub(crate) fn find(&self, host: &Entry<'_>) -> Option<usize> {
        let macs: Vec<String> = host.items("mac").into_iter().filter_map(hardware).collect();
        let hostname = host.text("hostname");
        let named = host.text("asset").and_then(|name| self.inventory.position(name));
        let strong = named
            .or_else(|| macs.iter().find_map(|mac| self.by_mac.get(mac).copied()))
            .or_else(|| hostname.and_then(|name| self.inventory.position(name)));
        strong.or_else(|| {
            let candidates = host
                .items("ip")
                .into_iter()
                .filter_map(|ip| self.by_ip.get(&address(ip)))
                .flatten()
                .copied();
            candidates.into_iter().find(|at| {
                self.inventory
                    .items
                    .get(*at)
                    .is_some_and(|item| !is_other(item, &macs, hostname))
            })
        })
    }
}

/// Whether hardware address or host name say that it is another device.
fn is_other(item: &Item<'_>, macs: &[String], hostname: Option<&str>) -> bool {
    let own: Vec<String> = item.items("mac").into_iter().filter_map(hardware).collect();
    let other_mac = !own.is_empty() && !macs.is_empty();
    let other_name =
        item.text("hostname").is_some() && hostname.is_some_and(|name| !name.contains(':') && !is_address(name));
    other_mac || other_name
}

/// Tools write the address where they know no name.
fn is_address(name: &str) -> bool {
    name.split('.').count() == 4 && name.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// An address in one writing: 2001:DB8:0::1 is 2001:db8::1.
fn address(text: &str) -> String {
    let text = fold(text);
    text.parse::<core::net::IpAddr>()
        .map_or(text, |address| address.to_string())
}

/// The twelve hex digits of a hardware address.
fn hardware(text: &str) -> Option<String> {
    let digits: String = fold(text).chars().filter(char::is_ascii_hexdigit).collect();
    (digits.len() == 12).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::{address, hardware, is_address};

    #[test]
    fn addresses_in_all_writings() {
        assert_eq!(hardware("00-1A-2B-3C-4D-5E"), hardware("001a.2b3c.4d5e"));
        assert_eq!(hardware("00:1A:2B"), None);
        assert_eq!(address("2001:DB8:0:0::1"), address("2001:db8::1"));
        assert!(is_address("192.0.2.1") && !is_address("srv.example.co.jp"));
    }
}
