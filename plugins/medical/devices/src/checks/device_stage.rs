//! `device.stage`: the stage of the life cycle of each device (or model) is known, and no day contradicts it.
//!
//! Source: IMDRF N70 on legacy devices (stages as generally known); the guide for makers asks for the end of support.

use crate::stage::{Stage, days};
use crate::units::{Unit, load, scoped};
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Staged;

impl Check for Staged {
    fn spec(&self) -> Spec {
        scoped(Spec::new("device.stage"))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some(units) = load(cx, out)? else {
            return Ok(());
        };
        let mut groups = Groups::default();
        for unit in &units {
            if unit.has_no_software() {
                groups.add(Tone::NotApplicable, "no-software", Vec::new(), unit.label.clone(), unit);
                continue;
            }
            let (tone, message, mut args) = judge(unit, cx.today());
            args.insert(0, ("model", unit.named()));
            groups.add(tone, message, args, unit.label.clone(), unit);
        }
        groups.tell(out);
        Ok(())
    }
}

type Said = (Tone, &'static str, Vec<(&'static str, String)>);

fn judge(unit: &Unit<'_>, today: Date) -> Said {
    let Some(row) = &unit.row else {
        return (Tone::Unknown, "not-listed", Vec::new());
    };
    let stage = match Stage::of(row) {
        Err(text) => return (Tone::Unknown, "unclear", vec![("text", text.to_owned())]),
        Ok(None) => return (Tone::Unknown, "open", Vec::new()),
        Ok(Some(stage)) => stage,
    };
    let told = ("stage", stage.word().to_owned());
    let (limited_from, end) = days(row);
    let by_days = Stage::by_days(limited_from, end, today);
    let last = match by_days {
        Some(Stage::Limited) => limited_from,
        _ => end.or(limited_from),
    };
    let day = || ("day", last.map(|day| day.to_string()).unwrap_or_default());
    match (stage, by_days) {
        (Stage::Development, _) if unit.asset.is_some() => (Tone::Fail, "in-use", Vec::new()),
        (_, Some(Stage::Ended)) if stage < Stage::Ended => (Tone::Fail, "ended", vec![told, day()]),
        (Stage::Support, Some(Stage::Limited)) => (Tone::Fail, "limited", vec![told, day()]),
        (Stage::Ended, Some(own)) if own < Stage::Ended && end.is_some() => (
            Tone::Fail,
            "not-ended",
            vec![told, ("day", end.map(|day| day.to_string()).unwrap_or_default())],
        ),
        _ => (Tone::Pass, "known", vec![told]),
    }
}
