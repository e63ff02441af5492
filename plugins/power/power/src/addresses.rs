//! Addresses and ranges of addresses.

use core::net::IpAddr;

/// A range: an address and how many of its bits count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Range {
    address: IpAddr,
    bits: u8,
}

impl Range {
    /// Reads `192.0.2.0/24`, or one address.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (address, bits) = match text.trim().split_once('/') {
            Some((address, bits)) => (address.parse().ok()?, Some(bits.trim().parse::<u8>().ok()?)),
            None => (text.trim().parse().ok()?, None),
        };
        let most = width(&address);
        let bits = bits.unwrap_or(most);
        (bits <= most).then_some(Self { address, bits })
    }

    /// Whether an address is in it.
    pub(crate) fn holds(self, address: IpAddr) -> bool {
        let most = width(&self.address);
        if most != width(&address) {
            return false;
        }
        let shift = u32::from(most - self.bits);
        let of = |address: IpAddr| match address {
            IpAddr::V4(v4) => u128::from(v4.to_bits()),
            IpAddr::V6(v6) => v6.to_bits(),
        };
        of(self.address).checked_shr(shift).unwrap_or(0) == of(address).checked_shr(shift).unwrap_or(0)
    }

    /// Whether it is everything.
    pub(crate) fn is_all(self) -> bool {
        self.bits == 0
    }
}

fn width(address: &IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

/// The addresses of a cell that may hold several.
pub(crate) fn parse(text: &str) -> Vec<IpAddr> {
    let parts = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '、' | '|'));
    parts.filter_map(|part| part.parse().ok()).collect()
}

/// Whether an address is one of the internet: not kept for private networks, for a link or for the machine itself.
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let shared = v4.octets()[0] == 100 && (64..128).contains(&v4.octets()[1]);
            !(v4.is_private() || v4.is_loopback() || v4.is_link_local() || v4.is_unspecified() || shared)
        }
        IpAddr::V6(v6) => {
            let first = v6.segments()[0];
            let local = (first & 0xfe00) == 0xfc00 || (first & 0xffc0) == 0xfe80;
            !(local || v6.is_loopback() || v6.is_unspecified())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Range, is_public, parse};

    #[test]
    fn ranges_hold_addresses() {
        let holds = |range: &str, address: &str| Range::parse(range).unwrap().holds(address.parse().unwrap());
        assert!(holds("192.0.2.0/24", "192.0.2.9") && !holds("192.0.2.0/24", "192.0.3.9"));
        assert!(holds("0.0.0.0/0", "10.0.0.1") && Range::parse("::/0").unwrap().is_all());
        assert!(holds("192.0.2.1", "192.0.2.1") && !holds("192.0.2.1", "2001:db8::1"));
        assert!(holds("2001:db8::/32", "2001:db8:1::5"));
        for odd in ["192.0.2.0/33", "gateway", "192.0.2/24", ""] {
            assert_eq!(Range::parse(odd), None, "{odd}");
        }
    }

    #[test]
    fn private_addresses_are_not_public() {
        for (address, public) in [
            ("10.1.2.3", false),
            ("172.31.0.1", false),
            ("100.64.0.1", false),
            ("100.128.0.1", true),
            ("203.0.113.5", true),
            ("fd00::1", false),
            ("fe80::1", false),
            ("2001:db8::1", true),
        ] {
            assert_eq!(is_public(address.parse().unwrap()), public, "{address}");
        }
        assert_eq!(parse("10.0.0.1, 203.0.113.5;x").len(), 2);
    }
}
