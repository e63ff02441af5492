//! Kinds of log: the sources of the registers, and two words that guidelines use for several of them.

/// Words of the `logs` parameter.
pub(crate) const LOGS: &[&str] = &[
    "firewall",
    "proxy",
    "auth",
    "vpn",
    "dns",
    "dhcp",
    "mail",
    "web",
    "endpoint",
    "server",
    "database",
    "application",
    "cloud",
    "network-device",
    "ids",
    "control-system",
    "physical",
    "other",
    "login",
    "operation",
];
/// What people do on systems is logged by the systems themselves.
const OPERATION: &[&str] = &[
    "application",
    "control-system",
    "server",
    "database",
    "cloud",
    "endpoint",
];

/// Whether a source of the registers is of this kind.
pub(crate) fn is(log: &str, source: &str) -> bool {
    match log {
        "login" => source == "auth",
        "operation" => OPERATION.contains(&source),
        _ => log == source,
    }
}

/// The setting that switches a kind of log on, where there is one.
pub(crate) fn setting(log: &str) -> Option<&'static str> {
    Some(match log {
        "auth" | "login" => "log.auth.enabled",
        "firewall" => "log.firewall.enabled",
        "proxy" => "log.proxy.enabled",
        "web" => "log.access.enabled",
        "cloud" => "log.cloud_audit.enabled",
        "operation" => "log.privilege_use.enabled",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::is;

    #[test]
    fn words_of_guidelines_stand_for_sources() {
        assert!(is("login", "auth") && is("operation", "control-system") && is("proxy", "proxy"));
        assert!(!is("operation", "auth") && !is("login", "login"));
    }
}
