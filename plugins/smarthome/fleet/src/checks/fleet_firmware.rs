//! `fleet.firmware`: how the firmware of the fleet is spread: how many devices are behind the newest of their model, out
//! of support, or all alike.
//!
//! Source: threats ① and ② of the smart home guideline 1.0. All limits are ours; a policy sets its own.

use crate::devices::{Fleet, name};
use crate::models::{Model, Place, group};
use crate::releases::Known;
use crate::share::{Share, Verdict, as_decimal, percent};
use crate::words::some;
use sekisho_sdk::prelude::*;

const PARTS: &[&str] = &["current", "supported", "spread"];

/// The check.
#[derive(Debug)]
pub(crate) struct Firmware;

impl Check for Firmware {
    fn spec(&self) -> Spec {
        Spec::new("fleet.firmware")
            .reads("assets")
            .reads("registers")
            .parameter(Parameter::texts("classes", &[]))
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::decimal("max_behind_percent", 0.0, 100.0, 5.0))
            .parameter(Parameter::integer("grace_days", 0, 3650, 30))
            .parameter(Parameter::decimal("max_unsupported_percent", 0.0, 100.0, 0.0))
            .parameter(Parameter::decimal("min_same_percent", 0.0, 100.0, 0.0))
            .parameter(Parameter::decimal("max_same_percent", 0.0, 100.0, 100.0))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = cx.texts("require")?;
        if let Some(odd) = parts.iter().find(|part| !PARTS.contains(&part.as_str())) {
            let what = format!("parameter `require` knows no `{odd}`; it takes {}", PARTS.join(", "));
            return Err(CheckError::BadParameter(what));
        }
        let asks = |part: &str| parts.is_empty() || parts.iter().any(|own| own == part);
        let Some(fleet) = Fleet::open(cx, out)? else {
            return Ok(());
        };
        let known = Known::load(cx);
        let (models, nameless) = group(&fleet.devices);
        let work = Work {
            cx,
            fleet: &fleet,
            known: &known,
            models: &models,
        };
        if asks("current") {
            work.current(&nameless, out)?;
        }
        if asks("supported") {
            work.supported(&nameless, out)?;
        }
        if asks("spread") {
            work.spread(out)?;
        }
        if let Some(finding) = out.pass_if_clean("well") {
            finding
                .arg("total", fleet.len())
                .arg("models", models.len())
                .cite_all(&fleet.sheets);
        }
        Ok(())
    }
}

struct Work<'w, 'a> {
    cx: &'w Context<'a>,
    fleet: &'w Fleet<'a>,
    known: &'w Known<'a>,
    models: &'w [Model<'a>],
}

