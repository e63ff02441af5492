//! CF-19 `bk.test`: backups are made, kept elsewhere too, and known to come back (domain.md, CF-19).
//!
//! Predicate: job success within the policy's frequency; an off-site copy for critical data; a restore test within the
//! limit, within RTO and RPO. Days are all that registers tell, so a job of less than a day counts as daily.

use crate::scope::Inventory;
use crate::sources::Devices;
use sekisho_sdk::parts::Parts;
use sekisho_sdk::prelude::*;

mod jobs;
mod restores;

const PARTS: &[&str] = &["plan", "job", "off-site", "restore", "rpo"];

/// The check.
#[derive(Debug)]
pub(crate) struct Backup;

impl Check for Backup {
    fn spec(&self) -> Spec {
        Spec::new("bk.test")
            .reads("registers")
            .reads("settings")
            .reads("assets")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::texts("fields", &["frequency"]))
            .parameter(Parameter::integer("grace_days", 0, 31, 1))
            .parameter(Parameter::integer("max_test_age_days", 1, 3650, 365))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, PARTS)?;
        let (fields, grace) = (cx.texts("fields")?, cx.integer("grace_days")?);
        let max_age = cx.integer("max_test_age_days")?;
        let inventory = Inventory::load(cx);
        for device in Devices::gather(cx, &inventory, &[]).of(&[]) {
            let reading = device.reading("backup.enabled");
            if parts.asks("job") && reading.all() == Some(false) {
                out.fail("setting-off")
                    .arg("asset", device.name.clone())
                    .cite_all(&reading.0);
            }
            let offsite = device.reading("backup.offsite");
            let critical = device
                .item
                .as_ref()
                .is_some_and(|i| matches!(i.text("handles"), Some("secret" | "confidential")));
            if parts.asks("off-site") && critical && offsite.all() == Some(false) {
                out.fail("setting-offsite")
                    .arg("asset", device.name.clone())
                    .cite_all(&offsite.0);
            }
        }
        let Some(register) = cx
            .registers()
            .get("backup-jobs")
            .filter(|register| !register.is_empty())
        else {
            out.unknown("no-jobs")
                .cite_all(cx.registers().get("backup-jobs").as_ref());
            return Ok(());
        };
        let jobs: Vec<Entry<'_>> = register.rows().collect();
        let mut grounds: Vec<Entry<'_>> = Vec::new();
        let mut off_site = false;
        for job in &jobs {
            if parts.asks("plan") {
                jobs::plan(job, fields, out);
            }
            if parts.asks("job") {
                jobs::success(cx, job, grace, out);
            }
            if parts.asks("off-site") {
                off_site |= jobs::off_site(job, out);
            }
            if parts.asks("rpo") {
                jobs::rpo(job, out);
            }
        }
        if parts.asks("restore") {
            grounds = restores::judge(cx, &jobs, max_age, out);
        }
        let others = PARTS.iter().any(|part| *part != "off-site" && parts.asks(part));
        if !off_site && !others && out.is_empty() {
            out.not_applicable("none-critical")
                .arg("count", jobs.len())
                .cite_all(&jobs);
        }
        if out.is_empty() {
            let finding = out.pass("ok");
            finding
                .arg("count", jobs.len())
                .cite(&register)
                .cite_all(&jobs)
                .cite_all(&grounds);
        }
        Ok(())
    }
}
