//! W2 and W4: configuration snapshots of hosts in JSON, about 2 kB each, one subject each.
//!
//! A value breaks its rule in about four of a hundred cases and is missing in one of a hundred.

use crate::random::Random;
use std::fmt::Write as _;

/// The rules, numbered as in the README: check of the guest, canonical key.
pub(crate) const RULES: &[(&str, &str)] = &[
    ("bench.password.min-length", "password.min_length"),
    ("bench.password.complexity", "password.complexity"),
    ("bench.password.history", "password.history"),
    ("bench.password.max-age-days", "password.max_age_days"),
    ("bench.lockout.threshold", "lockout.threshold"),
    ("bench.lockout.duration-minutes", "lockout.duration_minutes"),
    ("bench.mfa.admin", "mfa.admin"),
    ("bench.mfa.remote", "mfa.remote"),
    ("bench.account.guest-enabled", "account.guest_enabled"),
    ("bench.account.auto-logon", "account.auto_logon"),
    ("bench.ssh.password-authentication", "ssh.password_authentication"),
    ("bench.ssh.max-auth-tries", "ssh.max_auth_tries"),
    ("bench.protocols.telnet.enabled", "protocols.telnet.enabled"),
    ("bench.protocols.smb1.enabled", "protocols.smb1.enabled"),
    ("bench.firewall.host.enabled", "firewall.host.enabled"),
    ("bench.av.realtime.enabled", "av.realtime.enabled"),
    ("bench.disk.encryption.enabled", "disk.encryption.enabled"),
    ("bench.log.retention-days", "log.retention_days"),
    ("bench.session.lock-timeout-seconds", "session.lock_timeout_seconds"),
    ("bench.autorun.disabled", "autorun.disabled"),
];

const ON: &[&str] = &["true"];
const OFF: &[&str] = &["false"];
const EITHER: &[&str] = &["true", "false"];

