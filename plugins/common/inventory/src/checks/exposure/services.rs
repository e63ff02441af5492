//! Protocols of plants and buildings by their names and ports, and whether a rule or flow lets one through.

use crate::ports::in_range;
use crate::words::{fold, split, squash};
use sekisho_sdk::prelude::*;

/// Name, ports (with the transport where there is one only), and what people write (squashed).
const KNOWN: &[(&str, &[&str], &[&str])] = &[
    ("bacnet", &["udp/47808"], &["bacnet", "bacnetip"]),
    ("modbus", &["tcp/502", "tcp/802"], &["modbus", "modbustcp"]),
    ("opc-ua", &["4840", "4843"], &["opcua"]),
    (
        "ethernet-ip",
        &["44818", "udp/2222"],
        &["ethernetip", "ethernet/ip", "cip"],
    ),
    ("profinet", &["34962", "34963", "34964"], &["profinet"]),
    ("s7", &["tcp/102"], &["s7", "s7comm", "isotsap"]),
    ("dnp3", &["20000"], &["dnp3"]),
    ("iec-104", &["tcp/2404"], &["iec104", "iec608705104"]),
    ("knx", &["udp/3671"], &["knx", "knxip", "knxnet/ip", "knxnetip"]),
    ("lonworks", &["1628", "1629"], &["lonworks", "lon", "lonworks/ip"]),
    ("niagara-fox", &["tcp/1911", "tcp/4911"], &["niagarafox", "fox", "foxs"]),
    (
        "slmp",
        &["5006", "5007"],
        &["slmp", "melsec", "mcprotocol", "mcプロトコル"],
    ),
    ("fins", &["9600"], &["fins", "omronfins"]),
    (
        "cc-link-ie",
        &["udp/61450"],
        &["cclinkie", "cclinkiefieldbasic", "cclink"],
    ),
    ("echonet-lite", &["udp/3610"], &["echonetlite", "echonet"]),
    ("mqtt", &["tcp/1883", "tcp/8883"], &["mqtt", "mqtts"]),
    ("ftp", &["tcp/21"], &["ftp"]),
    ("ssh", &["tcp/22"], &["ssh", "sftp"]),
    ("telnet", &["tcp/23"], &["telnet"]),
    ("http", &["tcp/80", "tcp/8080"], &["http"]),
    ("https", &["443", "tcp/8443"], &["https"]),
    ("snmp", &["udp/161"], &["snmp"]),
    ("smb", &["tcp/445", "tcp/139"], &["smb", "cifs", "ファイル共有"]),
    ("rdp", &["3389"], &["rdp", "リモトデスクトップ"]),
    ("vnc", &["tcp/5900"], &["vnc"]),
];
/// Services that are none of those above, so that their name alone tells nothing is amiss.
const OTHERS: &[&str] = &[
    "dns",
    "domain",
    "ntp",
    "sntp",
    "icmp",
    "ping",
    "smtp",
    "smtps",
    "pop3",
    "imap",
    "メール",
    "syslog",
    "ldap",
    "ldaps",
    "kerberos",
    "radius",
    "dhcp",
    "bootp",
    "tftp",
    "traceroute",
    "ike",
    "ipsec",
    "esp",
    "bgp",
    "ospf",
    "vrrp",
    "印刷",
    "ipp",
    "lpr",
    "sip",
    "rtp",
    "rtsp",
    "web",
];
const ANY: &[&str] = &[
    "any",
    "all",
    "*",
    "anyany",
    "すべて",
    "全て",
    "全",
    "全サビス",
    "全ポト",
    "制限なし",
    "任意",
    "ip",
    "allservices",
];
const TRANSPORTS: &[&str] = &["tcp", "udp", "6", "17", "tcp/udp", "udp/tcp", "tcp,udp"];

/// A protocol that a control asks about.
#[derive(Debug, Clone)]
pub(super) struct Protocol {
    pub(super) name: String,
    ports: Vec<String>,
    words: Vec<String>,
}

impl Protocol {
    /// Reads one word of the parameter: a known name, or `name=port/port` for another one.
    pub(super) fn read(word: &str) -> Result<Self, CheckError> {
        if let Some((name, ports)) = word.split_once('=') {
            let ports: Vec<String> = ports.split('/').map(|port| port.trim().to_owned()).collect();
            if ports.iter().all(|port| port.parse::<u16>().is_ok()) {
                return Ok(Self {
                    name: name.trim().to_owned(),
                    ports,
                    words: vec![squash(name)],
                });
            }
        }
        let wanted = squash(word);
        match KNOWN.iter().find(|(id, _, _)| squash(id) == wanted) {
            Some((id, ports, words)) => Ok(Self {
                name: (*id).to_owned(),
                ports: ports.iter().map(|port| (*port).to_owned()).collect(),
                words: words.iter().map(|word| (*word).to_owned()).collect(),
            }),
            None => Err(CheckError::BadParameter(format!(
                "parameter `protocols` knows no `{word}`; it takes {}, or `name=port/port`",
                KNOWN.iter().map(|(id, _, _)| *id).collect::<Vec<_>>().join(", ")
            ))),
        }
    }

