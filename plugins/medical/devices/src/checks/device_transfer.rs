//! `device.transfer`: where support is limited or has ended, somebody took over the risk: what was agreed, the measures that stand in,
//! who accepted it and when.
//!
//! Source: IMDRF N70 (responsibility goes over from the maker to the hospital step by step; as generally known).

use crate::stage::{Stage, effective};
use crate::units::{Unit, filled, load, scoped};
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;

/// What must be on record.
const FIELDS: &[&str] = &[
    "transfer_ref",
    "measures",
    "transfer_accepted_by",
    "transfer_accepted_at",
];

/// The check.
#[derive(Debug)]
pub(crate) struct Transferred;

impl Check for Transferred {
    fn spec(&self) -> Spec {
        scoped(Spec::new("device.transfer")).parameter(Parameter::texts("fields", FIELDS))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let fields = cx.known_texts("fields", FIELDS)?;
        let Some(units) = load(cx, out)? else {
            return Ok(());
        };
        let mut groups = Groups::default();
        for unit in &units {
            if unit.has_no_software() {
                groups.add(Tone::NotApplicable, "no-software", Vec::new(), unit.label.clone(), unit);
                continue;
            }
            let (tone, message, mut args) = judge(unit, fields, cx.today());
            if tone != Tone::NotApplicable {
                args.insert(0, ("model", unit.named()));
            }
            groups.add(tone, message, args, unit.label.clone(), unit);
        }
        groups.tell(out);
        Ok(())
    }
}

type Said = (Tone, &'static str, Vec<(&'static str, String)>);

fn judge(unit: &Unit<'_>, fields: &[String], today: Date) -> Said {
    let Some(row) = &unit.row else {
        return (Tone::Unknown, "not-listed", Vec::new());
    };
    let stage = match effective(row, today) {
        None => return (Tone::Unknown, "stage-open", Vec::new()),
        Some(stage) if stage < Stage::Limited => return (Tone::NotApplicable, "in-support", Vec::new()),
        Some(stage) => stage.word().to_owned(),
    };
    let is_asked = |field: &&str| fields.is_empty() || fields.iter().any(|own| own == field);
    let open: Vec<&str> = FIELDS
        .iter()
        .copied()
        .filter(is_asked)
        .filter(|field| filled(row, field).is_none() || (field.ends_with("_at") && row.date(field).is_none()))
        .collect();
    if !open.is_empty() {
        return (Tone::Fail, "open", vec![("stage", stage), ("fields", open.join(", "))]);
    }
    match row.date("transfer_accepted_at").filter(|day| *day > today) {
        Some(day) => (Tone::Fail, "ahead", vec![("stage", stage), ("day", day.to_string())]),
        None => (Tone::Pass, "accepted", vec![("stage", stage)]),
    }
}