impl<'a> Work<'_, 'a> {
    /// Devices behind the newest firmware of their model.
    fn current(&self, nameless: &[usize], out: &mut Findings) -> Result<(), CheckError> {
        let (max, grace) = (self.cx.decimal("max_behind_percent")?, self.cx.integer("grace_days")?);
        let (mut behind, mut unclear) = (vec![false; self.fleet.len()], vec![false; self.fleet.len()]);
        let mut told: Vec<(usize, String)> = Vec::new();
        mark(&mut unclear, nameless);
        for model in self.models {
            mark(&mut unclear, &model.silent);
            let (newest, places) = model.places(self.known, self.cx.today(), grace);
            let mut count = 0;
            for (devices, place) in model.firmware.values().zip(places) {
                match place {
                    Place::Current => {}
                    Place::Behind => {
                        count += devices.len();
                        mark(&mut behind, devices);
                    }
                    Place::Unordered => mark(&mut unclear, devices),
                }
            }
            if let (Some(newest), 1..) = (newest, count) {
                told.push((count, format!("{} → {newest} ({count})", model.name)));
            }
        }
        told.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let share = self.share(&behind, &unclear);
        let (finding, devices) = match share.against(max) {
            Verdict::Within => return Ok(()),
            Verdict::Over => (out.fail("behind"), behind),
            Verdict::Open => (out.unknown("behind-open"), unclear),
        };
        finding
            .arg("count", share.count)
            .arg("unstated", share.unstated)
            .arg("total", share.total)
            .arg("percent", share.percent())
            .arg("max", max)
            .arg("models", some(told.iter().map(|(_, text)| text), 5));
        name(finding, &self.fleet.those(|at| devices.get(at) == Some(&true)));
        Ok(())
    }

    /// Devices that get no more security updates, by their own row or by the table of support.
    fn supported(&self, nameless: &[usize], out: &mut Findings) -> Result<(), CheckError> {
        let (max, today) = (self.cx.decimal("max_unsupported_percent")?, self.cx.today());
        let (mut over, mut unclear) = (vec![false; self.fleet.len()], vec![false; self.fleet.len()]);
        for model in self.models {
            let end_of = |version| self.known.end(model.vendor, model.name, version);
            let groups = model
                .firmware
                .iter()
                .map(|(version, devices)| (Some(*version), devices));
            for (version, devices) in groups.chain([(None, &model.silent)]) {
                let end = end_of(version);
                for at in devices {
                    let own = self.fleet.devices.get(*at).and_then(|device| device.support_end());
                    judge(own.or(end), *at, today, &mut over, &mut unclear);
                }
            }
        }
        for at in nameless {
            let own = self.fleet.devices.get(*at).and_then(|device| device.support_end());
            judge(own, *at, today, &mut over, &mut unclear);
        }
        let share = self.share(&over, &unclear);
        let (finding, devices) = match share.against(max) {
            Verdict::Within => return Ok(()),
            Verdict::Over => (out.fail("unsupported"), over),
            Verdict::Open => (out.unknown("support-open"), unclear),
        };
        finding
            .arg("count", share.count)
            .arg("unstated", share.unstated)
            .arg("total", share.total)
            .arg("percent", share.percent())
            .arg("max", max);
        name(finding, &self.fleet.those(|at| devices.get(at) == Some(&true)));
        Ok(())
    }

    /// How alike the fleet is: one weakness in the most frequent firmware reaches so many devices at once.
    fn spread(&self, out: &mut Findings) -> Result<(), CheckError> {
        let (least, most) = (
            self.cx.decimal("min_same_percent")?,
            self.cx.decimal("max_same_percent")?,
        );
        let of_model = |model: &Model<'a>| model.firmware.values().map(Vec::len).sum::<usize>();
        let stated: usize = self.models.iter().map(of_model).sum();
        let by_model = self.models.iter().filter_map(|model| Some((model, model.most()?)));
        let tops: Vec<(&Model<'a>, (&'a str, usize))> = by_model.collect();
        let same: usize = tops.iter().map(|(_, (_, count))| count).sum();
        let Some((model, (version, count))) = tops.iter().max_by_key(|(_, (_, count))| *count) else {
            if least > 0.0 || most < 100.0 {
                out.unknown("firmware-unstated")
                    .arg("total", self.fleet.len())
                    .cite_all(&self.fleet.sheets);
            }
            return Ok(());
        };
        let is_over = as_decimal(*count) * 100.0 > most * as_decimal(stated);
        let is_under = as_decimal(same) * 100.0 < least * as_decimal(stated);
        let versions: usize = self.models.iter().map(|model| model.firmware.len()).sum();
        let mut tell = |message: &str, limit: f64| {
            let finding = match message {
                "spread" => out.informational(message),
                _ => out.fail(message),
            };
            finding
                .arg("total", stated)
                .arg("models", self.models.len())
                .arg("versions", versions)
                .arg("model", model.name)
                .arg("firmware", *version)
                .arg("count", *count)
                .arg("percent", percent(*count, stated))
                .arg("same", percent(same, stated))
                .arg("limit", limit)
                .cite_all(&self.fleet.sheets);
        };
        if is_over {
            tell("too-alike", most);
        }
        if is_under {
            tell("too-spread", least);
        }
        if !is_over && !is_under {
            tell("spread", most);
        }
        Ok(())
    }

    fn share(&self, known: &[bool], unclear: &[bool]) -> Share {
        let count = |flags: &[bool]| flags.iter().filter(|flag| **flag).count();
        Share {
            count: count(known),
            unstated: count(unclear),
            total: self.fleet.len(),
        }
    }
}

fn mark(flags: &mut [bool], devices: &[usize]) {
    for at in devices {
        if let Some(flag) = flags.get_mut(*at) {
            *flag = true;
        }
    }
}

/// The last day itself is still supported.
fn judge(end: Option<Date>, at: usize, today: Date, over: &mut [bool], unclear: &mut [bool]) {
    match end {
        Some(end) if end < today => mark(over, &[at]),
        Some(_) => {}
        None => mark(unclear, &[at]),
    }
}
