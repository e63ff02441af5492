//! One row of the service or flow list: is what it carries encrypted?

use crate::scope::fold;
use sekisho_sdk::parts::Parts;
use sekisho_sdk::prelude::*;

/// Protocols without any encryption, with TLS, and with encryption of their own.
const PLAIN: &[&str] = &[
    "telnet", "ftp", "tftp", "http", "rlogin", "rsh", "rexec", "pop3", "imap", "smtp", "ldap", "vnc", "snmpv1",
    "snmpv2", "snmpv2c",
];
const TLS: &[&str] = &[
    "https", "ldaps", "smtps", "imaps", "pop3s", "ftps", "mqtts", "amqps", "tls", "ssl",
];
const TUNNEL: &[&str] = &[
    "ssh",
    "sftp",
    "scp",
    "ipsec",
    "ike",
    "ikev2",
    "wireguard",
    "l2tp/ipsec",
    "snmpv3",
    "kerberos",
];

#[derive(Debug, Clone, Copy, PartialEq)]
enum Form {
    Plain,
    Tls,
    Tunnel,
    Other,
}

/// What a protocol is, by the first word that anybody knows.
fn form(row: &Entry<'_>) -> Form {
    for field in ["protocol", "name"] {
        let Some(text) = row.get(field).map(fold) else { continue };
        for word in text.split([' ', '/', '(', ')', ',', ':']) {
            for (words, form) in [(PLAIN, Form::Plain), (TLS, Form::Tls), (TUNNEL, Form::Tunnel)] {
                if words.contains(&word) {
                    return form;
                }
            }
        }
    }
    Form::Other
}

/// Lowest TLS version in a text, in the vocabulary's form; `None` where no version is recognised.
pub(super) fn tls_version(text: &str) -> Option<String> {
    let text = fold(text).replace([' ', 'v', '_', '-'], "");
    for (word, version) in [("ssl2", "ssl2"), ("ssl3", "ssl3")] {
        if text.contains(word) {
            return Some(version.to_owned());
        }
    }
    let digits = text.strip_prefix("tls").unwrap_or(&text);
    let version = match digits {
        "1" | "1.0" | "10" => "tls1.0",
        "1.1" | "11" => "tls1.1",
        "1.2" | "12" => "tls1.2",
        "1.3" | "13" => "tls1.3",
        _ => {
            // Several versions or words around one: the lowest that appears.
            let found = ["1.0", "1.1", "1.2", "1.3"].into_iter().find(|v| digits.contains(v))?;
            return Some(format!("tls{found}"));
        }
    };
    Some(version.to_owned())
}

/// Judges one row; whether it speaks of traffic at all.
pub(super) fn judge(parts: Parts<'_>, min_tls: &str, row: &Entry<'_>, out: &mut Findings) -> bool {
    let address = row.get("address").map(fold).unwrap_or_default();
    if ["127.", "::1", "localhost"].iter().any(|own| address.starts_with(own)) {
        return false;
    }
    let form = form(row);
    let (encrypted, version, admin) = (
        row.flag("encrypted"),
        row.get("tls_version"),
        row.flag("admin") == Some(true),
    );
    let on_network =
        row.has("port") || row.has("protocol") || row.has("encrypted") || row.has("to_asset") || row.has("to_zone");
    if !on_network || !(parts.asks("tls") || (parts.asks("admin") && admin)) {
        return false;
    }
    let what = row
        .get("name")
        .or_else(|| row.get("protocol"))
        .map_or_else(|| row.label(), |name| format!("{} {name}", row.label()));
    let plain = encrypted == Some(false) || (form == Form::Plain && encrypted != Some(true) && version.is_none());
    // telnet stays telnet, whatever the column says.
    let always = row
        .get("protocol")
        .or_else(|| row.get("name"))
        .map(fold)
        .is_some_and(|p| p == "telnet");
    if plain || always {
        out.fail(if admin { "admin-plain" } else { "plain" })
            .arg("name", what)
            .cite(row);
        return true;
    }
    match version.map(|text| (text, tls_version(text))) {
        Some((_, Some(found))) if found.as_str() < min_tls => {
            out.fail("tls-old")
                .arg("name", what)
                .arg("version", found)
                .arg("wanted", min_tls)
                .cite(row);
        }
        Some((_, Some(_))) => {}
        Some((_, None)) if form != Form::Tunnel => _ = out.unknown("tls-unclear").arg("name", what).cite(row),
        None if form == Form::Tunnel => {}
        None if form == Form::Tls || (encrypted == Some(true) && form == Form::Plain) => {
            out.unknown("tls-unstated").arg("name", what).cite(row);
        }
        None if encrypted.is_none() => _ = out.unknown("encryption-unstated").arg("name", what).cite(row),
        _ => {}
    }
    true
}

#[cfg(test)]
mod tests {
    use super::tls_version;

    #[test]
    fn versions_as_people_write_them() {
        for (text, version) in [
            ("TLS 1.2", Some("tls1.2")),
            ("tlsv1.3", Some("tls1.3")),
            ("1.0", Some("tls1.0")),
            ("TLSv1", Some("tls1.0")),
            ("SSLv3", Some("ssl3")),
            ("TLS 1.2, TLS 1.3", Some("tls1.2")),
            ("TLS1.2以上", Some("tls1.2")),
            ("最新", None),
        ] {
            assert_eq!(tls_version(text).as_deref(), version, "{text}");
        }
    }
}
