//! `system.mlps`: systems in China have a level of the multi-level protection scheme, and from a level on the record of filing.
//!
//! Source: the draft regulation of 2018 in the table. That filing begins with level 2 is from general knowledge: a parameter.

use crate::inventory::Beside;
use crate::scope::is_within;
use sekisho_sdk::countries::code;
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;

const SYSTEMS: &[&str] = &["server", "virtual-server", "hypervisor", "cloud", "scada", "storage"];

/// The check.
#[derive(Debug)]
pub(crate) struct Graded;

impl Check for Graded {
    fn spec(&self) -> Spec {
        Spec::new("system.mlps")
            .reads("assets")
            .parameter(Parameter::texts("classes", SYSTEMS))
            .parameter(Parameter::integer("record_from_level", 1, 6, 2))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let (classes, from) = (cx.texts("classes")?, cx.integer("record_from_level")?);
        let tables = cx.assets();
        if tables.inventories().is_empty() {
            out.unknown("no-inventory");
            return Ok(());
        }
        let beside = Beside::read(cx, &["country", "mlps_level", "mlps_record"]);
        let mut groups = Groups::default();
        let mut count = 0;
        for asset in tables.assets() {
            count += 1;
            let is_system = asset
                .class()
                .is_some_and(|class| classes.iter().any(|own| own == class));
            let place = beside.get(asset.row(), "country").map(code);
            if !is_system
                || asset.status() == Some("disposed")
                || place.as_deref().is_some_and(|place| !is_within("CN", place))
            {
                continue;
            }
            let label = asset.name().or_else(|| asset.id()).unwrap_or("?").to_owned();
            let level = beside.get(asset.row(), "mlps_level");
            let has_record = beside.get(asset.row(), "mlps_record").is_some();
            let (tone, message) = match (place, level, level.and_then(level_of)) {
                (None, ..) => (Tone::Unknown, "place-unclear"),
                (_, None, _) => (Tone::Unknown, "no-level"),
                (_, Some(_), None) => (Tone::Unknown, "level-unclear"),
                (.., Some(level)) if level >= from && !has_record => (Tone::Fail, "no-record"),
                _ => (Tone::Pass, "graded"),
            };
            let args = vec![("level", level.unwrap_or("-").to_owned()), ("from", from.to_string())];
            groups.add(tone, message, args, label, &asset);
        }
        if groups.is_empty() {
            out.not_applicable("none-in-scope").arg("count", count);
        }
        groups.tell(out);
        Ok(())
    }
}

/// The level in a text: `3`, `三级`, `Level 3`.
fn level_of(text: &str) -> Option<i64> {
    let digit = text.chars().find_map(|c| match c {
        '1'..='5' => c.to_digit(10),
        '一' => Some(1),
        '二' => Some(2),
        '三' => Some(3),
        '四' => Some(4),
        '五' => Some(5),
        _ => None,
    });
    digit.map(i64::from)
}

#[cfg(test)]
mod tests {
    use super::level_of;

    #[test]
    fn levels_as_people_write_them() {
        assert_eq!(level_of("三级"), Some(3));
        assert_eq!(level_of("Level 2"), Some(2));
        assert_eq!(level_of("high"), None);
    }
}
