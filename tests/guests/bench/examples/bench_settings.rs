//! Rules of W2: twenty settings of a configuration snapshot, each of which must be there and keep a bound.

use sekisho_sdk::prelude::*;

/// Check id, canonical key, what is asked of its value.
struct Rule(&'static str, &'static str, Want);

#[derive(Clone, Copy)]
enum Want {
    Yes,
    No,
    AtLeast(f64),
    AtMost(f64),
}

impl Check for Rule {
    fn spec(&self) -> Spec {
        Spec::new(self.0).reads("settings")
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        for snapshot in cx.settings().snapshots() {
            let Some(setting) = snapshot.get(self.1) else {
                out.unknown("missing").cite(&snapshot);
                continue;
            };
            let met = match self.2 {
                Want::Yes => setting.flag() == Some(true),
                Want::No => setting.flag() == Some(false),
                Want::AtLeast(bound) => setting.number().is_some_and(|n| n >= bound),
                Want::AtMost(bound) => setting.number().is_some_and(|n| n <= bound),
            };
            if met {
                out.pass("met").cite(&setting);
            } else {
                out.fail("violated")
                    .arg("value", setting.value().unwrap_or(""))
                    .cite(&setting);
            }
        }
        Ok(())
    }
}

sekisho_sdk::plugin! {
    id: "bench/settings",
    messages: { ja: include_str!("../messages/settings.ja.ftl"), en: include_str!("../messages/settings.en.ftl") },
    checks: [
        Rule("bench.password.min-length", "password.min_length", Want::AtLeast(12.0)),
        Rule("bench.password.complexity", "password.complexity", Want::Yes),
        Rule("bench.password.history", "password.history", Want::AtLeast(5.0)),
        Rule("bench.password.max-age-days", "password.max_age_days", Want::AtMost(365.0)),
        Rule("bench.lockout.threshold", "lockout.threshold", Want::AtMost(10.0)),
        Rule("bench.lockout.duration-minutes", "lockout.duration_minutes", Want::AtLeast(15.0)),
        Rule("bench.mfa.admin", "mfa.admin", Want::Yes),
        Rule("bench.mfa.remote", "mfa.remote", Want::Yes),
        Rule("bench.account.guest-enabled", "account.guest_enabled", Want::No),
        Rule("bench.account.auto-logon", "account.auto_logon", Want::No),
        Rule("bench.ssh.password-authentication", "ssh.password_authentication", Want::No),
        Rule("bench.ssh.max-auth-tries", "ssh.max_auth_tries", Want::AtMost(6.0)),
        Rule("bench.protocols.telnet.enabled", "protocols.telnet.enabled", Want::No),
        Rule("bench.protocols.smb1.enabled", "protocols.smb1.enabled", Want::No),
        Rule("bench.firewall.host.enabled", "firewall.host.enabled", Want::Yes),
        Rule("bench.av.realtime.enabled", "av.realtime.enabled", Want::Yes),
        Rule("bench.disk.encryption.enabled", "disk.encryption.enabled", Want::Yes),
        Rule("bench.log.retention-days", "log.retention_days", Want::AtLeast(180.0)),
        Rule("bench.session.lock-timeout-seconds", "session.lock_timeout_seconds", Want::AtMost(900.0)),
        Rule("bench.autorun.disabled", "autorun.disabled", Want::Yes),
    ],
}
