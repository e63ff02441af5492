//! `ssf.criteria`: the inputs of the mapping are there: criteria for every level of both axes, approved, and a list of importance whose
//! rows name incident, result and levels.
//!
//! Source: the first and second step of the use-case collection (risk criteria, list of importance).

use crate::cells::lacking;
use crate::criteria::absent;
use crate::scale;
use crate::world::World;
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;

const RISK_FIELDS: &[&str] = &["use", "device", "stakeholder", "incident", "result"];

/// The check.
#[derive(Debug)]
pub(crate) struct Agreed;

impl Check for Agreed {
    fn spec(&self) -> Spec {
        Spec::new("ssf.criteria").reads("registers")
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let registers = cx.registers();
        if registers.get("iot-uses").is_none() && registers.get("iot-risks").is_none() {
            out.unknown("no-register");
            return Ok(());
        }
        let Some(world) = World::load(cx) else { return Ok(()) };
        if world.uses.is_empty() && world.risks.is_empty() {
            out.not_applicable("none-in-scope");
            return Ok(());
        }
        let mut groups = Groups::default();
        match registers.get("iot-criteria") {
            None => {
                out.unknown("no-criteria");
            }
            Some(register) if register.is_empty() => {
                out.unknown("no-criteria").cite(&register);
            }
            Some(register) => judge(cx, &world, &register, &mut groups),
        }
        for risk in &world.risks {
            let mut open: Vec<String> = lacking(&risk.row, RISK_FIELDS).into_iter().collect();
            // An amount gives the level of axis 2.
            let has_amount = scale::amount(&risk.row).ok().flatten().is_some();
            for (field, is_given) in [("axis_1", false), ("axis_2", has_amount)] {
                if scale::level(&risk.row, field) == scale::Level::Empty && !is_given {
                    open.push(field.to_owned());
                }
            }
            if open.is_empty() {
                groups.add(Tone::Pass, "listed", Vec::new(), risk.label.clone(), &risk.row);
            } else {
                let args = vec![("fields", open.join(", "))];
                groups.add(Tone::Unknown, "risk-open", args, risk.label.clone(), &risk.row);
            }
        }
        if world.risks.is_empty() {
            out.unknown("no-risks");
        }
        groups.tell(out);
        Ok(())
    }
}

fn judge(cx: &Context<'_>, world: &World<'_>, register: &Register<'_>, groups: &mut Groups) {
    for (axis, whose, rows) in world.criteria.sets() {
        let whose = whose.unwrap_or_else(|| "*".to_owned());
        let args = || vec![("axis", axis.to_string()), ("whose", whose.clone())];
        let out = absent(&rows);
        if !out.is_empty() {
            let levels: Vec<String> = out.iter().map(ToString::to_string).collect();
            groups.add(Tone::Unknown, "level-missing", args(), levels.join(", "), register);
        }
        let mut sorted = rows.clone();
        sorted.sort_by_key(|c| c.level);
        for pair in sorted.windows(2) {
            let [low, high] = pair else { continue };
            let amounts = low.row.number("amount_from").zip(high.row.number("amount_from"));
            if low.level == high.level && low.level.is_some() {
                groups.add(Tone::Fail, "level-twice", args(), high.row.label(), &high.row);
            } else if axis == 2 && amounts.is_some_and(|(low, high)| low >= high) {
                groups.add(Tone::Fail, "amounts-fall", args(), high.row.label(), &high.row);
            }
            if low.row.flag("acceptable") == Some(false) && high.row.flag("acceptable") == Some(true) {
                groups.add(Tone::Fail, "accepts-higher", args(), high.row.label(), &high.row);
            }
        }
    }
    for own in &world.criteria.0 {
        let row = &own.row;
        let open = lacking(row, &["definition", "approved_by", "approved_at"]);
        let (tone, message, fields) = match open {
            _ if own.axis.is_none() || own.level.is_none() => (Tone::Unknown, "criterion-unclear", String::new()),
            Some(fields) => (Tone::Unknown, "criterion-open", fields),
            None if row.date("approved_at").is_none_or(|day| day > cx.today()) => {
                (Tone::Fail, "approval-ahead", String::new())
            }
            None => (Tone::Pass, "agreed", String::new()),
        };
        let args = if fields.is_empty() {
            Vec::new()
        } else {
            vec![("fields", fields)]
        };
        groups.add(tone, message, args, row.label(), row);
    }
}
