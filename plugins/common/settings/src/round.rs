//! The round that a check makes over the devices in scope: one judgment each, then what it all comes to.

use crate::scope::{CLASSES, Inventory};
use crate::sources::{Device, Devices, borrowed};
use crate::statements::Mark;
use sekisho_sdk::prelude::*;

/// What a judgment about one device came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Judged {
    /// Met, and on what that rests.
    Met(Vec<Mark>),
    /// Findings have been added.
    Told,
    /// The evidence says nothing about it.
    Silent,
    /// Not to be looked at for a reason of the check's own.
    Left,
}

/// The inventory, the devices, and the classes that the policy asks for.
#[derive(Debug)]
pub(crate) struct Round<'a> {
    pub(crate) inventory: Inventory<'a>,
    pub(crate) devices: Devices<'a>,
    pub(crate) classes: Vec<&'a str>,
}

impl<'a> Round<'a> {
    /// Gathers the devices, with the rows of one register by the field that names the device.
    pub(crate) fn open(cx: &Context<'a>, register: &str, field: &str) -> Result<Self, CheckError> {
        Self::gather(cx, &[(register, field)])
    }

    /// Gathers the devices with their snapshots only.
    pub(crate) fn of_snapshots(cx: &Context<'a>) -> Result<Self, CheckError> {
        Self::gather(cx, &[])
    }

    fn gather(cx: &Context<'a>, registers: &[(&str, &str)]) -> Result<Self, CheckError> {
        let classes = borrowed(cx.known_texts("classes", CLASSES)?);
        let inventory = Inventory::load(cx);
        let devices = Devices::gather(cx, &inventory, registers);
        Ok(Self {
            inventory,
            devices,
            classes,
        })
    }

    /// Judges every device in scope. Messages: `none-in-scope`, `no-evidence`, `silent` (asset), `all-met` (count).
    pub(crate) fn run<F>(&self, cx: &Context<'_>, out: &mut Findings, mut judge: F)
    where
        F: FnMut(&Device<'a>, &mut Findings) -> Judged,
    {
        let (mut met, mut told, mut marks, mut silent) = (0_usize, 0_usize, Vec::new(), Vec::new());
        for device in self.devices.of(&self.classes) {
            match judge(device, out) {
                Judged::Met(rests_on) => {
                    met += 1;
                    marks.extend(rests_on);
                }
                Judged::Told => told += 1,
                // A device that only a snapshot of something else names is not known to be in scope.
                Judged::Silent => silent.extend(device.item.as_ref().map(|item| (device, item))),
                Judged::Left => {}
            }
        }
        if met + told == 0 {
            if silent.is_empty() && !self.inventory.is_empty() {
                let inventories: Vec<Mark> = cx.assets().inventories().map(|i| Mark::of(&i)).collect();
                out.not_applicable("none-in-scope")
                    .arg("count", self.inventory.items.len())
                    .cite_all(&inventories);
            } else {
                out.unknown("no-evidence")
                    .cite_all(silent.iter().map(|(_, item)| *item));
            }
            return;
        }
        for (device, item) in silent {
            out.unknown("silent").arg("asset", &device.name).cite(item);
        }
        if met > 0
            && let Some(finding) = out.pass_if_clean("all-met")
        {
            finding.arg("count", met).cite_all(&marks);
        }
    }
}
