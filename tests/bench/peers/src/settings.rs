//! W2 natively: typed serde_json, the settings needed.

use sekisho_bench_worker::{Engine, Failure, Found};
use serde::Deserialize;
use std::borrow::Cow;

/// All snapshots.
#[derive(Debug)]
pub(crate) struct Hosts {
    hosts: Vec<String>,
}

impl Hosts {
    pub(crate) fn new(hosts: Vec<String>) -> Self {
        Self { hosts }
    }
}

#[derive(Deserialize)]
struct Host<'a> {
    #[serde(borrow)]
    hostname: Cow<'a, str>,
    #[serde(default)]
    password: Password,
    #[serde(default)]
    lockout: Lockout,
    #[serde(default)]
    mfa: Mfa,
    #[serde(default)]
    account: Account,
    #[serde(default)]
    ssh: Ssh,
    #[serde(default)]
    protocols: Protocols,
    #[serde(default)]
    firewall: Firewall,
    #[serde(default)]
    av: Av,
    #[serde(default)]
    disk: Disk,
    #[serde(default)]
    log: Log,
    #[serde(default)]
    session: Session,
    #[serde(default)]
    autorun: Autorun,
}

macro_rules! sections {
    ($($name:ident { $($field:ident: $ty:ty),* })*) => {$(
        #[derive(Deserialize, Default)]
        #[serde(default)]
        struct $name { $($field: $ty),* }
    )*};
}

sections! {
    Password { min_length: Option<i64>, complexity: Option<bool>, history: Option<i64>, max_age_days: Option<i64> }
    Lockout { threshold: Option<i64>, duration_minutes: Option<i64> }
    Mfa { admin: Option<bool>, remote: Option<bool> }
    Account { guest_enabled: Option<bool>, auto_logon: Option<bool> }
    Ssh { password_authentication: Option<bool>, max_auth_tries: Option<i64> }
    Protocols { telnet: Switch, smb1: Switch }
    Switch { enabled: Option<bool> }
    Firewall { host: Switch }
    Av { realtime: Switch }
    Disk { encryption: Switch }
    Log { retention_days: Option<i64> }
    Session { lock_timeout_seconds: Option<i64> }
    Autorun { disabled: Option<bool> }
}

impl Host<'_> {
    /// Whether each rule is kept, in the order of the rules.
    fn kept(&self) -> [bool; 20] {
        let on = |value: Option<bool>| value == Some(true);
        let off = |value: Option<bool>| value == Some(false);
        let least = |value: Option<i64>, bound: i64| value.is_some_and(|value| value >= bound);
        let most = |value: Option<i64>, bound: i64| value.is_some_and(|value| value <= bound);
        [
            least(self.password.min_length, 12),
            on(self.password.complexity),
            least(self.password.history, 5),
            most(self.password.max_age_days, 365),
            most(self.lockout.threshold, 10),
            least(self.lockout.duration_minutes, 15),
            on(self.mfa.admin),
            on(self.mfa.remote),
            off(self.account.guest_enabled),
            off(self.account.auto_logon),
            off(self.ssh.password_authentication),
            most(self.ssh.max_auth_tries, 6),
            off(self.protocols.telnet.enabled),
            off(self.protocols.smb1.enabled),
            on(self.firewall.host.enabled),
            on(self.av.realtime.enabled),
            on(self.disk.encryption.enabled),
            least(self.log.retention_days, 180),
            most(self.session.lock_timeout_seconds, 900),
            on(self.autorun.disabled),
        ]
    }
}

impl Engine for Hosts {
    fn run(&mut self) -> Result<Found, Failure> {
        let mut pairs = Vec::new();
        for text in &self.hosts {
            let host: Host<'_> = serde_json::from_slice(text.as_bytes()).map_err(Failure::because("serde_json"))?;
            for (rule, kept) in (0..).zip(host.kept()) {
                if !kept {
                    pairs.push((host.hostname.clone().into_owned(), rule));
                }
            }
        }
        Ok(pairs.into())
    }
}
