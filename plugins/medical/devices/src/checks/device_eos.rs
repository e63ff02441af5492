//! `device.eos`: of a legacy device (limited support, ended, or named one) the end of support was told, with its day, in time and on
//! record. Nothing told fails.
//!
//! Source: the part on legacy devices of the guide for makers, and IMDRF N70.

use crate::stage::{Stage, effective};
use crate::units::{Unit, filled, load, scoped};
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Communicated;

impl Check for Communicated {
    fn spec(&self) -> Spec {
        scoped(Spec::new("device.eos"))
            .parameter(Parameter::choice("scope", &["legacy", "all"], "legacy"))
            .parameter(Parameter::integer("notice_days", 0, 3650, 0))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let judge = Judge {
            today: cx.today(),
            notice: cx.integer("notice_days")?,
            all: cx.text("scope")? == "all",
        };
        let Some(units) = load(cx, out)? else {
            return Ok(());
        };
        let mut groups = Groups::default();
        for unit in &units {
            if unit.has_no_software() {
                groups.add(Tone::NotApplicable, "no-software", Vec::new(), unit.label.clone(), unit);
                continue;
            }
            let (tone, message, mut args) = judge.word(unit);
            if tone != Tone::NotApplicable {
                args.insert(0, ("model", unit.named()));
            }
            groups.add(tone, message, args, unit.label.clone(), unit);
        }
        groups.tell(out);
        Ok(())
    }
}

struct Judge {
    today: Date,
    notice: i64,
    all: bool,
}

type Said = (Tone, &'static str, Vec<(&'static str, String)>);

impl Judge {
    fn word(&self, unit: &Unit<'_>) -> Said {
        let Some(row) = &unit.row else {
            // The inventory alone may know that support is over.
            let ended = unit
                .asset
                .and_then(|asset| asset.support_end())
                .filter(|end| *end < self.today);
            return match ended {
                Some(end) => (Tone::Fail, "not-told", vec![("end", end.to_string())]),
                None => (Tone::Unknown, "not-listed", Vec::new()),
            };
        };
        let stage = effective(row, self.today);
        let is_legacy = row.flag("legacy") == Some(true) || stage.is_some_and(|stage| stage >= Stage::Limited);
        if !is_legacy && stage.is_none() && row.flag("legacy").is_none() {
            return (Tone::Unknown, "stage-open", Vec::new());
        }
        if !is_legacy && (!self.all || stage == Some(Stage::Development)) {
            return (Tone::NotApplicable, "in-support", Vec::new());
        }
        let end = row.date("support_end");
        let told_end = ("end", end.map_or_else(|| "-".to_owned(), |day| day.to_string()));
        let Some(told) = row.date("communicated_at") else {
            return (Tone::Fail, "not-told", vec![told_end]);
        };
        let day = ("day", told.to_string());
        let Some(end) = end else {
            return (Tone::Fail, "no-day", vec![day]);
        };
        if told > self.today {
            return (Tone::Fail, "ahead", vec![told_end, day]);
        }
        if end.days_since(told) < self.notice {
            let notice = ("notice", self.notice.to_string());
            return (Tone::Fail, "late", vec![told_end, day, notice]);
        }
        if filled(row, "communication_ref").is_none() {
            return (Tone::Unknown, "no-record", vec![told_end, day]);
        }
        (Tone::Pass, "told", vec![told_end, day])
    }
}