/// A path inside its section; values that keep to the rule; values that do not.
type Setting = (&'static str, &'static [&'static str], &'static [&'static str]);

/// Sections of a snapshot; `/` in a path is a further level, which no other setting of the section shares.
const SECTIONS: &[(&str, &[Setting])] = &[
    (
        "password",
        &[
            ("min_length", &["12", "14", "16"], &["6", "8", "11"]),
            ("complexity", ON, OFF),
            ("history", &["5", "12", "24"], &["0", "3"]),
            ("max_age_days", &["90", "180", "365"], &["730", "2147483647"]),
            ("min_age_days", &["0", "1"], &["0"]),
            ("deny_user_name", EITHER, OFF),
            ("reversible", OFF, ON),
        ],
    ),
    (
        "lockout",
        &[
            ("threshold", &["5", "10"], &["20", "50"]),
            ("duration_minutes", &["15", "30", "60"], &["1", "5"]),
            ("reset_minutes", &["15", "30"], &["5"]),
        ],
    ),
    (
        "mfa",
        &[("admin", ON, OFF), ("remote", ON, OFF), ("cloud", EITHER, OFF)],
    ),
    (
        "account",
        &[
            ("guest_enabled", OFF, ON),
            ("auto_logon", OFF, ON),
            ("inactive_days", &["30", "60", "90"], &["365"]),
        ],
    ),
    (
        "ssh",
        &[
            ("password_authentication", OFF, ON),
            ("max_auth_tries", &["3", "4", "6"], &["10", "20"]),
            ("permit_root_login", &["\"no\""], &["\"yes\""]),
            ("x11_forwarding", EITHER, ON),
            ("tcp_forwarding", EITHER, ON),
        ],
    ),
    (
        "protocols",
        &[
            ("telnet/enabled", OFF, ON),
            ("smb1/enabled", OFF, ON),
            ("ftp/enabled", OFF, ON),
            ("rdp/enabled", EITHER, ON),
        ],
    ),
    ("firewall", &[("host/enabled", ON, OFF), ("log_dropped", EITHER, OFF)]),
    (
        "av",
        &[
            ("realtime/enabled", ON, OFF),
            ("signature_age_days", &["0", "1", "2"], &["30"]),
        ],
    ),
    ("disk", &[("encryption/enabled", ON, OFF)]),
    (
        "log",
        &[
            ("retention_days", &["180", "365", "730"], &["30", "90"]),
            ("max_size_kb", &["20480", "1048576"], &["512"]),
            ("timestamps", ON, OFF),
            ("encrypted", EITHER, OFF),
        ],
    ),
    (
        "session",
        &[
            ("lock_timeout_seconds", &["300", "600", "900"], &["1800", "3600"]),
            ("remote_idle_seconds", &["600", "900"], &["7200"]),
        ],
    ),
    ("autorun", &[("disabled", ON, OFF), ("autoplay_disabled", ON, OFF)]),
    ("time", &[("enabled", ON, OFF), ("authenticated", EITHER, OFF)]),
    (
        "kernel",
        &[
            ("aslr", ON, OFF),
            ("pid_max", &["32768", "4194304"], &["32768"]),
            ("swappiness", &["10", "60"], &["100"]),
        ],
    ),
    (
        "banner",
        &[("enabled", ON, OFF), ("text", &["\"Authorized use only\""], &["\"\""])],
    ),
    (
        "backup",
        &[
            ("enabled", ON, OFF),
            ("retention_days", &["30", "90"], &["7"]),
            ("offsite", EITHER, OFF),
        ],
    ),
];

const DAEMONS: &[&str] = &[
    "sshd",
    "chronyd",
    "rsyslogd",
    "auditd",
    "cron",
    "postfix",
    "node-agent",
    "backup-agent",
    "nginx",
    "snmpd",
    "haveged",
];

/// One snapshot. `turn` makes another state of the same host: W4 changes some of them between two scans.
pub(crate) fn generate(host: u32, turn: u32) -> String {
    let mut random = Random::new(0x5EC1_5C00_0002 ^ (u64::from(host) << 20) ^ (u64::from(turn) << 52));
    let mut out = String::with_capacity(2_400);
    let site = random.pick(&["tokyo", "osaka", "nagoya", "munich", "austin"]);
    let _ = write!(
        out,
        "{{\"hostname\":\"host-{host:05}\",\"class\":\"server\",\"collected_at\":\"2026-11-20\",\
         \"placement\":{{\"site\":\"{site}\",\"rack\":\"r{:02}-{:02}\",\"image\":\"base-{}.{}\",\
         \"serial\":\"{:012x}\",\"note\":\"managed by the {site} team\"}}",
        random.below(40),
        random.below(42),
        random.below(9),
        random.below(30),
        random.next() >> 16,
    );
    for (section, settings) in SECTIONS {
        let _ = write!(out, ",\"{section}\":{{");
        for (path, good, bad) in *settings {
            let value = match random.below(100) {
                0 => continue,
                1..=4 => random.pick(bad),
                _ => random.pick(good),
            };
            let comma = if out.ends_with('{') { "" } else { "," };
            let _ = match path.split_once('/') {
                Some((level, leaf)) => write!(out, "{comma}\"{level}\":{{\"{leaf}\":{value}}}"),
                None => write!(out, "{comma}\"{path}\":{value}"),
            };
        }
        out.push('}');
    }
    let _ = write!(
        out,
        ",\"packages\":{{\"kernel\":\"6.{}.{}\",\"openssl\":\"3.{}.{}\",\"openssh\":\"9.{}p1\",\"agent\":\"2.{}.0\",\
         \"pending\":{},\"updated\":\"2026-11-{:02}\"}},\"interfaces\":{{",
        random.below(18),
        random.below(200),
        random.below(5),
        random.below(20),
        random.below(9),
        random.below(60),
        random.below(30),
        1 + random.below(19),
    );
    for port in 0..3 {
        let comma = if port > 0 { "," } else { "" };
        let _ = write!(
            out,
            "{comma}\"eth{port}\":{{\"address\":\"10.{}.{}.{}\",\"mac\":\"02:00:{:02x}:{:02x}:{:02x}:0{port}\",\
             \"mtu\":1500,\"up\":true}}",
            random.below(250),
            random.below(250),
            random.below(250),
            random.below(256),
            random.below(256),
            random.below(256),
        );
    }
    out.push_str("},\"daemons\":[");
    for (index, daemon) in DAEMONS.iter().filter(|_| random.chance(700)).enumerate() {
        let comma = if index > 0 { "," } else { "" };
        let _ = write!(out, "{comma}\"{daemon}\"");
    }
    out.push_str("]}");
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::{RULES, SECTIONS, generate};
    use serde_json::Value;

    #[test]
    fn a_snapshot_is_json_of_the_size_that_goals_speak_of() {
        let mut total = 0;
        for host in 0..200 {
            let text = generate(host, 0);
            assert_eq!(text, generate(host, 0));
            assert_ne!(text, generate(host, 1));
            serde_json::from_str::<Value>(&text).unwrap();
            total += text.len();
        }
        assert!((1_600..=2_400).contains(&(total / 200)), "{} bytes", total / 200);
    }

    #[test]
    fn every_rule_has_a_setting() {
        assert_eq!(RULES.len(), 20);
        for (_, key) in RULES {
            let met = SECTIONS.iter().any(|(section, settings)| {
                let rest = key.strip_prefix(section).and_then(|rest| rest.strip_prefix('.'));
                settings
                    .iter()
                    .any(|(path, _, _)| rest == Some(path.replace('/', ".").as_str()))
            });
            assert!(met, "{key}");
        }
    }
}
