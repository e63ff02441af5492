//! Settings that hand out more rights than any task needs.

use crate::scope::Inventory;
use crate::sources::Devices;
use sekisho_sdk::prelude::*;

/// Settings that must be on, and settings that must be off.
const ON: &[&str] = &["privilege.uac", "privilege.admin_token_filter"];
const OFF: &[&str] = &[
    "privilege.installer_elevated",
    "privilege.container_privileged",
    "privilege.container_escalation",
];

/// Judges the devices in scope; a device that says nothing about them is not judged.
pub(super) fn privileges(cx: &Context<'_>, inventory: &Inventory<'_>, classes: &[&str], out: &mut Findings) {
    for device in Devices::gather(cx, inventory, &[]).of(classes) {
        for (key, wanted) in ON.iter().map(|k| (*k, true)).chain(OFF.iter().map(|k| (*k, false))) {
            let reading = device.reading(key);
            let state = if wanted { reading.all() } else { reading.any() };
            if state == Some(!wanted) {
                let finding = out
                    .fail("setting")
                    .arg("asset", device.name.clone())
                    .arg("setting", key);
                finding.cite_all(&reading.0);
            }
        }
        let actions = device.reading("privilege.iam_actions");
        if actions
            .words()
            .iter()
            .any(|word| word.split([',', ' ']).any(|action| action == "*" || action == "*:*"))
        {
            let finding = out.fail("setting").arg("asset", device.name.clone());
            finding.arg("setting", "privilege.iam_actions").cite_all(&actions.0);
        }
    }
}
