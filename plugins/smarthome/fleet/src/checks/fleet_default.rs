//! `fleet.default`: how many devices of the fleet still have the password they were delivered with.
//!
//! Source: threat ① of the smart home guideline 1.0 (very many targets), and its measure for makers and suppliers of
//! houses: no common default password. The share that is allowed is ours: none.

use crate::devices::{Fleet, models, name};
use crate::share::{Share, Verdict};
use crate::words::fold;
use sekisho_sdk::prelude::*;
use std::collections::BTreeMap;

const KEY: &str = "account.default_password_in_use";

/// The check.
#[derive(Debug)]
pub(crate) struct Passwords;

impl Check for Passwords {
    fn spec(&self) -> Spec {
        Spec::new("fleet.default")
            .reads("assets")
            .reads("settings")
            .reads("registers")
            .parameter(Parameter::texts("classes", &[]))
            .parameter(Parameter::decimal("max_percent", 0.0, 100.0, 0.0))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let max = cx.decimal("max_percent")?;
        let Some(fleet) = Fleet::open(cx, out)? else {
            return Ok(());
        };
        let mut states = States(vec![None; fleet.len()]);
        states.hear_inventory(cx, &fleet);
        states.hear_others(cx, &fleet);
        let (left, unstated) = (fleet.those(|at| states.is(at, Some(true))), states.count(None));
        let share = Share {
            count: left.len(),
            unstated,
            total: fleet.len(),
        };
        let finding = match share.against(max) {
            Verdict::Over => out.fail("over"),
            Verdict::Open => out.unknown("unstated"),
            // A device of unknown class might be one more.
            Verdict::Within => match out.pass_if_clean("within") {
                Some(finding) => finding,
                None => return Ok(()),
            },
        };
        finding
            .arg("count", share.count)
            .arg("total", share.total)
            .arg("percent", share.percent())
            .arg("max", max)
            .arg("unstated", unstated);
        match share.against(max) {
            Verdict::Open => name(finding, &fleet.those(|at| states.is(at, None))),
            Verdict::Over => name(finding, &left).arg("models", models(&left)),
            Verdict::Within => finding.cite_all(&fleet.sheets).cite_all(left.iter().take(100)),
        };
        Ok(())
    }
}

/// Whether each device has its default password; what says so outweighs what says not.
struct States(Vec<Option<bool>>);

impl States {
    fn tell(&mut self, at: usize, flag: bool) {
        if let Some(state) = self.0.get_mut(at) {
            *state = Some(state.unwrap_or(false) || flag);
        }
    }

    fn is(&self, at: usize, state: Option<bool>) -> bool {
        self.0.get(at) == Some(&state)
    }

    fn count(&self, state: Option<bool>) -> usize {
        self.0.iter().filter(|own| **own == state).count()
    }

    /// The inventory's own column.
    fn hear_inventory(&mut self, cx: &Context<'_>, fleet: &Fleet<'_>) {
        for attribute in cx.assets().attributes() {
            if attribute.field() == Some("default_password")
                && let Some(flag) = attribute.flag()
                && let Some(at) = attribute.asset().and_then(|asset| fleet.place(&asset))
            {
                self.tell(at, flag);
            }
        }
    }

    /// Snapshots and the register of accounts, which name a device.
    fn hear_others(&mut self, cx: &Context<'_>, fleet: &Fleet<'_>) {
        let snapshots = cx.settings().raw();
        let accounts = cx.registers().get("accounts");
        if snapshots.snapshots().is_empty() && accounts.is_none() {
            return;
        }
        let names: BTreeMap<String, usize> = fleet.names();
        let place = |name: Option<&str>| names.get(&fold(name?)).copied();
        for setting in snapshots.settings().filter(|setting| setting.key() == Some(KEY)) {
            if let Some(at) = place(setting.snapshot().and_then(|snapshot| snapshot.asset()))
                && let Some(flag) = setting.flag()
            {
                self.tell(at, flag);
            }
        }
        for account in accounts.iter().flat_map(Register::rows) {
            if let Some(flag) = account.flag("default_password")
                && account.flag("enabled") != Some(false)
                && let Some(at) = place(account.get("system"))
            {
                self.tell(at, flag);
            }
        }
    }
}
