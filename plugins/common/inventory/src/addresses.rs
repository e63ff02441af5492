//! Addresses and ranges of both families of IP, as people write them in rules and registers.

use crate::words::fold;
use core::net::IpAddr;

/// First and last address, on one line of numbers: those of IPv4 stand where IPv6 maps them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Range {
    low: u128,
    high: u128,
}

impl Range {
    /// Reads `192.0.2.0/24`, `2001:db8::/32`, one address, or `192.0.2.1-192.0.2.9` (also `192.0.2.1-9`).
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = fold(text);
        if let Some((low, high)) = text.split_once('-') {
            let first = address(low)?;
            let last = address(high).or_else(|| last_octet(first, high))?;
            let same = first.is_ipv4() == last.is_ipv4();
            return (same && number(first) <= number(last)).then(|| Self {
                low: number(first),
                high: number(last),
            });
        }
        let Some((base, length)) = text.split_once('/') else {
            return address(&text).map(|one| Self {
                low: number(one),
                high: number(one),
            });
        };
        let base = address(base)?;
        let length = length.trim();
        let host = match base {
            IpAddr::V4(_) => {
                let bits = length
                    .parse()
                    .ok()
                    .or_else(|| mask(length))
                    .filter(|bits| *bits <= 32)?;
                u128::from(u32::MAX.checked_shr(bits).unwrap_or(0))
            }
            IpAddr::V6(_) => {
                let bits: u32 = length.parse().ok().filter(|bits| *bits <= 128)?;
                u128::MAX.checked_shr(bits).unwrap_or(0)
            }
        };
        let low = number(base) & !host;
        Some(Self { low, high: low | host })
    }

    /// Whether they have an address in common.
    pub(crate) const fn meets(self, other: Self) -> bool {
        self.low <= other.high && self.high >= other.low
    }

    /// Whether the other one lies in this one.
    pub(crate) const fn holds(self, other: Self) -> bool {
        self.low <= other.low && other.high <= self.high
    }
}

/// An address as it may stand in a rule: in brackets, or with the name of a link behind it.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim().trim_start_matches('[').trim_end_matches(']');
    text.split('%').next()?.parse().ok()
}

/// The end of a range of which only the last octet is written.
fn last_octet(first: IpAddr, text: &str) -> Option<IpAddr> {
    let (IpAddr::V4(first), octet) = (first, text.trim().parse::<u8>().ok()?) else {
        return None;
    };
    let [a, b, c, _] = first.octets();
    Some(IpAddr::from([a, b, c, octet]))
}

/// The length of a mask such as 255.255.255.0.
fn mask(text: &str) -> Option<u32> {
    let bits = u32::from_be_bytes(text.parse::<core::net::Ipv4Addr>().ok()?.octets());
    let length = bits.leading_ones();
    (length + bits.trailing_zeros() == 32).then_some(length)
}

fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(v4) => v4.to_ipv6_mapped().to_bits(),
        IpAddr::V6(v6) => v6.to_bits(),
    }
}

#[cfg(test)]
mod tests {
    use super::Range;

    fn parse(text: &str) -> Range {
        Range::parse(text).unwrap_or(Range { low: 1, high: 0 })
    }

    #[test]
    fn both_families_in_all_writings() {
        assert!(parse("192.0.2.0/30").holds(parse("192.0.2.3")) && !parse("192.0.2.0/30").meets(parse("192.0.2.4")));
        assert_eq!(parse("192.0.2.0/24"), parse("192.0.2.7/255.255.255.0"));
        assert_eq!(parse("192.0.2.1-192.0.2.9"), parse("192.0.2.1 - 9"));
        assert!(
            parse("2001:db8::/32").holds(parse("2001:DB8:1::5")) && !parse("2001:db8::/32").meets(parse("2001:db9::1"))
        );
        assert_eq!(parse("[2001:db8::1]"), parse("2001:0db8:0:0::1"));
        assert_eq!(parse("fe80::1%eth0"), parse("fe80::1"));
        assert!(parse("2001:db8::1-2001:db8::f").holds(parse("2001:db8::a")));
        assert!(parse("0.0.0.0/0").holds(parse("203.0.113.9")) && parse("::/0").holds(parse("2001:db8::1")));
        // A mask of IPv6 does not reach into IPv4.
        assert!(!parse("2001:db8::/32").meets(parse("192.0.2.1")) && !parse("0.0.0.0/0").meets(parse("2001:db8::1")));
    }

    #[test]
    fn what_is_no_address() {
        for text in [
            "Z-1",
            "192.0.2.0/33",
            "2001:db8::/129",
            "192.0.2.9-192.0.2.1",
            "192.0.2.0/255.0.255.0",
            "plc01",
            "",
        ] {
            assert_eq!(Range::parse(text), None, "{text}");
        }
    }
}