    /// Whether one item of a service column is this protocol.
    fn is(&self, item: &str, transports: &[String]) -> bool {
        let (plain, word) = (fold(item), squash(item));
        // `BACnet/IP` and `BACnet IP` are one.
        if self.words.contains(&word) || self.words.contains(&word.replace('/', "")) {
            return true;
        }
        let bare = squash(item.split(['(', '（']).next().unwrap_or(item));
        if self.words.contains(&bare) {
            return true;
        }
        let stated = ["tcp", "udp"].into_iter().filter(|t| {
            plain.split(|c: char| !c.is_ascii_alphanumeric()).any(|part| part == *t)
                || transports.iter().any(|own| own.contains(t))
        });
        let stated: Vec<&str> = stated.collect();
        let number = plain
            .trim_start_matches(|c: char| c.is_ascii_alphabetic())
            .trim_start_matches([' ', ':', '_', '-']);
        let port = if plain.contains('/') { plain.as_str() } else { number };
        self.ports.iter().any(|own| {
            let transport = own.split_once('/').map(|(transport, _)| transport);
            let fits = transport.is_none_or(|own| stated.is_empty() || stated.contains(&own));
            fits && in_range(port, own)
        })
    }
}

/// Whether a row lets a protocol through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lets {
    No,
    /// A service is named in words that are not understood.
    Unclear,
    Yes,
}

/// What a row of any of the three registers says about its service.
pub(super) fn lets(row: &Entry<'_>, protocol: &Protocol) -> Lets {
    let mut items: Vec<&str> = Vec::new();
    let mut transports = Vec::new();
    for field in ["service", "port", "protocol"] {
        for item in row.list(field).into_iter().flat_map(split) {
            if TRANSPORTS.contains(&fold(item).as_str()) {
                transports.push(match fold(item).as_str() {
                    "6" => "tcp".to_owned(),
                    "17" => "udp".to_owned(),
                    other => other.to_owned(),
                });
            } else {
                items.push(item);
            }
        }
    }
    let is_any = |item: &&str| ANY.contains(&squash(item).as_str());
    let named: Vec<&str> = items.iter().copied().filter(|item| !is_any(item)).collect();
    if named.is_empty() {
        // No service at all is every service of the transport.
        let transport = |own: &String| {
            own.split_once('/')
                .is_none_or(|(t, _)| transports.iter().any(|s| s.contains(t)))
        };
        let carried = transports.is_empty() || protocol.ports.iter().any(transport);
        return if carried { Lets::Yes } else { Lets::No };
    }
    if named.iter().any(|item| protocol.is(item, &transports)) || (named.len() < items.len() && transports.is_empty()) {
        return Lets::Yes;
    }
    if named.iter().all(|item| is_understood(item)) {
        Lets::No
    } else {
        Lets::Unclear
    }
}

/// Whether a service is known not to be hiding another one: it has a number, or a usual name.
fn is_understood(item: &str) -> bool {
    let word = squash(item);
    item.chars().any(|c| c.is_ascii_digit())
        || OTHERS.contains(&word.as_str())
        || KNOWN
            .iter()
            .any(|(_, _, words)| words.contains(&word.as_str()) || words.contains(&word.replace('/', "").as_str()))
}

#[cfg(test)]
mod tests {
    use super::{Protocol, is_understood};

    #[test]
    fn bacnet_in_all_writings() {
        let bacnet = Protocol::read("BACnet").unwrap();
        for item in [
            "BACnet/IP",
            "udp/47808",
            "47808",
            "UDP 47808",
            "47800-47900",
            "UDP_47808",
            "BACnet(47808)",
        ] {
            assert!(bacnet.is(item, &[]), "{item}");
        }
        assert!(!bacnet.is("tcp/47808", &[]) && !bacnet.is("47808", &["tcp".to_owned()]) && !bacnet.is("443", &[]));
    }

    #[test]
    fn other_protocols_by_port() {
        let own = Protocol::read("vendor-tool=1911/4911").unwrap();
        assert!(own.is("tcp/4911", &[]) && !own.is("tcp/502", &[]));
        assert!(Protocol::read("nonsense").is_err() && Protocol::read("x=y").is_err());
        assert!(is_understood("DNS") && is_understood("tcp/8080") && !is_understood("SVC-BAS"));
    }
}
