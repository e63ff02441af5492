//! CF-29 `chg.ticket`: every difference between two snapshots of a device belongs to an approved change.
//!
//! Source: rule catalogue CF-29. Executed changes of the register must be approved in any case; where no device has
//! two snapshots, that is all that can be judged.

use crate::change_register::{Approval, Grace, approval, covers, is_about, is_between, is_executed};
use crate::round::Round;
use crate::scope::fold;
use crate::sources::Device;
use crate::statements::Mark;
use crate::versions::{Contents, Difference, Step, differences, steps};
use sekisho_sdk::parts::Parts;
use sekisho_sdk::prelude::*;

pub(crate) struct Changes;

const PARTS: &[&str] = &["differences", "approvals"];

impl Check for Changes {
    fn spec(&self) -> Spec {
        Spec::new("chg.ticket")
            .reads("assets")
            .reads("settings")
            .reads("registers")
            .parameter(Parameter::texts("classes", &[]))
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::texts("ignore", &[]))
            .parameter(Parameter::boolean("settings_must_be_named", false))
            .parameter(Parameter::integer("emergency_days", 0, 365, 7))
            .parameter(Parameter::integer("lead_days", 0, 365, 90))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, PARTS)?;
        let round = Round::of_snapshots(cx)?;
        let grace = Grace {
            emergency: cx.integer("emergency_days")?,
            lead: cx.integer("lead_days")?,
        };
        let devices: Vec<&Device<'_>> = round.devices.of(&round.classes).collect();
        if devices.is_empty() && !round.inventory.is_empty() {
            let inventories: Vec<Mark> = cx.assets().inventories().map(|i| Mark::of(&i)).collect();
            out.not_applicable("none-in-scope")
                .arg("count", round.inventory.items.len())
                .cite_all(&inventories);
            return Ok(());
        }
        let work = Work {
            cx,
            round: &round,
            grace,
            rows: cx.registers().rows("changes").collect(),
            contents: Contents::load(cx),
        };
        let (mut marks, mut compared, mut changes) = (Vec::new(), 0_usize, 0_usize);
        if parts.asks("differences") {
            for device in &devices {
                for step in steps(device, &work.contents) {
                    compared += 1;
                    work.step(device, &step, &mut marks, out)?;
                }
            }
        }
        if parts.asks("approvals") || compared == 0 {
            changes = work.approvals(&devices, &mut marks, out);
        }
        if compared == 0 && changes == 0 {
            out.unknown(if cx.registers().get("changes").is_some() {
                "nothing-to-compare"
            } else {
                "no-evidence"
            });
        } else if let Some(finding) = out.pass_if_clean("all-approved") {
            finding
                .arg("comparisons", compared)
                .arg("changes", changes)
                .cite_all(&marks);
        }
        Ok(())
    }
}

struct Work<'w, 'a> {
    cx: &'w Context<'a>,
    round: &'w Round<'a>,
    grace: Grace,
    rows: Vec<Entry<'a>>,
    contents: Contents<'a>,
}

impl<'a> Work<'_, 'a> {
    fn step(
        &self,
        device: &Device<'a>,
        step: &Step<'a>,
        marks: &mut Vec<Mark>,
        out: &mut Findings,
    ) -> Result<(), CheckError> {
        marks.extend([Mark::of(&step.older), Mark::of(&step.newer)]);
        let must_name = self.cx.boolean("settings_must_be_named")?;
        for difference in differences(step, &self.contents, self.cx.texts("ignore")?) {
            let fits = |row: &&Entry<'a>| {
                is_about(row, &self.round.inventory, device)
                    && is_between(row, step.from, step.to, self.grace)
                    && (covers(row, &difference, must_name) || is_named_by(step, row))
            };
            let candidates: Vec<&Entry<'a>> = self.rows.iter().filter(fits).collect();
            let states = candidates.iter().map(|row| (approval(row, step.to, self.grace), *row));
            let approved = states.clone().find(|(state, _)| *state == Approval::Approved);
            if let Some((_, row)) = approved {
                marks.push(Mark::of(row));
                continue;
            }
            let unclear = states.clone().any(|(state, _)| state == Approval::Unclear);
            let finding = if self.cx.registers().get("changes").is_none() {
                out.unknown("no-register")
            } else if unclear {
                out.unknown("approval-unclear")
            } else if candidates.is_empty() {
                out.fail("no-change")
            } else {
                out.fail("not-approved")
            };
            describe(finding, device, &difference).cite_all(candidates);
        }
        Ok(())
    }

    /// Executed changes in scope; how many there are.
    fn approvals(&self, devices: &[&Device<'a>], marks: &mut Vec<Mark>, out: &mut Findings) -> usize {
        let mut count = 0;
        for row in self
            .rows
            .iter()
            .filter(|row| is_executed(row) && self.is_in_scope(row, devices))
        {
            count += 1;
            let finding = match approval(row, self.cx.today(), self.grace) {
                Approval::Approved => {
                    marks.push(Mark::of(row));
                    continue;
                }
                Approval::Missing => out.fail("change-not-approved"),
                Approval::Late => out.fail("change-approved-late"),
                Approval::Unclear => out.unknown("change-unclear"),
            };
            finding.arg("change", row.label()).cite(row);
        }
        count
    }

    /// A change about devices that are all known to be of other classes is not in scope.
    fn is_in_scope(&self, row: &Entry<'a>, devices: &[&Device<'a>]) -> bool {
        let names = row.list("assets");
        names.is_empty()
            || devices
                .iter()
                .any(|device| is_about(row, &self.round.inventory, device))
            || names.iter().any(|name| self.round.inventory.find(name).is_none())
    }
}

/// Whether the newer snapshot itself names the change it comes from.
fn is_named_by(step: &Step<'_>, row: &Entry<'_>) -> bool {
    let named = step.newer.get("change.approved_id").and_then(|setting| setting.value());
    named
        .zip(row.key())
        .is_some_and(|(named, key)| fold(named) == fold(key))
}

fn describe<'f>(
    finding: &'f mut sekisho_sdk::Finding,
    device: &Device<'_>,
    difference: &Difference<'_>,
) -> &'f mut sekisho_sdk::Finding {
    let setting = difference.key.unwrap_or(difference.path);
    finding
        .arg("asset", &device.name)
        .arg("setting", setting)
        .arg("before", &difference.before)
        .arg("after", &difference.after)
        .cite_all(&difference.marks)
}
